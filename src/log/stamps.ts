/** What lines are put in order by: numbers, whole numbers of any length, and times of ISO 8601. */
import type { Diagnostic } from "../report/diagnostic.js";
import { badStamp, impreciseStamp, logPlace, mixedStamps, noStamp } from "./faults.js";
import type { Json, LogLine } from "./types.js";

/** `time`: whole milliseconds since 1970, and the digits that follow, as text. */
export type Stamp =
  | { readonly kind: "number"; readonly value: number | bigint; readonly shown: string }
  | { readonly kind: "time"; readonly value: number; readonly more: string; readonly shown: string };

const TIME = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const MILLISECONDS = 3;

export function stampOf(json: Json): Stamp | undefined {
  if (typeof json === "number") return { kind: "number", value: json, shown: String(json) };
  if (typeof json !== "string") return undefined;
  const text = json.trim();
  if (/^-?\d+$/.test(text)) return { kind: "number", value: BigInt(text), shown: text };
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text))
    return { kind: "number", value: Number(text), shown: text };
  const found = TIME.exec(text);
  if (found === null) return undefined;
  const [, seconds = "", fraction = "", zone = "Z"] = found;
  const digits = fraction.padEnd(MILLISECONDS, "0");
  const value = Date.parse(
    `${seconds.replace(" ", "T")}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`,
  );
  if (Number.isNaN(value)) return undefined;
  return {
    kind: "time",
    value: value + Number(digits.slice(0, MILLISECONDS)),
    more: digits.slice(MILLISECONDS).replace(/0+$/, ""),
    shown: text,
  };
}

/** Negative, 0 or positive; undefined where one is a number and the other a time. */
export function compareStamps(a: Stamp, b: Stamp): number | undefined {
  if (a.kind !== b.kind) return undefined;
  if (a.value < b.value) return -1;
  if (a.value > b.value) return 1;
  if (a.kind === "number" || b.kind === "number" || a.more === b.more) return 0;
  return a.more < b.more ? -1 : 1;
}

/** The stamp of a line, or why it has none. */
export function readStamp(
  line: LogLine,
  given: Json | undefined,
  what: string,
): { readonly stamp?: Stamp; readonly faults: readonly Diagnostic[] } {
  const place = logPlace(line.file, line.line, line.text.length);
  if (given === undefined || given === null) return { faults: [noStamp(place, what)] };
  const stamp = stampOf(given);
  if (stamp === undefined) return { faults: [badStamp(place, JSON.stringify(given))] };
  const precise = typeof given !== "number" || !Number.isInteger(given) || Number.isSafeInteger(given);
  return { stamp, faults: precise ? [] : [impreciseStamp(place, stamp.shown)] };
}

/** A fault for two stamps that cannot be compared. */
export function incomparable(line: LogLine, stamp: Stamp, other: Stamp): Diagnostic {
  return mixedStamps(logPlace(line.file, line.line, line.text.length), stamp.shown, other.shown);
}
