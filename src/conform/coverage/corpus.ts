/**
 * What traces exercise of a specification, as a value that is kept in a file and merged.
 *
 * Representation: traces by a digest of their lines, their mapping and their model, so that the same trace counts once,
 * however often it is merged; parts of the specification by place (`Raft.tla:12:4-12:20`). What is known of one trace twice
 * is its largest numbers; merging is commutative, associative and idempotent.
 */
import * as z from "zod";
import type { PointKind } from "../../engine/coverage/coverage-table.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";

const count = z.int().min(0);

/** Lines whose step evaluated a part. */
const pointTally = z.strictObject({
  /** In some behaviour that explains the whole log. */
  steps: count,
  /** In all of them. */
  sure: count,
  /** In a step that nobody logged, before the line. */
  silent: count,
  /** It was true there; false. Both 0 for what is no truth value. */
  true: count,
  false: count,
});

const actionTally = pointTally.pick({ steps: true, sure: true, silent: true });

/** A test tried in states of the trace, with all that Next has there: how often, and how often it was false. */
const guardTally = z.strictObject({ tried: count, false: count });

const traceCoverage = z.strictObject({
  name: z.string(),
  /** Mapped lines; of these, in how many several steps explain the log. */
  lines: count,
  open: count,
  points: z.record(z.string(), pointTally),
  actions: z.record(z.string(), actionTally),
  /** Lines by rule of the mapping. */
  rules: z.record(z.string(), count),
  /** Parts, and actions, of which the mapping cannot tell. */
  untold: z.array(z.string()),
  untoldActions: z.array(z.string()),
  /** In how many states guards were tried; in how many of them Next could not be evaluated to its end. */
  states: count,
  failed: count,
  guards: z.record(z.string(), guardTally),
});

const kinds = [
  ...(["formula", "conjunct", "disjunct", "operand"] as const),
  ...(["condition", "branch", "body", "definition"] as const),
] as const satisfies readonly PointKind[];

const pointInfo = z.strictObject({
  kind: z.enum(kinds),
  text: z.string(),
  under: z.string(),
  parent: z.string().optional(),
});

export const SCHEMA = "bumblebee-trace-coverage/1";

const corpusSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  spec: z.strictObject({ name: z.string(), sha256: z.string() }),
  points: z.record(z.string(), pointInfo),
  /** Where each action of Next is. */
  actions: z.record(z.string(), z.string()),
  /** Actions that some mapping has a rule for. */
  mapped: z.array(z.string()),
  /** Rules of mappings. */
  rules: z.array(z.string()),
  traces: z.record(z.string(), traceCoverage),
});

export type PointTally = z.infer<typeof pointTally>;
export type ActionTally = z.infer<typeof actionTally>;
export type GuardTally = z.infer<typeof guardTally>;
export type TraceCoverage = z.infer<typeof traceCoverage>;
export type PointInfo = z.infer<typeof pointInfo>;
export type CorpusCoverage = z.infer<typeof corpusSchema>;

/** Both together. Throws for corpora of different specifications: see `sameSpec`. */
export function mergeCoverage(a: CorpusCoverage, b: CorpusCoverage): CorpusCoverage {
  if (a.spec.sha256 !== b.spec.sha256) throw new Error("coverage of different specifications");
  return {
    schema: SCHEMA,
    spec: a.spec.name <= b.spec.name ? a.spec : b.spec,
    points: union(a.points, b.points, smaller),
    actions: union(a.actions, b.actions, smaller),
    mapped: together(a.mapped, b.mapped),
    rules: together(a.rules, b.rules),
    traces: union(a.traces, b.traces, sameTrace),
  };
}

function sameTrace(a: TraceCoverage, b: TraceCoverage): TraceCoverage {
  return {
    name: smaller(a.name, b.name),
    ...largest({ lines: a.lines, open: a.open }, { lines: b.lines, open: b.open }),
    points: union(a.points, b.points, largest),
    actions: union(a.actions, b.actions, largest),
    rules: union(a.rules, b.rules, Math.max),
    untold: together(a.untold, b.untold),
    untoldActions: together(a.untoldActions, b.untoldActions),
    ...largest({ states: a.states, failed: a.failed }, { states: b.states, failed: b.failed }),
    guards: union(a.guards, b.guards, largest),
  };
}

/** Keys in order. */
function union<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  both: (a: T, b: T) => T,
): Record<string, T> {
  const entries = together(Object.keys(a), Object.keys(b)).flatMap((key): [string, T][] => {
    const [x, y] = [Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined];
    const value = x === undefined ? y : y === undefined ? x : both(x, y);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

function together(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

/** One of two, whatever they are: always the same. */
function smaller<T>(a: T, b: T): T {
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b;
}

function largest<T extends Readonly<Record<string, number>>>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(a).map(([k, n]) => [k, Math.max(n, b[k] ?? 0)])) as T;
}

/** Throws a DiagnosticError for what is no coverage file, or one of another specification. */
export function parseCoverage(file: string, text: string, spec: CorpusCoverage["spec"]): CorpusCoverage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DiagnosticError([notCoverage(file, "it is not JSON")]);
  }
  const result = corpusSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new DiagnosticError([notCoverage(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`)]);
  }
  if (result.data.spec.sha256 !== spec.sha256)
    throw new DiagnosticError([otherSpec(file, result.data.spec.name, spec.name)]);
  return result.data;
}

/** The same corpus is the same text. */
export function coverageFile(corpus: CorpusCoverage): string {
  return `${JSON.stringify(mergeCoverage(corpus, corpus), undefined, 1)}\n`;
}

const start = (file: string) => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });

const notCoverage = (file: string, why: string): Diagnostic => ({
  code: "conform/not-coverage",
  severity: "error",
  message: `this is no coverage file of ours: ${why}`,
  place: start(file),
  hint: "name a file that `trace coverage --merge` wrote, or one that is not there yet",
});

const otherSpec = (file: string, theirs: string, ours: string): Diagnostic => ({
  code: "conform/other-coverage",
  severity: "error",
  message: `this is coverage of another specification: of ${theirs}${theirs === ours ? " as it was before a change" : `, not of ${ours}`}`,
  place: start(file),
  hint: "places of one text mean nothing in another: begin a new file",
});
