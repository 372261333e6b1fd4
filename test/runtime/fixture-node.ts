import { type CertificateKind, CounterCore } from "../../codegen/runtime/counter.js";
import {
  type CertifiedEvent,
  type Claim,
  type ClaimedEvent,
  claimDigest,
  EVENT_COUNTER,
  genesis,
  statementOf,
} from "../../codegen/runtime/events.js";
import type { Value } from "../../codegen/runtime/values.js";
import { protocol } from "./fixture-protocol.js";

export const key = Buffer.alloc(32, 3);

/** Somebody who certifies whatever it likes, with a counter that keeps its contract. */
export class Author {
  readonly name: string;
  readonly core: CounterCore;
  previous: string;
  #index = 0;

  constructor(name: string, incarnation = 1) {
    this.name = name;
    this.core = new CounterCore({ instance: name, incarnation, key });
    this.previous = genesis(protocol.hash, name);
  }

  /** The next event of its history, with what it claims to have put out. */
  event(event: ClaimedEvent, out: readonly Value[], change: Partial<Claim> = {}): CertifiedEvent {
    const index = change.index ?? this.#index + 1;
    const claim: Claim = { node: this.name, index, event, out, previous: this.previous, ...change };
    this.#index = index;
    this.previous = claimDigest(claim);
    return certify(this.core, claim);
  }
}

export function certify(
  core: CounterCore,
  claim: Claim,
  kind: CertificateKind = "continuing",
): CertifiedEvent {
  const statement = statementOf(claim);
  const result = core.certify({ counter: EVENT_COUNTER, kind, value: claim.index, statement });
  if (!result.ok) throw new Error(result.reason);
  return { ...claim, certificate: result.certificate };
}

export const claimedPut = (v: Value): ClaimedEvent => ({ action: "Put", args: { v }, inputs: {} });
export const claimedEcho = (id: string): ClaimedEvent => ({ action: "Echo", args: {}, inputs: { m: [id] } });
export const put = (slot: number, value: string) => ({ kind: "Put", from: "a", slot, value });
export const echo = (from: string, slot: number, value: string) => ({ kind: "Echo", from, slot, value });
