import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { largerModel, sampleSeen, withMoreNodes } from "../../src/ablate/larger.js";
import { printValue } from "../../src/tla/value.js";
import { liars } from "../../src/transform/models.js";
import { nodesOf } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";
import { folder } from "../reduction/sites.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

it("two nodes and a liar more: those that lied go on lying, and new names are new", async () => {
  const subject = await loadSubject(echo, echo);
  const wider = withMoreNodes(subject, "Echo");
  const cfg = wider?.models.get(largerModel);
  if (wider === undefined || cfg === undefined) throw new Error("not made");
  const nodes = nodesOf(wider.protocol, cfg);
  expect(printValue(nodes)).toBe("{n4, n5, n1, n2, n3}");
  expect(wider.byzantine).toBe(2);
  expect(printValue(liars(nodes, 2))).toBe("{n2, n3}");
  expect(withMoreNodes(wider, largerModel)?.byzantine).toBe(3);
  expect(withMoreNodes(subject, "none")).toBeUndefined();
});

it("what the original says with five nodes is found at random", async () => {
  const subject = await loadSubject(echo, echo);
  const wider = withMoreNodes(subject, "Echo");
  const cfg = wider?.models.get(largerModel);
  if (wider === undefined || cfg === undefined) throw new Error("not made");
  const { signal } = new AbortController();
  const seen = await sampleSeen(wider, cfg, folder(), { seconds: 2, seed: 1, signal });
  expect(seen?.fields.get("Echo")?.get("source")).toHaveLength(5);
});
