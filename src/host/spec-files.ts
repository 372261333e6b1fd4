/** Files that a specification writes while it is evaluated: everything waits for them. */
import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file whole (with the folders that it needs), after its end, anew, or over its beginning; the fault, if any. */
export function writeTextAtOnce(
  file: string,
  text: string,
  how: "whole" | "append" | "replace" | "over",
): string | undefined {
  try {
    if (how === "whole") mkdirSync(dirname(file), { recursive: true });
    if (how === "append") appendFileSync(file, text);
    else if (how === "over") writeOver(file, text);
    else writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is there after the end of the text stays. */
function writeOver(file: string, text: string): void {
  const open = openSync(file, "r+");
  try {
    writeSync(open, text, 0);
  } finally {
    closeSync(open);
  }
}
