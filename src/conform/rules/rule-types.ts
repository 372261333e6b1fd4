/** What a mapping's rules are made into: operators of one module, and how the lines of an event take steps by them. */
import type { Expr } from "../../tla/ast.js";
import type { Where } from "../faults.js";
import type { Column } from "../mapping/columns.js";
import type { ComparedKind } from "../verdict.js";

/** What is compared of a line, and with what. */
export interface Comparison {
  readonly kind: ComparedKind;
  readonly specification: string;
  readonly log: string;
  /** Where one of these is absent, it is not made. */
  readonly optional: readonly Column[];
  /** It is made in lines that have this text there. */
  readonly when?: { readonly column: Column; readonly text: string } | undefined;
}

/** An operator of the generated module: `Rule3(ev_to, ev_term)`. */
export interface Phase {
  readonly operator: string;
  readonly columns: readonly Column[];
  readonly body: Expr;
  /** Variables of the module that it gives a value; it leaves the other ones alone. */
  readonly sets: readonly string[];
}

/** A step of a line, and how many steps of it were taken then; `done` if it may be the last. */
export interface Transition {
  readonly phase: Phase;
  readonly to: number | "done";
}

export interface Rule {
  /** `events[3]`, `silent[0]`. */
  readonly id: string;
  readonly where: Where;
  /** The action as the mapping has it. */
  readonly action: string;
  /** What it is called in place of both. */
  readonly title: string | undefined;
  /** Names of the operators that it takes, for what was never taken. */
  readonly actions: readonly string[];
  /** Whether a line of it takes a step. */
  readonly steps: boolean;
  /** All that its steps are made of. */
  readonly phases: readonly Phase[];
  /** By the number of steps of the line that were taken: the ways to go on. */
  readonly transitions: readonly (readonly Transition[])[];
  readonly comparisons: readonly Comparison[];
  /** All columns of its phases; of a line's rule also those of the silent steps that may come before it. */
  readonly columns: readonly Column[];
  /** Columns that only lines with one of these texts elsewhere have to have. */
  readonly cases: ReadonlyMap<Column, { readonly by: Column; readonly texts: ReadonlySet<string> }>;
}
