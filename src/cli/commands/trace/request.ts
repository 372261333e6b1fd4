import type { ValidateRequest } from "../../../conform/validate.js";
import type { Diagnostic } from "../../../report/diagnostic.js";
import { type Context, UsageError } from "../../command.js";
import { logFiles } from "../log-files.js";
import { mappedSubject } from "../mapped-subject.js";
import { replicaRun } from "../replica-run.js";

/** With a mapping logs of anything; else those of replicas, which need none. */
export async function traceRequest(
  word: string,
  { io, args }: Context,
  paths: readonly string[],
): Promise<ValidateRequest | { readonly diagnostics: readonly Diagnostic[] }> {
  const given = args.string("mapping");
  if (given !== undefined)
    return { ...(await mappedSubject(given, { io, args })), files: await logFiles(paths, io.cwd) };
  if (args.string("spec") === undefined)
    throw new UsageError(`trace ${word} needs --mapping FILE, or --spec SPEC for logs of generated replicas`);
  const { ready, diagnostics } = await replicaRun({ io, args }, paths);
  if (ready === undefined) return { diagnostics };
  const { subject, mapping, files, read } = ready;
  return { subject, mapping, files, read };
}
