/**
 * The front door of resolution: from parsed modules to linked names and checked levels, with SANY's verdict. Pure: which
 * file a module's name stands for is decided before (`spec/modules.ts`).
 */
import type { Diagnostic } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import type { Name, Node, ParsedModule } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import * as faults from "./faults.js";
import { importsOf } from "./imports.js";
import { checkLevels } from "./levels.js";
import { resolveModule } from "./modules.js";
import type { Frame } from "./scope.js";
import type { Tables } from "./tables.js";
import type { Appended, Level, ModuleScope, ResolvedSpec } from "./types.js";

/** A module's text, and whether it is the user's or one that comes with this tool. */
export interface ModuleSource {
  readonly parsed: ParsedModule;
  readonly origin: "file" | "library";
}

export interface Resolved {
  /** There exactly if no diagnostic is an error. */
  readonly spec: ResolvedSpec | undefined;
  /** What could be linked all the same: for editors, suggestions, partial reports. */
  readonly partial: ResolvedSpec;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Links every name of `root` and of the modules it needs, which `modules` has by name.
 * `missing` says what is known of a module that is not there: absent, or there with faults of its own; `searched` are the
 * folders where it was looked for, `nearby` names of modules that are to be had.
 */
export function resolve(
  root: ParsedModule,
  modules: ReadonlyMap<string, ModuleSource>,
  missing: (name: string) => "absent" | "broken" = () => "absent",
  searched: readonly string[] = [],
  nearby: Iterable<string> = [],
): Resolved {
  const tables: Tables = {
    references: new Map(),
    declarations: new Map(),
    substitutions: new Map(),
    instantiated: new Map(),
    labels: new Map(),
    diagnostics: [],
  };
  const levels = new Map<Node, Level>();
  const done = new Map<string, ModuleScope>();
  const open: string[] = [];
  const visit = (source: ModuleSource): ModuleScope => {
    const { parsed } = source;
    const own = parsed.module.name.text;
    const before = done.get(own);
    if (before !== undefined) return before;
    open.push(own);
    const here = new Map<string, ModuleScope>();
    for (const name of importsOf(parsed.module)) {
      const place = placeOf(parsed.file, parsed.source, name.span);
      const at = open.indexOf(name.text);
      if (at >= 0) {
        tables.diagnostics.push(faults.moduleCycle([...open.slice(at), name.text], place));
        continue;
      }
      const needed = modules.get(name.text);
      if (needed !== undefined) here.set(name.text, visit(needed));
      else if (missing(name.text) === "broken") {
        tables.diagnostics.push(faults.brokenModule(name.text, place));
      }
    }
    // Asked for what is not nested in a module that this one extends.
    const known = (name: Name): ModuleScope | undefined => {
      const found = here.get(name.text);
      const said = missing(name.text) === "broken" || open.includes(name.text);
      if (found === undefined && !said) {
        const place = placeOf(parsed.file, parsed.source, name.span);
        tables.diagnostics.push(faults.noModule(name.text, place, searched, nearest(name.text, nearby)));
      }
      return found;
    };
    const scope = resolveModule(tables, parsed, parsed.module, source.origin, known);
    open.pop();
    done.set(own, scope);
    return scope;
  };
  const start = tables.diagnostics;
  let scope: ModuleScope;
  let checkMore: (module: ModuleScope) => void = () => {};
  try {
    scope = visit({ parsed: root, origin: "file" });
    // What names an expression could not be linked to count as constants: no fault follows from them.
    checkMore = checkLevels(tables, [...done.values()], levels);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    start.push(faults.tooDeep(placeOf(root.file, root.source, root.module.name.span)));
    scope = emptyScope(root);
  }
  const appended: ModuleScope[] = [];
  const partial: ResolvedSpec = {
    stage: "resolved",
    root: scope,
    appended,
    append: (parsed) => {
      const added = append(tables, parsed, [scope, ...appended], checkMore);
      if (!added.diagnostics.some((d) => d.severity === "error")) appended.push(added.scope);
      return added;
    },
    modules: done,
    reference: (node) => tables.references.get(node),
    declaration: (node) => tables.declarations.get(node),
    substitutions: (instance) => tables.substitutions.get(instance) ?? [],
    level: (node) => levels.get(node),
  };
  const diagnostics = inOrder(withoutConsequences(tables.diagnostics), root.file);
  const failed = diagnostics.some((d) => d.severity === "error");
  return { spec: failed ? undefined : partial, partial, diagnostics };
}

/** See `ResolvedSpec.append`. Faults found are taken out of the shared list again. */
function append(
  tables: Tables,
  parsed: ParsedModule,
  before: readonly ModuleScope[],
  check: (module: ModuleScope) => void,
): Appended {
  const faultsBefore = tables.diagnostics.length;
  let visible: Frame | undefined;
  for (const { names, inner } of before) {
    visible = { names: new Map(names), modules: new Map(inner), outer: visible };
  }
  const known = (name: Name): undefined => {
    const place = placeOf(parsed.file, parsed.source, name.span);
    tables.diagnostics.push(faults.noModule(name.text, place, [], undefined));
  };
  const scope = resolveModule(tables, parsed, parsed.module, "file", known, visible);
  check(scope);
  return { scope, diagnostics: inOrder(tables.diagnostics.splice(faultsBefore), parsed.file) };
}

/** A name that is not known may be one of a module that is missing: then the module alone is reported. */
function withoutConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const missing = ["names/no-module", "names/broken-module", "names/module-cycle"];
  if (!diagnostics.some((d) => missing.includes(d.code))) return diagnostics;
  return diagnostics.filter((d) => d.code !== "names/unknown");
}

function emptyScope(parsed: ParsedModule): ModuleScope {
  const { module } = parsed;
  return {
    name: module.name.text,
    parsed,
    module,
    origin: "file",
    names: new Map(),
    extends: [],
    constants: [],
    variables: [],
    definitions: [],
    inner: new Map(),
  };
}

/** By file (the root's first) and place; a fault that two ways lead to is reported once. */
function inOrder(diagnostics: readonly Diagnostic[], root: string): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = `${d.place?.file}:${d.place?.line}:${d.place?.column} ${d.code} ${d.message}`;
    if (!seen.has(key)) seen.set(key, d);
  }
  const rank = (d: Diagnostic): string => (d.place?.file === root ? "" : (d.place?.file ?? ""));
  return [...seen.values()].sort(
    (a, b) =>
      rank(a).localeCompare(rank(b)) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );
}
