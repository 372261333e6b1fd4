/** From the logs' texts to a verdict: accepted, or rejected with the event and the reason. */
import { type TraceResult, type ValidateRequest, validateLogs } from "../conform/validate.js";
import type { LogBatch } from "../log/types.js";
import type { Mapping } from "../protocol/mapping.js";
import type { Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { CfgItem } from "../tla/cfg.js";
import { printValue, type Value } from "../tla/value.js";
import type { Transformed } from "../transform/history/index.js";
import type { Checker } from "../verify/engines.js";
import { collectRun, type Run } from "./collect.js";
import { traceConstants } from "./constants.js";
import { fault } from "./faults.js";
import { type Log, readLog } from "./format.js";
import { runLines } from "./lines.js";
import { type ReplicaSubject, replicaSubject } from "./replicas.js";

/** What a run is validated against. */
export interface Reference {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  readonly mapping: Mapping;
  /** The constants of a model of the specification. */
  readonly cfg: readonly CfgItem[];
  /** What is looked at after every event: definitions that the hybrid carries. */
  readonly invariants: readonly string[];
}

export interface ValidateOptions {
  readonly byzantine: readonly string[];
  /** All nodes; default: the model's, or the run's where it has others. */
  readonly nodes?: readonly string[];
  /** Constants that differ from the model's. */
  readonly constants?: ReadonlyMap<string, Value>;
  /** Logs may break off. */
  readonly partial?: boolean;
}

export interface RunFacts {
  readonly nodes: readonly string[];
  readonly byzantine: readonly string[];
  readonly events: number;
  /** `name = value` for each constant. */
  readonly bounds: readonly string[];
}

/** A run with everything that it is matched with. */
export interface ReadyRun extends ReplicaSubject {
  readonly facts: RunFacts;
  /** The logs. */
  readonly files: readonly string[];
  /** The run as one log, whichever of the files is asked for first. */
  readonly read: (file: string) => AsyncGenerator<LogBatch>;
}

/** Whose verdict is asked for: our engine's, TLC's, or both. */
export type Judges = Pick<ValidateRequest, "tlc" | "signal" | "onProgress">;

export async function judgesOf({ choice, signal, tlc }: Checker): Promise<Judges> {
  if (choice === "own" || choice === "auto") return { signal };
  return { signal, tlc: { engine: await tlc(), alone: choice === "tlc" } };
}

export type Verdict =
  /** The logs themselves have faults; nothing was matched. */
  | { readonly kind: "unreadable"; readonly diagnostics: readonly Diagnostic[] }
  | (RunFacts & { readonly kind: "matched"; readonly result: TraceResult });

export function isAccepted(verdict: Verdict): boolean {
  return (
    verdict.kind === "matched" && "verdict" in verdict.result && verdict.result.verdict.kind === "accepted"
  );
}

/** The run that logs tell of, or their faults. */
export async function readyRun(
  reference: Reference,
  texts: readonly { readonly file: string; readonly text: string }[],
  options: ValidateOptions,
): Promise<ReadyRun | { readonly diagnostics: readonly Diagnostic[] }> {
  const { protocol, hybrid, mapping, cfg, invariants } = reference;
  const { run, diagnostics } = readRun(protocol, texts, options);
  if (run === undefined) return { diagnostics };
  const given = options.constants ?? new Map<string, Value>();
  const sources = { cfg, mapping, given, nodes: options.nodes };
  const { constants, models, nodes } = traceConstants(protocol, run, sources);
  const strange = nodeFaults(run, nodes);
  if (strange.length > 0) return { diagnostics: strange };
  const bounds = constants.flatMap((c) =>
    c.kind === "constant" && !(c.value.kind === "model" && c.value.name === c.name)
      ? [`${c.name} = ${printValue(c.value)}`]
      : [],
  );
  const [first, ...others] = texts.map((t) => t.file);
  return {
    ...(await replicaSubject({ protocol, hybrid, run, constants, invariants, models })),
    facts: { nodes, byzantine: run.byzantine, events: run.events.length, bounds },
    files: first === undefined ? [] : [first, ...others],
    read: async function* (file) {
      if (file === first) yield* runLines(protocol, run);
    },
  };
}

export async function validate(
  reference: Reference,
  texts: readonly { readonly file: string; readonly text: string }[],
  options: ValidateOptions,
  judges: Judges = {},
): Promise<Verdict> {
  const ready = await readyRun(reference, texts, options);
  if ("diagnostics" in ready) return { kind: "unreadable", diagnostics: ready.diagnostics };
  const { facts, subject, mapping, files, read } = ready;
  for await (const result of validateLogs({ subject, mapping, files, read, ...judges }))
    return { ...facts, kind: "matched", result };
  throw new Error("a run without a verdict");
}

function readRun(
  protocol: Protocol,
  texts: readonly { readonly file: string; readonly text: string }[],
  options: ValidateOptions,
): { readonly run: Run | undefined; readonly diagnostics: readonly Diagnostic[] } {
  if (texts.length === 0) return { run: undefined, diagnostics: [fault.noLogs()] };
  const logs: Log[] = [];
  const found: Diagnostic[] = [];
  for (const { file, text } of texts) {
    const { log, diagnostics } = readLog(file, text, { partial: options.partial ?? false });
    found.push(...diagnostics);
    if (log !== undefined) logs.push(log);
  }
  if (found.length > 0) return { run: undefined, diagnostics: found };
  const collected = collectRun(protocol, logs, options.byzantine);
  const [first] = logs;
  if (collected.run?.events.length === 0 && first !== undefined)
    return { run: undefined, diagnostics: [fault.empty(first.file)] };
  return collected;
}

function nodeFaults(run: Run, nodes: readonly string[]): readonly Diagnostic[] {
  const strangers = new Map(run.events.filter((e) => !nodes.includes(e.node)).map((e) => [e.node, e.place]));
  return [
    ...[...strangers].map(([node, place]) => fault.notANode(place, node, nodes)),
    ...run.byzantine
      .filter((n) => !nodes.includes(n) && !strangers.has(n))
      .map((n) => fault.noSuchNode(n, nodes)),
  ];
}
