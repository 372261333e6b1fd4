/** What validating logs against a specification gives, as data: printed as text, JSON, JUnit, SARIF by others. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

/** A line that was mapped: where it stands, and what it says. */
export interface LoggedEvent {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Its name, as the mapping's `log.name` finds it; undefined for a line without one. */
  readonly name: string | undefined;
  /** The rule of the mapping that it is read by: `events[3]`. */
  readonly rule: string;
}

/** What a rule compares with the log. */
export type ComparedKind = "argument" | "before" | "after" | "take" | "sends" | "has" | "delta" | "until";

/** Of one event name: what was compared in how many lines. */
export interface Compared {
  readonly event: string;
  readonly rule: string;
  readonly lines: number;
  /** What the specification says (`currentTerm[n]`) against what the log says (`$.term`); `lines`: where it was there. */
  readonly items: readonly {
    readonly kind: ComparedKind;
    readonly specification: string;
    readonly log: string;
    readonly lines: number;
  }[];
}

/** One conjunct on the way through a rule. Texts of the mapping speak of the log as `$.path`. */
export interface ConjunctFinding {
  readonly kind: "true" | "assigned" | "false" | "not-reached";
  readonly text: string;
  /** Where it stands in the specification; undefined for what the mapping asks. */
  readonly place: Place | undefined;
  /** Whether it is the mapping that asks it. */
  readonly fromMapping: boolean;
  /** Of a comparison, the values on the left and on the right (the specification's first, if the mapping asks it). */
  readonly sides: readonly [string, string] | undefined;
  /** Variables and bound names in it, with their values. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** Why one rule could not be taken by one of the states before the line. */
export interface Candidate {
  /** `events[3]`, or `silent[0]`. */
  readonly rule: string;
  /** The action as the mapping names it. */
  readonly action: string;
  /** What the mapping calls the rule, if it does. */
  readonly title?: string;
  /** Of the state looked at, among those that were possible before the line. */
  readonly state: number;
  /** The first false conjunct; undefined where the step is possible but breaks an invariant. */
  readonly at: ConjunctFinding | undefined;
  readonly before: readonly ConjunctFinding[];
  readonly after: readonly ConjunctFinding[];
  readonly choices: readonly { readonly name: string; readonly value: string }[];
}

/**
 * One small change of a rejected log with which its lines were matched again: the rejected line then matches, and some or
 * all of those after it.
 */
export interface Repair {
  /** A value is another one; a line is missing; a line is too many; a line and the next are in the wrong order. */
  readonly kind: "set" | "insert" | "remove" | "swap";
  /** The line that is changed or taken away, before which one is missing, or the first of the two. */
  readonly file: string;
  readonly line: number;
  /** Of `set`: the value's path in the line (`msg.term`), and the values as JSON. */
  readonly path?: string;
  readonly values?: readonly [before: string, after: string];
  /** Of `insert`: the step, and the event names of the rules that take such steps (none: nobody logs it). */
  readonly step?: {
    readonly action: string;
    readonly choices: readonly { readonly name: string; readonly value: string }[];
    readonly events: readonly string[];
  };
  /** Of `swap`: the other line. Of `remove`: the line before that says the same, if there is one. */
  readonly other?: { readonly file: string; readonly line: number };
  readonly reaches: {
    /** `all`: every line of the log matches. `stopped`: it was not looked further than this line. */
    readonly how: "all" | "rejected" | "stopped";
    /** The last line of the log that it gets past. */
    readonly file: string;
    readonly line: number;
    /** How many lines after the rejected one that are. */
    readonly further: number;
  };
}

/** A log that no behaviour of the specification allows, at the furthest line that any behaviour reaches. */
export interface Rejection {
  readonly event: LoggedEvent;
  /** How many mapped lines were matched before it. */
  readonly matched: number;
  /** An invariant that all steps allowed at the line break. */
  readonly invariant: string | undefined;
  /** Best first: those that got furthest. */
  readonly candidates: readonly Candidate[];
  /** The three mapped lines before, oldest first. */
  readonly before: readonly LoggedEvent[];
  /** How many states were possible before the line. */
  readonly states: number;
  /** One of them, as TLA+; undefined where only TLC was asked. */
  readonly state: string | undefined;
  /** Single changes of the log that get further, best first. */
  readonly repairs: readonly Repair[];
  /** A command that shows this rejection again; undefined where whoever asked gave no way to make one. */
  readonly reproduce: string | undefined;
}

/** What put the lines of a log in order, where that is not the order in which they stand. */
export type OrderFact = ClockFact | EarlyFact;

/** Lines that have clocks of nodes. */
export interface ClockFact {
  readonly clocks: "vector" | "lamport";
  /** Where they lie: `$.vc`. */
  readonly path: string;
  /**
   * `only`: the clocks allow one order. `first`: they allow several, and one was enough. `another`: the first one tried is
   * rejected, this one is not. `all`: none matches, and this one gets furthest.
   */
  readonly tried: "only" | "first" | "another" | "all";
}

/** Lines whose steps were taken before lines that were logged before them, as `early` of their rules allows. */
export interface EarlyFact {
  readonly early: readonly {
    readonly file: string;
    readonly line: number;
    readonly before: { readonly file: string; readonly line: number };
  }[];
  /** Of the orders that are allowed: `another` than that of the log matches; `all`: none does, and this one gets furthest. */
  readonly tried: "another" | "all";
}

/** Where a log says least of what happened. */
export interface Widest {
  readonly event: LoggedEvent;
  readonly states: number;
  /** Variables in which the states before it differ, with how many values, most first; some hundred states are looked at. */
  readonly differ: readonly { readonly variable: string; readonly values: number }[];
  /** The line whose step multiplied the possible states most. */
  readonly by?: LoggedEvent;
}

export interface TraceFacts {
  /** The files of the trace. */
  readonly files: readonly string[];
  /** Lines that took steps. */
  readonly stepped: number;
  /** Lines that were compared without a step (`do: "none"`). */
  readonly checked: number;
  readonly ignored: readonly { readonly event: string; readonly lines: number; readonly why: string }[];
  readonly compared: readonly Compared[];
  /** Silent steps by rule, on one behaviour that matches. */
  readonly silent: readonly { readonly rule: string; readonly action: string; readonly steps: number }[];
  /** The line before which most states were possible. */
  readonly widest: Widest | undefined;
  /** Actions of the rules that no line took. */
  readonly neverTaken: readonly string[];
  readonly notes: readonly Diagnostic[];
  /** Undefined where lines are matched as they stand in their files, or by their stamps. */
  readonly order?: OrderFact;
}

export type TraceVerdict = TraceFacts &
  (
    | { readonly kind: "accepted" }
    /** All lines match, but none says anything that the specification could contradict, beyond its name. */
    | { readonly kind: "vacuous" }
    | { readonly kind: "incomplete"; readonly reasons: readonly Diagnostic[] }
    | { readonly kind: "rejected"; readonly rejection: Rejection }
    /** A limit ended the search. */
    | { readonly kind: "undecided"; readonly reason: string; readonly furthest: LoggedEvent | undefined }
  );
