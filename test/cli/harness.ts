import type { Io, Output } from "../../src/cli/command.js";
import { main } from "../../src/cli/main.js";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process and gives what it printed. */
export async function cli(argv: readonly string[], over: Partial<Io> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const sink = (write: (text: string) => void): Output => ({ write, isTTY: false, columns: 80 });
  const code = await main(argv, {
    stdout: sink((text) => {
      out += text;
    }),
    stderr: sink((text) => {
      err += text;
    }),
    env: { ...process.env, NO_COLOR: "1" },
    cwd: process.cwd(),
    signal: new AbortController().signal,
    ...over,
  });
  return { code, out, err };
}
