/**
 * What kind of protocol a specification describes: facts that strategy `counters` is built on, each with its evidence.
 *
 * Everything here is found in the normal form (`protocol/types.ts`) alone; what only exploration can tell (whether a
 * counter value determines the content, what an order would suppress) is in `kappa/types.ts`. Expressions are in terms
 * of the normal form, with LETs inlined: `s.x` is the sender's slice, names of inputs are messages. Lists are in the
 * order of the specification.
 */
import type { Place } from "../report/diagnostic.js";
import type { Bound, Expr } from "../tla/ast.js";

/** Where a fact was found, and in words what stands there. */
export interface Evidence {
  readonly place: Place;
  readonly text: string;
}

// --------------------------------------------------------------------------------------------------------- messages

/**
 * A message kind, split by the fields that hold a constant or a Boolean where it is sent: granted and refused votes are
 * two. `name` is the tag where there is only one of them, else tag and values: `Response(granted = TRUE)`.
 */
export interface SubKind {
  readonly name: string;
  readonly tag: string;
  readonly fixed: readonly FixedField[];
  readonly fields: readonly FieldFact[];
  /** Where it is sent. */
  readonly sites: readonly Site[];
  readonly receivers: readonly Receiver[];
  readonly certificate: KindCertificate;
  readonly phase: Phase;
}

export interface FixedField {
  readonly field: string;
  readonly value: Expr;
}

export interface Site {
  readonly action: string;
  readonly place: Place;
  /** Field by field, LETs inlined. */
  readonly record: ReadonlyMap<string, Expr>;
  /** It is sent once for each of these. */
  readonly bounds: readonly Bound[];
  /** What must hold beside the action's guards for this sub-kind to be sent there (where one site sends several). */
  readonly condition: readonly Expr[];
}

export interface Receiver {
  readonly action: string;
  readonly input: string;
  /** `counted`: the action asks for a quorum of them. */
  readonly use: "consumed" | "counted" | "read";
  readonly place: Place;
}

/** Whether a kind needs a certificate of its sender's counter, and why not if not. */
export type KindCertificate =
  | { readonly kind: "certified"; readonly evidence: Evidence }
  /** Guard TRUE, nothing read, nothing bound but its key: taken as always there. */
  | { readonly kind: "stateless"; readonly evidence: Evidence }
  /** Its step writes nothing; it only shows what certificates bind, or what follows from them. */
  | { readonly kind: "envelope"; readonly evidence: Evidence }
  /** Its receipt writes nothing that a guard or an output depends on. */
  | { readonly kind: "inert"; readonly evidence: Evidence };

/**
 * `tag`, `sender`: the kind and who sent it. `key`: part of the counter value, the lane or the owner's key. `bound`: the
 * certificate's content. `derived`: follows from other content, or from evidence of others. `free`: routing alone.
 */
export type FieldClass = "tag" | "sender" | "key" | "bound" | "derived" | "free";

export interface FieldFact {
  readonly name: string;
  readonly class: FieldClass;
  /** A number, or a sequence (whose length is one), as far as the text tells. */
  readonly sort: "number" | "sequence" | "other";
  /** The slice variable whose value after the step the field equals, at every site. */
  readonly shows: string | undefined;
  readonly reason: Evidence;
}

// -------------------------------------------------------------------------------------------------------- variables

/** Where a written value comes from. First match of `derivation.md` §8. */
export type Provenance =
  /** Added under the sender's name, on receiving a kind. */
  | { readonly kind: "collected"; readonly of: readonly string[] }
  /** The larger of the old value and another one. */
  | { readonly kind: "maximum"; readonly of: readonly string[] }
  /** Only ever rises: the variable is a counter. */
  | { readonly kind: "counter" }
  /** A constant, where the epoch rises or what is volatile is lost. */
  | { readonly kind: "reset"; readonly with: "epoch" | "initial" }
  /** The old value with something added at its end, or to a set. */
  | { readonly kind: "appended"; readonly of: readonly string[] }
  /** Made of the old value and something else, in another way. */
  | { readonly kind: "merged"; readonly of: readonly string[] }
  /** From a message. */
  | { readonly kind: "adopted"; readonly of: readonly string[] }
  /** A constant after a quorum of a kind was seen. */
  | { readonly kind: "role"; readonly of: readonly string[] }
  /** Made of other variables of the slice. */
  | { readonly kind: "computed"; readonly from: readonly string[] }
  /** From outside: a client's value, or what the node likes (itself, a parameter, a constant). */
  | { readonly kind: "chosen"; readonly by: "client" | "node" };

/** One way in which an action writes a variable; an IF in the value makes several. */
export interface Write {
  readonly action: string;
  readonly variable: string;
  readonly place: Place;
  /** `whole`: the new value does not depend on the old one. `partial`: it is the old one, changed. */
  readonly form: "whole" | "partial";
  readonly value: Expr;
  readonly provenance: Provenance;
  /** The new value is certainly above the old one. */
  readonly rises: boolean;
  /** Conditions of the IFs around it. */
  readonly condition: readonly Expr[];
}

/**
 * `counter`: a number that only rises (an epoch). `slot`: remembers which message was sent in an epoch, so that a second
 * certificate at that value says the same (`votedFor`). `role`, `collected`, `maximum`: from evidence of others.
 * `own`: the node's own messages. `state`: everything else.
 */
export type VariableRole = "counter" | "slot" | "role" | "collected" | "maximum" | "own" | "state";

export interface VariableAnalysis {
  readonly name: string;
  readonly place: Place;
  readonly role: VariableRole;
  readonly reason: Evidence;
  readonly sort: "number" | "sequence" | "other";
  readonly writes: readonly Write[];
  /** Messages speak for its value: every write of it is certified. The evidence is a read that a send depends on. */
  readonly spokenFor: Evidence | undefined;
  /** No send depends on it: what properties look at, such as decisions. */
  readonly observed: boolean;
}

// ---------------------------------------------------------------------------------------------------------- actions

/** A certified event: an action that sends a certified kind, or writes a spoken-for variable (rule W). */
export interface CertifiedEvent {
  /** Unique; the action's name, with the sub-kind's where the action sends several. */
  readonly name: string;
  readonly action: string;
  /** The sub-kind that carries the certificate; absent if the action certifies at a write and sends nothing certified. */
  readonly subKind: string | undefined;
  readonly evidence: Evidence;
  /** The counter (by its name) that certifies it. */
  readonly counter: string;
  /** What the counter value can be made of. */
  readonly components: readonly Component[];
  /** Spoken-for variables whose new values are bound (all those of its counter). */
  readonly binds: readonly string[];
  /** Those of them that the action writes. */
  readonly writes: readonly string[];
  /** Does justification need the sender's previous certificate, and why. */
  readonly chain: {
    readonly kind: "continuing" | "independent";
    readonly evidence: Evidence;
  };
}

/** A number that a certificate's content shows; an expression over the normal form's names before the step. */
export interface Component {
  readonly name: string;
  readonly expr: Expr;
  readonly of: "field" | "counter" | "length" | "parameter";
  /** The counter variable whose new value it is: then it is an epoch. */
  readonly epoch: string | undefined;
}

/** Events whose actions touch common variables share a counter; `lane`: the counter's id contains these fields. */
export interface CounterFact {
  readonly name: string;
  readonly variables: readonly string[];
  readonly events: readonly string[];
  readonly lane: readonly string[];
  readonly evidence: Evidence;
}

// ------------------------------------------------------------------------------------------------ quorums and phases

export interface ThresholdKey {
  readonly field: string;
  /** `=`, `>=`, … */
  readonly relation: string;
  readonly value: Expr;
  /** The value is the counting node itself: the message is meant for it. */
  readonly isSelf: boolean;
}

/** A guard that asks for messages of many nodes. */
export interface Threshold {
  readonly action: string;
  readonly place: Place;
  /** Tags of the kinds that are counted. */
  readonly of: readonly string[];
  /** `family`: all members of some set of a family (`\E Q \in F`). `count`: how many there are. */
  readonly form: "family" | "count";
  /** The family, or the comparison. */
  readonly quorum: Expr;
  /** Fields in which the messages counted must agree with the counting node, and on what. */
  readonly key: readonly ThresholdKey[];
  /** The counting node is a member without a message: its own certificate is the evidence. */
  readonly countsItself: boolean;
  /** `meeting`: two such quorums meet in a node. `vouching`: as many as one of them is certainly correct. */
  readonly sort: "meeting" | "vouching";
  /** The variable in which they are collected, if they are not read off the network. */
  readonly collectedIn: string | undefined;
}

/** `none`: it takes part in no phase (inert, or nobody receives it). */
export type Phase = "election" | "agreement" | "learning" | "client" | "none";

export interface ActionAnalysis {
  readonly name: string;
  readonly place: Place;
  readonly phase: Phase;
  readonly reason: string;
  /** Whether it certifies. */
  readonly certifies: boolean;
}

export type Leadership =
  | { readonly kind: "epoch"; readonly evidence: readonly Evidence[] }
  /** One leader for each value of these fields (object, instance) and epoch. */
  | { readonly kind: "object"; readonly fields: readonly string[]; readonly evidence: readonly Evidence[] }
  | { readonly kind: "leaderless"; readonly evidence: readonly Evidence[] };

// ---------------------------------------------------------------------------------------------------------- verdict

export interface DerivationRow {
  /** The event or kind it is about. */
  readonly name: string;
  /** The name of the event; absent for kinds without certificate. */
  readonly event: string | undefined;
  readonly counter: string;
  readonly kappa: string;
  readonly certificate: "continuing" | "independent" | "none";
  readonly key: readonly string[];
  readonly bound: readonly string[];
  /** What its justification reads, with provenance: `log: appended`. */
  readonly reads: readonly { readonly name: string; readonly provenance: string }[];
  /** What a receiver checks, in words. */
  readonly justification: readonly string[];
  readonly place: Place;
}

export interface Verdict {
  /** `hints`: yes, once what is asked for has been said or mended. */
  readonly counters: "yes" | "no" | "hints";
  readonly history: "yes" | "no";
  /** Why not `counters`, or what is open; empty for a plain yes. */
  readonly reasons: readonly Evidence[];
}

export interface Analysis {
  readonly module: string;
  readonly subKinds: readonly SubKind[];
  readonly variables: readonly VariableAnalysis[];
  readonly actions: readonly ActionAnalysis[];
  readonly events: readonly CertifiedEvent[];
  readonly counters: readonly CounterFact[];
  readonly thresholds: readonly Threshold[];
  readonly leadership: Leadership;
  readonly rows: readonly DerivationRow[];
  readonly verdict: Verdict;
}
