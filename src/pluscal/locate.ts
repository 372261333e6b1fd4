/** Where an algorithm and its translation stand in a module's text, by the translator's own rules. */
import type { Span } from "../tla/ast.js";
import { afterComment } from "./tokens.js";

export interface Checksums {
  /** Lower case hexadecimal as written; undefined when left open (`\in STRING`). */
  readonly pcal: string | undefined;
  readonly tla: string | undefined;
}

export interface TranslationRegion {
  /** The line with BEGIN TRANSLATION, without its line end. */
  readonly begin: Span;
  /** The text between the two lines. */
  readonly body: Span;
  readonly checksums: Checksums | undefined;
}

export interface PluscalRegions {
  /** From `--algorithm` (or `--fair algorithm`) to the end of its comment, undefined without an algorithm. */
  readonly algorithm: Span | undefined;
  readonly fair: boolean;
  readonly translation: TranslationRegion | undefined;
  /** True: there is a line BEGIN TRANSLATION and no line END TRANSLATION after it. */
  readonly unended: boolean;
}

const CHECKSUMS = new RegExp(
  String.raw`BEGIN TRANSLATION\s+\(\s*ch(?:ec)?ksum\(p(?:lus)?cal\)\s*(?:=\s*"([0-9a-f]*)"|\\in\s*STRING)` +
    String.raw`\s*\/\\\s*ch(?:ec)?ksum\(tla\+?\)\s*(?:=\s*"([0-9a-f]*)"|\\in\s*STRING)\s*\)`,
  "i",
);

function lineOf(source: string, pattern: RegExp, from: number): Span | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(source);
  if (match === null) return undefined;
  const end = source.indexOf("\n", match.index);
  const start = source.lastIndexOf("\n", match.index) + 1;
  return { start, end: end < 0 ? source.length : end };
}

/** Finds both; nothing is parsed. */
export function locate(source: string): PluscalRegions {
  const begin = lineOf(source, /BEGIN *TRANSLATION/g, 0);
  const end = begin === undefined ? undefined : lineOf(source, /END *TRANSLATION/g, begin.end);
  const translation =
    begin === undefined || end === undefined
      ? undefined
      : {
          begin,
          body: { start: Math.min(begin.end + 1, end.start), end: end.start },
          checksums: checksumsOf(source.slice(begin.start, begin.end)),
        };
  const start = algorithmStart(source, translation?.body);
  return {
    algorithm:
      start === undefined ? undefined : { start: start.offset, end: endOf(source, start.offset, begin) },
    fair: start?.fair ?? false,
    translation,
    unended: begin !== undefined && end === undefined,
  };
}

function algorithmStart(
  source: string,
  translation: Span | undefined,
): { readonly offset: number; readonly fair: boolean } | undefined {
  for (const match of source.matchAll(/--(?:algorithm|fair\s+algorithm)(?![A-Za-z0-9_])/g)) {
    const offset = match.index;
    if (translation !== undefined && offset >= translation.start && offset < translation.end) continue;
    if (/^\s*[A-Za-z0-9_]/.test(source.slice(offset + match[0].length))) {
      return { offset, fair: match[0].startsWith("--fair") };
    }
  }
  return undefined;
}

/** An algorithm ends with its comment, and before a translation that follows it. */
function endOf(source: string, offset: number, translation: Span | undefined): number {
  const end = commentEnd(source, offset);
  return translation !== undefined && translation.start > offset ? Math.min(end, translation.start) : end;
}

/** The end of the comment that holds `offset`; the end of the text when the algorithm stands outside of any. */
function commentEnd(source: string, offset: number): number {
  let i = offset;
  while (i < source.length) {
    if (source.startsWith("(*", i)) i = afterComment(source, i, source.length);
    else if (source.startsWith("*)", i)) return i;
    else i += 1;
  }
  return source.length;
}

function checksumsOf(line: string): Checksums | undefined {
  const match = CHECKSUMS.exec(line);
  if (match === null) return undefined;
  return { pcal: match[1]?.toLowerCase(), tla: match[2]?.toLowerCase() };
}
