/** By what a mapping puts lines in order. */
import type { Json, LogLine } from "../log/types.js";
import type { Mapping } from "./mapping.js";
import { valueAt } from "./paths.js";
import { pathIn } from "./reader.js";

export interface LineOrder {
  /** The path as the mapping has it. */
  readonly what: string;
  /** What lies there in a line. */
  readonly stamp: (line: LogLine) => Json | undefined;
}

/** Undefined where lines count as they stand in their files. */
export function orderOf({ content, whereOf }: Mapping): LineOrder | undefined {
  const { log = {} } = content;
  if (typeof log.order !== "object") return undefined;
  const path = pathIn(log.order.by, whereOf("log.order.by"));
  const eventAt = log.line === undefined ? [] : pathIn(log.line, whereOf("log.line")).steps;
  const steps = path.root === "line" ? path.steps : [...eventAt, ...path.steps];
  return { what: path.text, stamp: (line) => valueAt(line.json, steps) as Json | undefined };
}
