/**
 * The network: collections that one action adds messages to and another one takes them from or looks for them in. Found
 * by effect. Representation: a `Site` is where a step adds to or takes from a collection, a collection a variable with a
 * path (`[*]` for an index).
 */
import type { Expr } from "../tla/ast.js";
import type { Consumption } from "./consume.js";
import type { Effect } from "./effects.js";
import type { Inference, Shapes } from "./infer.js";
import type { Reading, Update } from "./reading.js";
import { elementOf, recordsOf, type Shape, unknown } from "./shapes.js";
import { bare, mentioned, nameOf, show } from "./terms.js";
import type { Representation } from "./types.js";

/** A step with what was found of it so far. */
export interface Seen {
  readonly reading: Reading;
  readonly env: Shapes;
  readonly consumptions: readonly Consumption[];
  /** Texts of the indices that it writes at. */
  readonly actors: readonly string[];
}

export interface Added {
  readonly seen: Seen;
  readonly update: Update;
  readonly effect: Effect;
  /** The shape of one element. */
  readonly shape: Shape;
}

export interface Network {
  readonly variable: string;
  readonly path: string;
  readonly representation: Representation;
  readonly added: readonly Added[];
  readonly removed: readonly Added[];
  readonly taken: readonly { readonly seen: Seen; readonly consumption: Consumption }[];
}

interface Candidate {
  readonly variable: string;
  readonly path: string;
  readonly added: Added[];
  readonly removed: Added[];
  readonly taken: { seen: Seen; consumption: Consumption }[];
  container: Effect["container"];
}

export function networksOf(
  all: readonly Seen[],
  inference: Inference,
  unfold: (e: Expr) => Expr | undefined,
): readonly Network[] {
  const found = candidates(all, inference);
  const sure = [...found.values()].filter((c) => qualifies(c));
  const outboxes = [...found.values()].filter((c) => !sure.includes(c) && isOutbox(c, sure, unfold));
  // One variable, one way: `msgs` and `msgs[*]` are not both networks.
  const chosen = sure.filter(
    (c) => !sure.some((d) => d !== c && d.variable === c.variable && isWithin(c.path, d.path)),
  );
  const perKind = chosen.filter((c) => c.container === "set" && !c.path.includes("[*]")).length > 1;
  return [
    ...chosen.map((c): Network => ({ ...c, representation: representation(c, perKind) })),
    ...outboxes.map((c): Network => ({ ...c, representation: "outbox" })),
  ];
}

function isWithin(path: string, outer: string): boolean {
  return path !== outer && path.startsWith(outer);
}

function candidates(all: readonly Seen[], inference: Inference): ReadonlyMap<string, Candidate> {
  const found = new Map<string, Candidate>();
  const at = (variable: string, path: string): Candidate => {
    const key = `${variable}${path}`;
    const c = found.get(key) ?? { variable, path, added: [], removed: [], taken: [], container: "other" };
    found.set(key, c);
    return c;
  };
  for (const seen of all) {
    for (const update of seen.reading.updates) {
      for (const effect of update.effects) {
        if (effect.kind === "set") continue;
        const shape = inference.shape(effect.value, seen.env);
        const added: Added = { seen, update, effect, shape: effect.many ? elementOf(shape) : shape };
        const c = at(update.variable, effect.path);
        (effect.kind === "add" ? c.added : c.removed).push(added);
        if (effect.kind === "add" && (c.container === "other" || effect.container === "bag"))
          c.container = effect.container;
      }
    }
    for (const consumption of seen.consumptions) {
      at(consumption.variable, consumption.path).taken.push({ seen, consumption });
    }
  }
  return found;
}

function qualifies(c: Candidate): boolean {
  if (c.added.length === 0 || c.taken.every((t) => t.consumption.form === "empty")) return false;
  const records = c.added.some((a) => recordsOf(a.shape).length > 0);
  const tuples = c.added.some((a) => a.shape.kind === "tuple" && a.shape.items.length > 0);
  if (!records && !(tuples && c.container === "set" && isTold(c))) return false;
  if (c.path.includes("[*]")) return crosses(c) && (c.container !== "sequence" || isQueue(c));
  return c.container !== "sequence" || isQueue(c);
}

/** Tuples: facts that one operator adds and another one looks for. */
function isTold(c: Candidate): boolean {
  if (c.path.includes("[*]")) return false;
  const by = new Set(c.added.map((a) => a.seen.reading.step.operator));
  return c.taken.some((t) => !by.has(t.seen.reading.step.operator) && t.consumption.mode !== "absent");
}

function isQueue(c: Candidate): boolean {
  return c.removed.length > 0 && c.taken.some((t) => t.consumption.form === "head");
}

/** Somebody else's: added under two indices, or under one that is not the acting node. */
function crosses(c: Candidate): boolean {
  return c.added.some((a) => {
    const indices = a.effect.indices.map(show);
    if (indices.length > 1) return true;
    const [first] = indices;
    const { actors } = a.seen;
    return first !== undefined && actors.length > 0 && !actors.includes(first);
  });
}

/** Its contents are added to a network as a whole. */
function isOutbox(
  c: Candidate,
  networks: readonly Candidate[],
  unfold: (e: Expr) => Expr | undefined,
): boolean {
  if (!c.added.some((a) => recordsOf(a.shape).length > 0)) return false;
  return networks.some((n) =>
    n.added.some((a) => {
      if (n.variable === c.variable || !a.effect.many) return false;
      const value = a.effect.value;
      return mentioned(unfold(value) ?? value, new Set([c.variable])).size > 0;
    }),
  );
}

function representation(c: Candidate, perKind: boolean): Representation {
  if (c.container === "bag") return "bag";
  if (c.path.includes("[*]") || c.container === "sequence") return "channels";
  if (c.removed.length > 0) return "shrinking-set";
  return perKind ? "per-kind" : "growing-set";
}

// ------------------------------------------------------------------------------------------------------- kinds

/** Record literals that an expression is made of, seen through IF, LET, sets of them and operators. */
export function literalsOf(e: Expr, unfold: (e: Expr) => Expr | undefined, depth = 0): readonly Expr[] {
  const b = bare(e);
  if (depth > 12) return [];
  const into = (x: Expr): readonly Expr[] => literalsOf(x, unfold, depth + 1);
  switch (b.kind) {
    case "Record":
    case "RecordSet":
      return [b];
    case "Set":
      return b.items.flatMap(into);
    case "SetMap":
    case "Let":
      return into(b.body);
    case "If":
      return [...into(b.then), ...into(b.else)];
    case "Case":
      return b.arms.flatMap((a) => into(a.value));
    case "Infix":
      return b.op === "\\" ? into(b.left) : [...into(b.left), ...into(b.right)];
    case "Apply": {
      const opened = unfold(b);
      return opened === undefined ? [] : into(opened);
    }
    default:
      return [];
  }
}

/** The field whose value is one literal or constant in every record, preferring one that is compared with such. */
export function tagOf(networks: readonly Network[]): string | undefined {
  const score = new Map<string, number>();
  const records = networks.flatMap((n) => n.added.flatMap((a) => recordsOf(a.shape)));
  if (records.length === 0) return undefined;
  const [first] = records;
  const common = (first?.fields ?? [])
    .map((f) => f.name)
    .filter((name) => records.every((r) => tagValues(r, name) !== undefined));
  for (const name of common) score.set(name, 1);
  for (const { consumption } of networks.flatMap((n) => n.taken)) {
    for (const t of consumption.tests) {
      const constant = t.values.every((v) => bare(v).kind === "String" || nameOf(v) !== undefined);
      if (score.has(t.field) && constant) score.set(t.field, (score.get(t.field) ?? 0) + 2);
    }
    const exact = consumption.exact === undefined ? undefined : bare(consumption.exact);
    if (exact?.kind !== "Record") continue;
    for (const f of exact.fields) {
      if (score.has(f.name.text) && bare(f.value).kind === "String")
        score.set(f.name.text, (score.get(f.name.text) ?? 0) + 2);
    }
  }
  // Of two fields that would do, the one with more values tells more.
  const values = (name: string): number => new Set(records.flatMap((r) => tagValues(r, name) ?? [])).size;
  const ranked = [...score].sort(([a, x], [b, y]) => values(b) - values(a) || y - x);
  return ranked[0]?.[0];
}

/** Literals and constants that a record's field may be; undefined if it may be anything else. */
export function tagValues(record: Shape, field: string): readonly string[] | undefined {
  const shape = record.kind === "record" ? record.fields.find((f) => f.name === field)?.shape : undefined;
  return shape === undefined ? undefined : literalValues(shape);
}

function literalValues(shape: Shape): readonly string[] | undefined {
  if (shape.kind === "string") return shape.values.length === 0 ? undefined : shape.values;
  if (shape.kind === "constant") return [shape.name];
  if (shape.kind !== "union") return undefined;
  const parts = shape.of.map(literalValues);
  return parts.some((p) => p === undefined) ? undefined : parts.flatMap((p) => p ?? []);
}

/** Names of the kinds that a shape's records are of; the collection's own name where nothing tells them apart. */
export function kindsOf(shape: Shape, tag: string | undefined, network: Network): readonly string[] {
  const own = ownKind(network);
  const records = recordsOf(shape);
  const out = records.flatMap((r) => (tag === undefined ? [own] : (tagValues(r, tag) ?? [own])));
  return [...new Set(records.length === 0 ? [own] : out)];
}

export function ownKind(network: Network): string {
  const field = /\.(\w+)$/.exec(network.path)?.[1];
  return field ?? network.variable;
}

/** The kinds that a consumption is about. */
export function kindsTaken(
  consumption: Consumption,
  tag: string | undefined,
  network: Network,
  all: readonly string[],
  shapeOf: (e: Expr) => Shape,
): readonly string[] {
  if (tag === undefined) return [ownKind(network)];
  const exact = consumption.exact === undefined ? unknown : shapeOf(consumption.exact);
  const named =
    bare(consumption.exact ?? { kind: "At", id: 0, span: { start: 0, end: 0 } }).kind === "Record";
  if (named && recordsOf(exact).length > 0) return kindsOf(exact, tag, network);
  const text = (v: Expr): string => {
    const b = bare(v);
    return b.kind === "String" ? b.value : show(b);
  };
  const positive = consumption.tests.filter((t) => t.field === tag && !t.negative);
  if (positive.length > 0) return [...new Set(positive.flatMap((t) => t.values.map(text)))];
  const not = new Set(
    consumption.tests.filter((t) => t.field === tag && t.negative).flatMap((t) => t.values.map(text)),
  );
  return all.filter((k) => !not.has(k));
}
