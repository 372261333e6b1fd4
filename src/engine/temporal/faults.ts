/** One constructor per message of temporal formulas. */
import type { Diagnostic, Place } from "../../report/diagnostic.js";

export const notChecked = (what: string, place: Place): Diagnostic => ({
  code: "engine/temporal",
  severity: "error",
  message: `${what} cannot be checked`,
  place,
  hint: "formulas are made of [], <>, ~>, ~, /\\, \\/, =>, IF, WF, SF and quantifiers over constant sets, as in TLC",
});

export const actionInside = (place: Place): Diagnostic => ({
  code: "engine/temporal-action",
  severity: "error",
  message: "an action stands in a temporal formula where it cannot be checked",
  place,
  hint: "as in TLC, actions may stand only in <>[]A and []<>A, and in [][A]_v by itself",
});

export const noNext = (place: Place): Diagnostic => ({
  code: "engine/no-next",
  severity: "error",
  message: "the specification has no conjunct [][Next]_v",
  place,
  hint: "a specification is Init /\\ [][Next]_v, and fairness",
});

export const severalNext = (place: Place): Diagnostic => ({
  code: "engine/several-next",
  severity: "error",
  message: "the specification has more than one conjunct [][Next]_v",
  place,
  hint: "put the actions together in one",
});

export const conjunct = (what: string, place: Place): Diagnostic => ({
  code: "engine/specification-conjunct",
  severity: "error",
  message: `${what} cannot be a conjunct of a specification`,
  place,
  hint: "a specification is Init /\\ [][Next]_v, and fairness",
});

export const actionProperty = (place: Place): Diagnostic => ({
  code: "engine/action-property",
  severity: "error",
  message: "an action is no property of a behaviour",
  place,
  hint: "write [][A]_v",
});

export const tautology = (place: Place): Diagnostic => ({
  code: "engine/tautology",
  severity: "error",
  message: "this property holds whatever happens",
  place,
  hint: "does it quantify over an empty set?",
});

export const notEnforced = (place: Place): Diagnostic => ({
  code: "engine/not-enforced",
  severity: "warning",
  message: "this conjunct of the specification keeps no state from being reached",
  place,
  hint: "as in TLC, only Init and [][Next]_v do; liveness is checked of behaviours that satisfy it",
});

export const symmetryAndLiveness = (place: Place): Diagnostic => ({
  code: "engine/symmetry-liveness",
  severity: "warning",
  message: "with SYMMETRY, liveness is not checked reliably",
  place,
  hint: "errors may be missed, and found that are none, as in TLC: check liveness in a model without",
});
