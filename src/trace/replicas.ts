/**
 * What logs of replicas are matched with: a module that extends the hybrid, in which a step is any event of any node, and
 * the mapping of the logs to it. Nobody writes a mapping for generated replicas: the protocol says which parameters,
 * inputs and variables there are.
 *
 *     {"node": "s1", "index": 2, "action": "Vote", "inputs": {"m": {…}}, "changed": {"votedFor": "s3"}, "out": {…}}
 *  ⇒  TakeVote(s1, [action |-> "Vote", m |-> …]), and after it
 *     certified.out = …   slice[s1].votedFor = s3   slice[s1].log = slice[s1].log (as before the step)   …
 *
 * A step of a correct node is one of the hybrid's, except that its inputs may be any part of what was sent (the hybrid's
 * next-state relation takes, for the sake of fewer states, all messages that fit); one of a Byzantine node passes every
 * check of its receivers. The guard stands first and by itself, so that a rejection names the conjunct that is false.
 */
import { type Mapping, mappingOf } from "../conform/mapping/mapping.js";
import type { Subject } from "../conform/prepare.js";
import { allNames, freshName } from "../protocol/terms.js";
import type { LocalAction, Protocol } from "../protocol/types.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { importsOf } from "../resolve/imports.js";
import { type ModuleSource, resolve } from "../resolve/resolve.js";
import { loadText } from "../spec/modules.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type CfgItem, parseCfg, printCfg } from "../tla/cfg.js";
import { parseModule } from "../tla/parse.js";
import { units } from "../tla/quote.js";
import { model as modelValue, partsOf, setOf, toExpr, type Value } from "../tla/value.js";
import { substitute } from "../tla/visit.js";
import type { Transformed } from "../transform/history/index.js";
import { draftText } from "../transform/pass.js";
import type { Run } from "./collect.js";
import { valueOfJson } from "./json-value.js";

export interface ReplicaSetting {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  readonly run: Run;
  /** The specification's constants, without those of the hybrid. */
  readonly constants: readonly CfgItem[];
  /** Of the specification, as the hybrid carries them: they speak of correct nodes. */
  readonly invariants: readonly string[];
  /** The names of model values: strings of the logs that are spelled like one are that one. */
  readonly models: ReadonlySet<string>;
}

export interface ReplicaSubject {
  readonly subject: Subject;
  readonly mapping: Mapping;
}

interface Names {
  readonly of: (wanted: string) => string;
  /** The operator of an action's event: of a correct node, and of one that its receivers checked. */
  readonly taken: (action: string) => string;
  readonly claimed: (action: string) => string;
}

/** Throws a DiagnosticError. */
export async function replicaSubject(setting: ReplicaSetting): Promise<ReplicaSubject> {
  const { protocol, hybrid } = setting;
  const last = hybrid.stages.at(-1);
  const module = `Trace${protocol.module}`;
  const used = new Set<string>([...Object.values(hybrid.words.of), module]);
  for (const unit of last?.draft.units ?? []) allNames(unit, used);
  const given = new Map<string, string>();
  const of = (wanted: string): string => {
    const known = given.get(wanted) ?? freshName(wanted, used);
    used.add(known);
    given.set(wanted, known);
    return known;
  };
  const names: Names = { of, taken: (a) => of(`Take${a}`), claimed: (a) => of(`Claim${a}`) };
  const { definitions, items } = constantsOf(setting, names);
  const text = draftText({
    name: module,
    // What depends on the run comes last: places of steps are the same for all runs.
    units: [
      b.extendsUnit(hybrid.name),
      ...stepUnits(setting, names),
      ...definitions,
      ...initUnits(setting, names),
    ],
    comments: new Map(),
  });
  const spec = await linked([`${hybrid.name}.tla`, last?.text ?? ""], [`${module}.tla`, text]);
  const { cfg } = parseCfg(`${module}.cfg`, printCfg({ entries: items }));
  return {
    subject: { file: `${module}.tla`, spec, cfg, steps: names.of("TraceSteps") },
    mapping: mappingOf(`the logs of ${protocol.module}'s replicas`, mappingContent(setting, names)),
  };
}

/** The hybrid with the module that extends it; neither is a file. */
async function linked(hybrid: readonly [string, string], trace: readonly [string, string]) {
  const parsed = [hybrid, trace].map(([file, text]) => {
    const { parsed: module, diagnostics } = parseModule(file, text);
    if (module === undefined) throw new DiagnosticError(diagnostics);
    return module;
  });
  const [below, above] = parsed;
  if (below === undefined || above === undefined) throw new Error("a module is missing");
  const library = importsOf(below.module).map((name) => name.text);
  const standard = `---- MODULE Standard ----\nEXTENDS ${["TLC", ...library].join(", ")}\n====\n`;
  const { spec: loaded, diagnostics } = await loadText("Standard.tla", standard, "/");
  if (loaded === undefined) throw new DiagnosticError(diagnostics);
  const sources = new Map<string, ModuleSource>([...loaded.modules]);
  sources.delete("Standard");
  sources.set(below.module.name.text, { parsed: below, origin: "file" });
  const { spec, diagnostics: found } = resolve(above, sources);
  if (spec === undefined) throw new DiagnosticError(found);
  return spec;
}

// ------------------------------------------------------------------------------------------------------ module

function stepUnits(setting: ReplicaSetting, names: Names): readonly Unit[] {
  const { protocol, hybrid, run } = setting;
  const w = hybrid.words.of;
  const [q, e] = [w.node, w.event];
  const slice = b.index(b.apply(w.slices), b.apply(q));
  const checks = (action: LocalAction): readonly Expr[] => [
    b.infix("\\subseteq", b.apply(w.inputs, b.apply(e)), b.apply(protocol.network)),
    b.apply(hybrid.words.part(action.name, "guard"), b.apply(q), slice, b.apply(e)),
  ];
  const steps = protocol.actions.flatMap((action) => [
    b.definition(
      names.taken(action.name),
      [q, e],
      b.and([
        b.notIn(b.apply(q), b.apply(w.byz)),
        ...checks(action),
        b.apply(w.perform, b.apply(q), b.apply(e)),
      ]),
    ),
    b.definition(
      names.claimed(action.name),
      [q, e],
      b.and([
        b.inSet(b.apply(q), b.apply(w.byz)),
        ...checks(action),
        b.apply(w.claim, b.apply(q), slice, b.apply(e)),
      ]),
    ),
  ]);
  const ways = protocol.actions.flatMap(({ name }) =>
    [names.taken(name), names.claimed(name)].map((operator) => b.apply(operator, b.apply(q), b.apply(e))),
  );
  // The same for what can be gone through: the events that the hybrid itself has nodes try.
  const tried = [names.taken, ...(run.byzantine.length === 0 ? [] : [names.claimed])].flatMap((operator) =>
    protocol.actions.map(({ name }) => {
      const events = b.apply(hybrid.words.part(name, "events"), b.apply(q), slice, b.apply(protocol.network));
      return b.exists(b.bound(e, events), b.apply(operator(name), b.apply(q), b.apply(e)));
    }),
  );
  const any = b.exists(b.bound(q, b.apply(protocol.nodeSet)), b.exists(b.bound(e), b.or(ways)));
  return [
    ...steps,
    b.definition(names.of("TraceNext"), [], any),
    b.definition(names.of("TraceSteps"), [], b.exists(b.bound(q, b.apply(protocol.nodeSet)), b.or(tried))),
  ];
}

function initUnits(setting: ReplicaSetting, names: Names): readonly Unit[] {
  const w = setting.hybrid.words.of;
  const owners = ownerExpr(setting, names, w.pick);
  const init = b.and([...(owners === undefined ? [] : [b.eq(b.apply(w.owner), owners)]), b.apply(w.init)]);
  return [
    ...units`${names.of("Unseen")} == [${w.pick} \in {} |-> {}]`,
    b.definition(names.of("TraceInit"), [], init),
  ];
}

/** Whose each key is: who acted for it; the first node where nobody did. */
function ownerExpr(setting: ReplicaSetting, names: Names, bound: string): Expr | undefined {
  const { protocol, run } = setting;
  const [owner] = protocol.owners;
  if (owner === undefined) return undefined;
  const encode = (json: unknown): Expr => written(setting, names, decoded(json, setting.models));
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

/** Model values that the module's text can only name if it declares them. */
function undeclared({ protocol, models }: ReplicaSetting): readonly string[] {
  const declared = new Set(protocol.constants.map((c) => c.name));
  return [...models].filter((m) => !declared.has(m));
}

function written(setting: ReplicaSetting, names: Names, value: Value): Expr {
  const own = new Map(undeclared(setting).map((m) => [m, b.apply(names.of(m))]));
  return substitute(toExpr(value), own);
}

/** Values with strings are written in the module: TLC's configuration files know no escapes in strings. */
function constantsOf(setting: ReplicaSetting, names: Names) {
  const { protocol, hybrid, run, models } = setting;
  const w = hybrid.words.of;
  const definitions: Unit[] = [];
  const items: CfgItem[] = [];
  const owners = protocol.owners.length > 0;
  const isNeeded =
    owners || setting.constants.some((c) => c.kind === "constant" && hasText(c.value) && hasModel(c.value));
  const aliases = isNeeded ? undeclared(setting) : [];
  for (const name of aliases) items.push({ kind: "constant", name: names.of(name), value: modelValue(name) });
  if (aliases.length > 0) definitions.push(b.constants(...aliases.map(names.of)));
  for (const item of setting.constants) {
    if (item.kind !== "constant" || !hasText(item.value)) {
      items.push(item);
      continue;
    }
    const operator = names.of(`Given${item.name}`);
    definitions.push(b.definition(operator, [], written(setting, names, item.value)));
    items.push({ kind: "substitution", name: item.name, module: undefined, operator });
  }
  const asks = protocol.actions.some((a) => a.params.some((p) => p.client));
  const empty = [w.alphabet, w.off, w.can, ...(asks ? [w.unasked] : [])];
  items.push(
    { kind: "constant", name: w.byz, value: setOf(run.byzantine.map((n) => decoded(n, models))) },
    ...empty.map((name): CfgItem => ({ kind: "constant", name, value: setOf([]) })),
    { kind: "constant", name: w.forge, value: { kind: "bool", value: false } },
    { kind: "substitution", name: w.seen, module: undefined, operator: names.of("Unseen") },
    { kind: "definition", keyword: "INIT", name: names.of("TraceInit") },
    { kind: "definition", keyword: "NEXT", name: names.of("TraceNext") },
  );
  return { definitions, items };
}

const hasText = (value: Value): boolean => value.kind === "string" || partsOf(value).some(hasText);
const hasModel = (value: Value): boolean => value.kind === "model" || partsOf(value).some(hasModel);

// ----------------------------------------------------------------------------------------------------- mapping

function mappingContent({ protocol, hybrid, run, invariants }: ReplicaSetting, names: Names): unknown {
  const w = hybrid.words.of;
  const node = names.of("self");
  const rule = (action: LocalAction, isOwn: boolean): unknown => {
    const fields = [
      `${w.tag} |-> "${action.name}"`,
      ...action.params.map(({ name }) => `${name} |-> recorded($.args.${name})`),
      ...action.inputs.map(({ name }) => `${name} |-> recorded($.inputs.${name})`),
    ];
    const operator = isOwn ? names.taken(action.name) : names.claimed(action.name);
    const changed = protocol.slice.map(({ name }) => {
      const path = `${w.slices}[${node}].${name}`;
      return [path, `recorded($.changed.${name}?) ?? ${path}`] as const;
    });
    return {
      on: action.name,
      title: isOwn ? action.name : `${action.name} of a Byzantine node, as its receivers check it`,
      if: isOwn ? "$.changed" : "~$.changed",
      do: `${operator}(${node}, [${fields.join(", ")}])`,
      after: { [`${w.certified}.out`]: "recorded($.out)", ...(isOwn ? Object.fromEntries(changed) : {}) },
    };
  };
  const ways = (action: LocalAction): readonly unknown[] =>
    [true, false]
      .filter((isOwn) =>
        run.events.some((e) => e.action === action.name && run.byzantine.includes(e.node) !== isOwn),
      )
      .map((isOwn) => rule(action, isOwn));
  return {
    let: { [node]: "recorded($.node)" },
    log: {
      name: "$.action",
      node: "$.node",
      files: "merged",
      sequence: { path: "$.index", first: 1 },
      ...(run.ended ? { end: { if: "$.end", count: "$.end" } } : {}),
    },
    events: protocol.actions.flatMap(ways),
    invariants,
  };
}
