/** `validate --minimise`: what it writes is rejected again, for the same reason. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cli } from "./harness.js";

const MODULE = String.raw`---- MODULE Lock ----
EXTENDS Naturals
CONSTANT Node, Nobody
VARIABLES holder, asked, count
Init == holder = Nobody /\ asked = [n \in Node |-> FALSE] /\ count = 0
Ask(n) == ~asked[n] /\ asked' = [asked EXCEPT ![n] = TRUE] /\ UNCHANGED <<holder, count>>
Take(n) == /\ asked[n] /\ holder = Nobody
           /\ holder' = n /\ count' = count + 1 /\ UNCHANGED asked
Leave(n) == holder = n /\ holder' = Nobody /\ asked' = [asked EXCEPT ![n] = FALSE] /\ UNCHANGED count
Next == \E n \in Node : Ask(n) \/ Take(n) \/ Leave(n)
====
`;
const CFG = "INIT Init NEXT Next CONSTANTS Node = {n1, n2, n3} Nobody = none";

const rules = (node: string) => ({
  spec: "Lock.tla",
  events: [
    { on: "ask", do: `Ask(${node})` },
    { on: "take", do: `Take(${node})`, after: { count: "$.count" } },
    { on: "leave", do: `Leave(${node})` },
  ],
});
const LOG = [
  { event: "ask", node: "n2" },
  { event: "ask", node: "n1" },
  { event: "take", node: "n1", count: 1 },
  { event: "leave", node: "n1" },
  { event: "take", node: "n2", count: 7 },
  { event: "leave", node: "n2" },
];

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-minimise-"));
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  write("Lock.tla", MODULE);
  write("Lock.cfg", CFG);
  write("named.json", JSON.stringify(rules("model($.node)")));
  const renamed = { ...rules("$.node"), rename: { "$.node": ["n1", "n2", "n3"] } };
  write("renamed.json", JSON.stringify(renamed));
  write("log.ndjson", LOG.map((e) => `${JSON.stringify(e)}\n`).join(""));
  write("good.ndjson", `${JSON.stringify(LOG[0])}\n`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: readonly string[]) => cli(["validate", ...args, "--no-hints"], { cwd: dir });
const reasons = (out: string): readonly string[] => out.split("\n").filter((l) => l.includes("false:"));

it.each(["named.json", "renamed.json"])("one line is left, and the state before it: %s", async (mapping) => {
  const { out } = await run("log.ndjson", "--mapping", mapping, "--minimise", "small.ndjson");
  expect(out).toContain("minimised: bumblebee validate small.ndjson --mapping small.mapping.json");
  expect(readFileSync(join(dir, "small.ndjson"), "utf8")).toBe(`${JSON.stringify(LOG[4])}\n`);
  const small = JSON.parse(readFileSync(join(dir, "small.mapping.json"), "utf8"));
  expect(small.init).toBe(
    "/\\ holder = none /\\ asked = [k1_ \\in {n1, n2, n3} |-> CASE k1_ = n1 -> " +
      (mapping === "named.json" ? "FALSE [] k1_ = n2 -> TRUE" : "TRUE [] k1_ = n2 -> FALSE") +
      " [] k1_ = n3 -> FALSE] /\\ count = 1",
  );
  const again = await run("small.ndjson", "--mapping", "small.mapping.json");
  expect(again.code).toBe(1);
  expect(reasons(again.out)).toEqual(reasons(out));
  expect(again.out).toContain("count' = $.count: 2 against 7");
});

const WIDE = String.raw`---- MODULE Wide ----
EXTENDS Naturals
CONSTANT Node, Nobody
VARIABLES holder, picked
Init == holder = Nobody /\ picked = [n \in Node |-> 0]
Pick(n) == \E k \in 1..20 : picked' = [picked EXCEPT ![n] = k] /\ UNCHANGED holder
Take(n) == holder = Nobody /\ holder' = n /\ UNCHANGED picked
Leave(n) == holder = n /\ holder' = Nobody /\ UNCHANGED picked
Next == \E n \in Node : Pick(n) \/ Take(n) \/ Leave(n)
====
`;
const wideRules = {
  spec: "Wide.tla",
  log: { node: "$.node" },
  events: ["pick", "take", "leave"].map((on) => ({
    on,
    do: `${on[0]?.toUpperCase()}${on.slice(1)}(model($.node))`,
  })),
};
const lineOf = (text: string): string => {
  const [event, node] = text.split(" ");
  return `${JSON.stringify({ event, node })}\n`;
};

it.each([
  // Whoever takes no part in it is left out, whoever does is not.
  ["take n2, pick n3, pick n3, pick n3, leave n2, take n2, take n1", "take n2, leave n2, take n2, take n1"],
  // What n3 did is nothing to it, but its one line is fewer than those of n2.
  ["take n2, leave n2, take n2, leave n2, take n2, pick n3, take n1", "pick n3, take n1"],
])("nodes are left out where that gives fewer lines: %s", async (log, small) => {
  writeFileSync(join(dir, "Wide.tla"), WIDE);
  writeFileSync(join(dir, "Wide.cfg"), CFG);
  writeFileSync(join(dir, "wide.json"), JSON.stringify(wideRules));
  writeFileSync(join(dir, "wide.ndjson"), log.split(", ").map(lineOf).join(""));
  const { out } = await run("wide.ndjson", "--mapping", "wide.json", "--minimise", "few.ndjson");
  expect(readFileSync(join(dir, "few.ndjson"), "utf8")).toBe(small.split(", ").map(lineOf).join(""));
  const again = await run("few.ndjson", "--mapping", "few.mapping.json");
  expect(again.code).toBe(1);
  expect(reasons(again.out)).toEqual(reasons(out));
});

it("nothing is written for what is accepted", async () => {
  const { out } = await run("good.ndjson", "--mapping", "named.json", "--minimise", "none.ndjson");
  expect(out).toContain("no trace is rejected: nothing was written");
  expect(() => readFileSync(join(dir, "none.ndjson"))).toThrow();
});
