/** One constructor per message of verifying. */
import { type Diagnostic, DiagnosticError, type Place } from "../report/diagnostic.js";
import type { TlcOutcome } from "../tlc/outcome.js";

function fault(code: string, message: string, hint: string): DiagnosticError {
  const diagnostic: Diagnostic = { code: `verify/${code}`, severity: "error", message, hint };
  return new DiagnosticError([diagnostic]);
}

export const cannotRun = {
  nodes: (nodeSet: string, file: string): DiagnosticError =>
    fault(
      "no-nodes",
      `${file} does not list the nodes of ${nodeSet}`,
      `give it as a set of model values: ${nodeSet} = {n1, n2, n3}`,
    ),
  inModule: (name: string, module: string, file: string): DiagnosticError =>
    fault(
      "substitution-in-module",
      `${file} replaces ${name} in module ${module}, whose definitions the hybrid has under other names`,
      `replace it without [${module}], or give ${module} what it needs in its INSTANCE (WITH ${name} <- …)`,
    ),
  model: (name: string, known: readonly string[]): DiagnosticError =>
    fault(
      "no-model",
      `there is no model ${name}`,
      `models beside the specification: ${known.join(", ") || "none"}`,
    ),
  noModels: (module: string, dir: string): DiagnosticError =>
    fault("no-models", `${dir} has no model of ${module}`, `write ${module}.cfg beside ${module}.tla`),
  notHybrid: (dir: string): DiagnosticError =>
    fault(
      "not-hybrid",
      `${dir} is not the folder of a generated hybrid`,
      "make one with `bumblebee transform SPEC`",
    ),
  noCheck: (name: string, known: readonly string[]): DiagnosticError =>
    fault("no-check", `there is no check called ${name}`, `checks: ${known.join(", ")}`),
  original: (model: string, result: string): DiagnosticError =>
    fault(
      "no-alphabet",
      `model ${model} of the original: ${result}`,
      "mend it first (`bumblebee check`), give it more time (--time-limit), or write no models (--no-models)",
    ),
  hybridAlready: (path: string): DiagnosticError =>
    fault(
      "hybrid-already",
      `${path} holds a hybrid already`,
      "transform the crash-tolerant specification that it was made from",
    ),
  tool: (result: string): DiagnosticError =>
    new DiagnosticError([
      { code: "tool/broken", severity: "error", message: result, hint: "see `bumblebee doctor`" },
    ]),
  tooFew: (count: number): DiagnosticError =>
    fault(
      "too-few-nodes",
      `a model with ${count} node(s) cannot have a liar and a correct majority`,
      "take at least three nodes (2f + 1 for f liars)",
    ),
} as const;

export const quorumsApart = (action: string, nodes: number, size: number, place: Place): Diagnostic => ({
  code: "verify/quorums-apart",
  severity: "warning",
  message:
    `the quorums of ${action} need not meet: of ${nodes} nodes ${size} are enough, and others than these can be ` +
    "enough for the opposite; no defence against liars makes such a decision safe",
  place,
  hint: "ask for more than half of the nodes, or for quorums that meet those of the step before; `bumblebee inspect` lists them",
});

export const unbounded = (action: string, variable: string, place: Place): Diagnostic => ({
  code: "verify/unbounded",
  severity: "warning",
  message: `nothing bounds ${variable}: ${action} raises it again and again, so that there is no end of states`,
  place,
  hint: `compare ${variable} with a constant in the guard of ${action}, or give the model a CONSTRAINT`,
});

/** `others`: what could be asked instead. */
export const readsLeftOut = (
  name: string,
  variable: string,
  place: Place | undefined,
  others: readonly string[],
): Diagnostic => ({
  code: "verify/reads-left-out",
  severity: "error",
  message: `${name} reads ${variable}, which is left out: nothing that a node does depends on it`,
  ...(place === undefined ? {} : { place }),
  hint: `say in the mapping file what is to hold of correct nodes, without ${variable}: "invariants": [${others.map((o) => `"${o}"`).join(", ")}]`,
});

/** Where a set has no end, the model has to say which of its elements are tried. */
export const withoutEnd = (d: Diagnostic): Diagnostic =>
  d.message.includes("non-enumerable")
    ? {
        ...d,
        hint: "a set without end cannot be gone through: put a finite one for it in the model (Nat <- SmallNat), or a constant",
      }
    : d;

/** Our engine refuses a model; the first reason stands for all. */
export function leftToTlc(reasons: readonly Diagnostic[]): Diagnostic {
  const [first, ...more] = reasons;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  const why = first === undefined ? "" : `: ${first.message}${others}`;
  return {
    code: "engine/left-to-tlc",
    severity: "warning",
    message: `our engine does not take this model, TLC alone checks it${why}`,
    ...(first?.place === undefined ? {} : { place: first.place }),
  };
}

export const noTlcAnswer = (outcome: TlcOutcome): Diagnostic => ({
  code: "engine/no-tlc-answer",
  severity: "warning",
  message: `our engine alone has an answer: TLC has none (${outcome.kind})`,
});

export const withoutTlc = (why: string): Diagnostic => ({
  code: "engine/without-tlc",
  severity: "warning",
  message: `our engine alone checks, with nothing to compare it with: ${why}`,
  hint: "see `bumblebee doctor`",
});

export const notInThisMode = (property: string): Diagnostic => ({
  code: "engine/not-in-this-mode",
  severity: "warning",
  message: `${property} speaks of whole behaviours and is checked of all of them only`,
  hint: "leave --depth-first out",
});

export const unreadableBehaviour = (file: string, why: string): Diagnostic => ({
  code: "engine/unreadable-behaviour",
  severity: "error",
  message: `${file} holds no behaviour that can be read: ${why}`,
  hint: "take a file that --export wrote, the output of check --json, an ITF file, or what TLC printed",
});

export const keptIn = (file: string): Diagnostic => ({
  code: "engine/kept",
  severity: "info",
  message: `the search is kept in ${file}`,
  hint: `--resume ${file} goes on with it`,
});

/** Several workers were asked for. */
export const oneWorker = (why: string): Diagnostic => ({
  code: "engine/one-worker",
  severity: "warning",
  message: `one worker searches: ${why}`,
});

/** The normal form has a step that Next has not, or lacks one. */
export function localStepsDiffer(
  how: "missing" | "extra",
  action: string,
  changes: readonly string[],
  state: string,
  place: Place | undefined,
): Diagnostic {
  const message =
    how === "missing"
      ? "the next-state relation has a step that none of the local steps is"
      : `local step ${action} leads where no step of the next-state relation does`;
  return {
    code: "verify/normal-form",
    severity: "error",
    message,
    ...(place ? { place } : {}),
    notes: [...changes, `from the state\n${state}`].map((text) => ({ message: text })),
    hint: "the step was not understood: write it in a simpler form, and report the specification to the project",
  };
}

export const localStartDiffers = (module: string, place: Place | undefined, state: string): Diagnostic => ({
  code: "verify/normal-form-start",
  severity: "error",
  message: `the nodes of ${module} do not start with the values that were read`,
  ...(place ? { place } : {}),
  notes: [{ message: `in the state\n${state}` }],
  hint: "write what each variable starts with as one conjunct x = [n \\in Nodes |-> …]",
});

/** Our engine refuses the comparison; the first reason stands for all. */
export const notExplored = (reasons: readonly Diagnostic[]): Diagnostic => ({
  code: "verify/normal-form-not-explored",
  severity: "warning",
  message: `the local steps cannot be compared with the next-state relation: ${reasons[0]?.message ?? "refused"}`,
  ...(reasons[0]?.place ? { place: reasons[0].place } : {}),
  hint: "without that comparison nothing that follows from the local steps can be trusted; --compare asks TLC",
});

/** The untransformed specification breaks an invariant of its own. */
export const unsafeInput = (invariant: string, state: string): Diagnostic => ({
  code: "verify/input-unsafe",
  severity: "error",
  message: `the specification as written violates ${invariant}; nothing was transformed`,
  notes: [{ message: `in the state\n${state}` }],
  hint: "`bumblebee check` shows how that state is reached: mend it first",
});

export const vacuousInput = (invariants: readonly string[], states: number): Diagnostic => ({
  code: "verify/input-vacuous",
  severity: "error",
  message: `no invariant says anything in any of the model's ${states} states: ${invariants.join(", ")}`,
  hint: "each is an implication whose first part is never true: give larger bounds, or an invariant that can be false",
});

export const deadInput = (states: number): Diagnostic => ({
  code: "verify/input-dead",
  severity: "error",
  message: `no action is ever enabled in the model's ${states} states`,
  hint: "give a model in which something can happen",
});
