/** Lines of text that come in while a program runs. */
import { createInterface } from "node:readline";

export interface Input {
  /** Whether somebody types them. */
  readonly isTTY: boolean;
  /** The lines in order, without line ends; a terminal shows `prompt` before each and keeps a history. */
  lines(prompt: string): AsyncIterable<string>;
}

/** The process's standard input. Nothing is read before the first line is asked for. */
export const standardInput: Input = {
  get isTTY() {
    return process.stdin.isTTY === true;
  },
  lines,
};

async function* lines(prompt: string): AsyncIterable<string> {
  const isTTY = process.stdin.isTTY === true;
  const reader = createInterface({
    input: process.stdin,
    ...(isTTY ? { output: process.stdout, prompt, historySize: 500 } : {}),
    terminal: isTTY,
  });
  if (isTTY) reader.prompt();
  try {
    for await (const line of reader) {
      // While a line is worked on, the terminal is to turn Ctrl-C into a signal again.
      if (isTTY) process.stdin.setRawMode(false);
      yield line;
      if (isTTY) {
        process.stdin.setRawMode(true);
        reader.prompt();
      }
    }
    if (isTTY) process.stdout.write("\n");
  } finally {
    reader.close();
  }
}
