/** One certificate for the same request to several, and answers after what they answer. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeAtomic } from "../../src/host/files.js";
import { byHistory } from "../../src/reduction/subject.js";
import * as b from "../../src/tla/build.js";
import { printCfg } from "../../src/tla/cfg.js";
import { prettyExpr } from "../../src/tla/pretty.js";
import { transformCounters } from "../../src/transform/counters/index.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { reachGoals } from "../../src/verify/own-reach.js";
import { type LoadedSubject, loadSubject } from "../../src/verify/subject.js";
import { asking } from "./asking.js";

const { signal } = new AbortController();

/** How many states shortest behaviours to goals have, of correct nodes alone: nobody lies. */
async function reached(subject: LoadedSubject, dir: string, goals: readonly string[]) {
  const honest = { ...subject, byzantine: 0 };
  const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
  const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
  const { seen, cfg } = await runOriginal(honest, "small", dir, checker, quiet);
  const { modules, hybrid } = await byHistory(honest, "small", cfg, seen, dir);
  for (const { name, text } of modules) await writeAtomic(join(dir, `${name}.tla`), text);
  const cfgFile = join(dir, "goals.cfg");
  const entries = hybrid.config({ off: [], adversary: "lazy", invariants: [] });
  await writeAtomic(cfgFile, printCfg({ entries }));
  const job = { dir, module: hybrid.root, cfgFile, timeoutMs: 60_000 };
  const found = await reachGoals(job, goals, signal);
  return found.goals.map((g) => g.path?.states.length);
}

it("a candidate that asks one by one has one certificate, and may vote for itself after it", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-asking-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const subject = await loadSubject(asking(dir), dir, 1, "counters");
  const { hybrid } = subject;
  if (hybrid.strategy.kind !== "counters") throw new Error("another strategy");
  const hybridPlan = hybrid.strategy.plan;
  const { readdressed, attests } = hybridPlan;
  expect([...readdressed]).toEqual([["Ask", { tag: "RequestVote", field: "dest" }]]);
  const rank = (action: string): string =>
    prettyExpr(attests.get(action)?.[0]?.value[1] ?? { kind: "At", id: 0, span: { start: 0, end: 0 } });
  expect([rank("Ask"), rank("Vote")].map(Number)).toSatisfy(([a, v]: number[]) => (a ?? 0) < (v ?? 0));
  expect(hybrid.stages.at(-1)?.text).toMatch(/ShowAgain\(z, A, h, X\) ==/);
  // A value that applies a function is asked for only where the step can be.
  const attested = attests.get("Vote") ?? [];
  const first = b.index(b.field(b.apply("s"), "log"), b.num(1));
  const partial = new Map(attests).set(
    "Vote",
    attested.map((a) => ({ ...a, value: [...a.value, first] })),
  );
  const text = (of: typeof attests): string | undefined =>
    transformCounters(subject.protocol, subject.table, { ...hybridPlan, attests: of }, [], []).stages.at(-1)
      ?.text;
  const onlyWhere = /\{IF Step\(.*\)\.ok THEN CounterValue\(.*\) ELSE <<>>\}/;
  expect(text(partial)).toMatch(onlyWhere);
  expect(text(attests)).not.toMatch(onlyWhere);
  const asks = (to: string): string =>
    `\\E m \\in msgs : m.kind = "RequestVote" /\\ m.source = s1 /\\ m.dest = ${to}`;
  const goals = [
    `(${asks("s2")}) /\\ ${asks("s3")}`,
    '\\E m \\in msgs : m.kind = "Vote" /\\ \\E o \\in msgs : o.kind = "RequestVote" /\\ o.source = m.source /\\ o.term = m.term',
    '\\E s \\in Server : slice[s].role = "Leader"',
  ];
  // It asks two, votes for itself after it has asked, and leads.
  expect(await reached(subject, dir, goals)).toEqual([4, 4, 8]);
}, 240_000);
