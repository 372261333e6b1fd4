/**
 * The next-state relation taken apart into *branches*: one conjunction each, with the existential binders, the LET
 * definitions in scope, and the name of the operator that it came from. Helper operators (Send, Reply, …) are seen
 * through by inlining whatever speaks of a step.
 *
 *     Next == \E i \in Node : A(i) \/ \E v \in Value : B(i, v)
 *     ⇒  A: binders i; parts: conjuncts of A's body     B: binders i, v; parts: conjuncts of B's body
 */

import type { Diagnostic } from "../report/diagnostic.js";
import type { Definition, Expr, Let } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { freeNames, mapExpr, substitute } from "../tla/visit.js";
import { tupleBound, unsupportedUnit } from "./faults.js";
import { callOf, isAction, type ModuleTable, reads } from "./table.js";
import {
  allNames,
  conjunctsOf,
  freshName,
  inlineCall,
  nameOf,
  primedName,
  singleBounds,
  stripParens,
} from "./terms.js";

export interface Binder {
  readonly name: string;
  readonly domain: Expr;
}

export interface Branch {
  readonly name: string;
  /** Where the action stands: the definition's name, or the disjunct. */
  readonly at: Expr | Definition;
  readonly binders: readonly Binder[];
  readonly lets: readonly Definition[];
  readonly parts: readonly Expr[];
  /** Guards that were taken out of it (see `transport.ts`). */
  readonly weakened?: readonly Expr[];
}

interface Context {
  readonly table: ModuleTable;
  readonly network: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
}

/** What is known on the way down: the nearest operator's name, and the names already bound. */
interface Path {
  readonly name: string;
  readonly at: Expr | Definition;
  /** The expression is a whole disjunct, so an operator called here names the action. */
  readonly solo: boolean;
  readonly taken: ReadonlySet<string>;
}

const leaf = (path: Path, part: Expr): Branch[] => [
  { name: path.name, at: path.at, binders: [], lets: [], parts: [part] },
];

/** `network`: names of the variables that hold messages (to hoist existentials over what is received). */
export function branchesOf(
  table: ModuleTable,
  next: Expr,
  network: ReadonlySet<string>,
): { readonly branches: readonly Branch[]; readonly diagnostics: readonly Diagnostic[] } {
  const context: Context = { table, network, diagnostics: [] };
  const path: Path = { name: nameOf(next) ?? "Next", at: next, solo: true, taken: new Set() };
  const branches = uniqueNames(expand(context, next, path));
  return { branches, diagnostics: context.diagnostics };
}

function expand(context: Context, e: Expr, path: Path): Branch[] {
  const { table } = context;
  switch (e.kind) {
    case "Paren":
    case "Label":
      return expand(context, e.body, path);
    case "Junction":
      return e.op === "\\/" ? alternatives(context, e, e.items, path) : conjunction(context, e.items, path);
    case "Infix": {
      const op = canonicalOp(e.op);
      if (op === "\\/") return alternatives(context, e, [e.left, e.right], path);
      if (op === "/\\") return conjunction(context, conjunctsOf(e), path);
      if (op === "\\in" && nameOf(e.right) !== undefined && context.network.has(nameOf(e.right) ?? "")) {
        return membership(context, e.left, e.right, path);
      }
      if (op === "\\in" && primedName(e.left) !== undefined) return choice(context, e, path);
      return opened(context, e, path);
    }
    case "Quantifier":
      return e.op === "\\E" && isStep(context, e) ? binder(context, e, path) : leaf(path, e);
    case "Let":
      return isStep(context, e) ? letIn(context, e, path) : leaf(path, e);
    case "If":
      if (!isAction(table, e)) return leaf(path, e);
      return [
        ...conjunction(context, [e.test, e.then], path),
        ...conjunction(context, [negation(e.test), e.else], path),
      ];
    case "Case":
      return isAction(table, e) ? caseArms(context, e, path) : leaf(path, e);
    default:
      return opened(context, e, path);
  }
}

/** A call of a definition that speaks of a step is the definition's body. */
function opened(context: Context, e: Expr, path: Path): Branch[] {
  const called = callOf(context.table, e);
  if (called === undefined || !isStep(context, e)) return leaf(path, e);
  const { definition, call } = called;
  return expand(context, inlineCall(definition, call), named(context.table, definition, path));
}

/** Does `e` speak of a step: primes something, or looks at what was received? */
function isStep(context: Context, e: Expr): boolean {
  return isAction(context.table, e) || reads(context.table, e, context.network);
}

/** The action is called after the operator whose call is a whole disjunct; calls among conjuncts do not rename it. */
function named(table: ModuleTable, definition: Definition, path: Path): Path {
  if (!table.actions.has(definition.name.text) || !path.solo) return path;
  return { ...path, name: definition.name.text, at: definition };
}

function alternatives(context: Context, whole: Expr, items: readonly Expr[], path: Path): Branch[] {
  if (!isAction(context.table, whole)) return leaf(path, whole);
  return items.flatMap((item) => expand(context, item, path));
}

/** All combinations of the conjuncts' branches; a conjunct without choice of steps contributes itself. */
function conjunction(context: Context, items: readonly Expr[], path: Path): Branch[] {
  let rows: Branch[] = [{ name: path.name, at: path.at, binders: [], lets: [], parts: [] }];
  for (const item of items) {
    const next: Branch[] = [];
    for (const row of rows) {
      const bound = [...row.binders.map((b) => b.name), ...row.lets.map((l) => l.name.text)];
      const taken = new Set([...path.taken, ...bound]);
      const solo =
        items.length === 1
          ? path.solo
          : branching(context, item) || (path.solo && isOnlyStep(context, item, items));
      for (const b of expand(context, item, { ...path, solo, taken })) {
        next.push({
          name: b.at === path.at ? row.name : b.name,
          at: b.at === path.at ? row.at : b.at,
          binders: [...row.binders, ...b.binders],
          lets: [...row.lets, ...b.lets],
          parts: [...row.parts, ...b.parts],
        });
      }
    }
    rows = next;
  }
  return rows;
}

/** `/\ m.kind = "Vote" /\ HandleVote(i, m)`: a call that is all of the step; what stands beside it are guards. */
function isOnlyStep(context: Context, item: Expr, items: readonly Expr[]): boolean {
  if (stripParens(item).kind !== "Apply") return false;
  return items.every((other) => other === item || !isAction(context.table, other));
}

/** A conjunct that is itself a choice between named actions: `/\ alive[i] /\ (A(i) \/ B(i))`. */
function branching(context: Context, item: Expr): boolean {
  const bare = stripParens(item);
  if (bare.kind === "Junction") return bare.op === "\\/" && isAction(context.table, bare);
  if (bare.kind === "Infix") return canonicalOp(bare.op) === "\\/" && isAction(context.table, bare);
  if (bare.kind === "Quantifier" || bare.kind === "Let") return branching(context, bare.body);
  return false;
}

function binder(context: Context, e: Extract<Expr, { kind: "Quantifier" }>, path: Path): Branch[] {
  const bounds = singleBounds(e.bounds);
  if (bounds === undefined) {
    context.diagnostics.push(tupleBound(context.table.place(e)));
    return [];
  }
  let body = e.body;
  const taken = new Set(path.taken);
  const binders: Binder[] = [];
  const renaming = new Map<string, Expr>();
  for (const { name, domain, at } of bounds) {
    const fresh = taken.has(name) ? freshName(name, new Set([...taken, ...allNames(e)])) : name;
    taken.add(fresh);
    if (fresh !== name) {
      renaming.set(name, { kind: "Apply", id: at.id, span: at.span, path: [], name: fresh, args: [] });
    }
    binders.push({ name: fresh, domain });
  }
  if (renaming.size > 0) body = substitute(body, renaming);
  return expand(context, body, { ...path, taken }).map((b) => ({
    ...b,
    binders: [...binders, ...b.binders],
  }));
}

/** `r \in msgs` as a conjunct: the message r is received, `\E m \in msgs : m = r`. */
function membership(context: Context, left: Expr, right: Expr, path: Path): Branch[] {
  const name = freshName("received", new Set([...path.taken, ...context.table.names]));
  const { id, span } = left;
  const message: Expr = { kind: "Apply", id, span, path: [], name, args: [] };
  const test: Expr = { kind: "Infix", id, span, op: "=", left: message, right: left };
  return leaf(path, test).map((b) => ({ ...b, binders: [{ name, domain: right }, ...b.binders] }));
}

/** `x' \in {f(k) : k \in S}` as `\E k \in S : x' = f(k)`; another set is left as it is. */
function choice(context: Context, e: Extract<Expr, { kind: "Infix" }>, path: Path): Branch[] {
  const set = stripParens(e.right);
  if (set.kind !== "SetMap") return leaf(path, e);
  const { id, span } = e;
  const body: Expr = { kind: "Infix", id, span, op: "=", left: e.left, right: set.body };
  return binder(context, { kind: "Quantifier", id, span, op: "\\E", bounds: set.bounds, body }, path);
}

function letIn(context: Context, e: Let, path: Path): Branch[] {
  const { table, diagnostics } = context;
  const taken = new Set(path.taken);
  const renaming = new Map<string, Expr>();
  const actions = new Map<string, Definition>();
  const lets: Definition[] = [];
  const inlined = (x: Expr): Expr => substitute(withoutCalls(x, actions), renaming);
  for (const unit of e.units) {
    const definition = asOperatorDefinition(unit);
    if (definition === undefined) {
      diagnostics.push(unsupportedUnit(letFault(unit), table.place(unit)));
      continue;
    }
    const name = definition.name.text;
    const body = inlined(definition.body);
    const replaced = isAction(table, body) || isPath(body) || clashes(taken, name, definition);
    if (replaced && definition.params.length === 0) renaming.set(name, body);
    else if (isAction(table, body)) actions.set(name, { ...definition, body });
    else {
      taken.add(name);
      lets.push({ ...definition, body });
    }
  }
  const branches = expand(context, inlined(e.body), { ...path, taken });
  return branches.map((b) => ({ ...b, lets: [...lets, ...b.lets] }));
}

/** Calls of these definitions as their bodies. */
function withoutCalls(e: Expr, definitions: ReadonlyMap<string, Definition>): Expr {
  if (definitions.size === 0) return e;
  return mapExpr(e, (node) => {
    const definition = node.kind === "Apply" ? definitions.get(node.name) : undefined;
    if (node.kind !== "Apply" || definition === undefined) return node;
    const { id, span } = node;
    return { kind: "Paren", id, span, body: inlineCall(definition, node) };
  });
}

function letFault(unit: Let["units"][number]): string {
  if (unit.kind === "FunctionDefinition") return "a function defined by itself";
  return unit.kind === "Recursive" ? "a RECURSIVE operator in LET" : "INSTANCE in LET";
}

function clashes(taken: ReadonlySet<string>, name: string, definition: Definition): boolean {
  return taken.has(name) && definition.params.length === 0;
}

/** A name or a chain of fields (`m.source`): an alias, better inlined than kept. */
function isPath(e: Expr): boolean {
  const bare = stripParens(e);
  return nameOf(bare) !== undefined || (bare.kind === "Field" && isPath(bare.record));
}

function asOperatorDefinition(unit: Let["units"][number]): Definition | undefined {
  if (unit.kind === "Definition") return unit;
  if (unit.kind !== "FunctionDefinition") return undefined;
  const { id, span, local, name, bounds, body } = unit;
  if (freeNames(body).has(name.text)) return undefined;
  const value: Expr = { kind: "Function", id, span, bounds, body };
  return { kind: "Definition", id, span, local, name, fixity: "name", params: [], body: value };
}

function caseArms(context: Context, e: Extract<Expr, { kind: "Case" }>, path: Path): Branch[] {
  const tests = e.arms.flatMap((arm) => (arm.test === undefined ? [] : [arm.test]));
  return e.arms.flatMap((arm) =>
    conjunction(context, arm.test ? [arm.test, arm.value] : [...tests.map(negation), arm.value], path),
  );
}

function negation(e: Expr): Expr {
  const { id, span } = e;
  return { kind: "Prefix", id, span, op: "~", arg: { kind: "Paren", id, span, body: e } };
}

/** Two branches of one operator (it had a disjunction inside) are told apart by a number. */
function uniqueNames(branches: readonly Branch[]): Branch[] {
  const count = new Map<string, number>();
  for (const b of branches) count.set(b.name, (count.get(b.name) ?? 0) + 1);
  const taken = new Set([...count.keys()].filter((name) => count.get(name) === 1));
  return branches.map((b) => {
    if (count.get(b.name) === 1) return b;
    let k = 1;
    while (taken.has(`${b.name}${k}`)) k++;
    const name = `${b.name}${k}`;
    taken.add(name);
    return { ...b, name };
  });
}
