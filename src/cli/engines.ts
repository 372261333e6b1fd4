/** The engines that a command line asks for. */
import { DiagnosticError } from "../report/diagnostic.js";
import { type Checker, checkerOf, type Engine, type EngineChoice, engineChoices } from "../verify/engines.js";
import { withoutTlc } from "../verify/faults.js";
import { ownEngine } from "../verify/own-engine.js";
import { type Args, type Io, type OptionSpec, UsageError } from "./command.js";
import { printDiagnostics } from "./print.js";

export const engineOption = (byDefault: string): OptionSpec => ({
  name: "engine",
  type: "string",
  value: "E",
  help: `own: in this process, without Java; tlc; both: compared; auto: tlc where own cannot (default: ${byDefault})`,
});

/** The value of --engine; undefined if it is not given. Throws a UsageError for one that there is not. */
export function engineChoice(args: Args): EngineChoice | undefined {
  const given = args.string("engine");
  if (given === undefined) return undefined;
  const found = engineChoices.find((c) => c === given);
  if (found !== undefined) return found;
  throw new UsageError(`there is no engine \`${given}\``, `engines: ${engineChoices.join(", ")}`);
}

/** Finds TLC, and reads what runs it, when it is first asked for. */
function tlcFinder(io: Io, args: Args): () => Promise<Engine> {
  let found: Promise<Engine> | undefined;
  return () => {
    found ??= tlcFound(io, args);
    return found;
  };
}

async function tlcFound(io: Io, args: Args): Promise<Engine> {
  const { findTools } = await import("./tools.js");
  const { tlcEngine } = await import("../verify/tlc-engine.js");
  return tlcEngine(await findTools(io, args));
}

/** Exactly what was asked for, except that `both` without TLC is our engine alone, which is said. */
export async function checkerFor(
  io: Io,
  args: Args,
  choice: EngineChoice,
  lenient = false,
): Promise<Checker> {
  const engines = { own: ownEngine, tlc: tlcFinder(io, args) };
  // Before any work: what takes minutes is not to be lost to a program that is missing.
  if (choice === "tlc") await engines.tlc();
  if (choice !== "both") return checkerOf(choice, engines, io.signal);
  try {
    await engines.tlc();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    printDiagnostics([withoutTlc(error.diagnostics[0]?.message ?? "TLC was not found")], io);
    return checkerOf("own", engines, io.signal);
  }
  return checkerOf("both", engines, io.signal, lenient);
}
