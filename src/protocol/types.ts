/**
 * The protocol as data (the *normal form*): what a specification says, cut into one node's slice and local steps.
 *
 * Everything later is written against this, never against the module's syntax: the hybrid specification, the
 * adversary, the generated TypeScript, the trace checker. Expressions are syntax trees with three rewrites done:
 *  - a variable read at the acting node, `x[a]`, is a field of the slice: `s.x` (`names.slice` says what `s` is called);
 *  - a read of the network is a read of one of the step's inputs, or of the node's own messages (`s.sent`);
 *  - operators that mention a variable are inlined; pure ones stay calls, listed in `operators`.
 * So an action's expressions speak only of constants, pure operators, the slice, the actor, parameters and inputs:
 * a step is a function of (node, slice, event). That is *locality*, and reading a specification checks it.
 */

import type { Place } from "../report/diagnostic.js";
import type { Definition, Expr } from "../tla/ast.js";
import type { Texts } from "./texts.js";

export interface Protocol {
  readonly stage: "protocol";
  /** The module's name, and its file as given. */
  readonly module: string;
  readonly file: string;
  /** What it was read from: nodes' spans count through all of these. */
  readonly texts: Texts;
  /** Modules that it extends (all of them standard ones). */
  readonly extends: readonly string[];
  /** The constant (or 0-ary operator) that is the set of nodes. */
  readonly nodeSet: string;
  /** What holds all messages ever sent, as a set: a variable, or a name of our own (see `transport`). */
  readonly network: string;
  /** How the specification keeps its messages, where that is not one set that only grows. */
  readonly transport?: Transport;
  readonly constants: readonly ConstantInfo[];
  /** One node's variables. */
  readonly slice: readonly SliceVariable[];
  readonly kinds: readonly MessageKind[];
  /** The record field whose value tells the kind of a message. */
  readonly kindField: string;
  /** In the order in which the next-state relation lists them; names are unique. */
  readonly actions: readonly LocalAction[];
  /** Pure operators that the slice, actions and domains call, callees before callers. */
  readonly operators: readonly Definition[];
  /** Keys (for instance ballots) for which only one node may act. */
  readonly owners: readonly Owner[];
  /** Names chosen so that they clash with nothing in the module. */
  readonly names: { readonly slice: string; readonly sent: string };
  /** Variables that nothing a node does depends on, left out. */
  readonly ghosts: readonly { readonly name: string; readonly place: Place }[];
  /** What reading the specification took for granted, for the user to agree with. */
  readonly assumptions: readonly Assumption[];
}

/**
 * Messages that are kept otherwise than in one growing set. In the normal form they are the set of all that was ever
 * sent: copies, loss, and reception for a second time are the environment's.
 */
export interface Transport {
  /** The network's name in the normal form. */
  readonly name: string;
  /** `bag`: a function from messages to counts. `tag`: the kind that all messages of this variable are given. */
  readonly parts: readonly {
    readonly variable: string;
    readonly form: "set" | "bag";
    readonly tag?: string;
  }[];
  /** The field that holds the tag; `added`: not by the specification. */
  readonly kindField?: { readonly name: string; readonly added: boolean };
  /** Steps take messages away. */
  readonly removes: boolean;
}

export interface ConstantInfo {
  readonly name: string;
  readonly arity: number;
  readonly place: Place;
  /** A Boolean that the transformation has added: the models of the specification do not know it. */
  readonly isSwitch?: true;
}

export interface SliceVariable {
  readonly name: string;
  readonly place: Place;
  /** Initial value at node `self` (a name that `initialSelf` gives, free in it). */
  readonly initial: Expr;
  readonly initialSelf: string;
  /** `declared`: a variable of the specification. `sent`: the node's own messages of some kinds, added by us. */
  readonly origin: "declared" | "sent";
}

export interface MessageKind {
  /** The text that the kind field holds, or the name of the constant that it is. */
  readonly tag: string;
  readonly tagExpr: Expr;
  readonly fields: readonly string[];
  /** How the sender is known: a field that names it, or a field that holds a key with an owner. */
  readonly sender: { readonly by: "field" | "owner"; readonly field: string };
  readonly sites: readonly { readonly action: string; readonly record: Expr; readonly place: Place }[];
}

/** `keys` is the set (an operator or constant of the module) whose members one node each acts for; `field` shows a key. */
export interface Owner {
  readonly keys: string;
  readonly field: string;
}

/** `∃ params, inputs : guards ∧ updates of the actor's slice ∧ sends`: one local step. */
export interface LocalAction {
  readonly name: string;
  readonly place: Place;
  /** What the acting node is called in the expressions below. */
  readonly actor: string;
  /** The actor is the owner of this parameter (then the specification's text has no actor of its own). */
  readonly ownedKey: { readonly param: string; readonly owner: Owner } | undefined;
  /** In order; a domain may read the slice, the actor, and parameters and inputs before it. */
  readonly params: readonly Parameter[];
  readonly inputs: readonly Input[];
  /** Names of parameters and inputs, each after what its domain or filter reads. */
  readonly order: readonly string[];
  /** LET definitions in scope of everything below, in order. */
  readonly lets: readonly Definition[];
  /** Conjuncts, in the order in which the specification lists them. */
  readonly guards: readonly Expr[];
  /** The new value of each slice variable that changes; the others stay. */
  readonly updates: readonly { readonly variable: string; readonly value: Expr; readonly place: Place }[];
  /** Each a *set* of messages (an expression); empty list: sends nothing. */
  readonly sends: readonly { readonly messages: Expr; readonly place: Place }[];
  /** Guards that were taken out, over the specification's own variables: the step as written has them. */
  readonly weakened?: readonly Expr[];
}

export interface Parameter {
  readonly name: string;
  readonly domain: Expr;
  /** Clients choose it: it comes with a request, not from the node. */
  readonly client: boolean;
}

/**
 * A message, or a set of messages, that the step consumes. A set stands for *any* subset of what the filter lets
 * through: a node has received some of what was sent.
 */
export interface Input {
  readonly name: string;
  readonly mode: "one" | "set";
  /** Conjuncts that each message meets, with the message called `name` (one) or `element` (set). */
  readonly filter: readonly Expr[];
  readonly element: string;
  readonly place: Place;
}

export interface Assumption {
  readonly text: string;
  readonly place?: Place;
}
