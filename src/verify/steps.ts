/**
 * Which action, of which node and with which parameters, led from one state of a counterexample to the next: the
 * protocol's step function is asked, in a run of TLC that walks along the counterexample. (TLC itself names the action
 * at most.)
 */

import { everPresent } from "../protocol/present.js";
import { allNames, freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { expr, units } from "../tla/quote.js";
import {
  functionOf,
  model,
  modelNames,
  parseValue,
  printValue,
  recordOf,
  setOf,
  toExpr,
  type Value,
} from "../tla/value.js";
import { mapExpr } from "../tla/visit.js";
import { senderOf } from "../transform/history/adversary.js";
import type { Transformed } from "../transform/history/index.js";
import { draftText } from "../transform/pass.js";

export type State = ReadonlyMap<string, Value>;

export interface StepsModel {
  readonly module: string;
  readonly text: string;
  /** The normal form, which the module extends. */
  readonly base: { readonly module: string; readonly text: string };
  readonly cfg: readonly CfgItem[];
}

const mark = "bumblebee-step";

/** A model whose only behaviour is the counterexample, and which prints every event that explains a step of it. */
export function stepsModel(
  protocol: Protocol,
  hybrid: Transformed,
  constants: readonly CfgItem[],
  states: readonly State[],
): StepsModel {
  const w = hybrid.words.of;
  const start = hybrid.stages[0]?.draft;
  if (start === undefined) throw new Error("a transformation has a first stage");
  const taken = new Set<string>(Object.values(w));
  for (const u of start.units) allNames(u, taken);
  const fresh = (name: string): string => {
    const made = freshName(name, taken);
    taken.add(made);
    return made;
  };
  const declared = new Set(protocol.constants.map((c) => c.name));
  const found = new Set(states.flatMap((s) => [...s.values()].flatMap((v) => [...modelNames(v)])));
  const aliases = new Map([...found].filter((m) => !declared.has(m)).map((m) => [m, fresh(m)] as const));
  const written = (v: Value): Expr =>
    mapExpr(toExpr(v), (e) => {
      const to = e.kind === "Apply" && e.args.length === 0 ? aliases.get(e.name) : undefined;
      return to === undefined ? e : b.apply(to);
    });
  const [at, table, slices, same] = [fresh("at"), fresh("Walk"), fresh("SliceAt"), fresh("Same")];
  const index = fresh("k");
  const [init, next, spec] = [fresh("WalkInit"), fresh("WalkNext"), fresh("WalkSpec")];
  const sent = everPresent(protocol, states);
  const rows = states.map((s, k) =>
    b.record([
      ["slices", written(slicesOf(protocol, s))],
      ["sent", written(sent[k] ?? setOf([]))],
    ]),
  );
  const names = protocol.slice.filter((v) => v.origin === "declared").map((v) => b.str(v.name));
  const then = expr`${at} + 1`;
  const prints = protocol.actions.map((a) => {
    const events = b.apply(
      hybrid.words.part(a.name, "events"),
      b.apply(w.node),
      expr`${w.slices}[${w.node}]`,
      b.apply(protocol.network),
    );
    return expr`\A ${w.node} \in ${protocol.nodeSet} : \A ${w.event} \in ${events} :
      LET ${w.result} == ${w.step}(${w.node}, ${w.slices}[${w.node}], ${w.event}) IN
      IF /\ ${w.result}.ok
         /\ ${same}(${w.result}.slice, ${slices}(${then})[${w.node}])
         /\ ${protocol.network} \cup ${w.result}.out = ${table}[${then}].sent
         /\ \A ${w.pick} \in ${protocol.nodeSet} \ {${w.node}} : ${same}(${w.slices}[${w.pick}], ${slices}(${then})[${w.pick}])
      THEN PrintT(<<"${mark}", ${at}, ${w.node}, ${w.event}>>) ELSE TRUE`;
  });
  const owner = protocol.owners[0];
  const owned =
    owner === undefined
      ? []
      : [
          expr`${w.owner} = [${w.pick} \in ${owner.keys} |-> CHOOSE ${w.node} \in ${protocol.nodeSet} : TRUE]`,
        ];
  const still = owner === undefined ? [] : [b.unchanged(w.owner)];
  const body = [
    b.extendsUnit(`Normal${protocol.module}`, "TLC"),
    ...(aliases.size > 0 ? [b.constants(...aliases.values())] : []),
    b.variables(at),
    b.definition(table, [], b.tuple(...rows)),
    b.definition(slices, [index], sliceAt(protocol, hybrid, table, index)),
    ...units`
${same}(left, right) == \A ${w.pick} \in ${b.set(...names)} : left[${w.pick}] = right[${w.pick}]`,
    b.definition(
      init,
      [],
      b.and([
        expr`${at} = 1`,
        expr`${w.slices} = ${slices}(1)`,
        expr`${protocol.network} = ${table}[1].sent`,
        ...owned,
      ]),
    ),
    b.definition(
      next,
      [],
      b.and([
        expr`${at} < ${b.num(states.length)}`,
        ...prints,
        expr`${at}' = ${then}`,
        expr`${w.slices}' = ${slices}(${then})`,
        expr`${protocol.network}' = ${table}[${then}].sent`,
        ...still,
      ]),
    ),
    ...units`${spec} == ${init} /\ [][${next}]_<<${w.vars}, ${at}>>`,
  ];
  const module = `Walk${protocol.module}`;
  return {
    module,
    text: draftText({ name: module, units: body, comments: new Map() }),
    base: {
      module: `Normal${protocol.module}`,
      text: draftText({ ...start, name: `Normal${protocol.module}` }),
    },
    cfg: [
      ...constants,
      ...[...aliases].map(([m, name]): CfgItem => ({ kind: "constant", name, value: model(m) })),
      { kind: "definition", keyword: "SPECIFICATION", name: spec },
      { kind: "deadlock", check: false },
    ],
  };
}

/** All nodes' declared variables in a state, node by node. */
function slicesOf(protocol: Protocol, state: State): Value {
  const byNode = new Map<string, { readonly node: Value; readonly fields: [string, Value][] }>();
  for (const v of protocol.slice) {
    const value = state.get(v.name);
    if (value?.kind !== "function") continue;
    for (const [node, at] of value.pairs) {
      const key = printValue(node);
      const known = byNode.get(key) ?? { node, fields: [] };
      byNode.set(key, known);
      known.fields.push([v.name, at]);
    }
  }
  return functionOf([...byNode.values()].map((n) => [n.node, recordOf(n.fields)] as const));
}

/** The slices in a state; a node's own messages are those that bear its name. */
function sliceAt(protocol: Protocol, hybrid: Transformed, table: string, index: string): Expr {
  const w = hybrid.words.of;
  const at = expr`${table}[${index}].slices[${w.node}]`;
  const sender = senderOf({ protocol, words: hybrid.words, lifted: [], put: [], limits: [] });
  const own = protocol.actions.flatMap((a) =>
    a.updates.some((u) => u.variable === protocol.names.sent) ? [a.name] : [],
  );
  const kinds = protocol.kinds
    .filter((k) => k.sites.some((s) => own.includes(s.action)))
    .map((k) => k.tagExpr);
  const kind = b.field(b.apply(w.message), protocol.kindField);
  const sent = expr`{${w.message} \in ${table}[${index}].sent : ${b.inSet(kind, b.set(...kinds))} /\ ${sender} = ${w.node}}`;
  const fields = protocol.slice.map(
    (v) => [v.name, v.origin === "sent" ? sent : b.field(at, v.name)] as const,
  );
  return expr`[${w.node} \in ${protocol.nodeSet} |-> ${b.record(fields)}]`;
}

export interface NamedStep {
  readonly action: string;
  /** The node, unless the specification's action has none, then parameters and consumed messages. */
  readonly args: readonly string[];
}

/** What the walk printed: the first event found for each step, by the number of the state it starts from. */
export function readSteps(
  protocol: Protocol,
  hybrid: Transformed,
  printed: readonly string[],
): ReadonlyMap<number, NamedStep> {
  const out = new Map<number, NamedStep>();
  for (const text of printed.join("\n").split(new RegExp(`(?=<<\\s*"${mark}")`))) {
    if (!text.includes(mark)) continue;
    const value = parseValue(text.trim());
    const [, at, node, event] = value.kind === "tuple" ? value.items : [];
    if (at?.kind !== "int" || node === undefined || event?.kind !== "record" || out.has(at.value)) continue;
    const step = namedEvent(protocol, hybrid, node, event);
    if (step !== undefined) out.set(at.value, step);
  }
  return out;
}

/** An event as an action with arguments. */
export function namedEvent(
  protocol: Protocol,
  hybrid: Transformed,
  node: Value,
  event: Value,
): NamedStep | undefined {
  if (event.kind !== "record") return undefined;
  const tag = event.fields.find(([name]) => name === hybrid.words.of.tag)?.[1];
  const action = protocol.actions.find((a) => tag?.kind === "string" && a.name === tag.value);
  if (action === undefined) return undefined;
  const fields = new Map(event.fields);
  const args = action.order.map((name) => `${name} = ${printValue(fields.get(name) ?? node)}`);
  return { action: action.name, args: action.ownedKey === undefined ? [printValue(node), ...args] : args };
}
