/** Running the official PlusCal translator on a copy of a module: the user's file is never touched. */
import { readText, withTempDir, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { capture, type ProgramResult } from "../host/process.js";
import { type Diagnostic, type Place, unreachable } from "../report/diagnostic.js";
import * as faults from "./faults.js";
import { locate } from "./locate.js";

/** How to run the translator. */
export interface Translator {
  /** The `java` program. */
  readonly java: string;
  /** TLC's jar, which holds the translator. */
  readonly jar: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type Translated =
  | {
      readonly kind: "translated";
      /** The whole module with its translation. */
      readonly text: string;
      /**
       * How the module's own translation compares. `layout`: it differs in blanks and in the positions noted in
       * assertions only. `different` may be no more than another version of the translator.
       */
      readonly before: "same" | "layout" | "different" | "absent";
    }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

const TIMEOUT_MS = 120_000;

/**
 * Translates the algorithm in a module's text. `module` names the module, `file` the places of diagnostics. Rejects
 * only when the temporary directory cannot be used; what the translator says comes as diagnostics.
 */
export async function translate(
  file: string,
  module: string,
  source: string,
  translator: Translator,
): Promise<Translated> {
  return withTempDir(async (dir) => {
    const name = `${module}.tla`;
    const copy = join(dir, name);
    await writeAtomic(copy, source);
    const args = [
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Dfile.encoding=UTF-8",
      `-Djava.io.tmpdir=${dir}`,
      "-cp",
      translator.jar,
      "pcal.trans",
      "-nocfg",
      name,
    ];
    const result = await capture(translator.java, args, {
      cwd: dir,
      timeoutMs: translator.timeoutMs ?? TIMEOUT_MS,
      ...(translator.env === undefined ? {} : { env: translator.env }),
      ...(translator.signal === undefined ? {} : { signal: translator.signal }),
    });
    const failure = failureOf(file, result);
    if (failure !== undefined) return { kind: "failed", diagnostics: [failure] };
    const written = await readText(copy);
    const text = source.includes("\r\n") ? written.replace(/\r?\n/g, "\r\n") : written;
    return { kind: "translated", text, before: compareBodies(bodyOf(source), bodyOf(text)) };
  });
}

function failureOf(
  file: string,
  result: ProgramResult & { readonly stdout: string },
): Diagnostic | undefined {
  const { end, lastLines } = result;
  switch (end.kind) {
    case "exited":
      if (end.exitCode === 0) return undefined;
      return (
        rejection(file, result.stdout) ?? faults.translatorFailed(`exit code ${end.exitCode}`, lastLines)
      );
    case "signalled":
      return faults.translatorFailed(`it was ended by ${end.signal}`, lastLines);
    case "timeout":
      return faults.translatorFailed("it took too long", lastLines);
    case "cancelled":
      return faults.translatorFailed("it was cancelled", lastLines);
    case "not-installed":
      return faults.translatorFailed("there is no Java", lastLines);
    case "not-started":
      return faults.translatorFailed(end.reason, lastLines);
    default:
      return unreachable(end);
  }
}

/** The translator's own message: what follows `Unrecoverable error:`, with the first place that it names. */
function rejection(file: string, printed: string): Diagnostic | undefined {
  const said = /Unrecoverable error:\s*(?:--)?([\s\S]*?)(?:\n\s*\n|$)/.exec(printed)?.[1];
  if (said === undefined) return undefined;
  const message = said.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  const at = /line (\d+)(?:, column (\d+))?/.exec(message);
  if (at === null) return faults.rejected(message, undefined);
  const line = Number(at[1]);
  const column = Number(at[2] ?? 1);
  const place: Place = { file, line, column, endLine: line, endColumn: column + 1 };
  return faults.rejected(message, place);
}

function bodyOf(source: string): string | undefined {
  const body = locate(source).translation?.body;
  const text = body === undefined ? "" : source.slice(body.start, body.end).replace(/\r\n/g, "\n");
  return text.trim() === "" ? undefined : text;
}

function compareBodies(
  before: string | undefined,
  after: string | undefined,
): "same" | "layout" | "different" | "absent" {
  if (before === undefined) return "absent";
  if (before === after) return "same";
  return after !== undefined && loose(before) === loose(after) ? "layout" : "different";
}

const loose = (text: string): string =>
  text
    .replace(/\bline \d+, column \d+/g, "line")
    .replace(/\s+/g, " ")
    .trim();
