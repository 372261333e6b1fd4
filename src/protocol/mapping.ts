/**
 * The mapping file: what a program cannot know about a specification, as small a JSON file as possible. Every hint is
 * checked against the module (here) or by the model checker (later), never believed.
 */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import { placeOf } from "../tla/place.js";
import { type JsonValue, locateJson } from "./json-places.js";
import type { Mapping } from "./mapping-schema.js";

export type { Mapping } from "./mapping-schema.js";

export const emptyMapping: Mapping = {};

/** Reads a mapping file's text; faults point into it. The form is read only then: most specifications have no such file. */
export async function parseMapping(
  file: string,
  source: string,
): Promise<{
  readonly mapping: Mapping;
  readonly diagnostics: readonly Diagnostic[];
  readonly placeAt: PlaceAt;
}> {
  const placeAt = locate(file, source);
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    const at = /position (\d+)/.exec(message);
    const offset = at?.[1] === undefined ? source.length : Number(at[1]);
    const place = placeOf(file, source, { start: offset, end: Math.min(offset + 1, source.length) });
    return { mapping: emptyMapping, diagnostics: [notJson(message, place)], placeAt: () => undefined };
  }
  const { mappingSchema } = await import("./mapping-schema.js");
  const result = mappingSchema.safeParse(value);
  if (result.success) return { mapping: result.data, diagnostics: [], placeAt };
  const diagnostics = result.error.issues.flatMap((issue) => {
    const path = issue.path.map((p) => (typeof p === "symbol" ? String(p) : p));
    if (issue.code !== "unrecognized_keys") {
      const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
      const place = missing ? placeAt(path.slice(0, -1)) : placeAt(path);
      return [wrong(missing ? "is missing" : issue.message, place, path.join("."))];
    }
    return issue.keys.map((key) =>
      unknownKey(key, placeAt([...path, key], "key"), keysAt(Object.keys(mappingSchema.shape), path)),
    );
  });
  return { mapping: emptyMapping, diagnostics, placeAt };
}

/** The place of a value in the file, or of its key, by its JSON path. */
export type PlaceAt = (path: readonly (string | number)[], what?: "key" | "value") => Place | undefined;

/** The text is read again where a place is asked for, which only faults do. */
function locate(file: string, source: string): PlaceAt {
  let root: JsonValue | undefined;
  return (path, what = "value") => {
    root ??= locateJson(source);
    let value = root;
    for (const step of path) value = value?.parts.get(step);
    const span = what === "key" ? value?.key : value?.span;
    return span === undefined ? undefined : placeOf(file, source, span);
  };
}

/** The keys that there may be; `keys` are those of the file. */
function keysAt(keys: readonly string[], path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return keys.filter((k) => k !== "$schema");
  if (path[0] === "run")
    return ["clientAction", "clientParameter", "decided", "timeouts", "restart", "constants"];
  if (path[0] === "owners") return ["keys", "field"];
  if (path[0] === "goals") return ["name", "holds", "model", "skip"];
  return [];
}

function notJson(message: string, place: Place): Diagnostic {
  const hint = "the mapping file must be JSON: double quotes, no trailing commas, no comments";
  return { code: "mapping/not-json", severity: "error", message: `not JSON: ${message}`, place, hint };
}

function wrong(message: string, place: Place | undefined, path: string): Diagnostic {
  const hint =
    "the keys and their meaning are described in src/protocol/mapping-schema.ts and in the README of the specifications";
  return {
    code: "mapping/wrong-value",
    severity: "error",
    message: `${path || "the file"}: ${message}`,
    ...(place ? { place } : {}),
    hint,
  };
}

function unknownKey(key: string, place: Place | undefined, known: readonly string[]): Diagnostic {
  const near = nearest(key, known);
  return {
    code: "mapping/unknown-key",
    severity: "error",
    message: `unknown key "${key}"`,
    ...(place ? { place } : {}),
    hint: near === undefined ? `known keys: ${known.join(", ")}` : `did you mean "${near}"?`,
  };
}
