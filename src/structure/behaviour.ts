/**
 * Which behaviour a specification describes: the initial predicate, the next-state relation, fairness.
 *
 *     Spec == Init /\ [][Next]_vars /\ WF_vars(Next)   ⇒   init: Init, next: Next, subscript: vars, one fairness conjunct
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type { OperatorDeclaration, ScopeEntry } from "../resolve/types.js";
import type { Expr } from "../tla/ast.js";
import { type Cfg, cfgNames } from "../tla/cfg.js";
import type { Elaborator, Env } from "./elaborate.js";
import * as faults from "./faults.js";
import { bare, conjuncts, show } from "./terms.js";
import type { Behaviour, Named } from "./types.js";

export interface StructureOptions {
  readonly init?: string;
  readonly next?: string;
  readonly specification?: string;
  readonly cfg?: Cfg;
}

/** Source text with the environment that it is read in. */
export interface Located {
  readonly node: Expr;
  readonly env: Env;
}

export interface FoundBehaviour {
  readonly fact: Behaviour;
  readonly init: readonly Located[];
  readonly next: Located | undefined;
  readonly subscript: Located | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface Formula {
  readonly init: Located[];
  next: Located | undefined;
  subscript: Located | undefined;
  readonly fairness: Located[];
}

export function behaviourOf(el: Elaborator, options: StructureOptions): FoundBehaviour {
  const diagnostics: Diagnostic[] = [];
  const formulas = formulasOf(el);
  const one = (keyword: "SPECIFICATION" | "INIT" | "NEXT"): string | undefined =>
    options.cfg === undefined ? undefined : cfgNames(options.cfg, keyword)[0];
  const specification = options.specification ?? one("SPECIFICATION");
  const init = options.init ?? one("INIT");
  const next = options.next ?? one("NEXT");
  const by = (options.specification ?? options.init ?? options.next) ? "option" : "config";
  const known = (name: string): Located | undefined => {
    const found = definition(el, name);
    if (found === undefined) diagnostics.push(faults.noDefinition(name, el.place(el.spec.root.module.name)));
    return found;
  };
  if (specification !== undefined) {
    const at = known(specification);
    const formula = at === undefined ? undefined : readFormula(el, at);
    if (at !== undefined && formula?.next === undefined)
      diagnostics.push(faults.noNextIn(specification, el.place(at.node, at.env)));
    return built(el, { by, specification, formula, formulas, diagnostics });
  }
  if (init !== undefined || next !== undefined) {
    const formula: Formula = { init: [], next: undefined, subscript: undefined, fairness: [] };
    const first = init === undefined ? definition(el, "Init") : known(init);
    if (first !== undefined) formula.init.push(first);
    formula.next = next === undefined ? definition(el, "Next") : known(next);
    return built(el, { by, specification: undefined, formula, formulas, diagnostics });
  }
  return guessed(el, formulas, diagnostics);
}

/** Nothing said: the formula that the others are made of, or the names Init and Next. */
function guessed(
  el: Elaborator,
  formulas: ReadonlyMap<string, Formula>,
  diagnostics: Diagnostic[],
): FoundBehaviour {
  const own = [...formulas].filter(([, f]) => f.next !== undefined);
  const chosen = own.find(([name]) => name === "Spec") ?? own[0];
  if (chosen !== undefined) {
    const nexts = new Set(own.map(([, f]) => (f.next === undefined ? "" : textOf(el, f.next))));
    const place = el.place(el.spec.root.module.name);
    if (nexts.size > 1) {
      const names = own.map(([name]) => name);
      diagnostics.push(faults.severalBehaviours(names, chosen[0], place));
    }
    const [specification, formula] = chosen;
    return built(el, { by: "formula", specification, formula, formulas, diagnostics });
  }
  const init = definition(el, "Init");
  const next = definition(el, "Next");
  const formula: Formula = {
    init: init === undefined ? [] : [init],
    next,
    subscript: undefined,
    fairness: [],
  };
  if (next === undefined) diagnostics.push(faults.noBehaviour(el.place(el.spec.root.module.name)));
  const by = next === undefined ? "nothing" : "name";
  return built(el, { by, specification: undefined, formula, formulas, diagnostics });
}

function textOf(el: Elaborator, at: Located): string {
  const named = namedOf(el, at);
  return named.name;
}

interface Choice {
  readonly by: Behaviour["by"];
  readonly specification: string | undefined;
  readonly formula: Formula | undefined;
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly diagnostics: readonly Diagnostic[];
}

function built(el: Elaborator, choice: Choice): FoundBehaviour {
  const { formula, specification, formulas, diagnostics, by } = choice;
  const names = [...formulas.keys()].filter(
    (n) => n !== specification && formulas.get(n)?.next !== undefined,
  );
  const placed = (name: string): Named => {
    const node = operator(el, name)?.node;
    return { name, place: el.place(node?.name ?? el.spec.root.module.name, envOf(el, name)) };
  };
  const init = formula?.init ?? [];
  const fact: Behaviour = {
    specification: specification === undefined ? undefined : placed(specification),
    init: init[0] === undefined ? undefined : namedOf(el, init[0]),
    next: formula?.next === undefined ? undefined : namedOf(el, formula.next),
    subscript: formula?.subscript === undefined ? undefined : sourceText(formula.subscript),
    by,
    candidates: names.map(placed),
    fairness: (formula?.fairness ?? []).map((f) => ({ text: sourceText(f), place: el.place(f.node, f.env) })),
  };
  return { fact, init, next: formula?.next, subscript: formula?.subscript, diagnostics };
}

/** The text as it stands, on one line. */
function sourceText(at: Located): string {
  const { start, end } = at.node.span;
  return end > start ? at.env.parsed.source.slice(start, end).replace(/\s+/g, " ") : show(at.node);
}

function namedOf(el: Elaborator, at: Located): Named {
  return { name: sourceText(at), place: el.place(at.node, at.env) };
}

function entry(el: Elaborator, name: string): ScopeEntry | undefined {
  return el.spec.root.names.get(name);
}

function operator(el: Elaborator, name: string): OperatorDeclaration | undefined {
  const found = entry(el, name)?.declaration;
  return found?.kind === "operator" && found.params.length === 0 ? found : undefined;
}

function envOf(el: Elaborator, name: string): Env {
  const found = entry(el, name);
  const env = found === undefined ? el.rootEnv : el.entryEnv(found);
  const parsed = found?.declaration.module?.parsed;
  return parsed === undefined ? env : { ...env, parsed };
}

/** A definition without parameters, as a call of it. */
function definition(el: Elaborator, name: string): Located | undefined {
  const found = operator(el, name);
  if (found === undefined || found.node.kind !== "Definition") return undefined;
  const { id, span } = found.node.name;
  const node: Expr = { kind: "Apply", id, span, path: [], name, args: [] };
  return el.spec.reference(node) === undefined ? opened(el, name, found) : { node, env: envOf(el, name) };
}

function opened(el: Elaborator, name: string, found: OperatorDeclaration): Located {
  const env = envOf(el, name);
  const { node } = found;
  if (node.kind !== "Definition") throw new Error("a function is no behaviour");
  // A label keeps the name: the walk over steps calls the action after it.
  return {
    node: { kind: "Label", id: node.id, span: node.name.span, name: node.name, params: [], body: node.body },
    env,
  };
}

/** Definitions of the root (and of what it extends) that are behaviours, those first that come first. */
function formulasOf(el: Elaborator): ReadonlyMap<string, Formula> {
  const out = new Map<string, Formula>();
  for (const [name, { declaration }] of el.spec.root.names) {
    if (declaration.kind !== "operator" || declaration.params.length > 0 || el.isLibrary(declaration.module))
      continue;
    if (el.spec.level(declaration.node) !== 3) continue;
    const at = definition(el, name);
    const formula = at === undefined ? undefined : readFormula(el, at);
    if (formula?.next !== undefined && formula.init.length > 0) out.set(name, formula);
  }
  return out;
}

function readFormula(el: Elaborator, at: Located): Formula {
  const out: Formula = { init: [], next: undefined, subscript: undefined, fairness: [] };
  read(el, at, out, 0);
  return out;
}

function read(el: Elaborator, at: Located, out: Formula, depth: number): void {
  if (depth > 20) return;
  for (const part of conjuncts(at.node)) {
    const node = bare(part);
    const here = { node, env: at.env };
    if ((el.spec.level(node) ?? 3) <= 1) {
      out.init.push(here);
      continue;
    }
    if (node.kind === "Prefix" && node.op === "[]") {
      const inner = bare(node.arg);
      if (inner.kind === "ActionSub" && inner.form === "box" && out.next === undefined) {
        out.next = { node: inner.action, env: at.env };
        out.subscript = { node: inner.subscript, env: at.env };
      }
      continue;
    }
    const call = node.kind === "Apply" ? el.called(node, at.env, new Set()) : undefined;
    if (call !== undefined && call.to.node.kind === "Definition") {
      read(el, { node: call.to.node.body, env: call.env }, out, depth + 1);
      continue;
    }
    if (isFair(node)) out.fairness.push(here);
  }
}

function isFair(node: Expr): boolean {
  if (node.kind === "Fairness") return true;
  if (node.kind === "Quantifier") return isFair(bare(node.body));
  return node.kind === "Junction" || node.kind === "Infix" || node.kind === "Prefix";
}
