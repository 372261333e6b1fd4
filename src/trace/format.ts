/**
 * Logs of replicas: one JSON record a line. A replica's log has three kinds of record.
 *
 * - What it did. `index` is the value of its trusted counter, 1, 2, 3 … without gaps; a message is called
 *   `<node>:<index>:<position in out>`, with its content at that position of `messages`; `changed` has the new value of
 *   each variable of the node that changed.
 *     {"v":1,"node":"s1","index":3,"action":"Vote","args":{},"inputs":{"m":["s2:2:0"]},
 *      "changed":{"votedFor":"s2"},"out":["s1:3:0"],"messages":[{…}]}
 * - What it accepted from others (`by` is the replica that accepted): so the events of a Byzantine node, whose own log
 *   is worthless, are known from correct ones.
 *     {"v":1,"accepted":true,"node":"s3","index":5,"by":"s1","action":…,"args":…,"inputs":…,"out":…,"messages":…}
 * - That it ended in order, after so many events. A log that does not end so may be truncated.
 *     {"v":1,"node":"s1","end":17}
 *
 * Reading never throws: each bad line is a diagnostic with its place.
 */
import { z } from "zod";
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { fault, linePlace } from "./faults.js";
import { valueOfJson } from "./json-value.js";

const eventIndex = z.number().int().min(1);
const nodeName = z.string().min(1);
const ids = z.array(z.string());
const values = z.record(z.string(), z.unknown());

const step = {
  v: z.literal(1),
  node: nodeName,
  index: eventIndex,
  action: z.string(),
  args: values,
  inputs: z.record(z.string(), ids),
  out: ids,
  messages: z.array(z.unknown()).optional(),
};

const ownSchema = z.strictObject({ ...step, accepted: z.literal(false).optional(), changed: values });
const acceptedSchema = z.strictObject({
  ...step,
  accepted: z.literal(true),
  by: nodeName,
  changed: values.optional(),
});
const endSchema = z.strictObject({ v: z.literal(1), node: nodeName, end: z.number().int().min(0) });

/** An event on record; values are still JSON. */
export interface RecordedEvent {
  readonly place: Place;
  readonly node: string;
  readonly index: number;
  /** Who recorded it: the node itself, or one that accepted it. */
  readonly by: string;
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Undefined where only the event is known, not what it did to its node. */
  readonly changed: Readonly<Record<string, unknown>> | undefined;
  readonly out: readonly string[];
  readonly messages: readonly unknown[];
}

export interface Log {
  readonly file: string;
  /** Whose log it is. */
  readonly node: string;
  readonly place: Place;
  readonly own: readonly RecordedEvent[];
  readonly accepted: readonly RecordedEvent[];
  /** Whether the log ends with an end record. */
  readonly ended: boolean;
}

export interface ReadOptions {
  /** Logs may break off. */
  readonly partial: boolean;
}

export interface LogRead {
  readonly log: Log | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one replica's log and checks that it is complete: no gaps, no duplicates, an end. */
export function readLog(file: string, text: string, options: ReadOptions): LogRead {
  const lines = text.split("\n");
  const reader: Reader = { file, own: [], accepted: [], found: [], owner: undefined, end: undefined };
  let last = 0;
  for (const [k, line] of lines.entries()) {
    if (line.trim() === "") continue;
    last = k + 1;
    const place = linePlace(file, k + 1, line.length);
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      const broken = k === lines.length - 1;
      if (broken && options.partial) continue;
      reader.found.push(broken ? fault.truncatedLine(place) : fault.notJson(place));
      continue;
    }
    takeRecord(reader, place, json);
  }
  if (last === 0) return { log: undefined, diagnostics: [fault.empty(file)] };
  if (reader.found.length === 0 && reader.owner === undefined) reader.found.push(fault.empty(file));
  const { owner } = reader;
  const ended = reader.end !== undefined;
  if (!ended && !options.partial && owner !== undefined && !reader.found.some(isTruncation)) {
    reader.found.push(fault.noEnd(file, last, owner));
  }
  if (reader.found.length > 0 || owner === undefined) return { log: undefined, diagnostics: reader.found };
  const { own, accepted } = reader;
  return { log: { file, node: owner, place: linePlace(file, 1), own, accepted, ended }, diagnostics: [] };
}

const isTruncation = (d: Diagnostic): boolean => d.code === "trace/truncated-line";

interface Reader {
  readonly file: string;
  readonly own: RecordedEvent[];
  readonly accepted: RecordedEvent[];
  readonly found: Diagnostic[];
  owner: string | undefined;
  /** The end record, while nothing follows it. */
  end: number | undefined;
}

function takeRecord(reader: Reader, place: Place, json: unknown): void {
  const kind = kindOf(json);
  const parsed = kind.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    reader.found.push(fault.shape(place, issue?.path.join(".") ?? "", issue?.message ?? "unreadable"));
    return;
  }
  const record = parsed.data;
  const owner = "by" in record ? record.by : record.node;
  reader.owner ??= owner;
  if (owner !== reader.owner) {
    reader.found.push(fault.foreign(place, owner, reader.owner));
    return;
  }
  if ("end" in record) {
    const count = reader.own.at(-1)?.index ?? 0;
    if (record.end !== count) reader.found.push(fault.wrongEnd(place, record.node, record.end, count));
    reader.end = record.end;
    return;
  }
  reader.end = undefined;
  const { node, index, action, args, inputs, changed, out } = record;
  const messages = record.messages ?? [];
  const event: RecordedEvent = {
    place,
    by: owner,
    node,
    index,
    action,
    args,
    inputs,
    changed,
    out,
    messages,
  };
  const problems = contentFaults(event);
  reader.found.push(...problems);
  if (record.accepted === true) {
    reader.accepted.push(event);
    return;
  }
  const before = reader.own.at(-1);
  const expected = (before?.index ?? 0) + 1;
  const same = event.index === expected ? undefined : reader.own.find((e) => e.index === event.index);
  if (same !== undefined) reader.found.push(fault.duplicate(place, event.node, event.index, same.place));
  else if (event.index !== expected) reader.found.push(fault.gap(place, event.node, expected, event.index));
  reader.own.push(event);
}

function kindOf(json: unknown): typeof ownSchema | typeof acceptedSchema | typeof endSchema {
  if (typeof json !== "object" || json === null) return ownSchema;
  if ("end" in json) return endSchema;
  return "accepted" in json && json.accepted === true ? acceptedSchema : ownSchema;
}

/** Identities of what it sends, contents of them, and values that are none. */
function contentFaults(event: RecordedEvent): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const { place } = event;
  event.out.forEach((id, k) => {
    const expected = `${event.node}:${event.index}:${k}`;
    if (id !== expected) found.push(fault.outIdentity(place, id, expected));
  });
  if (event.messages.length !== event.out.length)
    found.push(fault.outContent(place, event.out.length, event.messages.length));
  const parts: readonly (readonly [string, unknown])[] = [
    ...Object.entries(event.args).map(([name, v]) => [`args.${name}`, v] as const),
    ...Object.entries(event.changed ?? {}).map(([name, v]) => [`changed.${name}`, v] as const),
    ...event.messages.map((v, k) => [`messages.${k}`, v] as const),
  ];
  for (const [path, v] of parts)
    if (valueOfJson(v, noModels) === undefined) found.push(fault.noValue(place, path));
  return found;
}

const noModels: ReadonlySet<string> = new Set();
