/** Expressions in text files, with what TLC makes of each. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { endOfTuple } from "../fuzz/tlc.js";

const folder = fileURLToPath(new URL("./cases/", import.meta.url));

export interface ExpressionCase {
  readonly line: number;
  readonly text: string;
  /** The value as TLC prints it, without blanks; `fault` where it has none; undefined while it is not recorded. */
  readonly value: string | undefined;
}
export interface ExpressionCases {
  readonly name: string;
  readonly file: string;
  readonly modules: string;
  readonly cases: readonly ExpressionCase[];
}

/** Between an expression and its value. */
const MARK = "  -->  ";

/** `cases/*.txt`: the modules first, then an expression with its value on each line. */
export function expressionFiles(): readonly ExpressionCases[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  return names.map((name): ExpressionCases => {
    const file = `${folder}${name}`;
    const [first = "", ...lines] = readFileSync(file, "utf8").split("\n");
    const cases = lines.flatMap((line, i): readonly ExpressionCase[] => {
      const [text = "", value] = line.split(MARK);
      return text === "" ? [] : [{ line: i + 2, text, value }];
    });
    return { name: name.replace(".txt", ""), file, modules: first, cases };
  });
}

export function written({ modules, cases }: ExpressionCases, values: readonly string[]): string {
  const lines = cases.map(({ text }, i) => `${text}${MARK}${values[i]}`);
  return `${[modules, ...lines].join("\n")}\n`;
}

/** Intervals inside a value as sets: TLC prints them as they were made, we list them. */
export function withoutIntervals(text: string): string {
  return text.replace(/(-?\d+)\.\.(-?\d+)/g, (_, low: string, high: string) => {
    const size = Math.max(0, Number(high) - Number(low) + 1);
    return `{${Array.from({ length: size }, (_, i) => Number(low) + i).join(",")}}`;
  });
}

/** What was printed for each expression `PrintT(<<"#", i, e>>)`, without blanks; `fault` where nothing was. */
export function printedValues(output: string, count: number): readonly string[] {
  const found = new Map<number, string>();
  const dense = output.replace(/\s+/g, "");
  for (const match of dense.matchAll(/<<"#",(\d+),/g)) {
    const from = match.index + match[0].length;
    found.set(Number(match[1]), dense.slice(from, endOfTuple(dense, from)));
  }
  return Array.from({ length: count }, (_, i) => found.get(i) ?? "fault");
}
