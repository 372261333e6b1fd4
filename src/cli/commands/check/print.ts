/** The answer of `check`, as text and as JSON. */
import type { Cfg } from "../../../tla/cfg.js";
import { printValue, type Value } from "../../../tla/value.js";
import { reportOutcome, verdictLine } from "../../../tlc/report.js";
import type { Answer, EngineName } from "../../../verify/engines.js";
import type { Io } from "../../command.js";
import { printDiagnostics } from "../../print.js";

const PRINTED = 20;

export type Bounds = readonly (readonly [name: string, value: string])[];

/** The constants of a model as `name = value`, in the order of the file. */
export function boundsOf(cfg: Cfg): Bounds {
  return cfg.entries.flatMap((entry): Bounds => {
    if (entry.kind === "substitution") return [[entry.name, `<- ${entry.operator}`]];
    if (entry.kind !== "constant") return [];
    return [[entry.name, printValue(entry.value)]];
  });
}

/** What was asked, for the reader of an answer. */
export interface Asked {
  /** `Spec.tla, model small`. */
  readonly title: string;
  readonly file: string;
  readonly model: string;
  readonly cfg: Cfg;
}

export const engineNames: Readonly<Record<EngineName | "both", string>> = {
  own: "own engine",
  tlc: "TLC",
  both: "own engine and TLC",
};

/** Maps of values, as in states, become records of their text. */
export function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...(value as Map<string, Value>)].map(([name, v]) => [name, printValue(v)]));
}

export function printJson(io: Io, asked: Asked, answer: Answer): void {
  const { outcome, by, each, notes } = answer;
  const facts = {
    spec: asked.file,
    model: asked.model,
    bounds: Object.fromEntries(boundsOf(asked.cfg)),
    engine: by,
    ...outcome,
    ...(Object.keys(each).length > 1 ? { engines: each } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
  io.stdout.write(`${JSON.stringify(facts, plain, 2)}\n`);
}

export function printAnswer(io: Io, asked: Asked, { outcome, by, each }: Answer): void {
  if (outcome.kind === "spec-fault" || outcome.kind === "unsupported")
    printDiagnostics(outcome.diagnostics, io);
  for (const warning of outcome.warnings) io.stderr.write(`warning: ${warning.split("\n").join("\n  ")}\n`);
  const lines = [`${asked.title}, ${engineNames[by]}`];
  lines.push(...boundsLines(asked));
  if (by === "both" && outcome.kind !== "disagreement") lines.push(...eachLine(each));
  // Behaviours may have more lines than a call takes arguments.
  for (const line of reportOutcome(outcome)) lines.push(line);
  if (outcome.printed.length > 0) {
    lines.push("", "the specification printed:", ...outcome.printed.slice(0, PRINTED).map((l) => `  ${l}`));
    if (outcome.printed.length > PRINTED)
      lines.push(`  … ${outcome.printed.length - PRINTED} more lines (--json)`);
  }
  io.stdout.write(`${lines.join("\n")}\n`);
}

const eachLine = (each: Answer["each"]): readonly string[] =>
  (["own", "tlc"] as const).flatMap((name) => {
    const outcome = each[name];
    return outcome === undefined ? [] : [`${engineNames[name]}: ${verdictLine(outcome)}`];
  });

/** `bounds: N = 4`, in a line of its own if there are any. */
export function boundsLines({ cfg }: Asked): readonly string[] {
  const bounds = boundsOf(cfg);
  if (bounds.length === 0) return [];
  return [`bounds: ${bounds.map(([name, value]) => boundText(name, value)).join(", ")}`];
}

const boundText = (name: string, value: string): string =>
  value.startsWith("<- ") ? `${name} ${value}` : `${name} = ${value}`;
