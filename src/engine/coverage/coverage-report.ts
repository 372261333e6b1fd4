/** Coverage for people: what was never taken, never evaluated, never true; the source with counts beside it. */
import { grouped, table } from "../../report/table.js";
import type { ActionCount, Coverage, PointCount } from "./coverage.js";

export type Gap = "never evaluated" | "never true" | "never false";

/** A part of the specification that the states did not exercise. */
export interface CoverageGap {
  readonly gap: Gap;
  readonly point: PointCount;
}

/**
 * What is worth telling, in the order of the text: parts never evaluated or never true, without what only follows from
 * another gap (a part of what was never evaluated, a conjunct after one that was never true). Tests that were never
 * false are guards that guard nothing; `always` asks for them too.
 */
export function gapsOf({ points }: Coverage, always = false): readonly CoverageGap[] {
  const out: CoverageGap[] = [];
  const byId = new Map(points.map((p) => [p.id, p]));
  const isNeverTrue = (p: PointCount): boolean => p.isTest && p.evaluated > 0 && p.true === 0;
  const dead = new Set<number>();
  const branches = new Set<number>();
  for (const point of points) {
    const parent = point.parent === undefined ? undefined : byId.get(point.parent);
    if (point.evaluated === 0) {
      const follows =
        branches.has(point.id) || (parent !== undefined && (parent.evaluated === 0 || dead.has(parent.id)));
      if (!follows) out.push({ gap: "never evaluated", point });
      continue;
    }
    if (isNeverTrue(point)) {
      // Of a formula that is never true the first conjunct that never is says why; a condition does so of its branch.
      if (point.kind === "condition") {
        const branch = branchOf(point, points);
        if (branch !== undefined) branches.add(branch.id);
      } else if (parent !== undefined) dead.add(parent.id);
      const inner = points.some((p) => p.parent === point.id && isNeverTrue(p));
      if (!inner) out.push({ gap: "never true", point });
    } else if (always && point.isTest && point.kind !== "formula" && isNeverFalse(point)) {
      out.push({ gap: "never false", point });
    }
  }
  return out.sort((a, b) => order(a.point, b.point));
}

/** What a condition of IF or CASE is for: the next branch beside it. */
function branchOf({ parent, place }: PointCount, points: readonly PointCount[]): PointCount | undefined {
  const isAfter = (p: PointCount): boolean =>
    p.place.line > place.endLine || (p.place.line === place.endLine && p.place.column >= place.endColumn);
  return points
    .filter((p) => p.kind === "branch" && p.parent === parent && p.place.file === place.file && isAfter(p))
    .sort(order)[0];
}

/** A test that could have stopped something: a conjunct, a condition, what is left of `=>`. */
function isNeverFalse(point: PointCount): boolean {
  const guards = ["conjunct", "condition", "operand"];
  return guards.includes(point.kind) && point.false === 0 && point.true === point.evaluated && !point.isWay;
}

function order(a: PointCount, b: PointCount): number {
  return (
    a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line || a.place.column - b.place.column
  );
}

/** How much of the model's states the counts are about. */
export function basis({ counted, states, basis: said }: Coverage): string {
  if (said !== undefined) return said;
  return counted === states
    ? `over all ${grouped(states)} states`
    : `over a sample of ${grouped(counted)} of ${grouped(states)} states: what is missing here may be elsewhere`;
}

/** Actions with the number of steps, then the gaps. */
export function coverageText(coverage: Coverage, display: (file: string) => string = (f) => f): string {
  const lines = [`coverage ${basis(coverage)}`, ""];
  const rows = byName(coverage.actions).map(({ name, taken }) => [
    name,
    taken === 0 ? "never taken" : grouped(taken),
  ]);
  lines.push(...table(rows, { header: ["action", "steps"] }), "");
  const gaps = gapsOf(coverage);
  if (gaps.length === 0) lines.push("every part of the formulas was evaluated, and true somewhere");
  for (const { gap, point } of gaps) {
    const { file, line, column } = point.place;
    const times = gap === "never evaluated" ? "" : `, evaluated ${grouped(point.evaluated)} times`;
    lines.push(
      `${display(file)}:${line}:${column}: ${gap}: ${point.text}  (${point.kind} of ${point.under}${times})`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Disjuncts of one name together. */
function byName(actions: readonly ActionCount[]): readonly ActionCount[] {
  const out = new Map<string, ActionCount>();
  for (const a of actions) {
    const before = out.get(a.name);
    out.set(a.name, before === undefined ? a : { ...before, taken: before.taken + a.taken });
  }
  return [...out.values()];
}

/** One module's text, each line with how often what begins there was evaluated; `!` where something is missing. */
export function annotatedText(coverage: Coverage, file: string, source: string): string {
  const most = new Map<number, number>();
  for (const { place, evaluated } of coverage.points) {
    if (place.file === file) most.set(place.line, Math.max(most.get(place.line) ?? 0, evaluated));
  }
  const marked = new Set(
    gapsOf(coverage)
      .filter((g) => g.point.place.file === file)
      .map((g) => g.point.place.line),
  );
  const width = Math.max(5, ...[...most.values()].map((n) => grouped(n).length));
  const lines = source.replace(/\n$/, "").split("\n");
  const rows = lines.map((text, i) => {
    const count = most.get(i + 1);
    const shown = count === undefined ? "" : grouped(count);
    return `${shown.padStart(width)} ${marked.has(i + 1) ? "!" : " "}| ${text}`.trimEnd();
  });
  return `${rows.join("\n")}\n`;
}
