/**
 * A run as lines of one log: the events in their order, with what they consumed in place of its identity, and at the end
 * for each node how many there were.
 */
import type { Json, LogBatch, LogLine } from "../log/types.js";
import type { Protocol } from "../protocol/types.js";
import type { Run } from "./collect.js";
import type { RecordedEvent } from "./format.js";

/** So many lines are handed on at once. */
const BATCH = 1000;

export async function* runLines(protocol: Protocol, run: Run): AsyncGenerator<LogBatch> {
  const contents = new Map<string, unknown>();
  for (const e of run.events) for (const [k, id] of e.out.entries()) contents.set(id, e.messages[k]);
  const single = new Map(
    protocol.actions.map((a) => [a.name, new Set(a.inputs.flatMap((i) => (i.mode === "one" ? i.name : [])))]),
  );
  const inputsOf = ({ action, inputs }: RecordedEvent): Record<string, unknown> => {
    const out: Record<string, unknown> = {};
    for (const [name, ids] of Object.entries(inputs)) {
      const messages = ids.map((id) => contents.get(id));
      out[name] = single.get(action)?.has(name) === true ? messages[0] : { "#set": messages };
    }
    return out;
  };
  for (let at = 0; at < run.events.length; at += BATCH) {
    const lines = run.events.slice(at, at + BATCH).map((event): LogLine => {
      const { node, index, action, args, changed, messages } = event;
      const inputs = inputsOf(event);
      // What a liar says that it changed is worth nothing: its receivers have computed it.
      const own = changed === undefined || run.byzantine.includes(node) ? {} : { changed };
      return new RunLine(event.place.file, event.place.line, {
        ...{ node, index, action },
        ...(Object.keys(args).length === 0 ? {} : { args }),
        ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
        ...{ ...own, out: { "#set": messages } },
      } as unknown as Json);
    });
    yield { lines, faults: [] };
  }
  if (run.ended) yield { lines: endLines(run), faults: [] };
}

function endLines(run: Run): readonly LogLine[] {
  const last = new Map<string, RecordedEvent>();
  for (const event of run.events) last.set(event.node, event);
  return [...last].map(
    ([node, { place, index }]) => new RunLine(place.file, place.line + 1, { node, end: index }),
  );
}

/** Its text is made when somebody asks for it. */
class RunLine implements LogLine {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly json: Json,
  ) {}

  get text(): string {
    return JSON.stringify(this.json);
  }
}
