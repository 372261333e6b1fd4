/** A specification as found on disk: its module, its mapping file, and the protocol that they describe. */
import { pathKind, readText } from "../host/files.js";
import { join } from "../host/paths.js";
import { pluscalStatus } from "../pluscal/status.js";
import { parseMapping } from "../protocol/mapping.js";
import { type MappingSource, noMapping, type ReadProtocol, readProtocol } from "../protocol/read.js";
import { type ModuleTable, tabulate } from "../protocol/table.js";
import type { Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { ParsedModule } from "../tla/ast.js";
import { type Cfg, parseCfg } from "../tla/cfg.js";
import { listModels, locateSpec, type Specification } from "../tlc/locate.js";
import { loadText } from "./modules.js";

export interface LoadedSpecification {
  readonly spec: Specification;
  /** The module's text. */
  readonly source: string;
  /** Absent if the text is no module at all. */
  readonly parsed: ParsedModule | undefined;
  /** The module with all names linked; there if its text has no fault. */
  readonly resolved: ResolvedSpec | undefined;
  readonly table: ModuleTable | undefined;
  readonly mapping: MappingSource;
  /** Whether there is a mapping file (`mapping.file` says where it is, or would be). */
  readonly hasMapping: boolean;
  /** There exactly if no diagnostic is an error. */
  readonly protocol: Protocol | undefined;
  /** What the protocol was read from, in the table's name space. */
  readonly behaviour?: ReadProtocol["behaviour"] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The mapping file that belongs to a specification, whether it exists or not. */
export function mappingFile(spec: Specification): string {
  return join(spec.dir, `${spec.module}.mapping.json`);
}

/** Reads the specification at a path; faults in its files are returned, an unreadable file is thrown. */
export async function loadSpecification(
  path: string,
  io: { readonly cwd: string; readonly searchPath?: readonly string[] },
): Promise<LoadedSpecification> {
  const spec = await locateSpec(path, io.cwd);
  const source = await readText(spec.file);
  const file = mappingFile(spec);
  const hasMapping = (await pathKind(file)) === "file";
  const mapping = hasMapping ? await readText(file) : undefined;
  const read = await readSpecification(spec.file, source, file, mapping, io, await modelOf(spec));
  return { spec, source, hasMapping, ...read };
}

/** The specification's own model: it says which behaviour is meant. Its faults are for those to tell who run it. */
async function modelOf(spec: Specification): Promise<Cfg | undefined> {
  const model = (await listModels(spec)).find((m) => m.name === spec.module && m.module === spec.module);
  return model === undefined ? undefined : parseCfg(model.cfgFile, await readText(model.cfgFile)).cfg;
}

/** The same from texts: a module's, and its mapping file's if it has one. Other modules are looked for beside `file`. */
export async function readSpecification(
  file: string,
  source: string,
  mappingName: string,
  mappingText: string | undefined,
  io: { readonly cwd: string; readonly searchPath?: readonly string[] } = { cwd: "/" },
  model?: Cfg,
): Promise<Omit<LoadedSpecification, "spec" | "source" | "hasMapping">> {
  const loaded = await loadText(file, source, io.cwd, io);
  const { root: parsed, spec: resolved } = loaded;
  const diagnostics: Diagnostic[] = [...loaded.diagnostics, ...staleTranslation(loaded.file, source)];
  let mapping: MappingSource = { ...noMapping, file: mappingName };
  if (mappingText !== undefined) {
    const { diagnostics: found, ...rest } = await parseMapping(mappingName, mappingText);
    diagnostics.push(...found);
    mapping = { file: mappingName, ...rest };
  }
  const failed = diagnostics.some((d) => d.severity === "error");
  if (resolved === undefined || failed) {
    const table = resolved === undefined ? undefined : tabulate(resolved);
    return { parsed, resolved, table, mapping, protocol: undefined, diagnostics };
  }
  const { protocol, table, behaviour, diagnostics: found } = readProtocol(resolved, mapping, model);
  diagnostics.push(...found);
  return { parsed, resolved, table, mapping, protocol, behaviour, diagnostics };
}

/** A PlusCal translation that is missing or stale is worth a warning here: what is read is TLA+ all the same. */
function staleTranslation(file: string, source: string): readonly Diagnostic[] {
  return pluscalStatus(file, source).diagnostics.map((d) => ({ ...d, severity: "warning" }));
}
