/** One JSON value a line, in text that comes in pieces. */
import type { Diagnostic } from "../report/diagnostic.js";
import { lineTooLong, logPlace, notJson, truncated } from "./faults.js";
import type { Json, LogBatch, LogLine } from "./types.js";

/** Takes text piece by piece; `batch` gives what was found since the last call. */
export interface Splitter {
  push(text: string): void;
  /** No text follows. */
  finish(): void;
  batch(): LogBatch;
  /** Lines that were passed over as noise. */
  readonly skipped: number;
}

export interface NoiseOptions {
  /** Lines that are no JSON are passed over. */
  readonly skipNoise?: boolean;
  /** Where the value is in a line: the first group, or all of what is matched. Lines that do not match are passed over. */
  readonly pattern?: RegExp;
}

/** Longer ones are no events: a file without line ends, or one that is no log. */
export const LONGEST = 1 << 26;

export class NdjsonSplitter implements Splitter {
  skipped = 0;
  private lines: LogLine[] = [];
  private faults: Diagnostic[] = [];
  private rest = "";
  private line = 1;
  /** Whether the line that goes on was told to be too long: what follows of it is passed over. */
  private isTooLong = false;

  constructor(
    private readonly file: string,
    private readonly options: NoiseOptions = {},
  ) {}

  push(text: string): void {
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      const line = text.slice(from, at);
      if (!this.isTooLong) this.take(this.rest === "" ? line : this.rest + line, false);
      this.isTooLong = false;
      this.rest = "";
      this.line += 1;
      from = at + 1;
    }
    if (!this.isTooLong) this.rest += text.slice(from);
    if (this.rest.length <= LONGEST) return;
    this.faults.push(lineTooLong(logPlace(this.file, this.line), LONGEST));
    this.isTooLong = true;
    this.rest = "";
  }

  finish(): void {
    if (!this.isTooLong) this.take(this.rest, true);
    this.rest = "";
  }

  batch(): LogBatch {
    const { lines, faults } = this;
    this.lines = [];
    this.faults = [];
    return { lines, faults };
  }

  private take(line: string, last: boolean): void {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    const wanted = this.wanted(text);
    if (wanted === undefined) {
      if (text.trim() !== "") this.skipped += 1;
      return;
    }
    if (wanted.trim() === "") return;
    const json = parsed(wanted);
    if (json !== undefined) this.lines.push({ file: this.file, line: this.line, text, json });
    else if (last && /^\s*[[{]/.test(wanted)) this.faults.push(truncated(this.place(text)));
    else if (this.options.skipNoise === true) this.skipped += 1;
    else this.faults.push(notJson(this.place(text), text));
  }

  private wanted(text: string): string | undefined {
    if (this.options.pattern === undefined) return text;
    const found = this.options.pattern.exec(text);
    return found === null ? undefined : (found[1] ?? found[0]);
  }

  private place(text: string) {
    return logPlace(this.file, this.line, text.length);
  }
}

export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
