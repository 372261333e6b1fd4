import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspace } from "../tlc/fake.js";
import { cli } from "./harness.js";

const MODULE = `---- MODULE Ping ----
CONSTANT Node
VARIABLES net, done
Init == net = {} /\\ done = [n \\in Node |-> FALSE]
Ping(n) == net' = net \\cup {[t |-> "Ping", from |-> n]} /\\ UNCHANGED done
Pong(n) == \\E m \\in net : m.from # n /\\ done' = [done EXCEPT ![n] = TRUE] /\\ UNCHANGED net
Next == \\E n \\in Node : Ping(n) \\/ Pong(n)
====
`;

function ping(source = MODULE): string {
  const { dir } = workspace();
  writeFileSync(join(dir, "Ping.tla"), source);
  return dir;
}

describe("bumblebee inspect", () => {
  it("prints what was understood, with lines", async () => {
    const { code, out, err } = await cli(["inspect", "Ping.tla"], { cwd: ping() });
    expect(code).toBe(0);
    expect(err).not.toMatch(/error|warning/);
    expect(out).toMatch(/^Ping, Ping\.tla\n\nbehaviour\n {2}starts with Init, Ping\.tla:4\n/);
    expect(out).toContain("net: a set that only grows; kinds by t");
    expect(out).toContain('Ping [t: "Ping", from: Node], Ping.tla:5');
    expect(out).toContain("as local steps of one node\n\nPing, Ping.tla\nnodes      Node\n");
    expect(out).toContain("sent by Ping, Ping.tla:5");
    expect(out).toContain("s.done := TRUE  (line 6)");
    expect(out).toContain("run: how replicas are run");
  });

  it("prints JSON", async () => {
    const { out } = await cli(["inspect", "Ping.tla", "--json"], { cwd: ping() });
    const { protocol, structure, diagnostics, notLocal } = JSON.parse(out);
    expect(diagnostics.filter((d: { severity: string }) => d.severity !== "info")).toEqual([]);
    expect(notLocal).toEqual([]);
    expect(structure).toMatchObject({
      module: "Ping",
      networks: [{ variable: "net" }],
      kinds: [{ name: "Ping" }],
    });
    expect(protocol).toMatchObject({ nodeSet: "Node", network: "net", kindField: "t" });
    expect(protocol.actions[1]).toMatchObject({ name: "Pong", line: 6, guards: ["m.from # n"] });
  });

  it("compares the steps that it reads with those of Next, without Java", async () => {
    const dir = ping();
    writeFileSync(
      join(dir, "Ping.cfg"),
      "CONSTANT Node = {a, b}\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n",
    );
    const env = { ...process.env, BUMBLEBEE_JAVA: "/not/started" };
    const { code, out } = await cli(["inspect", "Ping.tla", "--compare"], { cwd: dir, env });
    expect(out).toContain("compared with Next by own engine, in every state of the model");
    expect(out).toMatch(/every step of Next is one that was read: holds: 9 distinct states/);
    expect(out).toMatch(/every step that was read is one of Next: holds: 9 distinct states/);
    expect(code).toBe(0);
    expect((await cli(["inspect", "Ping.tla", "--compare", "--engine", "tlc"], { cwd: dir, env })).code).toBe(
      4,
    );
  });

  it("says why a specification is not one of local steps, which is an error where a mapping file wants it", async () => {
    const dir = ping(MODULE.replace("m.from # n", "done[m.from]"));
    const { code, out, err } = await cli(["inspect", "Ping.tla"], { cwd: dir });
    expect(code).toBe(0);
    expect(err).not.toContain("protocol/");
    expect(out).toMatch(/not read as local steps of one node.*\n {2}Ping\.tla:6: /);
    const json = await cli(["inspect", "Ping.tla", "--json"], { cwd: dir });
    expect(JSON.parse(json.out)).toMatchObject({
      protocol: null,
      notLocal: [{ code: "protocol/not-local" }],
    });
    writeFileSync(join(dir, "Ping.mapping.json"), '{ "nodes": "Node" }\n');
    const wanted = await cli(["inspect", "Ping.tla"], { cwd: dir });
    expect(wanted.code).toBe(2);
    expect(wanted.err).toMatch(/Ping\.tla:6:\d+: error: .* \[protocol\/not-local\]\n {2}6 \| Pong/);
  });

  it("draws actions and message kinds", async () => {
    const dir = ping();
    const { err } = await cli(["inspect", "Ping.tla", "--svg", "p.svg", "--dot", "p.dot"], { cwd: dir });
    expect(err).toContain("wrote p.svg\n");
    expect(readFileSync(join(dir, "p.svg"), "utf8")).toMatch(
      /^<svg [^>]*>\n<title>Ping[\s\S]*<path class="send"/,
    );
    expect(readFileSync(join(dir, "p.dot"), "utf8")).toContain('"action Ping" -> "kind Ping"');
  });

  it("takes the behaviour that it is told", async () => {
    const dir = ping(MODULE.replace("====", "Other == \\E n \\in Node : Ping(n)\n===="));
    const { out } = await cli(["inspect", "Ping.tla", "--init", "Init", "--next", "Other"], { cwd: dir });
    expect(out).toContain("goes on with Other, Ping.tla:8\n  chosen: as asked for");
    const { code, err } = await cli(["inspect", "Ping.tla", "--next", "Nothing"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toContain("Nothing");
  });

  it("writes a first mapping file once, which can be read", async () => {
    const dir = ping();
    const first = await cli(["inspect", "Ping.tla", "--write-mapping"], { cwd: dir });
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("wrote Ping.mapping.json\n") });
    const text = readFileSync(join(dir, "Ping.mapping.json"), "utf8");
    expect(JSON.parse(text)).toEqual({
      nodes: "Node",
      network: "net",
      kindField: "t",
      owners: [],
      clientValues: [],
      goals: [],
    });
    const second = await cli(["inspect", "Ping.tla", "--write-mapping"], { cwd: dir });
    expect(second).toMatchObject({ code: 2, err: expect.stringContaining("[mapping/exists]") });
    expect(readFileSync(join(dir, "Ping.mapping.json"), "utf8")).toBe(text);
  });

  it("writes what can be told of a module that it does not understand yet", async () => {
    const dir = ping(MODULE.replace("from |-> n", "to |-> 1"));
    const { code } = await cli(["inspect", "Ping.tla", "--write-mapping"], { cwd: dir });
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(dir, "Ping.mapping.json"), "utf8"))).toMatchObject({ nodes: "Node" });
  });

  it("points into the mapping file", async () => {
    const dir = ping();
    writeFileSync(join(dir, "Ping.mapping.json"), '{\n  "node": "Node"\n}\n');
    const { code, err } = await cli(["inspect", "Ping.tla"], { cwd: dir });
    expect(code).toBe(2);
    expect(err).toMatch(/Ping\.mapping\.json:2:3: error: unknown key "node" \[mapping\/unknown-key\]/);
  });
});
