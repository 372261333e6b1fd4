/** One constructor per message of making programs. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

export const unsupported = (what: string, place: Place, hint = "TLC may be able to"): Diagnostic => ({
  code: "engine/unsupported",
  severity: "error",
  message: `${what} cannot be evaluated by this engine`,
  place,
  hint,
});

export const operatorTable = (name: string, place: Place): Diagnostic => ({
  code: "engine/operator-table",
  severity: "error",
  message: `${name} is given as a table of values, which this engine does not take`,
  place,
  hint: `define an operator in a module of the model and put ${name} <- …`,
});

// ------------------------------------------------------------------------------------------------------- symmetry

export const symmetryFails = (name: string, message: string, place: Place): Diagnostic => ({
  code: "engine/symmetry-fails",
  severity: "error",
  message: `the SYMMETRY set ${name} cannot be evaluated: ${message}`,
  place,
});

const symmetryNeeds = {
  "not-a-set": "it must be a set of functions",
  "not-functions": "each element must be a function",
  "not-model-values": "each function must have model values as arguments and values",
  "not-one-to-one": "each function must be a permutation of its domain",
} as const;

export const symmetryForm = (
  name: string,
  needs: keyof typeof symmetryNeeds,
  value: string,
  place: Place,
): Diagnostic => ({
  code: "engine/symmetry-form",
  severity: "error",
  message: `${name} is no SYMMETRY set because of ${value}: ${symmetryNeeds[needs]}`,
  place,
  hint: "use Permutations(S), or the union of several, for sets S of model values",
});

export const symmetryIgnored = (name: string, place: Place): Diagnostic => ({
  code: "engine/symmetry-ignored",
  severity: "warning",
  message: `TLC ignores the SYMMETRY set ${name}, which lists its permutations one by one; so does this engine`,
  place,
  hint: "use Permutations(S)",
});

/** `what` was being evaluated: `action Next`; `message` is TLC's, `notes` the values and definitions around the place. */
export const evaluation = (
  what: string,
  message: string,
  place: Place | undefined,
  notes: NonNullable<Diagnostic["notes"]>,
): Diagnostic => ({
  code: "engine/evaluation",
  severity: "error",
  message: `${what} cannot be evaluated: ${message}`,
  ...(place === undefined ? {} : { place }),
  ...(notes.length === 0 ? {} : { notes }),
});

export const goalLevel = (text: string, place: Place): Diagnostic => ({
  code: "engine/goal-level",
  severity: "error",
  message: `the goal ${text} does not speak of one state alone`,
  place,
  hint: "a goal is a predicate of states: neither primes nor temporal operators",
});

// ---------------------------------------------------------------------------------------------------- checkpoints

export const noCheckpoint = (file: string): Diagnostic => ({
  code: "engine/no-checkpoint",
  severity: "error",
  message: `${file} is no checkpoint, or one of a later version`,
  hint: "name the file that --checkpoint wrote",
});

export const checkpointDamaged = (file: string): Diagnostic => ({
  code: "engine/checkpoint-damaged",
  severity: "error",
  message: `the checkpoint ${file} is damaged or cut off`,
  hint: "begin again without --resume",
});

export const checkpointOfAnother = (file: string): Diagnostic => ({
  code: "engine/checkpoint-of-another",
  severity: "error",
  message: `the checkpoint ${file} is of another specification, model or version: what it holds means nothing here`,
  hint: "check what it was made of, or begin again without --resume",
});

/** `reason` says why, as of a file that cannot be written. */
export const checkpointNotWritten = (reason: Diagnostic): Diagnostic => ({
  code: "engine/checkpoint-not-written",
  severity: "warning",
  message: `no checkpoint now: ${reason.message}; the search goes on`,
  ...(reason.hint === undefined ? {} : { hint: reason.hint }),
});
