/** A lowered model as a program: layouts chosen, code written, made into functions over a bank. */
import type { Expr } from "../../tla/ast.js";
import type { Ir, NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { CompiledModel, Row, StatePredicate, StepPredicate, Universes } from "../model.js";
import { type EngineContext, newContext } from "../natives/natives-context.js";
import { Bank, Kind, type Ref } from "../values/bank.js";
import { EvaluationError } from "../values/bank-errors.js";
import { Entries } from "../values/entries.js";
import { force, Interval, type Value } from "../values/lazy.js";
import { BigUnion } from "../values/lazy-algebra.js";
import { fromTree, toTree } from "../values/show.js";
import { Universe } from "../values/universe.js";
import { GrowingUniverse } from "../values/universe-growing.js";
import { Emitter } from "./emit.js";
import { ActionEmitter } from "./emit-actions.js";
import { isConstant, isPureDeep, readsOf } from "./emit-analysis.js";
import { conjunctsOf } from "./emit-conjuncts.js";
import { emitEnabled } from "./emit-enabled.js";
import { type EmitContext, NotEmitted } from "./emit-scope.js";
import { isPure } from "./emit-tables.js";
import { type Cells, cellsOf, type Layout, LEAF, pack, unpack } from "./layout.js";
import { chooseLayouts, type Elements, keysIdOf } from "./layout-choose.js";
import { type Runtime, runtimeOf } from "./runtime.js";

export interface ProgramOptions {
  /** Where an expression stands and what it says, for comments; without it the code has none. */
  readonly describe?: (e: Ir) => string;
  /** Every variable in one cell. */
  readonly whole?: boolean;
  /** Where values are kept; a new one if not given. */
  readonly bank?: Bank;
  /** What the program has beside values; a new one if not given. */
  readonly context?: EngineContext;
  /** Sets lie so that they can grow without bound (see `universe-growing.ts`): for one long behaviour, by one thread. */
  readonly growing?: boolean;
}

/** Throws a NotEmitted for what has no code. */
export function programOf(
  given: LoweredModel,
  options: ProgramOptions = {},
): { readonly model: CompiledModel; readonly code: string; readonly choices: readonly Expr[] } {
  const lowered = { ...given, constraints: given.constraints.flatMap(conjunctsOf) };
  const bank = options.bank ?? new Bank();
  for (const token of lowered.tokens) bank.token(token);
  const runtime = runtimeOf(bank, options.context ?? newContext());
  const elementsOf = constantSets(bank, runtime);
  const order = (names: readonly string[]): readonly string[] =>
    [...names].sort((a, b) => bank.token(a) - bank.token(b));
  const layouts =
    options.whole === true
      ? lowered.variables.map(() => LEAF)
      : chooseLayouts(lowered.variables.length, lowered.init, lowered.next, {
          elementsOf,
          order,
          growing: options.growing === true,
        });
  const context: EmitContext = {
    variables: lowered.variables,
    layouts,
    elementsOf,
    growing: options.growing === true,
    ...(options.describe === undefined ? {} : { describe: options.describe }),
  };
  const emitter = newEmitter(context);
  const code = emitter.text.print(partsOfProgram(emitter, lowered));
  const choices: readonly Expr[] = emitter.choices;
  const universes = universesOf(bank, layouts, options.growing === true);
  return { model: runnable(code, emitter, lowered, bank, runtime, universes), code, choices };
}

/** One for each kind of set in the rows. */
function universesOf(bank: Bank, layouts: readonly Layout[], growing: boolean): readonly Universe[] {
  const universes: Universe[] = [];
  const go = (layout: Layout): void => {
    if (layout.kind === "bits")
      universes[layout.universe] ??= growing
        ? new GrowingUniverse(bank)
        : new Universe(bank, layout.width, layout.universe);
    else if (layout.kind === "entries")
      universes[layout.universe] ??= new Entries(bank, layout.width, layout.universe);
    else if (layout.kind === "spread") for (const child of layout.children) go(child);
  };
  for (const layout of layouts) go(layout);
  return universes;
}

function patternsOf(layout: Layout): readonly boolean[] {
  if (layout.kind === "spread") return layout.children.flatMap(patternsOf);
  return Array.from({ length: layout.width }, () => layout.kind !== "leaf");
}

function newEmitter(context: EmitContext): Emitter {
  const emitter = new Emitter(context);
  emitter.enabled = (e) => emitEnabled(emitter, e);
  return emitter;
}

/** Beyond this many elements, a set is no set of arguments that variables are spread over. */
const MOST_KEYS = 32;

/** Evaluates constant sets while a program is made; those that cannot be evaluated are not known. */
function constantSets(bank: Bank, runtime: Runtime): (set: Ir) => Elements | undefined {
  const known = new Map<Ir, Elements | undefined>();
  return (set) => {
    if (known.has(set)) return known.get(set);
    const elements = isConstant(set, isPure) ? evaluated(bank, runtime, set) : undefined;
    known.set(set, elements);
    return elements;
  };
}

function evaluated(bank: Bank, runtime: Runtime, set: Ir): Elements | undefined {
  try {
    const emitter = newEmitter({ variables: [], layouts: [], elementsOf: () => undefined });
    const value = emitter.value(set);
    const found = make(emitter.text.print(`return ${value};`), emitter, bank, runtime) as Value;
    if (!isListed(bank, found)) return undefined;
    const ref = force(found);
    if (bank.size(ref) > MOST_KEYS || bank.size(ref) === 0) return undefined;
    if (found instanceof BigUnion && String([...found.elements()]) !== String(bank.list(ref)))
      return undefined;
    const keys = bank.list(ref).map((key) => toTree(bank, key));
    return { keys, keysId: keysIdOf(keys) };
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof RangeError || error instanceof NotEmitted)
      return undefined;
    throw error;
  }
}

/** Whether the elements are gone through as those of a listed set, if none comes twice. */
function isListed(bank: Bank, set: Value): boolean {
  if (typeof set === "number") return bank.kind(set) === Kind.set;
  return (set instanceof Interval || set instanceof BigUnion) && (set.bound() ?? MOST_KEYS + 1) <= MOST_KEYS;
}

function make(
  code: string,
  emitter: Emitter,
  bank: Bank,
  runtime: Runtime,
  universes: readonly Universe[] = [],
): unknown {
  const constants = emitter.text.constants.map((value) => fromTree(bank, value));
  const cells = emitter.spreads.map((layout) => cellsOf(bank, layout, universes));
  const body = new Function("R", "k", "L", "U", code) as (
    R: Runtime,
    k: readonly Ref[],
    L: readonly Cells[],
    U: readonly Universe[],
  ) => unknown;
  return body(runtime, constants, cells, universes);
}

// ------------------------------------------------------------------------------------------------------- writing

function partsOfProgram(emitter: Emitter, lowered: LoweredModel): string {
  const written = (name: string, params: string, remark: string, code: string): string => {
    const own = emitter.text.name(name);
    emitter.text.add(`${remark}function ${own}(${params}) {\n${code}\n}`);
    return own;
  };
  const none = { s: new Set<number>(), n: new Set<number>() };
  const initial = written(
    "Initial",
    "s, emit",
    emitter.remark(lowered.init),
    new ActionEmitter(emitter, "initial").code(lowered.init),
  );
  const next = lowered.actions.map((a) =>
    written(a.name, "s, n, emit", emitter.stepRemark(a.ir), new ActionEmitter(emitter, "next").code(a.ir)),
  );
  emitter.missing = none;
  const functions = (list: readonly NamedIr[], code: (e: Ir) => string): string =>
    `[${list
      .map(({ name, ir }) =>
        written(
          `${name}_`,
          "s, n",
          emitter.remark(ir),
          emitter.scoped(() => `return ${code(ir)};`),
        ),
      )
      .join(", ")}]`;
  const tests = (list: readonly NamedIr[]): string => functions(list, (e) => emitter.test(e));
  return [
    "return {",
    `initial: ${initial},`,
    `actions: [${next.join(", ")}],`,
    `invariants: ${tests(lowered.invariants)},`,
    `constraints: ${tests(lowered.constraints)},`,
    `actionConstraints: ${tests(lowered.actionConstraints)},`,
    `assumptions: ${tests(lowered.assumptions)},`,
    `tests: ${tests(lowered.tests)},`,
    `terms: ${functions(lowered.terms, (e) => emitter.ref(e))},`,
    "};",
  ].join("\n");
}

// ------------------------------------------------------------------------------------------------------- running

interface Program {
  initial(s: Row, emit: (s: Row) => void): void;
  readonly actions: readonly ((s: Row, n: Row, emit: (n: Row, touched?: number) => void) => void)[];
  readonly invariants: readonly Test[];
  readonly constraints: readonly Test[];
  readonly actionConstraints: readonly Test[];
  readonly assumptions: readonly Test[];
  readonly tests: readonly Test[];
  readonly terms: readonly ((s: Row, n: Row) => Ref)[];
}
type Test = (s: Row, n: Row) => boolean;

function runnable(
  code: string,
  emitter: Emitter,
  lowered: LoweredModel,
  bank: Bank,
  runtime: Runtime,
  universes: readonly Universe[],
): CompiledModel {
  const { layouts } = emitter.context;
  const program = make(code, emitter, bank, runtime, universes) as Program;
  const { width, bases } = emitter;
  const cells = layouts.map((layout) => cellsOf(bank, layout, universes));
  const isWhole = layouts.every((layout) => layout.kind === "leaf");
  const [fresh, next, none] = [new Int32Array(width), new Int32Array(width), new Int32Array(width)];
  let begun: Row | undefined;
  let last: Row | undefined;
  const reads = cellsRead(emitter, layouts);
  const steps = (list: readonly NamedIr[], tests: readonly Test[]): readonly StepPredicate[] =>
    list.map(({ name, place }, i) => ({ name, place, holds: tests[i] ?? missing }));
  const states = (list: readonly NamedIr[], tests: readonly Test[]): readonly StatePredicate[] =>
    list.map(({ name, place, ir }, i) => {
      const test = tests[i] ?? missing;
      const read = reads(ir);
      return {
        name,
        place,
        holds: (state) => test(state, none),
        ...(read === undefined ? {} : { reads: read }),
      };
    });
  return {
    bank,
    context: runtime.context,
    variables: lowered.variables,
    width,
    starts: bases,
    ...(universes.length === 0 ? {} : { patterns: layouts.flatMap(patternsOf), universes: asOne(universes) }),
    valueOf: (state, i) => (isWhole ? state[i]! : pack(bank, cells[i]!, state, bases[i]!)),
    rowOf: (values) => {
      const row = new Int32Array(width);
      return cells.every((cell, i) => unpack(bank, cell, values[i]!, row, bases[i]!)) ? row : undefined;
    },
    begin: (state) => {
      next.set(state);
      begun = state;
      last = state;
    },
    initial: (emit) => program.initial(fresh.fill(0), emit),
    actions: lowered.actions.map(({ name, place }, i) => {
      const action = program.actions[i] ?? missing;
      return {
        name,
        place,
        successors: (state, emit) => {
          // An action puts back what it wrote; one that was left by an exception did not.
          if (begun !== state) next.set(state);
          begun = undefined;
          action(state, next, emit);
          begun = state === last ? state : undefined;
        },
      };
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

function asOne(universes: readonly Universe[]): Universes {
  return {
    saved: (words) => universes.map((universe) => universe.saved(words)),
    restore: (lists) => {
      for (const [i, universe] of universes.entries()) {
        if (!universe.restore(lists[i] ?? new Int32Array(0)))
          throw new Error("elements of another model cannot be taken up");
      }
    },
  };
}

/** The cells that a predicate of a state reads; undefined if it depends on more. */
function cellsRead(emitter: Emitter, layouts: readonly Layout[]): (e: Ir) => Int32Array | undefined {
  return (e) => {
    const { s, n } = readsOf(e);
    if (n.size > 0 || !isPureDeep(e, isPure, true)) return undefined;
    const cells = [...s].flatMap((slot) =>
      Array.from({ length: layouts[slot]?.width ?? 0 }, (_, i) => (emitter.bases[slot] ?? 0) + i),
    );
    return Int32Array.from(cells);
  };
}

function missing(): never {
  throw new Error("a program without one of its parts");
}
