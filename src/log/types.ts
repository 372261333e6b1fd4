/** Logs as they come from files: one line, one JSON value, and where it stands. */
import type { Diagnostic } from "../report/diagnostic.js";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * `ndjson`: one JSON value a line (pino's form is that). `json`: an array of values, or values one after another, over as
 * many lines as they like. `csv`: the first row names the fields.
 */
export type LogFormat = "ndjson" | "json" | "csv";

export interface LogLine {
  readonly file: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** As logged. */
  readonly text: string;
  readonly json: Json;
}

/** Some lines in the order of the file, and what is wrong with others between or after them. */
export interface LogBatch {
  readonly lines: readonly LogLine[];
  readonly faults: readonly Diagnostic[];
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);
