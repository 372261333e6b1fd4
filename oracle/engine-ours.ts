/** A program of its own: `engine-ours.js JOB` answers for one model, so that one that hangs or crashes costs only itself. */
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { compileModel } from "../src/engine/compile.js";
import { explore } from "../src/engine/explore/explore.js";
import { NO_PARENT, type StateSet } from "../src/engine/explore/states.js";
import type { CompiledModel } from "../src/engine/model.js";
import { show } from "../src/engine/values/show.js";
import { nextTurn, stopwatch } from "../src/host/clock.js";
import type { Diagnostic } from "../src/report/diagnostic.js";
import { linkCfg } from "../src/resolve/cfg.js";
import { loadSpec } from "../src/spec/modules.js";
import { parseCfg } from "../src/tla/cfg.js";
import { ownEngine } from "../src/verify/own-engine.js";
import { type Answer, answerOf } from "./engine-answer.js";
import type { Graph } from "./engine-graph.js";
import { graphOf } from "./engine-graph.js";

/** What is asked, as JSON on the command line. */
export interface EngineJob {
  readonly module: string;
  readonly cfg: string;
  readonly seconds: number;
  readonly bytes: number;
  /** Where the answer is written. */
  readonly answer: string;
  readonly wantsGraph: boolean;
}

export interface EngineReply {
  readonly answer: Answer;
  readonly graph: Graph | undefined;
}

const errors = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((d) => d.severity === "error");

function refused(stage: string, diagnostics: readonly Diagnostic[]): EngineReply {
  const [first] = errors(diagnostics);
  const place = first?.place;
  const at = place === undefined ? "" : ` (${place.file.split("/").at(-1)}:${place.line}:${place.column})`;
  const detail = first === undefined ? "no behaviour" : `${first.message}${at}`;
  return { answer: { kind: "none", reason: stage, detail, seconds: 0 }, graph: undefined };
}

/** The states and edges of an exploration, as text. */
class Recorder {
  private readonly edges = new Set<string>();
  private readonly initial = new Set<number>();

  readonly onStep = (from: number, _action: number, to: number): void => {
    if (from === NO_PARENT) this.initial.add(to);
    else this.edges.add(`${from} ${to}`);
  };

  graph(model: CompiledModel, states: StateSet): Graph {
    const texts = Array.from({ length: states.size }, (_, i) => {
      const row = states.row(i);
      const parts = model.variables.map((v, at) => `/\\ ${v} = ${show(model.bank, model.valueOf(row, at))}`);
      return parts.join("\n");
    });
    const edges = [...this.edges].map((e) => e.split(" ").map(Number) as [number, number]);
    return graphOf(texts, [...this.initial], edges);
  }
}

/** The answer of our engine as every command gets it. */
async function reply(job: EngineJob): Promise<EngineReply> {
  const { outcome, notes } = await ownEngine.run(
    {
      dir: dirname(job.module),
      module: basename(job.module, ".tla"),
      cfgFile: job.cfg,
      timeoutMs: job.seconds * 1000,
      maxBytes: job.bytes,
    },
    new AbortController().signal,
  );
  if (outcome.kind === "unsupported") return refused("engine refuses", outcome.diagnostics);
  if (outcome.kind === "spec-fault" && outcome.counts === undefined) {
    return refused("front end refuses", [...outcome.diagnostics, ...notes]);
  }
  const answer = answerOf(outcome);
  const isWhole = answer.kind === "verdict" && answer.verdict === "holds";
  return { answer, graph: job.wantsGraph && isWhole ? await graphFor(job) : undefined };
}

/** All states and edges, by a second search. */
async function graphFor(job: EngineJob): Promise<Graph | undefined> {
  const { spec } = await loadSpec(job.module, dirname(job.module));
  if (spec === undefined) return undefined;
  const { cfg } = parseCfg(job.cfg, await readFile(job.cfg, "utf8"));
  const { model } = compileModel(spec, linkCfg(spec, cfg).linked);
  if (model === undefined) return undefined;
  const recorder = new Recorder();
  const { onStep } = recorder;
  const { states } = await explore(model, { now: stopwatch(), pause: nextTurn, onStep });
  return recorder.graph(model, states);
}

const job = JSON.parse(process.argv[2] ?? "{}") as EngineJob;
writeFileSync(job.answer, JSON.stringify(await reply(job)));
