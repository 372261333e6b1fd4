import type { ClientLink, Transport, TransportHandlers } from "./transport.js";

/**
 * A network in memory, for tests and simulations: nothing is delivered before `step`, which picks one of the
 * texts under
 * way with a seeded generator. The same seed and the same calls give the same run. Texts from one sender to
 * one
 * receiver stay in order unless `reorder` is set.
 */
export class MemoryNetwork {
  readonly #random: () => number;
  readonly #reorder: boolean;
  readonly #nodes = new Map<string, TransportHandlers>();
  readonly #clients = new Map<string, (node: string, text: string) => void>();
  readonly #channels = new Map<string, (() => void)[]>();
  readonly #cut = new Set<string>();

  constructor(options: { readonly seed: number; readonly reorder?: boolean }) {
    this.#random = randomFrom(options.seed);
    this.#reorder = options.reorder ?? false;
  }

  /** A node's transport. Opening one again replaces the former: a restart. */
  transport(self: string): Transport {
    return {
      open: async (handlers) => {
        this.#nodes.set(self, handlers);
        for (const peer of this.#nodes.keys()) if (peer !== self) this.#connect(self, peer);
      },
      send: (peer, text) => {
        if (!this.#nodes.has(peer)) return false;
        this.#post(self, peer, () => this.#nodes.get(peer)?.message(self, text));
        return true;
      },
      close: async () => {
        this.#nodes.delete(self);
        for (const peer of this.#nodes.keys()) {
          this.#channels.delete(`${self} ${peer}`);
          this.#channels.delete(`${peer} ${self}`);
        }
      },
    };
  }

  /** A client's link. */
  link(client: string): ClientLink {
    const reply = (node: string) => (text: string) =>
      this.#post(node, client, () => this.#clients.get(client)?.(node, text));
    return {
      open: (onReply) => void this.#clients.set(client, onReply),
      send: (node, text) =>
        this.#post(client, node, () => this.#nodes.get(node)?.request(client, text, reply(node))),
      close: () => void this.#clients.delete(client),
    };
  }

  /** From now on everything between the two is lost, until `mend`. */
  cut(a: string, b: string): void {
    for (const pair of [`${a} ${b}`, `${b} ${a}`]) {
      this.#cut.add(pair);
      this.#channels.delete(pair);
    }
  }

  mend(a: string, b: string): void {
    this.#cut.delete(`${a} ${b}`);
    this.#cut.delete(`${b} ${a}`);
    this.#connect(a, b);
  }

  /** Delivers one text; false if none is under way. */
  step(): boolean {
    const channels = [...this.#channels].filter(([, queue]) => queue.length > 0);
    const channel = channels[Math.floor(this.#random() * channels.length)];
    if (channel === undefined) return false;
    const queue = channel[1];
    const [deliver] = queue.splice(this.#reorder ? Math.floor(this.#random() * queue.length) : 0, 1);
    deliver?.();
    return true;
  }

  #connect(a: string, b: string): void {
    this.#nodes.get(a)?.ready(b);
    this.#nodes.get(b)?.ready(a);
  }

  #post(from: string, to: string, deliver: () => void): void {
    const pair = `${from} ${to}`;
    if (this.#cut.has(pair)) return;
    const queue = this.#channels.get(pair) ?? [];
    queue.push(deliver);
    this.#channels.set(pair, queue);
  }
}

/** Numbers in [0, 1) that depend on the seed alone (a 32-bit mixing of a running count). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  };
}
