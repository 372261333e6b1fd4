import { type Choice, Chooser, type Situation } from "./chooser.js";
import { type Clock, systemClock } from "./clock.js";
import { CommandTable } from "./commands.js";
import type { TrustedCounter } from "./counter.js";
import { type CertifiedEvent, type Claim, certifiedFromJson, type MessageId } from "./events.js";
import { parseJson } from "./framing.js";
import { Journal } from "./journal.js";
import { Undefined } from "./operators.js";
import type { Event, Policy, Protocol, StepResult } from "./protocol.js";
import { recordedAction } from "./recorder.js";
import { type AcceptedEvent, type Accumulator, type Outcome, Replay } from "./replay.js";
import type { Storage } from "./storage.js";
import { EventStream } from "./stream.js";
import type { Transport } from "./transport.js";
import { canonical, type Value } from "./values.js";

/**
 * A replica: takes the events that its protocol enables, certifies, stores and sends them, replays
 * everybody's, and
 * executes what is decided. Everything that changes its state runs in one queue, one task after the other.
 */
export interface ReplicaOptions<Slice extends object, Message> {
  readonly protocol: Protocol<Slice, Message>;
  readonly policy: Policy<Slice, Message>;
  readonly self: string;
  /** The specification's constants; the same at all replicas. */
  readonly constants: Readonly<Record<string, Value>>;
  readonly counter: TrustedCounter;
  /** The incarnation of each node's counter; 1 if not given. The same at all replicas. */
  readonly incarnations?: Readonly<Record<string, number>>;
  readonly storage: Storage;
  readonly transport: Transport;
  /** The state machine: executes a decided command, deterministically, and gives the client's result. */
  apply(command: string): string;
  /**
   * One line of JSON for each action, the own ones, those accepted from others, and after a restart those of the
   * former lives again; see `recorder.ts`.
   */
  record?(line: string, origin: "own" | "peer" | "former"): void;
  /** What an operator should know: refuted peers, faults. */
  notice?(text: string): void;
  readonly clock?: Clock;
  /**
   * How long clients wait before a time-out action is tried; doubled each time until something is decided.
   */
  readonly timeoutMs?: number;
  readonly announceMs?: number;
  /** How many accepted messages `enabled` is shown, the newest ones. */
  readonly inboxLimit?: number;
}

const MAX_QUEUED_TASKS = 4096;
/** Own events taken before what arrived in the meantime gets its turn. */
const BATCH = 32;
const MAX_DOUBLINGS = 4;
const MAX_SEEN = 64;
/** Time-out actions in a row. */
const MAX_ATTEMPT = 16;

/**
 * Starts a replica: replays its log, takes the restart action if there was one life before, opens the
 * transport.
 */
export async function startReplica<Slice extends object, Message>(
  options: ReplicaOptions<Slice, Message>,
): Promise<Replica<Slice, Message>> {
  const replica = new Replica(options);
  await replica.start();
  return replica;
}

export class Replica<Slice extends object, Message> {
  readonly #o: ReplicaOptions<Slice, Message>;
  readonly #clock: Clock;
  readonly #replay: Replay<Slice, Message>;
  readonly #journal: Journal;
  readonly #stream: EventStream;
  readonly #chooser = new Chooser<Slice, Message>();
  readonly #commands: CommandTable;
  /** By canonical encoding: equal messages are one. */
  readonly #inbox = new Map<string, Message>();
  /** Client values that anybody introduced, the newest `MAX_SEEN`. */
  readonly #seen = new Map<string, Value>();
  #tail: Promise<void> = Promise.resolve();
  #queued = 0;
  #driving = false;
  #stopped = false;
  #halted: string | undefined;
  #timeouts = 0;
  #cancelTimeout: (() => void) | undefined;
  #cancelAnnounce: (() => void) | undefined;
  /** Accepted events of a node when a peer last said how many it has, by `peer node`. */
  readonly #atLastHave = new Map<string, number>();
  readonly #noticed = new Set<string>();

  constructor(options: ReplicaOptions<Slice, Message>) {
    const { protocol, counter, constants, incarnations, self } = options;
    this.#o = options;
    this.#clock = options.clock ?? systemClock;
    this.#replay = new Replay({
      protocol,
      config: { constants, offered: [] },
      verify: (certificate, statement) => counter.verify(certificate, statement),
      ...(incarnations === undefined ? {} : { incarnations }),
    });
    this.#journal = new Journal(options.storage);
    this.#stream = new EventStream(self, protocol.nodes, options.transport);
    this.#commands = new CommandTable((command) => options.apply(command));
  }

  /** To be called once; see `startReplica`. */
  async start(): Promise<void> {
    const { self, counter, policy, transport } = this.#o;
    const events = await this.#journal.restore(self, counter);
    for (const event of events) this.#restored(event, await this.#replay.accept(event));
    if (events.length > 0 && policy.restartAction !== undefined) {
      const choice = this.#chooser.among(this.#situation(), [policy.restartAction], "stuttering");
      if (choice !== undefined) await this.#perform(choice);
    }
    await transport.open({
      message: (from, text) => this.#enqueue(() => this.#message(from, text)),
      ready: (peer) => {
        this.#atLastHave.delete(`${peer} ${peer}`);
        this.#stream.ready(peer);
      },
      request: (client, text, reply) => this.#enqueue(() => this.#request(client, text, reply)),
    });
    this.#announceLater();
    this.#drive();
  }

  /** The replayed state of a node, this one or another. */
  node(name: string): Accumulator<Slice> {
    return this.#replay.node(name);
  }

  /** What was refused, what was executed, and why the replica stopped taking events, if it did. */
  status() {
    return { refusals: this.#replay.counts(), executed: this.#commands.executed, halted: this.#halted };
  }

  /** Resolves when nothing is left to do until something arrives. */
  async idle(): Promise<void> {
    for (let tail: Promise<void> | undefined; tail !== this.#tail; ) {
      tail = this.#tail;
      await tail;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimeout?.();
    this.#cancelAnnounce?.();
    await this.#o.transport.close();
    await this.idle();
    await this.#journal.close();
  }

  // ------------------------------------------------------------------------------------------------------
  // the queue

  #enqueue(task: () => Promise<void> | void): void {
    // What is dropped here is asked for again, or repeated by the client.
    if (this.#stopped || this.#queued >= MAX_QUEUED_TASKS) return;
    this.#queued++;
    this.#tail = this.#tail
      .then(() => (this.#stopped ? undefined : task()))
      .catch((error: unknown) => this.#notice(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#queued--;
      });
  }

  #drive(): void {
    if (this.#driving) return;
    this.#driving = true;
    this.#enqueue(async () => {
      this.#driving = false;
      for (let taken = 0; taken < BATCH; taken++) {
        const choice = this.#halted === undefined ? this.#chooser.next(this.#situation()) : undefined;
        if (choice === undefined) return;
        await this.#perform(choice);
      }
      this.#drive();
    });
  }

  // ---------------------------------------------------------------------------------------------------- what
  // arrives

  async #message(from: string, text: string): Promise<void> {
    const json = parseJson(text);
    if (typeof json !== "object" || json === null || !this.#o.protocol.nodes.includes(from)) return;
    if ("want" in json) this.#stream.wanted(from, (json as { readonly of?: unknown }).of, json.want);
    if ("have" in json) this.#peerHas(from, json.have);
    const event = "event" in json ? certifiedFromJson(json.event) : undefined;
    // Own events come from the own log alone.
    if (event === undefined || event.node === this.#o.self) return;
    await this.#settle(await this.#replay.accept(event));
    this.#drive();
  }

  #peerHas(peer: string, have: unknown): void {
    if (typeof have !== "object" || have === null) return;
    for (const node of this.#o.protocol.nodes) {
      const count: unknown = (have as Readonly<Record<string, unknown>>)[node];
      if (typeof count !== "number" || node === this.#o.self) continue;
      const accepted = this.#replay.node(node).count;
      const pair = `${peer} ${node}`;
      const before = this.#atLastHave.get(pair);
      this.#atLastHave.set(pair, accepted);
      // Only events that have stopped coming are asked for; otherwise they are on their way. Others than the
      // author
      // are asked one announcement later.
      const stalled = before === accepted || (before === undefined && node === peer);
      if (count > accepted && stalled && this.#replay.lacksNext(node))
        this.#stream.want(peer, node, accepted + 1);
    }
  }

  #request(client: string, text: string, reply: (text: string) => void): void {
    const json = parseJson(text);
    if (typeof json !== "object" || json === null) return;
    const { seq, command } = json as { readonly seq?: unknown; readonly command?: unknown };
    if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1 || typeof command !== "string")
      return;
    this.#commands.ask({ client, seq, command }, (result) => reply(JSON.stringify({ seq, result })));
    this.#watch();
    this.#drive();
  }

  // ------------------------------------------------------------------------------------------------------
  // own events

  #situation(): Situation<Slice, Message> {
    const { protocol, policy, self, constants } = this.#o;
    const { slice } = this.#replay.node(self);
    const pending = this.#commands.offered();
    const waiting = new Set(pending.map(canonical));
    const others = [...this.#seen]
      .filter(([id]) => pending.length > 0 && !waiting.has(id))
      .map(([, value]) => value);
    return {
      protocol,
      policy,
      self,
      slice,
      inbox: [...this.#inbox.values()],
      config: { constants, offered: [...pending, ...others] },
      waiting,
      step: (event) => this.#step(slice, event),
      known: (message) => this.#replay.idOf(message) !== undefined,
    };
  }

  #step(slice: Slice, event: Event<Message>): StepResult<Slice, Message> {
    const { protocol, self, constants } = this.#o;
    try {
      return protocol.step(self, slice, event, { constants, offered: [] });
    } catch (error) {
      if (!(error instanceof Undefined)) this.#notice(`step ${event.action}: ${String(error)}`);
      return { ok: false, conjunct: String(error) };
    }
  }

  async #perform({ event, out }: Choice<Slice, Message>): Promise<void> {
    const { self, policy, counter } = this.#o;
    const { count, digest } = this.#replay.node(self);
    const { action, args } = event;
    const inputs = Object.fromEntries(
      Object.entries(event.inputs).map(([name, ms]) => [name, this.#idsOf(ms)]),
    );
    const claim: Claim = {
      node: self,
      index: count + 1,
      event: { action, args, inputs },
      // Messages are values by their types' construction; encoding refuses anything else.
      out: out as readonly unknown[] as readonly Value[],
      previous: digest,
    };
    let outcomes: readonly Outcome<Slice, Message>[];
    try {
      outcomes = await this.#replay.accept(await this.#journal.certify(claim, counter));
    } catch (error) {
      return this.#halt(
        `${action} could not be certified: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    const first = outcomes[0];
    if (first?.kind !== "accepted") {
      const why = first?.kind === "refused" ? `${first.check}: ${first.why}` : first?.kind;
      return this.#halt(`the own event ${count + 1}, ${action}, is not accepted: ${why}`);
    }
    this.#chooser.taken(event, policy);
    await this.#settle(outcomes);
  }

  #idsOf(messages: readonly Message[]): readonly MessageId[] {
    return messages.map((message) => {
      const id = this.#replay.idOf(message);
      if (id === undefined) throw new Error("an enabled event consumes a message that nobody sent");
      return id;
    });
  }

  #halt(why: string): void {
    this.#halted = why;
    this.#notice(`stopped taking events: ${why}`);
  }

  // --------------------------------------------------------------------------------------------- what was
  // accepted

  async #settle(outcomes: readonly Outcome<Slice, Message>[]): Promise<void> {
    for (const outcome of outcomes) {
      if (outcome.kind === "refused") {
        this.#notice(
          `${outcome.event.node}'s event ${outcome.event.index}: ${outcome.check}, ${outcome.why}`,
        );
      }
      if (outcome.kind !== "accepted") continue;
      const { certified } = outcome.accepted;
      const own = certified.node === this.#o.self;
      if (!own) await this.#journal.store(certified);
      this.#record(outcome.accepted, own ? "own" : "peer");
      this.#stream.push(certified, "current");
      this.#entered(outcome.accepted);
    }
  }

  #restored(event: CertifiedEvent, outcomes: readonly Outcome<Slice, Message>[]): void {
    const first = outcomes[0];
    if (first?.kind !== "accepted") {
      const why = first?.kind === "refused" ? `${first.check}: ${first.why}` : first?.kind;
      throw new Error(`the log holds an event of ${event.node} that is not accepted again: ${why}`);
    }
    for (const outcome of outcomes) {
      if (outcome.kind !== "accepted") continue;
      const { certified, event: taken } = outcome.accepted;
      this.#record(outcome.accepted, "former");
      this.#stream.push(certified, "former");
      this.#entered(outcome.accepted);
      if (certified.node === this.#o.self) this.#chooser.taken(taken, this.#o.policy);
    }
  }

  #record(accepted: AcceptedEvent<Slice, Message>, origin: "own" | "peer" | "former"): void {
    this.#o.record?.(JSON.stringify(recordedAction(accepted, this.#o.self)), origin);
  }

  #entered({ certified, event, slice, out }: AcceptedEvent<Slice, Message>): void {
    const { self, policy, inboxLimit = 512 } = this.#o;
    for (const message of out) this.#inbox.set(canonical(message), message);
    trim(this.#inbox, inboxLimit);
    const { action, param } = policy.clientAction;
    const value = event.action === action ? event.args[param] : undefined;
    if (value !== undefined) this.#seen.set(canonical(value), value);
    trim(this.#seen, MAX_SEEN);
    if (certified.node !== self) return;
    for (const [id, message] of this.#inbox) if (policy.obsolete?.(message, slice)) this.#inbox.delete(id);
    if (!this.#commands.execute(policy.decided(slice))) return;
    this.#timeouts = 0;
    this.#cancelTimeout?.();
    this.#cancelTimeout = undefined;
    this.#watch();
  }

  // ----------------------------------------------------------------------------------------------------------
  // timers

  /** Starts the timer of clients that wait, unless it runs. */
  #watch(): void {
    if (this.#stopped || this.#cancelTimeout !== undefined || !this.#commands.waiting) return;
    const { protocol, self, timeoutMs = 500 } = this.#o;
    // Nodes later in the order are more patient, so that they do not all try at once.
    const patience = 1 + protocol.nodes.indexOf(self) / 2;
    const ms = timeoutMs * patience * 2 ** Math.min(this.#timeouts, MAX_DOUBLINGS);
    this.#cancelTimeout = this.#clock.after(ms, () => {
      this.#cancelTimeout = undefined;
      this.#timeouts++;
      this.#enqueue(() => this.#timeout());
    });
  }

  async #timeout(): Promise<void> {
    if (!this.#commands.waiting || this.#halted !== undefined) return;
    for (const choice of this.#attempt()) if (this.#halted === undefined) await this.#perform(choice);
    this.#watch();
    this.#drive();
  }

  /**
   * Time-out actions, as many in a row as it takes until the most peers, as they were replayed, would react to what
   * they put out. Attempts that nobody would react to hinder others, and are made only now and then.
   */
  #attempt(): readonly Choice<Slice, Message>[] {
    const { protocol, policy } = this.#o;
    const situation = this.#situation();
    const chain: Choice<Slice, Message>[] = [];
    let best = { heard: 0, length: 0 };
    let slice = situation.slice;
    // Some of those who would react may be gone, or lie: the more the better.
    while (chain.length < MAX_ATTEMPT && best.heard < protocol.nodes.length - 1) {
      const at = slice;
      const step = (event: Event<Message>) => this.#step(at, event);
      const choice = this.#chooser.among({ ...situation, slice, step }, policy.timeoutActions, "progress");
      if (choice === undefined) break;
      chain.push(choice);
      slice = choice.slice;
      const heard = this.#reacting(choice.out);
      if (heard > best.heard) best = { heard, length: chain.length };
    }
    // Without messages there is no telling.
    const unheard = best.heard === 0 && chain.some(({ out }) => out.length > 0);
    if (best.heard === 0 && (!unheard || this.#timeouts % 3 === 0)) return chain.slice(0, 1);
    return chain.slice(0, best.length);
  }

  /** How many peers could consume one of the messages. */
  #reacting(messages: readonly Message[]): number {
    const { protocol, self, constants } = this.#o;
    if (messages.length === 0) return 0;
    return protocol.nodes.filter((node) => {
      const { slice, refuted } = this.#replay.node(node);
      if (node === self || refuted !== undefined) return false;
      for (const event of protocol.enabled(node, slice, messages, { constants, offered: [] })) {
        if (Object.values(event.inputs).every((input) => input.length === 0)) continue;
        if (this.#replay.step(node, slice, event).ok) return true;
      }
      return false;
    }).length;
  }

  #announceLater(): void {
    this.#cancelAnnounce = this.#clock.after(this.#o.announceMs ?? 250, () => {
      this.#stream.announce();
      this.#announceLater();
    });
  }

  #notice(text: string): void {
    if (this.#noticed.has(text) || this.#noticed.size > 1000) return;
    this.#noticed.add(text);
    this.#o.notice?.(text);
  }
}

/** Removes the oldest entries above the limit. */
function trim<V>(map: Map<string, V>, limit: number): void {
  for (const id of map.keys()) {
    if (map.size <= limit) return;
    map.delete(id);
  }
}
