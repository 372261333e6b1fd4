/** Networks and message kinds as facts: who sends, who receives, which fields. */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import type { Elaborator } from "./elaborate.js";
import type { Inference } from "./infer.js";
import {
  type Added,
  kindsOf,
  kindsTaken,
  literalsOf,
  type Network,
  ownKind,
  type Seen,
  tagValues,
} from "./network.js";
import { actingSets, parametersFrom } from "./roles.js";
import { join, recordsOf, type Shape, showShape, tidy, unknown } from "./shapes.js";
import { bare, show } from "./terms.js";
import type { KindFact, NetworkFact, ReceiveFact, SendFact } from "./types.js";

/** What is known of the messages. */
export interface Told {
  readonly el: Elaborator;
  readonly seen: readonly Seen[];
  readonly networks: readonly Network[];
  readonly tag: string | undefined;
  readonly inference: Inference;
}

export const nameOfNetwork = (n: Network): string => `${n.variable}${n.path}`;

export function networkFacts(told: Told): readonly NetworkFact[] {
  return told.networks.map((n): NetworkFact => {
    const evidence = [
      ...n.added.map((a) => ({
        what: "adds",
        action: a.seen.reading.step.name,
        place: told.el.place(a.update.at),
      })),
      ...n.removed.map((a) => ({
        what: "removes",
        action: a.seen.reading.step.name,
        place: told.el.place(a.update.at),
      })),
      ...n.taken.map((t) => ({
        what: "looks for",
        action: t.seen.reading.step.name,
        place: told.el.place(t.consumption.at),
      })),
    ];
    const variable = told.el.spec.root.variables.find((v) => v.name === n.variable);
    const parsed = variable?.module?.parsed ?? told.el.spec.root.parsed;
    const tagged = n.added.some((a) =>
      recordsOf(a.shape).some((r) => told.tag !== undefined && tagValues(r, told.tag) !== undefined),
    );
    return {
      variable: n.variable,
      path: n.path,
      representation: n.representation,
      tag: tagged ? told.tag : undefined,
      place: told.el.place(variable?.node ?? told.el.spec.root.module.name, { ...told.el.rootEnv, parsed }),
      evidence: dedupe(
        evidence,
        (e) => `${e.what} ${e.action} ${e.place.file}:${e.place.line}:${e.place.column}`,
      ),
    };
  });
}

function dedupe<T>(items: readonly T[], key: (t: T) => string): readonly T[] {
  const seen = new Set<string>();
  return items.filter((i) => !seen.has(key(i)) && seen.add(key(i)));
}

/** Whether a send gives on what was received as it is: a copy or a detour, no message of its own. */
export function isForwarded(a: Added): boolean {
  const value = bare(a.effect.value);
  const name = value.kind === "Apply" && value.args.length === 0 ? value.name : undefined;
  return name !== undefined && a.seen.consumptions.some((c) => c.name === name);
}

interface Building {
  readonly network: Network;
  readonly fields: Map<string, Shape>;
  readonly sentBy: string[];
  readonly receivedBy: string[];
  /** Fields that hold the acting node, for each literal sent. */
  readonly senders: (readonly string[])[];
  /** Fields with a parameter of a step of which it cannot be told who takes it. */
  readonly anybody: (readonly string[])[];
  place: Place | undefined;
}

export function kindFacts(told: Told): readonly KindFact[] {
  const kinds = new Map<string, Building>();
  const at = (name: string, network: Network): Building => {
    const found = kinds.get(name) ?? {
      network,
      fields: new Map(),
      sentBy: [],
      receivedBy: [],
      senders: [],
      anybody: [],
      place: undefined,
    };
    kinds.set(name, found);
    return found;
  };
  for (const network of told.networks) {
    for (const a of network.added) {
      if (isForwarded(a)) continue;
      for (const r of elementShapes(a.shape)) addRecord(told, at, network, a, r);
    }
  }
  const all = [...kinds.keys()];
  for (const network of told.networks) {
    for (const { seen, consumption } of network.taken) {
      if (consumption.form === "empty") continue;
      const shapeOf = (e: Expr): Shape => told.inference.shape(e, seen.env);
      const mine = all.filter((k) => kinds.get(k)?.network === network);
      for (const name of kindsTaken(consumption, told.tag, network, mine, shapeOf)) {
        const k = kinds.get(name);
        const action = seen.reading.step.name;
        if (k !== undefined && !k.receivedBy.includes(action)) k.receivedBy.push(action);
      }
    }
  }
  return [...kinds].map(([name, k]) => fact(told, name, k));
}

/** Records, or the whole where messages are no records. */
function elementShapes(s: Shape): readonly Shape[] {
  const records = recordsOf(s);
  return records.length > 0 ? records : [s];
}

function addRecord(
  told: Told,
  at: (name: string, network: Network) => Building,
  network: Network,
  a: Added,
  r: Shape,
): void {
  for (const name of kindsOf(r, told.tag, network)) {
    const k = at(name, network);
    const action = a.seen.reading.step.name;
    if (!k.sentBy.includes(action)) k.sentBy.push(action);
    if (r.kind === "record") {
      for (const f of r.fields) k.fields.set(f.name, join(k.fields.get(f.name) ?? unknown, f.shape));
    } else if (r.kind === "tuple") {
      r.items.forEach((s, i) => {
        k.fields.set(String(i + 1), join(k.fields.get(String(i + 1)) ?? unknown, s));
      });
    }
    const literals = literalsOf(a.effect.value, (e) => told.el.unfold(e)).filter((l) =>
      isOf(told, l, a, name, network),
    );
    for (const l of literals) {
      if (l.kind === "Record") {
        const senders = sendersOf(told, a);
        const parameters = a.seen.reading.bounds.flatMap((b) => b.names.map((n) => n.text));
        if (isAnybodys(a, senders)) k.anybody.push(nodeFields(l, parameters));
        else k.senders.push(nodeFields(l, senders));
      }
      k.place ??= told.el.place(l);
    }
    k.place ??= told.el.place(a.update.at);
  }
}

/** The acting node; where the step touches no slice, a parameter that is a node. */
function sendersOf(told: Told, a: Added): readonly string[] {
  if (a.seen.actors.length > 0) return a.seen.actors;
  const nodes = parametersFrom(actingSets(told.seen), a.seen.reading);
  return nodes.length === 1 ? nodes : [];
}

/** Whether it cannot be told who takes a step: then any of its parameters may be the sender. */
function isAnybodys(a: Added, senders: readonly string[]): boolean {
  return senders.length === 0 && a.seen.reading.bounds.length > 0;
}

function isOf(told: Told, literal: Expr, a: Added, name: string, network: Network): boolean {
  if (literal.kind !== "Record") return false;
  return kindsOf(told.inference.shape(literal, a.seen.env), told.tag, network).includes(name);
}

function nodeFields(
  literal: Extract<Expr, { kind: "Record" }>,
  actors: readonly string[],
): readonly string[] {
  return literal.fields.filter((f) => actors.includes(show(f.value))).map((f) => f.name.text);
}

function fact(told: Told, name: string, k: Building): KindFact {
  const [first = [], ...rest] = k.senders;
  const common = first.filter((f) => [...rest, ...k.anybody].every((r) => r.includes(f)));
  if (common.length === 0 && k.network.representation === "channels") common.push(...senderIndex(k.network));
  const fields = [...k.fields].map(([field, s]) => {
    const own = field === told.tag ? ({ kind: "string", values: [name] } as const) : tidy(s);
    const shape = s.kind === "string" ? own : tidy(s);
    return { name: field, shape, shown: showShape(shape) };
  });
  return {
    name,
    network: nameOfNetwork(k.network),
    fields,
    sentBy: k.sentBy,
    receivedBy: k.receivedBy,
    sender: common[0],
    place: k.place ?? told.el.place(told.el.spec.root.module.name),
  };
}

/** The index of a channel that is the acting node wherever something is put in: `[1]` for the first. */
function senderIndex(network: Network): readonly string[] {
  const [first] = network.added;
  const count = first?.effect.indices.length ?? 0;
  for (let k = 0; k < count; k++) {
    const isActor = network.added.every((a) => {
      const index = a.effect.indices[k];
      return index !== undefined && a.seen.actors.includes(show(index));
    });
    if (isActor) return [`[${k + 1}]`];
  }
  return [];
}

export function sendsOf(told: Told, seen: Seen): readonly SendFact[] {
  const out: SendFact[] = [];
  for (const network of told.networks) {
    for (const a of network.added) {
      if (a.seen !== seen) continue;
      const place = told.el.place(a.effect.value);
      const isSet = a.effect.many;
      for (const kind of new Set(elementShapes(a.shape).flatMap((r) => kindsOf(r, told.tag, network)))) {
        const message = show(a.effect.value);
        out.push({ network: nameOfNetwork(network), kind, count: isSet ? "set" : "one", message, place });
      }
    }
  }
  return dedupe(out, (s) => `${s.network} ${s.kind} ${s.message}`);
}

export function receivesOf(told: Told, seen: Seen, kinds: readonly KindFact[]): readonly ReceiveFact[] {
  const out: ReceiveFact[] = [];
  for (const network of told.networks) {
    const name = nameOfNetwork(network);
    const mine = kinds.filter((k) => k.network === name).map((k) => k.name);
    const removes = network.removed.some((a) => a.seen === seen);
    for (const t of network.taken) {
      if (t.seen !== seen || t.consumption.form === "empty") continue;
      const shapeOf = (e: Expr): Shape => told.inference.shape(e, seen.env);
      for (const kind of kindsTaken(t.consumption, told.tag, network, mine, shapeOf)) {
        const { mode, at } = t.consumption;
        out.push({ network: name, kind, mode, removes: removes && mode === "one", place: told.el.place(at) });
      }
    }
  }
  return dedupe(out, (r) => `${r.network} ${r.kind} ${r.mode}`);
}

/** The collection that a kind without a tag is named after. */
export { ownKind };
