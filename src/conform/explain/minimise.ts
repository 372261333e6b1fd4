/**
 * The smallest log that is rejected for the same reason: the rejected line alone, from the states that the lines before it
 * lead to, which the mapping's `init` then says. Where too many states are possible right before it, more lines are needed,
 * and those of some of the nodes, from the beginning, may be fewer. What is given is matched again before.
 */
import type { Row } from "../../engine/model.js";
import { toTree } from "../../engine/values/show.js";
import type { LogBatch, LogLine } from "../../log/types.js";
import { printValue, type Value } from "../../tla/value.js";
import { constantsOf } from "../mapping/constants.js";
import { mappingOf } from "../mapping/mapping.js";
import type { MappingFile } from "../mapping/mapping-schema.js";
import { Matcher } from "../match/match.js";
import { nodesOf } from "../order/order.js";
import type { Prepared } from "../prepare.js";
import { Reader, type Renames } from "../reader.js";
import { type PreparedTrace, preparedTraces, type ValidateRequest, validateLogs } from "../validate.js";
import type { Rejection } from "../verdict.js";

export interface Minimised {
  readonly lines: readonly LogLine[];
  /** For a log of one JSON value a line; `spec` is as it was. */
  readonly mapping: MappingFile;
}

/** More states at once make no initial predicate that anybody reads. */
const MOST_STATES = 16;
/** So many lines before the rejected one are tried, where many states are possible right before it. */
const MOST_LINES = 40;

interface Start {
  readonly at: number;
  readonly rows: readonly Row[];
  readonly renames: Renames;
}

/** Undefined where no small log is rejected for that reason. `files`: those of the rejected trace. */
export async function minimised(
  request: ValidateRequest,
  files: readonly string[],
  rejection: Rejection,
): Promise<Minimised | undefined> {
  for await (const trace of preparedTraces({ ...request, files })) {
    if ("faults" in trace) return undefined;
    const constants = await constantsOf(request.subject.spec, request.mapping, () => oneBatch(trace.lines));
    const again: Again = { trace, constants, isSame: (m) => isSame(request, m, rejection) };
    const last = await lastLines(again);
    if (last?.lines.length === 1) return last;
    const some = await someNodes(again, rejection);
    const isLess = some !== undefined && (last === undefined || some.lines.length < last.lines.length);
    return isLess ? some : last;
  }
  return undefined;
}

interface Again {
  readonly trace: PreparedTrace;
  readonly constants: ReadonlyMap<string, string>;
  /** Whether it is rejected in its last line, for the same reason. */
  readonly isSame: (small: Minimised) => Promise<boolean>;
}

async function lastLines({ trace, constants, isSame }: Again): Promise<Minimised | undefined> {
  const { starts, rejected } = startsOf(trace);
  for (const start of starts) {
    const lines = trace.lines.slice(start.at, rejected + 1);
    const small = { lines, mapping: startingAt(trace.prepared, start, lines, constants) };
    if (await isSame(small)) return small;
  }
  return undefined;
}

/** All lines of some of the nodes: one node after another is left out, those with most lines first, if it may be. */
async function someNodes(
  { trace, constants, isSame }: Again,
  { event }: Rejection,
): Promise<Minimised | undefined> {
  const { prepared, boot } = trace;
  const nodeOf = nodesOf(prepared.mapping);
  const rejected = trace.lines.findIndex((l) => l.file === event.file && l.line === event.line);
  const own = trace.lines[rejected];
  if (nodeOf === undefined || own === undefined) return undefined;
  const whole = trace.lines.slice(0, rejected + 1);
  const nodeHere = (line: LogLine): string | undefined =>
    boot?.has(line) === true ? undefined : nodeOf(line);
  const counts = new Map<string, number>();
  for (const line of whole) {
    const node = nodeHere(line);
    if (node !== undefined && node !== nodeOf(own)) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  const reader = new Reader(prepared);
  for (const line of whole) reader.read(line);
  let best: Minimised | undefined;
  for (const [node] of [...counts].sort(([, a], [, b]) => b - a)) {
    const lines = (best?.lines ?? whole).filter((line) => nodeHere(line) !== node);
    const mapping = fromTheBeginning(prepared, reader.renames, lines, constants);
    if (await isSame({ lines, mapping })) best = { lines, mapping };
  }
  return best;
}

/** The points from which the rejected line can be reached, the last first. */
function startsOf({ prepared, lines, boot }: PreparedTrace): {
  readonly starts: readonly Start[];
  readonly rejected: number;
} {
  const reader = new Reader(prepared);
  const matcher = new Matcher(prepared, undefined, false);
  for (const [k, event] of (boot?.events ?? []).entries()) {
    matcher.checking = k === (boot?.events.length ?? 0) - 1;
    if (matcher.step(event).kind !== "matched") return { starts: [], rejected: -1 };
  }
  const starts: Start[] = [];
  for (const [at, line] of lines.entries()) {
    if (boot?.has(line) === true) continue;
    const { rows } = matcher.current;
    if (rows.length <= MOST_STATES)
      starts.unshift({ at, rows: rows.map((r) => Int32Array.from(r)), renames: reader.renames });
    if (starts.length > MOST_LINES) starts.pop();
    const read = reader.read(line);
    if (read === undefined) break;
    if (read.kind === "event" && matcher.step(read.event).kind !== "matched") return { starts, rejected: at };
  }
  return { starts: [], rejected: -1 };
}

function startingAt(
  prepared: Prepared,
  { rows, renames }: Start,
  lines: readonly LogLine[],
  constants: ReadonlyMap<string, string>,
): MappingFile {
  const { boot: _boot, ...content } = fromTheBeginning(prepared, renames, lines, constants);
  const states = [...new Set(rows.map((row) => stateFormula(prepared, row)))];
  const init = states.length === 1 ? (states[0] ?? "") : states.map((s) => `\\/ (${s})`).join(" ");
  return { ...content, init };
}

/** The mapping for other lines in one file, with the constants and names that it had. `renames`: before the lines. */
function fromTheBeginning(
  prepared: Prepared,
  renames: Renames,
  lines: readonly LogLine[],
  constants: ReadonlyMap<string, string>,
): MappingFile {
  const { rename, ...content } = prepared.mapping.content;
  const given = constants.size === 0 ? {} : { constants: Object.fromEntries(constants) };
  const named = rename === undefined ? {} : { rename: reordered(prepared, rename, renames, lines) };
  return { ...content, ...given, ...named, log: { ...content.log, format: "ndjson", files: "each" } };
}

function stateFormula({ own, parts }: Prepared, row: Row): string {
  const { model, module, lowered } = own;
  const isOurs = (name: string): boolean => module.variables.includes(name) || parts.kept.includes(name);
  return lowered.variables
    .flatMap((name, i) =>
      isOurs(name) ? [] : [`/\\ ${name} = ${formula(toTree(model.bank, model.valueOf(row, i)))}`],
    )
    .join(" ");
}

/** A value in operators that every module has: functions without those of TLC. `depth`: of functions around it. */
function formula(v: Value, depth = 1): string {
  const of = (value: Value): string => formula(value, depth + 1);
  const list = (items: readonly Value[]): string => items.map(of).join(", ");
  switch (v.kind) {
    case "set":
      return `{${list(v.items)}}`;
    case "tuple":
      return `<<${list(v.items)}>>`;
    case "record":
      return `[${v.fields.map(([name, value]) => `${name} |-> ${of(value)}`).join(", ")}]`;
    case "function": {
      const key = `k${depth}_`;
      const arms = v.pairs.map(([k, value]) => `${key} = ${of(k)} -> ${of(value)}`);
      return `[${key} \\in {${list(v.pairs.map(([k]) => k))}} |-> CASE ${arms.join(" [] ")}]`;
    }
    default:
      return printValue(v);
  }
}

/** Names go by first appearance: those that appear in these lines come first, as they do in these. */
function reordered(
  prepared: Prepared,
  rename: NonNullable<MappingFile["rename"]>,
  renames: Renames,
  lines: readonly LogLine[],
): NonNullable<MappingFile["rename"]> {
  const [whole, alone] = [new Reader(prepared), new Reader(prepared)];
  whole.resume(renames);
  for (const line of lines) {
    whole.read(line);
    alone.read(line);
  }
  const [before, after] = [whole.renames, alone.renames];
  return Object.fromEntries(
    Object.entries(rename).map(([path, values]) => {
      const keys = [...(before.get(path) ?? new Map()).keys()];
      const first = [...(after.get(path) ?? new Map()).keys()].flatMap((k) => values[keys.indexOf(k)] ?? []);
      return [path, [...first, ...values.filter((v) => !first.includes(v))]];
    }),
  );
}

async function isSame(
  { subject, mapping: { file } }: ValidateRequest,
  { lines, mapping: content }: Minimised,
  rejection: Rejection,
): Promise<boolean> {
  const numbered = lines.map((line, k) => ({ ...line, file: "minimised", line: k + 1 }));
  const mapping = mappingOf(file, content);
  const again = { subject, mapping, files: ["minimised"], read: () => oneBatch(numbered) };
  for await (const result of validateLogs(again)) {
    if (!("verdict" in result) || result.verdict.kind !== "rejected") return false;
    const { event, candidates, invariant } = result.verdict.rejection;
    const reasons = (list: Rejection["candidates"]): ReadonlySet<string> =>
      new Set(list.map(({ rule, at }) => `${rule} ${at?.text ?? ""}`));
    const wanted = reasons(rejection.candidates);
    return (
      event.line === lines.length &&
      invariant === rejection.invariant &&
      (wanted.size === 0 || [...reasons(candidates)].some((r) => wanted.has(r)))
    );
  }
  return false;
}

async function* oneBatch(lines: readonly LogLine[]): AsyncGenerator<LogBatch> {
  yield { lines, faults: [] };
}
