/**
 * Where an evaluation failed: compiled code says that something is wrong, the interpreter evaluates the same again and
 * says where, through which operators, and with which values.
 */
import { type Place, unreachable } from "../../report/diagnostic.js";
import type { During, Verdict } from "../explore/explore-verdict.js";
import type { Interpreter } from "../interpret/interpret.js";
import { type Position, UNASSIGNED, type Values } from "../interpret/interpret-env.js";
import { NotInterpreted } from "../interpret/interpret-errors.js";
import { WayInterpreter } from "../interpret/interpret-ways.js";
import type { Ir, LocalId, NamedIr } from "../lower/ir.js";
import type { LoweredModel } from "../lower/lowered.js";
import type { Bank } from "../values/bank.js";
import { EvaluationError, type EvaluationFault } from "../values/bank-errors.js";
import { fromTree } from "../values/show.js";
import { localNames, localText, type NamedText, valuesIn } from "./explain-names.js";
import { Places } from "./explain-places.js";

/** A definition whose body was being evaluated: `Op(x = 1)`, used at a place. */
export interface Call {
  readonly name: string;
  readonly args: readonly NamedText[];
  /** Where it is used; undefined for what stands in no text. */
  readonly place: Place | undefined;
}

export interface Failure {
  readonly fault: EvaluationFault;
  /** In TLC's words. */
  readonly message: string;
  /** The innermost expression that failed. */
  readonly place: Place | undefined;
  readonly text: string;
  /** Variables and bound names in it, with their values. */
  readonly values: readonly NamedText[];
  /** The definitions around it, innermost first. */
  readonly calls: readonly Call[];
  /** For a recursion without end: the definitions that call each other, in order of their calls. */
  readonly cycle: readonly string[];
}

/** What compiled code did in a minute the interpreter does not do at all: a few seconds are enough to say where. */
const FUEL = 5_000_000;

type EvaluationVerdict = Extract<Verdict, { kind: "evaluation-error" }>;

/**
 * Evaluates again what failed in an exploration; undefined if the interpreter cannot say more. `bank` is the model's: the
 * order of strings and model values is its.
 */
export function explainFailure(
  lowered: LoweredModel,
  bank: Bank,
  verdict: EvaluationVerdict,
): Failure | undefined {
  const interpreter = new WayInterpreter(bank, lowered.variables);
  interpreter.fuel = FUEL;
  const states = verdict.trace.states.map((s) =>
    Int32Array.from(lowered.variables, (name) => {
      const value = s.values.get(name);
      return value === undefined ? UNASSIGNED : fromTree(bank, value);
    }),
  );
  const last = states.at(-1) ?? interpreter.blank();
  const before = states.at(-2) ?? interpreter.blank();
  for (const { ir, run } of questionsOf(lowered, verdict.during, interpreter, before, last)) {
    try {
      const failure = failureOf(interpreter, lowered, ir, run);
      // What TLCGet knew then is not known now.
      if (failure?.fault === "undefined-register" && verdict.fault !== failure.fault) continue;
      if (failure !== undefined) return failure;
    } catch (error) {
      if (!(error instanceof NotInterpreted)) throw error;
    }
  }
  return undefined;
}

interface Question {
  readonly ir: Ir;
  readonly run: () => void;
}

function questionsOf(
  lowered: LoweredModel,
  during: During,
  interpreter: WayInterpreter,
  before: Values,
  last: Values,
): readonly Question[] {
  const stateless = ["assumption", "initial", "postcondition"].includes(during.kind);
  if (!stateless && last.includes(UNASSIGNED)) return [];
  const none = interpreter.blank();
  const ignore = (): void => {};
  if (during.kind === "initial")
    return [{ ir: lowered.init, run: () => interpreter.initial(lowered.init, ignore) }];
  const is = (p: NamedIr): boolean =>
    samePlace(p.place, during.place) && (!("name" in during) || p.name === during.name);
  const tested = (list: readonly NamedIr[], state: Values, next: Values): readonly Question[] =>
    list.filter(is).map(({ ir }) => ({ ir, run: () => interpreter.test(ir, undefined, { state, next }) }));
  switch (during.kind) {
    case "action":
      return lowered.actions
        .filter(is)
        .map(({ ir }) => ({ ir, run: () => interpreter.successors(ir, last, ignore) }));
    case "assumption":
      return tested(lowered.assumptions, none, none);
    case "invariant":
      return tested(lowered.invariants, last, none);
    case "constraint":
      return tested(lowered.constraints, last, none);
    case "action-constraint":
      return tested(lowered.actionConstraints, before, last);
    case "property": {
      const { initial, steps, atoms } = lowered.temporal;
      const all = [...initial, ...steps, ...atoms];
      const ofStep = before.includes(UNASSIGNED) ? [] : tested(all, before, last);
      return [...ofStep, ...tested(all, last, last)];
    }
    case "postcondition":
      return tested(lowered.modes.postconditions, none, none);
    default:
      return unreachable(during);
  }
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** Runs the interpreter; what it failed at, if it does. Errors that are not the specification's are thrown on. */
export function failureOf(
  interpreter: Interpreter,
  lowered: Pick<LoweredModel, "spec">,
  program: Ir,
  run: () => void,
): Failure | undefined {
  interpreter.reset();
  const mark = interpreter.bank.mark();
  try {
    run();
    return undefined;
  } catch (error) {
    const fault = error instanceof EvaluationError ? error : undefined;
    if (fault === undefined && !isOverflow(error)) throw error;
    const stack = [...interpreter.stack];
    const places = new Places(lowered.spec);
    const names = localNames(program);
    const described = describe(interpreter, stack, places, names);
    if (fault !== undefined) return { ...described, fault: fault.fault, message: fault.message, cycle: [] };
    const cycle = cycleOf(stack);
    return { ...described, fault: "too-deep", message: tooDeep(cycle), cycle, values: [] };
  } finally {
    interpreter.bank.release(mark);
    interpreter.reset();
  }
}

function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

function describe(
  interpreter: Interpreter,
  stack: readonly Position[],
  places: Places,
  names: ReadonlyMap<LocalId, string>,
): Omit<Failure, "fault" | "message" | "cycle"> {
  // What stands in no text of the user's (a library's definition) is told by its use.
  const own = (p: Position): boolean => places.moduleOf(p.ir.at)?.origin === "file";
  let top = stack.length - 1;
  while (top > 0 && !own(stack[top]!)) top--;
  const innermost = stack[top];
  if (innermost === undefined) return { place: undefined, text: "", values: [], calls: [] };
  return {
    place: places.place(innermost.ir.at),
    text: places.text(innermost.ir.at),
    values: valuesIn(interpreter, innermost, names),
    calls: callsOf(interpreter, stack, top, places, names),
  };
}

/** At most this many calls are told, the innermost and the outermost ones. */
const MOST_CALLS = 12;

function callsOf(
  interpreter: Interpreter,
  stack: readonly Position[],
  top: number,
  places: Places,
  names: ReadonlyMap<LocalId, string>,
): readonly Call[] {
  const positions = stack
    .slice(0, top)
    // What the model names has no use in the text: it stands for its body.
    .filter(({ ir }) => ir.op === "named" || (ir.op === "call" && ir.at !== ir.fn.body.at))
    .reverse();
  const half = MOST_CALLS / 2;
  const kept =
    positions.length <= MOST_CALLS ? positions : [...positions.slice(0, half), ...positions.slice(-half)];
  const calls = kept.flatMap((p): readonly Call[] => {
    const { ir } = p;
    const place = places.place(ir.at);
    if (ir.op === "named") return [{ name: ir.name, args: [], place }];
    if (ir.op !== "call") return [];
    const inside = stack[stack.indexOf(p) + 1];
    const args = ir.fn.params.flatMap((id): readonly NamedText[] => {
      const name = names.get(id);
      const value = inside === undefined ? undefined : textOf(interpreter, inside, id);
      return name === undefined || value === undefined ? [] : [{ name, value }];
    });
    return [{ name: ir.fn.name, args, place }];
  });
  // A recursion without end says the same again and again.
  const same = (a: Call, b: Call | undefined): boolean =>
    a.name === b?.name &&
    a.place?.line === b.place?.line &&
    JSON.stringify(a.args) === JSON.stringify(b.args);
  return calls.filter((c, i) => !same(c, calls[i - 1]));
}

/** The value of a parameter, if it is bound and was evaluated. */
function textOf(interpreter: Interpreter, { env }: Position, id: LocalId): string | undefined {
  for (let at = env; at !== undefined; at = at.outer) {
    if (at.id === id) return localText(interpreter, env, id);
  }
  return undefined;
}

/** The definitions that call each other at the end of the stack, once each, in order. */
function cycleOf(stack: readonly Position[]): readonly string[] {
  const names: string[] = [];
  for (const { ir } of stack.slice(-2000)) if (ir.op === "call") names.push(ir.fn.name);
  const last = names.at(-1);
  if (last === undefined) return [];
  const previous = names.lastIndexOf(last, -2);
  return [...new Set(previous < 0 ? names : names.slice(previous, -1))];
}

function tooDeep(cycle: readonly string[]): string {
  if (cycle.length === 0) return "The evaluation is nested too deeply.";
  const way = cycle.length === 1 ? `${cycle[0]} calls itself` : `${[...cycle, cycle[0]].join(" calls ")}`;
  return `The recursion is too deep, or never ends: ${way}.`;
}
