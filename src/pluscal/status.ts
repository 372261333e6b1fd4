/**
 * Whether a module's PlusCal translation can be relied on, told from its text alone.
 *
 * The translator notes two checksums. That of the translation is recomputed exactly. That of the algorithm cannot be:
 * it is taken of the translator's own syntax tree (and of a mere constant when the algorithm is `--fair`). Instead the
 * algorithm is read and its steps are compared with the actions of the translation; `translate` gives certainty.
 */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Span } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import { checksum, translationChecksum } from "./checksum.js";
import { compare, type Difference, hasMoreFairness } from "./compare.js";
import * as faults from "./faults.js";
import { type Checksums, locate, type TranslationRegion } from "./locate.js";
import { parseAlgorithm } from "./parse.js";
import { readTranslation } from "./translation.js";

export type PluscalVerdict =
  /** There is no algorithm. */
  | { readonly kind: "none" }
  /** As far as can be told without the translator. `edited`: its text is not what the translator wrote. */
  | { readonly kind: "current"; readonly edited: boolean }
  | { readonly kind: "stale"; readonly differences: readonly string[] }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly reason: string };

export interface PluscalStatus {
  readonly verdict: PluscalVerdict;
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_NOTES = 5;

/** Never throws; `file` only names the places of diagnostics. */
export function pluscalStatus(file: string, source: string): PluscalStatus {
  const { algorithm, fair, translation, unended } = locate(source);
  if (algorithm === undefined) return { verdict: { kind: "none" }, diagnostics: [] };
  const place = (span: Span): Place => placeOf(file, source, span);
  const head = { start: algorithm.start, end: endOfLine(source, algorithm.start) };
  if (unended) {
    const at = source.search(/BEGIN *TRANSLATION/);
    const diagnostic = faults.unended(place(lineAround(source, at)));
    return { verdict: { kind: "absent" }, diagnostics: [diagnostic] };
  }
  const name = /algorithm\s+(\w+)/.exec(source.slice(algorithm.start))?.[1] ?? "";
  if (translation === undefined || source.slice(translation.body.start, translation.body.end).trim() === "") {
    return { verdict: { kind: "absent" }, diagnostics: [faults.absent(name, place(head))] };
  }
  const parsed = parseAlgorithm(source, algorithm.start, algorithm.end);
  if (parsed.kind === "fault") {
    const at = place({ start: parsed.offset, end: parsed.offset + 1 });
    const { message: reason } = parsed;
    return { verdict: { kind: "unknown", reason }, diagnostics: [faults.unknown(at, reason)] };
  }
  const read = readTranslation(source, translation.body);
  const differences = [
    ...compare(parsed.algorithm, read),
    ...fairHead(algorithm.start, fair, translation.checksums),
  ];
  if (differences.length > 0) {
    const notes = differences.slice(0, MAX_NOTES).map((d) => ({
      message: d.what,
      place: place({ start: d.offset, end: wordEnd(source, d.offset) }),
    }));
    const verdict = { kind: "stale", differences: differences.map((d) => d.what) } as const;
    return { verdict, diagnostics: [faults.stale(name, place(head), notes)] };
  }
  if (hasMoreFairness(parsed.algorithm, read) && !setsFairness(source)) {
    const reason = "`Spec` has fairness for which the algorithm does not ask; an option may have given it";
    return { verdict: { kind: "unknown", reason }, diagnostics: [faults.unknown(place(head), reason)] };
  }
  const hand = handEdited(source, translation);
  const diagnostics =
    hand === undefined
      ? []
      : [faults.edited(place(trimmed(source, translation.begin)), hand.noted, hand.seen)];
  return { verdict: { kind: "current", edited: hand !== undefined }, diagnostics };
}

function handEdited(
  source: string,
  translation: TranslationRegion,
): { readonly noted: string; readonly seen: string } | undefined {
  const noted = translation.checksums?.tla;
  if (noted === undefined || noted === UNSET) return undefined;
  const seen = translationChecksum(source.slice(translation.body.start, translation.body.end));
  return seen === noted ? undefined : { noted, seen };
}

/**
 * For an algorithm that begins with `--fair` the translator may take the checksum of the word `fair` alone; where it
 * did, the checksum tells that the algorithm began so.
 */
function fairHead(offset: number, fair: boolean, checksums: Checksums | undefined): readonly Difference[] {
  if (fair || checksums?.pcal !== checksum("fair")) return [];
  return [{ what: "the algorithm was `--fair` when it was translated", offset }];
}

/** What stands in place of a checksum that was never taken. */
const UNSET = "ffffffff";

/** `PlusCal options (wf)` and the like give a fairness that the algorithm does not name. */
function setsFairness(source: string): boolean {
  const options = /PlusCal\s+options\s*\(([^)]*)\)/i.exec(source)?.[1] ?? "";
  return /\b(wf|sf|wfNext|nof|termination)\b/.test(options);
}

const lineAround = (source: string, at: number): Span =>
  trimmed(source, { start: source.lastIndexOf("\n", at) + 1, end: endOfLine(source, at) });

function endOfLine(source: string, offset: number): number {
  const end = source.indexOf("\n", offset);
  return end < 0 ? source.length : end;
}

const wordEnd = (source: string, offset: number): number =>
  offset + (/^\w+/.exec(source.slice(offset, offset + 200))?.[0].length ?? 1);

function trimmed(source: string, span: Span): Span {
  const text = source.slice(span.start, span.end);
  return {
    start: span.start + text.length - text.trimStart().length,
    end: span.start + text.trimEnd().length,
  };
}
