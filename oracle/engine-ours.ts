/** A program of its own: `engine-ours.js JOB` answers for one model, so that one that hangs or crashes costs only itself. */
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { compileModel } from "../src/engine/compile.js";
import { explore } from "../src/engine/explore.js";
import type { CompiledModel } from "../src/engine/model.js";
import { outcomeOf } from "../src/engine/outcome.js";
import { show } from "../src/engine/show.js";
import { NO_PARENT, type StateSet } from "../src/engine/states.js";
import { nextTurn, stopwatch } from "../src/host/clock.js";
import type { Diagnostic } from "../src/report/diagnostic.js";
import { linkCfg } from "../src/resolve/cfg.js";
import { loadSpec } from "../src/spec/modules.js";
import { parseCfg } from "../src/tla/cfg.js";
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
  /** Leaves temporal properties out. */
  readonly isSafetyOnly: boolean;
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

async function reply(job: EngineJob): Promise<EngineReply> {
  const now = stopwatch();
  const loaded = await loadSpec(job.module, dirname(job.module));
  if (loaded.spec === undefined) return refused("front end refuses", loaded.diagnostics);
  const { cfg, diagnostics: inCfg } = parseCfg(job.cfg, await readFile(job.cfg, "utf8"));
  const { linked: whole, diagnostics: inLinks } = linkCfg(loaded.spec, cfg);
  const definitions = job.isSafetyOnly ? { ...whole.definitions, PROPERTY: [] } : whole.definitions;
  const linked = { ...whole, definitions };
  const faults = errors([...inCfg, ...inLinks]);
  if (faults.length > 0) return refused("model refused", faults);
  const { model, diagnostics } = compileModel(loaded.spec, linked);
  if (model === undefined) return refused("engine refuses", diagnostics);
  const recorder = new Recorder();
  const exploration = await explore(model, {
    now,
    pause: nextTurn,
    limits: { seconds: job.seconds, bytes: job.bytes },
    ...(job.wantsGraph ? { onStep: recorder.onStep } : {}),
  });
  const answer = answerOf({ ...outcomeOf(exploration), seconds: now() });
  const graph = job.wantsGraph ? recorder.graph(model, exploration.states) : undefined;
  return { answer, graph };
}

const job = JSON.parse(process.argv[2] ?? "{}") as EngineJob;
writeFileSync(job.answer, JSON.stringify(await reply(job)));
