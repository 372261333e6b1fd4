/** From a resolved specification and a linked model to functions that can be run: the front door of compilation. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { LinkedCfg } from "../resolve/cfg.js";
import type { ResolvedSpec } from "../resolve/types.js";
import { Bank, type Ref } from "./bank.js";
import { Emitter, NotEmitted } from "./emit.js";
import { ActionEmitter } from "./emit-actions.js";
import * as faults from "./faults.js";
import type { NamedIr } from "./ir.js";
import { type LoweredModel, type LoweringResult, lowerModel } from "./lowered.js";
import type { CompiledModel, Row, StatePredicate, StepPredicate } from "./model.js";
import { newContext } from "./natives-context.js";
import { type Runtime, runtimeOf, UNSET } from "./runtime.js";
import { fromTree } from "./show.js";
import { requestModes, withModes } from "./view.js";

export interface Compilation {
  /** There exactly if no diagnostic is an error. */
  readonly model: CompiledModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The JavaScript, for people who want to look. */
  readonly code: string;
}

export function compileModel(spec: ResolvedSpec, linked: LinkedCfg): Compilation {
  return compileLowered(lowerModel(spec, linked));
}

/** Makes code of a lowered model, to which tests and terms may have been added. */
export function compileLowered({ model: lowered, diagnostics, lowering }: LoweringResult): Compilation {
  if (lowered === undefined) return { model: undefined, diagnostics, code: "" };
  const emitter = new Emitter();
  try {
    const whole = requestModes(lowered);
    const code = programOf(emitter, whole);
    const { model, diagnostics: found } = withModes(runnable(code, emitter, whole), lowered);
    return { model, diagnostics: [...diagnostics, ...found], code };
  } catch (error) {
    if (!(error instanceof NotEmitted)) throw error;
    const refused = faults.unsupported(error.what, lowering.place(error.at.at));
    return { model: undefined, diagnostics: [...diagnostics, refused], code: "" };
  }
}

// -------------------------------------------------------------------------------------------------------- program

function programOf(emitter: Emitter, lowered: LoweredModel): string {
  const { variables } = lowered;
  const initial = new ActionEmitter(emitter, variables, false).code(lowered.init);
  const next = lowered.actions.map((a) => new ActionEmitter(emitter, variables, true).code(a.ir));
  const functions = (items: readonly string[]): string =>
    `[${items.map((t) => `(s, n) => ${t}`).join(",\n")}]`;
  const tests = (list: readonly NamedIr[]): string => functions(list.map((p) => emitter.test(p.ir)));
  const lists = [
    `invariants: ${tests(lowered.invariants)},`,
    `constraints: ${tests(lowered.constraints)},`,
    `actionConstraints: ${tests(lowered.actionConstraints)},`,
    `assumptions: ${tests(lowered.assumptions)},`,
    `tests: ${tests(lowered.tests)},`,
    `terms: ${functions(lowered.terms.map((t) => emitter.ref(t.ir)))},`,
  ];
  return [
    '"use strict";',
    ...emitter.functions.values(),
    `const n = undefined;`,
    `return {`,
    `initial(s, emit) { ${initial} },`,
    `actions: [${next.map((code) => `(s, n, emit) => { ${code} }`).join(",\n")}],`,
    ...lists,
    `};`,
  ].join("\n");
}

interface Program {
  initial(s: Row, emit: (s: Row) => void): void;
  readonly actions: readonly ((s: Row, n: Row, emit: (n: Row) => void) => void)[];
  readonly invariants: readonly Test[];
  readonly constraints: readonly Test[];
  readonly actionConstraints: readonly Test[];
  readonly assumptions: readonly Test[];
  readonly tests: readonly Test[];
  readonly terms: readonly ((s: Row, n: Row) => Ref)[];
}
type Test = (s: Row, n: Row) => boolean;

function runnable(code: string, emitter: Emitter, lowered: LoweredModel): CompiledModel {
  const bank = new Bank();
  for (const token of lowered.tokens) bank.token(token);
  const context = newContext();
  const make = new Function("R", "k", code) as (R: Runtime, k: readonly Ref[]) => Program;
  const program = make(
    runtimeOf(bank, context),
    emitter.constants.map((value) => fromTree(bank, value)),
  );
  const width = lowered.variables.length;
  const blank = (): Row => new Int32Array(width).fill(UNSET);
  const fresh = blank();
  const next = blank();
  const reset = (row: Row): Row => row.fill(UNSET);
  const none = blank();
  const steps = (list: readonly NamedIr[], tests: readonly Test[]): readonly StepPredicate[] =>
    list.map(({ name, place }, i) => ({ name, place, holds: tests[i] ?? missing }));
  const states = (list: readonly NamedIr[], tests: readonly Test[]): readonly StatePredicate[] =>
    list.map(({ name, place }, i) => {
      const test = tests[i] ?? missing;
      return { name, place, holds: (state) => test(state, none) };
    });
  return {
    bank,
    context,
    variables: lowered.variables,
    width,
    valueOf: (state, variable) => state[variable] ?? UNSET,
    rowOf: (values) => Int32Array.from(values),
    initial: (emit) => program.initial(reset(fresh), emit),
    actions: lowered.actions.map(({ name, place }, i) => {
      const action = program.actions[i] ?? missing;
      return { name, place, successors: (state, emit) => action(state, reset(next), emit) };
    }),
    assumptions: lowered.assumptions.map(({ place }, i) => {
      const test = program.assumptions[i] ?? missing;
      return { place, holds: () => test(none, none) };
    }),
    invariants: states(lowered.invariants, program.invariants),
    constraints: states(lowered.constraints, program.constraints),
    actionConstraints: steps(lowered.actionConstraints, program.actionConstraints),
    tests: steps(lowered.tests, program.tests),
    terms: lowered.terms.map(({ name, place }, i) => {
      const term = program.terms[i] ?? missing;
      return { name, place, value: (state, after = none) => term(state, after) };
    }),
    checkDeadlock: lowered.checkDeadlock,
  };
}

function missing(): never {
  throw new Error("a program without one of its parts");
}
