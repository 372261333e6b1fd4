/** Java and TLC, found or asked for, as commands need them. */

import { findTlc } from "../tlc/find.js";
import { findJava } from "../tlc/java.js";
import type { TlcTools } from "../verify/tlc-engine.js";
import type { Args, Io } from "./command.js";
import { printDiagnostics } from "./print.js";

export async function findTools(io: Io, args: Args): Promise<TlcTools & { readonly signal: AbortSignal }> {
  const { env, signal } = io;
  const java = await findJava(env, signal);
  if (java.warning !== undefined) printDiagnostics([java.warning], io);
  const tlc = await findTlc({ env, signal, onNote: (note) => io.stderr.write(`${note}\n`) });
  return { jar: tlc.jar, java: java.java, env, signal, workers: args.number("workers") ?? "auto" };
}
