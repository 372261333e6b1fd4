/** Which order of events in one epoch is taken: an answer is not left out because its author has asked. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import { judge } from "../../src/analysis/kappa/judge.js";
import { recordingModel } from "../../src/analysis/kappa/model.js";
import type { Addition, Certificate } from "../../src/analysis/kappa/record.js";
import { Reader } from "../../src/analysis/steps.js";
import { loadSpecification } from "../../src/spec/load.js";
import { asking } from "../transform/asking.js";

test("answers come after what they answer, though another order leaves out less", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-order-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { protocol } = await loadSpecification(asking(dir), { cwd: dir });
  if (protocol === undefined) throw new Error("no protocol");
  const analysis = analyse(protocol);
  const { events } = recordingModel(new Reader(protocol), analysis);
  const certificate = (id: number, name: string): Certificate => {
    const event = events.findIndex((e) => e.name === name);
    const ones = (parts: readonly unknown[] = []): readonly number[] => parts.map(() => 1);
    const { components, content } = events[event] ?? {};
    return { id, event, components: ones(components), content: ones(content).map(() => id), ref: id };
  };
  const certificates = [certificate(0, "Ask"), certificate(1, "Ask"), certificate(2, "Vote")] as const;
  const [toOne, toAnother, vote] = certificates;
  const addition = (added: Certificate, ...before: readonly Certificate[]): Addition => ({
    before,
    added,
    depth: before.length + 1,
    by: { actions: [] },
  });
  // Below the vote, two requests are left out; above it, one vote.
  const additions = [
    addition(toOne),
    addition(vote),
    addition(vote, toOne),
    addition(toOne, vote),
    addition(toAnother, vote),
  ];
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
  const orders = (counter?.orders ?? []).map(({ ranks, suppressed }) => ({
    isVoteLater: ranks.findIndex((r) => r.includes("Vote")) > ranks.findIndex((r) => r.includes("Ask")),
    suppressed,
  }));
  expect(orders[0]).toEqual({ isVoteLater: true, suppressed: 2 });
  expect(orders).toContainEqual({ isVoteLater: false, suppressed: 1 });
});
