/** The optional steps of the methodology: what a protocol is with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import { loadSpecification } from "../../src/spec/load.js";
import { prettyExpr } from "../../src/tla/pretty.js";
import { extended, withRestarts } from "../../src/transform/extend/index.js";
import { cli } from "../cli/harness.js";
import { adopting } from "./adopting.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-extend-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

async function withStep(name: string, path: string) {
  const { protocol } = await loadSpecification(path, { cwd: path });
  if (protocol === undefined) throw new Error("not read");
  return { before: protocol, ...extended(protocol, [name], (p) => analyse(p)) };
}

const withLatency = (path: string) => withStep("latency", path);

/** Acknowledgements that are for the leader alone, in a folder of its own. */
function routed(dir: string): string {
  const text = readFileSync(join(specs, "raft", "Raft.tla"), "utf8")
    .replace("source |-> i, match |-> last]", "source |-> i, match |-> last, dest |-> m.source]")
    .replace(
      "m.term = currentTerm[i] /\\ m.match >= n",
      "m.term = currentTerm[i] /\\ m.match >= n /\\ m.dest = i",
    );
  writeFileSync(join(dir, "Raft.tla"), text);
  for (const file of ["Raft.cfg", "Raft.small.cfg", "Raft.mapping.json"])
    writeFileSync(join(dir, file), readFileSync(join(specs, "raft", file)));
  return dir;
}

describe("latency", () => {
  it("lets every node decide that finds its own acknowledgement among those counted", async () => {
    const { before, protocol, done } = await withLatency(join(specs, "raft"));
    expect(done.map((d) => d.changes.length)).toEqual([1]);
    expect(protocol.constants.at(-1)).toMatchObject({ name: "EveryoneDecides", isSwitch: true });
    const changed = protocol.actions.filter((a, k) => a !== before.actions[k]);
    expect(changed.map((a) => a.name)).toEqual(["AdvanceCommit"]);
    expect(changed[0]?.guards.map((g) => prettyExpr(g))[0]).toBe(
      's.role = "Leader" \\/ (EveryoneDecides /\\ \\E m \\in acks : m.source = i)',
    );
  });

  it("sends to everyone what was for one node", async () => {
    const { protocol, done } = await withLatency(routed(folder()));
    expect(done[0]?.left).toEqual([]);
    expect(done[0]?.changes.map((c) => c.text)).toEqual([
      "AdvanceCommit is for every node, whatever its role, that finds its own Ack among those counted",
      "AdvanceCommit takes every Ack, whatever its dest",
    ]);
    const input = protocol.actions.find((a) => a.name === "AdvanceCommit")?.inputs[0];
    expect(input?.filter.map((f) => prettyExpr(f))).toContain("EveryoneDecides \\/ m.dest = i");
  });

  it("leaves alone where everybody learns anyway", async () => {
    const { before, protocol, done } = await withLatency(join(specs, "paxos"));
    expect(protocol).toBe(before);
    expect(done).toMatchObject([{ changes: [], left: [] }]);
  });

  it("is said, with its switch", async () => {
    const out = folder();
    const args = ["transform", join(specs, "raft"), "--with", "latency", "--no-models", "-o", out];
    const ran = await cli(args);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain("latency: AdvanceCommit is for every node");
    expect(readFileSync(join(out, "README.md"), "utf8")).toContain(
      "With `EveryoneDecides = FALSE` in a model",
    );
  });

  it("is one of those that there are", async () => {
    const ran = await cli(["transform", join(specs, "raft"), "--with", "luck"]);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain("there is no step luck");
  });
});

describe("merge", () => {
  it("adopts a higher epoch in the step that takes the message", async () => {
    const { before, protocol, done } = await withStep("merge", adopting(folder()));
    expect(before.actions.map((a) => a.name)).toContain("Adopt");
    expect(done.map((d) => [d.changes.length, d.left.length])).toEqual([[3, 0]]);
    expect(protocol.actions.map((a) => a.name).filter((n) => /Adopt|Vote|Ack/.test(n))).toEqual([
      "Vote",
      "VoteAfterAdopt",
      "Acknowledge",
      "AcknowledgeAfterAdopt",
    ]);
    const vote = protocol.actions.find((a) => a.name === "VoteAfterAdopt");
    expect(vote?.guards.map((g) => prettyExpr(g))).toEqual([
      "m.term > s.currentTerm",
      'm.kind = "RequestVote"',
      "m.source # i",
      "UpToDate(m.lastTerm, m.lastIndex, s.log)",
    ]);
    expect(vote?.updates.map((u) => `${u.variable} ${prettyExpr(u.value)}`).sort()).toEqual([
      "currentTerm m.term",
      'role "Follower"',
      "votedFor m.source",
    ]);
    const kind = protocol.kinds.find((k) => k.tag === "Vote");
    expect(kind?.sites.map((s) => s.action)).toEqual(["Vote", "VoteAfterAdopt"]);
  });

  it("leaves alone what does not adopt in a step of its own", async () => {
    const { before, protocol, done } = await withStep("merge", join(specs, "raft"));
    expect(protocol).toBe(before);
    expect(done).toMatchObject([{ changes: [], left: [] }]);
  });
});

describe("restart", () => {
  const read = async (dir: string) => {
    const { protocol, mapping } = await loadSpecification(dir, { cwd: dir });
    if (protocol === undefined) throw new Error("not read");
    return { protocol, durable: mapping.mapping.durable };
  };

  it.each(["raft", "paxos", "leaderless"])("%s has a step of its own", async (name) => {
    const { protocol, durable } = await read(join(specs, name));
    expect(durable).toBeDefined();
    expect(withRestarts(protocol, durable)).toEqual({ protocol, done: [] });
  });

  it("is added where no step loses exactly what is not durable", async () => {
    const { protocol: before } = await read(join(specs, "raft"));
    const { protocol, done } = withRestarts(before, ["currentTerm", "votedFor", "log", "commitIndex"]);
    expect(done.map((d) => d.changes.length)).toEqual([1]);
    const added = protocol.actions.at(-1);
    expect(protocol.actions).toHaveLength(before.actions.length + 1);
    expect(before.actions.map((a) => a.name)).not.toContain(added?.name);
    expect(added?.updates.map((u) => `${u.variable} ${prettyExpr(u.value)}`)).toEqual(['role "Follower"']);
    expect(added?.guards.map((g) => prettyExpr(g))).toEqual(["Restarts"]);
    expect(protocol.constants.at(-1)).toMatchObject({ name: "Restarts", isSwitch: true });
  });

  it("is not added where nothing is said of disks, or all is on them", async () => {
    const { protocol } = await read(join(specs, "raft"));
    expect(withRestarts(protocol, undefined).protocol).toBe(protocol);
    const all = protocol.slice.map((v) => v.name);
    expect(withRestarts(protocol, all).protocol).toBe(protocol);
  });

  it("is said among the assumptions, with its switch", async () => {
    const dir = folder();
    for (const file of ["Raft.tla", "Raft.cfg", "Raft.small.cfg"])
      writeFileSync(join(dir, file), readFileSync(join(specs, "raft", file)));
    const mapping = JSON.parse(readFileSync(join(specs, "raft", "Raft.mapping.json"), "utf8"));
    mapping.durable = ["currentTerm", "votedFor", "log", "commitIndex"];
    writeFileSync(join(dir, "Raft.mapping.json"), JSON.stringify(mapping));
    const out = folder();
    const ran = await cli(["transform", dir, "--no-models", "-o", out]);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain("a node may crash and come back at any time; role as at the beginning");
    expect(readFileSync(join(out, "ASSUMPTIONS.md"), "utf8")).toContain("(it can with `Restarts` alone)");
    expect(readFileSync(join(out, "README.md"), "utf8")).toContain("With `Restarts = FALSE` in a model");
  });
});
