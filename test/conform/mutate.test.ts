/** Mutants of a trace are judged as the trace would be, were it logged so. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseMapping } from "../../src/conform/mapping/mapping.js";
import { mutantsOf } from "../../src/conform/mutate/mutants.js";
import { isCaught, type MutationScore, mutationScore } from "../../src/conform/mutate/mutate.js";
import { mutationReport, percentOf, showMutation } from "../../src/conform/mutate/mutation-report.js";
import { type Prepared, prepare } from "../../src/conform/prepare.js";
import { readText } from "../../src/host/files.js";
import type { Json, LogLine } from "../../src/log/types.js";
import { cli } from "../cli/harness.js";
import { fixtures, subjectIn, verdictOn } from "./conform.js";

let prepared: Prepared;
let lines: readonly LogLine[];
let score: MutationScore | undefined;

beforeAll(async () => {
  const file = join(fixtures, "commit/mapping.json");
  prepared = await prepare(await subjectIn("commit", "Commit"), parseMapping(file, await readText(file)));
  const text = await readText(join(fixtures, "commit/good.ndjson"));
  lines = text
    .trim()
    .split("\n")
    .map((line, k) => ({ file: "good.ndjson", line: k + 1, text: line, json: JSON.parse(line) as Json }));
  score = mutationScore({ prepared, lines, boot: undefined });
});

describe("a trace's mutants", () => {
  it("get the verdict that the changed log gets", async () => {
    const mutants = [...mutantsOf(lines)];
    expect(score?.outcomes.length).toBe(mutants.length);
    for (const [k, { at, lines: put, removed }] of mutants.entries()) {
      const changed = [...lines.slice(0, at), ...put, ...lines.slice(at + removed)];
      let verdict: string;
      try {
        verdict = (
          await verdictOn(
            prepared,
            changed.map((l) => l.json),
          )
        ).kind;
      } catch {
        verdict = "unreadable";
      }
      const outcome = score?.outcomes[k];
      const accepted = verdict === "accepted" || verdict === "vacuous";
      expect([k, outcome && !isCaught(outcome.fate)]).toEqual([k, accepted]);
    }
  });

  it("are counted by what was changed, and survivors have a reason", () => {
    const report = mutationReport(score === undefined ? [] : [score]);
    expect(report.tried).toBe(report.mutants);
    expect(report.byKind.reduce((n, s) => n + s.tried, 0)).toBe(report.tried);
    expect(report.survivors.reduce((n, s) => n + s.count, 0)).toBe(report.tried - report.caught);
    expect(percentOf(report)).toBeGreaterThan(50);
    expect(showMutation(report, (f) => f)).toMatch(/^\d+ mutants: [\d.]+ % caught\n/);
  });

  it("can be sampled, by a seed", () => {
    const some = (seed: number) => mutationScore({ prepared, lines, boot: undefined }, { sample: 5, seed });
    expect(some(1)?.outcomes.length).toBe(5);
    expect(some(1)).toEqual(some(1));
    expect(some(1)?.mutants).toBe(score?.mutants);
  });

  it("of a trace that is not accepted are none", () => {
    expect(mutationScore({ prepared, lines: lines.slice(2), boot: undefined })).toBeUndefined();
  });
});

describe("bumblebee trace mutate", () => {
  const folder = join(fixtures, "commit");
  const mutate = (...args: readonly string[]) =>
    cli(["trace", "mutate", ...args, "--mapping", "mapping.json"], { cwd: folder });

  it("prints the score, and fails below the threshold", async () => {
    const { code, out, err } = await mutate("good.ndjson", "--threshold", "100");
    expect(out).toContain("survivors");
    expect([code, err]).toEqual([1, "below the threshold of 100 %\n"]);
    expect((await mutate("good.ndjson", "--threshold", "10", "--json")).code).toBe(0);
  });

  it("of a trace that is not accepted there is no score", async () => {
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-mutate-"));
    const log = join(dir, "bad.ndjson");
    writeFileSync(
      log,
      lines
        .slice(2)
        .map((l) => `${l.text}\n`)
        .join(""),
    );
    const { code, err } = await mutate(log);
    expect([code, err]).toEqual([2, expect.stringContaining("conform/not-accepted")]);
    rmSync(dir, { recursive: true });
  });

  it("says when there is nothing to compare with", async () => {
    const { code, err } = await mutate("none.ndjson");
    expect(code).toBe(2);
    expect(err).toContain("none.ndjson");
  });
});
