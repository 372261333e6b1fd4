/** The derivation table: for each certificate, and for each kind without one, what supports it (`derivation.md` §7). */
import type { Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { type Ground, newValue } from "./events.js";
import { kindsOfInput, tagsIn } from "./inputs.js";
import { isComparison } from "./rises.js";
import { infixOf, mentionsName, nameOf, type Reader, type Step, stripParens } from "./steps.js";
import type { CertifiedEvent, CounterFact, DerivationRow, Provenance, SubKind, Threshold } from "./types.js";
import { fieldReads, guardReads } from "./variables.js";

export interface Found {
  readonly subKinds: readonly SubKind[];
  readonly events: readonly CertifiedEvent[];
  readonly counters: readonly CounterFact[];
  readonly thresholds: readonly Threshold[];
}

export function rowsOf(ground: Ground, found: Found): readonly DerivationRow[] {
  const plain = found.subKinds
    .filter((k) => k.certificate.kind !== "certified")
    .map((k) => plainRow(ground, found, k));
  return [...found.events.map((e) => eventRow(ground, found, e)), ...plain];
}

function eventRow(ground: Ground, found: Found, event: CertifiedEvent): DerivationRow {
  const { reader } = ground;
  const step = reader.step(event.action);
  const kind = found.subKinds.find((k) => k.name === event.subKind);
  const counter = found.counters.find((c) => c.name === event.counter);
  const lane = counter?.lane ?? [];
  const fields = kind?.fields ?? [];
  const own = fields.filter((f) => f.class === "bound" || f.class === "free");
  const shown = new Set(fields.map((f) => f.shows));
  const chosen = guessOf(event);
  const inValue = new Set(chosen.map((c) => c.name));
  return {
    event: event.name,
    name: event.subKind === undefined ? event.name : `${event.subKind} (${event.action})`,
    counter: lane.length === 0 ? event.counter : `${event.counter}, lane (${lane.join(", ")})`,
    kappa: chosen.length === 0 ? "[once]" : `[${chosen.map((c) => c.name).join(".")}]`,
    certificate: event.chain.kind,
    key: fields.filter((f) => f.class === "key" || inValue.has(f.name)).map((f) => f.name),
    bound: [
      ...own.map((f) => f.name).filter((f) => !inValue.has(f)),
      ...event.binds.filter((v) => !shown.has(v)),
    ],
    reads: readsOf(ground, step, found.thresholds),
    justification: justificationOf(ground, found, event, step),
    place: event.evidence.place,
  };
}

/** What the counter value is made of before exploration has its say: epochs, then what tells one write from the next. */
export function guessOf(event: CertifiedEvent): CertifiedEvent["components"] {
  const epochs = event.components.filter((c) => c.epoch !== undefined);
  const seen = new Set<string>();
  const once = epochs.filter((c) => !seen.has(c.epoch ?? "") && seen.add(c.epoch ?? ""));
  const rest = event.components.filter((c) => c.epoch === undefined);
  const index =
    event.writes.length > 0
      ? (rest.find((c) => c.of === "field") ?? rest.find((c) => c.of === "length"))
      : undefined;
  return index === undefined ? once : [...once, index];
}

function plainRow(ground: Ground, found: Found, kind: SubKind): DerivationRow {
  const { certificate } = kind;
  const site = kind.sites[0];
  const step = site === undefined ? undefined : ground.reader.step(site.action);
  const derived = kind.fields.filter((f) => f.class === "derived");
  const words: readonly string[] =
    certificate.kind === "stateless"
      ? ["TRUE: taken as always there"]
      : certificate.kind === "inert"
        ? ["inert: no check"]
        : [...new Set(derived.map((f) => `${f.name}: ${f.reason.text}`)), ...roleGuards(ground, found, step)];
  return {
    event: undefined,
    name: `${kind.name} (${[...new Set(kind.sites.map((s) => s.action))].join(", ")})`,
    counter: "–",
    kappa: "–",
    certificate: "none",
    key: kind.fields.filter((f) => f.class === "key").map((f) => f.name),
    bound: [],
    reads:
      step === undefined || certificate.kind !== "envelope" ? [] : readsOf(ground, step, found.thresholds),
    justification: words,
    place: certificate.evidence.place,
  };
}

/** What the step's justification reads, with where it comes from. */
function readsOf(ground: Ground, step: Step, thresholds: readonly Threshold[]): DerivationRow["reads"] {
  const { reader, writes, roles } = ground;
  const bound = step.updates.filter((u) => ground.spokenFor.has(u.variable));
  const reads = new Set([
    ...guardReads(reader, step).keys(),
    ...fieldReads(reader, step).keys(),
    ...bound.flatMap((u) => [...reader.reads(u.value, u.place).keys()]),
  ]);
  const variables = reader.protocol.slice
    .filter((v) => reads.has(v.name))
    .map(({ name }) => {
      const role = roles.get(name);
      const from = [
        ...new Set(writes.filter((w) => w.variable === name).map((w) => provenanceText(w.provenance))),
      ];
      return {
        name,
        provenance: role === "state" || role === undefined ? from.join(", ") || "constant" : role,
      };
    });
  const inputs = step.inputs.map((i) => {
    const of = kindsOfInput(reader, step, i).map((k) => k.tag);
    const counted = thresholds.some((t) => t.action === step.action.name && t.of.some((k) => of.includes(k)));
    return {
      name: of.join(" or "),
      provenance: i.mode === "set" ? (counted ? "collected" : "some received") : "received",
    };
  });
  const params = step.action.params
    .filter((p) => p.client)
    .map((p) => ({ name: p.name, provenance: "chosen by a client" }));
  return [...variables, ...inputs, ...params];
}

export function provenanceText(p: Provenance): string {
  switch (p.kind) {
    case "collected":
    case "adopted":
    case "role":
      return p.of.length === 0 ? p.kind : `${p.kind} (${p.of.join(", ")})`;
    case "appended":
    case "merged":
    case "maximum":
      return p.of.length === 0 ? p.kind : `${p.kind} (${p.of.join(", ")})`;
    case "computed":
      return `computed from ${p.from.join(", ")}`;
    case "chosen":
      return p.by === "client" ? "chosen by a client" : "chosen";
    case "reset":
      return p.with === "epoch" ? "reset with the epoch" : "reset";
    case "counter":
      return "counter";
  }
}

function justificationOf(ground: Ground, found: Found, event: CertifiedEvent, step: Step): readonly string[] {
  const { reader } = ground;
  const out: string[] = [];
  if (step.action.ownedKey !== undefined) out.push(`the sender owns ${step.action.ownedKey.param}`);
  for (const t of found.thresholds.filter((x) => x.action === step.action.name))
    out.push(quorumText(reader, t));
  out.push(...roleGuards(ground, found, step));
  for (const i of step.inputs.filter((x) => x.mode === "one"))
    out.push(...inputText(ground, found, step, i.name));
  for (const g of step.guards) {
    const text = guardText(ground, found, step, g);
    if (text !== undefined) out.push(text);
  }
  for (const v of event.binds) {
    const value = newValue(reader, step, v);
    out.push(reader.variable(value) === v ? `${v} = head` : `${v} = ${headText(ground, value)}`);
  }
  return [...new Set(out)];
}

function quorumText(reader: Reader, t: Threshold): string {
  const key = t.key.map((k) => `${k.field} ${k.relation} ${reader.text(k.value)}`).join(", ");
  const self = t.countsItself ? ", the sender itself counted" : "";
  const what = t.form === "family" ? `${reader.text(t.quorum)}` : reader.text(t.quorum);
  return `a quorum (${what}) of valid ${t.of.join(", ")}${key === "" ? "" : ` with ${key}`}${self}`;
}

/** A role in a guard stands for the quorum that gave it. */
function roleGuards(
  { reader, roles, writes }: Ground,
  found: Found,
  step: Step | undefined,
): readonly string[] {
  if (step === undefined) return [];
  return step.guards.flatMap((g) => {
    const infix = infixOf(g);
    if (infix === undefined || infix.op !== "=") return [];
    const variable = [infix.left, infix.right].map((s) => reader.variable(s)).find((v) => v !== undefined);
    if (variable === undefined || roles.get(variable) !== "role") return [];
    const given = writes.find(
      (w) =>
        w.variable === variable &&
        w.provenance.kind === "role" &&
        reader.text(w.value) ===
          reader.text(reader.variable(infix.left) === variable ? infix.right : infix.left),
    );
    const t = found.thresholds.find((x) => x.action === given?.action);
    return t === undefined ? [] : [`leader of record: ${quorumText(reader, t)}`];
  });
}

function inputText(ground: Ground, found: Found, step: Step, input: string): readonly string[] {
  const { reader } = ground;
  const i = step.inputs.find((x) => x.name === input);
  if (i === undefined) return [];
  return kindsOfInput(reader, step, i).map(({ tag }) => {
    const kinds = found.subKinds.filter((k) => k.tag === tag);
    const certificate = kinds.find((k) => k.certificate.kind !== "inert")?.certificate.kind;
    if (certificate === "stateless") return `${input}: ${tag}, taken as there`;
    if (certificate === "envelope") return `${input}: what ${tag} shows is certified by its sender`;
    return `${input}: the certificate of ${tag} exists`;
  });
}

/** A guard as the receiver checks it; nothing where the counter value implies it. */
function guardText(ground: Ground, found: Found, step: Step, guard: Expr): string | undefined {
  const { reader, roles } = ground;
  const reads = [...reader.reads(guard, step.action.place).keys()];
  if (found.thresholds.some((t) => t.action === step.action.name && within(ground, step, guard, t)))
    return undefined;
  if (reads.some((v) => roles.get(v) === "role") && infixOf(guard) !== undefined) return undefined;
  const infix = infixOf(guard);
  const isKindTest =
    infix?.op === "=" &&
    [infix.left, infix.right].some((s) => {
      const bare = stripParens(s);
      return bare.kind === "Field" && bare.name.text === reader.protocol.kindField;
    });
  if (isKindTest) return undefined;
  const implied = reads.length > 0 && reads.every((v) => ["counter", "slot"].includes(roles.get(v) ?? ""));
  if (implied) return undefined;
  const bare = stripParens(guard);
  const negative = bare.kind === "Prefix" && canonicalOp(bare.op) === "~";
  if (negative && reads.every((v) => roles.get(v) === "own")) return undefined;
  const onOwn = reads.filter((v) => roles.get(v) === "own");
  if (onOwn.length > 0) return `own certificates: ${headText(ground, guard)}`;
  const isBudget =
    reads.length > 0 &&
    isComparison(infix?.op ?? "") &&
    tagsIn(reader, step, guard).length === 0 &&
    isBound(ground, guard);
  if (isBudget) return undefined;
  return headText(ground, guard);
}

/** A comparison with a constant alone: a bound of the model. */
function isBound({ reader }: Ground, guard: Expr): boolean {
  const infix = infixOf(guard);
  if (infix === undefined) return false;
  return [infix.left, infix.right].some((s) => reader.protocol.constants.some((c) => c.name === nameOf(s)));
}

function within({ reader }: Ground, step: Step, guard: Expr, t: Threshold): boolean {
  const place = reader.place(guard, step.action.place);
  const after = place.line < t.place.line || (place.line === t.place.line && place.column <= t.place.column);
  const before =
    place.endLine > t.place.endLine ||
    (place.endLine === t.place.endLine && place.endColumn >= t.place.endColumn);
  const reads = step.inputs.some((i) => i.mode === "set" && mentionsName(guard, i.name));
  return after && before && (t.collectedIn !== undefined || reads);
}

/** The text with the sender's slice as its certificates show it. */
function headText({ reader }: Ground, e: Expr): string {
  return reader.text(e).replaceAll(new RegExp(`\\b${reader.protocol.names.slice}\\.`, "g"), "head.");
}
