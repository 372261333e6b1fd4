/**
 * Whether anything is missing in a log: numbers that go up by one for each node, an end marker, nodes that must be there.
 * What matches a specification line by line may still have lost the line that would not have.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import * as faults from "./faults.js";
import type { Json, LogLine } from "./types.js";

export interface CompletenessOptions {
  /** Whose line it is; undefined for lines of nobody. All lines are of one node if this is left out. */
  readonly node?: (line: LogLine) => string | undefined;
  /** The line's number among those of its node; each is one more than the one before. */
  readonly sequence?: (line: LogLine) => Json | undefined;
  /** The number of the first line; any without it. */
  readonly first?: number;
  /** Whether the line ends the log of its node; a number says how many lines of the node stand before it. */
  readonly end?: (line: LogLine) => boolean | number;
  /** Nodes that must have logged something. */
  readonly nodes?: readonly string[];
  /** So many lines there must be at least; 1 without it. */
  readonly least?: number;
}

interface Seen {
  readonly node: string;
  count: number;
  last: LogLine;
  number: number | undefined;
  end: LogLine | undefined;
}

/** Looks at lines in the order of their files; what is wrong is told at once, what is missing at the end. */
export class Completeness {
  private readonly seen = new Map<string, Seen>();
  private total = 0;
  private last: LogLine | undefined;

  constructor(private readonly options: CompletenessOptions) {}

  /** The faults that this line shows. */
  take(line: LogLine): readonly Diagnostic[] {
    const { options } = this;
    const node = options.node === undefined ? "" : options.node(line);
    if (node === undefined) return [];
    this.last = line;
    const known = this.seen.get(node);
    const seen = known ?? { node, count: 0, last: line, number: undefined, end: undefined };
    if (known === undefined) this.seen.set(node, seen);
    const ends = options.end?.(line) ?? false;
    if (ends !== false) return this.ended(seen, line, ends);
    const found: Diagnostic[] = [];
    if (seen.end !== undefined) found.push(faults.afterEnd(named(node), placeOf(line), placeOf(seen.end)));
    if (options.sequence !== undefined) found.push(...this.numbered(seen, line, options.sequence(line)));
    seen.count += 1;
    seen.last = line;
    this.total += 1;
    return found;
  }

  /** What is missing, now that no line follows. */
  finish(): readonly Diagnostic[] {
    const { options, total } = this;
    const end = this.last === undefined ? undefined : placeOf(this.last);
    const found: Diagnostic[] = [];
    const least = options.least ?? 1;
    if (total < least) found.push(faults.tooFew(total, least, end));
    for (const node of options.nodes ?? [])
      if (!this.seen.has(node)) found.push(faults.missingNode(node, end));
    if (options.end !== undefined) {
      const open = [...this.seen.values()].filter((s) => s.end === undefined);
      found.push(...open.map((s) => faults.noEnd(s.node === "" ? undefined : s.node, placeOf(s.last))));
    }
    if (options.end === undefined && options.sequence === undefined) found.push(faults.notMarked(end));
    return found;
  }

  private ended(seen: Seen, line: LogLine, said: true | number): readonly Diagnostic[] {
    const found: Diagnostic[] = [];
    if (seen.end !== undefined)
      found.push(faults.afterEnd(named(seen.node), placeOf(line), placeOf(seen.end)));
    seen.end = line;
    // An end marker may have a number like any line: then nothing is missing before it.
    const number = this.options.sequence?.(line);
    if (number !== undefined) found.push(...this.numbered(seen, line, number));
    if (said !== true && said !== seen.count)
      found.push(faults.wrongCount(named(seen.node), placeOf(line), said, seen.count));
    return found;
  }

  private numbered(seen: Seen, line: LogLine, given: Json | undefined): readonly Diagnostic[] {
    const number = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
    if (typeof number !== "number" || !Number.isSafeInteger(number))
      return [
        faults.badSequence(placeOf(line), given === undefined ? "a missing field" : JSON.stringify(given)),
      ];
    const { first } = this.options;
    const before = seen.number ?? (first === undefined ? undefined : first - 1);
    seen.number = Math.max(number, before ?? number);
    if (before === undefined || number === before + 1) return [];
    if (number <= before)
      return [faults.duplicateSequence(placeOf(line), named(seen.node), number, placeOf(seen.last))];
    const missing = number === before + 2 ? `number ${before + 1}` : `numbers ${before + 1} to ${number - 1}`;
    return [faults.sequenceGap(placeOf(line), named(seen.node), missing)];
  }
}

const named = (node: string): string => (node === "" ? "the log" : node);
const placeOf = (line: LogLine) => faults.logPlace(line.file, line.line, line.text.length);
