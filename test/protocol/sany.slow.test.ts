/** What is generated from every case is a module that SANY accepts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { load, positiveNames, readCase } from "./cases.js";

it("SANY accepts the hybrid of every case", async () => {
  const signal = new AbortController().signal;
  const [{ jar }, { java }] = [
    await findTlc({ env: process.env, signal }),
    await findJava(process.env, signal),
  ];
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-sany-"));
  try {
    const files: string[] = [];
    for (const name of positiveNames) {
      const { protocol, table } = await load(readCase(name));
      if (protocol === undefined || table === undefined) throw new Error(`${name} was not read`);
      const made = transformHistory(protocol, table, []);
      files.push(`${made.name}.tla`);
      writeFileSync(join(dir, `${made.name}.tla`), made.stages.at(-1)?.text ?? "");
    }
    const out = sany(java, jar, dir, files);
    const faulty = out.split(/^\*+ SANY2 .*$/m).filter((part) => /error|abort|warning|\*\*\*/i.test(part));
    expect(faulty).toEqual([]);
    expect(out.match(/^Semantic processing of module Hybrid/gm)).toHaveLength(files.length);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

function sany(java: string, jar: string, dir: string, files: readonly string[]): string {
  try {
    const own = `-Djava.io.tmpdir=${dir}`;
    return execFileSync(java, [own, "-cp", jar, "tla2sany.SANY", ...files], { cwd: dir, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return `error\n${String(error.stdout)}`;
    throw error;
  }
}
