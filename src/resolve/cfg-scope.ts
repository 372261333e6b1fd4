/** What names in a configuration file mean in a resolved specification. */
import type { Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import { canonicalOp } from "../tla/operators.js";
import { placeOf } from "../tla/place.js";
import { builtins } from "./builtins.js";
import type { Declaration, Level, ModuleScope, ResolvedSpec, ScopeEntry, Through } from "./types.js";

/** Names that TLC has values for without a definition. */
const predefined = ["TRUE", "FALSE", "BOOLEAN", "STRING"];

/**
 * What a module makes of a name: of its own, extended, had by INSTANCE, or `I!Op` of a named INSTANCE. The
 * parameters of the INSTANCE come before those of the operator, as for TLC.
 */
export function find(
  module: ModuleScope,
  name: string,
): (ScopeEntry & { readonly params: readonly number[] }) | undefined {
  const [first = "", ...rest] = name.split("!");
  let entry = module.names.get(first) ?? module.names.get(canonicalOp(first));
  let params = entry?.declaration.params ?? [];
  let through: readonly Through[] = entry?.through ?? [];
  for (const part of rest) {
    if (entry?.declaration.kind !== "instance") return undefined;
    const { node, of } = entry.declaration;
    const inner = of.names.get(part);
    if (inner === undefined || !inner.exported) return undefined;
    through = [...through, { instance: node, of, args: [] }, ...inner.through];
    params = [...params, ...inner.declaration.params];
    entry = inner;
  }
  return entry === undefined ? undefined : { ...entry, through, params };
}

/**
 * What may stand right of `<-`: a definition or constant of the module, or one of the few values TLC knows.
 */
export function findOperator(module: ModuleScope, name: string): ReturnType<typeof find> {
  const found = find(module, name);
  if (found !== undefined) {
    const { kind } = found.declaration;
    return kind === "operator" || kind === "constant" ? found : undefined;
  }
  const declaration = predefined.includes(name) ? builtins.get(name) : undefined;
  return declaration && { declaration, through: [], exported: false, params: declaration.params };
}

/** A module by its name, nested ones included. */
export function findModule(spec: ResolvedSpec, name: string): ModuleScope | undefined {
  const within = (scope: ModuleScope): ModuleScope | undefined => {
    if (scope.name === name) return scope;
    for (const inner of scope.inner.values()) {
      const found = within(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const direct = spec.modules.get(name);
  if (direct !== undefined) return direct;
  for (const scope of spec.modules.values()) {
    const found = within(scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The visible name that one probably stands for, among those of the kinds that fit. */
export function near(
  module: ModuleScope,
  name: string,
  fits: (declaration: Declaration) => boolean,
): string | undefined {
  const candidates: string[] = [];
  for (const [candidate, entry] of module.names) if (fits(entry.declaration)) candidates.push(candidate);
  return nearest(name, candidates);
}

/** Where a declaration's text stands. */
export function placeOfDeclaration(declaration: Declaration): Place | undefined {
  if (declaration.kind === "builtin" || declaration.module === undefined) return undefined;
  const { node } = declaration;
  const span = "name" in node && typeof node.name === "object" ? node.name.span : node.span;
  const { file, source } = declaration.module.parsed;
  return placeOf(file, source, span);
}

/** What kind of thing a declaration is, with its article. */
export function kindOf(declaration: Declaration): string {
  switch (declaration.kind) {
    case "constant":
      return "a constant";
    case "variable":
      return "a variable";
    case "instance":
      return "an instance of a module";
    case "statement":
      return "a theorem or an assumption";
    default:
      return "no definition of the module";
  }
}

/**
 * The level of a definition as the root module sees it; undefined where INSTANCE puts expressions of another
 * level for constants or variables, so that it may be higher or lower than in the definition's own module.
 */
export function levelOf(spec: ResolvedSpec, entry: ScopeEntry): Level | undefined {
  const { declaration, through } = entry;
  if (declaration.kind !== "operator") return undefined;
  for (const { instance } of through) {
    for (const { target, value } of spec.substitutions(instance)) {
      const level = "kind" in value ? spec.level(value) : declaredLevel(value.declaration);
      if (level !== declaredLevel(target)) return undefined;
    }
  }
  return spec.level(declaration.node);
}

function declaredLevel(declaration: Declaration): Level {
  return declaration.kind === "variable" ? 1 : 0;
}
