/** The share of mutants that are caught, by kind, event and field, and the survivors with why each survives. */
import { table } from "../../report/table.js";
import { type Fate, isCaught, type MutantOutcome, type MutationScore } from "./mutate.js";

export interface Share {
  readonly of: string;
  readonly caught: number;
  readonly tried: number;
}

/** Survivors that survive for one reason: of one kind, event and field. */
export interface SurvivorGroup {
  readonly fate: Fate;
  readonly kind: MutantOutcome["kind"];
  readonly event: string | undefined;
  readonly path: string | undefined;
  readonly count: number;
  readonly example: MutantOutcome;
}

export interface MutationReport {
  readonly mutants: number;
  readonly tried: number;
  readonly caught: number;
  readonly byKind: readonly Share[];
  readonly byEvent: readonly Share[];
  readonly byField: readonly Share[];
  readonly survivors: readonly SurvivorGroup[];
}

export function mutationReport(scores: readonly MutationScore[]): MutationReport {
  const outcomes = scores.flatMap((s) => s.outcomes);
  const groups = new Map<string, { first: MutantOutcome; count: number }>();
  for (const o of outcomes.filter(({ fate }) => !isCaught(fate))) {
    const key = JSON.stringify([o.fate, o.kind, o.event, o.path]);
    const known = groups.get(key) ?? { first: o, count: 0 };
    known.count += 1;
    groups.set(key, known);
  }
  return {
    mutants: scores.reduce((sum, s) => sum + s.mutants, 0),
    tried: outcomes.length,
    caught: outcomes.filter(({ fate }) => isCaught(fate)).length,
    byKind: shares(outcomes, (o) => o.kind),
    byEvent: shares(outcomes, (o) => o.event ?? "(none)"),
    byField: shares(
      outcomes.filter((o) => o.path !== undefined),
      (o) => o.path ?? "",
    ),
    survivors: [...groups.values()]
      .map(({ first, count }): SurvivorGroup => {
        const { fate, kind, event, path } = first;
        return { fate, kind, event, path, count, example: first };
      })
      .sort((a, b) => b.count - a.count),
  };
}

function shares(outcomes: readonly MutantOutcome[], of: (o: MutantOutcome) => string): readonly Share[] {
  const counts = new Map<string, { caught: number; tried: number }>();
  for (const o of outcomes) {
    const count = counts.get(of(o)) ?? { caught: 0, tried: 0 };
    count.tried += 1;
    if (isCaught(o.fate)) count.caught += 1;
    counts.set(of(o), count);
  }
  return [...counts].map(([name, count]) => ({ of: name, ...count }));
}

/** In per cent, 100 where nothing was tried. */
export const percentOf = ({ caught, tried }: { readonly caught: number; readonly tried: number }): number =>
  tried === 0 ? 100 : (100 * caught) / tried;

const reasons: Readonly<Record<Fate, string>> = {
  rejected: "rejected",
  unreadable: "cannot be read by the mapping",
  incomplete: "incomplete or out of order",
  "not-read": "the mapping does not read it",
  ignored: "the mapping ignores the line",
  "no-effect": "the step leaves the states as they are",
  "no-end": "nothing tells where the log ends: log an end marker",
  permitted: "the specification permits this as well",
};

const MOST_GROUPS = 40;

export function showMutation(report: MutationReport, display: (file: string) => string): string {
  const out: string[] = [];
  const part = report.tried < report.mutants ? ` of ${report.mutants}, chosen at random` : "";
  out.push(`${report.tried} mutants${part}: ${percentOf(report).toFixed(1)} % caught`);
  const shown = (title: string, all: readonly Share[]): void => {
    if (all.length === 0) return;
    const rows = all.map((s) => [s.of, `${percentOf(s).toFixed(0)} %`, `${s.caught} of ${s.tried}`]);
    out.push("", ...table(rows, { header: [title, "caught", ""] }));
  };
  shown("change", report.byKind);
  shown("event", report.byEvent);
  shown("field", report.byField);
  if (report.survivors.length > 0) {
    out.push("", "survivors");
    for (const { fate, kind, event, path, count, example } of report.survivors.slice(0, MOST_GROUPS)) {
      const what = [kind, event, path].filter((x) => x !== undefined).join(" ");
      const values = example.values === undefined ? "" : `, ${example.values[0]} → ${example.values[1]}`;
      out.push(`  ${what} ×${count}: ${reasons[fate]} (${display(example.file)}:${example.line}${values})`);
    }
    if (report.survivors.length > MOST_GROUPS)
      out.push(`  … and ${report.survivors.length - MOST_GROUPS} more groups: --json has all`);
  }
  return `${out.join("\n")}\n`;
}
