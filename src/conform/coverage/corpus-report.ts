/** Coverage by traces for people: actions and rules, the parts never exercised, the source with counts beside it. */
import type { ActionCount, Coverage, PointCount } from "../../engine/coverage/coverage.js";
import { type CoverageGap, gapsOf } from "../../engine/coverage/coverage-report.js";
import { grouped, table } from "../../report/table.js";
import type { ActionTally, CorpusCoverage, GuardTally, PointTally } from "./corpus.js";
import { placeIn } from "./place-keys.js";

export interface ActionRow extends ActionTally {
  readonly name: string;
  readonly state: "taken" | "never taken" | "not mapped" | "cannot be told";
}

export interface CorpusReport {
  readonly traces: number;
  readonly lines: number;
  /** Lines with several steps that explain the log. */
  readonly open: number;
  readonly actions: readonly ActionRow[];
  readonly rules: readonly { readonly rule: string; readonly lines: number }[];
  /** Parts that can be told of, and those of them that were exercised. */
  readonly parts: number;
  readonly exercised: number;
  /** Parts exercised only in steps beside which others explain the log, too; without what is inside of these. */
  readonly unsure: readonly PointCount[];
  readonly untold: number;
  readonly gaps: readonly CoverageGap[];
  /** Guards that were true in each state in which they were tried; in how many states. */
  readonly neverFalse: readonly CoverageGap[];
  readonly states: number;
  /** In so many of them Next could not be evaluated to its end. */
  readonly failed: number;
  /** For the source: lines with steps that evaluated each part, logged or silent. */
  readonly coverage: Coverage;
}

/** In per cent; 100 where there is nothing. */
export const coveredPercent = ({ parts, exercised }: CorpusReport): number =>
  parts === 0 ? 100 : (100 * exercised) / parts;

/** `files`: the specification's, absolute. */
export function corpusReport(corpus: CorpusCoverage, files: readonly string[]): CorpusReport {
  const traces = Object.values(corpus.traces);
  const sum = (of: (t: (typeof traces)[number]) => number): number => traces.reduce((n, t) => n + of(t), 0);
  const points = tallied(
    traces.map((t) => t.points),
    noPoint,
  );
  const guards = tallied(
    traces.map((t) => t.guards),
    { tried: 0, false: 0 } as GuardTally,
  );
  const untold = new Set(traces.flatMap((t) => t.untold).filter((key) => !points.has(key)));
  const counts = pointCounts(corpus, files, points).filter((p) => !untold.has(p.key));
  const covered = counts.map(({ key: _key, ...p }): PointCount => p);
  const actions = actionRows(corpus, byLastPart(files));
  const lines = sum((t) => t.lines);
  const coverage: Coverage = {
    points: covered,
    actions: actions.map(
      ({ name, steps, silent, state }): ActionCount => ({
        ...{ name, untaken: state },
        place: placeIn(corpus.actions[name] ?? "", byLastPart(files)) ?? nowhere,
        taken: steps + silent,
      }),
    ),
    ...{ counted: lines, states: lines, basis: corpusBasis({ traces: traces.length, lines }) },
  };
  const guarded = counts.flatMap(({ key, ...p }): PointCount[] => {
    const tried = guards.get(key);
    if (tried === undefined) return [];
    const { tried: evaluated, false: never } = tried;
    return [{ ...p, evaluated, true: evaluated - never, false: never, isTest: true, isWay: false }];
  });
  const isExercised = (p: PointCount): boolean => p.evaluated > 0 && !(p.isTest && p.true === 0);
  const isUnsure = (key: string): boolean => {
    const tally = points.get(key);
    return tally !== undefined && tally.steps > 0 && tally.sure === 0;
  };
  const unsureIds = new Set(counts.filter((p) => isUnsure(p.key)).map((p) => p.id));
  return {
    ...{ traces: traces.length, lines, open: sum((t) => t.open), actions, coverage },
    rules: corpus.rules.map((rule) => ({ rule, lines: sum((t) => t.rules[rule] ?? 0) })),
    parts: covered.length,
    exercised: covered.filter(isExercised).length,
    unsure: counts
      .filter((p) => isUnsure(p.key) && !(p.parent !== undefined && unsureIds.has(p.parent)))
      .map(({ key: _key, ...p }) => p),
    untold: untold.size,
    gaps: gapsOf(coverage),
    neverFalse: gapsOf({ ...coverage, points: guarded }, true).filter((g) => g.gap === "never false"),
    ...{ states: sum((t) => t.states), failed: sum((t) => t.failed) },
  };
}

const noPoint: PointTally = { steps: 0, sure: 0, silent: 0, true: 0, false: 0 };
const nowhere = { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 };

const byLastPart = (files: readonly string[]): ReadonlyMap<string, string> =>
  new Map(files.map((f) => [f.slice(f.lastIndexOf("/") + 1), f]));

/** Numbers of all traces together, by key. */
function tallied<T extends Readonly<Record<string, number>>>(
  records: readonly Readonly<Record<string, T>>[],
  none: T,
): ReadonlyMap<string, T> {
  const out = new Map<string, T>();
  for (const record of records)
    for (const [key, tally] of Object.entries(record)) {
      const before = out.get(key) ?? none;
      out.set(key, Object.fromEntries(Object.entries(before).map(([k, n]) => [k, n + (tally[k] ?? 0)])) as T);
    }
  return out;
}

function pointCounts(
  corpus: CorpusCoverage,
  files: readonly string[],
  tallies: ReadonlyMap<string, PointTally>,
): readonly (PointCount & { readonly key: string })[] {
  const folders = byLastPart(files);
  const placed = Object.keys(corpus.points)
    .flatMap((key) => {
      const place = placeIn(key, folders);
      return place === undefined ? [] : [{ key, place }];
    })
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const ids = new Map(placed.map(({ key }, id) => [key, id]));
  return placed.flatMap(({ key, place }, id) => {
    const info = corpus.points[key];
    if (info === undefined) return [];
    const tally = tallies.get(key) ?? noPoint;
    return {
      ...{ key, id, place, kind: info.kind, text: info.text, under: info.under },
      parent: ids.get(info.parent ?? ""),
      evaluated: tally.steps + tally.silent,
      ...{ true: tally.true, false: tally.false, isTest: tally.true + tally.false > 0, isWay: false },
    };
  });
}

/** In the order of their text. */
function actionRows(corpus: CorpusCoverage, files: ReadonlyMap<string, string>): readonly ActionRow[] {
  const traces = Object.values(corpus.traces);
  const tallies = tallied(
    traces.map((t) => t.actions),
    { steps: 0, sure: 0, silent: 0 } as ActionTally,
  );
  const untold = new Set(traces.flatMap((t) => t.untoldActions));
  const mapped = new Set(corpus.mapped);
  const lineOf = (name: string): number => placeIn(corpus.actions[name] ?? "", files)?.line ?? 0;
  const names = Object.keys(corpus.actions).sort((a, b) => lineOf(a) - lineOf(b));
  return names.map((name): ActionRow => {
    const tally = tallies.get(name) ?? { steps: 0, sure: 0, silent: 0 };
    const state =
      tally.steps + tally.silent > 0
        ? "taken"
        : untold.has(name)
          ? "cannot be told"
          : mapped.has(name)
            ? "never taken"
            : "not mapped";
    return { name, ...tally, state };
  });
}

/** What the counts are about, in a few words. */
export function corpusBasis({ traces, lines }: Pick<CorpusReport, "traces" | "lines">): string {
  return `by ${counted(traces, "trace")}, ${counted(lines, "line")}`;
}

const counted = (n: number, what: string): string => `${grouped(n)} ${what}${n === 1 ? "" : "s"}`;

export function corpusText(report: CorpusReport, display: (file: string) => string): string {
  const percent = coveredPercent(report).toFixed(1);
  const out = [
    `coverage ${corpusBasis(report)}: ${report.exercised} of ${report.parts} parts exercised (${percent} %)`,
  ];
  if (report.open > 0) {
    const lines = `${grouped(report.open)} ${report.open === 1 ? "line has" : "lines have"}`;
    out.push(
      `${lines} several steps that explain the log: each of them counts, "surely" only what they share`,
    );
  }
  if (report.untold > 0)
    out.push(`of ${counted(report.untold, "part")} around actions in Next it cannot be told: left out`);
  const rows = report.actions.map((a) =>
    a.state === "taken" ? [a.name, ...[a.steps, a.sure, a.silent].map(grouped)] : [a.name, a.state, "", ""],
  );
  out.push("", ...table(rows, { header: ["action", "lines", "surely", "silent"] }));
  const idle = report.rules.filter((r) => r.lines === 0);
  if (idle.length > 0) out.push("", "rules that no line was for", ...idle.map((r) => `  ${r.rule}`));
  const told = (title: string, lines: readonly string[]): void => {
    if (lines.length > 0) out.push("", title, ...lines.map((l) => `  ${l}`));
  };
  const where = ({ place, text, kind, under }: PointCount, what: string): string =>
    `${display(place.file)}:${place.line}:${place.column}: ${what}: ${text}  (${kind} of ${under})`;
  told(
    "never exercised",
    report.gaps.map(({ gap, point }) => where(point, gap)),
  );
  told(
    "exercised only where other steps explain the log, too",
    report.unsure.map((p) => where(p, "perhaps")),
  );
  told(
    `guards that were true whenever they were tried, in ${counted(report.states, "state")} of the traces`,
    report.neverFalse.map(({ gap, point }) => where(point, gap)),
  );
  if (report.failed > 0)
    out.push(
      "",
      `in ${grouped(report.failed)} of ${grouped(report.states)} states Next could not be evaluated to its end`,
    );
  return `${out.join("\n")}\n`;
}
