/**
 * Logs that begin in mid-life: each node's log starts with lines that tell what it found on its disk. Of each node the last
 * of these counts; it takes the place of the node's part of Init.
 */
import type { LogBatch, LogLine } from "../../log/types.js";
import type { Prepared } from "../prepare.js";
import { type Event, Opened, pathIn, Reader } from "../reader.js";
import { accessOf } from "../rules/line-test.js";

export interface Boot {
  /** In the order of the log. */
  readonly events: readonly Event[];
  /** Whether a line is one of a node's start-up lines. */
  has(line: LogLine): boolean;
}

/** Reads a trace up to where every node that is seen has started. Faults are told when the lines are read again. */
export async function bootOf(
  prepared: Prepared,
  batches: () => AsyncIterable<LogBatch>,
): Promise<Boot | undefined> {
  const { boot } = prepared.mapping.content;
  if (boot === undefined) return undefined;
  const opened = new Opened(prepared);
  const per = boot.per ?? prepared.mapping.content.log?.node;
  const node = per === undefined ? () => "" : accessOf(pathIn(per, prepared.mapping.whereOf("boot.per")));
  const names = new Set(boot.events);
  const last = new Map<string, LogLine>();
  const started = new Set<string>();
  const lines = new Set<string>();
  for await (const batch of batches())
    for (const line of batch.lines) {
      const view = opened.of(line);
      if (!opened.counts(view)) continue;
      const key = JSON.stringify(node(view));
      if (started.has(key)) continue;
      if (view.name === undefined || !names.has(view.name)) {
        started.add(key);
        continue;
      }
      last.set(key, line);
      lines.add(keyOf(line));
    }
  const reader = new Reader(prepared);
  const events = [...last.values()].flatMap((line) => reader.boot(line) ?? []);
  return { events, has: (line) => lines.has(keyOf(line)) };
}

const keyOf = (line: LogLine): string => `${line.line} ${line.file}`;
