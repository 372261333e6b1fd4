import type { CertifyRequest, CertifyResult, TrustedCounter } from "./counter.js";
import {
  type CertifiedEvent,
  type Claim,
  certifiedFromJson,
  certifiedToJson,
  claimFromJson,
  messageId,
  statementOf,
} from "./events.js";
import { parseJson } from "./framing.js";
import { CERTIFIED_LIES, type CertifiedLie, type Knowledge, lie, otherOutput } from "./lies.js";
import type { Protocol } from "./protocol.js";
import type { Replica } from "./replica.js";
import type { Storage } from "./storage.js";
import type { Transport, TransportHandlers } from "./transport.js";
import type { Value } from "./values.js";

/**
 * A host that lies, for showing what the others make of it. It is the honest program with other surroundings: its
 * network, its disk and its way to the counter are wrapped; its counter is honest, as everybody's. Which lies depend
 * on the mode:
 *
 * | mode | what the host does |
 * |---|---|
 * | honest | nothing else than the others |
 * | withhold | keeps what it does in answer to others to itself, and everything from some |
 * | replay | sends old events again |
 * | silence | sends nothing |
 * | equivocate | tells some something else at the same counter value; speaks in others' names |
 * | fork, prefix, exist, guard, out | has one lie of that kind certified (see `lies.ts`), its last event |
 */
export type LieMode = (typeof LIE_MODES)[number];
export const LIE_MODES = [
  "honest",
  "withhold",
  "replay",
  "silence",
  "equivocate",
  ...CERTIFIED_LIES,
] as const;

export interface LiarOptions {
  readonly protocol: Protocol<object, unknown>;
  readonly self: string;
  readonly seed: number;
  readonly constants: Readonly<Record<string, Value>>;
}

export class Liar {
  readonly #o: LiarOptions;
  readonly #counts = new Map<string, number>();
  readonly #claims: Claim[] = [];
  readonly #messages = new Map<string, unknown>();
  /** Own events as they were sent. */
  readonly #sent: CertifiedEvent[] = [];
  #mode: LieMode = "honest";
  #random: number;
  #replica: Replica<object, unknown> | undefined;
  #network: Transport | undefined;
  #intent: Claim | undefined;
  /** The certified lie, once it is told. */
  #lastWord: string | undefined;

  constructor(options: LiarOptions) {
    this.#o = options;
    this.#random = options.seed;
  }

  /** To be called once, before a mode with certified lies. */
  attach(replica: Replica<object, unknown>): void {
    this.#replica = replica;
  }

  mode(mode: LieMode): void {
    this.#mode = LIE_MODES.includes(mode) ? mode : "honest";
  }

  /** How often each kind of lie was told. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** The disk, listened to: what is about to be certified stands there first, and so does what was accepted. */
  storage(disk: Storage): Storage {
    for (const line of disk.found) this.#hear(line);
    return {
      found: disk.found,
      append: (text) => {
        this.#hear(text);
        return disk.append(text);
      },
      sync: () => disk.sync(),
      close: () => disk.close(),
    };
  }

  /** The way to the counter: sometimes another claim goes there than the one announced. */
  counter(honest: TrustedCounter): TrustedCounter {
    return {
      certify: (request) => this.#certify(honest, request),
      verify: (certificate, statement) => honest.verify(certificate, statement),
      last: (counter) => honest.last(counter),
    };
  }

  transport(network: Transport): Transport {
    this.#network = network;
    return {
      open: (handlers: TransportHandlers) => network.open(handlers),
      send: (peer, text) => this.#send(network, peer, text),
      close: () => network.close(),
    };
  }

  #hear(line: string): void {
    const json = parseJson(line) as { readonly intent?: unknown; readonly event?: unknown } | undefined;
    this.#intent = claimFromJson(json?.intent) ?? this.#intent;
    const event = certifiedFromJson(json?.event);
    if (event === undefined) return;
    for (const [at, message] of event.out.entries())
      this.#messages.set(messageId(event.node, event.index, at), message);
    if (event.node === this.#o.self) this.#claims.push(event);
  }

  async #certify(honest: TrustedCounter, request: CertifyRequest): Promise<CertifyResult> {
    const kind = CERTIFIED_LIES.find((k) => k === this.#mode);
    const claim = kind === undefined ? undefined : this.#lie(kind);
    if (kind === undefined || claim === undefined) return honest.certify(request);
    const result = await honest.certify({ ...request, value: claim.index, statement: statementOf(claim) });
    if (!result.ok) return result;
    this.#count(kind);
    this.#lastWord = JSON.stringify({
      event: certifiedToJson({ ...claim, certificate: result.certificate }),
    });
    for (const peer of this.#peers()) this.#network?.send(peer, this.#lastWord);
    // The honest program cannot go on after that, and learns it here.
    return { ok: false, reason: "stale" };
  }

  #lie(kind: CertifiedLie): Claim | undefined {
    const replica = this.#replica;
    const intent = this.#intent;
    if (replica === undefined || intent === undefined) return undefined;
    const { protocol, self, constants } = this.#o;
    const knowledge: Knowledge = {
      protocol,
      self,
      config: { constants, offered: Object.values(intent.event.args) },
      slice: (node) => replica.node(node).slice,
      claims: this.#claims,
      messages: this.#messages,
    };
    return lie(kind, intent, knowledge);
  }

  /** Whether the text counts as taken; what is kept back does. */
  #send(network: Transport, peer: string, text: string): boolean {
    const event = text.startsWith('{"event"')
      ? certifiedFromJson((parseJson(text) as { event: unknown }).event)
      : undefined;
    if (this.#mode === "silence") {
      this.#count("silent");
      return true;
    }
    if (event === undefined || event.node !== this.#o.self) {
      // As long as it is listened to, it repeats its last word.
      if (event === undefined && this.#lastWord !== undefined) network.send(peer, this.#lastWord);
      const old = this.#mode === "equivocate" ? this.#sent.at(-1) : undefined;
      if (event === undefined && old !== undefined) this.#tellOtherwise(network, peer, old);
      return network.send(peer, text);
    }
    if (this.#mode === "withhold" && (this.#isVictim(peer) || Object.keys(event.event.inputs).length > 0)) {
      this.#count("withheld");
      return true;
    }
    if (this.#mode === "equivocate") return this.#equivocate(network, peer, event, text);
    if (!network.send(peer, text)) return false;
    this.#sent.push(event);
    if (this.#mode === "replay") this.#repeat(network, peer);
    return true;
  }

  #equivocate(network: Transport, peer: string, event: CertifiedEvent, text: string): boolean {
    const { protocol, self } = this.#o;
    const impostor = {
      ...event,
      node: protocol.nodes.find((node) => node !== self && node !== peer) ?? self,
    };
    if (network.send(peer, JSON.stringify({ event: certifiedToJson(impostor) }))) this.#count("impersonated");
    if (!this.#isVictim(peer)) return network.send(peer, text);
    this.#tellOtherwise(network, peer, event);
    return true;
  }

  /** Something else at the counter value of an event, with the certificate of that. */
  #tellOtherwise(network: Transport, peer: string, event: CertifiedEvent): void {
    const out = otherOutput(event.out, { claims: this.#claims }) ?? [];
    const args = event.out.length > 0 || out.length > 0 ? event.event.args : { ...event.event.args, "": 0 };
    const other = { ...event, out, event: { ...event.event, args } };
    if (network.send(peer, JSON.stringify({ event: certifiedToJson(other) }))) this.#count("equivocated");
  }

  #repeat(network: Transport, peer: string): void {
    const old = this.#sent[Math.floor(this.#next() * this.#sent.length)];
    if (old === undefined) return;
    if (network.send(peer, JSON.stringify({ event: certifiedToJson(old) }))) this.#count("replayed");
  }

  #peers(): readonly string[] {
    return this.#o.protocol.nodes.filter((node) => node !== this.#o.self);
  }

  /** Every second peer, which ones depends on the seed. */
  #isVictim(peer: string): boolean {
    return (this.#peers().indexOf(peer) + this.#o.seed) % 2 === 0;
  }

  #count(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** In 0 (inclusive) .. 1 (exclusive); a linear congruence is random enough here. */
  #next(): number {
    this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
    return this.#random / 2 ** 32;
  }
}
