/** Certified events: which actions certify, on which counter and lane, what their counter value can be made of. */
import type { Expr } from "../tla/ast.js";
import type { Certificates, Facts } from "./certificates.js";
import { laneOf } from "./lanes.js";
import { orderBy } from "./rises.js";
import type { Sorts } from "./sorts.js";
import { fingerprint, type Reader, type Step, stripParens } from "./steps.js";
import type { SplitKind } from "./subkinds.js";
import type { CertifiedEvent, Component, CounterFact, Evidence, Site, Write } from "./types.js";
import { fieldReads, guardReads } from "./variables.js";

export interface Ground extends Facts, Certificates {
  readonly sorts: Sorts;
}

/** What `variable` is after the step. */
export function newValue(reader: Reader, step: Step, variable: string): Expr {
  return step.updates.find((u) => u.variable === variable)?.value ?? reader.sliceField(variable);
}

/** A certified event before its counter is known. */
export interface Draft {
  readonly name: string;
  readonly step: Step;
  readonly kind: SplitKind | undefined;
  readonly site: Site | undefined;
  readonly evidence: Evidence;
}

export function eventsOf(ground: Ground): {
  readonly events: readonly CertifiedEvent[];
  readonly counters: readonly CounterFact[];
} {
  const drafts = draftsOf(ground);
  const groups = groupsOf(ground, drafts);
  const events: CertifiedEvent[] = [];
  const counters: CounterFact[] = [];
  groups.forEach(({ members, variables }, k) => {
    const name = `c${k + 1}`;
    const binds = variables.filter((v) => ground.spokenFor.has(v));
    const lane = laneOf(ground, members, variables);
    counters.push({
      name,
      variables,
      events: members.map((m) => m.name),
      lane: lane?.fields ?? [],
      evidence: lane?.evidence ?? counterEvidence(ground, members, variables),
    });
    for (const m of members)
      events.push({
        name: m.name,
        action: m.step.action.name,
        subKind: m.kind?.name,
        evidence: m.evidence,
        counter: name,
        components: componentsOf(ground, m, binds, lane?.fields ?? []),
        binds,
        writes: binds.filter((v) => writesIt(ground, m.step, v)),
        chain: chainOf(ground, m, binds),
      });
  });
  const order = new Map(drafts.map((d, k) => [d.name, k]));
  events.sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
  return { events, counters };
}

const writesIt = ({ writes }: Ground, { action }: Step, variable: string): boolean =>
  writes.some((w) => w.action === action.name && w.variable === variable);

function draftsOf(ground: Ground): readonly Draft[] {
  const { reader, kinds, byKind, writes, spokenFor } = ground;
  return reader.steps.flatMap((step): readonly Draft[] => {
    const action = step.action.name;
    const sent = kinds.flatMap((kind) => {
      if (byKind.get(kind.name)?.kind !== "certified") return [];
      return kind.sites.filter((s) => s.action === action).map((site) => ({ kind, site }));
    });
    const written = writes.filter((w) => w.action === action && spokenFor.has(w.variable));
    if (sent.length === 0) {
      const [first] = written;
      if (first === undefined) return [];
      const evidence = { place: first.place, text: `writes ${first.variable}, which messages speak for` };
      return [{ name: action, step, kind: undefined, site: undefined, evidence }];
    }
    const several = new Set(sent.map((s) => s.kind.name)).size > 1;
    const seen = new Set<string>();
    return sent.flatMap(({ kind, site }) => {
      const name = several ? `${action}/${kind.name}` : action;
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ name, step, kind, site, evidence: { place: site.place, text: `sends ${kind.name}` } }];
    });
  });
}

interface Group {
  readonly members: readonly Draft[];
  readonly variables: readonly string[];
}

/** Events that touch a common variable share a counter. */
function groupsOf(ground: Ground, drafts: readonly Draft[]): readonly Group[] {
  const groups: { members: Draft[]; variables: Set<string> }[] = [];
  for (const draft of drafts) {
    const variables = touched(ground, draft.step);
    const joined = groups.filter((g) => [...variables].some((v) => g.variables.has(v)));
    const [first, ...rest] = joined;
    if (first === undefined) {
      groups.push({ members: [draft], variables: new Set(variables) });
      continue;
    }
    for (const g of [{ members: [draft], variables }, ...rest]) {
      first.members.push(...g.members);
      for (const v of g.variables) first.variables.add(v);
    }
    for (const g of rest) groups.splice(groups.indexOf(g), 1);
  }
  const order = ground.reader.protocol.slice.map((v) => v.name);
  return groups.map((g) => ({
    members: g.members,
    variables: order.filter((v) => g.variables.has(v)),
  }));
}

function touched(ground: Ground, step: Step): ReadonlySet<string> {
  const { reader, observed, roles } = ground;
  const all = [
    ...guardReads(reader, step).keys(),
    ...fieldReads(reader, step).keys(),
    ...step.updates.map((u) => u.variable),
    ...step.updates.flatMap((u) => [...reader.reads(u.value, u.place).keys()]),
  ];
  return new Set(all.filter((v) => roles.get(v) !== "own" && !observed.has(v)));
}

function counterEvidence(
  { reader }: Ground,
  members: readonly Draft[],
  variables: readonly string[],
): Evidence {
  const place = members[0]?.step.action.place ?? reader.steps[0]?.action.place;
  if (place === undefined) throw new Error("a counter without events");
  const names = [...new Set(members.map((m) => m.step.action.name))];
  if (variables.length === 0)
    return { place, text: `${names.join(", ")} touches nothing but the node's own messages` };
  return {
    place,
    text: `${names.join(", ")} ${names.length > 1 ? "share" : "touches"} ${variables.join(", ")}`,
  };
}

// ------------------------------------------------------------------------------------------------------- components

function componentsOf(
  ground: Ground,
  { step, site, kind }: Draft,
  binds: readonly string[],
  lane: readonly string[],
): readonly Component[] {
  const { reader, sorts } = ground;
  const out: Component[] = [];
  const counters = countersOf(ground);
  const add = (c: Component): void => {
    if (!out.some((o) => fingerprint(o.expr) === fingerprint(c.expr))) out.push(c);
  };
  for (const [name, expr] of site?.record ?? []) {
    if (lane.includes(name) || kind?.fixed.some((f) => f.field === name)) continue;
    const sort = sorts.field(kind?.tag ?? "", name);
    const epoch = counters.find((v) => showsCounter(ground, step, v, expr, site?.condition ?? []));
    if (sort === "number") add({ name, expr, of: "field", epoch });
    if (sort === "sequence")
      add({ name: `Len(${name})`, expr: lengthOf(expr), of: "length", epoch: undefined });
  }
  for (const v of counters.filter((c) => sorts.variable(c) === "number"))
    if (touched(ground, step).has(v))
      add({ name: v, expr: newValue(reader, step, v), of: "counter", epoch: v });
  for (const v of binds)
    if (sorts.variable(v) === "sequence")
      add({ name: `Len(${v})`, expr: lengthOf(newValue(reader, step, v)), of: "length", epoch: undefined });
  if (site === undefined)
    for (const p of step.action.params)
      if (sorts.of(nameExpr(p.name), step) === "number")
        add({ name: p.name, expr: nameExpr(p.name), of: "parameter", epoch: undefined });
  return out;
}

const countersOf = ({ reader, roles }: Ground): readonly string[] =>
  reader.protocol.slice.map((v) => v.name).filter((v) => roles.get(v) === "counter");

/**
 * Is an expression what a counter variable (or its element that the step writes) is after the step? So it is if the
 * larger of it and the old value is written, and it is known not to be below.
 */
export function showsCounter(
  { reader, writes }: Ground,
  step: Step,
  variable: string,
  e: Expr,
  condition: readonly Expr[],
): boolean {
  const print = fingerprint(e);
  const old = reader.sliceField(variable);
  if (fingerprint(newValue(reader, step, variable)) === print) return true;
  return writes.some((w) => {
    if (w.action !== step.action.name || w.variable !== variable) return false;
    if (fingerprint(w.value) === print) return true;
    const larger = stripParens(w.value);
    const arms = larger.kind === "If" ? [larger.then, larger.else] : [];
    return (
      arms.some((x) => fingerprint(x) === print) && orderBy(reader, step, condition, e, old) !== undefined
    );
  });
}

const nowhere = { id: -1, span: { start: 0, end: 0 } };
const nameExpr = (name: string, ...args: readonly Expr[]): Expr => ({
  kind: "Apply",
  ...nowhere,
  path: [],
  name,
  args,
});
const lengthOf = (e: Expr): Expr => nameExpr("Len", e);

/**
 * Continuing wherever the justification needs what the sender's certificates determined before: it reads a variable
 * that is bound, keeps one as it was, or changes one in part.
 */
function chainOf(ground: Ground, { step }: Draft, binds: readonly string[]): CertifiedEvent["chain"] {
  const { reader, writes } = ground;
  const { place } = step.action;
  const reads = new Map([...guardReads(reader, step), ...fieldReads(reader, step)]);
  for (const v of binds) {
    const own = writes.filter((w) => w.action === step.action.name && w.variable === v);
    const partial = own.find((w) => w.form === "partial");
    if (partial !== undefined) return continuing(partial, `writes a part of ${v}`);
    const read = reads.get(v);
    if (read !== undefined) return { kind: "continuing", evidence: { place: read, text: `reads ${v}` } };
    if (own.length === 0) return { kind: "continuing", evidence: { place, text: `leaves ${v} as it was` } };
  }
  const text =
    binds.length === 0 ? "nothing that is bound was there before" : `writes the whole of ${binds.join(", ")}`;
  return { kind: "independent", evidence: { place, text } };
}

const continuing = (w: Write, text: string): CertifiedEvent["chain"] => ({
  kind: "continuing",
  evidence: { place: w.place, text },
});
