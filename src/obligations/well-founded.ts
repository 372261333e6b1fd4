/**
 * *Well-founded*, by the text alone: what justifies a certificate are messages and certificates, which need justification
 * themselves. Each cycle of actions in this relation must lower the counter value, or receivers could go round in it.
 *
 * An action leads to those that send what it consumes, at the same epoch or a lower one, as its guards compare them; to
 * uncertified steps that write what it reads, at the same epoch; and to those that its author may have certified before:
 * below its own value where it is certified, which is a lower epoch if nothing stands behind the epoch.
 */
import { calledIn, conditionsOn, kindsOfInput } from "../analysis/inputs.js";
import { orderBy } from "../analysis/rises.js";
import { fingerprint, Reader, type Step, type StepInput } from "../analysis/steps.js";
import type { Analysis } from "../analysis/types.js";
import { conjunctsOf, stripParens } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import { walk } from "../tla/visit.js";
import { attesting, type CountersPlan, changes, shows } from "../transform/counters/plan.js";
import type { Obligation } from "./obligation.js";

/**
 * `lower`: a lower epoch. `chain`: a lower value of one counter. `same`: the same epoch. `head`: what the author certified
 * last, at no higher epoch. `open`: the text does not tell.
 */
export type Relation = "lower" | "chain" | "same" | "head" | "open";

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly by: Relation;
}

export function wellFounded(protocol: Protocol, analysis: Analysis, plan: CountersPlan): Obligation {
  const edges = edgesOf(protocol, analysis, plan);
  const common = { name: "well-founded", on: "text", seconds: 0 } as const;
  const left = edges.filter((e) => e.by !== "lower");
  // What an uncertified step shows says when it was shown, not for which certificate: a circle through one proves nothing.
  const certified = new Set(attesting(plan, protocol).map((a) => a.name));
  const isCertified = (e: Edge): boolean => certified.has(e.from) && certified.has(e.to);
  const round = cycle(left.filter((e) => e.by === "same" && isCertified(e)));
  if (round !== undefined) {
    const what = `what justifies each of them is one of the others, at the same epoch: ${text(round)}`;
    const place = protocol.actions.find((a) => a.name === round[0]?.from)?.place;
    return {
      ...common,
      verdict: "refuted",
      found: "evidence goes round in a circle",
      ...(place && { place }),
      refuting: { steps: round.map((e) => e.from), what },
    };
  }
  // Steps along a chain alone end, since the value of one counter goes down.
  const open = cycle(left, (e) => e.by !== "chain");
  const kinds = new Set(edges.flatMap((e) => [e.from, e.to])).size;
  if (open !== undefined) {
    const found = `not by values alone: ${text(open)}; relied upon is that evidence is older than what it justifies (a certificate binds what it consumes)`;
    return { ...common, verdict: "assumed", found };
  }
  if (cycle(edges) === undefined)
    return { ...common, verdict: "vacuous", found: "vacuous: no evidence leads back to where it came from" };
  return {
    ...common,
    verdict: "holds",
    found: `every cycle among ${kinds} actions lowers the counter value`,
  };
}

const text = (edges: readonly Edge[]): string =>
  edges.length === 0 ? "" : [...edges.map((e) => `${e.from} -${e.by}->`), edges[0]?.from ?? ""].join(" ");

/** What leads where. */
export function edgesOf(protocol: Protocol, analysis: Analysis, plan: CountersPlan): readonly Edge[] {
  const reader = new Reader(protocol);
  const certified = attesting(plan, protocol).map((a) => a.name);
  const quiet = protocol.actions.filter((a) => !certified.includes(a.name) && changes(plan, a));
  const out: Edge[] = [];
  for (const action of protocol.actions) {
    const isCertified = certified.includes(action.name);
    if (!isCertified && !shows(plan, action) && !quiet.includes(action)) continue;
    const step = reader.step(action.name);
    for (const input of step.inputs) {
      for (const kind of kindsOfInput(reader, step, input)) {
        const by = relationOf(analysis, reader, step, input, kind.fields);
        for (const to of new Set(kind.sites.map((s) => s.action))) out.push({ from: action.name, to, by });
      }
    }
    for (const to of quiet)
      if (
        to !== action &&
        readsOf(
          step,
          to.updates.map((u) => u.variable),
          protocol,
        )
      )
        out.push({ from: action.name, to: to.name, by: raises(analysis, reader, step) ? "lower" : "same" });
    if (isCertified) out.push(...chained(analysis, plan, action.name));
    else if (shows(plan, action) && readsOf(step, plan.bound, protocol))
      out.push(...certified.map((to): Edge => ({ from: action.name, to, by: "head" })));
  }
  return out;
}

/** To what its author may have certified before on this counter, if that is needed. */
function chained(analysis: Analysis, plan: CountersPlan, action: string): readonly Edge[] {
  return (plan.attests.get(action) ?? []).flatMap(({ counter, value }) => {
    const event = analysis.events.find((e) => e.action === action && e.counter === counter);
    if (event?.chain.kind === "independent") return [];
    const [, ...rest] = value;
    const isFirst = rest.every(
      (e) => stripParens(e).kind === "Number" && fingerprint(e) === fingerprint(b.num(0)),
    );
    const others = [...plan.attests].filter(([, all]) => all.some((a) => a.counter === counter));
    return others.map(([to]): Edge => ({ from: action, to, by: isFirst ? "lower" : "chain" }));
  });
}

/** The epoch of a message against that of the step that consumes it. */
function relationOf(
  analysis: Analysis,
  reader: Reader,
  step: Step,
  input: StepInput,
  fields: readonly string[],
): Relation {
  const epochs = epochFields(analysis);
  const field = fields.find((f) => epochs.has(f));
  if (field === undefined) return "open";
  const theirs = fingerprint(b.field(b.apply(calledIn(input)), field));
  const own = new Set(ownEpochs(analysis, reader, step, epochs).map(fingerprint));
  if (own.has(theirs)) return "same";
  for (const c of conditionsOn(step, input).flatMap(conjunctsOf)) {
    const e = stripParens(c);
    if (e.kind !== "Infix") continue;
    const [left, right] = [fingerprint(e.left), fingerprint(e.right)];
    const op = canonicalOp(e.op);
    if (op === "=" && ((left === theirs && own.has(right)) || (right === theirs && own.has(left))))
      return "same";
    if (
      (op === "<" && left === theirs && own.has(right)) ||
      (op === ">" && right === theirs && own.has(left))
    )
      return "lower";
  }
  return "open";
}

/** Fields of messages that hold an epoch. */
export const epochFields = (analysis: Analysis): ReadonlySet<string> =>
  new Set(
    analysis.events.flatMap((e) =>
      e.components.flatMap((c) => (c.epoch !== undefined && c.of === "field" ? [c.name] : [])),
    ),
  );

/** The epoch of a step: of its certificate, of what it sends, or the counter variable that it leaves alone. */
function ownEpochs(
  analysis: Analysis,
  { protocol }: Reader,
  step: Step,
  fields: ReadonlySet<string>,
): readonly Expr[] {
  const certified = analysis.events
    .filter((e) => e.action === step.action.name)
    .flatMap((e) => e.components.flatMap((c) => (c.epoch === undefined ? [] : [c.expr])));
  const sent = step.sends.flatMap((s) =>
    [...s.fields].flatMap(([f, value]) => (fields.has(f) ? [value] : [])),
  );
  const kept = analysis.variables
    .filter((v) => v.role === "counter" && !step.updates.some((u) => u.variable === v.name))
    .map((v) => b.field(b.apply(protocol.names.slice), v.name));
  return [...certified, ...sent, ...kept];
}

/** Whether the step goes to a higher epoch: then what its author did before it was at a lower one. */
function raises(analysis: Analysis, reader: Reader, step: Step): boolean {
  const { slice } = reader.protocol.names;
  const counters = new Set(analysis.variables.filter((v) => v.role === "counter").map((v) => v.name));
  return step.updates.some(
    ({ variable, value }) =>
      counters.has(variable) &&
      orderBy(reader, step, [], value, b.field(b.apply(slice), variable)) === "above",
  );
}

/** Does the step depend on one of the variables? */
function readsOf(step: Step, variables: readonly string[], { names }: Protocol): boolean {
  const read = new Set(variables.map((v) => fingerprint(b.field(b.apply(names.slice), v))));
  const all = [
    ...step.guards,
    ...step.updates.map((u) => u.value),
    ...step.sends.flatMap((s) => [...s.fields.values()]),
  ];
  const domains = step.action.params.map((p) => p.domain);
  return [...all, ...domains].some((e) => {
    let found = false;
    walk(e, (node) => {
      found ||= node.kind === "Field" && read.has(fingerprint(node));
    });
    return found;
  });
}

/** The first cycle found, in which some edge is as asked for. */
export function cycle(
  edges: readonly Edge[],
  some: (e: Edge) => boolean = () => true,
): readonly Edge[] | undefined {
  for (const start of edges.filter(some)) {
    const way = wayBack(edges, start);
    if (way !== undefined) return way;
  }
  return undefined;
}

/** The shortest way from where an edge leads to where it began. */
function wayBack(edges: readonly Edge[], start: Edge): readonly Edge[] | undefined {
  const ways: (readonly Edge[])[] = [[start]];
  const seen = new Set<string>([start.to]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const at = way.at(-1)?.to;
    if (at === start.from) return way;
    for (const e of edges) {
      if (e.from !== at || (seen.has(e.to) && e.to !== start.from)) continue;
      seen.add(e.to);
      ways.push([...way, e]);
    }
  }
  return undefined;
}
