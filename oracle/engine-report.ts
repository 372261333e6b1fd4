/** The comparison of engines, as text. Pure but for the folder that paths are shown relative to. */
import { basename, relative } from "node:path";
import type { Answer } from "./engine-answer.js";
import type { Row } from "./engine-run.js";

const WORDS = { same: "same", different: "DIFFERENT", "not comparable": "-" } as const;

function said(answer: Answer): string {
  if (answer.kind === "none") return answer.reason;
  const { verdict, name, counts } = answer;
  const what = name === undefined ? verdict : `${verdict} ${name}`;
  return verdict === "holds" && counts !== undefined ? `${counts.distinct}/${counts.generated}` : what;
}

/** One line: result, model, what ours said and how long it took, what is to be known. */
export function rowText(row: Row): string {
  const { result, ours, tlc } = row;
  const name = relative(process.cwd(), row.cfg);
  const module = basename(row.module, ".tla");
  const model = basename(row.cfg, ".cfg") === module ? name : `${name} (${module})`;
  const times = [
    `${ours.seconds.toFixed(1)} s`,
    ...(tlc === undefined ? [] : [`TLC ${tlc.seconds.toFixed(1)} s`]),
  ];
  const graph = row.graph === "not compared" ? "" : `, graph ${row.graph}`;
  const what =
    result === "same"
      ? `as ${row.reference}${graph}`
      : [row.reason, row.detail].filter((t) => t !== "").join(": ");
  return `${WORDS[result].padEnd(9)} ${model}: ${said(ours)} [${times.join(", ")}] ${what}`;
}

/** How many of each, by reason. */
export function summary(rows: readonly Row[]): readonly string[] {
  const tally = new Map<string, number>();
  const count = (key: string): void => {
    tally.set(key, (tally.get(key) ?? 0) + 1);
  };
  for (const row of rows) count(row.result === "same" ? row.result : `${row.result}: ${row.reason}`);
  const graphs = rows.filter((r) => r.graph === "same").length;
  const lines = [...tally]
    .sort((a, b) => b[1] - a[1])
    .map(([what, n]) => `${String(n).padStart(5)}  ${what}`);
  return [
    `${rows.length} models`,
    ...lines,
    ...(graphs === 0 ? [] : [`${String(graphs).padStart(5)}  graphs the same`]),
  ];
}
