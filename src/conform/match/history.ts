/**
 * The last lines of a trace with the states before them, so that a rejection can be looked into without reading the trace
 * again.
 *
 * Representation: pieces of SPACING lines, each with the states that were possible before its first; the last two pieces
 * are kept. Where many states are possible nothing is.
 */
import type { Row } from "../../engine/model.js";
import type { LogLine } from "../../log/types.js";
import type { Reader, Renames } from "../reader.js";
import type { Matcher } from "./match.js";

const SPACING = 24;
const MOST_STATES = 64;
/** So many lines after the rejected one are kept. */
const MOST_AFTER = 2000;

/** Where matching stands between two lines. */
type Standpoint = Pick<Matcher, "current" | "pending">;

interface Piece {
  readonly rows: readonly Row[];
  /** Silent steps that were put off up to there. */
  readonly pending: readonly number[];
  readonly renames: Renames;
  readonly lines: LogLine[];
}

/** What is kept: the lines from some point on, and where the trace stood there. */
export interface Past {
  readonly rows: readonly Row[];
  /** Silent steps that were put off up to there. */
  readonly pending: readonly number[];
  readonly renames: Renames;
  readonly lines: readonly LogLine[];
}

export class History {
  /** The lines after the rejected one. */
  readonly after: LogLine[] = [];
  private pieces: Piece[] = [];
  private isCut = false;

  /** To be called for each line before it is read. */
  take(line: LogLine, { current: states, pending }: Standpoint, reader: Reader): void {
    const last = this.pieces.at(-1);
    if (last !== undefined && last.lines.length < SPACING) {
      last.lines.push(line);
      return;
    }
    if (states.size > MOST_STATES) {
      this.pieces = [];
      return;
    }
    const rows = states.rows.map((row) => Int32Array.from(row));
    const piece = { rows, pending, renames: reader.renames, lines: [line] };
    this.pieces = last === undefined ? [piece] : [last, piece];
  }

  /** `unreadable`: there are lines that are none of these, as they cannot be read. */
  follow(lines: readonly LogLine[], unreadable: boolean): void {
    const room = this.isCut ? 0 : MOST_AFTER - this.after.length;
    this.after.push(...lines.slice(0, room));
    if (unreadable || room < lines.length) this.isCut = true;
  }

  /** Whether lines after the rejected one are missing in `after`: then more of them are of no use. */
  get isFull(): boolean {
    return this.isCut;
  }

  /** Undefined where too many states were possible. */
  get past(): Past | undefined {
    const [first] = this.pieces;
    if (first === undefined) return undefined;
    return {
      rows: first.rows,
      pending: first.pending,
      renames: first.renames,
      lines: this.pieces.flatMap((p) => p.lines),
    };
  }
}
