/**
 * A hybrid in one model, as reduction and ablation see it, whatever strategy made it: two generated modules (the hybrid,
 * and the original with the liars as correct nodes that may omit), the checks that can be switched off, and what of a
 * state the two have in common.
 */
import type { CfgItem } from "../tla/cfg.js";
import type { Value } from "../tla/value.js";

export interface ModuleText {
  readonly name: string;
  readonly text: string;
}

/** A check that the transformation has inserted, or what it relies on besides. */
export interface SwitchableCheck {
  readonly name: string;
  /** What it asks, in a few words. */
  readonly what: string;
  /** The fault model says so, and no receiver checks it: off, it is a negative control. */
  readonly isAssumed?: boolean;
}

export type Variables = ReadonlyMap<string, Value>;

export interface HybridVariant {
  /** Names of the checks that nobody makes. */
  readonly off: readonly string[];
  /** Liars claim anything (`eager`), or only what could pass the checks that are on (`lazy`). */
  readonly adversary: "lazy" | "eager";
  /** Nobody checks anything, there are no certificates: the negative control. */
  readonly isUndefended?: boolean;
  readonly invariants: readonly string[];
}

export interface Defended {
  readonly strategy: string;
  /** To be written into one folder; both roots are among them. */
  readonly modules: readonly ModuleText[];
  readonly hybrid: { readonly root: string; config(variant: HybridVariant): readonly CfgItem[] };
  /**
   * The original, in which the same nodes are said to be liars but follow the protocol; with `omits`, a step of theirs
   * may leave out any of its sends.
   */
  readonly original: { readonly root: string; config(omits: boolean): readonly CfgItem[] };
  /** In the order in which a reader wants them. */
  readonly checks: readonly SwitchableCheck[];
  /** Of correct nodes; each is a definition of the hybrid. */
  readonly invariants: readonly string[];
  /**
   * Expressions over the names of each root whose values are compared: the slices of correct nodes, the messages, and
   * what does not change (owners of keys).
   */
  readonly projection: { readonly hybrid: string; readonly original: string };
  /** The event that led from one state of the hybrid to the next, from their variables: `Vote(s2)`, `Vote(s3) claimed`. */
  readonly eventOf?: (before: Variables, after: Variables) => string | undefined;
  /** The bounds, as they are printed with every verdict. */
  readonly bound: string;
}
