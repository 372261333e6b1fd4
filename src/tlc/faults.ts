/** Faults in a specification, read from what SANY and TLC print. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

/** Where modules are: SANY prints the files it reads, TLC names modules only. */
export interface Sources {
  /** The file of a module, as SANY printed it or guessed beside the specification. */
  fileOf(module: string): string;
  readonly cfgFile: string;
}

const RANGE = /line (\d+), col(?:umn)? (\d+) to line (\d+), col(?:umn)? (\d+) (?:of module|in) (\w+)/i;

/** TLC's columns are inclusive; ours end after the last character. */
function placeOf(match: RegExpExecArray, sources: Sources): Place {
  return {
    file: sources.fileOf(match[5] ?? ""),
    line: Number(match[1]),
    column: Number(match[2]),
    endLine: Number(match[3]),
    endColumn: Number(match[4]) + 1,
  };
}

function point(file: string, line: number, column: number): Place {
  return { file, line, column, endLine: line, endColumn: column + 1 };
}

function fault(
  code: string,
  severity: "error" | "warning",
  message: string,
  place: Place | undefined,
): Diagnostic {
  return { code, severity, message, ...(place === undefined ? {} : { place }) };
}

/** What SANY said between its start and its end, as diagnostics; empty when it was content. */
export function readSany(lines: readonly string[], sources: Sources): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  let module: string | undefined;
  let severity: "error" | "warning" = "error";
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const parsing = /^Parsing file (?:.*[/\\])?(\w+)\.tla/.exec(line);
    if (parsing !== null) module = parsing[1];
    if (/^\*\*\* Errors:/.test(line)) severity = "error";
    if (/^\*\*\* Warnings:/.test(line)) severity = "warning";
    const file = sources.fileOf(module ?? "");
    const encountered = /^(Encountered .*?) at line (\d+), column (\d+)(.*)$/.exec(line);
    if (encountered !== null) {
      const expecting = lines[i - 1]?.startsWith("Was expecting") ? `; ${lines[i - 1]?.toLowerCase()}` : "";
      const text = `${encountered[1]}${encountered[4]?.trimEnd()}${expecting}`;
      const place = point(file, Number(encountered[2]), Number(encountered[3]));
      found.push(fault("tlc/parse-error", "error", text, place));
      continue;
    }
    const lexical = /Lexical error at line (\d+), column (\d+)\.?\s*(.*)$/.exec(line);
    if (lexical !== null) {
      const place = point(file, Number(lexical[1]), Number(lexical[2]));
      found.push(fault("tlc/lexical-error", "error", `lexical error: ${lexical[3]}`, place));
      continue;
    }
    const semantic = line.startsWith("line ") ? RANGE.exec(line) : null;
    if (semantic !== null) {
      const text = paragraph(lines, i + 1);
      if (text !== "") found.push(fault("tlc/semantic-error", severity, text, placeOf(semantic, sources)));
      continue;
    }
    const missing = /^Cannot find source file for module (\w+)(?: imported in module (\w+))?/.exec(line);
    if (missing !== null) found.push(missingModule(missing[1] ?? "", missing[2]));
  }
  return found;
}

function missingModule(name: string, importer: string | undefined): Diagnostic {
  const by = importer === undefined ? "" : `, which module ${importer} uses`;
  return {
    code: "tlc/missing-module",
    severity: "error",
    message: `cannot find the module ${name}${by}`,
    hint: `put ${name}.tla beside the specification; TLC brings the standard modules only`,
  };
}

/** The first paragraph at or after line `from`, its lines joined. */
function paragraph(lines: readonly string[], from: number): string {
  let start = from;
  while (start < lines.length && lines[start]?.trim() === "") start++;
  const text: string[] = [];
  for (let i = start; i < lines.length && lines[i]?.trim() !== ""; i++) text.push(lines[i]?.trim() ?? "");
  return text.join(" ");
}

/** A message of TLC with severity "error" that is no verdict, as a diagnostic. `nested` is TLC's list of positions. */
export function readFault(
  code: number,
  text: string,
  nested: string | undefined,
  sources: Sources,
): Diagnostic {
  const cfgLine = /configuration file at line (\d+)\s*(.*)/s.exec(text);
  if (cfgLine !== null) {
    const message = `TLC does not understand this line: ${cfgLine[2]?.trim() ?? ""}`;
    return fault(`tlc/${code}`, "error", message, point(sources.cfgFile, Number(cfgLine[1]), 1));
  }
  const missing = missingJava(text);
  if (missing !== undefined) {
    const place = nested === undefined ? undefined : useOf(nested);
    const { message, hint } = missing;
    return { ...fault("tlc/java-missing", "error", message, place && placeOf(place, sources)), hint };
  }
  const inner = nested === undefined ? undefined : lastRange(nested);
  const range = inner ?? RANGE.exec(text) ?? undefined;
  return fault(
    `tlc/${code}`,
    "error",
    clean(text),
    range === undefined ? undefined : placeOf(range, sources),
  );
}

/** What our library asserts of an operator that only Java code of a module can do, where TLC was not given that. */
export function missingJava(text: string): { readonly message: string; readonly hint: string } | undefined {
  const [, message, hint] = /"(\w+ is done by Java code that [^:"]*): ([^"]*)"/.exec(text) ?? [];
  return message === undefined || hint === undefined ? undefined : { message, hint };
}

/** The innermost position outside the module that has the innermost of all. */
function useOf(text: string): RegExpExecArray | undefined {
  const ranges = text.split("\n").map((line) => RANGE.exec(line));
  const inner = ranges.findLast((range) => range !== null);
  return ranges.findLast((range) => range !== null && range[5] !== inner?.[5]) ?? undefined;
}

/** The innermost position: TLC lists the nested expressions from the outside in. */
function lastRange(text: string): RegExpExecArray | undefined {
  return text
    .split("\n")
    .map((line) => RANGE.exec(line))
    .findLast((match) => match !== null) as RegExpExecArray | undefined;
}

/** TLC's general remarks say nothing of the fault; a state inside the message is told by the counterexample. */
function clean(text: string): string {
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    if (/^(While working on the initial state|The error occurred when TLC was evaluating)/.test(line)) break;
    if (/^(TLC threw an unexpected exception|This was probably caused|See the User Output)/.test(line))
      continue;
    const trimmed = line.replace(/^The exception was a /, "").trim();
    // A line that is nothing but a position is told by the place.
    if (trimmed !== "" && trimmed.replace(RANGE, "") !== "") kept.push(trimmed);
  }
  return kept.join("\n");
}
