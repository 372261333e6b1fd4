/** The strategy `history`: from a protocol description to the hybrid specification, pass by pass. */

import { expressionsOf } from "../../protocol/read.js";
import type { ModuleTable } from "../../protocol/table.js";
import { allNames } from "../../protocol/terms.js";
import type { Protocol } from "../../protocol/types.js";
import type { Expr, Unit } from "../../tla/ast.js";
import { walk } from "../../tla/visit.js";
import type { Stops } from "../capabilities.js";
import type { CountersPlan } from "../counters/plan.js";
import { liftedUnits } from "../lift.js";
import { type Limit, limitsOf, limitUnits } from "../limits.js";
import { type Draft, type Pass, type PassContext, runPasses, type Stage } from "../pass.js";
import { type Vocabulary, vocabulary } from "../vocabulary.js";
import { adversary } from "./adversary.js";
import { capabilities, defences, stops } from "./capabilities.js";
import { certify } from "./certify.js";
import { normalise } from "./normalise.js";
import { checks, replay } from "./replay.js";

export const historyPasses: readonly Pass[] = [normalise, adversary, certify, replay, capabilities];

export interface Transformed {
  /** `HybridRaft`. */
  readonly name: string;
  readonly words: Vocabulary;
  readonly stages: readonly Stage[];
  /** Names of the definitions carried over because they were asked for (invariants, goals). */
  readonly carried: readonly string[];
  readonly strategy: Strategy;
  /** The receivers' checks: what can be switched off, in the order in which a reader wants them. */
  readonly checks: readonly string[];
  /** Everything that can be switched off: the checks, and what else is relied on. */
  readonly switches: readonly string[];
  /** What its adversary can do, and which of the switches stop it. */
  readonly stops: Stops;
  /** What bounds models of the original and of the hybrid alike. */
  readonly limits: readonly Limit[];
}

/** How the hybrid was made; `counters` by a plan. */
export type Strategy =
  | { readonly kind: "history" }
  | { readonly kind: "counters"; readonly plan: CountersPlan };

/**
 * `wanted`: definitions of the module that later stages speak of: invariants, goals, the decided values. `constants`:
 * those that models put for constants; `durable`: the variables that survive a crash (default: all); `constraints`: those
 * that bound models.
 */
export function transformHistory(
  protocol: Protocol,
  table: ModuleTable,
  wanted: readonly string[],
  constants: readonly string[] = [],
  durable?: readonly string[],
  constraints: readonly string[] = [],
): Transformed {
  const { context, start } = prepared(protocol, table, wanted, constants, durable, constraints);
  return {
    name: start.name,
    words: context.words,
    stages: runPasses(historyPasses, start, context),
    carried: wanted,
    strategy: { kind: "history" },
    checks,
    switches: defences,
    stops,
    limits: context.limits,
  };
}

/** What passes of either strategy start from. */
export function prepared(
  protocol: Protocol,
  table: ModuleTable,
  wanted: readonly string[],
  constants: readonly string[],
  durable?: readonly string[],
  constraints: readonly string[] = [],
): { readonly context: PassContext; readonly start: Draft } {
  const pure = new Set(protocol.operators.map((o) => o.name.text));
  const put = liftedUnits(table, constants, pure);
  const { bodies } = limitsOf(protocol, table, constraints);
  const bounding = liftedUnits(table, callsIn(bodies.values()), pure);
  const carried = new Set([...pure, ...[...put, ...bounding].map((d) => d.name.text)]);
  const lifted = liftedUnits(table, wanted, carried);
  const kept = namesKept(protocol, [...lifted, ...put, ...bounding]);
  const own = new Set<string>([...kept, ...protocol.actions.map((a) => a.name)]);
  for (const body of bodies.values()) allNames(body, kept);
  for (const name of bodies.keys()) kept.add(name);
  const words = vocabulary(
    kept,
    protocol.actions.map((a) => a.name),
  );
  const limits = limitUnits(protocol, words, bodies, own);
  const context: PassContext = { protocol, words, lifted, put: [...put, ...bounding], durable, limits };
  const start: Draft = { name: `Hybrid${protocol.module}`, units: [], comments: new Map() };
  return { context, start };
}

/** Operators that are called somewhere in expressions. */
function callsIn(expressions: Iterable<Expr>): readonly string[] {
  const out = new Set<string>();
  for (const e of expressions) {
    walk(e, (node) => {
      if (node.kind === "Apply") out.add(node.name);
      else if (node.kind === "Infix" || node.kind === "Prefix" || node.kind === "Postfix") out.add(node.op);
    });
  }
  return [...out];
}

/** Every name of the specification that occurs in the generated module. */
function namesKept(protocol: Protocol, lifted: readonly Unit[]): Set<string> {
  const out = new Set<string>([
    protocol.network,
    protocol.nodeSet,
    protocol.names.slice,
    protocol.names.sent,
    ...protocol.constants.map((c) => c.name),
    ...protocol.slice.flatMap((v) => [v.name, v.initialSelf]),
    ...protocol.actions.flatMap((a) => [a.actor, ...a.order]),
  ]);
  for (const o of protocol.operators) allNames(o, out);
  for (const u of lifted) allNames(u, out);
  for (const v of protocol.slice) allNames(v.initial, out);
  for (const a of protocol.actions) {
    for (const l of a.lets) allNames(l, out);
    for (const e of expressionsOf(a)) {
      allNames(e, out);
      walk(e, (node) => {
        if (node.kind === "Field") out.add(node.name.text);
      });
    }
  }
  return out;
}
