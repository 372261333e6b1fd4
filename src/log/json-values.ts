/**
 * JSON values over as many lines as they like: the elements of one array, or values one after another. Text comes in
 * pieces; a scanner that knows only strings and brackets finds where each value ends, so that no more than one value is
 * held at a time.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { lineTooLong, logPlace, notJson, truncated } from "./faults.js";
import { LONGEST, parsed, type Splitter } from "./ndjson.js";
import type { LogBatch, LogLine } from "./types.js";

const [QUOTE, BACKSLASH, NEWLINE, COMMA] = [34, 92, 10, 44];
const [OPEN_SQUARE, CLOSE_SQUARE, OPEN_CURLY, CLOSE_CURLY] = [91, 93, 123, 125];
const isBlank = (c: number): boolean => c === 32 || c === 9 || c === 13 || c === NEWLINE;

export class JsonSplitter implements Splitter {
  readonly skipped = 0;
  private lines: LogLine[] = [];
  private faults: Diagnostic[] = [];
  /** Text of the value that is being read, from pieces before this one. */
  private held = "";
  private line = 1;
  private began = 1;
  /** Brackets open, that of the surrounding array included. */
  private depth = 0;
  /** Whether all values are elements of one array. */
  private inArray = false;
  private started = false;
  private inString = false;
  private escaped = false;
  /** Inside a value; `loose` one that is neither an object, an array nor a string. */
  private inValue = false;
  private loose = false;
  private broken = false;

  constructor(private readonly file: string) {}

  push(text: string): void {
    if (this.broken) return;
    let from = this.inValue ? 0 : -1;
    for (let k = 0; k < text.length && !this.broken; k++) {
      const c = text.charCodeAt(k);
      if (c === NEWLINE) this.line += 1;
      if (this.inValue && this.ends(c)) {
        // A closing bracket or quote belongs to its value, what follows a loose one does not.
        const end = this.loose ? k : k + 1;
        this.take(this.held + text.slice(from, end));
        from = -1;
        if (!this.loose) continue;
      }
      if (!this.inValue && this.begins(c)) from = k;
    }
    if (this.inValue) this.held += text.slice(Math.max(0, from));
    if (this.held.length <= LONGEST) return;
    this.faults.push(lineTooLong(logPlace(this.file, this.began), LONGEST));
    this.broken = true;
  }

  finish(): void {
    if (this.broken) return;
    if (this.inValue && this.loose) this.take(this.held);
    else if (this.inValue || this.depth > 0)
      this.faults.push(truncated(logPlace(this.file, this.inValue ? this.began : this.line)));
  }

  batch(): LogBatch {
    const { lines, faults } = this;
    this.lines = [];
    this.faults = [];
    return { lines, faults };
  }

  /** Outside values: whether one begins with this character. */
  private begins(c: number): boolean {
    if (isBlank(c)) return false;
    if (!this.started) {
      this.started = true;
      if (c === OPEN_SQUARE) {
        this.inArray = true;
        this.depth = 1;
        return false;
      }
    }
    if (c === COMMA && this.depth === 1 && this.inArray) return false;
    if (c === CLOSE_SQUARE && this.depth === 1 && this.inArray) {
      this.depth = 0;
      this.inArray = false;
      return false;
    }
    this.began = this.line;
    this.inValue = true;
    this.inString = c === QUOTE;
    const opens = c === OPEN_SQUARE || c === OPEN_CURLY;
    if (opens) this.depth += 1;
    this.loose = !opens && !this.inString;
    return true;
  }

  /** Inside a value: whether it ends with this character, or before it if it is loose. */
  private ends(c: number): boolean {
    if (this.loose) return isBlank(c) || c === COMMA || c === CLOSE_SQUARE;
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (c === BACKSLASH) this.escaped = true;
      else if (c === QUOTE) this.inString = false;
      return !this.inString && this.depth === this.level;
    }
    if (c === QUOTE) this.inString = true;
    else if (c === OPEN_CURLY || c === OPEN_SQUARE) this.depth += 1;
    else if (c === CLOSE_CURLY || c === CLOSE_SQUARE) {
      this.depth -= 1;
      return this.depth <= this.level;
    }
    return false;
  }

  private get level(): number {
    return this.inArray ? 1 : 0;
  }

  private take(text: string): void {
    this.inValue = false;
    this.held = "";
    const json = parsed(text);
    if (json !== undefined) {
      this.lines.push({ file: this.file, line: this.began, text, json });
      return;
    }
    this.faults.push(notJson(logPlace(this.file, this.began), text));
    // Where brackets do not match, all that follows would be read wrongly.
    this.broken = true;
  }
}
