/** The derivation table on one screen: what certifies what, at which counter value, and what receivers ask of it. */
import { table } from "../report/table.js";
import type { KappaReport } from "./kappa/types.js";
import type { Analysis, DerivationRow } from "./types.js";

/** Characters of a check that are shown; all of it is in `showAnalysis`. */
const WIDEST = 64;

/** One line for each certificate and for each kind without one, further lines for further checks. */
export function derivationTable(
  { rows }: Pick<Analysis, "rows">,
  kappa: Pick<KappaReport, "counters"> | undefined,
): readonly string[] {
  const values = new Map(kappa?.counters.flatMap((c) => [...c.kappa]) ?? []);
  const cells = rows.flatMap((row) => cellsOf(row, (row.event && values.get(row.event)) ?? row.kappa));
  return table(cells, {
    header: ["message (action)", "counter", "certificate", "binds", "receivers ask", "line"],
  });
}

function cellsOf(row: DerivationRow, value: string): readonly (readonly string[])[] {
  const binds = [...row.key, ...row.bound].join(", ");
  const counter = row.certificate === "none" ? "–" : `${row.counter} ${value}`;
  const [first = "–", ...more] = row.justification.map(cut);
  return [
    [row.name, counter, row.certificate, binds === "" ? "–" : binds, first, String(row.place.line)],
    ...more.map((check) => ["", "", "", "", check]),
  ];
}

const cut = (text: string): string => (text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 2)} …`);
