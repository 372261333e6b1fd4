/** A specification, a model and a mapping as something that lines can be matched with. */
import { compileLowered } from "../engine/compile.js";
import { Explainer } from "../engine/explain/explain-action.js";
import { Places } from "../engine/explain/explain-places.js";
import { interpretModel } from "../engine/interpret/interpret-model.js";
import type { NamedIr } from "../engine/lower/ir.js";
import { actionsOf, type LoweredModel, lowerModel } from "../engine/lower/lowered.js";
import type { CompiledModel } from "../engine/model.js";
import { newContext } from "../engine/natives/natives-context.js";
import { Bank, type Ref } from "../engine/values/bank.js";
import { allNames } from "../protocol/terms.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { type ModuleSource, type Resolved, resolve } from "../resolve/resolve.js";
import type { ResolvedSpec } from "../resolve/types.js";
import { loadText } from "../spec/modules.js";
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type Cfg, type CfgItem, cfgItems, cfgNames, parseCfg, printCfg } from "../tla/cfg.js";
import { parseModule } from "../tla/parse.js";
import { model as modelValue } from "../tla/value.js";
import { mappingFault, type Where } from "./faults.js";
import { type Column, Columns } from "./mapping/columns.js";
import { Expressions } from "./mapping/expressions.js";
import { Labels } from "./mapping/labels.js";
import type { Mapping } from "./mapping/mapping.js";
import type { EventRule, MappingFile } from "./mapping/mapping-schema.js";
import { checkEventNames, nameCheck } from "./mapping/names.js";
import { type LineTest, lineTest } from "./rules/line-test.js";
import { type ModuleParts, type OwnModule, ownModule } from "./rules/module.js";
import { behaviourOf } from "./rules/next.js";
import { deltaOperators } from "./rules/rule-delta.js";
import type { RuleContext } from "./rules/rule-parts.js";
import type { Phase, Rule } from "./rules/rule-types.js";
import { bootRule, eventRule, silentRule } from "./rules/rules.js";
import { withSilentColumns } from "./rules/silent-columns.js";

export interface Subject {
  /** The specification's file, absolute. */
  readonly file: string;
  readonly spec: ResolvedSpec;
  readonly cfg: Cfg | undefined;
  /** An operator that takes the steps of Next one by one, where Next says them in a way that nobody can go through. */
  readonly steps?: string;
}

/** A rule of `events` with what says which lines it is for. */
export interface LineRule {
  readonly rule: Rule;
  readonly source: EventRule;
  readonly on: readonly (string | null)[];
  readonly test: LineTest | undefined;
  /** The columns that the test reads. */
  readonly tested: readonly Column[];
}

/** What both engines need. */
export interface Prepared {
  readonly mapping: Mapping;
  readonly expressions: Expressions;
  readonly lineRules: readonly LineRule[];
  readonly silent: readonly Rule[];
  /** What a node's start-up lines are read by; also the last of `lineRules`. */
  readonly boot: LineRule | undefined;
  readonly parts: ModuleParts;
  /** Of the specification's model, without what says which behaviour is meant. */
  readonly cfg: readonly CfgItem[];
  /** What says which behaviour is meant. */
  readonly behaviour: readonly CfgItem[];
  readonly invariants: readonly string[];
  readonly warnings: readonly Diagnostic[];
  readonly own: OwnProgram;
}

/** The rules as a program of our engine. */
export interface OwnProgram {
  readonly module: OwnModule;
  readonly lowered: LoweredModel;
  readonly model: CompiledModel;
  readonly explainer: Explainer;
  /** The disjuncts of Next; made when they are first asked for. */
  readonly steps: () => readonly NamedIr[];
  /** The action of each phase. */
  readonly actionOf: ReadonlyMap<Phase, number>;
  /** The cell of each column's variable. */
  readonly cellOf: ReadonlyMap<string, number>;
  /** The cells of variables that keep what a line took. */
  readonly keptCells: readonly number[];
  /** Values of the mapping's maps, by map and by what is logged. */
  readonly maps: ReadonlyMap<string, ReadonlyMap<string, Ref>>;
  readonly renames: ReadonlyMap<string, readonly Ref[]>;
  /** Model values that the model has. */
  readonly modelValues: ReadonlySet<string>;
  readonly absent: Ref;
}

/** Throws a DiagnosticError. `constants`: what lines say of constants, as TLA+ by name. */
export async function prepare(
  subject: Subject,
  mapping: Mapping,
  constants: ReadonlyMap<string, string> = new Map(),
): Promise<Prepared> {
  const { content, whereOf } = mapping;
  const { spec } = subject;
  const taken = namesOf(spec);
  const needed = { modules: new Set<string>(), models: new Set<string>() };
  const columns = new Columns(taken);
  const absent = columns.fresh("Absent");
  for (const kind of ["let", "maps"] as const)
    for (const name of Object.keys(content[kind] ?? {}))
      if (spec.root.names.has(name))
        throw new DiagnosticError([mappingFault.clash(whereOf(`${kind}.${name}`), name)]);
  const { behaviour, names, items, opaque } = modelOf(subject, content);
  const check = nameCheck(spec, content, modelValuesIn(items), needed);
  const labels = new Labels(spec);
  const expressions = new Expressions(
    columns,
    absent,
    new Set(Object.keys(content.maps ?? {})),
    content.let ?? {},
    whereOf,
    check,
    labels,
  );
  const init = isFormula(content.init)
    ? expressions.read(content.init, whereOf("init")).expr
    : behaviour.init;
  const warnings: Diagnostic[] = [];
  const context: RuleContext = {
    spec,
    mapping: content,
    expressions,
    labels,
    next: behaviour.next,
    opaque,
    whereOf,
    variables: spec.root.variables.map((v) => v.name),
    warnings,
    delta: content.delta === undefined ? undefined : deltaOperators(expressions, content.delta, whereOf),
    kept: [],
  };
  checkEventNames(content, whereOf);
  const eventRules = content.events.flatMap((rule, i) =>
    copies(rule).map((copy) => lineRule(context, copy, i)),
  );
  const boot = content.boot === undefined ? undefined : bootLine(context, content.boot);
  const silent = (content.silent ?? []).map((rule, i) => silentRule(context, rule, i));
  const lineRules = eventRules.map((line): LineRule => {
    const rule = withSilentColumns(line.rule, line.on, silent, content.silent ?? []);
    return { ...line, rule };
  });
  if (boot !== undefined) lineRules.push(boot);
  const definitions = [
    ...constantDefinitions(constants, columns),
    ...tableDefinitions(expressions, content, whereOf),
  ];
  const phases = [...lineRules.map((l) => l.rule), ...silent].flatMap((r) => r.phases);
  const parts: ModuleParts = {
    root: spec.root.name,
    extended: [...needed.modules],
    models: [...needed.models],
    absent,
    rootConstants: spec.root.constants.map((c) => c.name),
    init,
    next: behaviour.next,
    phases,
    kept: context.kept,
    definitions: [...definitions.map((d) => d.definition), ...(context.delta?.units ?? [])],
    fresh: (wanted) => columns.fresh(wanted),
  };
  const replaced: CfgItem[] = definitions.flatMap(({ constant, definition }) =>
    constant === undefined
      ? []
      : [
          {
            kind: "substitution",
            name: constant,
            module: undefined,
            operator: definition.name.text,
          } as const,
        ],
  );
  const cfg: readonly CfgItem[] = [
    ...items.filter((i) => !("name" in i) || !replaced.some((r) => "name" in r && r.name === i.name)),
    ...replaced,
    ...[absent, ...needed.models].map(
      (name): CfgItem => ({ kind: "constant", name, value: modelValue(name) }),
    ),
  ];
  const invariants = [
    ...(subject.cfg === undefined ? [] : cfgNames(subject.cfg, "INVARIANT")),
    ...(content.invariants ?? []),
  ];
  for (const name of content.invariants ?? [])
    if (spec.root.names.get(name)?.declaration.kind !== "operator")
      throw new DiagnosticError([mappingFault.noInvariant(whereOf("invariants"), name)]);
  const own = await ownProgram(subject, { parts, cfg, invariants, definitions });
  return {
    ...{ mapping, expressions, lineRules, silent, parts, cfg, invariants, warnings, own, boot },
    behaviour: names,
  };
}

function namesOf(spec: ResolvedSpec): Set<string> {
  const taken = new Set<string>();
  for (const module of spec.modules.values()) {
    if (module.origin === "library") for (const name of module.names.keys()) taken.add(name);
    else allNames(module.module, taken);
    taken.add(module.name);
  }
  return taken;
}

/** A rule whose action is `$name` is one for each name. */
function copies(
  rule: EventRule,
): readonly { readonly rule: EventRule; readonly on: readonly (string | null)[] }[] {
  const on = Array.isArray(rule.on) ? rule.on : [rule.on];
  const texts = JSON.stringify(rule.do);
  if (!texts.includes("$name")) return [{ rule, on }];
  return on.map((name) => ({
    rule: { ...rule, do: JSON.parse(texts.replaceAll("$name", String(name))) as EventRule["do"] },
    on: [name],
  }));
}

function lineRule(context: RuleContext, copy: ReturnType<typeof copies>[number], index: number): LineRule {
  const suffix =
    copy.on.length === 1 && JSON.stringify(context.mapping.events[index]?.do).includes("$name")
      ? `_${String(copy.on[0]).replace(/\W/g, "_")}`
      : "";
  const rule = eventRule(context, copy.rule, index, suffix);
  const test = copy.rule.if;
  const read =
    test === undefined ? undefined : context.expressions.read(test, context.whereOf(`events[${index}].if`));
  return {
    rule,
    source: copy.rule,
    on: copy.on,
    test: read === undefined ? undefined : lineTest(context.expressions, read),
    tested: read?.columns ?? [],
  };
}

/** Names find no rule of it: which lines are start-up lines is found out before. */
function bootLine(context: RuleContext, boot: NonNullable<MappingFile["boot"]>): LineRule {
  const source: EventRule = { on: [], do: "none" };
  return { rule: bootRule(context, boot), source, on: [], test: undefined, tested: [] };
}

/** A formula in the place of the name of one. */
const isFormula = (init: string | undefined): init is string => init !== undefined && !/^\w+$/.test(init);

/** What of the model says which behaviour is meant, or bounds a search: replaced, or of no use here. */
const dropped = new Set<string>([
  ...["SPECIFICATION", "INIT", "NEXT", "INVARIANT", "PROPERTY", "CONSTRAINT", "ACTION_CONSTRAINT"],
  ...["VIEW", "SYMMETRY", "ALIAS", "POSTCONDITION"],
]);

function modelOf({ spec, cfg }: Subject, content: MappingFile) {
  const has = (name: string): boolean => spec.root.names.get(name)?.declaration.kind === "operator";
  const given = cfg === undefined ? [] : cfgItems(cfg);
  const names: CfgItem[] = [];
  const usual = (keyword: "INIT" | "NEXT" | "SPECIFICATION", name: string): void => {
    names.push({ kind: "definition", keyword, name });
  };
  if (content.next !== undefined) {
    usual("INIT", isFormula(content.init) ? "Init" : (content.init ?? "Init"));
    usual("NEXT", content.next);
  } else {
    for (const item of given)
      if (item.kind === "definition" && ["INIT", "NEXT", "SPECIFICATION"].includes(item.keyword))
        names.push(item);
    if (names.length === 0 && has("Init") && has("Next")) {
      usual("INIT", "Init");
      usual("NEXT", "Next");
    } else if (names.length === 0 && has("Spec")) usual("SPECIFICATION", "Spec");
  }
  // Only for what behaviour is meant: constants may still be without a value here.
  const { cfg: parsed } = parseCfg(cfg?.file ?? "model", printCfg({ entries: names }));
  const { linked } = linkCfg(spec, parsed);
  const behaviour = behaviourOf(spec, linked);
  if (behaviour === undefined) throw new DiagnosticError([mappingFault.noNext(undefined)]);
  const items = given.filter(
    (i) => !(i.kind === "definition" && dropped.has(i.keyword)) && i.kind !== "deadlock",
  );
  const opaque = new Set(items.flatMap((i) => (i.kind === "substitution" ? [i.name] : [])));
  return { behaviour, names, items, opaque };
}

interface Given {
  readonly definition: Definition;
  /** The constant that it is the value of. */
  readonly constant?: string;
  /** The entry of a map, or of a renaming. */
  readonly entry?: { readonly table: string; readonly key: string };
}

function constantDefinitions(constants: ReadonlyMap<string, string>, columns: Columns): readonly Given[] {
  return [...constants].map(([name, text]) => ({
    definition: b.definition(columns.fresh(`Given${name}`), [], parsedValue(name, text)),
    constant: name,
  }));
}

function parsedValue(name: string, text: string): Expr {
  const read = new Expressions(
    new Columns(new Set()),
    "",
    new Set(),
    {},
    (path) => ({ path, place: undefined }),
    () => {},
  );
  return read.read(text, { path: `constants.${name}`, place: undefined }).expr;
}

function tableDefinitions(
  expressions: Expressions,
  content: MappingFile,
  whereOf: (path: string) => Where,
): readonly Given[] {
  const out: Given[] = [];
  const add = (path: string, table: string, key: string, text: string): void => {
    const { expr } = expressions.read(text, whereOf(path));
    const name = expressions.columns.fresh(`Value${out.length + 1}`);
    out.push({ definition: b.definition(name, [], expr), entry: { table, key } });
  };
  for (const [name, entries] of Object.entries(content.maps ?? {}))
    for (const [from, to] of Object.entries(entries)) add(`maps.${name}.${from}`, `map ${name}`, from, to);
  for (const [path, values] of Object.entries(content.rename ?? {}))
    for (const [i, value] of values.entries())
      add(`rename.${path}[${i}]`, `rename ${path}`, String(i), value);
  return out;
}

// --------------------------------------------------------------------------------------------------- our engine

interface Program {
  readonly parts: ModuleParts;
  readonly cfg: readonly CfgItem[];
  readonly invariants: readonly string[];
  readonly definitions: readonly Given[];
}

async function ownProgram(subject: Subject, program: Program): Promise<OwnProgram> {
  const { parts } = program;
  const module = ownModule(parts);
  const { spec, diagnostics } = await resolved(subject, module, parts.extended);
  if (spec === undefined) throw new DiagnosticError(diagnostics.map((d) => generated(d, module.text)));
  const items: CfgItem[] = [
    ...program.cfg,
    { kind: "definition", keyword: "INIT", name: module.init },
    { kind: "definition", keyword: "NEXT", name: module.next },
    ...program.invariants.map((name): CfgItem => ({ kind: "definition", keyword: "INVARIANT", name })),
    { kind: "deadlock", check: false },
  ];
  const { cfg } = parseCfg(subject.cfg?.file ?? "model", printCfg({ entries: items }));
  const { linked, diagnostics: found } = linkCfg(spec, cfg);
  const errors = found.filter((d) => d.severity === "error").map((d) => withoutPlace(d, subject.cfg));
  if (errors.length > 0) throw new DiagnosticError(errors);
  const lowering = lowerModel(spec, linked);
  if (lowering.model === undefined) throw new DiagnosticError(lowering.diagnostics);
  const named = (name: string): NamedIr => {
    const body = definedIn(spec, name).body;
    const declaration = spec.root.names.get(name)?.declaration;
    if (declaration?.kind !== "operator") throw new Error(`no operator ${name}`);
    return { name, place: nowhere(module.name), ir: lowering.lowering.named(declaration, [], body) };
  };
  const actions = module.actions.map(named);
  const lowered: LoweredModel = { ...lowering.model, actions };
  const compiled = compileLowered({ ...lowering, model: lowered }, undefined, undefined, true).model;
  const bank = compiled?.bank ?? bankFor(lowered);
  const context = compiled?.context ?? newContext();
  const model = compiled ?? interpretModel(lowered, bank, context);
  const explainer = new Explainer(bank, lowered.variables, context);
  explainer.places = new Places(spec);
  const starts = model.starts ?? lowered.variables.map((_, i) => i);
  const valueIn = (name: string): Ref => {
    const ir = lowering.lowering.lower(definedIn(spec, name).body);
    const blank = explainer.blank();
    return explainer.ref(ir, undefined, { state: blank, next: blank });
  };
  let steps: readonly NamedIr[] | undefined;
  const maps = new Map<string, Map<string, Ref>>();
  const renames = new Map<string, Ref[]>();
  for (const { definition, entry } of program.definitions) {
    if (entry === undefined) continue;
    const [kind, name = ""] = entry.table.split(" ");
    const ref = valueIn(definition.name.text);
    if (kind === "map") {
      const map = maps.get(name) ?? new Map<string, Ref>();
      maps.set(name, map.set(entry.key, ref));
    } else renames.set(name, [...(renames.get(name) ?? []), ref]);
  }
  return {
    module,
    lowered,
    model,
    explainer,
    steps: () => {
      steps ??= actionsOf(spec, named(module.any).ir);
      return steps;
    },
    actionOf: new Map(parts.phases.map((p, i) => [p, i])),
    cellOf: new Map(
      module.columns.map((c, i) => [
        c.name,
        starts[lowered.variables.indexOf(module.variables[i] ?? "")] ?? -1,
      ]),
    ),
    keptCells: parts.kept.map((v) => starts[lowered.variables.indexOf(v)] ?? -1),
    maps,
    renames,
    modelValues: modelValuesIn(program.cfg),
    absent: bank.model(parts.absent),
  };
}

/** The module linked with those of the specification, which need not be read again. */
async function resolved(
  { spec }: Subject,
  module: OwnModule,
  extended: readonly string[],
): Promise<Pick<Resolved, "diagnostics"> & { readonly spec: ResolvedSpec | undefined }> {
  const sources = new Map<string, ModuleSource>();
  if (extended.some((name) => !spec.modules.has(name))) {
    const text = `---- MODULE Standard ----\nEXTENDS ${extended.join(", ")}\n====\n`;
    const { spec: more, diagnostics } = await loadText("Standard.tla", text, "/");
    if (more === undefined) return { spec: undefined, diagnostics };
    for (const [name, { parsed, origin }] of more.modules) sources.set(name, { parsed, origin });
  }
  for (const [name, { parsed, origin }] of spec.modules) sources.set(name, { parsed, origin });
  const { parsed, diagnostics } = parseModule(`${module.name}.tla`, module.text);
  if (parsed === undefined) return { spec: undefined, diagnostics };
  return resolve(parsed, sources);
}

const nowhere = (file: string) => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });

function bankFor(lowered: LoweredModel): Bank {
  const bank = new Bank();
  for (const token of lowered.tokens) bank.token(token);
  return bank;
}

function definedIn(spec: ResolvedSpec, name: string): Definition {
  const found = spec.root.names.get(name)?.declaration;
  if (found?.kind !== "operator" || found.node.kind !== "Definition")
    throw new Error(`no definition ${name}`);
  return found.node;
}

function modelValuesIn(items: readonly CfgItem[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && value.kind === "model" && "name" in value) found.add(String(value.name));
    for (const part of Object.values(value)) visit(part);
  };
  visit(items);
  return found;
}

/** What is wrong in the generated module is told with its line, as nobody has the file. */
function generated(d: Diagnostic, text: string): Diagnostic {
  const { place, ...rest } = d;
  const line = place === undefined ? undefined : text.split("\n")[place.line - 1];
  const note = line === undefined ? [] : [{ message: `in what the mapping makes: ${line.trim()}` }];
  return { ...rest, notes: [...(d.notes ?? []), ...note] };
}

/** The model was written anew: its lines are not those of the user's file. */
function withoutPlace({ place: _place, ...rest }: Diagnostic, cfg: Cfg | undefined): Diagnostic {
  return cfg === undefined ? { ...rest, hint: rest.hint ?? "name a model with --cfg" } : rest;
}
