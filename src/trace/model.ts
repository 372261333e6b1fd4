/**
 * A recorded run as a TLA+ module that extends the hybrid specification: the run is a constant sequence, and step k of
 * the module is event k. Every event carries all its choices, so there is exactly one behaviour; TLC's only work is to
 * evaluate it. It goes as far as the specification allows, and the number of its states says how far that was.
 *
 * What a step checks, for event e of node q:
 *  - its inputs were sent before; the step function allows it (for a Byzantine node: its certified event passes every
 *    check of the receivers);
 *  - it sends exactly the messages recorded;
 *  - the variables recorded as changed have the values recorded, and the others stay as they were.
 * A node may consume any part of what was sent: a set of inputs is as recorded, not all messages that fit (which is how
 * the hybrid's own next-state relation, for the sake of fewer states, takes them).
 */
import { allNames, freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { units } from "../tla/quote.js";
import { model as modelValue, setOf, type Value } from "../tla/value.js";
import type { Transformed } from "../transform/history/index.js";
import { draftText } from "../transform/pass.js";
import type { GeneratedModule } from "../transform/seen.js";
import type { Run } from "./collect.js";
import type { RecordedEvent } from "./format.js";
import { interner } from "./intern.js";
import { valueOfJson } from "./json-value.js";

export interface TraceSetting {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  readonly run: Run;
  /** The specification's constants, without those of the hybrid. */
  readonly constants: readonly CfgItem[];
  /** The names of model values: strings of the logs that are spelled like one are that one. */
  readonly models: ReadonlySet<string>;
}

export interface TraceModel extends GeneratedModule {
  readonly units: readonly Unit[];
  /** Names that the module uses, for additions to it. */
  readonly names: ReturnType<typeof traceNames> & { readonly taken: ReadonlySet<string> };
}

export function traceModel(setting: TraceSetting): TraceModel {
  const { protocol, hybrid, run, models } = setting;
  const w = hybrid.words.of;
  const module = `Trace${protocol.module}`;
  const taken = new Set<string>([...Object.values(w), module]);
  for (const unit of hybrid.stages.at(-1)?.draft.units ?? []) allNames(unit, taken);
  const fresh = (name: string): string => {
    const made = freshName(name, taken);
    taken.add(made);
    return made;
  };
  const declared = new Set(protocol.constants.map((c) => c.name));
  const aliases = new Map([...models].filter((m) => !declared.has(m)).map((m) => [m, fresh(m)] as const));
  const names = traceNames(fresh);
  const tableNames = new Map<number, string>();
  const values = interner(
    (depth) => {
      const name = tableNames.get(depth) ?? fresh(`Values${depth}`);
      tableNames.set(depth, name);
      return name;
    },
    (name) => aliases.get(name) ?? name,
  );
  const encode = (json: unknown): Expr => values.expr(decoded(json, models));
  const contents = contentsOf(run.events);
  const events = run.events.map((e) => eventExpr(e, protocol, w.tag, contents, encode));
  const rows = run.events.map((e) => rowExpr(e, encode));
  const owners = ownerExpr(setting, encode, w.pick);
  const written = setting.constants.flatMap((c) =>
    c.kind === "constant" && hasText(c.value)
      ? [{ name: c.name, operator: fresh(`Given${c.name}`), value: values.expr(c.value) }]
      : [],
  );
  const asks = setting.protocol.actions.some((a) => a.params.some((p) => p.client));
  const body: Unit[] = [
    b.extendsUnit(hybrid.name, "TLC"),
    ...(aliases.size > 0 ? [b.constants(...aliases.values())] : []),
    b.variables(names.at),
    ...values.tables(),
    ...written.map((x) => b.definition(x.operator, [], x.value)),
    b.definition(names.events, [], b.tuple(...events)),
    b.definition(names.trace, [], b.tuple(...rows)),
    ...stepUnits(setting, names, owners),
  ];
  return {
    module,
    text: draftText({ name: module, units: body, comments: new Map() }),
    units: body,
    names: { ...names, taken },
    cfg: [
      ...setting.constants.filter((c) => c.kind !== "constant" || !written.some((x) => x.name === c.name)),
      ...written.map(
        (x): CfgItem => ({ kind: "substitution", name: x.name, module: undefined, operator: x.operator }),
      ),
      ...[...aliases].map(([m, name]): CfgItem => ({ kind: "constant", name, value: modelValue(m) })),
      { kind: "constant", name: w.byz, value: setOf(run.byzantine.map((n) => decoded(n, models))) },
      { kind: "constant", name: w.alphabet, value: setOf([]) },
      { kind: "constant", name: w.off, value: setOf([]) },
      { kind: "constant", name: w.can, value: setOf([]) },
      ...(asks ? [{ kind: "constant", name: w.unasked, value: setOf([]) } as const] : []),
      { kind: "constant", name: w.forge, value: { kind: "bool", value: false } },
      { kind: "substitution", name: w.seen, module: undefined, operator: names.unseen },
      { kind: "definition", keyword: "SPECIFICATION", name: names.spec },
      { kind: "definition", keyword: "VIEW", name: names.view },
      { kind: "deadlock", check: false },
    ],
  };
}

/** TLC's configuration files know no escapes in strings: values with strings are written in the module. */
function hasText(value: Value): boolean {
  switch (value.kind) {
    case "string":
      return true;
    case "set":
    case "tuple":
      return value.items.some(hasText);
    case "record":
      return value.fields.some(([, v]) => hasText(v));
    case "function":
      return value.pairs.some(([k, v]) => hasText(k) || hasText(v));
    default:
      return false;
  }
}

function traceNames(fresh: (name: string) => string) {
  return {
    at: fresh("at"),
    trace: fresh("Trace"),
    events: fresh("Events"),
    unseen: fresh("Unseen"),
    init: fresh("TraceInit"),
    step: fresh("TraceStep"),
    next: fresh("TraceNext"),
    spec: fresh("TraceSpec"),
    view: fresh("TraceView"),
    row: fresh("t"),
  };
}

function stepUnits(
  setting: TraceSetting,
  names: ReturnType<typeof traceNames>,
  owners: Expr | undefined,
): readonly Unit[] {
  const w = setting.hybrid.words.of;
  const [e, t, x] = [w.event, names.row, w.pick];
  const network = setting.protocol.network;
  const init = b.and([
    ...(owners === undefined ? [] : [b.eq(b.apply(w.owner), owners)]),
    b.apply(w.init),
    b.eq(b.apply(names.at), b.num(0)),
  ]);
  return units`
${names.unseen} == [${x} \in {} |-> {}]
${names.init} == ${init}
${names.step}(${t}, ${e}) ==
  /\ ${w.inputs}(${e}) \subseteq ${network}
  /\ IF ${t}.node \in ${w.byz}
     THEN ${w.claim}(${t}.node, ${w.slices}[${t}.node], ${e})
     ELSE ${w.perform}(${t}.node, ${e})
  /\ ${w.certified}'.out = ${t}.out
  /\ ${t}.known => \A ${x} \in DOMAIN ${w.slices}'[${t}.node] :
       ${w.slices}'[${t}.node][${x}] =
         (IF ${x} \in ${t}.names THEN ${t}.changed[${x}] ELSE ${w.slices}[${t}.node][${x}])
${names.next} ==
  /\ ${names.at} < ${b.num(setting.run.events.length)}
  /\ ${names.step}(${names.trace}[${names.at} + 1], ${names.events}[${names.at} + 1])
  /\ ${names.at}' = ${names.at} + 1
${names.spec} == ${names.init} /\ [][${names.next}]_<<${w.vars}, ${names.at}>>
${names.view} == ${names.at}`;
}

/** The content of every message, by its identity. */
function contentsOf(events: readonly RecordedEvent[]): ReadonlyMap<string, unknown> {
  return new Map(events.flatMap((e) => e.out.map((id, k) => [id, e.messages[k]] as const)));
}

/** `[action |-> "Vote", m |-> …]`, as the step function takes it. */
function eventExpr(
  event: RecordedEvent,
  protocol: Protocol,
  tag: string,
  contents: ReadonlyMap<string, unknown>,
  encode: (json: unknown) => Expr,
): Expr {
  const action = protocol.actions.find((a) => a.name === event.action);
  const inputs = (action?.inputs ?? []).map((input) => {
    const messages = (event.inputs[input.name] ?? []).map((id) => contents.get(id));
    return [input.name, encode(input.mode === "one" ? messages[0] : { "#set": messages })] as const;
  });
  const params = Object.entries(event.args).map(([name, json]) => [name, encode(json)] as const);
  return b.record([[tag, b.str(event.action)], ...params, ...inputs]);
}

function rowExpr(event: RecordedEvent, encode: (json: unknown) => Expr): Expr {
  const changed = Object.entries(event.changed ?? {}).map(([name, json]) => [name, encode(json)] as const);
  return b.record([
    ["node", encode(event.node)],
    ["out", encode({ "#set": event.messages })],
    ["known", b.bool(event.changed !== undefined)],
    ["names", b.set(...changed.map(([name]) => b.str(name)))],
    ["changed", changed.length === 0 ? b.tuple() : b.record(changed)],
  ]);
}

/** Whose each key is: who acted for it; the first node where nobody did. */
function ownerExpr(
  { protocol, run }: TraceSetting,
  encode: (json: unknown) => Expr,
  bound: string,
): Expr | undefined {
  const [owner] = protocol.owners;
  if (owner === undefined) return undefined;
  const known = new Map<string, { readonly key: Expr; readonly node: Expr }>();
  // What correct nodes did counts before what Byzantine ones claim.
  const order = [
    ...run.events.filter((e) => !run.byzantine.includes(e.node)),
    ...run.events.filter((e) => run.byzantine.includes(e.node)),
  ];
  for (const event of order) {
    const param = protocol.actions.find((a) => a.name === event.action)?.ownedKey?.param;
    const key = param === undefined ? undefined : event.args[param];
    if (key === undefined || known.has(JSON.stringify(key))) continue;
    known.set(JSON.stringify(key), { key: encode(key), node: encode(event.node) });
  }
  const arms = [...known.values()].map((k) => [b.eq(b.apply(bound), k.key), k.node] as const);
  const other = encode(run.nodes[0]);
  const value = arms.length === 0 ? other : b.caseOf([...arms, [undefined, other]]);
  return b.fn(b.bound(bound, b.apply(owner.keys)), value);
}

/** Reading the logs refused what is no value. */
function decoded(json: unknown, models: ReadonlySet<string>): Value {
  const value = valueOfJson(json, models);
  if (value === undefined) throw new Error(`not a value: ${JSON.stringify(json)}`);
  return value;
}
