/** What declared names stand for while a specification is lowered: a chain of bindings, never changed. */
import type { Declaration, Through } from "../../resolve/types.js";
import type { Expr, Node } from "../../tla/ast.js";
import type { Value } from "../../tla/value.js";
import type { LocalId } from "./ir.js";

export type Binding =
  | { readonly kind: "local"; readonly id: LocalId }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "state"; readonly slot: number }
  /** An expression as it stands somewhere else, evaluated in the state of the place where it is used. */
  | {
      readonly kind: "closure";
      readonly expr: Expr;
      readonly env: Env;
      /** What `@` is in it. */
      readonly at?: LocalId | undefined;
    }
  /** Another declaration, or an operator given for a parameter that is one. */
  | {
      readonly kind: "alias";
      readonly to: Declaration;
      readonly through: readonly Through[];
      readonly env: Env;
    }
  /** A definition in a LET, the environment there, and what `@` is there. */
  | { readonly kind: "let"; readonly env: Env; readonly at: LocalId | undefined }
  /** LAMBDA given for a parameter that is an operator. */
  | {
      readonly kind: "lambda";
      readonly expr: Extract<Expr, { kind: "Lambda" }>;
      readonly env: Env;
      readonly at?: LocalId | undefined;
    };

/** `id` tells environments apart: the same one has the same id, so that functions are made once for each. */
export interface Env {
  readonly id: number;
  readonly declaration: Declaration | undefined;
  readonly binding: Binding | undefined;
  readonly outer: Env | undefined;
  /** Where definitions of the module are evaluated: without what is bound around the use. */
  readonly home: Env;
}

let lastId = 0;

function make(
  outer: Env | undefined,
  declaration: Declaration | undefined,
  binding: Binding | undefined,
  home: boolean,
): Env {
  lastId += 1;
  const env: { -readonly [K in keyof Env]: Env[K] | undefined } = {
    id: lastId,
    declaration,
    binding,
    outer,
    home: undefined,
  };
  env.home = home || outer === undefined ? (env as Env) : outer.home;
  return env as Env;
}

/** What a specification starts from: its own constants and variables are to be bound. */
export const emptyEnv = (): Env => make(undefined, undefined, undefined, true);

/** With one more name, seen by what stands inside. */
export function bind(env: Env, declaration: Declaration, binding: Binding): Env {
  return make(env, declaration, binding, false);
}

/** With names that the module's definitions see too: its constants and variables. */
export function bindHome(env: Env, pairs: Iterable<readonly [Declaration, Binding]>): Env {
  let out = env;
  for (const [declaration, binding] of pairs) out = make(out, declaration, binding, true);
  return out === env ? make(env, undefined, undefined, true) : out;
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

  get(outer: Env, instance: Node, make_: () => Env): Env {
    let here = this.known.get(outer);
    if (here === undefined) {
      here = new Map();
      this.known.set(outer, here);
    }
    const before = here.get(instance);
    if (before !== undefined) return before;
    const env = make_();
    here.set(instance, env);
    return env;
  }
}
