/** Strategy counters: what is certified, what receivers check, and who has no such hybrid. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { prettyExpr, prettyUnit } from "../../src/tla/pretty.js";
import { transformCounters } from "../../src/transform/counters/index.js";
import type { Attestation, CountersPlan } from "../../src/transform/counters/plan.js";
import { unitName } from "../../src/transform/pass.js";
import { loadSubject } from "../../src/verify/subject.js";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));
const register = fileURLToPath(new URL("../fixtures/specs/register", import.meta.url));

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-counters-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

let known: ReturnType<typeof loadSubject> | undefined;
/** Read and analysed once. */
const raft = (): ReturnType<typeof loadSubject> => {
  known ??= loadSubject(join(specs, "raft"), specs, 1, "counters");
  return known;
};

const valuesOf = ({ attests }: CountersPlan): Record<string, string> =>
  Object.fromEntries(
    [...attests].map(([action, list]) => [
      action,
      list
        .map(
          ({ counter, lane, value }: Attestation) =>
            `${[counter, ...lane.map((e) => prettyExpr(e))].join("/")} ${value.map((v) => prettyExpr(v)).join(", ")}`,
        )
        .join("; "),
    ]),
  );

describe("the plan that the analysis comes to", () => {
  it("of a replicated log: one counter, [term . index]", async () => {
    const { hybrid } = await raft();
    if (hybrid.strategy.kind !== "counters") throw new Error("another strategy");
    const { plan } = hybrid.strategy;
    expect(plan.bound).toEqual(["currentTerm", "votedFor", "log"]);
    expect(plan.apart).toBeUndefined();
    expect(valuesOf(plan)).toEqual({
      Timeout: "c1 s.currentTerm + 1, 0",
      ClientRequest: "c1 s.currentTerm, Len(Append(s.log, [term |-> s.currentTerm, value |-> v]))",
      Vote: "c1 m.term, 0",
      Acknowledge: "c1 m.term, m.prevIndex + 1",
    });
  });

  it("of ballots: proposers and acceptors have counters of their own, proposers a lane for each ballot", async () => {
    const { hybrid } = await loadSubject(join(specs, "paxos"), specs, 1, "counters");
    if (hybrid.strategy.kind !== "counters") throw new Error("another strategy");
    const { plan } = hybrid.strategy;
    expect(plan.observed).toEqual(["decided"]);
    expect(Object.fromEntries(plan.apart ?? [])).toEqual({ c1: ["sent"], c2: ["maxBal", "accepted"] });
    expect(valuesOf(plan)).toEqual({
      Accept: "c1/b k",
      Promise: "c2 m.bal, 0",
      Accepted: "c2 m.bal, m.inst",
    });
  });
});

describe("the hybrid", () => {
  it("is the same each time, and each stage but the first adds something", async () => {
    const { hybrid, protocol, table, mapping } = await raft();
    if (hybrid.strategy.kind !== "counters") throw new Error("another strategy");
    const { durable } = mapping;
    const again = transformCounters(protocol, table, hybrid.strategy.plan, hybrid.carried, [], durable);
    expect(again.stages.map((s) => s.text)).toEqual(hybrid.stages.map((s) => s.text));
    expect(new Set(hybrid.stages.map((s) => s.text)).size).toBe(hybrid.stages.length);
  });

  it("checks the sender's guard conjunct by conjunct, but for bounds of the model", async () => {
    const { hybrid } = await raft();
    const units = hybrid.stages.at(-1)?.draft.units ?? [];
    const shown = (name: string): string =>
      units
        .filter((u) => unitName(u) === name)
        .map((u) => prettyUnit(u))
        .join("\n");
    expect(shown("Timeout_Check")).toBe(
      'Timeout_Check(i, s, e) ==\n  /\\ On("Timeout.role") => s.role # "Leader"\n  /\\ s.currentTerm < MaxTerm',
    );
    expect(hybrid.checks).toContain("Vote.UpToDate");
    expect(hybrid.checks).not.toContain("Timeout.currentTerm");
    expect(new Set(hybrid.checks).size).toBe(hybrid.checks.length);
  });
});

describe("bumblebee transform --strategy counters", () => {
  it("refuses what no number orders, and offers the other strategy (counters/incompatible)", async () => {
    const ran = await cli(["transform", join(specs, "leaderless"), "--strategy", "counters", "-o", folder()]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/Leaderless\.tla:\d+:\d+: error: counters: .*no number orders/);
    expect(ran.err).toContain("strategy history is offered");
  });

  it("takes lanes that nodes name for counters of their own", async () => {
    const echo = join(register, "..", "echo");
    const ran = await cli(["transform", echo, "--strategy", "counters", "--no-models", "-o", folder()]);
    expect(ran.code, ran.err).toBe(0);
  });

  it("stops at a variable whose value nothing binds (counters/no-value)", async () => {
    const ran = await cli(["transform", register, "--strategy", "counters", "--no-models", "-o", folder()]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(
      /Register\.tla:30:16: error: counters: .*Keep2 apart, so that kept cannot be justified/,
    );
    expect(ran.err).toContain("strategy history is offered");
  });

  it("stops at a write that goes without certificate in some case (counters/not-derived)", async () => {
    const dir = folder();
    const text = readFileSync(join(register, "Register.tla"), "utf8");
    const [before, , after] = text.split(/(?=^Keep\(n, m\) ==|^Settle\()/m);
    const keep = [
      "Keep(n, m) ==",
      '    /\\ m.kind = "Write"',
      "    /\\ round' = [round EXCEPT ![n] = IF m.round > @ THEN m.round ELSE @]",
      "    /\\ kept' = [kept EXCEPT ![n] = m.val]",
      "    /\\ msgs' = msgs \\cup (IF m.round > round[n]",
      '         THEN {[kind |-> "Kept", source |-> n, round |-> m.round, val |-> m.val, old |-> kept[n]]} ELSE {})',
      "    /\\ UNCHANGED settled",
    ];
    writeFileSync(join(dir, "Register.tla"), `${before}${keep.join("\n")}\n\n${after}`);
    writeFileSync(join(dir, "Register.cfg"), readFileSync(join(register, "Register.cfg")));
    const ran = await cli([
      "transform",
      dir,
      "--strategy",
      "counters",
      "--no-models",
      "-o",
      join(dir, "out"),
    ]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/Register\.tla:27:8: error: counters: no justification of kept can be derived/);
    expect(ran.err).toContain("make this case an action of its own");
  });

  it("knows its strategies", async () => {
    const ran = await cli(["transform", join(specs, "raft"), "--strategy", "luck"]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("there is no strategy luck");
  });

  it("says how everything is certified", async () => {
    const out = folder();
    const ran = await cli([
      "transform",
      join(specs, "raft"),
      "--strategy",
      "counters",
      "--no-models",
      "-o",
      out,
    ]);
    expect(ran.code, ran.err).toBe(0);
    expect(readFileSync(join(out, "README.md"), "utf8")).toContain("| Vote | c1 | [m.term. 0] |");
    expect(JSON.parse(readFileSync(join(out, "hybrid.json"), "utf8"))).toMatchObject({
      strategy: "counters",
    });
  });
});
