/** Our engine as one that is asked with files: modules and model read, compiled and explored in this process. */
import { compileLowered } from "../engine/compile.js";
import { type ExploreProgress, explore } from "../engine/explore.js";
import { lowerModel } from "../engine/lowered.js";
import type { CompiledModel } from "../engine/model.js";
import { outcomeOf, type Source, simulationOutcome } from "../engine/outcome.js";
import { type SimulationProgress, simulate } from "../engine/simulate.js";
import { nextTurn, stopwatch } from "../host/clock.js";
import { readText } from "../host/files.js";
import { join, resolve } from "../host/paths.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { loadSpec } from "../spec/modules.js";
import { parseCfg } from "../tla/cfg.js";
import type { Progress, RunFacts, TlcOutcome, TlcVerdict } from "../tlc/outcome.js";
import type { Engine, EngineAnswer, Job } from "./engines.js";
import { notSimulated } from "./faults.js";

export const ownEngine: Engine = { name: "own", run };

const noTrace = { states: [], loop: { kind: "none" } } as const;

/** A model ready to be run, or the answer that it cannot be. */
type Ready =
  | { readonly kind: "answered"; readonly answer: EngineAnswer }
  | {
      readonly kind: "ready";
      readonly model: CompiledModel;
      readonly source: Source;
      readonly notes: readonly Diagnostic[];
    };

async function ready(job: Job): Promise<Ready> {
  const answered = (answer: EngineAnswer): Ready => ({ kind: "answered", answer });
  const loaded = await loadSpec(join(job.dir, `${job.module}.tla`), job.dir);
  if (loaded.spec === undefined) return answered(faulty(loaded.diagnostics));
  const cfgFile = resolve(job.dir, job.cfgFile);
  const { cfg, diagnostics } = parseCfg(cfgFile, await readText(cfgFile));
  if (diagnostics.some(isError)) return answered(faulty(diagnostics));
  const { linked, diagnostics: unlinked } = linkCfg(loaded.spec, cfg);
  if (unlinked.some(isError)) return answered(faulty(unlinked));
  const notes = [...loaded.diagnostics, ...unlinked];
  const lowering = lowerModel(loaded.spec, linked);
  const { model, diagnostics: refusals } = compileLowered(lowering);
  if (model === undefined || lowering.model === undefined)
    return answered(answer({ kind: "unsupported", diagnostics: refusals }, notes));
  const source = { lowered: lowering.model, bank: model.bank };
  return { kind: "ready", model, source, notes: [...notes, ...refusals] };
}

async function run(job: Job, signal: AbortSignal): Promise<EngineAnswer> {
  const found = await ready(job);
  if (found.kind === "answered") return found.answer;
  const { model, source, notes } = found;
  const printed: string[] = [];
  const warnings = new Set<string>();
  if (model.context !== undefined) {
    model.context.printed = (text) => printed.push(text);
    model.context.warned = (text) => warnings.add(text);
  }
  const { outcome, unchecked } = await explored(job, model, source, signal);
  const said = { printed: printed.flatMap((text) => text.split("\n")), warnings: [...warnings] };
  return { outcome: { ...outcome, ...said }, notes: [...notes, ...unchecked.map(notSimulated)] };
}

/** All states, or random behaviours where the job asks for these. */
async function explored(
  { timeoutMs, maxStates, maxBytes, simulate: random, onProgress }: Job,
  model: CompiledModel,
  source: Source,
  signal: AbortSignal,
): Promise<{ readonly outcome: TlcOutcome; readonly unchecked: readonly string[] }> {
  const options = {
    now: stopwatch(),
    pause: nextTurn,
    signal,
    limits: {
      ...(timeoutMs === undefined ? {} : { seconds: timeoutMs / 1000 }),
      ...(maxStates === undefined ? {} : { states: maxStates }),
      ...(maxBytes === undefined ? {} : { bytes: maxBytes }),
    },
  };
  if (random === undefined) {
    const tell = (p: ExploreProgress): void => onProgress?.("own", progressOf(p));
    return {
      outcome: outcomeOf(await explore(model, { ...options, onProgress: tell }), source),
      unchecked: [],
    };
  }
  const simulation = await simulate(model, {
    ...options,
    seed: random.seed ?? 0,
    ...(random.depth === undefined ? {} : { depth: random.depth }),
    ...(random.num === undefined ? {} : { behaviours: random.num }),
    onProgress: (p) => onProgress?.("own", simulating(p)),
  });
  return { outcome: simulationOutcome(simulation, source), unchecked: simulation.unchecked };
}

const simulating = ({ bytes, longest, ...p }: SimulationProgress): Progress => ({
  ...p,
  distinct: undefined,
  queue: undefined,
  depth: longest,
  memory: bytes,
});

const progressOf = ({ bytes, ...rest }: ExploreProgress): Progress => ({ ...rest, memory: bytes });

const isError = (d: Diagnostic): boolean => d.severity === "error";

const faulty = (diagnostics: readonly Diagnostic[]): EngineAnswer =>
  answer({ kind: "spec-fault", diagnostics: diagnostics.filter(isError), trace: noTrace }, []);

const nothing: RunFacts = {
  command: "own engine",
  exitCode: undefined,
  seconds: 0,
  lastLines: [],
  printed: [],
  warnings: [],
  version: undefined,
  counts: undefined,
};

const answer = (verdict: TlcVerdict, notes: readonly Diagnostic[]): EngineAnswer => ({
  outcome: { ...nothing, ...verdict },
  notes,
});
