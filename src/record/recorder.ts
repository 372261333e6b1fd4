/**
 * Records what a program does, for checking it against its specification: one line of JSON for each step.
 *
 *     {"v":1,"node":"n1","seq":1,"ts":1700000000000000,"event":"Timeout","args":{"i":"n1"},"after":{"term":2}}
 *
 * `seq` counts the lines of the node from 1, so that a lost line is noticed; `ts` is in microseconds. Before the first
 * event there may be `{…,"config":{…}}`; the last line of a log that was ended in order is `{…,"end":17}`, the number of
 * lines before it. What cannot be written as JSON leaves `"fault"` in its line, which validation reports. Lines are gathered and written together; at the latest after a second, when the process exits, and
 * when a signal ends it. Needs Node's own modules only.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, parse } from "node:path";
import { encode, JsonBytes, type Redaction } from "./encode.js";
import type { AnyTrace, Observed, Recorder, RecorderOptions, TraceTypes } from "./types.js";

export {
  type MemoryRecorder,
  type MemoryRecorderOptions,
  memoryRecorder,
  type RecordedTrace,
} from "./memory.js";
export type { AnyTrace, Observed, Recorder, RecorderOptions, TraceTypes } from "./types.js";

/** So many bytes are gathered before they are written. */
const GATHERED = 1 << 16;
const LONGEST_LINE = 1 << 20;
const FLUSH_MILLISECONDS = 1000;
const MICROSECONDS = 1000;
const SECOND = 1_000_000;
const SECOND_DIGITS = 6;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does nothing, at the cost of a call. */
const off: Recorder<never> = {
  on: false,
  event() {},
  config() {},
  flush() {},
  end() {},
};

/** Throws an Error if the log cannot be opened. A recorder that is off touches nothing. */
export function recorder<T extends TraceTypes = AnyTrace>(options: RecorderOptions): Recorder<T> {
  return options.on === false ? off : new FileRecorder(options);
}

const { timeOrigin } = performance;
const ending = new Set<FileRecorder>();
const undo: (() => void)[] = [];

class FileRecorder implements Recorder<never> {
  on = true;
  private readonly head: string;
  private readonly redaction: Redaction | undefined;
  private file = -1;
  private bytes = 0;
  private part = 0;
  private sequence = 0;
  private readonly gathered = new JsonBytes();
  /** What a line says, while it is made; undefined meanwhile, as a value's own methods may record something, too. */
  private content: JsonBytes | undefined;
  private second = 0;
  /** `,"ts":` and the whole seconds of the last stamp. */
  private stamp = "";
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: RecorderOptions) {
    const { redact, redactKey, node } = options;
    this.redaction =
      redact === undefined || redact.length === 0
        ? undefined
        : { fields: new Set(redact), key: redactKey ?? processKey() };
    mkdirSync(dirname(options.file), { recursive: true });
    this.sequence = this.continued();
    this.open();
    this.head = Buffer.from(`{"v":1,"node":${encode(node)},"seq":`).toString("latin1");
    this.timer = setInterval(() => this.flush(), FLUSH_MILLISECONDS);
    this.timer.unref();
    if (ending.size === 0) listen(options.signals ?? true);
    ending.add(this);
  }

  event(action: string, args?: unknown, observed?: Observed<unknown>): void {
    if (!this.on) return;
    const line = this.opened();
    line.ascii('"event":');
    line.text(action);
    const name = line.length;
    try {
      if (args !== undefined) part(line, ',"args":', args);
      if (observed?.before !== undefined) part(line, ',"before":', observed.before);
      if (observed?.after !== undefined) part(line, ',"after":', observed.after);
    } catch (error) {
      line.length = name;
      part(line, ',"fault":', reasonOf(error));
    }
    this.add(line);
  }

  config(constants: Readonly<Record<string, unknown>>): void {
    if (!this.on) return;
    const line = this.opened();
    part(line, '"config":', constants);
    this.add(line);
  }

  flush(): void {
    if (this.gathered.length === 0 || this.file < 0) return;
    const bytes = this.gathered.take();
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
      this.bytes += bytes.length;
      if (this.bytes >= (this.options.maxBytes ?? Number.POSITIVE_INFINITY)) this.rotate();
    } catch (error) {
      this.failed(error);
    }
  }

  end(): void {
    if (!this.on) return;
    const line = this.opened();
    part(line, '"end":', this.sequence);
    this.add(line);
    this.flush();
    this.stop();
  }

  private opened(): JsonBytes {
    const line = this.content ?? new JsonBytes(this.redaction);
    this.content = undefined;
    line.length = 0;
    return line;
  }

  private add(line: JsonBytes): void {
    this.content = line;
    // A value's own method has ended the log.
    if (!this.on) return;
    const { gathered } = this;
    this.sequence += 1;
    gathered.ascii(this.head);
    gathered.number(this.sequence);
    this.stamped(gathered);
    gathered.append(line);
    gathered.ascii("}\n");
    if (gathered.length >= GATHERED) this.flush();
  }

  private stamped(line: JsonBytes): void {
    const now = Math.round((timeOrigin + performance.now()) * MICROSECONDS);
    const second = Math.floor(now / SECOND);
    if (second !== this.second) {
      this.second = second;
      this.stamp = `,"ts":${second}`;
    }
    line.ascii(this.stamp);
    line.padded(now - second * SECOND, SECOND_DIGITS);
    line.ascii(",");
  }

  /** The number of the last line of a log that is gone on with; 0 for a new one. */
  private continued(): number {
    while (existsSync(this.name(this.part + 1))) this.part += 1;
    const last = endOf(this.name()).trimEnd().split("\n").at(-1) ?? "";
    const found = /^\{"v":1,"node":(?:"(?:[^"\\]|\\.)*"),"seq":(\d+)/.exec(last);
    return found === null ? 0 : Number(found[1]);
  }

  private name(part = this.part): string {
    if (part === 0) return this.options.file;
    const { dir, name, ext } = parse(this.options.file);
    return join(dir, `${name}.${part}${ext}`);
  }

  private open(): void {
    this.file = openSync(this.name(), "a");
    this.bytes = fstatSync(this.file).size;
  }

  private rotate(): void {
    closeSync(this.file);
    this.part += 1;
    this.open();
  }

  private stop(): void {
    this.on = false;
    clearInterval(this.timer);
    ending.delete(this);
    if (ending.size === 0) for (const forget of undo.splice(0)) forget();
    if (this.file >= 0) closeSync(this.file);
    this.file = -1;
  }

  /** The program goes on without its log. */
  private failed(error: unknown): void {
    const { file } = this.options;
    const told = new Error(`recording to ${file} stopped: ${reasonOf(error)}`, { cause: error });
    try {
      this.stop();
    } catch {
      // The file is of no use any more.
    }
    if (this.options.onError === undefined) process.emitWarning(told);
    else this.options.onError(told);
  }
}

/** The last part of a file, with its last line if that is not longer; "" for what is no ordinary file. */
function endOf(path: string): string {
  if (!existsSync(path) || !statSync(path).isFile()) return "";
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, LONGEST_LINE));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8", 0, read);
  } finally {
    closeSync(file);
  }
}

function part(line: JsonBytes, label: string, value: unknown): void {
  line.ascii(label);
  line.value(value);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let key: string | undefined;
function processKey(): string {
  key ??= randomBytes(16).toString("hex");
  return key;
}

/** What was gathered is written when the process exits: with a marker if it exits in order, else without. */
function listen(signals: boolean): void {
  const onExit = (code: number): void => {
    for (const recorder of [...ending]) {
      if (code === 0) recorder.end();
      else recorder.flush();
    }
  };
  process.on("exit", onExit);
  undo.push(() => process.removeListener("exit", onExit));
  for (const signal of signals ? SIGNALS : []) {
    const onSignal = (): void => {
      for (const recorder of ending) recorder.flush();
      if (process.listenerCount(signal) > 1) return;
      // Nobody else is told: the signal does what it would have done.
      process.removeListener(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
    undo.push(() => process.removeListener(signal, onSignal));
  }
}
