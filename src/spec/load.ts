/** A specification as found on disk: its module, its mapping file, and the protocol that they describe. */
import { pathKind, readText } from "../host/files.js";
import { join } from "../host/paths.js";
import { parseMapping } from "../protocol/mapping.js";
import { type MappingSource, noMapping, readProtocol } from "../protocol/read.js";
import { type ModuleTable, tabulate } from "../protocol/table.js";
import type { Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { ParsedModule } from "../tla/ast.js";
import { parseModule } from "../tla/parse.js";
import { locateSpec, type Specification } from "../tlc/locate.js";

export interface LoadedSpecification {
  readonly spec: Specification;
  /** The module's text. */
  readonly source: string;
  /** Absent if the text is no module at all. */
  readonly parsed: ParsedModule | undefined;
  readonly table: ModuleTable | undefined;
  readonly mapping: MappingSource;
  /** Whether there is a mapping file (`mapping.file` says where it is, or would be). */
  readonly hasMapping: boolean;
  /** There exactly if no diagnostic is an error. */
  readonly protocol: Protocol | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The mapping file that belongs to a specification, whether it exists or not. */
export function mappingFile(spec: Specification): string {
  return join(spec.dir, `${spec.module}.mapping.json`);
}

/** Reads the specification at a path; faults in its files are returned, an unreadable file is thrown. */
export async function loadSpecification(
  path: string,
  io: { readonly cwd: string },
): Promise<LoadedSpecification> {
  const spec = await locateSpec(path, io.cwd);
  const source = await readText(spec.file);
  const file = mappingFile(spec);
  const hasMapping = (await pathKind(file)) === "file";
  const read = await readSpecification(
    spec.file,
    source,
    file,
    hasMapping ? await readText(file) : undefined,
  );
  return { spec, source, hasMapping, ...read };
}

/** The same from texts: a module's, and its mapping file's if it has one. */
export async function readSpecification(
  file: string,
  source: string,
  mappingName: string,
  mappingText: string | undefined,
): Promise<Pick<LoadedSpecification, "parsed" | "table" | "mapping" | "protocol" | "diagnostics">> {
  const diagnostics: Diagnostic[] = [];
  const { parsed, diagnostics: syntax } = parseModule(file, source);
  diagnostics.push(...syntax);
  let mapping: MappingSource = { ...noMapping, file: mappingName };
  if (mappingText !== undefined) {
    const { diagnostics: found, ...rest } = await parseMapping(mappingName, mappingText);
    diagnostics.push(...found);
    mapping = { file: mappingName, ...rest };
  }
  const failed = diagnostics.some((d) => d.severity === "error");
  if (parsed === undefined || failed) {
    const table = parsed === undefined || syntax.length > 0 ? undefined : tabulate(parsed).table;
    return { parsed, table, mapping, protocol: undefined, diagnostics };
  }
  const { protocol, diagnostics: found } = readProtocol(parsed, mapping);
  diagnostics.push(...found);
  return { parsed, table: tabulate(parsed).table, mapping, protocol, diagnostics };
}
