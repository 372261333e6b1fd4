import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import {
  boundsIn,
  fartherModel,
  sampleSeen,
  withMoreNodes,
  withRaisedBounds,
} from "../../src/ablate/larger.js";
import { loadSpecification } from "../../src/spec/load.js";
import { printValue } from "../../src/tla/value.js";
import { liars } from "../../src/transform/models.js";
import { nodesOf } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";
import { folder } from "../reduction/sites.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

it("two nodes and a liar more: those that lied go on lying, and new names are new", async () => {
  const subject = await loadSubject(echo, echo);
  const wider = withMoreNodes(subject, "Echo");
  const cfg = wider?.models.get(fartherModel);
  if (wider === undefined || cfg === undefined) throw new Error("not made");
  const nodes = nodesOf(wider.protocol, cfg);
  expect(printValue(nodes)).toBe("{n4, n5, n1, n2, n3}");
  expect(wider.byzantine).toBe(2);
  expect(printValue(liars(nodes, 2))).toBe("{n2, n3}");
  expect(withMoreNodes(wider, fartherModel)?.byzantine).toBe(3);
  expect(withMoreNodes(subject, "none")).toBeUndefined();
});

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

it.each([
  // Two terms and one entry are the usual model.
  ["raft", "Raft", [["MaxLog", { MaxTerm: "1", MaxLog: "2" }]]],
  ["paxos", "Paxos", [["MaxInstance", { MaxBallot: "1", MaxInstance: "2" }]]],
])(
  "numbers that only bound the smallest model are raised, one at a time: %s",
  async (name, module, expected) => {
    const subject = await loadSubject(`${specs}${name}`, specs);
    const found = withRaisedBounds(subject, "small", module).map(({ constant, subject: { models } }) => {
      const entries = models.get(fartherModel)?.entries ?? [];
      const numbers = entries.flatMap((e) => (e.kind === "constant" && e.value.kind === "int" ? [e] : []));
      return [constant, Object.fromEntries(numbers.map((e) => [e.name, printValue(e.value)]))];
    });
    expect(found).toEqual(expected);
    expect(withRaisedBounds(subject, "none", module)).toEqual([]);
  },
);

it("numbers that say how many of something are needed stay as they are", async () => {
  const dir = folder();
  const text = readFileSync(`${echo}/Echo.tla`, "utf8");
  const counted = text
    .replace(/^CONSTANTS? /m, "CONSTANTS Few, Top, Needed, ")
    .replace(/^====/m, "Counts == Cardinality(Node) >= Needed\nEnds == 0 .. Top\nSum == Few + 1 < Few\n====");
  writeFileSync(join(dir, "Echo.tla"), counted);
  const { table } = await loadSpecification(join(dir, "Echo.tla"), { cwd: dir });
  if (table === undefined) throw new Error("not read");
  expect([...boundsIn(table)]).toEqual(["Top"]);
});

it("what the original says with five nodes is found at random", async () => {
  const subject = await loadSubject(echo, echo);
  const wider = withMoreNodes(subject, "Echo");
  const cfg = wider?.models.get(fartherModel);
  if (wider === undefined || cfg === undefined) throw new Error("not made");
  const { signal } = new AbortController();
  const seen = await sampleSeen(wider, cfg, folder(), { seconds: 2, seed: 1, signal });
  expect(seen?.fields.get("Echo")?.get("source")).toHaveLength(5);
});
