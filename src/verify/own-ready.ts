/** A model of files, ready to be run by our engine: read, linked, lowered, compiled. */
import { compileLowered, readableCode } from "../engine/compile.js";
import { Stop } from "../engine/explore/explore-watch.js";
import { type LoweringResult, lowerModel } from "../engine/lower/lowered.js";
import type { CompiledModel } from "../engine/model.js";
import { newContext } from "../engine/natives/natives-context.js";
import type { Source } from "../engine/outcome.js";
import type { Bank } from "../engine/values/bank.js";
import { nextTurn, stopwatch, threadWatch } from "../host/clock.js";
import { readText, readTextAtOnce } from "../host/files.js";
import { interruptible, interruptibleFor } from "../host/interruptible.js";
import { hasRoom, memoryInUse } from "../host/memory.js";
import { join, resolve } from "../host/paths.js";
import { writeTextAtOnce } from "../host/spec-files.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { loadSpec } from "../spec/modules.js";
import { parseCfg } from "../tla/cfg.js";
import type { RunFacts, TlcVerdict } from "../tlc/outcome.js";
import type { EngineAnswer, Job } from "./engines.js";

/** What a specification says while it runs. */
export interface Said {
  readonly printed: readonly string[];
  readonly warnings: readonly string[];
}

export interface ReadyModel {
  readonly kind: "ready";
  readonly model: CompiledModel;
  readonly source: Source;
  /** The JavaScript, for people: where each function comes from stands above it. */
  code(): string;
  readonly notes: readonly Diagnostic[];
  /** Of all that was read: what a checkpoint belongs to. */
  fingerprint(): Promise<string>;
  /** What it has said so far. */
  said(): Said;
}

/** A model ready to be run, or the answer that it cannot be. */
export type Ready = ReadyModel | { readonly kind: "answered"; readonly answer: EngineAnswer };

/**
 * With `extend`, more is asked of the model than its file says; with `bank`, values are kept there, so that those of
 * several models can be compared.
 */
export async function readyModel(
  job: Pick<Job, "dir" | "module" | "cfgFile" | "env">,
  extend: (lowered: LoweringResult) => LoweringResult = (lowered) => lowered,
  bank?: Bank,
): Promise<Ready> {
  const loaded = await loadSpec(join(job.dir, `${job.module}.tla`), job.dir);
  if (loaded.spec === undefined) return faulty(loaded.diagnostics);
  const cfgFile = resolve(job.dir, job.cfgFile);
  const cfgText = await readText(cfgFile);
  const { cfg, diagnostics } = parseCfg(cfgFile, cfgText);
  if (diagnostics.some(isError)) return faulty(diagnostics);
  const { linked, diagnostics: unlinked } = linkCfg(loaded.spec, cfg);
  if (unlinked.some(isError)) return faulty(unlinked);
  const notes = [...loaded.diagnostics, ...unlinked];
  const lowered = extend(lowerModel(loaded.spec, linked));
  const context = newContext();
  context.environment = job.env ?? {};
  context.readFile = readTextAtOnce;
  context.writeFile = writeTextAtOnce;
  const { model, diagnostics: refusals } = compileLowered(lowered, bank, context);
  if (model === undefined || lowered.model === undefined)
    return answered({ kind: "unsupported", diagnostics: refusals }, notes);
  const source = { lowered: lowered.model, bank: model.bank };
  return {
    kind: "ready",
    model,
    source,
    code: () => readableCode(lowered),
    notes: [...notes, ...refusals],
    fingerprint: async () => {
      const { fingerprintOf } = await import("./own-checkpoints.js");
      return fingerprintOf([...loaded.texts.values(), cfgText]);
    },
    said: listen(model),
  };
}

/** Keeps what the specification prints and warns of. */
function listen({ context }: CompiledModel): () => Said {
  const printed: string[] = [];
  const warnings = new Set<string>();
  if (context !== undefined) {
    context.printed = (text) => printed.push(text);
    context.warned = (text) => warnings.add(text);
  }
  return () => ({ printed: printed.flatMap((text) => text.split("\n")), warnings: [...warnings] });
}

/** After a time limit that the search should have seen, but for one evaluation that takes long. */
const GRACE_SECONDS = 0.3;
const late = (): Stop => new Stop({ kind: "limit", limit: "seconds" });

/** What every way of running a model takes. */
export function runOptions({ timeoutMs, byProcessor, maxStates, maxBytes }: Job, signal: AbortSignal) {
  return {
    now: byProcessor === true ? threadWatch() : stopwatch(),
    pause: nextTurn,
    signal,
    guard: guardFor(timeoutMs, byProcessor === true),
    memory: memoryInUse,
    hasRoom,
    limits: {
      ...(timeoutMs === undefined ? {} : { seconds: timeoutMs / 1000 }),
      ...(maxStates === undefined ? {} : { states: maxStates }),
      ...(maxBytes === undefined ? {} : { bytes: maxBytes }),
    },
  };
}

/** Of a piece of work that should take a fraction of a second, on a machine that does much else. */
const PIECE_SECONDS = 30;

function guardFor(timeoutMs: number | undefined, byProcessor: boolean): (work: () => void) => boolean {
  if (timeoutMs === undefined) return interruptible;
  const seconds = timeoutMs / 1000 + GRACE_SECONDS;
  if (!byProcessor) return interruptibleFor(seconds, late);
  return (work) => interruptibleFor(seconds + PIECE_SECONDS, late)(work);
}

const isError = (d: Diagnostic): boolean => d.severity === "error";

const noTrace = { states: [], loop: { kind: "none" } } as const;

const faulty = (diagnostics: readonly Diagnostic[]): Ready =>
  answered(
    { kind: "spec-fault", diagnostics: diagnostics.filter(isError), trace: noTrace },
    diagnostics.filter((d) => !isError(d)),
  );

/** The facts of a run that there was not. */
export const noRun: RunFacts = {
  command: "own engine",
  exitCode: undefined,
  seconds: 0,
  lastLines: [],
  printed: [],
  warnings: [],
  version: undefined,
  counts: undefined,
};

const answered = (verdict: TlcVerdict, notes: readonly Diagnostic[]): Ready => ({
  kind: "answered",
  answer: { outcome: { ...noRun, ...verdict }, notes },
});
