/** The command line that validates one trace up to one line, where it is rejected. */
import type { RunOptions } from "../match/run.js";

/** Options of the command line that say what the trace is held against, as they were given. */
export type Given = readonly (readonly [option: string, value: string | true | undefined])[];

export function reproducing(
  given: Given,
  display: (file: string) => string,
): NonNullable<RunOptions["reproduce"]> {
  const options = given.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}`, quoted(value)];
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
