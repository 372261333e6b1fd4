/** TLC counts what the cases say. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";
import { runTlc } from "../../../src/tlc/run.js";
import { identityCases } from "./identities.js";

describe("TLC counts", () => {
  it.each(identityCases)("$name", async ({ body, cfg, distinct, generated }) => {
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-identity-"));
    try {
      const text = `---- MODULE M ----\nEXTENDS Naturals, FiniteSets, Sequences, TLC\n${body}====\n`;
      writeFileSync(join(dir, "M.tla"), text);
      writeFileSync(join(dir, "M.cfg"), cfg);
      const { java } = await findJava(process.env);
      const { jar } = await findTlc({ env: process.env });
      const outcome = await runTlc({ java, jar, dir, module: "M", cfgFile: "M.cfg", heapMb: 256 });
      expect(outcome).toMatchObject({ kind: "holds", distinct, generated });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
