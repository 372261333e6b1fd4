import { type Claim, claimDigest, genesis, type MessageId } from "./events.js";
import { type Config, type Event, type Protocol, type StepResult, unreachable } from "./protocol.js";
import { canonical, type RecordValue, TlaMap, TlaSet, type Value } from "./values.js";

/**
 * Claims that no correct node makes, each for the check that has to refuse it, in terms of any protocol. A counter
 * certifies them like all others: it knows nothing of the protocol.
 */
export const CERTIFIED_LIES = ["fork", "prefix", "exist", "guard", "out"] as const;
export type CertifiedLie = (typeof CERTIFIED_LIES)[number];

/** What a liar knows when it is about to certify an event. */
export interface Knowledge {
  readonly protocol: Protocol<object, unknown>;
  readonly self: string;
  readonly config: Config;
  /** The state that the node's accepted events lead to, as everybody replays it. */
  slice(node: string): object;
  /** Own events so far, in order. */
  readonly claims: readonly Claim[];
  /** Every accepted message, by id. */
  readonly messages: ReadonlyMap<MessageId, unknown>;
}

/** The lie in place of the honest claim, or `undefined` if nothing of the kind is at hand yet. */
export function lie(kind: CertifiedLie, honest: Claim, knowledge: Knowledge): Claim | undefined {
  switch (kind) {
    case "fork":
      // An event that stays hidden might have the value left out.
      return { ...honest, index: honest.index + 1 };
    case "prefix":
      return { ...honest, previous: olderDigest(knowledge) };
    case "exist":
      return { ...honest, event: { ...honest.event, inputs: inventedInputs(honest, knowledge) } };
    case "guard":
      return notEnabled(honest, knowledge);
    case "out": {
      const out = otherOutput(honest.out, knowledge);
      return out === undefined ? undefined : { ...honest, out };
    }
    default:
      return unreachable(kind);
  }
}

function olderDigest({ protocol, self, claims }: Knowledge): string {
  const older = claims.at(-2);
  return older !== undefined ? claimDigest(older) : genesis(`${protocol.hash}-`, self);
}

/** A message of a peer that it never sent: at a place that its output does not have. */
function inventedInputs(
  { event, node, index }: Claim,
  { messages }: Knowledge,
): Readonly<Record<string, readonly MessageId[]>> {
  const known = [...messages.keys()].find((id) => !id.startsWith(`${node}:`));
  const id = known === undefined ? `${node}:${index + 1}:0` : known.replace(/\d+$/, "999");
  const name = Object.keys(event.inputs)[0] ?? "m";
  return { ...event.inputs, [name]: [id] };
}

/** An output that says more, or something else; `undefined` without any message to start from. */
export function otherOutput(
  out: readonly Value[],
  knowledge: Pick<Knowledge, "claims">,
): readonly Value[] | undefined {
  for (const [at, message] of out.entries()) {
    const other = otherNumber(message);
    if (other !== undefined) return out.map((m, k) => (k === at ? other : m));
  }
  if (out.length > 0) return [];
  const former = knowledge.claims.findLast((claim) => claim.out.length > 0);
  return former?.out;
}

/** The value with the first number in it, if any, increased. */
function otherNumber(value: Value): Value | undefined {
  if (typeof value === "number") return value + 1;
  if (typeof value !== "object" || value instanceof TlaSet || value instanceof TlaMap) return undefined;
  const fields = Object.entries(value as RecordValue);
  for (const [name, field] of fields) {
    const other = otherNumber(field);
    if (other === undefined) continue;
    const all = Object.fromEntries(fields.map(([n, f]) => [n, n === name ? other : f]));
    return Array.isArray(value) ? Object.values(all) : all;
  }
  return undefined;
}

const MOST_CANDIDATES = 500;

/** An event that a peer's state would allow, the own one does not: acts on what the node does not have. */
function notEnabled(honest: Claim, knowledge: Knowledge): Claim {
  const { protocol, self, config, messages } = knowledge;
  const own = knowledge.slice(self);
  const inbox = [...messages.values()];
  const ids = new Map([...messages].reverse().map(([id, message]) => [canonical(message), id]));
  for (const peer of protocol.nodes) {
    if (peer === self) continue;
    const slice = knowledge.slice(peer);
    let tried = 0;
    for (const event of protocol.enabled(self, slice, inbox, config)) {
      if (++tried > MOST_CANDIDATES) break;
      const result = stepOf(knowledge, slice, event);
      if (!result.ok || stepOf(knowledge, own, event).ok) continue;
      const inputs = Object.entries(event.inputs).map(([name, ms]) => [
        name,
        ms.map((m) => ids.get(canonical(m))!),
      ]);
      const claimed = { action: event.action, args: event.args, inputs: Object.fromEntries(inputs) };
      return { ...honest, event: claimed, out: result.out as readonly Value[] };
    }
  }
  // In any case nothing is enabled that lacks its parameters and is no action.
  return { ...honest, event: { action: `${honest.event.action} `, args: {}, inputs: {} } };
}

function stepOf(
  { protocol, self, config }: Knowledge,
  slice: object,
  event: Event<unknown>,
): StepResult<object, unknown> {
  try {
    return protocol.step(self, slice, event, config);
  } catch (error) {
    return { ok: false, conjunct: String(error) };
  }
}
