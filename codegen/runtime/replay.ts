import type { Certificate, Statement } from "./counter.js";
import {
  type CertifiedEvent,
  claimDigest,
  EVENT_COUNTER,
  genesis,
  type MessageId,
  messageId,
  parseMessageId,
  statementOf,
} from "./events.js";
import type { Config, Event, Protocol, StepResult } from "./protocol.js";
import { canonical, equal } from "./values.js";

/**
 * Replays what the nodes claim to have done, each through the protocol's own step, and accepts what the
 * original
 * program could have done with messages that exist.
 *
 * | check | what it asks of a node's next event |
 * |---|---|
 * | authentic | its certificate verifies, and is of this node's counter in the known incarnation |
 * | fork | it is the only event at its counter value, and the values have no gaps |
 * | prefix | it continues the events accepted before, all of them |
 * | exist | the messages that it consumes were accepted from their senders |
 * | guard | the step is enabled in the node's replayed state |
 * | out | the messages put out are those that the step gives, in the node's name |
 *
 * A failed `authentic` says nothing about the node named; each of the others is a proof against it: from then
 * on all its
 * events are ignored, which equals a node that stopped. Events that come too early wait.
 *
 * Memory: every accepted message is kept, since any later event may name it.
 */
export type Check = "authentic" | "fork" | "prefix" | "exist" | "guard" | "out";

export type Outcome<Slice, Message> =
  | { readonly kind: "accepted"; readonly accepted: AcceptedEvent<Slice, Message> }
  | { readonly kind: "refused"; readonly event: CertifiedEvent; readonly check: Check; readonly why: string }
  | { readonly kind: "waiting"; readonly event: CertifiedEvent; readonly lacks: "previous" | "inputs" }
  /** Accepted before, or waiting already. */
  | { readonly kind: "duplicate"; readonly event: CertifiedEvent }
  /** Too far ahead to be kept; to be sent again later. */
  | { readonly kind: "dropped"; readonly event: CertifiedEvent }
  /** Its node was refuted before. */
  | { readonly kind: "ignored"; readonly event: CertifiedEvent };

export interface AcceptedEvent<Slice, Message> {
  readonly certified: CertifiedEvent;
  readonly event: Event<Message>;
  readonly before: Slice;
  readonly slice: Slice;
  readonly out: readonly Message[];
}

/** What is known of a node: the state that its accepted events lead to. */
export interface Accumulator<Slice> {
  readonly slice: Slice;
  /** Accepted events; also the last accepted counter value. */
  readonly count: number;
  /** Digest of the last accepted event, or `genesis`. */
  readonly digest: string;
  readonly refuted: { readonly check: Check; readonly why: string } | undefined;
}

export interface ReplayOptions<Slice extends object, Message> {
  readonly protocol: Protocol<Slice, Message>;
  readonly config: Config;
  verify(certificate: Certificate, statement: Statement): Promise<boolean>;
  /** The incarnation of each node's counter; 1 if not given. */
  readonly incarnations?: Readonly<Record<string, number>>;
  /** How many events of one node may wait. */
  readonly waitingLimit?: number;
}

interface Peer<Slice, Message> {
  slice: Slice;
  digest: string;
  refuted: { readonly check: Check; readonly why: string } | undefined;
  /** Digest and output of the accepted events, in order: index `i` at `i - 1`. */
  readonly history: { readonly digest: string; readonly out: readonly Message[] }[];
  /** By the index that it should have, one above the value before; authentic, and above the last accepted. */
  readonly waiting: Map<number, CertifiedEvent>;
}

export class Replay<Slice extends object, Message> {
  readonly #options: ReplayOptions<Slice, Message>;
  readonly #peers = new Map<string, Peer<Slice, Message>>();
  readonly #ids = new Map<string, MessageId>();
  readonly #refusals: Record<Check, number> = {
    authentic: 0,
    fork: 0,
    prefix: 0,
    exist: 0,
    guard: 0,
    out: 0,
  };
  #ignored = 0;
  #duplicates = 0;

  constructor(options: ReplayOptions<Slice, Message>) {
    this.#options = options;
    const { protocol, config } = options;
    for (const node of protocol.nodes) {
      const slice = protocol.initial(node, config);
      const digest = genesis(protocol.hash, node);
      this.#peers.set(node, { slice, digest, refuted: undefined, history: [], waiting: new Map() });
    }
  }

  /** Throws `RangeError` for a name that is not a node's. */
  node(name: string): Accumulator<Slice> {
    const peer = this.#peers.get(name);
    if (peer === undefined) throw new RangeError(`there is no node ${name}`);
    return { slice: peer.slice, count: peer.history.length, digest: peer.digest, refuted: peer.refuted };
  }

  /** Refusals by check, events of refuted nodes that were ignored, and events that were known already. */
  counts(): Readonly<Record<Check, number>> & { readonly ignored: number; readonly duplicates: number } {
    return { ...this.#refusals, ignored: this.#ignored, duplicates: this.#duplicates };
  }

  /** The accepted message with this id. */
  message(id: MessageId): Message | undefined {
    const found = parseMessageId(id);
    return found && this.#peers.get(found.sender)?.history[found.index - 1]?.out[found.position];
  }

  /** The id under which a message was accepted first. Equal messages are one message. */
  idOf(message: Message): MessageId | undefined {
    return this.#ids.get(canonical(message));
  }

  /** Whether the node's next event has not arrived at all: it is worth asking for. */
  lacksNext(name: string): boolean {
    const peer = this.#peers.get(name);
    return peer !== undefined && peer.refuted === undefined && !peer.waiting.has(peer.history.length + 1);
  }

  /**
   * Checks one event, and those that waited for it; what happened, in order, that event's own outcome first.
   */
  async accept(event: CertifiedEvent): Promise<readonly Outcome<Slice, Message>[]> {
    const peer = this.#peers.get(event.node);
    const fault = this.#unauthentic(event);
    if (peer === undefined || fault !== undefined)
      return [this.#refuse(event, "authentic", fault ?? "unknown node")];
    if (peer.refuted !== undefined) return [this.#ignore(event)];
    if (!(await this.#options.verify(event.certificate, statementOf(event)))) {
      return [this.#refuse(event, "authentic", "the certificate does not verify")];
    }
    // From here on nothing is awaited, so the checks and their effects are one step.
    if (peer.refuted !== undefined) return [this.#ignore(event)];
    const first = this.#place(peer, event);
    return first.kind === "accepted" || first.kind === "refused" ? [first, ...this.#release()] : [first];
  }

  #unauthentic({ node, index, certificate }: CertifiedEvent): string | undefined {
    const incarnation = this.#options.incarnations?.[node] ?? 1;
    if (certificate.instance !== node) return `the certificate is of ${certificate.instance}`;
    if (certificate.incarnation !== incarnation)
      return `the certificate is of incarnation ${certificate.incarnation}`;
    if (certificate.counter !== EVENT_COUNTER)
      return `the certificate is of the counter ${certificate.counter}`;
    // The claimed index is part of what the certificate must cover, but it also has to be the counter's
    // value.
    return certificate.value === index
      ? undefined
      : `the certificate is for ${certificate.value}, not ${index}`;
  }

  /** An authentic event: against the history, into the queue, or to the checks. */
  #place(peer: Peer<Slice, Message>, event: CertifiedEvent): Outcome<Slice, Message> {
    const { certificate } = event;
    const position = certificate.kind === "continuing" ? certificate.previous + 1 : event.index;
    const same = peer.history[event.index - 1]?.digest ?? waitingDigest(peer, position);
    if (same !== undefined) {
      if (same === claimDigest(event)) {
        this.#duplicates++;
        return { kind: "duplicate", event };
      }
      return this.#refute(peer, event, "fork", `a second event at counter value ${event.index}`);
    }
    // Even what refutes its node waits for the events before it: others may have accepted those already, and
    // built upon them. So a node is refuted at the same point of its history by everybody.
    if (position <= peer.history.length + 1) return this.#check(peer, event);
    return this.#wait(peer, event, position, "previous");
  }

  /** The event after the last accepted one, certified as its only successor. */
  #check(peer: Peer<Slice, Message>, event: CertifiedEvent): Outcome<Slice, Message> {
    const { kind, previous } = event.certificate;
    if (kind !== "continuing") {
      return this.#refute(peer, event, "prefix", "its certificate says nothing of the event before");
    }
    if (previous !== event.index - 1) {
      return this.#refute(peer, event, "fork", `the counter went from ${previous} to ${event.index}`);
    }
    if (event.previous !== peer.digest) {
      return this.#refute(peer, event, "prefix", "it continues another history");
    }
    const inputs = this.#inputs(event);
    if (inputs === "later") return this.#wait(peer, event, event.index, "inputs");
    if ("why" in inputs) return this.#refute(peer, event, "exist", inputs.why);
    const resolved = { action: event.event.action, args: event.event.args, inputs: inputs.found };
    const result = this.step(event.node, peer.slice, resolved);
    if (!result.ok) return this.#refute(peer, event, "guard", result.conjunct);
    const { protocol, config } = this.#options;
    if (!equal(result.out, event.out))
      return this.#refute(peer, event, "out", "the step puts out other messages");
    if (result.out.some((message) => protocol.sender(message, config) !== event.node)) {
      return this.#refute(peer, event, "out", "it speaks in another node's name");
    }
    return this.#enter(peer, event, resolved, result);
  }

  /** The protocol's step; whatever it throws on arguments it was not made for means "not enabled". */
  step(node: string, slice: Slice, event: Event<Message>): StepResult<Slice, Message> {
    const { protocol, config } = this.#options;
    if (!Object.hasOwn(protocol.actions, event.action))
      return { ok: false, conjunct: "there is no such action" };
    try {
      return protocol.step(node, slice, event, config);
    } catch (error) {
      return { ok: false, conjunct: `undefined: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  #enter(
    peer: Peer<Slice, Message>,
    certified: CertifiedEvent,
    event: Event<Message>,
    { slice, out }: { readonly slice: Slice; readonly out: readonly Message[] },
  ): Outcome<Slice, Message> {
    const before = peer.slice;
    peer.slice = slice;
    peer.digest = claimDigest(certified);
    peer.history.push({ digest: peer.digest, out });
    peer.waiting.delete(certified.index);
    for (const [position, message] of out.entries()) {
      const key = canonical(message);
      if (!this.#ids.has(key)) this.#ids.set(key, messageId(certified.node, certified.index, position));
    }
    return { kind: "accepted", accepted: { certified, event, before, slice, out } };
  }

  #inputs(
    event: CertifiedEvent,
  ): "later" | { readonly why: string } | { readonly found: Readonly<Record<string, readonly Message[]>> } {
    const found: [string, readonly Message[]][] = [];
    let later = false;
    for (const [name, ids] of Object.entries(event.event.inputs)) {
      const messages: Message[] = [];
      for (const id of ids) {
        const parsed = parseMessageId(id);
        const sender = parsed && this.#peers.get(parsed.sender);
        if (parsed === undefined || sender === undefined) return { why: `${id} names no message` };
        const source = sender.history[parsed.index - 1];
        if (source !== undefined && parsed.position < source.out.length)
          messages.push(source.out[parsed.position]!);
        else if (source !== undefined || sender.refuted !== undefined) return { why: `${id} was never sent` };
        else if (parsed.sender === event.node) return { why: `${id} is a message from its own future` };
        else later = true;
      }
      found.push([name, messages]);
    }
    return later ? "later" : { found: Object.fromEntries(found) };
  }

  #wait(
    peer: Peer<Slice, Message>,
    event: CertifiedEvent,
    position: number,
    lacks: "previous" | "inputs",
  ): Outcome<Slice, Message> {
    const next = peer.history.length + 1;
    // The next event always finds a place: the queue is for those within the limit above it.
    if (position >= next + (this.#options.waitingLimit ?? 1024)) return { kind: "dropped", event };
    peer.waiting.set(position, event);
    return { kind: "waiting", event, lacks };
  }

  /** Tries what waits, until nothing moves. */
  #release(): readonly Outcome<Slice, Message>[] {
    const outcomes: Outcome<Slice, Message>[] = [];
    for (let moved = true; moved; ) {
      moved = false;
      for (const peer of this.#peers.values()) {
        const next = peer.refuted === undefined ? peer.waiting.get(peer.history.length + 1) : undefined;
        if (next === undefined) continue;
        const outcome = this.#check(peer, next);
        if (outcome.kind === "waiting") continue;
        outcomes.push(outcome);
        moved = true;
      }
    }
    return outcomes;
  }

  #refute(
    peer: Peer<Slice, Message>,
    event: CertifiedEvent,
    check: Check,
    why: string,
  ): Outcome<Slice, Message> {
    peer.refuted = { check, why };
    this.#ignored += [...peer.waiting.values()].filter((other) => other !== event).length;
    peer.waiting.clear();
    return this.#refuse(event, check, why);
  }

  #refuse(event: CertifiedEvent, check: Check, why: string): Outcome<Slice, Message> {
    this.#refusals[check]++;
    return { kind: "refused", event, check, why };
  }

  #ignore(event: CertifiedEvent): Outcome<Slice, Message> {
    this.#ignored++;
    return { kind: "ignored", event };
  }
}

function waitingDigest<Slice, Message>(peer: Peer<Slice, Message>, index: number): string | undefined {
  const waiting = peer.waiting.get(index);
  return waiting && claimDigest(waiting);
}
