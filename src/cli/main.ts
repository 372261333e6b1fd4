/** The command line: arguments → command → exit code. */
import { isatty } from "node:tty";
import { interruptSignal } from "../host/interrupt.js";
import { optimiseLater } from "../host/optimiser.js";
import { ownVersion } from "../host/package.js";
import { nearest } from "../report/suggest.js";
import { readArgs } from "./args.js";
import { type Command, type Io, type Output, UsageError } from "./command.js";
import { allCommands, commandNamed, commandNames } from "./commands/index.js";
import { Exit, type ExitCode, exitFor } from "./exit-codes.js";
import { commandHelp, overview } from "./help.js";
import { faultsOf, printDiagnostics } from "./print.js";

const ISSUES = "please report it with the command line, the version and the input, in the project's issues";

/** Runs one command line (without the program's name). Never rejects. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (io.signal.aborted) {
      io.stderr.write("interrupted\n");
      return Exit.interrupted;
    }
    if (error instanceof UsageError) {
      io.stderr.write(
        `error: ${error.message}\n${error.hint === undefined ? "" : `  hint: ${error.hint}\n`}`,
      );
      return Exit.usage;
    }
    const faults = faultsOf(error);
    if (faults === undefined) return reportBug(error, io);
    printDiagnostics(faults, io);
    return exitFor(faults);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    io.stderr.write(overview(await allCommands()));
    return Exit.usage;
  }
  if (first === "--version" || first === "-V" || first === "version") {
    io.stdout.write(`${ownVersion()}\n`);
    return Exit.ok;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    const topic = rest.find((arg) => !arg.startsWith("-"));
    const text = topic === undefined ? overview(await allCommands()) : commandHelp(await findCommand(topic));
    io.stdout.write(text);
    return Exit.ok;
  }
  if (first.startsWith("-")) {
    throw new UsageError(`${first} is no option of bumblebee itself`, "usage: bumblebee COMMAND [ARGUMENTS]");
  }
  const command = await findCommand(first);
  const args = readArgs(command, rest);
  if (args.flag("help")) {
    io.stdout.write(commandHelp(command));
    return Exit.ok;
  }
  return await command.run({ io, args });
}

async function findCommand(name: string): Promise<Command> {
  const command = await commandNamed(name);
  if (command !== undefined) return command;
  const near = nearest(name, commandNames);
  const hint = near === undefined ? "`bumblebee help` lists the commands" : `did you mean \`${near}\`?`;
  throw new UsageError(`there is no command \`${name}\``, hint);
}

function reportBug(error: unknown, io: Io): ExitCode {
  const what = error instanceof Error ? error.message : String(error);
  io.stderr.write(`this is a bug in bumblebee ${ownVersion()}: ${what.split("\n")[0]}\n`);
  const debug = (io.env.BUMBLEBEE_DEBUG ?? "") !== "";
  io.stderr.write(debug ? "" : `  ${ISSUES} (BUMBLEBEE_DEBUG=1 shows where it happened)\n`);
  if (debug && error instanceof Error) io.stderr.write(`${error.stack ?? ""}\n`);
  return Exit.bug;
}

/** The process makes its streams when they are asked for, and many a command never writes to both. */
function outputOf(name: "stdout" | "stderr"): Output {
  let opened: NodeJS.WriteStream | undefined;
  const stream = (): NodeJS.WriteStream => {
    if (opened !== undefined) return opened;
    opened = process[name];
    // A reader that goes away (`bumblebee … | head`) is no fault of anybody's.
    opened.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(Exit.ok);
      throw error;
    });
    return opened;
  };
  return {
    write: (text) => {
      if (text !== "") stream().write(text);
    },
    get isTTY() {
      return isatty(name === "stdout" ? 1 : 2);
    },
    get columns() {
      return stream().columns ?? 80;
    },
  };
}

/** Commands that read and tell: nothing in them runs for long. */
const SHORT = ["parse", "fmt", "inspect"];

/**
 * The program's entry: runs the process's command line and sets its exit code. Signals are listened to from the moment
 * that a command asks for `signal`: one that only computes would not hear them, and is ended by the system instead.
 */
export async function start(): Promise<void> {
  let interrupt: ReturnType<typeof interruptSignal> | undefined;
  const name = process.argv[2] ?? "";
  if (SHORT.includes(name)) {
    await commandNamed(name);
    optimiseLater();
  }
  process.exitCode = await main(process.argv.slice(2), {
    stdout: outputOf("stdout"),
    stderr: outputOf("stderr"),
    env: process.env,
    cwd: process.cwd(),
    get signal() {
      interrupt ??= interruptSignal();
      return interrupt.signal;
    },
  });
  interrupt?.dispose();
}
