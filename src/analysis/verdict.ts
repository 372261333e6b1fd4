/** Is the protocol compatible with strategy `counters`, and if not, what in its text says so? */

import type { Expr } from "../tla/ast.js";
import { freeNames, walk } from "../tla/visit.js";
import type { Ground } from "./events.js";
import { type Reader, type Step, stripParens } from "./steps.js";
import type {
  CertifiedEvent,
  CounterFact,
  Evidence,
  Leadership,
  Threshold,
  Verdict,
  Write,
} from "./types.js";

interface Found {
  readonly events: readonly CertifiedEvent[];
  readonly counters: readonly CounterFact[];
  readonly thresholds: readonly Threshold[];
  readonly leadership: Leadership;
}

export function verdictOf(ground: Ground, found: Found): Verdict {
  const against = [
    ...unordered(ground, found),
    ...found.thresholds.flatMap((t) => quorumOfState(ground, t)),
    ...rollbacks(ground),
    ...unlike(ground),
  ];
  const open = against.length > 0 ? [] : questions(ground, found);
  return {
    counters: against.length > 0 ? "no" : open.length > 0 ? "hints" : "yes",
    history: "yes",
    reasons: once([...against, ...open]),
  };
}

/** Actions that were split say the same of the same line. */
function once(reasons: readonly Evidence[]): readonly Evidence[] {
  const said = new Map(reasons.map((r) => [`${r.place.file}:${r.place.line} ${r.text}`, r]));
  return [...said.values()];
}

/**
 * No number orders what a node certifies: its certificates cannot be put in a row by anything they show, so that the
 * fold over them never stops early.
 */
function unordered(ground: Ground, { events, counters, leadership }: Found): readonly Evidence[] {
  const { writes, spokenFor } = ground;
  return counters.flatMap((counter): readonly Evidence[] => {
    const members = events.filter((e) => e.counter === counter.name);
    const epochs = members.flatMap((e) => e.components).filter((c) => c.epoch !== undefined);
    if (epochs.length > 0 || counter.lane.length > 0) return [];
    const parts = writes.filter(
      (w) => w.form === "partial" && spokenFor.has(w.variable) && counter.variables.includes(w.variable),
    );
    return parts.slice(0, 1).flatMap((w) => {
      const reads = wholeReads(ground, members, w);
      const lower = rises(w) ? writes.find((o) => o.variable === w.variable && !rises(o)) : undefined;
      const why =
        lower === undefined
          ? `${w.action} writes one part of ${w.variable}; no counter of the node rises with it`
          : `${w.action} raises ${w.variable}, but nothing shows that what ${lower.action} writes there is no lower, so that it is no counter`;
      const head: Evidence = {
        place: (lower ?? w).place,
        text:
          `${why}, so no number orders what ${[...new Set(members.map((m) => m.subKind ?? m.action))].join(", ")} ` +
          "speak for: the fold over certificates never stops early",
      };
      return [head, ...reads, ...(leadership.kind === "leaderless" ? leadership.evidence : [])];
    });
  });
}

const rises = ({ provenance }: Write): boolean => ["maximum", "counter"].includes(provenance.kind);

/** Messages whose content is computed from more than one place of the variable: lanes do not help either. */
function wholeReads(
  { reader }: Ground,
  members: readonly CertifiedEvent[],
  { variable }: Write,
): readonly Evidence[] {
  return members.flatMap((m): readonly Evidence[] => {
    const step = reader.step(m.action);
    for (const s of step.sends)
      for (const [field, value] of s.fields) {
        const place = reader.reads(value, s.place).get(variable);
        if (place !== undefined && readsMore(reader, step, value, variable))
          return [
            { place, text: `field ${field} of ${m.subKind ?? s.tag} is computed from all of ${variable}` },
          ];
      }
    return [];
  });
}

/** Is the variable read elsewhere than at places that the step's own names give? */
function readsMore(reader: Reader, step: Step, e: Expr, variable: string): boolean {
  const { action } = step;
  const constants = reader.protocol.constants.map((c) => c.name);
  const operators = reader.protocol.operators.map((o) => o.name.text);
  const known = new Set([
    action.actor,
    ...[...action.params, ...action.inputs].map((x) => x.name),
    ...constants,
    ...operators,
  ]);
  let found = false;
  walk(e, (node) => {
    if (node.kind === "Index" && reader.variable(node.fn) === variable) {
      const isGiven = node.args.every((a) => [...freeNames(a)].every((n) => known.has(n)));
      if (!isGiven) found = true;
      return !isGiven;
    }
    if (node.kind === "Field" && reader.variable(node) === variable) found = true;
    return !found;
  });
  return found;
}

/** The family of quorums depends on the slice: who counts is itself state that could be lied about. */
function quorumOfState({ reader }: Ground, t: Threshold): readonly Evidence[] {
  if (t.form !== "family") return [];
  const [first] = reader.reads(t.quorum, t.place);
  if (first === undefined) return [];
  const [name, place] = first;
  return [{ place, text: `the quorums of ${t.action} depend on ${name}, which is state` }];
}

/** A variable that messages speak for goes back to its beginning: the counter cannot. */
function rollbacks({ writes, spokenFor, reader }: Ground): readonly Evidence[] {
  return writes
    .filter(
      (w) => spokenFor.has(w.variable) && w.provenance.kind === "reset" && w.provenance.with === "initial",
    )
    .filter((w) => reader.step(w.action).inputs.length === 0 && reader.step(w.action).sends.length === 0)
    .map((w) => ({
      place: w.place,
      text:
        `${w.action} rolls ${w.variable} back to what it was at the beginning, though messages speak for it: no counter ` +
        `goes back with it. Keep ${w.variable} over ${w.action}, or leave ${w.action} out`,
    }));
}

/** Messages that nothing tells apart but which fields they have: no rule says what a certificate of theirs binds. */
function unlike({ kinds, byKind }: Ground): readonly Evidence[] {
  return kinds.flatMap(({ name, sites }): readonly Evidence[] => {
    if (byKind.get(name)?.kind === "inert") return [];
    const [first, ...others] = sites;
    for (const other of others) {
      const one = [...(first?.record.keys() ?? [])].find((f) => !other.record.has(f));
      const field = one ?? [...other.record.keys()].find((f) => first?.record.has(f) === false);
      if (first === undefined || field === undefined) continue;
      const [here, there] = one === undefined ? [other, first] : [first, other];
      const text =
        `${name} has field ${field} here, and not in ${there.action} (line ${there.place.line}): give them kinds of their own, ` +
        "or a Boolean or text that tells them apart";
      return [{ place: here.place, text }];
    }
    return [];
  });
}

/** What is not known to fail, but that no fact in the text supports either. */
function questions(ground: Ground, { events, counters }: Found): readonly Evidence[] {
  return counters.flatMap((counter): readonly Evidence[] => {
    const members = events.filter((e) => e.counter === counter.name);
    if (counter.lane.length > 0 || members.every((e) => e.components.length > 0)) return [];
    return members
      .filter((e) => e.components.length === 0 && !sentOnce(ground, e))
      .map((e) => ({ place: e.evidence.place, text: `no number tells the certificates of ${e.name} apart` }));
  });
}

/** A guard on a slot lets it be sent once at most. */
function sentOnce({ reader, roles }: Ground, e: CertifiedEvent): boolean {
  const step = reader.step(e.action);
  return step.guards.some((g) =>
    [...reader.reads(g, step.action.place).keys()].some(
      (v) =>
        roles.get(v) === "slot" &&
        step.updates.some((u) => u.variable === v && stripParens(u.value).kind !== "Field"),
    ),
  );
}
