import type { Config, Event, Policy, Protocol, StepResult } from "./protocol.js";
import { canonical, equal, type Value } from "./values.js";

/**
 * Which enabled event a replica takes next. Message-consuming events come first, the ones taken least often
 * before the
 * others; then the eager ones; then a client's value, last one that another node introduced. An event that
 * would change nothing and say nothing new is never
 * taken, and the same message is consumed at most `MAX_USES` times in the same way, so a replica comes to
 * rest.
 */
export interface Situation<Slice extends object, Message> {
  readonly protocol: Protocol<Slice, Message>;
  readonly policy: Policy<Slice, Message>;
  readonly self: string;
  readonly slice: Slice;
  readonly inbox: readonly Message[];
  readonly config: Config;
  /**
   * Values that own clients wait for, by canonical encoding. `config.offered` has others besides, seen
   * elsewhere.
   */
  readonly waiting: ReadonlySet<string>;
  step(event: Event<Message>): StepResult<Slice, Message>;
  /** Whether the message was put out before, by anybody. */
  known(message: Message): boolean;
}

export interface Choice<Slice, Message> {
  readonly event: Event<Message>;
  readonly slice: Slice;
  readonly out: readonly Message[];
}

const MAX_USES = 8;
/** Forget how often events were taken beyond this many, oldest first. */
const MAX_REMEMBERED = 10_000;

export class Chooser<Slice extends object, Message> {
  readonly #uses = new Map<string, number>();
  readonly #proposed = new Set<string>();

  /** The next event that needs no timer. */
  next(situation: Situation<Slice, Message>): Choice<Slice, Message> | undefined {
    const { protocol, policy, self, slice, inbox, config } = situation;
    const ranked: { readonly event: Event<Message>; readonly rank: number; readonly uses: number }[] = [];
    for (const event of protocol.enabled(self, slice, inbox, config)) {
      const rank = this.#rank(event, policy, situation.waiting);
      if (rank === undefined) continue;
      ranked.push({ event, rank, uses: rank === 0 ? (this.#uses.get(key(event)) ?? 0) : 0 });
    }
    // The sort is stable: otherwise in the protocol's order.
    ranked.sort((a, b) => a.rank - b.rank || a.uses - b.uses);
    for (const { event, uses } of ranked) {
      if (uses >= MAX_USES) continue;
      const choice = tried(situation, event);
      if (choice !== undefined) return choice;
    }
    return undefined;
  }

  /** The first of these actions that is enabled: for timers and restarts. */
  among(
    situation: Situation<Slice, Message>,
    actions: readonly string[],
    even: "stuttering" | "progress",
  ): Choice<Slice, Message> | undefined {
    const { protocol, self, slice, inbox, config } = situation;
    const candidates = [...protocol.enabled(self, slice, inbox, config)];
    for (const action of actions) {
      const own = candidates.filter((event) => event.action === action);
      for (const event of own.length > 0 ? own : [{ action, args: {}, inputs: {} }]) {
        const choice = tried(situation, event, even);
        if (choice !== undefined) return choice;
      }
    }
    return undefined;
  }

  /** To be told of every event taken. */
  taken(event: Event<Message>, policy: Policy<Slice, Message>): void {
    const { action, param } = policy.clientAction;
    const value = event.args[param];
    if (event.action === action && value !== undefined) this.#proposed.add(canonical(value));
    // A new attempt: what the old one proposed may be lost.
    if (policy.timeoutActions.includes(event.action)) this.#proposed.clear();
    if (Object.keys(event.inputs).length === 0) return;
    const id = key(event);
    const uses = (this.#uses.get(id) ?? 0) + 1;
    this.#uses.delete(id);
    this.#uses.set(id, uses);
    if (this.#uses.size > MAX_REMEMBERED) this.#uses.delete(this.#uses.keys().next().value!);
  }

  #rank(
    event: Event<Message>,
    { clientAction, timeoutActions, restartAction, eager }: Policy<Slice, Message>,
    waiting: ReadonlySet<string>,
  ): number | undefined {
    const consumes = Object.keys(event.inputs).length > 0;
    if (event.action === clientAction.action) {
      const value: Value | undefined = event.args[clientAction.param];
      const id = value === undefined ? undefined : canonical(value);
      if (id === undefined || this.#proposed.has(id)) return undefined;
      // What others introduced is proposed again only where messages may demand it.
      return waiting.has(id) ? 2 : consumes ? 3 : undefined;
    }
    if (timeoutActions.includes(event.action) || event.action === restartAction) return undefined;
    if (consumes) return 0;
    return eager.includes(event.action) ? 1 : undefined;
  }
}

/** Equality of slices; parts that a step did not touch are the same objects, and cost nothing. */
function sameSlice(a: object, b: object): boolean {
  const before: Readonly<Record<string, unknown>> = { ...b };
  const after = Object.entries(a);
  return (
    after.length === Object.keys(before).length &&
    after.every(([name, value]) => Object.hasOwn(before, name) && equal(value, before[name]))
  );
}

function key<Message>({ action, args, inputs }: Event<Message>): string {
  return canonical([action, args, inputs]);
}

function tried<Slice extends object, Message>(
  { slice, step, known }: Situation<Slice, Message>,
  event: Event<Message>,
  even: "stuttering" | "progress" = "progress",
): Choice<Slice, Message> | undefined {
  const result = step(event);
  if (!result.ok) return undefined;
  const news = even === "stuttering" || !result.out.every(known) || !sameSlice(result.slice, slice);
  return news ? { event, slice: result.slice, out: result.out } : undefined;
}
