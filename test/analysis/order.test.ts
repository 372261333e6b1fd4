/** Which order of events in one epoch is taken: nothing is left out because its author has asked, or was elected. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import { judge } from "../../src/analysis/kappa/judge.js";
import { recordingModel } from "../../src/analysis/kappa/model.js";
import type { Addition, Certificate } from "../../src/analysis/kappa/record.js";
import { componentExpr } from "../../src/analysis/kappa/sums.js";
import type { OrderResult } from "../../src/analysis/kappa/types.js";
import { Reader } from "../../src/analysis/steps.js";
import { loadSpecification } from "../../src/spec/load.js";
import { prettyExpr } from "../../src/tla/pretty.js";
import { asking } from "../transform/asking.js";

/** The judge's verdict of what is said to have been recorded of the Raft in which a candidate asks one by one. */
async function judged() {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-order-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { protocol } = await loadSpecification(asking(dir), { cwd: dir });
  if (protocol === undefined) throw new Error("no protocol");
  const analysis = analyse(protocol);
  const { events } = recordingModel(new Reader(protocol), analysis);
  let id = 0;
  const certificate = (name: string): Certificate => {
    const event = events.findIndex((e) => e.name === name);
    const ones = (parts: readonly unknown[] = []): readonly number[] => parts.map(() => 1);
    const { components, content } = events[event] ?? {};
    const made = { id, event, components: ones(components), content: ones(content).map(() => id), ref: id };
    id += 1;
    return made;
  };
  const orders = (certificates: readonly Certificate[], additions: readonly Addition[]) => {
    const [counter] = judge(analysis, events, {
      additions,
      certificates,
      states: 6,
      exhausted: true,
      depth: 2,
      randomSteps: 0,
      fault: undefined,
      text: (c) => String(c.id),
      way: () => [],
    });
    return counter?.orders ?? [];
  };
  return { analysis, certificate, orders };
}

const addition = (added: Certificate, ...before: readonly Certificate[]): Addition => ({
  before,
  added,
  depth: before.length + 1,
  by: { actions: [] },
});

/** Is event `late` above event `early` in an order? */
const isAbove = ({ ranks }: Pick<OrderResult, "ranks">, late: string, early: string): boolean =>
  ranks.findIndex((r) => r.includes(late)) > ranks.findIndex((r) => r.includes(early));

test("answers come after what they answer, though another order leaves out less", async () => {
  const { certificate, orders } = await judged();
  const [toOne, toAnother, vote] = [certificate("Ask"), certificate("Ask"), certificate("Vote")];
  // Below the vote, two requests are left out; above it, one vote.
  const found = orders(
    [toOne, toAnother, vote],
    [
      addition(toOne),
      addition(vote),
      addition(vote, toOne),
      addition(toOne, vote),
      addition(toAnother, vote),
    ],
  ).map((o) => ({ isVoteLater: isAbove(o, "Vote", "Ask"), suppressed: o.suppressed }));
  expect(found[0]).toEqual({ isVoteLater: true, suppressed: 2 });
  expect(found).toContainEqual({ isVoteLater: false, suppressed: 1 });
});

test("an election comes before what its leader asks for, though another order leaves out less", async () => {
  const { certificate, orders } = await judged();
  const [vote, another, entry] = [certificate("Vote"), certificate("Vote"), certificate("ClientRequest")];
  // Below the entry, two votes are left out; above it, one entry.
  const found = orders(
    [vote, another, entry],
    [addition(entry), addition(vote), addition(vote, entry), addition(another, entry), addition(entry, vote)],
  ).map((o) => ({ isVoteLater: isAbove(o, "Vote", "ClientRequest"), suppressed: o.suppressed }));
  expect(found[0]?.isVoteLater).toBe(false);
  expect(found.some((o) => o.isVoteLater && o.suppressed < (found[0]?.suppressed ?? 0))).toBe(true);
});

test("a part of a counter value that is a sum is one in the plan, too; what is none is a fault of ours", async () => {
  const { analysis } = await judged();
  const event = analysis.events.find((e) => e.components.filter((c) => c.epoch === undefined).length > 1);
  if (event === undefined) throw new Error("no event shows two numbers");
  const [one, other] = event.components.filter((c) => c.epoch === undefined);
  expect(prettyExpr(componentExpr(event, one!.name))).toBe(prettyExpr(one!.expr));
  expect(prettyExpr(componentExpr(event, `${one!.name}+${other!.name}`))).toBe(
    `${prettyExpr(one!.expr)} + ${prettyExpr(other!.expr)}`,
  );
  expect(() => componentExpr(event, "none")).toThrow(`${event.name} has no component none`);
});
