/**
 * The structure of a specification: what `inspect` tells of it. Plain data that can be printed as JSON; the format is
 * stable: fields may be added, none changes its meaning. Every fact has a place in a file.
 *
 * Expressions are given as text in the name space of the root module: helper operators that speak of the state are
 * opened, INSTANCEs substituted; constant operators are calls as written.
 */
import type { Place } from "../report/diagnostic.js";
import type { Shape } from "./shapes.js";

export interface Structure {
  readonly format: 1;
  readonly module: string;
  readonly file: string;
  readonly behaviour: Behaviour;
  readonly constants: readonly ConstantFact[];
  readonly assumptions: readonly AssumptionFact[];
  readonly variables: readonly VariableFact[];
  readonly actions: readonly ActionFact[];
  readonly networks: readonly NetworkFact[];
  readonly kinds: readonly KindFact[];
  readonly roles: readonly RoleFact[];
  /** What was looked for in vain, with the reason. */
  readonly notFound: readonly NotFound[];
}

export interface NotFound {
  readonly what: string;
  readonly reason: string;
  readonly place: Place;
}

/** A definition that says how a behaviour starts or goes on. */
export interface Named {
  readonly name: string;
  readonly place: Place;
}

export interface Behaviour {
  /** The temporal formula, if one says it. */
  readonly specification: Named | undefined;
  readonly init: Named | undefined;
  readonly next: Named | undefined;
  /** The text of `v` in `[][Next]_v`. */
  readonly subscript: string | undefined;
  /** How it was chosen. */
  readonly by: "option" | "config" | "formula" | "name" | "nothing";
  /** Other definitions of the form `Init /\ [][Next]_v`. */
  readonly candidates: readonly Named[];
  readonly fairness: readonly { readonly text: string; readonly place: Place }[];
}

export interface ConstantFact {
  readonly name: string;
  /** Number of arguments; 0 for a value. */
  readonly arity: number;
  readonly place: Place;
}
export interface AssumptionFact {
  readonly text: string;
  readonly constants: readonly string[];
  readonly place: Place;
}

export interface VariableFact {
  readonly name: string;
  readonly place: Place;
  readonly shape: Shape;
  /** The shape as text. */
  readonly shown: string;
  /** Where the shape was learnt; `invariant`: claimed by a definition that says `x \in …`, not followed from steps. */
  readonly evidence: readonly { readonly from: "init" | "update" | "invariant"; readonly place: Place }[];
  readonly invariant: string | undefined;
  /** No guard and no other variable's new value reads it. */
  readonly ghost: boolean;
}

/** One disjunct of the next-state relation. */
export interface ActionFact {
  /** Unique; the operator's name, numbered if that has several disjuncts. */
  readonly name: string;
  readonly operator: string;
  readonly place: Place;
  readonly parameters: readonly { readonly name: string; readonly domain: string; readonly place: Place }[];
  readonly guards: readonly {
    readonly text: string;
    readonly reads: readonly string[];
    readonly place: Place;
  }[];
  /** Variables whose value before the step matters, frames aside. */
  readonly reads: readonly Access[];
  readonly writes: readonly WriteFact[];
  readonly unchanged: readonly string[];
  readonly frameFaults: readonly FrameFault[];
  readonly sends: readonly SendFact[];
  readonly receives: readonly ReceiveFact[];
  /** The parameter or expression whose slice it changes. */
  readonly actors: readonly string[];
  /** It neither sends nor receives, and nothing but the environment could bring it about (it drops or copies messages). */
  readonly environment: boolean;
}

/** A variable with the index path read: `log[i]`, or `whole`. */
export interface Access {
  readonly variable: string;
  readonly path: string;
  readonly place: Place;
}

export interface WriteFact {
  readonly variable: string;
  /** `[i]`, `[i].f`, or `whole`. */
  readonly paths: readonly string[];
  /** `=`: one value; `in`: any of a set (a choice). */
  readonly how: "=" | "in";
  readonly value: string;
  readonly place: Place;
}

export interface FrameFault {
  readonly fault: "unassigned" | "twice" | "primed-read";
  readonly variable: string;
  readonly place: Place;
}

export interface SendFact {
  readonly network: string;
  readonly kind: string;
  /** `one` message or a `set` of them at once. */
  readonly count: "one" | "set";
  readonly message: string;
  readonly place: Place;
}

export interface ReceiveFact {
  readonly network: string;
  readonly kind: string;
  /** `one`: bound or named; `set`: a set of received messages; `absent`: only that there is none. */
  readonly mode: "one" | "set" | "absent";
  /** Whether the step takes the message out of the network. */
  readonly removes: boolean;
  readonly place: Place;
}

export type Representation = "growing-set" | "shrinking-set" | "bag" | "channels" | "outbox" | "per-kind";

export interface NetworkFact {
  readonly variable: string;
  /** Field or index path inside the variable: ``, `.prepare`, `[p][q]`. */
  readonly path: string;
  readonly representation: Representation;
  readonly tag: string | undefined;
  readonly place: Place;
  readonly evidence: readonly { readonly what: string; readonly action: string; readonly place: Place }[];
}

export interface KindFact {
  readonly name: string;
  readonly network: string;
  readonly fields: readonly { readonly name: string; readonly shape: Shape; readonly shown: string }[];
  readonly sentBy: readonly string[];
  readonly receivedBy: readonly string[];
  /** The field that holds who sent it, if all senders agree on one; `[k]`: the k-th index of the channel. */
  readonly sender: string | undefined;
  readonly place: Place;
}

export interface RoleFact {
  /** The text of the set. */
  readonly set: string;
  /** Variables that are functions over it; `position` 1 is the first index. */
  readonly variables: readonly { readonly name: string; readonly position: number }[];
  readonly place: Place;
}
