/** Types of what can be recorded: they compile, and refuse what the specification has not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { root } from "../built.js";
import { cli } from "../cli/harness.js";
import { workspace } from "../tlc/fake.js";

const MODULE = `---- MODULE Votes ----
EXTENDS Naturals, Sequences
CONSTANTS Server, Value, Nil
VARIABLES net, term, votedFor, log, voters
Init ==
  /\\ net = {} /\\ term = [i \\in Server |-> 0] /\\ votedFor = [i \\in Server |-> Nil]
  /\\ log = [i \\in Server |-> <<>>] /\\ voters = [i \\in Server |-> {}]
Timeout(i) ==
  /\\ term' = [term EXCEPT ![i] = @ + 1] /\\ votedFor' = [votedFor EXCEPT ![i] = i]
  /\\ net' = net \\cup {[type |-> "Ask", from |-> i, term |-> term[i] + 1]} /\\ UNCHANGED <<log, voters>>
Grant(i, m) ==
  /\\ m.type = "Ask" /\\ votedFor' = [votedFor EXCEPT ![i] = m.from]
  /\\ voters' = [voters EXCEPT ![i] = @ \\cup {m.from}] /\\ UNCHANGED <<net, term, log>>
Put(i, v) == log' = [log EXCEPT ![i] = Append(@, v)] /\\ UNCHANGED <<net, term, votedFor, voters>>
Tick == term' = term /\\ UNCHANGED <<net, votedFor, log, voters>>
Next == (\\E i \\in Server : Timeout(i) \\/ (\\E m \\in net : Grant(i, m)) \\/ (\\E v \\in Value : Put(i, v))) \\/ Tick
====
`;

const PROGRAM = `import { recorder } from "${root}/src/record/recorder.js";
import type { Trace } from "./types.js";
const log = recorder<Trace>({ file: "x", node: "n1" });
log.event("Timeout", { i: "n1" }, { after: { term: 2, votedFor: "n1", log: ["a"], voters: new Set(["n2"]) } });
log.event("Grant", { i: "n1", m: { type: "Ask", from: "n2", term: 1 } }, { before: {} });
log.event("Tick", {});
// @ts-expect-error no such action
log.event("TimeOut", { i: "n1" });
// @ts-expect-error no such parameter
log.event("Put", { i: "n1", w: "a" });
// @ts-expect-error no such field of a message
log.event("Grant", { i: "n1", m: { type: "Ask", sender: "n2", term: 1 } });
// @ts-expect-error no such variable
log.event("Tick", {}, { after: { trm: 1 } });
// @ts-expect-error not its type
log.event("Tick", {}, { after: { term: "one" } });
`;

describe("trace types", () => {
  it("writes types that hold programs to the specification", async () => {
    const { dir } = workspace();
    writeFileSync(join(dir, "Votes.tla"), MODULE);
    const { code, out, err } = await cli(["trace", "types", "Votes.tla", "-o", "types.ts"], { cwd: dir });
    expect([code, out, err]).toEqual([0, "types.ts\n", ""]);
    writeFileSync(join(dir, "program.ts"), PROGRAM);
    const project = new Project({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: true,
        module: 199,
      },
    });
    project.addSourceFilesAtPaths([join(dir, "program.ts"), join(dir, "types.ts")]);
    const messages = ["program.ts", "types.ts"].flatMap((name) =>
      project
        .getSourceFileOrThrow(name)
        .getPreEmitDiagnostics()
        .map((d) => `${name}:${d.getLineNumber()} ${d.getMessageText()}`),
    );
    expect(messages).toEqual([]);
  });

  it("says what the words are", async () => {
    const { code, err } = await cli(["trace", "tipes", "x"], { cwd: workspace().dir });
    expect(code).toBe(3);
    expect(err).toContain("there is no trace tipes");
  });
});
