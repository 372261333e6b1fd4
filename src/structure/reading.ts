/** One step with its conjuncts sorted: what must hold, what is assigned, what stays, and what the frame gets wrong. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Bound, Expr, Unit } from "../tla/ast.js";
import { walk } from "../tla/visit.js";
import { type Effect, effectsOf } from "./effects.js";
import type { Elaborator } from "./elaborate.js";
import * as faults from "./faults.js";
import type { Inference, Shapes } from "./infer.js";
import type { Step } from "./steps.js";
import {
  bare,
  conjuncts,
  infixOf,
  isPrime,
  mentioned,
  nameOf,
  primed,
  same,
  show,
  speaksOfNext,
} from "./terms.js";
import type { FrameFault } from "./types.js";

export interface Update {
  readonly variable: string;
  readonly how: "=" | "in";
  readonly value: Expr;
  readonly at: Expr;
  readonly effects: readonly Effect[];
}

export interface Reading {
  readonly step: Step;
  readonly bounds: readonly Bound[];
  readonly lets: readonly Unit[];
  readonly guards: readonly Expr[];
  readonly updates: readonly Update[];
  readonly unchanged: readonly { readonly variable: string; readonly at: Expr }[];
  readonly frameFaults: readonly FrameFault[];
  /** Variables of which something is said that is no assignment. */
  readonly unseen: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Sorting {
  readonly unseen: Set<string>;
  readonly el: Elaborator;
  readonly step: Step;
  readonly variables: ReadonlySet<string>;
  readonly guards: Expr[];
  readonly updates: Update[];
  readonly unchanged: { variable: string; at: Expr }[];
  readonly faults: FrameFault[];
  readonly diagnostics: Diagnostic[];
}

export function readStep(el: Elaborator, step: Step, variables: readonly string[]): Reading {
  const s: Sorting = {
    el,
    step,
    variables: new Set(variables),
    guards: [],
    updates: [],
    unchanged: [],
    faults: [],
    unseen: new Set(),
    diagnostics: [],
  };
  for (const item of step.items)
    if (item.kind === "part") for (const c of conjuncts(item.expr)) sortPart(s, c);
  frame(s, variables);
  primedReads(s);
  const { guards, updates, unchanged, diagnostics } = s;
  return {
    step,
    bounds: step.items.flatMap((i) => (i.kind === "bound" ? [i.bound] : [])),
    lets: step.items.flatMap((i) => (i.kind === "let" ? [i.unit] : [])),
    guards,
    updates,
    unchanged,
    frameFaults: s.faults,
    unseen: s.unseen,
    diagnostics,
  };
}

function sortPart(s: Sorting, part: Expr): void {
  const e = bare(part);
  if (!speaksOfNext(e)) {
    s.guards.push(e);
    return;
  }
  if (e.kind === "Prefix" && e.op === "UNCHANGED") {
    stays(s, e.arg, e);
    return;
  }
  if (e.kind === "Infix") {
    const op = infixOf(e);
    if (op === "=" && equation(s, e.left, e.right, e)) return;
    const variable = primed(e.left);
    if (op === "\\in" && variable !== undefined && s.variables.has(variable)) {
      s.updates.push({ variable, how: "in", value: e.right, at: e, effects: [] });
      return;
    }
    if (op === "=" && equation(s, e.right, e.left, e)) return;
  }
  s.guards.push(e);
  const assigned = [...s.updates.map((u) => u.variable), ...s.unchanged.map((u) => u.variable)];
  let early = false;
  const unseen = new Set<string>();
  walk(e, (n) => {
    const name = isPrime(n) ? nameOf(n.arg) : undefined;
    if (isPrime(n) && (name === undefined || !assigned.includes(name))) early = true;
    if (name !== undefined) unseen.add(name);
    if (n.kind === "Prefix" && n.op === "UNCHANGED")
      for (const v of mentioned(n.arg, s.variables)) unseen.add(v);
  });
  if (early) for (const v of unseen) s.unseen.add(v);
  if (early) s.diagnostics.push(faults.primedElsewhere(s.step.name, short(show(e)), s.el.place(e)));
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** `x' = e`, `<<x, y>>' = …`, `<<x', y'>> = <<…>>`. */
function equation(s: Sorting, left: Expr, right: Expr, at: Expr): boolean {
  const l = bare(left);
  const r = bare(right);
  const variable = primed(l);
  if (variable !== undefined && s.variables.has(variable)) {
    // A second equation of a variable that is known by then is a test.
    const base: Expr = isPrime(l) ? bare(l.arg) : l;
    if (same(r, base)) s.unchanged.push({ variable, at });
    else s.updates.push({ variable, how: "=", value: r, at, effects: effectsOf(s.el, r, base) });
    return true;
  }
  if (isPrime(l) && bare(l.arg).kind === "Tuple" && same(l.arg, r)) {
    stays(s, l.arg, at);
    return true;
  }
  if (l.kind === "Tuple" && r.kind === "Tuple" && l.items.length === r.items.length) {
    if (!l.items.every((i) => primed(i) !== undefined)) return false;
    return l.items.every((item, k) => equation(s, item, r.items[k] ?? item, at));
  }
  return false;
}

function stays(s: Sorting, what: Expr, at: Expr): void {
  const e = bare(what);
  if (e.kind === "Tuple") {
    for (const item of e.items) stays(s, item, at);
    return;
  }
  const variable = nameOf(e);
  if (variable !== undefined && s.variables.has(variable)) s.unchanged.push({ variable, at });
}

function frame(s: Sorting, variables: readonly string[]): void {
  const { el, step } = s;
  for (const variable of variables) {
    const said = [...s.updates, ...s.unchanged].filter((u) => u.variable === variable);
    const [first, second] = said;
    if (first === undefined && s.unseen.has(variable)) continue;
    if (first === undefined) {
      const place = el.place(step.at, step.env);
      s.faults.push({ fault: "unassigned", variable, place });
      s.diagnostics.push(faults.unassigned(step.name, variable, place));
    } else if (second !== undefined && !alike(first, second)) {
      const place = el.place(second.at);
      s.faults.push({ fault: "twice", variable, place });
      s.diagnostics.push(faults.assignedTwice(step.name, variable, el.place(first.at), place));
    }
  }
}

function alike(a: { readonly at: Expr }, b: { readonly at: Expr }): boolean {
  const isFrame = (e: Expr): boolean => e.kind === "Prefix" && e.op === "UNCHANGED";
  return (isFrame(a.at) && isFrame(b.at)) || same(a.at, b.at);
}

/** Primed variables read in values and tests. */
function primedReads(s: Sorting): void {
  const seen = new Set<string>();
  for (const e of [...s.updates.map((u) => u.value), ...s.guards]) {
    walk(e, (n) => {
      if (n.kind === "Prefix" && n.op === "ENABLED") return false;
      const name = isPrime(n) ? nameOf(n.arg) : undefined;
      if (name === undefined || seen.has(name)) return;
      seen.add(name);
      s.faults.push({ fault: "primed-read", variable: name, place: s.el.place(n) });
    });
  }
}

/** The shapes of what is bound around a step's conjuncts. */
export function shapesIn(inference: Inference, reading: Reading): Shapes {
  let env: Shapes = new Map();
  for (const b of reading.bounds) env = inference.bound([b], env);
  return env;
}
