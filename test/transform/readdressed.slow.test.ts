/** One certificate for the same request to several, and answers after what they answer. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { prettyExpr } from "../../src/tla/pretty.js";
import { loadSubject } from "../../src/verify/subject.js";
import { asking } from "./asking.js";

it("a candidate that asks one by one has one certificate, and may vote for itself after it", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-asking-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { hybrid } = await loadSubject(asking(dir), dir, 1, "counters");
  if (hybrid.strategy.kind !== "counters") throw new Error("another strategy");
  const { readdressed, attests } = hybrid.strategy.plan;
  expect([...readdressed]).toEqual([["Ask", { tag: "RequestVote", field: "dest" }]]);
  const rank = (action: string): string =>
    prettyExpr(attests.get(action)?.[0]?.value[1] ?? { kind: "At", id: 0, span: { start: 0, end: 0 } });
  expect([rank("Ask"), rank("Vote")].map(Number)).toSatisfy(([a, v]: number[]) => (a ?? 0) < (v ?? 0));
  expect(hybrid.stages.at(-1)?.text).toMatch(/ShowAgain\(z, A, h, X\) ==/);
}, 240_000);
