/** What every pass makes is a module that SANY accepts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { historyPasses, type Transformed, transformHistory } from "../../src/transform/history/index.js";
import { loadSubject } from "../../src/verify/subject.js";
import { load, positiveNames, readCase } from "./cases.js";

/** What SANY finds fault with in modules by file; all have been read. */
async function faultsIn(texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const signal = new AbortController().signal;
  const [{ jar }, { java }] = [
    await findTlc({ env: process.env, signal }),
    await findJava(process.env, signal),
  ];
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-sany-"));
  try {
    for (const [file, text] of texts) writeFileSync(join(dir, file), text);
    const out = sany(java, jar, dir, [...texts.keys()]);
    expect(out.match(/^Semantic processing of module Hybrid/gm)).toHaveLength(texts.size);
    return out.split(/^\*+ SANY2 .*$/m).filter((part) => /error|abort|warning|\*\*\*/i.test(part));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const dumpsOf = ({ stages, name }: Transformed): readonly (readonly [string, string, string])[] =>
  stages.map((stage) => [stage.pass.name, `${name}.tla`, stage.text]);

it("SANY accepts the hybrid of every case, after every pass", async () => {
  const byPass = new Map<string, Map<string, string>>();
  for (const name of positiveNames) {
    const { protocol, table } = await load(readCase(name));
    if (protocol === undefined || table === undefined) throw new Error(`${name} was not read`);
    for (const [pass, file, text] of dumpsOf(transformHistory(protocol, table, []))) {
      const texts = byPass.get(pass) ?? new Map<string, string>();
      byPass.set(pass, texts.set(file, text));
    }
  }
  expect([...byPass.keys()]).toEqual(historyPasses.map((p) => p.name));
  for (const [pass, texts] of byPass) expect(await faultsIn(texts), pass).toEqual([]);
}, 600_000);

it.each(["raft", "paxos"])(
  "SANY accepts what every pass of strategy counters makes of %s",
  async (name) => {
    const specs = fileURLToPath(new URL("../../specs/", import.meta.url));
    const { hybrid } = await loadSubject(join(specs, name), specs, 1, "counters");
    expect(hybrid.stages.length).toBeGreaterThan(4);
    for (const [pass, file, text] of dumpsOf(hybrid))
      expect(await faultsIn(new Map([[file, text]])), pass).toEqual([]);
  },
  600_000,
);

function sany(java: string, jar: string, dir: string, files: readonly string[]): string {
  try {
    const own = `-Djava.io.tmpdir=${dir}`;
    return execFileSync(java, [own, "-cp", jar, "tla2sany.SANY", ...files], { cwd: dir, encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return `error\n${String(error.stdout)}`;
    throw error;
  }
}
