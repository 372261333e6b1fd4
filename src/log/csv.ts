/**
 * Tables with a row of names, RFC 4180: cells may be quoted and then have commas and line ends in them. An unquoted cell
 * is a number, TRUE or FALSE where it looks like one, a JSON array or object where it is one, and else text; an empty one
 * is a field that is not there. Quoted cells are text, or a JSON array or object. A name with dots makes objects:
 * `msg.from`.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { csvHeader, csvQuote, csvRow, lineTooLong, logPlace, truncated } from "./faults.js";
import { LONGEST, parsed, type Splitter } from "./ndjson.js";
import { isObject, type Json, type LogBatch, type LogLine } from "./types.js";

interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

export class CsvSplitter implements Splitter {
  readonly skipped = 0;
  private lines: LogLine[] = [];
  private faults: Diagnostic[] = [];
  private rest = "";
  /** Whether `rest` ends within quotes. */
  private isQuoted = false;
  private line = 1;
  private fields: readonly string[] | undefined;
  private broken = false;

  constructor(private readonly file: string) {}

  push(text: string): void {
    if (this.broken) return;
    let from = 0;
    let quote = text.indexOf('"');
    for (let at = 0; !this.broken; ) {
      const end = text.indexOf("\n", at);
      for (; quote >= 0 && (end < 0 || quote < end); quote = text.indexOf('"', quote + 1))
        this.isQuoted = !this.isQuoted;
      if (end < 0) break;
      at = end + 1;
      if (this.isQuoted) continue;
      this.row(this.rest + text.slice(from, end));
      this.rest = "";
      from = at;
    }
    this.rest += text.slice(from);
    if (this.rest.length <= LONGEST) return;
    this.faults.push(lineTooLong(logPlace(this.file, this.line), LONGEST));
    this.broken = true;
  }

  finish(): void {
    if (this.broken) return;
    if (this.isQuoted) this.faults.push(truncated(logPlace(this.file, this.line)));
    else this.row(this.rest);
  }

  batch(): LogBatch {
    const { lines, faults } = this;
    this.lines = [];
    this.faults = [];
    return { lines, faults };
  }

  private row(given: string): void {
    const text = given.endsWith("\r") ? given.slice(0, -1) : given;
    const line = this.line;
    this.line += 1 + (given.split("\n").length - 1);
    if (text.trim() === "") return;
    const place = logPlace(this.file, line, text.split("\n", 1)[0]?.length ?? 0);
    const cells = cellsOf(text);
    if (cells === undefined) {
      this.faults.push(csvQuote(place));
      return;
    }
    if (this.fields === undefined) {
      this.fields = this.header(cells, place);
      return;
    }
    const { fields } = this;
    if (cells.length !== fields.length) this.faults.push(csvRow(place, cells.length, fields.length));
    else this.lines.push({ file: this.file, line, text, json: objectOf(fields, cells) });
  }

  private header(cells: readonly Cell[], place: ReturnType<typeof logPlace>): readonly string[] {
    const names = cells.map((c) => c.text.trim());
    const twice = names.find((n, k) => names.indexOf(n) !== k);
    const problem = names.includes("")
      ? "one is empty"
      : twice === undefined
        ? undefined
        : `${twice} is there twice`;
    if (problem !== undefined) {
      this.faults.push(csvHeader(place, problem));
      this.broken = true;
    }
    return names;
  }
}

/** Where the quotes that open at `from` close; undefined where they do not, or text follows. */
function quoteEnd(row: string, from: number): number | undefined {
  let at = row.indexOf('"', from + 1);
  while (at >= 0 && row[at + 1] === '"') at = row.indexOf('"', at + 2);
  return at >= 0 && (at + 1 === row.length || row[at + 1] === ",") ? at : undefined;
}

/** The cells of a row; undefined where quotes are wrong. */
function cellsOf(row: string): readonly Cell[] | undefined {
  const cells: Cell[] = [];
  for (let at = 0; ; ) {
    if (row[at] === '"') {
      const end = quoteEnd(row, at);
      if (end === undefined) return undefined;
      cells.push({ text: row.slice(at + 1, end).replaceAll('""', '"'), quoted: true });
      at = end + 1;
    } else {
      const end = row.indexOf(",", at);
      cells.push({ text: row.slice(at, end < 0 ? row.length : end), quoted: false });
      at = end < 0 ? row.length : end;
    }
    if (at >= row.length) return cells;
    at += 1;
    if (at === row.length) {
      cells.push({ text: "", quoted: false });
      return cells;
    }
  }
}

function objectOf(fields: readonly string[], cells: readonly Cell[]): Json {
  const out: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const [k, field] of fields.entries()) {
    const value = cellValue(cells[k]);
    if (value !== undefined) put(out, field.split("."), value);
  }
  return out;
}

function put(into: Record<string, Json>, [name = "", ...more]: readonly string[], value: Json): void {
  if (more.length === 0) {
    into[name] = value;
    return;
  }
  const inner = into[name];
  const object = isObject(inner) ? (inner as Record<string, Json>) : {};
  into[name] = object;
  put(object, more, value);
}

function cellValue(cell: Cell | undefined): Json | undefined {
  if (cell === undefined || (!cell.quoted && cell.text.trim() === "")) return undefined;
  const text = cell.quoted ? cell.text : cell.text.trim();
  if (/^[[{]/.test(text)) return parsed(text) ?? text;
  if (cell.quoted) return text;
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return text;
}
