/** The steps of a hybrid with a note: a variable more, which says something of the behaviour so far. */
import { nameOf } from "../protocol/terms.js";
import type { Apply, Definition, Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import type { Transformed } from "../transform/history/index.js";

export interface Noted {
  readonly units: readonly Unit[];
  readonly init: string;
  readonly next: string;
  readonly view: string;
  /** The hybrid's action by the name that the step has here. */
  readonly actions: ReadonlyMap<string, string>;
}

/** What the variable is at first, and after a step. */
export interface Noting {
  readonly variable: string;
  readonly initial: Expr;
  readonly next: Expr;
}

/**
 * Without a note, the steps only have names of their own: else they would be called after what they have in common.
 *
 *     VARIABLE v
 *     Init1 == Init /\ v = …       Note == v' = …       NotedVote(q) == Vote(q) /\ Note
 *     Next1 == \E q \in Correct : NotedVote(q) \/ …     View1 == <<View, v>>
 */
export function notedSteps(
  hybrid: Transformed,
  noting: Noting | undefined,
  fresh: (wanted: string) => string,
): Noted {
  const w = hybrid.words.of;
  const names = { init: fresh("NotedInit"), next: fresh("NotedNext"), view: fresh("NotedView") };
  const v = noting === undefined ? [] : [b.apply(noting.variable)];
  const note = fresh("Note");
  const actions = new Map<string, string>();
  const noted: Definition[] = [];
  const wrapped = (call: Apply): Expr => {
    const made = fresh(`Noted${call.name}`);
    actions.set(made, call.name);
    const params = call.args.map((a) => nameOf(a) ?? "");
    if (params.includes("")) throw new Error(`${call.name} is not called with names`);
    noted.push(b.definition(made, params, b.and([call, b.apply(note)])));
    return b.apply(made, ...call.args);
  };
  const found = hybrid.stages
    .at(-1)
    ?.draft.units.find((u) => u.kind === "Definition" && u.name.text === w.next);
  if (found?.kind !== "Definition") throw new Error(`no definition ${w.next}`);
  const body = eachStep(found.body, (e) => (e.kind === "Apply" ? wrapped(e) : b.and([e, b.apply(note)])));
  const all: readonly Unit[] = [
    ...(noting === undefined ? [] : [b.variables(noting.variable)]),
    b.definition(names.init, [], b.and([b.apply(w.init), ...v.map((x) => b.eq(x, noting?.initial ?? x))])),
    b.definition(note, [], b.and([b.bool(true), ...v.map((x) => b.eq(b.prime(x), noting?.next ?? x))])),
    ...noted,
    b.definition(names.next, [], body),
    b.definition(names.view, [], b.tuple(b.apply(w.view), ...v)),
  ];
  return { ...names, units: all, actions };
}

/** A next-state relation with each of its steps changed. */
function eachStep(e: Expr, change: (step: Expr) => Expr): Expr {
  if (e.kind === "Paren") return { ...e, body: eachStep(e.body, change) };
  if (e.kind === "Quantifier" && e.op === "\\E") return { ...e, body: eachStep(e.body, change) };
  if (e.kind === "Junction" && e.op === "\\/")
    return { ...e, items: e.items.map((item) => eachStep(item, change)) };
  if (e.kind === "Infix" && canonicalOp(e.op) === "\\/")
    return { ...e, left: eachStep(e.left, change), right: eachStep(e.right, change) };
  return change(e);
}

/** Names that neither a hybrid nor its model has. */
export function freshIn(hybrid: Transformed, model: { readonly text: string }): (wanted: string) => string {
  const text = `${hybrid.stages.at(-1)?.text ?? ""}\n${model.text}`;
  const taken = new Set([...text.matchAll(/\w+/g)].map((m) => m[0]));
  return (wanted) => {
    let made = wanted;
    for (let k = 2; taken.has(made); k++) made = `${wanted}${k}`;
    taken.add(made);
    return made;
  };
}
