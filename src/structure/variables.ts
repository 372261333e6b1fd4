/** Variables: what they start as, the shapes that Init and the steps give them, what reads them. */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { prettyUnit } from "../tla/pretty.js";
import { texts } from "../tla/visit.js";
import { readsOf } from "./access.js";
import type { Located } from "./behaviour.js";
import type { Claim } from "./declared.js";
import type { Elaborator } from "./elaborate.js";
import type { Inference, Shapes } from "./infer.js";
import type { Seen } from "./network.js";
import { type Reading, shapesIn } from "./reading.js";
import { bounded, elementOf, join, showShape, tidy, unknown } from "./shapes.js";
import type { Facts } from "./structure.js";
import { bare, conjuncts, disjuncts, infixOf, nameOf, show } from "./terms.js";
import type { VariableFact } from "./types.js";

/** `x = e` or `x \in S` of the initial predicate, with the bounds around it. */
export interface InitFact {
  readonly variable: string;
  readonly how: "=" | "in";
  readonly value: Expr;
  readonly bounds: readonly Extract<Expr, { kind: "Quantifier" }>["bounds"][number][];
  readonly at: Expr;
}

export function initFacts(
  el: Elaborator,
  init: readonly Located[],
  variables: readonly string[],
): readonly InitFact[] {
  const known = new Set(variables);
  const out: InitFact[] = [];
  const visit = (whole: Expr, bounds: InitFact["bounds"], depth: number): void => {
    if (depth > 30) return;
    for (const e of conjuncts(whole).flatMap(disjuncts)) {
      if (e.kind === "Junction" || (e.kind === "Infix" && ["/\\", "\\/"].includes(infixOf(e))))
        visit(e, bounds, depth + 1);
      else if (e.kind === "Quantifier" && e.op === "\\E") visit(e.body, [...bounds, ...e.bounds], depth + 1);
      else if (e.kind === "Let") visit(e.body, bounds, depth + 1);
      else if (e.kind === "If") for (const arm of [e.then, e.else]) visit(arm, bounds, depth + 1);
      else if (e.kind === "Infix") equation(e, bounds);
    }
  };
  const equation = (e: Extract<Expr, { kind: "Infix" }>, bounds: InitFact["bounds"]): void => {
    const op = infixOf(e);
    const variable = nameOf(e.left);
    if (variable !== undefined && known.has(variable) && (op === "=" || op === "\\in")) {
      out.push({ variable, how: op === "=" ? "=" : "in", value: e.right, bounds, at: e });
      return;
    }
    const [l, r] = [bare(e.left), bare(e.right)];
    if (op !== "=" || l.kind !== "Tuple" || r.kind !== "Tuple") return;
    l.items.forEach((item, k) => {
      const name = nameOf(item);
      const value = r.items[k];
      if (name !== undefined && value !== undefined && known.has(name))
        out.push({ variable: name, how: "=", value, bounds, at: e });
    });
  };
  for (const { node, env } of init) visit(el.elaborate(node, env, new Set()), [], 0);
  return out;
}

const ROUNDS = 8;

/** The least shapes that Init and all steps agree with. */
export function solve(inference: Inference, init: readonly InitFact[], readings: readonly Reading[]): void {
  const { variables } = inference;
  const distinct = distinctUpdates(readings);
  for (let round = 0; round < ROUNDS; round++) {
    inference.forget();
    const before = [...variables].map(([n, s]) => `${n} ${showShape(s)}`).join("\n");
    const learn = (name: string, value: Expr, how: "=" | "in", env: Shapes): void => {
      const shape = inference.shape(value, env);
      const given = how === "=" ? shape : elementOf(shape);
      variables.set(name, bounded(join(variables.get(name) ?? unknown, given)));
    };
    for (const i of init) learn(i.variable, i.value, i.how, inference.bound(i.bounds, new Map()));
    for (const { reading, updates } of distinct) {
      const env = shapesIn(inference, reading);
      for (const u of updates) learn(u.variable, u.value, u.how, env);
    }
    if ([...variables].map(([n, s]) => `${n} ${showShape(s)}`).join("\n") === before) return;
  }
}

/** Steps of one operator share most of what they do: each update once. */
function distinctUpdates(
  readings: readonly Reading[],
): readonly { readonly reading: Reading; readonly updates: Reading["updates"] }[] {
  const seen = new Set<string>();
  return readings.flatMap((reading) => {
    const around = reading.bounds.map(
      (b) => `${texts(b.names).join()} ${b.domain === undefined ? "" : show(b.domain)}`,
    );
    const scope = [...around, ...reading.lets.map((l) => prettyUnit(l))].join("\n");
    const updates = reading.updates.filter((u) => {
      const key = `${u.variable} ${u.how} ${show(u.value)}\n${scope}`;
      return !seen.has(key) && seen.add(key);
    });
    return updates.length === 0 ? [] : [{ reading, updates }];
  });
}

export function variableFacts(facts: Facts, claims: readonly Claim[]): readonly VariableFact[] {
  const { el, inference, init, seen, needed } = facts;
  return el.spec.root.variables.map((v): VariableFact => {
    const from = (place: Place, kind: "init" | "update" | "invariant") => ({ from: kind, place });
    const updates = seen.flatMap((s) => s.reading.updates.filter((u) => u.variable === v.name));
    const claimed = claims.filter((c) => c.variable === v.name);
    const [claim] = claimed;
    const learnt = tidy(inference.variables.get(v.name) ?? unknown);
    const stated = claim === undefined ? unknown : elementOf(inference.shape(claim.set, new Map()));
    const shape = learnt.kind === "unknown" ? tidy(stated) : learnt;
    const parsed = v.module?.parsed ?? el.spec.root.parsed;
    return {
      name: v.name,
      place: el.place(v.node, { ...el.rootEnv, parsed }),
      shape,
      shown: showShape(shape),
      evidence: uniquePlaces([
        ...init.filter((i) => i.variable === v.name).map((i) => from(el.place(i.at), "init")),
        ...updates.map((u) => from(el.place(u.at), "update")),
        ...claimed.map((c) => from(c.place, "invariant")),
      ]),
      invariant: claim?.text,
      ghost: !needed.has(v.name),
    };
  });
}

function uniquePlaces<T extends { readonly place: Place }>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return items.filter(({ place }) => {
    const key = `${place.file}:${place.line}:${place.column}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Variables that some guard reads, or that the new value of such a one reads, and so on. */
export function neededOf(
  seen: readonly Seen[],
  variables: readonly string[],
  networks: readonly { readonly variable: string }[],
): ReadonlySet<string> {
  const known = new Set(variables);
  const needed = new Set<string>();
  const reads = new Map<string, Set<string>>();
  for (const { reading } of seen) {
    for (const g of reading.guards) for (const r of readsOf(g, known)) needed.add(r.variable);
    for (const b of reading.bounds)
      if (b.domain !== undefined) for (const r of readsOf(b.domain, known)) needed.add(r.variable);
    const lets = reading.lets.flatMap((u) => (u.kind === "Definition" ? readsOf(u.body, known) : []));
    for (const u of reading.updates) {
      const to = reads.get(u.variable) ?? new Set<string>();
      for (const r of [...readsOf(u.value, known, u.variable), ...lets]) to.add(r.variable);
      reads.set(u.variable, to);
    }
  }
  for (const n of networks) needed.add(n.variable);
  const pending = [...needed];
  for (let v = pending.pop(); v !== undefined; v = pending.pop()) {
    for (const r of reads.get(v) ?? []) {
      if (needed.has(r)) continue;
      needed.add(r);
      pending.push(r);
    }
  }
  return needed;
}
