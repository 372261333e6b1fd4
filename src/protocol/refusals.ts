/** What keeps a specification from being read, told apart by what a person would have to change. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { walk } from "../tla/visit.js";
import { inlineStateful } from "./actor.js";
import type { Branch } from "./branches.js";
import { clock, globalVariable, queue, readEachOther, sharedTable, singleton } from "./faults.js";
import type { InitialState } from "./init.js";
import type { ModuleTable } from "./table.js";
import { equation, nameOf, primedName, stripParens } from "./terms.js";

type Global = InitialState["global"][number];

/** A variable that belongs to no node: one process's, a table of all, or something else. */
export function refusedGlobal(
  table: ModuleTable,
  variable: Global,
  branches: readonly Branch[],
  nodeSet: string,
): Diagnostic {
  const { name, place } = variable;
  const kept = refusedQueue(table, [name], branches);
  if (kept !== undefined) return kept;
  for (const branch of branches) {
    for (const part of branch.parts) {
      const sides = equation(part);
      if (sides === undefined || primedName(sides.left) !== name || nameOf(sides.right) === name) continue;
      const value = stripParens(sides.right);
      const [first] = value.kind === "Except" ? (value.updates[0]?.path ?? []) : [];
      const index = first?.kind === "PathIndex" ? first.args[0] : undefined;
      if (index !== undefined) return sharedTable(name, table.text(index), branch.name, table.place(part));
      if (isCountedUp(value, name) && ofNoNode(branch, nodeSet) && changesAlone(branch))
        return clock(name, branch.name, table.place(part));
      if (ofNoNode(branch, nodeSet)) return singleton(name, branch.name, nodeSet, table.place(part));
    }
  }
  return globalVariable(name, place);
}

/** No node is chosen in the step. */
function ofNoNode(branch: Branch, nodeSet: string): boolean {
  return branch.binders.every((b) => nameOf(b.domain) !== nodeSet);
}

/** The step writes one variable only. */
function changesAlone({ parts }: Branch): boolean {
  const written = parts.flatMap((p) => {
    const sides = equation(p);
    return sides === undefined ? [] : (primedName(sides.left) ?? []);
  });
  return written.length === 1;
}

/** `now + 1` */
function isCountedUp(value: Expr, name: string): boolean {
  if (value.kind !== "Infix" || value.op !== "+") return false;
  return [value.left, value.right].some((side) => nameOf(side) === name);
}

/** Messages are appended to one of these variables in one step, and taken from its head in another. */
export function refusedQueue(
  table: ModuleTable,
  names: readonly string[],
  branches: readonly Branch[],
): Diagnostic | undefined {
  for (const name of names) {
    let append: Branch | undefined;
    let take: Branch | undefined;
    let place: Place | undefined;
    for (const branch of branches)
      for (const part of branch.parts) {
        const sides = equation(part);
        if (sides === undefined || primedName(sides.left) !== name) continue;
        const called = operatorsIn(inlineStateful(table, sides.right));
        if (called.has("Append")) {
          append ??= branch;
          place ??= table.place(part);
        }
        if (called.has("Tail")) take ??= branch;
      }
    if (append !== undefined && take !== undefined && place !== undefined)
      return queue(name, append.name, take.name, place);
  }
  return undefined;
}

function operatorsIn(e: Expr): ReadonlySet<string> {
  const out = new Set<string>();
  walk(e, (node) => {
    if (node.kind === "Apply") out.add(node.name);
  });
  return out;
}

/** Where there is no network: do steps read what other nodes have? */
export function refusedSilence(
  table: ModuleTable,
  initial: InitialState,
  branches: readonly Branch[],
): readonly Diagnostic[] {
  const own = new Set(initial.slice.map((v) => v.name));
  for (const branch of branches) {
    const read = new Map<string, Set<string>>();
    for (const part of branch.parts) {
      walk(part, (node) => {
        if (node.kind !== "Index" && node.kind !== "Except") return;
        const name = nameOf(node.kind === "Index" ? node.fn : node.base);
        const [first] = node.kind === "Except" ? (node.updates[0]?.path ?? []) : [];
        const index =
          node.kind === "Index" ? node.args[0] : first?.kind === "PathIndex" ? first.args[0] : undefined;
        const at = index === undefined ? undefined : nameOf(index);
        if (name !== undefined && at !== undefined && own.has(name))
          read.set(name, new Set([...(read.get(name) ?? []), at]));
      });
    }
    const all = new Set([...read.values()].flatMap((s) => [...s]));
    if (all.size < 2) continue;
    const place = branch.at.kind === "Definition" ? branch.at.name : branch.at;
    return [readEachOther([...read.keys()], table.place(place))];
  }
  return [];
}
