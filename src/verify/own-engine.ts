/** Our engine as one that is asked with files: modules and model read, compiled and explored in this process. */
import { compileLowered } from "../engine/compile.js";
import { type ExploreProgress, explore } from "../engine/explore.js";
import { lowerModel } from "../engine/lowered.js";
import { outcomeOf } from "../engine/outcome.js";
import { nextTurn, stopwatch } from "../host/clock.js";
import { readText } from "../host/files.js";
import { join, resolve } from "../host/paths.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { loadSpec } from "../spec/modules.js";
import { parseCfg } from "../tla/cfg.js";
import type { Progress, RunFacts, TlcVerdict } from "../tlc/outcome.js";
import type { Engine, EngineAnswer, Job } from "./engines.js";

export const ownEngine: Engine = { name: "own", run };

const noTrace = { states: [], loop: { kind: "none" } } as const;

async function run(job: Job, signal: AbortSignal): Promise<EngineAnswer> {
  const loaded = await loadSpec(join(job.dir, `${job.module}.tla`), job.dir);
  if (loaded.spec === undefined) return faulty(loaded.diagnostics);
  const cfgFile = resolve(job.dir, job.cfgFile);
  const { cfg, diagnostics } = parseCfg(cfgFile, await readText(cfgFile));
  if (diagnostics.some(isError)) return faulty(diagnostics);
  const { linked, diagnostics: unlinked } = linkCfg(loaded.spec, cfg);
  if (unlinked.some(isError)) return faulty(unlinked);
  const notes = [...loaded.diagnostics, ...unlinked];
  const lowering = lowerModel(loaded.spec, linked);
  const { model, diagnostics: refusals } = compileLowered(lowering);
  if (model === undefined) return answer({ kind: "unsupported", diagnostics: refusals }, notes);
  const printed: string[] = [];
  const warnings = new Set<string>();
  if (model.context !== undefined) {
    model.context.printed = (text) => printed.push(text);
    model.context.warned = (text) => warnings.add(text);
  }
  const { timeoutMs, maxStates, maxBytes, onProgress } = job;
  const exploration = await explore(model, {
    now: stopwatch(),
    pause: nextTurn,
    signal,
    limits: {
      ...(timeoutMs === undefined ? {} : { seconds: timeoutMs / 1000 }),
      ...(maxStates === undefined ? {} : { states: maxStates }),
      ...(maxBytes === undefined ? {} : { bytes: maxBytes }),
    },
    ...(onProgress === undefined
      ? {}
      : { onProgress: (p: ExploreProgress) => onProgress("own", progressOf(p)) }),
  });
  const source = lowering.model && { lowered: lowering.model, bank: model.bank };
  const said = { printed: printed.flatMap((text) => text.split("\n")), warnings: [...warnings] };
  return { outcome: { ...outcomeOf(exploration, source), ...said }, notes: [...notes, ...refusals] };
}

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
