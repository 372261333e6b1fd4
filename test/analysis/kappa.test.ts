/** Counter values that exploration chooses and refutes, on our own specifications and where it cannot run. */
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import { raised } from "../../src/analysis/kappa/bounds.js";
import type { KappaReport } from "../../src/analysis/kappa/index.js";
import { evaluateQuorums } from "../../src/analysis/quorums.js";
import { showKappa } from "../../src/analysis/show.js";
import type { Protocol } from "../../src/protocol/types.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { loadSpecification } from "../../src/spec/load.js";
import { cfgItems, parseCfg } from "../../src/tla/cfg.js";
import { caseText, kappaTried, ownProtocol, protocolOf, specFile } from "./cases.js";

const constants = (text: string) => cfgItems(parseCfg("model", text).cfg);

function tried(
  protocol: Protocol,
  model: string,
  states: number,
  bounds: "raised" | "as they are" = "raised",
): Promise<KappaReport> {
  const given = constants(model);
  return kappaTried(protocol, bounds === "raised" ? raised(protocol, given) : given, states);
}

const values = (r: KappaReport): unknown => r.counters.map((c) => Object.fromEntries(c.kappa));

describe("counter values", () => {
  test("Raft: votes share a slot of the term, the log is written at term and index", async () => {
    const model = "CONSTANTS Server = {s1, s2, s3} Value = {v1} Nil = Nil MaxTerm = 2 MaxLog = 1";
    const report = await tried(await ownProtocol("raft"), model, 40_000);
    expect(values(report)).toEqual([
      {
        Timeout: "[term.0]",
        ClientRequest: "[currentTerm.Len(log)]",
        Vote: "[term.0]",
        Acknowledge: "[term.match]",
      },
    ]);
    const [counter] = report.counters;
    expect(counter?.orders.every((o) => o.refuted === undefined)).toBe(true);
    expect(counter?.orders.find((o) => o.ranked)?.ranks).toEqual([
      ["Timeout", "Vote"],
      ["ClientRequest", "Acknowledge"],
    ]);
    const wrong = counter?.events.find((e) => e.event === "ClientRequest")?.tried[0];
    expect(wrong?.components).toEqual(["currentTerm"]);
    expect(wrong?.refuted?.steps.filter((s) => s.endsWith("ClientRequest"))).toHaveLength(2);
    expect(report.exhausted).toBe(false);
    expect(showKappa(report)).toContain("[currentTerm] refuted: log differ in");
  });

  test("Paxos: promises and acceptances share a counter, a ballot alone will not do", async () => {
    const model = "CONSTANTS Replica = {r1, r2, r3} Value = {v1} None = None MaxBallot = 1 MaxInstance = 2";
    const report = await tried(await ownProtocol("paxos"), model, 40_000);
    expect(values(report)).toEqual([{ Accept: "[once]" }, { Promise: "[bal.0]", Accepted: "[bal.inst]" }]);
    const accepted = report.counters[1]?.events.find((e) => e.event === "Accepted");
    expect(accepted?.tried.map((t) => [t.components.join("."), t.refuted?.differs])).toEqual([
      ["bal", ["inst", "accepted"]],
      ["bal.inst", undefined],
    ]);
  });

  test("the order that leaves out least is chosen", async () => {
    const protocol = await protocolOf(caseText("refusals"));
    const report = await tried(
      protocol,
      "CONSTANTS Node = {n1, n2} Nobody = Nobody MaxTerm = 1",
      20_000,
      "as they are",
    );
    expect(report.exhausted).toBe(true);
    for (const { orders } of report.counters) {
      const costs = orders.filter((o) => o.refuted === undefined).map((o) => o.suppressed);
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
    }
  });

  test("a constant without a value, and a step that cannot be evaluated, are said", async () => {
    const protocol = await protocolOf(caseText("refusals"));
    await expect(tried(protocol, "CONSTANTS Node = {n1}", 100)).rejects.toThrow(DiagnosticError);
    const { module, mapping } = caseText("refusals");
    const wrong = await protocolOf({
      module: module.replace("term[n] < MaxTerm", "term[n] < Nobody.x"),
      mapping,
    });
    const model = "CONSTANTS Node = {n1, n2} Nobody = Nobody MaxTerm = 1";
    await expect(tried(wrong, model, 100)).rejects.toMatchObject({
      diagnostics: [{ code: "analysis/not-evaluated" }],
    });
  });
});

test("quorums of 2f + 1 nodes are evaluated: how large, and where they meet", async () => {
  const { protocol, resolved: spec } = await loadSpecification(specFile("raft"), { cwd: "/" });
  if (protocol === undefined || spec === undefined) throw new Error("Raft is no protocol");
  const model = constants(
    "SPECIFICATION Spec CONSTANTS Server = {s1} Value = {v1} Nil = Nil MaxTerm = 1 MaxLog = 1",
  );
  const facts = evaluateQuorums(protocol, analyse(protocol).thresholds, spec, model);
  expect(facts.map((f) => [f.fault, f.sizes.map((s) => [s.nodes, s.smallest, s.meeting])])).toEqual([
    [
      undefined,
      [
        [3, 2, 1],
        [5, 3, 1],
      ],
    ],
    [
      undefined,
      [
        [3, 2, 1],
        [5, 3, 1],
      ],
    ],
  ]);
  const open = evaluateQuorums(protocol, analyse(protocol).thresholds, spec, []);
  expect(open.every((f) => f.fault !== undefined && f.sizes.length === 0)).toBe(true);
});
