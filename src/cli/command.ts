/** What a command is made of; commands are listed in `commands/index.ts`. */
import type { Input } from "../host/input.js";
import type { ExitCode } from "./exit-codes.js";

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
}

/** Everything a command may touch of its surroundings. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where lines are read from by commands that do; the process's standard input if not given. */
  readonly stdin?: Input;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

export interface OptionSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** `optional-number`: `--name` alone or `--name N`. Numbers are whole and at least `min` (default 1). */
  readonly type: "flag" | "string" | "number" | "optional-number";
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly min?: number;
  readonly multiple?: boolean;
  readonly help: string;
}

export interface Args {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  string(name: string): string | undefined;
  number(name: string): number | undefined;
  /** All values of an option that may be repeated, in order. */
  all(name: string): readonly string[];
}

export interface Context {
  readonly io: Io;
  readonly args: Args;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The arguments after the command's name: `SPEC [--model NAME]`. */
  readonly usage: string;
  /** Further paragraphs of the help. */
  readonly description?: readonly string[];
  /** How many positional arguments it takes. */
  readonly positionals: { readonly min: number; readonly max: number };
  readonly options: readonly OptionSpec[];
  /** Command lines without the leading `bumblebee`. */
  readonly examples: readonly string[];
  readonly exitCodes: readonly ExitCode[];
  run(context: Context): Promise<ExitCode>;
}

/** A fault in the command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
