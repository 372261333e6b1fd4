/** Models of a hybrid specification: who lies, about what, with which checks, and which states must be reachable. */
import { allNames, freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { Definition, Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { parseExpression } from "../tla/parse.js";
import { units } from "../tla/quote.js";
import { model, setOf, string, type Value } from "../tla/value.js";
import { mapExpr } from "../tla/visit.js";
import { type Capability, capabilitiesOf } from "./capabilities.js";
import type { Transformed } from "./history/index.js";
import { overCorrect } from "./lift.js";
import { draftText } from "./pass.js";
import { alphabetExpr, type Seen, seenExpr } from "./seen.js";
import { interchangeable, permuting, symmetryExpr, toldApartIn } from "./symmetry.js";

export interface Goal {
  readonly name: string;
  /** A state predicate over the specification's variables. */
  readonly holds: string;
  /** Actions left out while searching (a search aid: what is reached without them is reached with them). */
  readonly skip?: readonly string[] | undefined;
}

export interface HybridModel {
  readonly module: string;
  readonly text: string;
  /** Names of the predicates whose violation means that a goal is reached, in the order of the goals. */
  readonly goals: readonly { readonly goal: Goal; readonly invariant: string; readonly spec: string }[];
  readonly specNames: { readonly defended: string; readonly undefended: string };
  /** The model's constants without the switches. */
  readonly constants: readonly CfgItem[];
  /** What bounds its states: definitions of the hybrid. */
  readonly limits: readonly CfgItem[];
  /** Which values may change places, where that was asked for. */
  readonly symmetry: Symmetry | undefined;
}

export interface Symmetry {
  /** In the model's module; undefined where no two values may. */
  readonly definition: string | undefined;
  readonly classes: readonly (readonly string[])[];
  /** Why there are none. */
  readonly why: string | undefined;
}

/** Which nodes lie: the last f of them, f the number given. */
export function liars(nodes: Value, count: number): Value {
  const items = nodes.kind === "set" ? nodes.items : [];
  return setOf(items.slice(items.length - count));
}

export function hybridModel(
  protocol: Protocol,
  hybrid: Transformed,
  setting: {
    readonly name: string;
    readonly constants: readonly CfgItem[];
    readonly seen: Seen;
    readonly byz: Value;
    readonly goals: readonly Goal[];
    /** The constraints that the specification's model names. */
    readonly constraints?: readonly string[];
    /** States that differ in values that may change places count once. */
    readonly symmetric?: boolean;
    /** The user's other modules. */
    readonly modules?: readonly { readonly file: string; readonly text: string }[];
  },
): HybridModel {
  const w = hybrid.words.of;
  const asked = protocol.actions.some((a) => a.params.some((p) => p.client));
  const taken = new Set<string>([...Object.values(w)]);
  const final = hybrid.stages.at(-1)?.draft.units ?? [];
  for (const u of final) allNames(u, taken);
  const fresh = (name: string): string => {
    const made = freshName(name, taken);
    taken.add(made);
    return made;
  };
  const alphabet = fresh("TheAlphabet");
  const seen = fresh("TheSeen");
  const declared = new Set(protocol.constants.map((c) => c.name));
  const constants: readonly CfgItem[] = [
    ...setting.constants,
    { kind: "constant", name: w.byz, value: setting.byz },
  ];
  const apart =
    setting.symmetric === true ? symmetryOf(protocol, hybrid, { ...setting, constants }, taken) : undefined;
  const classes = apart?.classes ?? [];
  const modelValues = new Set([...modelsIn(setting.seen), ...classes.flat()]);
  const models = new Map([...modelValues].filter((m) => !declared.has(m)).map((m) => [m, fresh(m)] as const));
  const named = (e: Expr): Expr =>
    mapExpr(e, (x) => {
      const to = x.kind === "Apply" && x.args.length === 0 ? models.get(x.name) : undefined;
      return to === undefined ? x : b.apply(to);
    });
  const body: Unit[] = [
    b.extendsUnit(hybrid.name, ...(classes.length > 0 ? [permuting.module] : functionsFrom(setting.seen))),
    ...(models.size > 0 ? [b.constants(...models.values())] : []),
    b.definition(alphabet, [], named(alphabetExpr(setting.seen))),
    b.definition(seen, [], named(seenExpr(setting.seen))),
  ];
  const symmetry = classes.length > 0 ? fresh("Symmetry") : undefined;
  if (symmetry !== undefined)
    body.push(
      b.definition(
        symmetry,
        [],
        symmetryExpr(classes, (v) => b.apply(models.get(v) ?? v)),
      ),
    );
  const goals = setting.goals.map((goal, k) => {
    const invariant = fresh(`NotYet${k + 1}`);
    body.push(b.definition(invariant, [], b.not(b.paren(goalExpr(protocol, hybrid, goal)))));
    if (goal.skip === undefined || goal.skip.length === 0) return { goal, invariant, spec: w.spec };
    const spec = fresh(`SpecWithout${k + 1}`);
    body.push(...skipping(protocol, hybrid, goal.skip, spec, fresh(`NextWithout${k + 1}`)));
    return { goal, invariant, spec };
  });
  return {
    module: setting.name,
    text: draftText({ name: setting.name, units: body, comments: new Map() }),
    goals,
    specNames: { defended: w.spec, undefended: w.undefended },
    constants: [
      ...setting.constants,
      ...[...models].map(([value, name]): CfgItem => ({ kind: "constant", name, value: model(value) })),
      { kind: "constant", name: w.byz, value: setting.byz },
      ...(asked ? [{ kind: "constant", name: w.unasked, value: setOf([model(w.unasked)]) } as const] : []),
      { kind: "substitution", name: w.alphabet, module: undefined, operator: alphabet },
      { kind: "substitution", name: w.seen, module: undefined, operator: seen },
    ],
    limits: limitItems(hybrid, setting.constraints ?? []),
    symmetry: apart === undefined ? undefined : { ...apart, definition: symmetry },
  };
}

/** Which values of a model may change places, or why none may. */
function symmetryOf(
  protocol: Protocol,
  hybrid: Transformed,
  setting: Pick<Parameters<typeof hybridModel>[2], "constants" | "seen" | "goals" | "modules">,
  names: ReadonlySet<string>,
): Omit<Symmetry, "definition"> {
  const goals = setting.goals.map((goal) => b.definition("goal", [], goalExpr(protocol, hybrid, goal)));
  const units = [...(hybrid.stages.at(-1)?.draft.units ?? []), ...goals];
  const own = permuting.operators.find((name) => names.has(name));
  const why =
    own !== undefined && !protocol.extends.includes(permuting.module)
      ? `${own} is an operator of the specification, and of module ${permuting.module}, which is needed`
      : toldApartIn(units, setting.modules ?? [], protocol.extends);
  if (why !== undefined) return { classes: [], why };
  const { fields, variables } = setting.seen;
  const bounds = [...[...fields.values()].flatMap((f) => [...f.values()]), ...variables.values()];
  const classes = interchangeable(setting.constants, bounds);
  return { classes, why: classes.length > 0 ? undefined : "the model's constants tell all values apart" };
}

/** The constraints of a model, by what they are called in the hybrid. */
export function limitItems({ limits }: Transformed, constraints: readonly string[]): readonly CfgItem[] {
  return limits
    .filter((l) => constraints.includes(l.constraint))
    .map((l) => ({ kind: "definition", keyword: "CONSTRAINT", name: l.definition.name.text }));
}

/** Every value that was seen, and every value in it. */
function eachValue(seen: Seen, see: (v: Value) => void): void {
  const visit = (v: Value): void => {
    see(v);
    if (v.kind === "set" || v.kind === "tuple") for (const item of v.items) visit(item);
    else if (v.kind === "record") for (const [, field] of v.fields) visit(field);
    else if (v.kind === "function") {
      for (const [from, to] of v.pairs) {
        visit(from);
        visit(to);
      }
    }
  };
  for (const fields of seen.fields.values()) for (const values of fields.values()) values.forEach(visit);
  for (const values of seen.variables.values()) values.forEach(visit);
}

/** The model values that occur in what was seen: a module can name them only if they are declared. */
function modelsIn(seen: Seen): ReadonlySet<string> {
  const out = new Set<string>();
  eachValue(seen, (v) => v.kind === "model" && out.add(v.name));
  return out;
}

/** The standard module that brings the operators with which functions are written. */
function functionsFrom(seen: Seen): readonly string[] {
  let found = false;
  eachValue(seen, (v) => {
    found ||= v.kind === "function";
  });
  return found ? ["TLC"] : [];
}

function goalExpr(protocol: Protocol, hybrid: Transformed, goal: Goal): Expr {
  const { expr, diagnostics } = parseExpression("goal", goal.holds);
  if (expr === undefined || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  const definition = b.definition("goal", [], expr);
  const [only] = overCorrect([definition], protocol.nodeSet, hybrid.words.of.correct);
  return (only as Definition).body;
}

/** The next-state relation without some actions of correct nodes. */
function skipping(
  protocol: Protocol,
  hybrid: Transformed,
  skip: readonly string[],
  spec: string,
  next: string,
): readonly Unit[] {
  const w = hybrid.words.of;
  const calls = protocol.actions
    .filter((a) => !skip.includes(a.name))
    .map((a) => b.apply(a.name, b.apply(w.node)));
  const honest = b.exists(b.bound(w.node, b.apply(w.correct)), b.or(calls));
  const lying = b.exists(b.bound(w.liar, b.apply(w.byz)), b.apply(w.lie, b.apply(w.liar)));
  return [
    b.definition(next, [], b.or([honest, lying])),
    ...units`${spec} == ${w.init} /\ [][${next}]_${w.vars}`,
  ];
}

export interface Variant {
  readonly off: readonly string[];
  readonly forge: boolean;
  /** What the adversary can do; default: everything. */
  readonly can?: readonly Capability[];
  readonly spec: string;
  readonly invariants: readonly string[];
}

/** The configuration of one run. */
export function variantCfg(hybrid: Transformed, m: HybridModel, variant: Variant): readonly CfgItem[] {
  const w = hybrid.words.of;
  return [
    ...m.constants,
    { kind: "constant", name: w.off, value: setOf(variant.off.map(string)) },
    { kind: "constant", name: w.forge, value: { kind: "bool", value: variant.forge } },
    {
      kind: "constant",
      name: w.can,
      value: setOf((variant.can ?? capabilitiesOf(hybrid.stops)).map(string)),
    },
    { kind: "definition", keyword: "SPECIFICATION", name: variant.spec },
    { kind: "definition", keyword: "VIEW", name: w.view },
    ...m.limits,
    ...(m.symmetry?.definition === undefined
      ? []
      : [{ kind: "definition", keyword: "SYMMETRY", name: m.symmetry.definition } as const]),
    ...variant.invariants.map((name): CfgItem => ({ kind: "definition", keyword: "INVARIANT", name })),
    { kind: "deadlock", check: false },
  ];
}
