/**
 * Programs of the engine: what a specification and a model mean once all names are gone. INSTANCEs are substituted, the
 * model's constants put in, operators are functions of values (and of the state), and state variables are slots.
 *
 * Representation: trees of plain data. Locals are numbered, each bound once in the whole program. A *lazy* local is
 * evaluated when it is first needed, and once: TLA+ evaluates neither an argument nor a definition that is not used.
 */
import type { Place } from "../../report/diagnostic.js";
import type { Definition, Expr } from "../../tla/ast.js";
import type { Value } from "../../tla/value.js";

export type LocalId = number;

/** A definition with parameters, or LAMBDA, as a function of values. Made once for each way of seeing it. */
export interface IrFunction {
  readonly id: number;
  /** For messages and for names in the code made of it. */
  readonly name: string;
  /** Its parameters; all lazy. */
  readonly params: readonly LocalId[];
  /** Locals of the places where it is defined that its body uses; known once the body is lowered. */
  readonly free: readonly LocalId[];
  /** Filled in after the function is made, as its body may call it. */
  readonly body: Ir;
}

/** Names bound together: `x`, or the components of `<<x, y>>`. */
export interface IrBinder {
  readonly locals: readonly LocalId[];
  readonly tuple: boolean;
  /** Absent for `CHOOSE x : P` and its like, which only some models can evaluate. */
  readonly domain: Ir | undefined;
}

export type BindForm = "all" | "some" | "choose" | "filter" | "map" | "function";

export interface IrUpdate {
  /** One entry for each step of the path; several arguments make a tuple. */
  readonly path: readonly Ir[];
  /** What `@` stands for. */
  readonly at: LocalId;
  readonly value: Ir;
}

type Node =
  | { readonly op: "const"; readonly value: Value }
  | { readonly op: "state"; readonly slot: number; readonly primed: boolean }
  | { readonly op: "local"; readonly id: LocalId }
  /** An operator of the language or one that the engine has itself, applied to values. */
  | { readonly op: "prim"; readonly prim: string; readonly args: readonly Ir[] }
  | { readonly op: "call"; readonly fn: IrFunction; readonly args: readonly Ir[] }
  | { readonly op: "and" | "or"; readonly items: readonly Ir[] }
  | { readonly op: "if"; readonly test: Ir; readonly then: Ir; readonly else: Ir }
  | {
      readonly op: "case";
      readonly arms: readonly { readonly test: Ir | undefined; readonly value: Ir }[];
    }
  | {
      readonly op: "bind";
      readonly form: BindForm;
      readonly binders: readonly IrBinder[];
      readonly body: Ir;
    }
  | { readonly op: "record" | "record-set"; readonly fields: readonly (readonly [string, Ir])[] }
  | { readonly op: "field"; readonly record: Ir; readonly name: string }
  | { readonly op: "except"; readonly base: Ir; readonly updates: readonly IrUpdate[] }
  /** The body of a definition in place of its call: names the action. */
  | { readonly op: "named"; readonly name: string; readonly definition: Definition; readonly body: Ir }
  /** A lazy local for the body. */
  | { readonly op: "let"; readonly id: LocalId; readonly value: Ir; readonly body: Ir }
  /** An operator given to a prim, as in `SelectSeq(s, Test)`: only ever its argument. The parameters hold values. */
  | { readonly op: "lambda"; readonly params: readonly LocalId[]; readonly body: Ir }
  | { readonly op: "enabled"; readonly action: Ir }
  | { readonly op: "compose"; readonly first: Ir; readonly second: Ir };

/** `at` is the expression that it was made of: for messages and for coverage. */
export type Ir = Node & { readonly at: Expr };

/** What is evaluated of a model, by the name that the model has for it. */
export interface NamedIr {
  readonly name: string;
  readonly ir: Ir;
  readonly place: Place;
}
