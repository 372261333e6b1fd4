import type { CertifiedEvent } from "./events.js";
import { certifiedToJson } from "./events.js";
import type { Transport } from "./transport.js";

/**
 * A node's own events on their way to every peer, in order. Texts between replicas are one of
 *
 *   {"event": …}    a certified event
 *   {"have": n}     the sender has n events of its own
 *   {"want": i}     send your events again, from index i on
 *
 * Losses are found by `have`, sent to each peer that becomes ready and from time to time, and mended by `want`. As long as a
 * peer takes nothing, nothing is kept for it but its position.
 */
export class EventStream {
  readonly #transport: Transport;
  /** The events as texts: index `i` at `i - 1`. */
  readonly #texts: string[] = [];
  /** The next index to send, by peer. */
  readonly #next = new Map<string, number>();

  constructor(transport: Transport, peers: readonly string[]) {
    this.#transport = transport;
    for (const peer of peers) this.#next.set(peer, 1);
  }

  /** An event of a former life: sent to whoever asks. */
  restored(event: CertifiedEvent): void {
    this.#texts.push(JSON.stringify({ event: certifiedToJson(event) }));
    for (const peer of this.#next.keys()) this.#next.set(peer, this.#texts.length + 1);
  }

  push(event: CertifiedEvent): void {
    this.#texts.push(JSON.stringify({ event: certifiedToJson(event) }));
    for (const peer of this.#next.keys()) this.#send(peer);
  }

  /** A peer asks for everything from an index on; names and numbers from outside are checked here. */
  wanted(peer: string, from: unknown): void {
    if (!this.#next.has(peer) || typeof from !== "number" || !Number.isSafeInteger(from) || from < 1) return;
    this.#next.set(peer, Math.min(from, this.#texts.length + 1));
    this.#send(peer);
  }

  want(peer: string, from: number): void {
    this.#transport.send(peer, JSON.stringify({ want: from }));
  }

  /** The peer can be sent to (again). */
  ready(peer: string): void {
    if (!this.#next.has(peer)) return;
    this.#transport.send(peer, JSON.stringify({ have: this.#texts.length }));
    this.#send(peer);
  }

  /** Tells every peer how many events there are. */
  announce(): void {
    for (const peer of this.#next.keys()) this.ready(peer);
  }

  #send(peer: string): void {
    let next = this.#next.get(peer)!;
    while (next <= this.#texts.length && this.#transport.send(peer, this.#texts[next - 1]!)) next++;
    this.#next.set(peer, next);
  }
}
