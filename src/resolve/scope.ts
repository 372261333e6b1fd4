/** Scopes: frames of names, the inner before the outer. */
import { builtins } from "./builtins.js";
import type { ModuleScope, ScopeEntry } from "./types.js";

export interface Frame {
  readonly names: Map<string, ScopeEntry>;
  readonly modules: Map<string, ModuleScope>;
  readonly outer: Frame | undefined;
}

export function frame(outer: Frame | undefined): Frame {
  return { names: new Map(), modules: new Map(), outer };
}

const language: ReadonlyMap<string, ScopeEntry> = new Map(
  [...builtins].map(([name, declaration]) => [name, { declaration, through: [], exported: false }]),
);

/** What a name stands for, innermost first; the language's own operators last. */
export function lookup(scope: Frame | undefined, name: string): ScopeEntry | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return language.get(name);
}

/** A nested module by its name. */
export function lookupModule(scope: Frame | undefined, name: string): ModuleScope | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = at.modules.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every name visible, for suggestions. */
export function visibleNames(scope: Frame | undefined): ReadonlySet<string> {
  const out = new Set<string>(language.keys());
  for (let at = scope; at !== undefined; at = at.outer) for (const name of at.names.keys()) out.add(name);
  return out;
}
