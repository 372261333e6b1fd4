/**
 * Which kinds and writes need a certificate. The variables that messages speak for are a backward slice from all sends
 * but the inert ones, without what evidence of others supports; whoever writes one certifies (rule W).
 */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { fingerprint, infixOf, mentionsName, type Reader, type Step } from "./steps.js";
import { type SplitKind, writesOnReceipt } from "./subkinds.js";
import type { Evidence, KindCertificate, Site, Threshold, VariableRole, Write } from "./types.js";
import { guardReads } from "./variables.js";

export interface Facts {
  readonly reader: Reader;
  readonly writes: readonly Write[];
  readonly thresholds: readonly Threshold[];
  readonly kinds: readonly SplitKind[];
  readonly roles: ReadonlyMap<string, VariableRole>;
  readonly observed: ReadonlySet<string>;
  /** Variables that properties speak of, where that is known. */
  readonly lookedAt?: ReadonlySet<string>;
}

/** Variables whose values certificates need not bind: evidence of others, or the counter itself, shows them. */
const supported: ReadonlySet<VariableRole> = new Set([
  "counter",
  "slot",
  "role",
  "collected",
  "maximum",
  "own",
]);

export interface Certificates {
  readonly byKind: ReadonlyMap<string, KindCertificate>;
  /** With a read that a message depends on. */
  readonly spokenFor: ReadonlyMap<string, Evidence>;
}

export function certificatesOf(facts: Facts): Certificates {
  const byKind = new Map<string, KindCertificate>();
  for (const kind of facts.kinds) {
    const plain = stateless(facts, kind) ?? inert(facts, kind);
    if (plain !== undefined) byKind.set(kind.name, plain);
  }
  const speaking = facts.kinds.filter((k) => !byKind.has(k.name));
  const spokenFor = spokenForBy(facts, speaking);
  for (const kind of speaking) {
    const envelope = envelopeOf(facts, kind, spokenFor);
    byKind.set(kind.name, envelope ?? { kind: "certified", evidence: certified(facts, kind) });
  }
  return { byKind, spokenFor };
}

function certified(facts: Facts, kind: SplitKind): Evidence {
  const [site] = kind.sites;
  const place = site?.place ?? facts.reader.steps[0]?.action.place;
  if (place === undefined) throw new Error(`${kind.name} is sent nowhere`);
  const written = kind.sites.flatMap((s) => realWrites(facts, s.action).map((w) => w.variable));
  const what = [...new Set(written)];
  return {
    place,
    text:
      what.length === 0 ? "what it says is decided by its sender" : `its sender writes ${what.join(", ")}`,
  };
}

const realWrites = ({ writes, roles }: Facts, action: string): readonly Write[] =>
  writes.filter((w) => w.action === action && roles.get(w.variable) !== "own");

/** Guard TRUE, nothing read, nothing written. */
function stateless(facts: Facts, kind: SplitKind): KindCertificate | undefined {
  const { reader } = facts;
  for (const site of kind.sites) {
    const step = reader.step(site.action);
    const silent = step.inputs.length === 0 && realWrites(facts, site.action).length === 0;
    const reads = [...step.guards, ...site.record.values(), ...step.action.params.map((p) => p.domain)];
    if (!silent || reads.some((e) => reader.reads(e, site.place).size > 0)) return undefined;
    // A client's choice is content.
    if (step.action.params.some((p) => p.client)) return undefined;
  }
  const place = kind.sites[0]?.place;
  if (place === undefined) return undefined;
  return { kind: "stateless", evidence: { place, text: "its step reads and writes nothing of the node" } };
}

/** Its receipt writes nothing but counters, what goes back with them, and hints that only what is shown depends on. */
function inert(facts: Facts, kind: SplitKind): KindCertificate | undefined {
  const { reader, thresholds, writes, roles } = facts;
  const first = kind.receivers[0];
  if (first === undefined) return undefined;
  for (const receiver of kind.receivers) {
    if (thresholds.some((t) => t.action === receiver.action && t.of.includes(kind.tag))) return undefined;
    const step = reader.step(receiver.action);
    if (step.sends.length > 0) return undefined;
    for (const w of writesOnReceipt(reader, kind, receiver, writes)) {
      const plain = w.provenance.kind === "counter" || w.provenance.kind === "reset";
      if (!plain && roles.get(w.variable) !== "own" && !isHint(facts, w.variable)) return undefined;
    }
  }
  return {
    kind: "inert",
    evidence: {
      place: first.place,
      text: "whoever receives it writes nothing that a guard or an output depends on",
    },
  };
}

/** Read only by fields of messages whose senders write nothing (and by itself): it chooses what is shown. */
function isHint(facts: Facts, variable: string): boolean {
  const { reader, observed, lookedAt } = facts;
  if (lookedAt === undefined ? observed.has(variable) : lookedAt.has(variable)) return false;
  return reader.steps.every((step) => {
    const at = step.action.place;
    if (blocking(reader, step, variable)) return true;
    const guards = [...step.guards, ...step.inputs.flatMap((i) => i.filter)];
    if (guards.some((g) => reader.reads(g, at).has(variable))) return false;
    const others = step.updates.filter((u) => u.variable !== variable);
    if (others.some((u) => reader.reads(u.value, at).has(variable))) return false;
    const shown =
      step.sends.some((s) => [...s.fields.values()].some((f) => reader.reads(f, at).has(variable))) ||
      step.action.params.some((p) => reader.reads(p.domain, at).has(variable));
    return !shown || realWrites(facts, step.action.name).length === 0;
  });
}

/** Is it read only in guards of the form `x \notin v`, which more elements can only make false? */
function blocking(reader: Reader, step: Step, variable: string): boolean {
  const { action } = step;
  const elsewhere = [
    ...step.updates.filter((u) => u.variable !== variable).map((u) => u.value),
    ...step.sends.flatMap((s) => [...s.fields.values()]),
    ...action.params.map((p) => p.domain),
    ...step.inputs.flatMap((i) => i.filter),
  ];
  if (elsewhere.some((e) => reader.reads(e, action.place).has(variable))) return false;
  return step.guards.every(
    (g) =>
      !reader.reads(g, action.place).has(variable) ||
      (g.kind === "Infix" && (g.op === "\\notin" || g.op === "∉") && reader.variable(g.right) === variable),
  );
}

function spokenForBy(facts: Facts, speaking: readonly SplitKind[]): ReadonlyMap<string, Evidence> {
  const { reader, roles } = facts;
  const out = new Map<string, Evidence>();
  const add = (reads: ReadonlyMap<string, Place>, why: string): void => {
    for (const [name, place] of reads) {
      if (out.has(name) || supported.has(roles.get(name) ?? "state") || isConstantVariable(facts, name))
        continue;
      if (isHint(facts, name)) continue;
      out.set(name, { place, text: why });
    }
  };
  for (const kind of speaking) {
    for (const site of kind.sites) {
      const step = reader.step(site.action);
      add(guardReads(reader, step), `a guard of ${site.action}, which sends ${kind.name}`);
      for (const [field, value] of site.record)
        add(reader.reads(value, site.place), `field ${field} of ${kind.name}`);
    }
  }
  for (let before = -1; before !== out.size; ) {
    before = out.size;
    for (const step of reader.steps) {
      for (const u of step.updates) {
        if (!out.has(u.variable)) continue;
        add(reader.reads(u.value, u.place), `${step.action.name} writes ${u.variable} with it`);
        add(guardReads(reader, step), `a guard of ${step.action.name}, which writes ${u.variable}`);
      }
    }
  }
  return out;
}

const isConstantVariable = ({ writes }: Facts, variable: string): boolean =>
  writes.every((w) => w.variable !== variable);

/**
 * Its step writes nothing, nobody counts it, and its content follows from the slice: parameters only say which part of
 * it is shown, or to whom.
 */
function envelopeOf(
  facts: Facts,
  kind: SplitKind,
  spokenFor: ReadonlyMap<string, Evidence>,
): KindCertificate | undefined {
  if (kind.receivers.some((r) => r.use !== "consumed") || kind.receivers.length === 0) return undefined;
  const tag = kind.tag;
  if (facts.thresholds.some((t) => t.of.includes(tag))) return undefined;
  const shown = new Set<string>();
  for (const site of kind.sites) {
    const names = showsOnly(facts, site, spokenFor);
    if (names === undefined) return undefined;
    for (const n of names) shown.add(n);
  }
  const place = kind.sites[0]?.place;
  if (place === undefined || shown.size === 0) return undefined;
  // Who has no quorum behind it in this epoch speaks for what it has now: that must be bound when it is said.
  const state = [...shown].filter((v) => spokenFor.has(v));
  if (state.length > 0 && !kind.sites.every((s) => asLeader(facts, s))) return undefined;
  return {
    kind: "envelope",
    evidence: { place, text: `its sender writes nothing; it shows ${[...shown].join(", ")}` },
  };
}

/** Is it sent under a role that a quorum gave? */
function asLeader({ reader, writes, roles }: Facts, site: Site): boolean {
  return reader.step(site.action).guards.some((g) => {
    const infix = infixOf(g);
    if (infix?.op !== "=") return false;
    const sides = [infix.left, infix.right] as const;
    const variable = sides.map((s) => reader.variable(s)).find((v) => v !== undefined);
    if (variable === undefined || roles.get(variable) !== "role") return false;
    const other = reader.variable(infix.left) === variable ? infix.right : infix.left;
    return writes.some(
      (w) =>
        w.variable === variable &&
        w.provenance.kind === "role" &&
        fingerprint(reader.unfolded(w.value)) === fingerprint(reader.unfolded(other)),
    );
  });
}

function showsOnly(
  facts: Facts,
  site: Site,
  spokenFor: ReadonlyMap<string, Evidence>,
): readonly string[] | undefined {
  const { reader, roles } = facts;
  const step = reader.step(site.action);
  if (realWrites(facts, site.action).length > 0 || step.inputs.length > 0) return undefined;
  if (step.action.ownedKey !== undefined) return undefined;
  const shown = new Set<string>();
  for (const value of site.record.values()) {
    for (const p of step.action.params) {
      if (!mentionsName(value, p.name)) continue;
      const chooses = reader.reads(p.domain, site.place).size === 0 && !isNode(reader, p.domain);
      if (p.client || (chooses && fingerprint(value) === fingerprint(nameExpr(p.name)))) return undefined;
    }
    for (const name of reader.reads(value, site.place).keys()) {
      const role = roles.get(name);
      if (spokenFor.has(name) || role === "maximum" || role === "collected") shown.add(name);
    }
  }
  return [...shown];
}

const isNode = (reader: Reader, domain: Expr): boolean => mentionsName(domain, reader.protocol.nodeSet);

function nameExpr(name: string): Expr {
  return { kind: "Apply", id: -1, span: { start: 0, end: 0 }, path: [], name, args: [] };
}
