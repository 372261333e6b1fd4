/** What an exploration answers, as data; the kinds are those of a run of TLC where both can give them. */
import type { Place } from "../../report/diagnostic.js";
import type { Value } from "../../tla/value.js";
import type { CompiledModel } from "../model.js";
import { EvaluationError, type EvaluationFault } from "../values/bank-errors.js";
import { toTree } from "../values/show.js";
import type { Path } from "./path.js";

/** What was being evaluated. */
export type During =
  | { readonly kind: "assumption"; readonly place: Place }
  | { readonly kind: "initial" }
  | {
      readonly kind:
        | "action"
        | "invariant"
        | "constraint"
        | "action-constraint"
        | "property"
        | "postcondition";
      readonly name: string;
      readonly place: Place;
    };

export type LimitKind = "states" | "seconds" | "memory";

export type Verdict =
  /** No state violates an invariant, none is a deadlock (if that was asked): all states were visited. */
  | { readonly kind: "holds" }
  | {
      readonly kind: "violated";
      readonly what: "invariant";
      readonly name: string;
      readonly place: Place;
      /** Ends in the state that violates it. */
      readonly trace: Path;
    }
  | {
      readonly kind: "violated";
      readonly what: "property";
      /** Whether an initial state breaks it, a step (the last of the trace), or a behaviour, which then has a loop. */
      readonly of: "initial-state" | "step" | "behaviour";
      readonly name: string;
      /** The conjunct that is broken. */
      readonly place: Place;
      readonly trace: Path;
    }
  /** All that are false, up to one that cannot be evaluated. */
  | { readonly kind: "violated"; readonly what: "assumption"; readonly places: readonly Place[] }
  /** The first that is false, once all states were visited. */
  | {
      readonly kind: "violated";
      readonly what: "postcondition";
      readonly name: string;
      readonly place: Place;
    }
  | { readonly kind: "deadlock"; readonly trace: Path }
  | {
      readonly kind: "evaluation-error";
      readonly fault: EvaluationFault;
      readonly message: string;
      readonly values: readonly Value[];
      readonly during: During;
      /**
       * Ends in the state in which the evaluation failed: for an action the one it was taken in, for a predicate the
       * state itself or, for one of steps, the second. Empty for assumptions and the initial predicate.
       */
      readonly trace: Path;
    }
  /** No error within the bound: states are left. */
  | { readonly kind: "limit"; readonly limit: LimitKind }
  | { readonly kind: "cancelled" };

export interface Counts {
  /** States within the constraints. */
  readonly distinct: number;
  readonly generated: number;
  /** Found, not yet expanded. */
  readonly queue: number;
  /** Of the deepest state found; an initial state has depth 1. 1 too when there is none, as TLC has it. */
  readonly depth: number;
}

/** Why evaluation stopped, when that is not a bug of ours. */
export type Cause =
  | {
      readonly kind: "fault";
      readonly fault: EvaluationFault;
      readonly message: string;
      readonly values: readonly Value[];
    }
  | { readonly kind: "memory" };

const OUT_OF_MEMORY = /allocation failed|Invalid (?:typed )?array (?:buffer )?length|too many states/i;

/** What a caught error says of the specification or the machine; undefined for a bug. */
export function causeOf(error: unknown, model: CompiledModel): Cause | undefined {
  if (error instanceof EvaluationError) {
    const values = error.values.map((ref) => toTree(model.bank, ref));
    return { kind: "fault", fault: error.fault, message: error.message, values };
  }
  if (!(error instanceof RangeError)) return undefined;
  if (/call stack/i.test(error.message)) {
    const message = "The recursion is too deep: an operator or a function may never end.";
    return { kind: "fault", fault: "too-deep", message, values: [] };
  }
  return OUT_OF_MEMORY.test(error.message) ? { kind: "memory" } : undefined;
}
