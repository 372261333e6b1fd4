/**
 * A log file as lines: decoded, its form found out, split and parsed while it comes in. No more than a piece and the
 * lines in it are held, so that files may be longer than memory.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { CsvSplitter } from "./csv.js";
import { empty, encoding } from "./faults.js";
import { JsonSplitter } from "./json-values.js";
import { NdjsonSplitter, type NoiseOptions, parsed, type Splitter } from "./ndjson.js";
import type { LogBatch, LogFormat } from "./types.js";

export interface ReadOptions extends NoiseOptions {
  /** Found out from the file's name and beginning if it is not given. */
  readonly format?: LogFormat;
}

/**
 * The lines of a file whose bytes come in chunks. What cannot be read is among the faults of a batch; lines before and, as
 * far as they can be told, after it are given nevertheless.
 */
export async function* readLog(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<LogBatch> {
  const decoder = new Decoder(file);
  let splitter: Splitter | undefined;
  let start = "";
  let found = 0;
  const step = (text: string, last: boolean): LogBatch | undefined => {
    if (splitter === undefined) {
      start += text;
      const format = options.format ?? formatOf(file, start, last || decoder.fault !== undefined);
      if (format === undefined) return undefined;
      splitter = splitterFor(format, file, options);
      splitter.push(start);
      start = "";
    } else splitter.push(text);
    if (last) splitter.finish();
    const batch = splitter.batch();
    found += batch.lines.length + batch.faults.length;
    return batch;
  };
  for await (const chunk of chunks) {
    const batch = step(decoder.decode(chunk), false);
    if (batch !== undefined && batch.lines.length + batch.faults.length > 0) yield batch;
    if (decoder.fault !== undefined) {
      yield { lines: [], faults: [decoder.fault] };
      return;
    }
  }
  const rest = decoder.end();
  const batch = step(rest, true) ?? { lines: [], faults: [] };
  const more = decoder.fault === undefined ? [] : [decoder.fault];
  if (found === 0 && more.length === 0 && (splitter?.skipped ?? 0) === 0) more.push(empty(file));
  yield { lines: batch.lines, faults: [...batch.faults, ...more] };
}

function splitterFor(format: LogFormat, file: string, options: ReadOptions): Splitter {
  switch (format) {
    case "ndjson":
      return new NdjsonSplitter(file, options);
    case "json":
      return new JsonSplitter(file);
    case "csv":
      return new CsvSplitter(file);
  }
}

/** So much of a file is looked at to tell its form. */
const LOOK = 1 << 16;

/** The form of a log by its name and beginning; undefined if more text is needed. */
export function formatOf(file: string, start: string, whole: boolean): LogFormat | undefined {
  const name = file.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".csv")) return "csv";
  if (/\.(?:ndjson|jsonl)$/.test(name)) return "ndjson";
  const [first, second] = firstLines(start);
  if (second === undefined && !whole && start.length < LOOK) return undefined;
  if (first === undefined) return "ndjson";
  const json = parsed(first);
  // One array in one line is all of the file; with lines after it, each is an event.
  if (json !== undefined) return Array.isArray(json) && second === undefined ? "json" : "ndjson";
  if (/^\s*\[\s*$|^\s*\[\s*\{|^\s*\{\s*$/.test(first)) return "json";
  if (name.endsWith(".json") && /^\s*[[{]/.test(first)) return "json";
  return /^[\w."$ -]+(?:,[\w."$ -]+)+\r?$/.test(first) ? "csv" : "ndjson";
}

/** The first two lines with something on them, as far as they are there; the last may be cut off. */
function firstLines(text: string): readonly (string | undefined)[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** Bytes as text: UTF-8, or UTF-16 where a mark at the beginning says so. */
class Decoder {
  fault: Diagnostic | undefined;
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private line = 1;
  private name = "utf-8";

  constructor(private readonly file: string) {}

  decode(chunk: Uint8Array): string {
    if (this.decoder === undefined) {
      this.name = chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8";
      if (chunk[0] === 0xfe && chunk[1] === 0xff) {
        this.fault = encoding(this.file, 1, "it is big-endian UTF-16");
        return "";
      }
      this.decoder = new TextDecoder(this.name, { fatal: true });
    }
    return this.carefully(() => this.decoder?.decode(chunk, { stream: true }) ?? "", chunk);
  }

  end(): string {
    return this.carefully(() => this.decoder?.decode() ?? "", new Uint8Array());
  }

  private carefully(decode: () => string, chunk: Uint8Array): string {
    try {
      const text = decode();
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.line += 1;
      return text;
    } catch {
      const text = new TextDecoder(this.name).decode(chunk);
      const good = text.slice(0, Math.max(0, text.indexOf("\ufffd")));
      const lines = good.split("\n");
      this.fault = encoding(this.file, this.line + lines.length - 1, "a byte in this line is none of its");
      return lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join("");
    }
  }
}
