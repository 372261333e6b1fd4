/**
 * A module with everything it needs, found on disk: beside the module, in the folders of the search path, then among the
 * modules that come with this tool (`library/`).
 */
import { listDirectory, pathKind, readText } from "../host/files.js";
import { libraryFolders } from "../host/own-files.js";
import { resolve as absolute, basename, dirname, join } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { moduleName } from "../resolve/faults.js";
import { importsOf } from "../resolve/imports.js";
import { type ModuleSource, type Resolved, resolve } from "../resolve/resolve.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { ParsedModule } from "../tla/ast.js";
import { parseModule } from "../tla/parse.js";
import { placeOf } from "../tla/place.js";

export interface LoadedSpec {
  /** Absolute. */
  readonly file: string;
  /** Text of every file read, by path: for excerpts. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absent if the root has syntax faults. */
  readonly root: ParsedModule | undefined;
  /** All names linked and levels checked; there exactly if nothing is wrong. */
  readonly spec: ResolvedSpec | undefined;
  /** What could be linked in spite of faults. */
  readonly partial: ResolvedSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SearchOptions {
  /** Folders to look for modules in, after the root's own. */
  readonly searchPath?: readonly string[];
}

function ownFolders(): readonly string[] {
  const { inJar, beyond } = libraryFolders();
  return [inJar, ...beyond];
}

/** Keeps modules of the library between calls: their text does not change while the process runs. */
const libraryCache = new Map<string, ParsedModule>();

class Loader {
  readonly modules = new Map<string, ModuleSource>();
  readonly texts = new Map<string, string>();
  readonly broken = new Set<string>();
  /** Some module was not found. */
  hasMissing = false;
  readonly diagnostics: Diagnostic[] = [];

  constructor(readonly folders: readonly string[]) {}

  /** Reads the modules that one needs, and so on, until all are there or known to be missing. */
  async need(parsed: ParsedModule): Promise<void> {
    for (const { text: name } of importsOf(parsed.module)) {
      if (this.modules.has(name) || this.broken.has(name)) continue;
      const found = await this.find(name);
      if (found === undefined) {
        this.hasMissing = true;
        continue;
      }
      this.modules.set(name, found);
      await this.need(found.parsed);
    }
  }

  /** Names of all modules in the folders and in the library: what a misspelt one may mean. */
  async nearby(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const folder of [...this.folders, ...ownFolders()]) {
      const entries = await listDirectory(folder).catch(() => []);
      names.push(...entries.filter((e) => e.endsWith(".tla")).map((e) => basename(e, ".tla")));
    }
    return names;
  }

  private async find(name: string): Promise<ModuleSource | undefined> {
    for (const folder of this.folders) {
      const file = join(folder, `${name}.tla`);
      if (!(await this.isFile(file, name))) continue;
      const parsed = await this.parse(file, name);
      return parsed === undefined ? undefined : { parsed, origin: "file" };
    }
    const cached = libraryCache.get(name);
    if (cached !== undefined) {
      this.texts.set(cached.file, cached.source);
      return { parsed: cached, origin: "library" };
    }
    for (const folder of ownFolders()) {
      const file = join(folder, `${name}.tla`);
      if (!(await this.isFile(file, name))) continue;
      const parsed = await this.parse(file, name);
      if (parsed === undefined) return undefined;
      libraryCache.set(name, parsed);
      return { parsed, origin: "library" };
    }
    return undefined;
  }

  /** Whether there is a file; one that cannot even be looked at is noted as broken. */
  private async isFile(file: string, name: string): Promise<boolean> {
    try {
      return (await pathKind(file)) === "file";
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      this.diagnostics.push(...error.diagnostics);
      this.broken.add(name);
      return false;
    }
  }

  /** A module's tree; its faults are noted. */
  async parse(file: string, name: string): Promise<ParsedModule | undefined> {
    let text: string;
    try {
      text = await readText(file);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      this.diagnostics.push(...error.diagnostics);
      this.broken.add(name);
      return undefined;
    }
    const parsed = this.read(file, text);
    if (parsed === undefined) {
      this.broken.add(name);
      return undefined;
    }
    const own = parsed.module.name;
    if (own.text !== name) {
      this.diagnostics.push(moduleName(own.text, name, placeOf(file, text, own.span)));
    }
    return parsed;
  }

  /** A module's tree from its text; its faults are noted. */
  read(file: string, text: string): ParsedModule | undefined {
    this.texts.set(file, text);
    const { parsed, diagnostics } = parseModule(file, text);
    this.diagnostics.push(...diagnostics);
    return parsed;
  }
}

/** Reads a module's file and all it needs, links the names and checks the levels. An unreadable root is a diagnostic. */
export async function loadSpec(path: string, cwd: string, options: SearchOptions = {}): Promise<LoadedSpec> {
  const file = absolute(cwd, path);
  const loader = new Loader(foldersOf(file, cwd, options));
  const root = await loader.parse(file, basename(file, ".tla"));
  return await finish(loader, file, root);
}

/** The same for a text that stands for the file, which need not exist. */
export async function loadText(
  path: string,
  text: string,
  cwd: string,
  options: SearchOptions = {},
): Promise<LoadedSpec> {
  const file = absolute(cwd, path);
  const loader = new Loader(foldersOf(file, cwd, options));
  return await finish(loader, file, loader.read(path, text));
}

function foldersOf(file: string, cwd: string, options: SearchOptions): readonly string[] {
  return [dirname(file), ...(options.searchPath ?? []).map((p) => absolute(cwd, p))];
}

async function finish(loader: Loader, file: string, root: ParsedModule | undefined): Promise<LoadedSpec> {
  const { texts } = loader;
  if (root === undefined) {
    return { file, texts, root, spec: undefined, partial: undefined, diagnostics: loader.diagnostics };
  }
  await loader.need(root);
  const missing = (name: string): "absent" | "broken" => (loader.broken.has(name) ? "broken" : "absent");
  const nearby = loader.hasMissing ? await loader.nearby() : [];
  const resolved: Resolved = resolve(root, loader.modules, missing, loader.folders, nearby);
  const diagnostics = [...loader.diagnostics, ...resolved.diagnostics];
  const failed = diagnostics.some((d) => d.severity === "error");
  return {
    file,
    texts,
    root,
    spec: failed ? undefined : resolved.spec,
    partial: resolved.partial,
    diagnostics,
  };
}
