/** What a benchmark gives, and how it is shown. */
import { table } from "../src/report/table.js";
import type { Summary } from "./measure.js";

export interface Row {
  readonly what: string;
  readonly unit: "ms" | "bytes" | "ratio";
  readonly ours: Summary;
  readonly theirs: Summary | undefined;
  /** The most that the median may be. */
  readonly target: number | undefined;
}

export interface BenchResult {
  readonly name: string;
  readonly against: string;
  readonly input: Readonly<Record<string, number>>;
  /** Load average of the last minute: times of a busy machine say little, ratios and CPU time more. */
  readonly load: number;
  readonly rounds: number;
  /** Ours divided by theirs, pair by pair. */
  readonly ratio: Summary;
  /** The most that the median of the pairs' ratios may be, where that is what is asked. */
  readonly mostRatio?: number;
  readonly rows: readonly Row[];
}

function show(value: number, unit: Row["unit"]): string {
  if (unit === "ratio") return value.toFixed(2);
  return unit === "ms" ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1e6).toFixed(0)} MB`;
}

const spread = (s: Summary | undefined, unit: Row["unit"]): string =>
  s === undefined || s.count === 0
    ? "–"
    : `${show(s.median, unit)} (${show(s.least, unit)} … ${show(s.most, unit)})`;

export function render(result: BenchResult): string {
  const rows = result.rows.map((row) => [
    row.what,
    spread(row.ours, row.unit),
    spread(row.theirs, row.unit),
    row.target === undefined ? "–" : `≤ ${show(row.target, row.unit)}`,
    row.target === undefined ? "" : row.ours.median <= row.target ? "met" : "MISSED",
  ]);
  const { median, least, most } = result.ratio;
  const ratio = `ratio of each pair: ${median.toFixed(2)} (${least.toFixed(2)} … ${most.toFixed(2)})`;
  const { mostRatio } = result;
  const asked =
    mostRatio === undefined ? "" : `, ≤ ${mostRatio.toFixed(2)} ${median <= mostRatio ? "met" : "MISSED"}`;
  const head = [result.name, "ours", result.against, "target", ""];
  return `${table(rows, { header: head }).join("\n")}\n${ratio}${asked}, ${result.rounds} pairs, load ${result.load.toFixed(1)}\n`;
}
