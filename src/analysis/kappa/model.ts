/**
 * A module that runs the protocol and records what is certified: the normal form as actions again, without what no
 * certificate depends on, and a variable that only grows.
 *
 *     Vote == \E i \in Server : \E m \in msgs : /\ guards /\ term' = [term EXCEPT ![i] = …]
 *         /\ certs' = certs \cup {<<"Vote", i, <<lane>>, <<components>>, <<content>>>>}
 */
import { initialAt } from "../../protocol/init.js";
import { allNames, freshName, renameBound } from "../../protocol/terms.js";
import { isIncreasing } from "../../protocol/witness.js";
import type { Bound, Definition, Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { prettyModule } from "../../tla/pretty.js";
import { freeNames, mapExpr, walk } from "../../tla/visit.js";
import { newValue } from "../events.js";
import type { Reader, SentRecord, Step } from "../steps.js";
import type { Analysis, CertifiedEvent, SubKind } from "../types.js";
import { type Cone, coneOf, writtenIn } from "./cone.js";
import type { RecordedEvent } from "./types.js";

export interface RecordingModel {
  readonly module: string;
  readonly text: string;
  readonly init: string;
  readonly next: string;
  /** The variable of all certificates; each is ⟨event, sender, lane, components, content⟩. */
  readonly certificates: string;
  /** Variables that say who owns which key. */
  readonly owners: readonly string[];
  readonly events: readonly RecordedEvent[];
}

interface Names {
  readonly certificates: string;
  readonly owners: readonly string[];
  readonly init: string;
  readonly next: string;
  readonly node: string;
  readonly fresh: (wanted: string) => string;
}

/** `put`: definitions that a model puts for constants and for other definitions. */
export function recordingModel(
  reader: Reader,
  analysis: Analysis,
  put: readonly Definition[] = [],
): RecordingModel {
  const names = namesFor(reader, put);
  const cone = coneOf(reader, analysis);
  const { protocol } = reader;
  const module = names.fresh("Recording");
  const slice = protocol.slice.filter((v) => cone.variables.has(v.name));
  const variables = [...slice.map((v) => v.name), protocol.network, names.certificates, ...names.owners];
  const actions = reader.steps
    .filter((s) => cone.actions.has(s.action.name))
    .map((step) =>
      b.definition(
        names.fresh(`Do${step.action.name}`),
        [],
        // LETs are gone: what a definition and what uses it bind may have the same name.
        renameBound(actionOf({ reader, analysis, names, cone, variables }, step), new Set()),
      ),
    );
  const nodes = b.apply(protocol.nodeSet);
  const initial = [
    ...slice.map((v) =>
      b.eq(b.apply(v.name), b.fn([b.bound(names.node, nodes)], initialAt(v, b.apply(names.node)))),
    ),
    b.eq(b.apply(protocol.network), b.set()),
    b.eq(b.apply(names.certificates), b.set()),
    ...protocol.owners.map((o, k) =>
      b.inSet(b.apply(names.owners[k] ?? ""), b.fnSet(b.apply(o.keys), nodes)),
    ),
  ];
  const units: readonly Unit[] = [
    b.extendsUnit(...modulesFor(protocol.extends)),
    ...(protocol.constants.length === 0
      ? []
      : [b.constants(...protocol.constants.map((c) => b.param(c.name, c.arity)))]),
    b.variables(...variables),
    ...declared([...protocol.operators, ...put]),
    b.definition(names.init, [], b.and(initial)),
    ...actions,
    b.definition(names.next, [], b.or(actions.map((a) => b.apply(a.name.text)))),
  ];
  return {
    module,
    text: prettyModule(b.module(module, units), {}),
    init: names.init,
    next: names.next,
    certificates: names.certificates,
    owners: names.owners,
    events: analysis.events.map((e) => recorded(analysis, e)),
  };
}

function namesFor({ protocol }: Reader, put: readonly Definition[]): Names {
  const taken = new Set<string>([protocol.nodeSet, protocol.network, ...protocol.slice.map((v) => v.name)]);
  for (const c of protocol.constants) taken.add(c.name);
  for (const o of [...protocol.operators, ...put]) allNames(o, taken);
  for (const a of protocol.actions) {
    taken.add(a.actor);
    for (const x of [...a.params, ...a.inputs]) taken.add(x.name);
    for (const e of [...a.guards, ...a.updates.map((u) => u.value), ...a.sends.map((s) => s.messages)])
      allNames(e, taken);
    for (const i of a.inputs) for (const f of i.filter) allNames(f, taken);
    for (const l of a.lets) allNames(l, taken);
  }
  const fresh = (wanted: string): string => {
    const made = freshName(wanted, taken);
    taken.add(made);
    return made;
  };
  return {
    certificates: fresh("certificates"),
    owners: protocol.owners.map(() => fresh("owner")),
    init: fresh("Init"),
    next: fresh("Next"),
    node: fresh("node"),
    fresh,
  };
}

function modulesFor(modules: readonly string[]): readonly string[] {
  const numbers = ["Naturals", "Integers", "Reals"].some((m) => modules.includes(m)) ? [] : ["Naturals"];
  return [...new Set([...modules, ...numbers, "Sequences"])];
}

/** Operators that call themselves are declared first. */
function declared(operators: readonly Definition[]): readonly Unit[] {
  return operators.flatMap((o): readonly Unit[] => {
    let isRecursive = false;
    walk(o.body, (node) => {
      if (node.kind === "Apply" && node.name === o.name.text) isRecursive = true;
    });
    return isRecursive ? [b.recursive(b.param(o.name.text, o.params.length)), o] : [o];
  });
}

interface Context {
  readonly reader: Reader;
  readonly analysis: Analysis;
  readonly names: Names;
  readonly cone: Cone;
  readonly variables: readonly string[];
}

/** Binders outermost first, each with the guards that it was the last to be missing for. */
function actionOf(context: Context, step: Step): Expr {
  const { reader, names } = context;
  const { protocol } = reader;
  const { action } = step;
  const actor = b.apply(action.actor);
  const local = (e: Expr): Expr => inSlices(reader, e, actor);
  const binders: Bound[] = [b.bound(action.actor, b.apply(protocol.nodeSet))];
  for (const name of action.order) {
    const param = action.params.find((p) => p.name === name);
    if (param !== undefined) binders.push(b.bound(name, local(param.domain)));
    const input = step.inputs.find((i) => i.name === name);
    const declaredInput = action.inputs.find((i) => i.name === name);
    if (input === undefined || declaredInput === undefined) continue;
    const all = b.apply(protocol.network);
    if (input.mode === "one") binders.push(b.bound(name, all));
    else {
      const matching = b.setFilter(b.bound(input.element, all), b.and(input.filter.map(local)));
      binders.push(
        b.bound(
          name,
          isIncreasing(action, declaredInput) ? b.set(matching) : b.prefix("SUBSET", b.paren(matching)),
        ),
      );
    }
  }
  const owned = action.ownedKey;
  const at = owned === undefined ? -1 : protocol.owners.indexOf(owned.owner);
  const guards = step.guards.map(local);
  if (owned !== undefined)
    guards.unshift(b.eq(b.index(b.apply(names.owners[Math.max(0, at)] ?? ""), b.apply(owned.param)), actor));
  return nested(binders, guards, effects(context, step, local));
}

function nested(binders: readonly Bound[], guards: readonly Expr[], last: readonly Expr[]): Expr {
  const later = binders.flatMap((x) => x.names.map((n) => n.text));
  const make = (k: number, left: readonly Expr[]): Expr => {
    const missing = new Set(later.slice(k));
    const [now, rest] = [left.filter((g) => !needs(g, missing)), left.filter((g) => needs(g, missing))];
    const binder = binders[k];
    return b.and([...now, ...(binder === undefined ? last : [b.exists([binder], make(k + 1, rest))])]);
  };
  return make(0, guards);
}

const needs = (e: Expr, names: ReadonlySet<string>): boolean => [...freeNames(e)].some((n) => names.has(n));

function inSlices(reader: Reader, e: Expr, actor: Expr): Expr {
  return mapExpr(e, (node) => {
    const variable = reader.variable(node);
    return variable === undefined || node.kind !== "Field" ? node : b.index(b.apply(variable), actor);
  });
}

function effects(context: Context, step: Step, local: (e: Expr) => Expr): readonly Expr[] {
  const { reader, cone, names, variables } = context;
  const { network } = reader.protocol;
  const updates = writtenIn(reader, cone, step);
  const sent = step.sends.filter((s) => cone.tags.has(s.tag)).map((s) => sentSet(context, s, local));
  const certified = context.analysis.events
    .filter((e) => e.action === step.action.name)
    .flatMap((e) => certificatesOf(context, step, e, local));
  const grown = (variable: string, sets: readonly Expr[]): Expr =>
    b.eq(
      b.prime(b.apply(variable)),
      sets.reduce<Expr>((all, s) => b.union(all, s), b.apply(variable)),
    );
  const out = updates.map((u) =>
    b.eq(
      b.prime(b.apply(u.variable)),
      b.except(b.apply(u.variable), [[[[b.apply(step.action.actor)]], local(u.value)]]),
    ),
  );
  const changed = new Set(updates.map((u) => u.variable));
  if (sent.length > 0) changed.add(network);
  if (certified.length > 0) changed.add(names.certificates);
  return [
    ...out,
    ...(sent.length > 0 ? [grown(network, sent)] : []),
    ...(certified.length > 0 ? [grown(names.certificates, certified)] : []),
    ...(variables.some((v) => !changed.has(v))
      ? [b.unchanged(...variables.filter((v) => !changed.has(v)))]
      : []),
  ];
}

/** The messages of a record, without fields that nobody inside looks at. */
function sentSet({ cone }: Context, s: SentRecord, local: (e: Expr) => Expr): Expr {
  const fields = [...s.fields].filter(([f]) => cone.fields.has(`${s.tag} ${f}`));
  return setOf(s, b.record(fields.map(([f, e]) => [f, local(e)] as const)), local);
}

function setOf(
  { bounds, condition }: Pick<SentRecord, "bounds" | "condition">,
  element: Expr,
  local: (e: Expr) => Expr,
): Expr {
  const over = bounds.map((x) => (x.domain === undefined ? x : { ...x, domain: local(x.domain) }));
  const all = over.length === 0 ? b.set(element) : b.setMap(element, over);
  return condition.length === 0
    ? all
    : b.paren(b.ifThenElse(b.and(condition.map((c) => b.paren(local(c)))), all, b.set()));
}

function certificatesOf(
  { reader, analysis }: Context,
  step: Step,
  event: CertifiedEvent,
  local: (e: Expr) => Expr,
): readonly Expr[] {
  const kind = analysis.subKinds.find((k) => k.name === event.subKind);
  const lane = analysis.counters.find((c) => c.name === event.counter)?.lane ?? [];
  const bound = event.binds.map((v) => local(newValue(reader, step, v)));
  const tuple = (items: readonly Expr[]): Expr => b.tuple(...items.map((i) => local(i)));
  const components = tuple(event.components.map((c) => c.expr));
  const actor = b.apply(step.action.actor);
  if (kind === undefined)
    return [b.set(b.tuple(b.str(event.name), actor, b.tuple(), components, b.tuple(...bound)))];
  return kind.sites
    .filter((s) => s.action === step.action.name)
    .map((site) => {
      const value = (field: string): Expr => site.record.get(field) ?? b.str("");
      const certificate = b.tuple(
        b.str(event.name),
        actor,
        tuple(lane.map(value)),
        components,
        b.tuple(...contentFields(kind).map((f) => local(value(f.name))), ...bound),
      );
      return setOf(site, certificate, local);
    });
}

const contentFields = (kind: SubKind): SubKind["fields"] =>
  kind.fields.filter((f) => f.class === "bound" || f.class === "free");

function recorded(analysis: Analysis, event: CertifiedEvent): RecordedEvent {
  const kind = analysis.subKinds.find((k) => k.name === event.subKind);
  const fields = kind === undefined ? [] : contentFields(kind);
  return {
    name: event.name,
    counter: event.counter,
    components: event.components.map((c) => c.name),
    content: [
      ...fields.map((f) => ({ name: f.name, bound: f.class === "bound" })),
      ...event.binds.map((name) => ({ name, bound: true })),
    ],
  };
}
