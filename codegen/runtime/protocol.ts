import type { Value } from "./values.js";

/**
 * A protocol as generated code gives it: pure functions over one node's slice of the state.
 *
 * An *event* is one action of one node with all its nondeterminism made explicit, so `step` is a function:
 * the same
 * one runs a replica, checks what a peer claims, and replays a log.
 */
export interface Protocol<Slice extends object, Message> {
  readonly name: string;
  /** Digest of the specification this was generated from; replicas of different ones do not talk. */
  readonly hash: string;
  /** All nodes, in canonical order. */
  readonly nodes: readonly string[];
  readonly actions: Readonly<Record<string, ActionInfo>>;
  initial(self: string, config: Config): Slice;
  /** Must not read `config.offered`. May throw `Undefined`, which means "not enabled". */
  step(self: string, slice: Slice, event: Event<Message>, config: Config): StepResult<Slice, Message>;
  /** The node that the message names as its sender (or the owner of the key that it bears). */
  sender(message: Message, config: Config): string;
  kind(message: Message): string;
  /**
   * Candidates for `self`'s next event; `step` decides which of them are enabled. Deterministic in its
   * arguments.
   * `inbox` holds every accepted message that may still matter, `self`'s own among them, oldest first.
   */
  enabled(self: string, slice: Slice, inbox: readonly Message[], config: Config): Iterable<Event<Message>>;
}

/** What an action consumes and takes; names as in the specification. */
export interface ActionInfo {
  /** Parameters, apart from the actor. */
  readonly params: readonly string[];
  /** Inputs: names bound to messages; `set` for an action that reads any number of them at once. */
  readonly inputs: readonly { readonly name: string; readonly kind: string; readonly set: boolean }[];
}

export interface Config {
  /** The specification's constants, equal at all replicas. */
  readonly constants: Readonly<Record<string, Value>>;
  /**
   * Client values a replica would like to propose now, best first: `enabled` takes parameters that stand for
   * them from here.
   */
  readonly offered: readonly Value[];
}

export interface Event<Message> {
  readonly action: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly inputs: Readonly<Record<string, readonly Message[]>>;
}

export type StepResult<Slice, Message> =
  | { readonly ok: true; readonly slice: Slice; readonly out: readonly Message[] }
  /** `conjunct` is the text of the first guard that is false. */
  | { readonly ok: false; readonly conjunct: string };

/** How a replica drives a protocol that a specification leaves free; nothing in it matters for safety. */
export interface Policy<Slice, Message = unknown> {
  /** The action that introduces a client's value, and its parameter for it. */
  readonly clientAction: { readonly action: string; readonly param: string };
  /** Taken when clients wait for too long. */
  readonly timeoutActions: readonly string[];
  /** Taken once after a restart, before anything else: resets what is volatile. */
  readonly restartAction?: string;
  /** Actions without inputs that are taken as soon as they are enabled. */
  readonly eager: readonly string[];
  /** The values decided, in order; as the slice grows, so does this list. */
  decided(slice: Slice): readonly Value[];
  /** Messages that can no longer matter to a node in this state leave its inbox. */
  obsolete?(message: Message, slice: Slice): boolean;
}

/** Ends every switch over a union. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
