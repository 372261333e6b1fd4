/**
 * The stream that TLC prints with `-tool`, as items.
 *
 * Representation: TLC wraps each of its messages in a start and an end mark with a code and a severity; everything
 * between messages is output of SANY, of the specification (`PrintT`) or of the Java machine. Messages may be nested:
 * an inner one comes out before the outer one, and its text is not repeated there.
 */

export type TlcItem =
  | {
      readonly kind: "message";
      readonly code: number;
      readonly severity: number;
      readonly text: string;
      /** False when the stream ended before the end mark. */
      readonly complete: boolean;
    }
  | { readonly kind: "line"; readonly text: string };

export interface MessageParser {
  /** Text as it comes; where it is cut makes no difference. */
  push(chunk: string): void;
  /** To be called once, at the end of the stream. */
  end(): void;
}

const START = /^(.*?)@!@!@STARTMSG (-?\d+)(?::(\d+))? @!@!@\s*$/;
const END = /^(.*?)@!@!@ENDMSG (-?\d+) @!@!@\s*$/;

interface Open {
  readonly code: number;
  readonly severity: number;
  readonly lines: string[];
}

/** A streaming parser; `onItem` gets each item as soon as its last line is there. */
export function messageParser(onItem: (item: TlcItem) => void): MessageParser {
  const open: Open[] = [];
  let rest = "";

  const text = (line: string): void => {
    const top = open.at(-1);
    if (top === undefined) onItem({ kind: "line", text: line });
    else top.lines.push(line);
  };
  const close = (complete: boolean): void => {
    const top = open.pop();
    if (top === undefined) return;
    const { code, severity, lines } = top;
    onItem({ kind: "message", code, severity, text: lines.join("\n"), complete });
  };
  const line = (raw: string): void => {
    const plain = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const start = plain.includes("@!@!@") ? START.exec(plain) : null;
    if (start !== null) {
      if (start[1] !== "") text(start[1] ?? "");
      open.push({ code: Number(start[2]), severity: Number(start[3] ?? 0), lines: [] });
      return;
    }
    const end = plain.includes("@!@!@") ? END.exec(plain) : null;
    const match = end === null ? -1 : open.findLastIndex((o) => o.code === Number(end[2]));
    if (end === null || match < 0) {
      text(plain);
      return;
    }
    if (end[1] !== "") text(end[1] ?? "");
    while (open.length - 1 > match) close(false);
    close(true);
  };

  return {
    push(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const one of lines) line(one);
    },
    end() {
      if (rest !== "") line(rest);
      rest = "";
      while (open.length > 0) close(false);
    },
  };
}

/** TLC's codes that we act on, by the name TLC gives them. */
export const Code = {
  general: 1000,
  outOfMemory: [1001, 1002, 1003] as readonly number[],
  nestedExpression: 2103,
  assumptionFalse: 2104,
  invariantViolatedInitial: 2107,
  propertyViolatedInitial: 2108,
  invariantViolated: 2110,
  actionPropertyViolated: 2112,
  deadlock: 2114,
  temporalViolated: 2116,
  backToState: 2122,
  assertFailed: 2132,
  initGenerated: [2190, 2191] as readonly number[],
  success: 2193,
  depth: 2194,
  stats: 2199,
  progress: 2200,
  progressSimulation: 2209,
  finished: 2186,
  statePrint1: 2216,
  statePrint2: 2217,
  stuttering: 2218,
  sanyStart: 2220,
  sanyEnd: 2219,
  behaviour: [2120, 2121, 2264] as readonly number[],
  parsingFailed: 3002,
  version: 2262,
} as const;

/** TLC's severities. */
export const Severity = { none: 0, error: 1, bug: 2, warning: 3, state: 4 } as const;

export interface Counts {
  /** Distinct states; undefined in simulation, where TLC does not know. */
  readonly distinct: number | undefined;
  readonly generated: number;
  /** States found and not yet expanded; undefined in simulation. */
  readonly queue: number | undefined;
  readonly depth: number | undefined;
}

const count = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll(/[,.'\s]/g, ""));
  return Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** The counts in a progress or statistics message, or undefined when the text has none. */
export function readCounts(text: string): Counts | undefined {
  const generated = count(/([\d,]+) states (?:generated|checked)/.exec(text)?.[1]);
  if (generated === undefined) return undefined;
  return {
    generated,
    distinct: count(/(-?[\d,]+) distinct states found/.exec(text)?.[1]),
    queue: count(/(-?[\d,]+) states left on queue/.exec(text)?.[1]),
    depth: count(/^Progress\((-?\d+)\)/.exec(text)?.[1]),
  };
}
