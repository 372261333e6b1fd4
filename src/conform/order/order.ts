/** By what a mapping puts lines in order. */
import type { Json, LogLine } from "../../log/types.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import { mappingFault } from "../faults.js";
import type { Mapping } from "../mapping/mapping.js";
import { valueAt } from "../mapping/paths.js";
import { pathIn } from "../reader.js";

export interface LineOrder {
  /** The path as the mapping has it. */
  readonly what: string;
  /** What lies there in a line. */
  readonly stamp: (line: LogLine) => Json | undefined;
}

/** Undefined where lines count as they stand in their files, or have clocks. */
export function orderOf(mapping: Mapping): LineOrder | undefined {
  const { order } = mapping.content.log ?? {};
  if (typeof order !== "object" || !("by" in order)) return undefined;
  return { what: order.by, stamp: reading(mapping, order.by, "by") };
}

/** Logical clocks by which lines are put in order. */
export interface ClockOrder {
  readonly kind: "vector" | "lamport";
  readonly what: string;
  readonly clock: (line: LogLine) => Json | undefined;
  readonly node: (line: LogLine) => string | undefined;
}

/** Undefined where lines have no such clocks. Throws a DiagnosticError. */
export function clocksOf(mapping: Mapping): ClockOrder | undefined {
  const { content, whereOf } = mapping;
  const { order, node: nodePath } = content.log ?? {};
  if (typeof order !== "object" || "by" in order) return undefined;
  const kind = "vector" in order ? "vector" : "lamport";
  const what = "vector" in order ? order.vector : order.lamport;
  const from = order.node ?? nodePath;
  const where = whereOf("log.order");
  if (from === undefined) throw new DiagnosticError([mappingFault.clockNode(where)]);
  if (Object.keys(content.rename ?? {}).length > 0)
    throw new DiagnosticError([mappingFault.clockRename(where)]);
  return { kind, what, clock: reading(mapping, what, kind), node: nodeAt(mapping, from) };
}

/** Whose a line is; undefined where the mapping does not say it. */
export function nodesOf(mapping: Mapping): ((line: LogLine) => string | undefined) | undefined {
  const { node } = mapping.content.log ?? {};
  return node === undefined ? undefined : nodeAt(mapping, node);
}

function nodeAt(mapping: Mapping, path: string): (line: LogLine) => string | undefined {
  const node = reading(mapping, path, "node");
  return (line) => {
    const json = node(line);
    return json === undefined ? undefined : String(json);
  };
}

function reading(
  { content, whereOf }: Mapping,
  text: string,
  key: string,
): (line: LogLine) => Json | undefined {
  const path = pathIn(text, whereOf(`log.order.${key}`));
  const { log = {} } = content;
  const eventAt = log.line === undefined ? [] : pathIn(log.line, whereOf("log.line")).steps;
  const steps = path.root === "line" ? path.steps : [...eventAt, ...path.steps];
  return (line) => valueAt(line.json, steps) as Json | undefined;
}
