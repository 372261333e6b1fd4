/** A recorder that keeps its lines, for tests: what was recorded is handed to a matcher, nothing is written. */
import { encode, type Redaction } from "./encode.js";
import type { AnyTrace, Observed, Recorder, TraceTypes } from "./types.js";

/** What was recorded, one JSON line each, as a file would have it. */
export interface RecordedTrace {
  readonly lines: readonly string[];
}

export interface MemoryRecorder<T extends TraceTypes = AnyTrace> extends Recorder<T>, RecordedTrace {
  /** A recorder of another node whose lines go to the same trace, in the order of the calls. */
  of(node: string): Recorder<T>;
}

export interface MemoryRecorderOptions {
  readonly node: string;
  /** As of the recorder that writes files; it must be given a key where there are several traces to compare. */
  readonly redact?: readonly string[];
  readonly redactKey?: string;
}

export function memoryRecorder<T extends TraceTypes = AnyTrace>(
  options: MemoryRecorderOptions,
): MemoryRecorder<T> {
  const { node, redact = [], redactKey = "" } = options;
  const redaction = redact.length === 0 ? undefined : { fields: new Set(redact), key: redactKey };
  const all: string[] = [];
  const first = new NodeRecorder(node, all, redaction);
  const others = new Map<string, NodeRecorder>([[node, first]]);
  const of = (name: string): NodeRecorder => {
    const known = others.get(name) ?? new NodeRecorder(name, all, redaction);
    others.set(name, known);
    return known;
  };
  return Object.assign(first, { lines: all, of });
}

class NodeRecorder implements Recorder<never> {
  on = true;
  private sequence = 0;

  constructor(
    private readonly node: string,
    private readonly all: string[],
    private readonly redaction: Redaction | undefined,
  ) {}

  event(action: string, args?: unknown, observed?: Observed<unknown>): void {
    const parts = Object.entries({ args, before: observed?.before, after: observed?.after });
    const shown = parts.flatMap(([name, value]) =>
      value === undefined ? [] : [`,"${name}":${encode(value, this.redaction)}`],
    );
    this.add(`"event":${encode(action)}${shown.join("")}`);
  }

  config(constants: Readonly<Record<string, unknown>>): void {
    this.add(`"config":${encode(constants, this.redaction)}`);
  }

  flush(): void {}

  end(): void {
    if (!this.on) return;
    this.add(`"end":${this.sequence}`);
    this.on = false;
  }

  private add(content: string): void {
    if (!this.on) return;
    this.sequence += 1;
    this.all.push(
      `{"v":1,"node":${encode(this.node)},"seq":${this.sequence},"ts":${this.all.length + 1},${content}}`,
    );
  }
}
