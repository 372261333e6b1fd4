import { loadConformSubject, loadMapping } from "../../conform/load.js";
import type { Mapping } from "../../conform/mapping/mapping.js";
import type { Subject } from "../../conform/prepare.js";
import { join, resolve } from "../../host/paths.js";
import { type Context, UsageError } from "../command.js";

/** A mapping file and its specification: that of `--spec`, else the mapping's own, which is relative to the mapping. */
export async function mappedSubject(
  path: string,
  { io, args }: Context,
): Promise<{ readonly mapping: Mapping; readonly subject: Subject }> {
  const mapping = await loadMapping(resolve(io.cwd, path));
  const spec = args.string("spec");
  const given = spec ?? mapping.content.spec;
  if (given === undefined) throw new UsageError("--mapping needs --spec SPEC (or `spec` in the mapping)");
  const base = spec === undefined ? join(mapping.file, "..") : io.cwd;
  return { mapping, subject: await loadConformSubject(resolve(base, given), io.cwd, args.string("cfg")) };
}
