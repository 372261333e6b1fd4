/** Faults of log files, each with file and line. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

export function logPlace(file: string, line: number, length = 0): Place {
  return { file, line, column: 1, endLine: line, endColumn: length + 1 };
}

type More = Pick<Diagnostic, "hint" | "notes">;

const error = (code: string, message: string, place?: Place, more: More = {}): Diagnostic => ({
  code: `log/${code}`,
  severity: "error",
  message,
  ...(place === undefined ? {} : { place }),
  ...more,
});
const warning = (code: string, message: string, place?: Place, more: More = {}): Diagnostic => ({
  ...error(code, message, place, more),
  severity: "warning",
});

const EXCERPT = 60;
const excerpt = (text: string): string =>
  text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT).replace(/[\ud800-\udbff]$/, "")}…`;

export const empty = (file: string): Diagnostic =>
  error("empty", "the log is empty: nothing was recorded", logPlace(file, 1), {
    hint: "an empty log proves nothing; was the recorder on, and is this its file?",
  });
export const notJson = (place: Place, text: string): Diagnostic =>
  error("not-json", `this line is no JSON: ${excerpt(text.trim())}`, place, {
    hint: "lines that are not events can be left out before (grep), or logged to another file",
  });
export const truncated = (place: Place): Diagnostic =>
  error("truncated", "the log breaks off in the middle of a value", place, {
    hint: "what stands before it was read; was the recorder killed before it flushed?",
  });
export const encoding = (file: string, line: number, what: string): Diagnostic =>
  error("encoding", `the log is not UTF-8: ${what}`, logPlace(file, line), {
    hint: "convert it, for instance with iconv -t UTF-8",
  });
export const compressed = (file: string, why: string): Diagnostic =>
  error("compressed", `the compressed log cannot be unpacked: ${why}`, logPlace(file, 1), {
    hint: "what could be unpacked was read",
  });
export const lineTooLong = (place: Place, characters: number): Diagnostic =>
  error("line-too-long", `a value is longer than ${characters} characters`, place, {
    hint: "is this a log, with one event a line?",
  });
export const csvHeader = (place: Place, problem: string): Diagnostic =>
  error("csv-header", `the first row must name the fields: ${problem}`, place);
export const csvRow = (place: Place, cells: number, fields: number): Diagnostic =>
  error("csv-row", `the row has ${cells} cells, the first row names ${fields} fields`, place);
export const csvQuote = (place: Place): Diagnostic =>
  error("csv-quote", "a quote is opened and not closed, or text follows a closing quote", place, {
    hint: 'a quote inside a quoted cell is doubled: "say ""yes"""',
  });

export const noStamp = (place: Place, what: string): Diagnostic =>
  error("no-stamp", `the line has no ${what}, by which the logs are put in order`, place);
export const badStamp = (place: Place, shown: string): Diagnostic =>
  error("bad-stamp", `${shown} is neither a number nor a time by which logs can be put in order`, place, {
    hint: "numbers, whole numbers in strings, and ISO 8601 times can be compared",
  });
export const mixedStamps = (place: Place, one: string, other: string): Diagnostic =>
  error("mixed-stamps", `${one} and ${other} cannot be compared: a number and a time`, place);
export const outOfOrder = (place: Place, now: string, before: string, first: Place): Diagnostic =>
  error("out-of-order", `the stamp ${now} is before that of the line in front of it, ${before}`, place, {
    notes: [{ message: "the line in front of it", place: first }],
    hint: "a file's lines must be in the order in which they happened; sort them if the logger writes late",
  });
export const impreciseStamp = (place: Place, shown: string): Diagnostic =>
  warning("imprecise-stamp", `${shown} is too long for a number of JSON: its last digits are lost`, place, {
    hint: "log it as a string; lines with equal stamps are taken in the order of the files",
  });

export const duplicateSequence = (place: Place, node: string, number: number, first: Place): Diagnostic =>
  error("duplicate-sequence", `number ${number} of ${node} is there twice`, place, {
    notes: [{ message: "first here", place: first }],
  });
export const sequenceGap = (place: Place, node: string, missing: string): Diagnostic =>
  error("sequence-gap", `${missing} of ${node} missing before this line`, place, {
    hint: "the log is incomplete: a lost line may hide what happened",
  });
export const badSequence = (place: Place, shown: string): Diagnostic =>
  error("bad-sequence", `${shown} is no sequence number`, place);
export const noEnd = (node: string | undefined, place: Place | undefined): Diagnostic =>
  error("no-end", `${node === undefined ? "the log" : `the log of ${node}`} has no end marker`, place, {
    hint: "it may be truncated",
  });
export const afterEnd = (node: string, place: Place, end: Place): Diagnostic =>
  error("after-end", `a line of ${node} follows its end marker`, place, {
    notes: [{ message: "the end marker", place: end }],
  });
export const wrongCount = (node: string, place: Place, said: number, found: number): Diagnostic =>
  error("wrong-count", `the end marker says ${said} events of ${node}, the log has ${found}`, place);
export const missingNode = (node: string, place: Place | undefined): Diagnostic =>
  error("missing-node", `nothing of ${node} is logged`, place, {
    hint: "give its log too, or say that it is not traced",
  });
export const tooFew = (found: number, least: number, place: Place | undefined): Diagnostic =>
  error("too-few", `${found} events, at least ${least} are asked for`, place);
export const notMarked = (place: Place | undefined): Diagnostic =>
  warning(
    "not-marked",
    "nothing tells whether the log is complete: no end marker, no sequence numbers",
    place,
    {
      hint: "with --require-complete this is an error",
    },
  );
export const vectorCycle = (place: Place, other: Place): Diagnostic =>
  error("vector-cycle", "by the vector clocks these two lines are each before the other", place, {
    notes: [{ message: "the other one", place: other }],
  });

export const noClock = (place: Place, what: string): Diagnostic =>
  error("no-clock", `the line has no ${what}, the clock by which lines are put in order`, place, {
    hint: "leave it out with `log.select` or `ignore.events` if it is no event",
  });
export const badClock = (place: Place, what: string, shown: string): Diagnostic =>
  error("bad-clock", `${what}: ${shown} is no logical clock`, place, {
    hint: "a Lamport clock is a number, a vector clock an object (or array) of numbers by node",
  });
export const clockWithoutNode = (place: Place): Diagnostic =>
  error("clock-without-node", "the line does not say whose it is, so that its clock tells nothing", place);
export const notCounted = (place: Place, node: string, what: string): Diagnostic =>
  error("not-counted", `${what} of a line of ${node} does not count ${node} itself`, place, {
    hint: "a node counts a step before it logs the clock; are nodes named in clocks as they are in lines?",
  });
export const clockBack = (
  place: Place,
  node: string,
  now: number,
  before: number,
  first: Place,
): Diagnostic =>
  error("clock-back", `the clock goes backwards: it counts ${now} of ${node}, and ${before} before`, place, {
    notes: [{ message: "the same node's line before it", place: first }],
  });
export const clockTwice = (place: Place, node: string, count: number, first: Place): Diagnostic =>
  error("clock-twice", `${node} logs the count ${count} twice: its lines cannot be put in order`, place, {
    notes: [{ message: "first here", place: first }],
    hint: "did the node start again with a new clock? then its runs are different nodes, or different logs",
  });
/** A fault where all nodes are named, else a warning. */
export const unknownClockNode = (place: Place, node: string, isFault: boolean): Diagnostic =>
  (isFault ? error : warning)(
    "unknown-clock-node",
    `the clock counts steps of ${node}, of which there is no line`,
    place,
    { hint: "its log may be missing; what it did is then unknown" },
  );
export const clockAhead = (place: Place, node: string, count: number, last: number): Diagnostic =>
  warning(
    "clock-ahead",
    `the clock counts ${count} steps of ${node}, whose last line counts ${last}`,
    place,
    {
      hint: "the end of its log may be missing",
    },
  );
