/**
 * Checks the reduction in one model: explores the hybrid and the two originals, compares them state by state and step by
 * step, and sees to it that the adversary lies. (derivation.md §4)
 */
import { pathTo } from "../engine/explore/path.js";
import { beyond, compare, type Differences, isEmpty, stepCount } from "./compare.js";
import { withEvents } from "./events.js";
import {
  type AboveResult,
  type Crossed,
  type Excess,
  type Lying,
  type ReductionResult,
  type SideCounts,
  type SideName,
  whyUnfinished,
} from "./outcome.js";
import type { Projected, StepAt } from "./projected.js";
import type { ReductionSession } from "./session.js";

/** `adversary`: what liars claim in the hybrid that is compared; whether they lie is seen with the lazy one. */
export async function reduce(
  session: ReductionSession,
  adversary: "lazy" | "eager",
): Promise<ReductionResult> {
  const sides: [SideName, () => Promise<Projected>][] = [
    ["showing", () => session.original(false)],
    ["omitting", () => session.original(true)],
    ["hybrid", () => session.hybrid({ off: [], adversary, invariants: [] })],
  ];
  const found = new Map<SideName, Projected>();
  for (const [side, explored] of sides) {
    const one = await explored();
    const cut = unfinished(side, one, session);
    if (cut !== undefined) return cut;
    found.set(side, one);
  }
  const [showing, omitting, hybrid] = [found.get("showing")!, found.get("omitting")!, found.get("hybrid")!];
  const { extra, missing, equals } = compare(hybrid, showing, omitting);
  const counts = { hybrid: countsOf(hybrid), showing: countsOf(showing), omitting: countsOf(omitting) };
  const beyondIt = excess(hybrid, extra);
  const differences = {
    extra: beyondIt && { ...beyondIt, behaviour: withEvents(session.defended, beyondIt.behaviour) },
    missing: excess(showing, missing),
  };
  const crossed = adversary === "eager" ? await lazily(session, hybrid) : {};
  const lying = await liesOf(session);
  const { bound } = session.defended;
  return {
    kind: "compared",
    reduction: { bound, adversary, counts, equals, ...differences, lying, ...crossed },
  };
}

/** What is explored with the lazy adversary, beside what the eager one has shown. */
async function lazily(session: ReductionSession, eager: Projected): Promise<{ readonly lazy?: Crossed }> {
  const lazy = await session.hybrid({ off: [], adversary: "lazy", invariants: [] });
  if (unfinished("hybrid", lazy, session) !== undefined) return {};
  const agrees = isEmpty(beyond(eager, lazy)) && isEmpty(beyond(lazy, eager));
  return { lazy: { counts: countsOf(lazy), agrees } };
}

/** States alone, for larger bounds. The original with omission is asked only where the other one is not equal. */
export async function reduceAbove(session: ReductionSession): Promise<AboveResult> {
  const hybrid = await session.hybrid({ off: [], adversary: "lazy", invariants: [] });
  const cut = unfinished("hybrid", hybrid, session);
  if (cut !== undefined) return cut;
  const showing = await session.original(false);
  const cutShowing = unfinished("showing", showing, session);
  if (cutShowing !== undefined) return cutShowing;
  const missing = beyond(showing, hybrid).states.length;
  const against = (original: Projected, side: "showing" | "omitting") =>
    ({
      kind: "compared",
      hybrid: countsOf(hybrid),
      original: countsOf(original),
      side,
      extra: beyond(hybrid, original).states.length,
      missing,
    }) as const;
  const first = against(showing, "showing");
  if (first.extra === 0) return first;
  const omitting = await session.original(true);
  return unfinished("omitting", omitting, session) ?? against(omitting, "omitting");
}

function unfinished(side: SideName, { exploration }: Projected, session: ReductionSession) {
  const { verdict } = exploration;
  if (verdict.kind === "holds") return undefined;
  session.renew();
  return { kind: "unfinished", side, why: whyUnfinished(verdict) } as const;
}

async function liesOf(session: ReductionSession): Promise<Lying> {
  // What is assumed stays: without it others than liars do what no node would.
  const off = session.defended.checks.filter((c) => c.isAssumed !== true).map((c) => c.name);
  const found = await session.leaving({ off, adversary: "lazy", invariants: [] }, "all checks off");
  if (found === undefined) return { kind: "unknown", why: "the original was not explored to its end" };
  if (found.extra !== undefined) {
    return { kind: "lies", behaviour: withEvents(session.defended, found.extra) };
  }
  const { verdict, counts } = found.exploration;
  if (verdict.kind === "holds") return { kind: "never", states: counts.distinct };
  return { kind: "unknown", why: whyUnfinished(verdict) };
}

function countsOf(side: Projected): SideCounts {
  const { counts, seconds } = side.exploration;
  return { states: counts.distinct, projected: side.states.size, steps: stepCount(side), seconds };
}

function excess(side: Projected, found: Differences): Excess | undefined {
  if (isEmpty(found)) return undefined;
  const { states, steps } = found;
  const [first] = states;
  const [step] = steps;
  const counts = { states: states.length, steps: steps.length };
  if (first !== undefined) return { what: "state", ...counts, behaviour: way(side, first, undefined) };
  return { what: "step", ...counts, behaviour: way(side, step?.from ?? 0, step) };
}

/** The way to a state, and one step further. */
function way({ model, exploration }: Projected, index: number, step: StepAt | undefined) {
  const { states } = exploration;
  const beyond = step && { row: states.row(step.to), action: actionOf(step, exploration) };
  return pathTo(model, states, index, beyond);
}

/** The action is known if that step found the state. */
function actionOf({ from, to }: StepAt, { states }: Projected["exploration"]): number | undefined {
  return states.parentOf(to) === from ? states.actionOf(to) : undefined;
}
