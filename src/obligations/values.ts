/**
 * What trying counter values by exploration said (`analysis/kappa`), as obligations: *functional* for each certified
 * event, and for each counter as a whole; *monotone* is a cost, and a number.
 */
import type { CounterResult, EventResult, KappaReport, Refutation } from "../analysis/kappa/types.js";
import type { Analysis } from "../analysis/types.js";
import { grouped } from "../report/table.js";
import type { CfgItem } from "../tla/cfg.js";
import { printValue } from "../tla/value.js";
import type { Obligation, Refuting } from "./obligation.js";

/** `kappa` is what the plan was made of, so each event has a value. */
export function valueObligations(analysis: Analysis, kappa: KappaReport): readonly Obligation[] {
  const functional = kappa.counters.flatMap((c) => [
    ...c.events.map((e) => functionalOf(analysis, kappa, c, e)),
    ...orderOf(analysis, kappa, c),
  ]);
  return [...functional, ...kappa.counters.map((c) => monotoneOf(kappa, c))];
}

function functionalOf(
  analysis: Analysis,
  kappa: KappaReport,
  counter: CounterResult,
  { event, seen, winner, tried }: EventResult,
): Obligation {
  const value = counter.kappa.get(event) ?? "no value";
  const place = analysis.events.find((e) => e.name === event)?.evidence.place;
  const common = { ...commonOf(kappa), name: "functional", of: event, ...(place && { place }) } as const;
  if (winner === undefined) {
    const last = tried.at(-1);
    const refuting = last?.refuted === undefined ? {} : { refuting: refutingOf(last.refuted) };
    return {
      ...common,
      verdict: "refuted",
      found: "no progress variables determine the content",
      ...refuting,
    };
  }
  if (seen < 2) {
    const certificates = seen === 0 ? "never certified" : "never certified twice";
    return {
      ...common,
      verdict: "vacuous",
      found: `vacuous for ${event} at these bounds: ${certificates}; ${value} is a guess`,
    };
  }
  const beaten = tried.filter((t) => t.refuted !== undefined).length;
  const others = beaten === 0 ? "" : `; ${beaten} shorter refuted`;
  const found = `${value} determines the content of ${grouped(seen)} certificates${others}`;
  return { ...common, verdict: kappa.exhausted ? "holds" : "unrefuted", found: `${found}${cut(kappa)}` };
}

/** The values of all events of one counter, in the chosen order, told apart. */
function orderOf(analysis: Analysis, kappa: KappaReport, counter: CounterResult): readonly Obligation[] {
  const [order] = counter.orders;
  if (order === undefined || counter.events.length < 2) return [];
  const place = analysis.counters.find((c) => c.name === counter.counter)?.evidence.place;
  const of = `counter ${counter.counter}`;
  const common = { ...commonOf(kappa), name: "functional", of, ...(place && { place }) } as const;
  if (order.refuted !== undefined) {
    const found = "two events of this counter share a value";
    return [{ ...common, verdict: "refuted", found, refuting: refutingOf(order.refuted) }];
  }
  const ranks = order.ranks.map((g) => g.join(", ")).join(" < ");
  const found = `one content for each value${order.ranked ? ` with the ranks ${ranks}` : ""}${cut(kappa)}`;
  return [{ ...common, verdict: kappa.exhausted ? "holds" : "unrefuted", found }];
}

function monotoneOf(kappa: KappaReport, { counter, orders, seen }: CounterResult): Obligation {
  const common = { ...commonOf(kappa), name: "monotone", of: `counter ${counter}` } as const;
  const [order] = orders;
  if (order === undefined || seen < 2) {
    return { ...common, verdict: "vacuous", found: `vacuous at these bounds: ${grouped(seen)} certificates` };
  }
  const others = orders
    .slice(1)
    .filter((o) => o.refuted === undefined)
    .map((o) => grouped(o.suppressed));
  const beside = others.length === 0 ? "" : `; other orders: ${others.join(", ")}`;
  const left = `${grouped(order.suppressed)} of ${grouped(seen)} certificates are left out by a correct node in some state`;
  return { ...common, verdict: "cost", found: `${left}${beside}` };
}

const cut = ({ exhausted, randomSteps }: KappaReport): string =>
  exhausted
    ? ""
    : `; not all states were seen${randomSteps > 0 ? `, and ${grouped(randomSteps)} random steps` : ""}`;

const commonOf = (kappa: KappaReport) =>
  ({
    on: "original",
    states: kappa.states,
    bound: boundOf(kappa.constants),
    seconds: kappa.seconds,
  }) as const;

const boundOf = (constants: readonly CfgItem[]): string =>
  constants
    .flatMap((c) => (c.kind === "constant" ? [`${c.name} = ${printValue(c.value)}`] : []))
    .filter((text) => !/^(\w+) = \1$/.test(text))
    .join(", ");

const refutingOf = ({ first, second, differs, steps }: Refutation): Refuting => ({
  steps,
  what: `${first} and ${second} have one value and differ in ${differs.join(", ")}`,
});
