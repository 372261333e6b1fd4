/** An ablation as text: for the terminal, and for the summary of a verification. */
import {
  type AboveResult,
  type Excess,
  type Reduction,
  type ReductionResult,
  verdictOf,
} from "../reduction/outcome.js";
import { duration, grouped, table } from "../report/table.js";
import type { Counterexample } from "../tlc/counterexample.js";
import { traceLines } from "../tlc/report.js";
import { type Ablation, type Control, objections, undecided } from "./ablation.js";
import type { Outcome } from "./findings.js";
import { type Label, labelText, lookedText, sizes, stepsText } from "./labels.js";
import type { MatrixRow } from "./matrix.js";

export function rowLine({ check, label }: MatrixRow): string {
  return `without ${check.name}: ${labelText(label)}`;
}

/** All of it, in lines. */
export function ablationLines(ablation: Ablation): readonly string[] {
  const { module, strategy, bounds, matrix } = ablation;
  const lines = [
    `${module}, strategy ${strategy}`,
    `smallest bounds: ${bounds.small}`,
    `usual bounds: ${bounds.usual}`,
    ...fartherBounds(ablation).map(([name, bound]) => `${name}: ${bound}`),
    "",
    ...reductionLines(ablation.reduction),
    ...aboveLines(ablation.above),
    ...controlLines(ablation.undefended),
    ...baselineLines(ablation.baseline),
    ...(ablation.farther ?? []).flatMap(({ outcome }) => baselineLines(outcome)),
  ];
  if (matrix !== undefined) {
    const cells = matrix.rows.map(({ check, label }) => [check.name, check.what, labelText(label)]);
    lines.push("", ...table(cells, { header: ["without", "which asks whether", "label"] }));
    for (const row of matrix.rows) lines.push(...evidenceLines(row));
  }
  return [...lines, "", ...byLabelLines(matrix?.rows ?? []), ...verdictLines(ablation)];
}

/** What the further models are called, and their bounds. */
export const fartherBounds = ({ farther = [] }: Ablation): readonly (readonly [string, string])[] =>
  farther.map(({ where, bound }) => [sizes[where], bound]);

const headings: Readonly<Record<Label["kind"], string>> = {
  violates: "violate an invariant",
  "only-reduction": "seen by the reduction alone",
  redundant: "redundant with others",
  covered: "covered by others",
  survives: "survive at these bounds",
  unknown: "not known",
};

/** The checks by their labels, a line for each label: `2 redundant with others: a (with b), b (with a)`. */
export function byLabelLines(rows: readonly MatrixRow[]): readonly string[] {
  const kinds = Object.keys(headings) as Label["kind"][];
  return kinds.flatMap((kind) => {
    const names = rows.filter((r) => r.label.kind === kind).map(nameOf);
    return names.length === 0 ? [] : [`${names.length} ${headings[kind]}: ${names.join(", ")}`];
  });
}

function nameOf({ check, label }: MatrixRow): string {
  if (label.kind === "redundant") return `${check.name} (with ${label.others.join(", ")})`;
  return label.kind === "covered" ? `${check.name} (by ${label.by})` : check.name;
}

/** For the summary of a verification: how it ended, and one line for each check. */
export function summaryLines(ablation: Ablation): readonly string[] {
  const rows = (ablation.matrix?.rows ?? []).map((row) => `  ${rowLine(row)}`);
  return [...reductionLines(ablation.reduction).slice(0, 1), ...rows, ...verdictLines(ablation)];
}

export function verdictLines(ablation: Ablation): readonly string[] {
  const open = undecided(ablation);
  const found = objections(ablation);
  const time = `${duration(ablation.seconds)}${cpuText(ablation)}`;
  if (ablation.isInterrupted) return [...found, `interrupted after ${time}: this is what is known so far`];
  if (found.length > 0) return [...found, `the matrix says nothing until that is mended (${time})`];
  if (open.length > 0)
    return [`nothing shows what ${open.join(", ")} would be for, at these bounds (${time})`];
  return [`every check counts (${time})`];
}

const cpuText = ({ cpuSeconds }: Ablation): string =>
  cpuSeconds === undefined ? "" : `, ${duration(cpuSeconds)} of one processor`;

const equalTo = {
  omitting: "exactly those of the original with the liar as a correct node that may omit",
  showing:
    "exactly those of the original with the liar as a correct node that shows all it sends, which are among those of\n" +
    "  one that may omit",
  between:
    "all of the original's, and none that a liar could not have caused as a correct node that may omit",
} as const;

/** The first line is the verdict. */
export function reductionLines(result: ReductionResult | undefined): readonly string[] {
  if (result === undefined) return ["reduction: not checked"];
  if (result.kind === "unfinished") {
    return [`reduction: not known: ${result.side} was not explored to its end (${result.why})`];
  }
  const { reduction } = result;
  const { hybrid, showing, omitting } = reduction.counts;
  const verdict = verdictOf(reduction);
  const seen = (side: typeof hybrid): string =>
    `${grouped(side.projected)} (of ${grouped(side.states)})` +
    (side.steps === undefined ? "" : `, ${grouped(side.steps)} steps`);
  return [
    `reduction: ${verdict}: ${said(reduction)}`,
    `  states that correct nodes and messages show: hybrid ${seen(hybrid)}; original ${seen(showing)}; ` +
      `original, liar omitting ${seen(omitting)}`,
    `  the liars claimed ${reduction.adversary === "eager" ? "anything" : "what could pass"} (${reduction.adversary})`,
    ...lazyLines(reduction),
    ...lyingLines(reduction),
    ...excessLines(reduction.extra, "the hybrid has, and no correct node could have caused"),
    ...excessLines(reduction.missing, "the original has, and the hybrid has not"),
  ];
}

function said(reduction: Reduction): string {
  const verdict = verdictOf(reduction);
  if (verdict === "vacuous") return "the liars never lie: with all checks off nothing is beyond the original";
  if (verdict === "differs") {
    const { extra, missing } = reduction;
    const parts = [
      ...(extra === undefined ? [] : [`${counted(extra)} beyond the original`]),
      ...(missing === undefined ? [] : [`${counted(missing)} of the original missing`]),
    ];
    return parts.join(", ");
  }
  return equalTo[reduction.equals ?? "between"];
}

const counted = (e: Excess): string =>
  e.what === "state" ? `${grouped(e.states)} states` : `${grouped(e.steps)} steps`;

function lazyLines({ lazy, counts: { hybrid } }: Reduction): readonly string[] {
  if (lazy === undefined) return [];
  const { projected, steps, states } = lazy.counts;
  if (lazy.agrees)
    return [`  claiming only what could pass (lazy) shows the same, of ${grouped(states)} states`];
  return [
    `  claiming only what could pass (lazy) shows OTHER states: ${grouped(projected)}, ${grouped(steps ?? 0)} steps; ` +
      `claiming anything ${grouped(hybrid.projected)}, ${grouped(hybrid.steps ?? 0)} steps`,
  ];
}

function lyingLines({ lying }: Reduction): readonly string[] {
  if (lying.kind === "lies") {
    const steps = stepsText(lying.behaviour.states.length - 1);
    return [`  the liars lie: with all checks off a state beyond the original comes in ${steps}`];
  }
  if (lying.kind === "never") return [`  all ${grouped(lying.states)} states were seen with all checks off`];
  return [`  whether the liars lie is not known: ${lying.why}`];
}

function excessLines(excess: Excess | undefined, which: string): readonly string[] {
  if (excess === undefined) return [];
  const ends = excess.what === "state" ? "the last state" : "the last step";
  return ["", `${ends} is one that ${which}:`, ...indented(traceLines(excess.behaviour))];
}

function aboveLines(above: AboveResult | undefined): readonly string[] {
  if (above === undefined) return [];
  const title = "reduction at the usual bounds";
  if (above.kind === "unfinished") return [`${title}: not known: ${above.side}: ${above.why}`];
  const { hybrid, original, side, extra, missing } = above;
  const counts =
    `${grouped(hybrid.projected)} states shown (of ${grouped(hybrid.states)}), ` +
    `the original ${grouped(original.projected)} (of ${grouped(original.states)}, liar ${side})`;
  if (extra === 0 && missing === 0) return [`${title}: holds: ${counts}`];
  return [`${title}: DIFFERS: ${grouped(extra)} beyond the original, ${grouped(missing)} missing: ${counts}`];
}

function controlLines(control: Control | undefined): readonly string[] {
  if (control === undefined) return [];
  const { violated, looked } = control;
  const what = violated ? labelText({ kind: "violates", violation: violated }) : "NOTHING FOUND";
  const where = violated ? "" : `: ${looked.map(lookedText).join("; ")}`;
  return [`control, no defence: ${what}${where}`];
}

function baselineLines(outcome: Outcome | undefined): readonly string[] {
  if (outcome === undefined) return [];
  const { violated, extra } = outcome;
  if (violated !== undefined) {
    return [
      `control, all checks on: ${labelText({ kind: "violates", violation: violated })}`,
      ...indented(traceLines(violated.behaviour)),
    ];
  }
  if (extra !== undefined) return ["control, all checks on: a state beyond the original"];
  return [`control, all checks on: nothing found: ${outcome.looked.map(lookedText).join("; ")}`];
}

/** The extra state where no invariant notices. */
function evidenceLines({ check, label }: MatrixRow): readonly string[] {
  if (label.kind !== "only-reduction") return [];
  return [
    "",
    `without ${check.name}, the last of these states is one that no correct node could have caused:`,
    ...indented(traceLines(label.extra.behaviour)),
  ];
}

/** The names of the steps of a behaviour. */
export function stepNames(behaviour: Counterexample): string {
  return behaviour.states
    .slice(1)
    .map((s) => s.action ?? "?")
    .join(", ");
}

const indented = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((l) => l.split("\n")).map((l) => (l === "" ? "" : `  ${l}`));
