/** Resolved modules for tests that start from a parsed one. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type ModuleSource, type Resolved, resolve } from "../src/resolve/resolve.js";
import type { ParsedModule } from "../src/tla/ast.js";
import { parseModule } from "../src/tla/parse.js";

const library = fileURLToPath(new URL("../library/standard/", import.meta.url));

/** The tree of a module's text, which must have no fault. */
export function parsedModule(file: string, text: string): ParsedModule {
  const { parsed, diagnostics } = parseModule(file, text);
  if (parsed === undefined) throw new Error(`${file}: ${diagnostics.map((d) => d.message).join("; ")}`);
  return parsed;
}

const standard: readonly (readonly [string, ModuleSource])[] = readdirSync(library)
  .filter((f) => f.endsWith(".tla"))
  .map((f) => [
    f.slice(0, -4),
    { parsed: parsedModule(library + f, readFileSync(library + f, "utf8")), origin: "library" },
  ]);

/** Resolves a module with the standard modules and some of one's own. */
export function resolved(root: ParsedModule, others: readonly ParsedModule[] = []): Resolved {
  const modules = new Map<string, ModuleSource>(standard);
  for (const parsed of others) modules.set(parsed.module.name.text, { parsed, origin: "file" });
  return resolve(root, modules);
}
