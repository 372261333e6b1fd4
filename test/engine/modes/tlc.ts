/** TLC on texts, for slow tests. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";
import type { TlcOutcome } from "../../../src/tlc/outcome.js";
import { runTlc, type TlcOptions } from "../../../src/tlc/run.js";

/** Runs TLC on `root` and its model; `modules` are texts by name, the root's among them. */
export async function tlcOn(
  root: string,
  modules: Readonly<Record<string, string>>,
  cfg: string,
  extra: Partial<TlcOptions> = {},
): Promise<TlcOutcome> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-modes-"));
  try {
    for (const [name, text] of Object.entries(modules)) writeFileSync(join(dir, `${name}.tla`), text);
    writeFileSync(join(dir, `${root}.cfg`), cfg);
    const { java } = await findJava(process.env);
    const { jar } = await findTlc({ env: process.env });
    return await runTlc({ java, jar, dir, module: root, cfgFile: `${root}.cfg`, heapMb: 256, ...extra });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
