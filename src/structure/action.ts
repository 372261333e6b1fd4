/** One step as a fact for the reader. */

import { type Read, readsOf } from "./access.js";
import type { Effect } from "./effects.js";
import { isForwarded, receivesOf, sendsOf } from "./messages.js";
import type { Seen } from "./network.js";
import type { Reading, Update } from "./reading.js";
import type { Facts } from "./structure.js";
import { bare, show } from "./terms.js";
import type { Access, ActionFact, KindFact, WriteFact } from "./types.js";

export function actionFact(facts: Facts, seen: Seen, kinds: readonly KindFact[]): ActionFact {
  const { el } = facts;
  const { reading } = seen;
  const { step } = reading;
  const known = new Set(facts.variables);
  const parameters = reading.bounds.flatMap((b) => {
    const domain = b.domain === undefined ? "" : show(b.domain);
    const place = el.place(b, step.env);
    const names = b.names.map((n) => n.text);
    return (b.tuple ? [`<<${names.join(", ")}>>`] : names).map((name) => ({ name, domain, place }));
  });
  return {
    name: step.name,
    operator: step.operator,
    place: el.place(step.at, step.env),
    parameters,
    guards: reading.guards.map((g) => ({
      text: show(g),
      reads: [...new Set(readsOf(g, known).map((r) => r.variable))],
      place: el.place(g),
    })),
    reads: accesses(facts, reading),
    writes: reading.updates.map(
      (u): WriteFact => ({
        variable: u.variable,
        paths: pathsOf(u),
        how: u.how,
        value: show(u.value),
        place: el.place(u.at),
      }),
    ),
    unchanged: [...new Set(reading.unchanged.map((u) => u.variable))],
    frameFaults: reading.frameFaults,
    sends: sendsOf(facts, seen),
    receives: receivesOf(facts, seen, kinds),
    actors: seen.actors,
    environment: isEnvironment(facts, seen),
  };
}

/** Every read of a step: guards, sets that parameters are from, definitions, new values. */
export function stepReads(reading: Reading, known: ReadonlySet<string>): readonly Read[] {
  return [
    ...reading.bounds.flatMap((b) => (b.domain === undefined ? [] : readsOf(b.domain, known))),
    ...reading.lets.flatMap((u) =>
      u.kind === "Definition" || u.kind === "FunctionDefinition" ? readsOf(u.body, known) : [],
    ),
    ...reading.guards.flatMap((g) => readsOf(g, known)),
    ...reading.updates.flatMap((u) => ownReads(u, known)),
  ];
}

/** The collection that a value is made of by adding and taking is no read of it. */
function ownReads(u: Update, known: ReadonlySet<string>): readonly Read[] {
  const whole = u.how === "=" && u.effects.every((f) => f.kind !== "set" || f.path !== "");
  const built = bare(u.value);
  // `[s \in S |-> IF … THEN … ELSE x[s]]` leaves the others as they are.
  const frame = built.kind === "Function" ? `[${built.bounds[0]?.names[0]?.text}]` : undefined;
  return readsOf(u.value, known, u.variable).filter(
    (r) => !(whole && r.variable === u.variable && (r.path === "" || r.path === frame)),
  );
}

function accesses(facts: Facts, reading: Reading): readonly Access[] {
  const seen = new Set<string>();
  const out: Access[] = [];
  for (const r of stepReads(reading, new Set(facts.variables))) {
    const path = r.path === "" ? "whole" : r.path;
    const key = `${r.variable} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({ variable: r.variable, path, place: facts.el.place(r.at) });
  }
  return out;
}

/** `[i]`, `.f[p]`: the pattern with the index texts put in. */
export function pathText(f: Effect): string {
  let k = 0;
  return f.path.replace(/\[\*\]/g, () => `[${f.indices[k] === undefined ? "*" : show(f.indices[k++]!)}]`);
}

function pathsOf(u: Update): readonly string[] {
  const paths = u.effects.map((f) => pathText(f) || "whole");
  return paths.length === 0 ? ["whole"] : [...new Set(paths)];
}

/** Loses or copies messages and does nothing else; no node's state matters to it. */
function isEnvironment(facts: Facts, seen: Seen): boolean {
  const networks = new Set(facts.networks.map((n) => n.variable));
  const matters = seen.reading.updates.filter((u) => facts.needed.has(u.variable));
  if (matters.length === 0 || matters.some((u) => !networks.has(u.variable))) return false;
  const known = new Set(facts.variables.filter((v) => !networks.has(v)));
  const guards = seen.reading.guards.flatMap((g) => readsOf(g, known));
  if (guards.length > 0 || matters.some((u) => readsOf(u.value, known).length > 0)) return false;
  const added = facts.networks.flatMap((n) => n.added.filter((a) => a.seen === seen));
  const removed = facts.networks.flatMap((n) => n.removed.filter((a) => a.seen === seen));
  if (added.length === 0) return removed.length > 0;
  return added.every(isForwarded);
}
