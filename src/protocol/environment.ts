/**
 * Variables that are the environment's: budgets, which bound how far a model explores, and what the mapping file names
 * (what clients know, for instance). Guards that read them are taken out of the steps and kept aside as written; the
 * variables are left out.
 *
 *     restarts < Max /\ restarts' = restarts + 1 /\ …      ⇒  …      (restarts, Max: a bound of exploration)
 */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { freeNames } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import type { Branch } from "./branches.js";
import { environmentRead } from "./faults.js";
import { isAction, type ModuleTable, reads } from "./table.js";
import { conjunctsOf, equation, nameOf, primedName, stripParens } from "./terms.js";
import type { Assumption } from "./types.js";

interface Variable {
  readonly name: string;
  readonly place: Place;
}

export interface WithoutEnvironment {
  readonly branches: readonly Branch[];
  /** Variables that no step reads any more. */
  readonly left: readonly Variable[];
  readonly assumptions: readonly Assumption[];
}

/** `values`: what variables start with; `global`: those that belong to no node; `named`: by the mapping file. */
export function withoutEnvironment(
  table: ModuleTable,
  branches: readonly Branch[],
  values: ReadonlyMap<string, Expr>,
  global: readonly Variable[],
  named: readonly Variable[],
  diagnostics: Diagnostic[],
): WithoutEnvironment {
  const budgets = global.filter(
    (g) => !named.some((n) => n.name === g.name) && isBudget(table, branches, g.name, values.get(g.name)),
  );
  const left = [...budgets, ...named];
  if (left.length === 0) return { branches, left, assumptions: [] };
  const names = new Set(left.map((v) => v.name));
  const assumptions: Assumption[] = [
    ...budgets.map((v) => ({
      text: `${v.name} only counts how often something happens, which the model bounds: left out`,
      place: v.place,
    })),
    ...named.map((v) => ({
      text: `${v.name} is the environment's, as the mapping file says: left out`,
      place: v.place,
    })),
  ];
  const out = branches.flatMap((branch): readonly Branch[] => {
    if (onlyWrites(branch, names)) {
      const at = branch.at.kind === "Definition" ? branch.at.name : branch.at;
      const text = `${branch.name} changes only what is left out: left out as well`;
      assumptions.push({ text, place: table.place(at) });
      return [];
    }
    const { parts, taken } = without(table, branch, names);
    for (const e of [...branch.binders.map((x) => x.domain), ...branch.lets.map((l) => l.body), ...parts])
      stillRead(table, branch.name, e, names, diagnostics);
    for (const g of taken) {
      if (reads(table, g, new Set(named.map((v) => v.name))))
        assumptions.push({
          text: `${branch.name}: guard ${table.text(g)} is the environment's: left out`,
          place: table.place(g),
        });
    }
    if (taken.length === 0) return [branch];
    return [{ ...branch, parts, weakened: [...(branch.weakened ?? []), ...taken] }];
  });
  return { branches: out, left, assumptions };
}

function without(
  table: ModuleTable,
  branch: Branch,
  names: ReadonlySet<string>,
): { readonly parts: readonly Expr[]; readonly taken: readonly Expr[] } {
  const taken: Expr[] = [];
  const parts = branch.parts.flatMap((part): readonly Expr[] => {
    if (isAction(table, part) || !reads(table, part, names)) return [part];
    return conjunctsOf(inlineStateful(table, part)).filter((c) => {
      const dropped = reads(table, c, names);
      if (dropped) taken.push(c);
      return !dropped;
    });
  });
  return { parts, taken };
}

function onlyWrites(branch: Branch, names: ReadonlySet<string>): boolean {
  const written = branch.parts.flatMap((part) => {
    const sides = equation(part);
    const to = sides === undefined ? undefined : primedName(sides.left);
    return to === undefined || nameOf(sides?.right ?? part) === to ? [] : [to];
  });
  return written.length > 0 && written.every((v) => names.has(v));
}

/** A value or a message that depends on it cannot do without. */
function stillRead(
  table: ModuleTable,
  action: string,
  e: Expr,
  names: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): void {
  const bare = stripParens(e);
  if (bare.kind === "Prefix" && bare.op === "UNCHANGED") return;
  const sides = equation(bare);
  const to = sides === undefined ? undefined : primedName(sides.left);
  if (to !== undefined && names.has(to)) return;
  const name = [...names].find((n) => reads(table, bare, new Set([n])));
  if (name !== undefined) diagnostics.push(environmentRead(name, action, table.place(bare)));
}

/** A number that steps add to, and that guards compare with constants only. */
function isBudget(
  table: ModuleTable,
  branches: readonly Branch[],
  name: string,
  start: Expr | undefined,
): boolean {
  if (start === undefined || stripParens(start).kind !== "Number") return false;
  const only = new Set([name]);
  let compared = false;
  const fine = branches.every((branch) => {
    const around = [...branch.binders.map((x) => x.domain), ...branch.lets.map((l) => l.body)];
    if (around.some((e) => reads(table, e, only))) return false;
    return branch.parts.every((part) => {
      const bare = stripParens(part);
      if (!reads(table, bare, only)) return true;
      if (bare.kind === "Prefix" && bare.op === "UNCHANGED") return true;
      const sides = equation(bare);
      if (sides !== undefined && primedName(sides.left) === name) return isCount(sides.right, name);
      if (isAction(table, bare)) return false;
      const about = conjunctsOf(inlineStateful(table, bare)).filter((c) => reads(table, c, only));
      compared ||= about.length > 0;
      return about.every((c) => isBound(table, c, name));
    });
  });
  return fine && compared;
}

function isCount(value: Expr, name: string): boolean {
  const e = stripParens(value);
  if (nameOf(e) === name || e.kind === "Number") return true;
  if (e.kind !== "Infix" || canonicalOp(e.op) !== "+") return false;
  return nameOf(e.left) === name && stripParens(e.right).kind === "Number";
}

function isBound(table: ModuleTable, test: Expr, name: string): boolean {
  const e = stripParens(test);
  if (e.kind !== "Infix" || !["<", "<=", ">", ">=", "#", "="].includes(canonicalOp(e.op))) return false;
  const [one, other] = nameOf(e.left) === name ? [e.left, e.right] : [e.right, e.left];
  if (nameOf(one) !== name) return false;
  return [...freeNames(other)].every((n) => table.constants.has(n) || isConstant(table, n));
}

function isConstant(table: ModuleTable, name: string): boolean {
  return table.definitions.has(name) && !table.stateful.has(name);
}
