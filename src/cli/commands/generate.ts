import { join, resolve } from "node:path";
import { emitProtocol } from "../../../codegen/emit/emit.js";
import { makeDirectory, writeAtomic } from "../../host/files.js";
import { atNode } from "../../protocol/decided.js";
import { loadSubject } from "../../verify/subject.js";
import type { Command, Context } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const subject = await loadSubject(args.positionals[0] ?? ".", io.cwd);
  printDiagnostics(subject.diagnostics, io);
  const { protocol, table, mapping, sha256 } = subject;
  const decided = mapping.run === undefined ? undefined : atNode(protocol, table, mapping.run.decided);
  const runtime = args.string("runtime") ?? "../../runtime/index.js";
  const { files, diagnostics } = emitProtocol(protocol, { sha256, runtime, decided });
  printDiagnostics(diagnostics, io);
  if (files.length === 0) return exitFor(diagnostics);
  const out = resolve(io.cwd, args.string("output") ?? join("bumblebee-out", "generated", protocol.module));
  await makeDirectory(out);
  for (const file of files) {
    const path = join(out, file.path);
    await writeAtomic(path, file.text);
    io.stdout.write(`${displayPath(path, io.cwd)}\n`);
  }
  return Exit.ok;
}

export const command: Command = {
  name: "generate",
  summary: "TypeScript replicas from a specification",
  usage: "SPEC [-o DIR]",
  description: [
    "Writes the slice as a type, one pure step function for each action with the guards as written, the message types",
    "and the protocol that replicas run on. SPEC may be the folder of a hybrid: its replicas replay each other's steps",
    "in any case. The files import only the runtime.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where to write (default: bumblebee-out/generated/<Module>)",
    },
    {
      name: "runtime",
      type: "string",
      value: "PATH",
      help: "how the files import the runtime (default: ../../runtime/index.js)",
    },
  ],
  examples: ["generate specs/mine", "generate specs/mine/hybrid -o codegen/generated/mine"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage],
  run,
};
