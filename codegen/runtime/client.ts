import { type Clock, systemClock } from "./clock.js";
import { parseJson } from "./framing.js";
import type { ClientLink } from "./transport.js";

/**
 * A client: sends each command to every replica, and believes a result that `f + 1` of them give equally,
 * since one of
 * those is correct. Repeats what stays unanswered; replicas execute a command once.
 */
export interface ClientOptions {
  readonly link: ClientLink;
  /** The replicas; answers of others do not count. */
  readonly nodes: readonly string[];
  /** How many replicas may lie. */
  readonly faults: number;
  /** The first sequence number: above all that this client's name has used before. */
  readonly firstSeq?: number;
  readonly retryMs?: number;
  readonly clock?: Clock;
}

export class Client {
  readonly #o: ClientOptions;
  readonly #clock: Clock;
  #seq: number;
  #tail: Promise<unknown> = Promise.resolve();
  #current:
    | { readonly seq: number; readonly replies: Map<string, string>; resolve(result: string): void }
    | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(options: ClientOptions) {
    this.#o = options;
    this.#clock = options.clock ?? systemClock;
    this.#seq = options.firstSeq ?? 1;
    options.link.open((node, text) => this.#reply(node, text));
  }

  /**
   * The command's result. One command is under way at a time, others wait. Never rejects; `close` leaves it
   * pending.
   */
  request(command: string): Promise<string> {
    const result = this.#tail.then(() => this.#send(command));
    this.#tail = result;
    return result;
  }

  close(): void {
    this.#cancelRetry?.();
    this.#o.link.close();
  }

  #send(command: string): Promise<string> {
    const { link, nodes, retryMs = 300 } = this.#o;
    const seq = this.#seq++;
    return new Promise((resolve) => {
      this.#current = { seq, replies: new Map(), resolve };
      const attempt = () => {
        for (const node of nodes) link.send(node, JSON.stringify({ seq, command }));
        this.#cancelRetry = this.#clock.after(retryMs, attempt);
      };
      attempt();
    });
  }

  #reply(node: string, text: string): void {
    const json = parseJson(text) as { readonly seq?: unknown; readonly result?: unknown } | null | undefined;
    const current = this.#current;
    if (current === undefined || json?.seq !== current.seq || typeof json.result !== "string") return;
    if (!this.#o.nodes.includes(node)) return;
    // A replica has one say; its latest.
    current.replies.set(node, json.result);
    const equal = [...current.replies.values()].filter((result) => result === json.result);
    if (equal.length <= this.#o.faults) return;
    this.#current = undefined;
    this.#cancelRetry?.();
    current.resolve(json.result);
  }
}
