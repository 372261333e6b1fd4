import { type Certificate, isCertificate, isDigest, type Statement } from "./counter.js";
import { fromJson, toJson } from "./json.js";
import { digest, type RecordValue, TlaMap, TlaSet, type Value } from "./values.js";

/**
 * `sender:index:position`: which event of the sender put the message out, and where in its output (from 0).
 */
export type MessageId = string;

/** An event as it is certified and sent: messages that it consumes are named, not repeated. */
export interface ClaimedEvent {
  readonly action: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly inputs: Readonly<Record<string, readonly MessageId[]>>;
}

/** What a node claims to have done. */
export interface Claim {
  readonly node: string;
  /** Position in the node's history, from 1; the certificate's value. */
  readonly index: number;
  readonly event: ClaimedEvent;
  readonly out: readonly Value[];
  /** Digest of the node's event before this one, or `genesis`. */
  readonly previous: string;
}

export interface CertifiedEvent extends Claim {
  readonly certificate: Certificate;
}

/** The counter that certifies events. */
export const EVENT_COUNTER = "events";

export function claimDigest({ node, index, event, out, previous }: Claim): string {
  return digest([node, index, event, out, previous]);
}

/** What the certificate of a claim is about. */
export function statementOf(claim: Claim): Statement {
  return { type: "event", digest: claimDigest(claim) };
}

/** Where a node's chain of digests begins: binds the specification. */
export function genesis(protocolHash: string, node: string): string {
  return digest(["genesis", protocolHash, node]);
}

export function messageId(sender: string, index: number, position: number): MessageId {
  return `${sender}:${index}:${position}`;
}

/** The parts of an id, or `undefined` if the text is none (a node's name may contain colons). */
export function parseMessageId(id: string): { sender: string; index: number; position: number } | undefined {
  const match = /^(.+):([1-9]\d{0,15}):(0|[1-9]\d{0,6})$/s.exec(id);
  return match === null
    ? undefined
    : { sender: match[1]!, index: Number(match[2]), position: Number(match[3]) };
}

export function claimToJson(claim: Claim): object {
  const { node, index, previous, event, out } = claim;
  const { action, args, inputs } = event;
  return {
    node,
    index,
    previous,
    event: { action, args: toJson(args), inputs: toJson(inputs) },
    out: toJson(out),
  };
}

export function certifiedToJson(event: CertifiedEvent): object {
  return { ...claimToJson(event), certificate: event.certificate };
}

/** The claim in JSON from outside, or `undefined`; says nothing about its truth. */
export function claimFromJson(json: unknown): Claim | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { node, index, previous, event, out } = json as Readonly<Record<string, unknown>>;
  const claimed = fromJson(event);
  const messages = fromJson(out);
  if (typeof node !== "string" || typeof index !== "number" || !isDigest(previous)) return undefined;
  if (!Number.isSafeInteger(index) || index < 1 || !isRecord(claimed) || !isSequence(messages))
    return undefined;
  const { action, args, inputs } = claimed;
  if (typeof action !== "string" || args === undefined || !isRecord(args) || !isInputs(inputs))
    return undefined;
  return { node, index, previous, event: { action, args, inputs }, out: messages };
}

export function certifiedFromJson(json: unknown): CertifiedEvent | undefined {
  const claim = claimFromJson(json);
  const certificate: unknown = claim && (json as { certificate?: unknown }).certificate;
  return claim !== undefined && isCertificate(certificate) ? { ...claim, certificate } : undefined;
}

function isRecord(value: Value | undefined): value is RecordValue {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof TlaSet) &&
    !(value instanceof TlaMap)
  );
}

function isSequence(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function isInputs(value: Value | undefined): value is Readonly<Record<string, readonly string[]>> {
  if (!isRecord(value)) return false;
  return Object.values(value).every((ids) => isSequence(ids) && ids.every((id) => typeof id === "string"));
}
