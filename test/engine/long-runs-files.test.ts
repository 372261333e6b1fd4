import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExploreOptions, explore } from "../../src/engine/explore/explore.js";
import { readPieces, writePieces } from "../../src/host/checkpoint-file.js";
import { hasRoom, memoryInUse } from "../../src/host/memory.js";
import type { Diagnostic } from "../../src/report/diagnostic.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { checkpointsIn, fingerprintOf, takenUp } from "../../src/verify/own-checkpoints.js";
import { modelOf, type Sketch } from "./explore-models.js";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const grid: Sketch = {
  variables: ["x", "y"],
  initial: [[0, 0]],
  actions: {
    X: ([x = 0, y = 0]) => (x < 50 ? [[x + 1, y]] : []),
    Y: ([x = 0, y = 0]) => (y < 50 ? [[x, y + 1]] : []),
  },
  checkDeadlock: false,
};
const still: ExploreOptions = { now: () => 0, pause: () => Promise.resolve() };

describe("pieces in a file", () => {
  it("are read as they were written, and nothing else is left", async () => {
    const file = join(dir, "pieces");
    for (const round of [1, 2]) {
      const pieces = [Uint8Array.of(round, 2, 3), new Uint8Array(0), new Uint8Array(100_000).fill(round)];
      expect(await writePieces(file, pieces)).toBeUndefined();
      const read = await readPieces(file, async (fill) => {
        const bytes = new Uint8Array(100_003);
        return [await fill(bytes), bytes, await fill(new Uint8Array(1))] as const;
      });
      expect([read[0], read[2]]).toEqual([true, false]);
      expect([...read[1].subarray(0, 4)]).toEqual([round, 2, 3, round]);
    }
    expect(readdirSync(dir)).toEqual(["pieces"]);
    rmSync(file);
  });

  it("what cannot be written or read is said", async () => {
    const fault = await writePieces(join(dir, "no", "such"), [Uint8Array.of(1)]);
    expect(fault?.code).toBe("file/not-found");
    await expect(readPieces(join(dir, "none"), async () => 0)).rejects.toThrow(DiagnosticError);
  });
});

describe("a search kept in a file", () => {
  const print = fingerprintOf(["---- MODULE Grid ----", "INIT Init"]);

  it("is gone on with", async () => {
    const file = join(dir, "kept");
    const checkpoints = checkpointsIn(file, print, Infinity, () => undefined);
    const first = await explore(modelOf(grid), { ...still, checkpoints, limits: { states: 700 } });
    expect([first.verdict.kind, first.isSaved]).toEqual(["limit", true]);
    const from = await takenUp(file, print);
    const { counts, verdict } = await explore(modelOf(grid), { ...still, from });
    expect(verdict.kind).toBe("holds");
    expect(counts).toEqual((await explore(modelOf(grid), still)).counts);
  });

  it.each([
    ["engine/checkpoint-of-another", (bytes: Uint8Array) => bytes, fingerprintOf(["another"])],
    ["engine/checkpoint-damaged", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 9), print],
    ["engine/no-checkpoint", () => Uint8Array.of(1, 2, 3), print],
  ])("is refused as %s", async (code, change, fingerprint) => {
    const file = join(dir, "changed");
    writeFileSync(file, change(readFileSync(join(dir, "kept"))));
    const error: unknown = await takenUp(file, fingerprint).catch((e: unknown) => e);
    expect(error instanceof DiagnosticError ? error.diagnostics.map((d) => d.code) : error).toEqual([code]);
  });

  it("that kept nothing yet is to begin anew", async () => {
    const error: unknown = await takenUp(join(dir, "nothing"), print).catch((e: unknown) => e);
    const [fault] = error instanceof DiagnosticError ? error.diagnostics : [];
    expect([fault?.code, fault?.hint]).toEqual(["file/not-found", expect.stringContaining("begin anew")]);
  });

  it("goes on without where it cannot be written, which is said once", async () => {
    const said: Diagnostic[] = [];
    let seconds = 0;
    const now = (): number => (seconds += 0.03);
    const checkpoints = checkpointsIn(join(dir, "no", "where"), print, 0.2, (d) => said.push(d));
    const { verdict, isSaved } = await explore(modelOf(grid), { ...still, now, checkpoints });
    expect([verdict.kind, isSaved]).toEqual(["holds", false]);
    expect(said.map((d) => d.code)).toEqual(["engine/checkpoint-not-written"]);
  });
});

it("memory is measured, and more than there is cannot be had", () => {
  expect(memoryInUse()).toBeGreaterThan(1e6);
  expect(hasRoom(1)).toBe(true);
  expect(hasRoom(1e15)).toBe(false);
});

it("texts are told apart also where their sum is the same", () => {
  expect(fingerprintOf(["ab", "c"])).not.toBe(fingerprintOf(["a", "bc"]));
});
