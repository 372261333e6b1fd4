import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { capture } from "../../src/host/process.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";

const directory = fileURLToPath(new URL("../cases/cfg/link/", import.meta.url));
/** TLC 1.1.0 of the tests breaks off at operators given line by line, which newer ones take. */
const NEWER = "operator-table.tla";
const cases = readdirSync(directory).filter((name) => name.endsWith(".tla") && name !== NEWER);

/** Runs TLC on a case; whether it took the model and found nothing wrong. */
async function taken(name: string, tools: { readonly java: string; readonly jar: string }): Promise<boolean> {
  const [text = ""] = readFileSync(directory + name, "utf8").split("\nEXPECT\n");
  const parts = text.split("\n%%%%\n");
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
  try {
    for (const module of parts.slice(0, -1)) {
      const file = /MODULE (\w+)/.exec(module)?.[1] ?? "M";
      writeFileSync(join(dir, `${file}.tla`), `${module}\n`);
    }
    writeFileSync(join(dir, "M.cfg"), parts.at(-1) ?? "");
    const own = `-Djava.io.tmpdir=${dir}`;
    const flags = [own, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", tools.jar, "tlc2.TLC"];
    const root = /MODULE (\w+)/.exec(text)?.[1] ?? "M";
    const { end } = await capture(tools.java, [...flags, "-config", "M.cfg", root], { cwd: dir });
    return end.kind === "exited" && end.exitCode === 0;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe("the verdict on a configuration", () => {
  it("is TLC's, for every case", async () => {
    const { java } = await findJava(process.env);
    const { jar } = await findTlc({ env: process.env });
    const wrong: string[] = [];
    for (const name of cases) {
      const expected = !readFileSync(directory + name, "utf8").includes(" error cfg/");
      if ((await taken(name, { java, jar })) !== expected) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });
});
