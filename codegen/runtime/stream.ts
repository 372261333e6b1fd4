import { type CertifiedEvent, certifiedToJson } from "./events.js";
import type { Transport } from "./transport.js";

/**
 * Certified events on their way between replicas. Texts are one of
 *
 *   {"event": …}               a certified event
 *   {"have": {"n1": 3, …}}     how many events of each node the sender has accepted
 *   {"want": 4, "of": "n1"}    send n1's events, from index 4 on
 *
 * Own events are sent to every peer, in order; as long as a peer takes nothing, only its position is kept.
 * Losses are
 * found by `have`, sent to each peer that becomes ready and from time to time, and mended by `want`. Any node
 * may be asked
 * for any node's events: what one correct replica accepted, all can get, even if its author has stopped.
 */
export class EventStream {
  readonly #self: string;
  readonly #transport: Transport;
  /** The accepted events of each node as texts: index `i` at `i - 1`. */
  readonly #texts: ReadonlyMap<string, string[]>;
  /** The next own event to send, by peer. */
  readonly #next = new Map<string, number>();

  constructor(self: string, nodes: readonly string[], transport: Transport) {
    this.#self = self;
    this.#transport = transport;
    this.#texts = new Map(nodes.map((node) => [node, []]));
    for (const node of nodes) if (node !== self) this.#next.set(node, 1);
  }

  /**
   * An accepted event, whoever's; in order for each node. One of a former life is sent only to those who ask.
   */
  push(event: CertifiedEvent, life: "current" | "former"): void {
    const texts = this.#texts.get(event.node);
    texts?.push(JSON.stringify({ event: certifiedToJson(event) }));
    if (event.node !== this.#self) return;
    for (const peer of this.#next.keys()) {
      if (life === "former") this.#next.set(peer, (texts?.length ?? 0) + 1);
      else this.#send(peer);
    }
  }

  /** A peer asks for events; everything in it comes from outside. */
  wanted(peer: string, of: unknown, from: unknown): void {
    if (!this.#next.has(peer) || typeof from !== "number" || !Number.isSafeInteger(from) || from < 1) return;
    const texts = typeof of === "string" ? this.#texts.get(of) : undefined;
    if (texts === undefined) return;
    if (of === this.#self) {
      this.#next.set(peer, Math.min(from, texts.length + 1));
      this.#send(peer);
      return;
    }
    for (const text of texts.slice(from - 1, from - 1 + BATCH)) if (!this.#transport.send(peer, text)) return;
  }

  want(peer: string, of: string, from: number): void {
    this.#transport.send(peer, JSON.stringify({ want: from, of }));
  }

  /** The peer can be sent to (again). */
  ready(peer: string): void {
    if (!this.#next.has(peer)) return;
    const have = Object.fromEntries([...this.#texts].map(([node, texts]) => [node, texts.length]));
    this.#transport.send(peer, JSON.stringify({ have }));
    this.#send(peer);
  }

  /** Tells every peer how many events there are. */
  announce(): void {
    for (const peer of this.#next.keys()) this.ready(peer);
  }

  #send(peer: string): void {
    const texts = this.#texts.get(this.#self) ?? [];
    let next = this.#next.get(peer) ?? 1;
    while (next <= texts.length && this.#transport.send(peer, texts[next - 1]!)) next++;
    this.#next.set(peer, next);
  }
}

/** Events of others sent for one `want`; who lacks more asks again. */
const BATCH = 256;
