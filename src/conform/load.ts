/** Specifications and mappings from files. */
import { pathToFileURL } from "node:url";
import { listDirectory, pathKind, readText } from "../host/files.js";
import { join, resolve } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { loadSpec } from "../spec/modules.js";
import { type Cfg, parseCfg } from "../tla/cfg.js";
import { type Mapping, mappingOfModule, parseMapping } from "./mapping/mapping.js";
import type { Subject } from "./prepare.js";

/** A JSON file, or a module whose default export is a mapping. Throws a DiagnosticError. */
export async function loadMapping(file: string): Promise<Mapping> {
  if (!/\.[cm]?[jt]s$/.test(file)) return parseMapping(file, await readText(file));
  const module: unknown = await import(pathToFileURL(file).href);
  return mappingOfModule(file, module);
}

/**
 * A specification with a model: the one given, else that of the module's own name, if there is one. `path` is a module or
 * a folder with one. Throws a DiagnosticError.
 */
export async function loadConformSubject(path: string, cwd: string, cfg?: string): Promise<Subject> {
  const file = path.endsWith(".tla") ? path : await moduleIn(path);
  const { spec, diagnostics } = await loadSpec(file, cwd);
  if (spec === undefined) throw new DiagnosticError(diagnostics);
  return { file, spec, cfg: await cfgOf(file, cfg === undefined ? undefined : resolve(cwd, cfg)) };
}

/** A folder stands for the module in it that has a model of its own name. */
async function moduleIn(folder: string): Promise<string> {
  if ((await pathKind(folder)) !== "directory") return `${folder}.tla`;
  const names = await listDirectory(folder);
  const modules = names.filter((n) => n.endsWith(".tla"));
  const [only] =
    modules.length === 1 ? modules : modules.filter((n) => names.includes(n.replace(/tla$/, "cfg")));
  if (only === undefined) throw new DiagnosticError([noModule(folder)]);
  return join(folder, only);
}

const noModule = (folder: string): Diagnostic => ({
  code: "conform/which-module",
  severity: "error",
  message: `${folder} has no module with a model of its name`,
  hint: "name the .tla file",
});

async function cfgOf(file: string, given: string | undefined): Promise<Cfg | undefined> {
  const path = given ?? file.replace(/tla$/, "cfg");
  if (given === undefined && (await pathKind(path)) !== "file") return undefined;
  const { cfg, diagnostics } = parseCfg(path, await readText(path));
  if (diagnostics.some((d) => d.severity === "error")) throw new DiagnosticError(diagnostics);
  return cfg;
}
