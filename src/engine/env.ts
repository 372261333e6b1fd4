/** What declared names stand for while a specification is lowered: a chain of bindings, never changed. */
import type { Declaration, Through } from "../resolve/types.js";
import type { Expr, Node } from "../tla/ast.js";
import type { Value } from "../tla/value.js";
import type { LocalId } from "./ir.js";

export type Binding =
  | { readonly kind: "local"; readonly id: LocalId }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "state"; readonly slot: number }
  /** An expression as it stands somewhere else, evaluated in the state of the place where it is used. */
  | { readonly kind: "closure"; readonly expr: Expr; readonly env: Env }
  /** Another declaration, or an operator given for a parameter that is one. */
  | {
      readonly kind: "alias";
      readonly to: Declaration;
      readonly through: readonly Through[];
      readonly env: Env;
    }
  /** LAMBDA given for a parameter that is an operator. */
  | { readonly kind: "lambda"; readonly expr: Extract<Expr, { kind: "Lambda" }>; readonly env: Env };

/** `id` tells environments apart: the same one has the same id, so that functions are made once for each. */
export interface Env {
  readonly id: number;
  readonly declaration: Declaration | undefined;
  readonly binding: Binding | undefined;
  readonly outer: Env | undefined;
}

let lastId = 0;

export const emptyEnv: Env = { id: 0, declaration: undefined, binding: undefined, outer: undefined };

export function bind(env: Env, declaration: Declaration, binding: Binding): Env {
  lastId += 1;
  return { id: lastId, declaration, binding, outer: env };
}

export function lookup(env: Env, declaration: Declaration): Binding | undefined {
  for (let at: Env | undefined = env; at !== undefined; at = at.outer) {
    if (at.declaration === declaration) return at.binding;
  }
  return undefined;
}

/** One environment for each step through an INSTANCE, however often it is taken. */
export class InstanceEnvs {
  private readonly known = new Map<Env, Map<Node, Env>>();

  get(outer: Env, instance: Node, make: () => Env): Env {
    let here = this.known.get(outer);
    if (here === undefined) {
      here = new Map();
      this.known.set(outer, here);
    }
    const before = here.get(instance);
    if (before !== undefined) return before;
    const env = make();
    here.set(instance, env);
    return env;
  }
}
