/** The command line that validates one trace up to one line, where it is rejected. */
import type { RunOptions } from "../match/run.js";

/** As they were given. */
export interface Given {
  readonly mapping: string;
  readonly spec?: string | undefined;
  readonly cfg?: string | undefined;
}

export function reproducing(
  given: Given,
  display: (file: string) => string,
): NonNullable<RunOptions["reproduce"]> {
  const options = (["mapping", "spec", "cfg"] as const).flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [`--${name}`, quoted(value)];
  });
  return ({ file, line }, files) => {
    const until = files.length === 1 ? String(line) : quoted(`${display(file)}:${line}`);
    const logs = files.map((f) => quoted(display(f)));
    return ["bumblebee validate", ...logs, ...options, "--until", until].join(" ");
  };
}

/** As a shell reads it as one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
