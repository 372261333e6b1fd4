/** Election, agreement, learning, client: which kinds and actions belong to which, and who leads what. */
import type { Ground } from "./events.js";
import { nameOf, type Reader, type Step } from "./steps.js";
import type { ActionAnalysis, CertifiedEvent, Evidence, Leadership, Phase, Threshold } from "./types.js";

export interface Phases {
  readonly byTag: ReadonlyMap<string, Phase>;
  readonly actions: readonly ActionAnalysis[];
  /** Thresholds that make a leader, with what shows it. */
  readonly elections: readonly { readonly threshold: Threshold; readonly evidence: Evidence }[];
}

export function phasesOf(ground: Ground, events: readonly CertifiedEvent[]): Phases {
  const { reader, thresholds } = ground;
  const elections = thresholds.flatMap((threshold) => {
    const evidence = elects(ground, threshold);
    return evidence === undefined ? [] : [{ threshold, evidence }];
  });
  const byTag = new Map<string, Phase>();
  for (const t of thresholds) {
    const phase: Phase = elections.some((e) => e.threshold === t) ? "election" : "agreement";
    for (const tag of t.of) if (!byTag.has(tag) || phase === "election") byTag.set(tag, phase);
  }
  requests(ground, byTag);
  for (const { tag, receivers } of ground.kinds)
    if (!byTag.has(tag)) byTag.set(tag, receivers.length === 0 ? "client" : "learning");
  const certifying = new Set(events.map((e) => e.action));
  const actions = reader.steps.map((step): ActionAnalysis => {
    const { name, place } = step.action;
    const [phase, reason] = phaseOf(ground, step, byTag, elections);
    return { name, place, phase, reason, certifies: certifying.has(name) };
  });
  return { byTag, actions, elections };
}

/** What a counted kind is an answer to belongs to its phase. */
function requests({ reader, kinds }: Ground, byTag: Map<string, Phase>): void {
  for (let before = -1; before !== byTag.size; ) {
    before = byTag.size;
    for (const kind of kinds) {
      if (byTag.has(kind.tag)) continue;
      for (const r of kind.receivers.filter((x) => x.use === "consumed")) {
        const answer = reader.step(r.action).sends.find((s) => byTag.has(s.tag));
        const phase = answer === undefined ? undefined : byTag.get(answer.tag);
        if (phase !== undefined && !byTag.has(kind.tag)) byTag.set(kind.tag, phase);
      }
    }
  }
}

/** A quorum elects if a role follows, or if who answered has left every earlier epoch or shown what it knows. */
function elects(ground: Ground, threshold: Threshold): Evidence | undefined {
  const { reader, writes, kinds, spokenFor, roles } = ground;
  const role = writes.find((w) => w.action === threshold.action && w.provenance.kind === "role");
  if (role !== undefined)
    return {
      place: role.place,
      text: `${threshold.action} sets ${role.variable} after a quorum of ${threshold.of.join(", ")}`,
    };
  const after = reader.step(threshold.action);
  if (
    after.sends.length === 0 &&
    !writes.some((w) => w.action === threshold.action && spokenFor.has(w.variable))
  )
    return undefined;
  for (const kind of kinds.filter((k) => threshold.of.includes(k.tag))) {
    for (const site of kind.sites) {
      const risen = writes.find(
        (w) => w.action === site.action && w.rises && roles.get(w.variable) === "counter",
      );
      if (risen !== undefined)
        return {
          place: risen.place,
          text: `who sends ${kind.name} raises ${risen.variable}, and will not go back`,
        };
    }
  }
  return undefined;
}

function phaseOf(
  { thresholds, writes }: Ground,
  step: Step,
  byTag: ReadonlyMap<string, Phase>,
  elections: Phases["elections"],
): readonly [Phase, string] {
  const { name, params } = step.action;
  const [sent] = step.sends;
  const phase = sent === undefined ? undefined : byTag.get(sent.tag);
  if (sent !== undefined && phase !== undefined) return [phase, `sends ${sent.tag}`];
  if (elections.some((e) => e.threshold.action === name)) return ["election", "a quorum makes a leader"];
  const counted = thresholds.find((t) => t.action === name);
  if (counted !== undefined) return ["learning", `decides after a quorum of ${counted.of.join(", ")}`];
  if (params.some((p) => p.client)) return ["client", "takes what a client asks for"];
  const input = step.inputs.length > 0;
  const written = writes.filter((w) => w.action === name).map((w) => w.variable);
  if (input) return ["learning", `receives, and writes ${[...new Set(written)].join(", ") || "nothing"}`];
  return ["none", "takes part in no exchange of messages"];
}

/** Who may propose, by what the electing quorums agree on. */
export function leadershipOf(
  { reader, roles }: Ground,
  phases: Phases,
  events: readonly CertifiedEvent[],
): Leadership {
  const evidence = phases.elections.map((e) => e.evidence);
  if (phases.elections.length === 0) return { kind: "leaderless", evidence: noElection(reader, events) };
  const objects = phases.elections.flatMap(({ threshold }) => {
    const step = reader.step(threshold.action);
    return threshold.key
      .filter((k) => k.relation === "=" && !k.isSelf)
      .filter((k) => {
        const variable = reader.variable(k.value);
        const isCounter = variable !== undefined && roles.get(variable) === "counter";
        const isKey = nameOf(k.value) !== undefined && nameOf(k.value) === step.action.ownedKey?.param;
        return !isCounter && !isKey;
      })
      .map((k) => k.field);
  });
  const fields = [...new Set(objects)];
  return fields.length === 0 ? { kind: "epoch", evidence } : { kind: "object", fields, evidence };
}

function noElection(reader: Reader, events: readonly CertifiedEvent[]): readonly Evidence[] {
  const text = "no quorum makes anybody a leader before it is proposed";
  const first = events[0];
  const place = first === undefined ? reader.steps[0]?.action.place : first.evidence.place;
  return place === undefined ? [] : [{ place, text }];
}
