import { createOnce } from "../../host/files.js";
import { protocolFacts } from "../../protocol/facts.js";
import { showProtocol } from "../../protocol/show.js";
import { firstMapping, suggestions } from "../../protocol/suggest.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { type LoadedSpecification, loadSpecification } from "../../spec/load.js";
import type { Command, Context, Io } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const loaded = await loadSpecification(args.positionals[0] ?? ".", io);
  const { protocol, table, mapping, diagnostics } = loaded;
  const all: Diagnostic[] = [...diagnostics];
  printDiagnostics(diagnostics, io);
  if (args.flag("json")) {
    const facts = { protocol: protocol === undefined ? null : protocolFacts(protocol), diagnostics };
    io.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
  } else if (protocol !== undefined && table !== undefined) {
    const display = (file: string): string => displayPath(file, io.cwd);
    const more = suggestions(protocol, table, mapping.mapping);
    io.stdout.write(showProtocol(protocol, { display, suggestions: more }));
  }
  if (args.flag("write-mapping")) all.push(...(await writeMapping(loaded, io)));
  return exitFor(all);
}

/** Writes the first version of the mapping file; an existing one is never touched. */
async function writeMapping(loaded: LoadedSpecification, io: Io): Promise<readonly Diagnostic[]> {
  const { mapping, table, protocol } = loaded;
  const name = displayPath(mapping.file, io.cwd);
  if (!loaded.hasMapping && table === undefined) return [];
  if (
    loaded.hasMapping ||
    table === undefined ||
    !(await createOnce(mapping.file, firstMapping(protocol, table)))
  ) {
    const fault = exists(name);
    printDiagnostics([fault], io);
    return [fault];
  }
  io.stderr.write(`wrote ${name}\n`);
  return [];
}

const exists = (file: string): Diagnostic => ({
  code: "mapping/exists",
  severity: "error",
  message: `${file} is there already and was left as it is`,
  hint: "edit it, or move it away to have a new one written",
});

export const command: Command = {
  name: "inspect",
  summary: "show the protocol that a specification describes, as it was understood",
  usage: "SPEC [--json] [--write-mapping]",
  description: [
    "Reads SPEC (a .tla file or its directory) and the mapping file beside it, <Module>.mapping.json, if there is one.",
    "Prints the state of one node, the kinds of message, and every action as a step that one node takes: who takes it,",
    "what it receives, reads, changes and sends, each with its line; then what was taken for granted, and what the",
    "mapping file could still say. What cannot be understood is refused, with the place and what to change.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    { name: "json", type: "flag", help: "print the description as JSON, expressions as text" },
    { name: "write-mapping", type: "flag", help: "write a first mapping file beside SPEC if there is none" },
  ],
  examples: ["inspect specs/mine", "inspect Spec.tla --json", "inspect Spec.tla --write-mapping"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage],
  run,
};
