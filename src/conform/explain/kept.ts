/** Logs and mappings as files, for whoever wants to validate them again: what was only in memory, and minimised logs. */
import { makeDirectory, writeAtomic } from "../../host/files.js";
import { dirname, relative } from "../../host/paths.js";
import type { MappingFile } from "../mapping/mapping-schema.js";
import type { ValidateRequest } from "../validate.js";
import type { Rejection } from "../verdict.js";
import { minimised } from "./minimise.js";

/** Where the mapping of a log lies that is written: beside it. */
export const mappingBeside = (log: string): string => `${log.replace(/\.\w+$/, "")}.mapping.json`;

/** `spec`: the specification's file; the mapping names it as seen from where it lies. */
export async function writeMapping(file: string, content: MappingFile, spec: string): Promise<void> {
  await makeDirectory(dirname(file));
  const seen = { ...content, spec: relative(dirname(file), spec) };
  await writeAtomic(file, `${JSON.stringify(seen, null, 2)}\n`);
}

export async function writeLines(file: string, lines: readonly string[]): Promise<void> {
  await makeDirectory(dirname(file));
  await writeAtomic(file, lines.map((line) => `${line}\n`).join(""));
}

/** The smallest log that is rejected for the same reason, and its mapping beside it; false if there is none. */
export async function writeSmallest(
  request: ValidateRequest,
  files: readonly string[],
  rejection: Rejection,
  log: string,
): Promise<boolean> {
  const small = await minimised(request, files, rejection);
  if (small === undefined) return false;
  await writeLines(
    log,
    small.lines.map((line) => JSON.stringify(line.json)),
  );
  await writeMapping(mappingBeside(log), small.mapping, request.subject.file);
  return true;
}
