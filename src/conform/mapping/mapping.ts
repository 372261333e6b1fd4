/** Reads a mapping file: JSON, or what a module exports. Faults point into the file where it is JSON. */
import { type JsonValue, locateJson } from "../../protocol/json-places.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { placeOf } from "../../tla/place.js";
import { mappingFault, type Where } from "../faults.js";
import { type MappingFile, mappingSchema } from "./mapping-schema.js";

export interface Mapping {
  /** Absolute, or a name for what was given as a value. */
  readonly file: string;
  readonly content: MappingFile;
  /** Where a part is: `events[3].after`. */
  readonly whereOf: (path: string) => Where;
}

/** Throws a DiagnosticError. */
export function parseMapping(file: string, source: string): Mapping {
  const whereOf = placesIn(file, source);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.length);
    const place = placeOf(file, source, { start: offset, end: Math.min(offset + 1, source.length) });
    throw new DiagnosticError([mappingFault.notJson(message, place)]);
  }
  return mappingOf(file, value, whereOf);
}

/** A mapping given as a value. Throws a DiagnosticError. */
export function mappingOf(
  file: string,
  value: unknown,
  whereOf: Mapping["whereOf"] = (path) => ({ path, place: undefined }),
): Mapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return { file, content: result.data, whereOf };
  throw new DiagnosticError(result.error.issues.flatMap((issue) => faultsOf(issue, whereOf)));
}

/** What a module exports by default. Throws a DiagnosticError. */
export function mappingOfModule(file: string, module: unknown): Mapping {
  if (typeof module === "object" && module !== null && "default" in module)
    return mappingOf(file, module.default);
  throw new DiagnosticError([mappingFault.noDefault(file)]);
}

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
};

/** Of a union the alternative that got furthest is told. */
function faultsOf(
  issue: Issue,
  whereOf: Mapping["whereOf"],
  outer: readonly PropertyKey[] = [],
): Diagnostic[] {
  const path = [...outer, ...issue.path];
  const where = whereOf(pathText(path));
  if (issue.code === "unrecognized_keys")
    return (issue.keys ?? []).map((key) =>
      mappingFault.unknownKey(whereOf(pathText([...path, key])), key, []),
    );
  if (issue.code === "invalid_union" && issue.errors !== undefined) {
    const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    if (depth(deepest) > 0) return deepest.flatMap((inner) => faultsOf(inner, whereOf, path));
  }
  return [mappingFault.form(where, issue.message)];
}

const depth = (issues: readonly Issue[]): number =>
  Math.max(0, ...issues.map((i) => i.path.length + (i.code === "unrecognized_keys" ? 1 : 0)));

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

function placesIn(file: string, source: string): Mapping["whereOf"] {
  let root: JsonValue | undefined;
  return (path) => {
    root ??= locateJson(source);
    // A key may have dots in it: the longest that there is counts.
    let value = root;
    let rest = path.replace(/\[(\d+)\]/g, ".$1");
    while (value !== undefined && rest !== "") {
      const keys: (string | number)[] = [...value.parts.keys()];
      const key = keys
        .filter((k) => rest === String(k) || rest.startsWith(`${k}.`))
        .sort((a, b) => String(b).length - String(a).length)[0];
      if (key === undefined) break;
      value = value.parts.get(key);
      rest = rest.slice(String(key).length + 1);
    }
    const span = value?.key ?? value?.span;
    return { path, place: span === undefined ? undefined : placeOf(file, source, span) };
  };
}
