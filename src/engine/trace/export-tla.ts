/**
 * Counterexamples as TLA+: a module that extends the specification and goes through the states recorded, and a model for
 * it. Each step must also be one of the specification: TLC finds `Trace_Unfinished` violated, in the last state, exactly
 * if all of it is a behaviour. Nothing is needed that the specification does not extend, but Integers where there are
 * negative numbers.
 */
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Expr } from "../../tla/ast.js";
import { type Cfg, type CfgItem, cfgItems, printCfg } from "../../tla/cfg.js";
import { prettyExpr } from "../../tla/pretty.js";
import { modelNames, printValue, type Value } from "../../tla/value.js";
import { walk } from "../../tla/visit.js";
import type { Ir } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import { type RecordedBehaviour, type RecordedState, variablesOf } from "./export-behaviour.js";

export interface TlaExport {
  /** The module's name; its file must be this with `.tla`. */
  readonly module: string;
  readonly tla: string;
  readonly cfg: string;
  /**
   * Whether steps are held against the specification's. They are not where its next-state relation cannot be named from
   * outside, as with LOCAL definitions: then TLC only shows the states.
   */
  readonly isChecked: boolean;
}

/** `cfg` is the model that the behaviour is of; `module` a name that no module of the specification has. */
export function behaviourToTla(
  lowered: LoweredModel,
  cfg: Cfg,
  behaviour: RecordedBehaviour,
  module = `${lowered.spec.root.name}_trace`,
): TlaExport {
  const { spec } = lowered;
  const names = new Names(spec, cfg, behaviour);
  const init = conjunctsOf(spec, lowered.init);
  const next = conjunctsOf(spec, lowered.next);
  const isChecked = [...init, ...next].every((e) => isVisible(spec, e));
  const tla = moduleText(module, spec, names, withLoop(behaviour), isChecked ? { init, next } : undefined);
  return { module, tla, cfg: cfgText(cfg, names), isChecked };
}

/** With the first state of the loop again at its end, so that the step back to it is taken. */
function withLoop({ states, loop }: RecordedBehaviour): readonly RecordedState[] {
  const again = loop.kind === "back" ? states[loop.to - 1] : undefined;
  return again === undefined ? states : [...states, again];
}

// ------------------------------------------------------------------------------------------------------------- names

/** The names of the module, different from all that the specification has, and what model values are called in it. */
class Names {
  readonly at: string;
  readonly states: string;
  readonly steps: string;
  readonly step: string;
  readonly init: string;
  readonly next: string;
  readonly specInit: string;
  readonly specNext: string;
  readonly unfinished: string;
  readonly variables: readonly string[];
  /** Constants to be declared: what they are called, and the model value that they stand for. */
  readonly constants: readonly (readonly [string, string])[];
  private readonly modelValues: ReadonlyMap<string, string>;
  readonly hasNegative: boolean;

  constructor(
    private readonly spec: ResolvedSpec,
    cfg: Cfg,
    behaviour: RecordedBehaviour,
  ) {
    const taken = spec.root.names;
    const fresh = (name: string): string => (taken.has(name) ? fresh(`${name}_`) : name);
    this.at = fresh("Trace_at");
    this.states = fresh("Trace_states");
    this.steps = fresh("Trace_steps");
    this.step = fresh("Trace_step");
    this.init = fresh("Trace_Init");
    this.next = fresh("Trace_Next");
    this.specInit = fresh("Trace_SpecInit");
    this.specNext = fresh("Trace_SpecNext");
    this.unfinished = fresh("Trace_Unfinished");
    this.variables = variablesOf(behaviour);
    const values = behaviour.states.flatMap((s) => [...s.values.values()]);
    const used = new Set<string>();
    for (const value of values) modelNames(value, used);
    this.hasNegative = values.some(hasNegative);
    const isItself = (name: string): boolean =>
      cfg.entries.some(
        (e) => e.kind === "constant" && e.name === name && e.value.kind === "model" && e.value.name === name,
      );
    const constants: [string, string][] = [];
    const called = new Map<string, string>();
    for (const name of used) {
      const own = isItself(name) && taken.get(name)?.declaration.kind === "constant";
      called.set(name, own ? name : fresh(taken.has(name) ? `Trace_value_${name}` : name));
      if (!own) constants.push([called.get(name) ?? name, name]);
    }
    this.constants = constants;
    this.modelValues = called;
  }

  has(name: string): boolean {
    return this.spec.root.names.has(name);
  }

  /** The value in names of this module; `depth` is how many functions are around it. */
  text(value: Value, depth = 0): string {
    const inner = (v: Value): string => this.text(v, depth + 1);
    switch (value.kind) {
      case "model":
        return this.modelValues.get(value.name) ?? value.name;
      case "set":
        return `{${value.items.map(inner).join(", ")}}`;
      case "tuple":
        return `<<${value.items.map(inner).join(", ")}>>`;
      case "record":
        return `[${value.fields.map(([name, v]) => `${name} |-> ${inner(v)}`).join(", ")}]`;
      case "function":
        return this.functionText(
          value.pairs.map(([key, v]) => [inner(key), inner(v)]),
          depth,
        );
      default:
        return printValue(value);
    }
  }

  private functionText(pairs: readonly (readonly [string, string])[], depth: number): string {
    if (this.has(":>") && this.has("@@")) return `(${pairs.map(([k, v]) => `${k} :> ${v}`).join(" @@ ")})`;
    // TLA+ has no shadowing: an inner function needs another name.
    const x = `${this.step}_${depth}`;
    const arms = pairs.map(([k, v]) => `${x} = ${k} -> ${v}`);
    return `[${x} \\in {${pairs.map(([k]) => k).join(", ")}} |-> CASE ${arms.join(" [] ")}]`;
  }
}

function hasNegative(value: Value): boolean {
  switch (value.kind) {
    case "int":
      return value.value < 0;
    case "set":
    case "tuple":
      return value.items.some(hasNegative);
    case "record":
      return value.fields.some(([, v]) => hasNegative(v));
    case "function":
      return value.pairs.some((pair) => pair.some(hasNegative));
    default:
      return false;
  }
}

// ----------------------------------------------------------------------------------- the specification's own formulas

/** The formula as the specification writes it; of a SPECIFICATION, its conjuncts that speak of the start. */
function conjunctsOf(spec: ResolvedSpec, ir: Ir): readonly Expr[] {
  if (ir.op === "and" && spec.level(ir.at) === 3) return ir.items.flatMap((item) => conjunctsOf(spec, item));
  return [ir.at];
}

/** Whether a module that extends the root can write the expression: all names mean the same there. */
function isVisible(spec: ResolvedSpec, e: Expr): boolean {
  const { names } = spec.root;
  let isSeen = spec.level(e) !== 3;
  walk(e, (node) => {
    const reference = spec.reference(node);
    if (reference === undefined) return;
    const { to, through } = reference;
    if (to.kind === "operator" && to.inLet) return;
    if (to.kind === "builtin" || to.kind === "bound" || to.kind === "parameter" || to.kind === "label")
      return;
    if (through.length > 0) {
      const instance = spec.declaration(through[0]!.instance);
      const entry = instance === undefined ? undefined : names.get(instance.name);
      if (entry?.declaration === instance && entry?.exported === true) return;
    }
    const entry = names.get(to.name);
    if (entry?.declaration !== to || !entry.exported) isSeen = false;
  });
  return isSeen;
}

// ------------------------------------------------------------------------------------------------------------- text

function moduleText(
  module: string,
  spec: ResolvedSpec,
  names: Names,
  states: readonly RecordedState[],
  own: { readonly init: readonly Expr[]; readonly next: readonly Expr[] } | undefined,
): string {
  const { variables } = names;
  const { name } = spec.root;
  const integers = names.hasNegative && !names.has("-.") ? ", Integers" : "";
  const pairs = states.slice(1).map((_, i) => `<<${i + 1}, ${i + 2}>>`);
  const rows = states.map(
    (s) => `  [${variables.map((v) => `${v} |-> ${names.text(s.values.get(v)!)}`).join(",\n   ")}]`,
  );
  const lines = [
    `---- MODULE ${module} ----`,
    `(* A behaviour of ${name}, for TLC to replay: ${names.unfinished} is violated exactly if it is one. *)`,
    `EXTENDS ${name}${integers}`,
    ...(names.constants.length === 0 ? [] : [`CONSTANTS ${names.constants.map(([c]) => c).join(", ")}`]),
    `VARIABLE ${names.at}`,
    "",
    `${names.states} == <<`,
    `${rows.join(",\n")}`,
    ">>",
    `${names.steps} == {${pairs.join(", ")}}`,
    "",
    ...(own === undefined
      ? []
      : [...defined(names.specInit, own.init), ...defined(names.specNext, own.next), ""]),
    `${names.init} ==`,
    `  /\\ ${names.at} = 1`,
    ...variables.map((v) => `  /\\ ${v} = ${names.states}[1].${v}`),
    ...(own === undefined ? [] : [`  /\\ ${names.specInit}`]),
    "",
    `${names.next} ==`,
    `  \\E ${names.step} \\in ${names.steps} :`,
    `    /\\ ${names.at} = ${names.step}[1]`,
    `    /\\ ${names.at}' = ${names.step}[2]`,
    ...variables.map((v) => `    /\\ ${v}' = ${names.states}[${names.step}[2]].${v}`),
    ...(own === undefined ? [] : [`    /\\ ${names.specNext}`]),
    "",
    `${names.unfinished} == ${names.at} # ${states.length}`,
    "====",
  ];
  return `${lines.join("\n")}\n`;
}

/** A definition by conjuncts, each indented as a whole. */
function defined(name: string, conjuncts: readonly Expr[]): readonly string[] {
  const indented = (e: Expr): string => prettyExpr(e, 90).replaceAll("\n", "\n     ");
  return [`${name} ==`, ...conjuncts.map((e) => `  /\\ ${indented(e)}`)];
}

function cfgText(cfg: Cfg, names: Names): string {
  const definition = (keyword: "INIT" | "NEXT" | "INVARIANT", name: string): CfgItem => ({
    kind: "definition",
    keyword,
    name,
  });
  return printCfg({
    entries: [
      definition("INIT", names.init),
      definition("NEXT", names.next),
      definition("INVARIANT", names.unfinished),
      { kind: "deadlock", check: false },
      ...cfgItems(cfg).filter((item) => item.kind === "constant" || item.kind === "substitution"),
      ...names.constants.map(
        ([name, value]): CfgItem => ({ kind: "constant", name, value: { kind: "model", name: value } }),
      ),
    ],
  });
}
