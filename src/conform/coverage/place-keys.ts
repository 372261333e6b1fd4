/** Places of a specification without the folder it lies in: `Raft.tla:12:4-12:20`. */
import type { Place } from "../../report/diagnostic.js";

export function keyOf({ file, line, column, endLine, endColumn }: Place): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}:${column}-${endLine}:${endColumn}`;
}

/** `files`: those of the specification, by their last part. */
export function placeIn(key: string, files: ReadonlyMap<string, string>): Place | undefined {
  const found = /^(.*):(\d+):(\d+)-(\d+):(\d+)$/.exec(key);
  const file = files.get(found?.[1] ?? "");
  if (found === null || file === undefined) return undefined;
  const [line, column, endLine, endColumn] = found.slice(2).map(Number);
  return { file, line: line ?? 1, column: column ?? 1, endLine: endLine ?? 1, endColumn: endColumn ?? 1 };
}
