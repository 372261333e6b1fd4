/** `--minimise FILE`: the smallest log that is rejected as the first rejected trace is, with a mapping that says where it starts. */
import { mappingBeside, writeSmallest } from "../../../conform/explain/kept.js";
import { quoted } from "../../../conform/explain/reproduce.js";
import type { TraceResult, ValidateRequest } from "../../../conform/validate.js";
import { resolve } from "../../../host/paths.js";
import type { Args, Io, OptionSpec } from "../../command.js";
import { displayPath } from "../../print.js";

export const minimiseOption: OptionSpec = {
  name: "minimise",
  type: "string",
  value: "FILE",
  help: "with --mapping: write the smallest log that fails as the first rejected one, and its mapping",
};

/** Gives the command that validates what was written, or says why nothing was; undefined if it was not asked for. */
export async function writeMinimised(
  request: ValidateRequest,
  results: readonly TraceResult[],
  args: Args,
  io: Io,
): Promise<string | undefined> {
  const given = args.string("minimise");
  if (given === undefined) return undefined;
  const first = results.find((r) => "verdict" in r && r.verdict.kind === "rejected");
  if (first === undefined || !("verdict" in first) || first.verdict.kind !== "rejected")
    return "no trace is rejected: nothing was written";
  const log = resolve(io.cwd, given);
  if (!(await writeSmallest(request, first.files, first.verdict.rejection, log)))
    return "no smaller log is rejected for the same reason: nothing was written";
  const cfg = args.string("cfg");
  const shown = (file: string): string => quoted(displayPath(file, io.cwd));
  const command = ["bumblebee validate", shown(log), "--mapping", shown(mappingBeside(log))];
  return [...command, ...(cfg === undefined ? [] : ["--cfg", quoted(cfg)])].join(" ");
}
