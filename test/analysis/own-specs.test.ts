/** What the analysis finds in our own specifications, which it knows nothing about. */
import { describe, expect, test } from "vitest";
import { type Analysis, analyse } from "../../src/analysis/index.js";
import { ownProtocol } from "./cases.js";

const analysed = async (name: string): Promise<Analysis> => analyse(await ownProtocol(name));

const roles = (a: Analysis): Record<string, string> =>
  Object.fromEntries(a.variables.map((v) => [v.name, v.role]));
const certificates = (a: Analysis): Record<string, string> =>
  Object.fromEntries(a.subKinds.map((k) => [k.name, k.certificate.kind]));
const rows = (a: Analysis): readonly string[] =>
  a.rows.map(
    (r) => `${r.name} | ${r.counter} ${r.kappa} ${r.certificate} | ${r.key.join(" ")} / ${r.bound.join(" ")}`,
  );

describe("Raft", async () => {
  const a = await analysed("raft");

  test("messages speak for the log alone; it is written with certificates", () => {
    expect(roles(a)).toEqual({
      currentTerm: "counter",
      votedFor: "slot",
      log: "state",
      role: "role",
      commitIndex: "maximum",
    });
    expect(a.variables.filter((v) => v.spokenFor !== undefined).map((v) => v.name)).toEqual(["log"]);
    expect(certificates(a)).toEqual({
      RequestVote: "certified",
      AppendEntries: "envelope",
      Vote: "certified",
      Ack: "certified",
    });
  });

  test("one counter, with a certificate at the leader's write", () => {
    expect(a.counters.map((c) => c.events)).toEqual([["Timeout", "ClientRequest", "Vote", "Acknowledge"]]);
    expect(rows(a)).toEqual([
      "RequestVote (Timeout) | c1 [term] continuing | term / log",
      "ClientRequest | c1 [currentTerm.Len(log)] continuing |  / log",
      "Vote (Vote) | c1 [term] continuing | term / candidate log",
      "Ack (Acknowledge) | c1 [term.match] continuing | term match / log",
      "AppendEntries (AppendEntries) | – – none | term / ",
    ]);
  });

  test("who leads, in which phase, by which quorums", () => {
    expect(a.leadership.kind).toBe("epoch");
    expect(a.thresholds.map((t) => [t.action, t.of, t.key.map((k) => `${k.field} ${k.relation}`)])).toEqual([
      ["BecomeLeader", ["Vote"], ["term =", "candidate ="]],
      ["AdvanceCommit", ["Ack"], ["term =", "match >="]],
    ]);
    expect(a.thresholds.every((t) => t.countsItself && t.sort === "meeting")).toBe(true);
    expect(a.subKinds.map((k) => k.phase)).toEqual(["election", "agreement", "election", "agreement"]);
    expect(a.verdict).toEqual({ counters: "yes", history: "yes", reasons: [] });
  });
});

describe("Paxos", async () => {
  const a = await analysed("paxos");

  test("acceptors and proposers have a counter each; a proposer's is one for each ballot and instance", () => {
    expect(roles(a)).toEqual({ maxBal: "counter", accepted: "state", decided: "state", sent: "own" });
    expect(a.counters.map((c) => [c.events, c.lane])).toEqual([
      [["Accept"], ["bal", "inst"]],
      [["Promise", "Accepted"], []],
    ]);
    expect(certificates(a)).toEqual({
      Prepare: "stateless",
      Accept: "certified",
      Promise: "certified",
      Accepted: "certified",
    });
  });

  test("the derivation table", () => {
    expect(rows(a)).toEqual([
      "Accept (Accept) | c1, lane (bal, inst) [once] independent | bal inst / val",
      "Promise (Promise) | c2 [bal] continuing | bal / accepted",
      "Accepted (Accepted) | c2 [bal.inst] continuing | bal inst / val accepted",
      "Prepare (Prepare) | – – none | bal / ",
    ]);
    expect(a.verdict.counters).toBe("yes");
  });
});
