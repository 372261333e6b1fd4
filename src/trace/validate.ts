/** From the logs' texts to a verdict: accepted, or rejected with the event and the reason. */
import { stopwatch } from "../host/clock.js";
import { withTempDir, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Mapping } from "../protocol/mapping.js";
import type { Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { printValue, type Value } from "../tla/value.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Transformed } from "../transform/history/index.js";
import type { GeneratedModule } from "../transform/seen.js";
import { collectRun, type Run } from "./collect.js";
import { traceConstants } from "./constants.js";
import { answer, question, type Reason } from "./explain.js";
import { fault } from "./faults.js";
import { type Log, type RecordedEvent, readLog } from "./format.js";
import { traceModel } from "./model.js";

/** Who checks models. */
export interface ModelChecker {
  /** An answer, from as many engines as were chosen. */
  check(job: Job): Promise<{ readonly outcome: TlcOutcome }>;
  /** A question on the way, for one engine. */
  ask(job: Job): Promise<TlcOutcome>;
}

interface Job {
  readonly dir: string;
  readonly module: string;
  readonly cfgFile: string;
  readonly workers: number;
  readonly onProgress?: (engine: "own" | "tlc", progress: Progress) => void;
}

/** What a run is validated against. */
export interface Reference {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  readonly mapping: Mapping;
  /** The constants of a model of the specification. */
  readonly cfg: readonly CfgItem[];
}

export interface ValidateOptions {
  readonly byzantine: readonly string[];
  /** All nodes; default: the model's, or the run's where it has others. */
  readonly nodes?: readonly string[];
  /** Constants that differ from the model's. */
  readonly constants?: ReadonlyMap<string, Value>;
  /** Logs may break off. */
  readonly partial?: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface RunFacts {
  readonly nodes: readonly string[];
  readonly byzantine: readonly string[];
  readonly events: number;
  /** `name = value` for each constant. */
  readonly bounds: readonly string[];
  readonly seconds: number;
}

export type Verdict =
  /** The logs themselves have faults; no model checker was asked. */
  | { readonly kind: "unreadable"; readonly diagnostics: readonly Diagnostic[] }
  | ({ readonly kind: "accepted" } & RunFacts)
  | ({
      readonly kind: "rejected";
      readonly event: RecordedEvent;
      /** How many events were allowed before it. */
      readonly position: number;
      /** The last events before it. */
      readonly before: readonly RecordedEvent[];
      readonly reasons: readonly Reason[];
    } & RunFacts)
  | { readonly kind: "no-answer"; readonly outcome: TlcOutcome };

const SHOWN_BEFORE = 4;

/** A model checker is asked for only when the logs themselves have no faults. */
export async function validate(
  reference: Reference,
  texts: readonly { readonly file: string; readonly text: string }[],
  options: ValidateOptions,
  findChecker: () => Promise<ModelChecker>,
): Promise<Verdict> {
  const elapsed = stopwatch();
  const { protocol, hybrid, mapping, cfg } = reference;
  const { run, diagnostics } = readRun(protocol, texts, options);
  if (run === undefined) return { kind: "unreadable", diagnostics };
  const given = options.constants ?? new Map<string, Value>();
  const sources = { cfg, mapping, given, nodes: options.nodes };
  const { constants, models, nodes } = traceConstants(protocol, run, sources);
  const strange = nodeFaults(run, nodes);
  if (strange.length > 0) return { kind: "unreadable", diagnostics: strange };
  const checker = await findChecker();
  const setting = { protocol, hybrid, run, constants, models };
  const model = traceModel(setting);
  const facts = (): RunFacts => ({
    nodes,
    byzantine: run.byzantine,
    events: run.events.length,
    bounds: constants.flatMap((c) =>
      c.kind === "constant" && !(c.value.kind === "model" && c.value.name === c.name)
        ? [`${c.name} = ${printValue(c.value)}`]
        : [],
    ),
    seconds: elapsed(),
  });
  return withTempDir(async (dir) => {
    await writeAtomic(join(dir, `${hybrid.name}.tla`), hybrid.stages.at(-1)?.text ?? "");
    const { outcome } = await checker.check(await written(dir, model, options.onProgress));
    const position = reached(outcome, model.names.at);
    if (position === undefined) return { kind: "no-answer", outcome };
    const event = run.events[position];
    if (outcome.kind === "holds" && event === undefined) return { kind: "accepted", ...facts() };
    if (event === undefined) return { kind: "no-answer", outcome };
    const asked = question(setting, model, position);
    const told = await checker.ask(await written(dir, asked.model));
    if (told.kind === "cancelled" || told.kind === "timeout") return { kind: "no-answer", outcome: told };
    const reasons = answer(setting, position, asked, told.printed);
    const before = run.events.slice(Math.max(0, position - SHOWN_BEFORE), position);
    return { kind: "rejected", event, position, before, reasons, ...facts() };
  });
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

async function written(
  dir: string,
  model: GeneratedModule,
  onProgress?: (progress: Progress) => void,
): Promise<Job> {
  const cfgFile = `${model.module}.cfg`;
  await writeAtomic(join(dir, `${model.module}.tla`), model.text);
  await writeAtomic(join(dir, cfgFile), printCfg({ entries: model.cfg }));
  return {
    dir,
    module: model.module,
    cfgFile,
    workers: 1,
    ...(onProgress === undefined ? {} : { onProgress: (_engine, progress) => onProgress(progress) }),
  };
}

/** How many events the specification allowed, or undefined if the model checker did not get to say. */
function reached(outcome: TlcOutcome, at: string): number | undefined {
  if (outcome.kind === "holds") return outcome.distinct === undefined ? undefined : outcome.distinct - 1;
  if (outcome.kind !== "spec-fault") return undefined;
  // A value that does not exist: the search stops with the behaviour that led there.
  const text = outcome.trace.states.at(-1)?.text ?? "";
  const found = new RegExp(`\\b${at} = (\\d+)`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
