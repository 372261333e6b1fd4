/** The choices that an action leaves open: the names that it binds with \E before anything else. */

import type { Interpreter } from "../interpret/interpret.js";
import { type Env, extend, type Step, type Values } from "../interpret/interpret-env.js";
import type { Ir, LocalId } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { Ref } from "../values/bank.js";
import { isMember, showValue } from "../values/lazy.js";
import { show } from "../values/show.js";
import { localNames } from "./explain-names.js";
import { shortened } from "./explain-places.js";

export interface Parameter {
  /** As in the specification; a name that is bound twice has `'2` after it the second time. */
  readonly name: string;
  readonly local: LocalId;
  /** The set that it is chosen from, which may depend on those before; undefined inside `<<x, y>> \in S`. */
  readonly domain: Ir | undefined;
}

/** Parameters of an action, outermost first. */
export function parametersOf(action: Ir): readonly Parameter[] {
  const names = localNames(action);
  const count = new Map<string, number>();
  const out: Parameter[] = [];
  for (let e = action; isOpen(e); e = e.body) {
    if (e.op !== "bind") continue;
    for (const binder of e.binders) {
      for (const local of binder.locals) {
        const written = names.get(local) ?? `v${local}`;
        const times = (count.get(written) ?? 0) + 1;
        count.set(written, times);
        const name = times === 1 ? written : `${written}'${times}`;
        out.push({ name, local, domain: binder.tuple ? undefined : binder.domain });
      }
    }
  }
  return out;
}

/** Whether an expression uses no names that are bound outside of it. */
export function isClosed(e: Ir): boolean {
  const bound = new Set<LocalId>();
  const used: LocalId[] = [];
  const pending: Ir[] = [e];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.op === "local") used.push(at.id);
    else if (at.op === "call") used.push(...at.fn.free);
    else if (at.op === "bind") for (const b of at.binders) for (const id of b.locals) bound.add(id);
    else if (at.op === "let") bound.add(at.id);
    else if (at.op === "lambda") for (const id of at.params) bound.add(id);
    else if (at.op === "except") for (const u of at.updates) bound.add(u.at);
    pending.push(...partsOf(at));
  }
  return used.every((id) => bound.has(id));
}

type Open = Extract<Ir, { op: "bind" | "let" | "named" }>;

function isOpen(e: Ir): e is Open {
  return (e.op === "bind" && e.form === "some") || e.op === "let" || e.op === "named";
}

/** An action with some of its parameters chosen: what is left, and what its locals stand for. */
export interface Chosen {
  readonly action: Ir;
  readonly env: Env | undefined;
  /** The first value given that is not in the set that it is to be chosen from, as words. */
  readonly outside: string | undefined;
}

/** Puts in the values given, by parameter; what is not given stays a choice. */
export function choose(
  interpreter: Interpreter,
  action: Ir,
  values: ReadonlyMap<LocalId, Ref>,
  state: Values,
): Chosen {
  const step: Step = { state, next: interpreter.blank() };
  let env: Env | undefined;
  let outside: string | undefined;
  // What stands after a choice that is left open may depend on it: it stays as it is.
  const open: ((body: Ir) => Ir)[] = [];
  let e = action;
  for (; isOpen(e); e = e.body) {
    const here = e;
    if (here.op === "named") continue;
    if (here.op === "let") {
      if (open.length > 0) open.push((body) => ({ ...here, body }));
      else env = extend(env, here.id, { ir: here.value, env, step, value: undefined });
      continue;
    }
    for (const binder of here.binders) {
      if (!binder.locals.every((id) => values.has(id))) {
        open.push((body) => ({ ...here, binders: [binder], body }));
        continue;
      }
      const given = binder.locals.map((id) => values.get(id) ?? 0);
      if (open.length === 0 && binder.domain !== undefined) {
        const { bank } = interpreter;
        const element = binder.tuple ? bank.tupleOf(given) : given[0];
        const set = interpreter.value(binder.domain, env, step);
        if (element !== undefined && !isMember(bank, element, set))
          outside ??= `${show(bank, element)} is not in ${shortened(showValue(bank, set), 200)}`;
      }
      env = binder.locals.reduce((at, id, i) => extend(at, id, given[i] ?? 0), env);
    }
  }
  return { action: open.reduceRight<Ir>((body, wrap) => wrap(body), e), env, outside };
}
