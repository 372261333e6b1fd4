/** What exploring the crash-tolerant specification says of counter values. */
import type { CfgItem } from "../../tla/cfg.js";

/** How a certified event is recorded: numbers that its counter value can be made of, and its content. */
export interface RecordedEvent {
  readonly name: string;
  readonly counter: string;
  readonly components: readonly string[];
  readonly content: readonly ContentPart[];
}

/** `bound`: must be the same for one counter value. Others are only looked at: are they functional, too? */
export interface ContentPart {
  readonly name: string;
  readonly bound: boolean;
}

/** Why a candidate is none: two certificates of one sender with one value, in the shortest behaviour that has them. */
export interface Refutation {
  readonly first: string;
  readonly second: string;
  readonly differs: readonly string[];
  /** The actions on the way. */
  readonly steps: readonly string[];
}

export interface Candidate {
  /** Components in order; with `rank`, a number of the phase after the first one. */
  readonly components: readonly string[];
  readonly refuted: Refutation | undefined;
}

export interface EventResult {
  readonly event: string;
  /** Those tried, shortest first; the last one is the winner if there is one. */
  readonly tried: readonly Candidate[];
  readonly winner: readonly string[] | undefined;
  /** Certificates seen. With less than two nothing was tried: the winner is a guess by the text. */
  readonly seen: number;
  /** Parts of the content that need not be bound but are determined, too; and those that are not. */
  readonly functional: readonly string[];
  readonly free: readonly string[];
}

/** Values of all events of one counter, in one order. */
export interface OrderResult {
  /** Groups of events that share a slot, lowest first; without ranks one group. */
  readonly ranks: readonly (readonly string[])[];
  readonly ranked: boolean;
  /** Distinct certificates that a correct node would have to leave out in some state, of those seen. */
  readonly suppressed: number;
  readonly refuted: Refutation | undefined;
}

export interface CounterResult {
  readonly counter: string;
  readonly events: readonly EventResult[];
  /** Orders that were judged, the chosen one first. Empty if an event has no candidate. */
  readonly orders: readonly OrderResult[];
  /** The counter value of each event, `rank` among its components where there are ranks: `[term.rank.index]`. */
  readonly kappa: ReadonlyMap<string, string>;
  /** Distinct certificates seen, of all senders. */
  readonly seen: number;
}

export interface KappaReport {
  readonly counters: readonly CounterResult[];
  /** Distinct states that were explored, and whether these are all. */
  readonly states: number;
  readonly exhausted: boolean;
  readonly depth: number;
  /** Steps of random behaviours beyond. */
  readonly randomSteps: number;
  readonly seconds: number;
  /** The bounds. */
  readonly constants: readonly CfgItem[];
  /** Events whose lane is named by values that are no numbers: these cannot be part of a counter value. */
  readonly unordered: readonly string[];
}
