import type { TrustedCounter } from "./counter.js";
import {
  type CertifiedEvent,
  type Claim,
  certifiedFromJson,
  certifiedToJson,
  claimFromJson,
  claimToJson,
  EVENT_COUNTER,
  statementOf,
} from "./events.js";
import { parseJson } from "./framing.js";
import type { Storage } from "./storage.js";

/**
 * A replica's log on disk, in the order in which it accepted things: `{"event": …}` for each certified event,
 * own or a peer's. An own event is announced before it is certified, `{"intent": …}`: if the host dies in
 * between, the certificate exists, can never be made again, and is fetched from the counter when the host is
 * back.
 */
export class Journal {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Announces, certifies and stores an own event; on return it is on the disk and may be sent. */
  async certify(claim: Claim, counter: TrustedCounter): Promise<CertifiedEvent> {
    await this.#storage.append(JSON.stringify({ intent: claimToJson(claim) }));
    const result = await counter.certify({
      counter: EVENT_COUNTER,
      kind: "continuing",
      value: claim.index,
      statement: statementOf(claim),
    });
    if (!result.ok) throw new CounterDisagrees(`the counter refuses value ${claim.index}: ${result.reason}`);
    const event = { ...claim, certificate: result.certificate };
    await this.store(event);
    await this.#storage.sync();
    return event;
  }

  /** Stores a peer's event, without waiting for the disk: it can be had from the peer again. */
  async store(event: CertifiedEvent): Promise<void> {
    await this.#storage.append(JSON.stringify({ event: certifiedToJson(event) }));
  }

  /**
   * The events stored in former lives. Fetches the certificate of an announced last event if the counter made
   * one.
   * Throws `CounterDisagrees` if the log is not the counter's: rolled back, or the counter lost its values.
   */
  async restore(self: string, counter: TrustedCounter): Promise<readonly CertifiedEvent[]> {
    const events: CertifiedEvent[] = [];
    let intent: Claim | undefined;
    for (const line of this.#storage.found) {
      const json = parseJson(line) as { readonly intent?: unknown; readonly event?: unknown } | undefined;
      intent = claimFromJson(json?.intent) ?? intent;
      const event = certifiedFromJson(json?.event);
      if (event !== undefined) events.push(event);
    }
    const stored = events.reduce(
      (last, { node, index }) => (node === self ? Math.max(last, index) : last),
      0,
    );
    const last = await counter.last(EVENT_COUNTER);
    if ((last?.value ?? 0) === stored) return events;
    if (last === undefined || last.value !== stored + 1 || intent?.index !== last.value) {
      throw new CounterDisagrees(`the log ends at ${stored}, the counter stands at ${last?.value ?? 0}`);
    }
    if (!(await counter.verify(last, statementOf(intent)))) {
      throw new CounterDisagrees(`the counter certified another event ${last.value} than the log announces`);
    }
    const rescued = { ...intent, certificate: last };
    await this.store(rescued);
    await this.#storage.sync();
    return [...events, rescued];
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}

/** The log and the counter are not of one history; the node must not go on. */
export class CounterDisagrees extends Error {
  constructor(what: string) {
    super(what);
    this.name = "CounterDisagrees";
  }
}
