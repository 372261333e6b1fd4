/**
 * The mapping file: what a program cannot know about a specification, as small a JSON file as possible. Every hint is
 * checked against the module (here) or by the model checker (later), never believed.
 */
import { z } from "zod";
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import { placeOf } from "../tla/place.js";
import { type JsonValue, locateJson } from "./json-places.js";

const identifier = z.string().regex(/^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/, "must be a TLA+ identifier");

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The initial predicate and the next-state relation, where they are not called Init and Next. */
  init: identifier.optional(),
  next: identifier.optional(),
  /** The set of nodes: a constant. */
  nodes: identifier.optional(),
  /** The variable that holds the messages. */
  network: identifier.optional(),
  /** The field that tells the kind of a message. */
  kindField: identifier.optional(),
  /** Keys that one node each acts for: the set of keys, and the message field that holds one. */
  owners: z.array(z.strictObject({ keys: identifier, field: identifier })).optional(),
  /** Sets from which clients, not nodes, choose. */
  clientValues: z.array(identifier).optional(),
  /** Invariants that speak of what nodes do (checked of the correct ones); default: those of the model. */
  invariants: z.array(identifier).optional(),
  /** State predicates that a useful model must reach, with what they mean. */
  goals: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Over the specification's variables, at correct nodes; may speak of Correct and Byz. */
        holds: z.string().min(1),
        /** The model to look in; default: the default model. */
        model: z.string().optional(),
        /** Actions left out while searching: what is reached without them is reached with them. */
        skip: z.array(identifier).optional(),
      }),
    )
    .optional(),
  /** How replicas are run: see `codegen/runtime`. */
  run: z
    .strictObject({
      clientAction: identifier,
      clientParameter: identifier,
      decided: identifier,
      timeouts: z.array(identifier),
      restart: identifier.optional(),
      constants: z
        .record(z.string(), z.union([z.number().int(), z.string(), z.array(z.string())]))
        .optional(),
    })
    .optional(),
});

export type Mapping = z.infer<typeof mappingSchema>;

export const emptyMapping: Mapping = {};

/** Reads a mapping file's text; faults point into it. */
export function parseMapping(
  file: string,
  source: string,
): {
  readonly mapping: Mapping;
  readonly diagnostics: readonly Diagnostic[];
  readonly placeAt: PlaceAt;
} {
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
  const result = mappingSchema.safeParse(value);
  if (result.success) return { mapping: result.data, diagnostics: [], placeAt };
  const diagnostics = result.error.issues.flatMap((issue) => {
    const path = issue.path.map((p) => (typeof p === "symbol" ? String(p) : p));
    if (issue.code !== "unrecognized_keys") {
      const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
      const place = missing ? placeAt(path.slice(0, -1)) : placeAt(path);
      return [wrong(missing ? "is missing" : issue.message, place, path.join("."))];
    }
    return issue.keys.map((key) => unknownKey(key, placeAt([...path, key], "key"), keysAt(path)));
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

function keysAt(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return Object.keys(mappingSchema.shape).filter((k) => k !== "$schema");
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
    "the keys and their meaning are described in src/protocol/mapping.ts and in the README of the specifications";
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
