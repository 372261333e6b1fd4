/** From a resolved specification and a linked model to functions that can be run: the front door of compilation. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { LinkedCfg, LinkedDefinition } from "../resolve/cfg.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Expr, Node } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { placeOf } from "../tla/place.js";
import { Bank } from "./bank.js";
import { Emitter, NotEmitted } from "./emit.js";
import { ActionEmitter } from "./emit-actions.js";
import * as faults from "./faults.js";
import type { Ir } from "./ir.js";
import { Lowering } from "./lower.js";
import type { CompiledModel, Row } from "./model.js";
import { type Runtime, runtimeOf, UNSET } from "./runtime.js";
import { fromTree } from "./show.js";

export interface Compilation {
  /** There exactly if no diagnostic is an error. */
  readonly model: CompiledModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The JavaScript, for people who want to look. */
  readonly code: string;
}

interface Part {
  readonly name: string;
  readonly place: Place;
  readonly ir: Ir;
}

/** Statements of a model that this engine does not check yet. */
const unsupportedKeywords = ["SYMMETRY", "VIEW", "PROPERTY", "ALIAS", "POSTCONDITION"] as const;

export function compileModel(spec: ResolvedSpec, linked: LinkedCfg): Compilation {
  const diagnostics: Diagnostic[] = [];
  const lowering = new Lowering(spec, linked);
  const fail = (): Compilation => ({
    model: undefined,
    diagnostics: [...diagnostics, ...lowering.diagnostics],
    code: "",
  });
  for (const keyword of unsupportedKeywords) {
    for (const d of linked.definitions[keyword]) diagnostics.push(faults.unsupported(keyword, d.place));
  }
  const behaviour = behaviourOf(spec, linked, lowering, diagnostics);
  if (behaviour === undefined || diagnostics.length > 0) return fail();
  const part = (d: LinkedDefinition): Part => ({
    name: d.name,
    place: d.place,
    ir: lowering.named(d.declaration, d.through, d.declaration.node.body),
  });
  const { definitions } = linked;
  const parts = {
    invariants: definitions.INVARIANT.map(part),
    constraints: definitions.CONSTRAINT.map(part),
    actionConstraints: definitions.ACTION_CONSTRAINT.map(part),
    assumptions: assumptionsOf(spec, lowering),
    actions: actionsOf(spec, behaviour.next),
  };
  if (lowering.diagnostics.length > 0) return fail();
  const emitter = new Emitter();
  const variables = spec.root.variables.map((v) => v.name);
  try {
    const initial = new ActionEmitter(emitter, variables, false).code(behaviour.init);
    const next = parts.actions.map((a) => new ActionEmitter(emitter, variables, true).code(a.ir));
    const tests = (list: readonly Part[]): readonly string[] => list.map((p) => emitter.test(p.ir));
    const code = programOf(emitter, initial, next, {
      invariants: tests(parts.invariants),
      constraints: tests(parts.constraints),
      actionConstraints: tests(parts.actionConstraints),
      assumptions: tests(parts.assumptions),
    });
    return { model: runnable(code, emitter, variables, parts, linked.checkDeadlock), diagnostics: [], code };
  } catch (error) {
    if (!(error instanceof NotEmitted)) throw error;
    diagnostics.push(faults.unsupported(error.what, lowering.place(error.at.at)));
    return fail();
  }
}

// ------------------------------------------------------------------------------------------------------ behaviour

function behaviourOf(
  spec: ResolvedSpec,
  linked: LinkedCfg,
  lowering: Lowering,
  diagnostics: Diagnostic[],
): { readonly init: Ir; readonly next: Ir } | undefined {
  const { behaviour } = linked;
  if (behaviour === undefined) return undefined;
  const named = (d: LinkedDefinition): Ir =>
    lowering.named(d.declaration, d.through, d.declaration.node.body);
  if (behaviour.kind === "init-next") {
    const { init, next } = behaviour;
    return next === undefined ? undefined : { init: named(init), next: named(next) };
  }
  const { declaration, through, place } = behaviour.formula;
  const inits: Expr[] = [];
  const nexts: Expr[] = [];
  if (through.length === 0) conjunctsOf(spec, declaration.node.body, inits, nexts);
  const [next] = nexts;
  if (next === undefined || nexts.length > 1 || inits.length === 0) {
    diagnostics.push(faults.unsupported("a formula that is not Init /\\ [][Next]_v", place));
    return undefined;
  }
  const init = { op: "and", items: inits.map((i) => lowering.lower(i)), at: declaration.node.body } as const;
  return { init, next: lowering.lower(next) };
}

/** The conjuncts of a formula: state predicates, the action of `[][A]_v`; fairness plays no part in safety. */
function conjunctsOf(spec: ResolvedSpec, e: Expr, inits: Expr[], nexts: Expr[]): void {
  if (e.kind === "Paren" || e.kind === "Label") conjunctsOf(spec, e.body, inits, nexts);
  else if (e.kind === "Junction" && e.op === "/\\")
    for (const item of e.items) conjunctsOf(spec, item, inits, nexts);
  else if (e.kind === "Infix" && canonicalOp(e.op) === "/\\") {
    conjunctsOf(spec, e.left, inits, nexts);
    conjunctsOf(spec, e.right, inits, nexts);
  } else if (e.kind === "Prefix" && canonicalOp(e.op) === "[]" && e.arg.kind === "ActionSub")
    nexts.push(e.arg.action);
  else if ((spec.level(e) ?? 0) < 2) inits.push(e);
  else if (e.kind === "Apply") {
    const reference = spec.reference(e);
    const plain = reference?.through.length === 0 && reference.to.kind === "operator" && e.args.length === 0;
    if (plain && reference.to.kind === "operator") conjunctsOf(spec, reference.to.node.body, inits, nexts);
  }
}

function assumptionsOf(spec: ResolvedSpec, lowering: Lowering): readonly Part[] {
  const out: Part[] = [];
  for (const module of spec.modules.values()) {
    if (module.origin === "library") continue;
    for (const unit of module.module.units) {
      if (unit.kind !== "Assume") continue;
      const place = placeOf(module.parsed.file, module.parsed.source, unit.span);
      const visible = module === spec.root || spec.root.extends.includes(module);
      if (visible) out.push({ name: unit.name?.text ?? "ASSUME", place, ir: lowering.lower(unit.body) });
    }
  }
  return out;
}

/** The disjuncts of the next-state relation, through operators and \E, named by the innermost operator around them. */
function actionsOf(spec: ResolvedSpec, next: Ir): readonly Part[] {
  const out: Part[] = [];
  const place = (node: Node): Place => {
    const module = spec.declaration(node)?.module ?? spec.root;
    const span = "name" in node && typeof node.name === "object" ? node.name.span : node.span;
    return placeOf(module.parsed.file, module.parsed.source, span);
  };
  const split = (e: Ir, name: string, at: Node, wrap: (e: Ir) => Ir): void => {
    if (e.op === "or") for (const item of e.items) split(item, name, at, wrap);
    else if (e.op === "named") split(e.body, e.name, e.definition, wrap);
    else if (e.op === "bind" && e.form === "some") split(e.body, name, at, (body) => wrap({ ...e, body }));
    else if (e.op === "let") split(e.body, name, at, (body) => wrap({ ...e, body }));
    else out.push({ name, place: place(at), ir: wrap(e) });
  };
  split(next, "Next", spec.root.module, (e) => e);
  return out;
}

// -------------------------------------------------------------------------------------------------------- program

interface Tests {
  readonly invariants: readonly string[];
  readonly constraints: readonly string[];
  readonly actionConstraints: readonly string[];
  readonly assumptions: readonly string[];
}

function programOf(emitter: Emitter, initial: string, next: readonly string[], tests: Tests): string {
  const list = (items: readonly string[]): string => `[${items.map((t) => `(s, n) => ${t}`).join(",\n")}]`;
  return [
    '"use strict";',
    ...emitter.functions.values(),
    `const n = undefined;`,
    `return {`,
    `initial(s, emit) { ${initial} },`,
    `actions: [${next.map((code) => `(s, n, emit) => { ${code} }`).join(",\n")}],`,
    ...Object.entries(tests).map(([name, items]) => `${name}: ${list(items)},`),
    `};`,
  ].join("\n");
}

interface Program {
  initial(s: Row, emit: (s: Row) => void): void;
  readonly actions: readonly ((s: Row, n: Row, emit: (n: Row) => void) => void)[];
  readonly invariants: readonly ((s: Row) => boolean)[];
  readonly constraints: readonly ((s: Row) => boolean)[];
  readonly actionConstraints: readonly ((s: Row, n: Row) => boolean)[];
  readonly assumptions: readonly (() => boolean)[];
}

interface Parts {
  readonly invariants: readonly Part[];
  readonly constraints: readonly Part[];
  readonly actionConstraints: readonly Part[];
  readonly assumptions: readonly Part[];
  readonly actions: readonly Part[];
}

function runnable(
  code: string,
  emitter: Emitter,
  variables: readonly string[],
  parts: Parts,
  checkDeadlock: boolean,
): CompiledModel {
  const bank = new Bank();
  const make = new Function("R", "k", code) as (R: Runtime, k: readonly number[]) => Program;
  const program = make(
    runtimeOf(bank),
    emitter.constants.map((value) => fromTree(bank, value)),
  );
  const blank = (): Row => new Int32Array(variables.length).fill(UNSET);
  const fresh = blank();
  const next = blank();
  const reset = (row: Row): Row => row.fill(UNSET);
  const of = <T>(list: readonly Part[], f: (part: Part, i: number) => T): readonly T[] => list.map(f);
  return {
    bank,
    variables,
    initial: (emit) => program.initial(reset(fresh), emit),
    actions: of(parts.actions, ({ name, place }, i) => ({
      name,
      place,
      successors: (state, emit) => program.actions[i]?.(state, reset(next), emit),
    })),
    assumptions: of(parts.assumptions, ({ place }, i) => ({
      place,
      holds: () => program.assumptions[i]?.() ?? true,
    })),
    invariants: of(parts.invariants, ({ name, place }, i) => ({
      name,
      place,
      holds: (state) => program.invariants[i]?.(state) ?? true,
    })),
    constraints: of(parts.constraints, ({ name, place }, i) => ({
      name,
      place,
      holds: (state) => program.constraints[i]?.(state) ?? true,
    })),
    actionConstraints: of(parts.actionConstraints, ({ name, place }, i) => ({
      name,
      place,
      holds: (state, after) => program.actionConstraints[i]?.(state, after) ?? true,
    })),
    checkDeadlock,
  };
}
