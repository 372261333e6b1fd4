/** One model asked of both engines, and what comes of it. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { withTempDir, writeAtomic } from "../src/host/files.js";
import { runProgram } from "../src/host/process.js";
import { runTlc } from "../src/tlc/run.js";
import { type Answer, answerOf, difference } from "./engine-answer.js";
import { graphDifference, graphOfDot } from "./engine-graph.js";
import type { ModelFile } from "./engine-models.js";
import type { EngineJob, EngineReply } from "./engine-ours.js";

export interface EngineOptions {
  readonly jar: string;
  readonly java: string;
  /** For each engine and model. */
  readonly seconds: number;
  readonly megabytes: number;
  /** Whether TLC runs even where a manifest says all that it would. */
  readonly alwaysTlc: boolean;
  /** Whether whole graphs are compared, of models with at most so many states. */
  readonly graphs: number | undefined;
  /** A folder that keeps TLC's answers between runs. */
  readonly cache: string | undefined;
  readonly signal: AbortSignal;
}

/** What is known of one model. */
export interface Row {
  readonly module: string;
  readonly cfg: string;
  readonly result: "same" | "different" | "not comparable";
  /** What differs, or why nothing can be compared. */
  readonly reason: string;
  readonly detail: string;
  /** Whom ours was compared with. */
  readonly reference: "TLC" | "manifest" | "none";
  readonly graph: "same" | "different" | "not compared";
  readonly ours: Answer;
  readonly tlc: Answer | undefined;
}

const OURS = fileURLToPath(new URL("engine-ours.js", import.meta.url));

const none = (reason: string, detail: string, seconds: number): EngineReply => ({
  answer: { kind: "none", reason, detail, seconds },
  graph: undefined,
});

/** Our answer, from a process of its own. */
export async function askOurEngine(model: ModelFile, options: EngineOptions): Promise<EngineReply> {
  return withTempDir(async (dir) => {
    const job: EngineJob = {
      module: model.module,
      cfg: model.cfg,
      seconds: options.seconds,
      bytes: options.megabytes * 2 ** 20,
      answer: join(dir, "answer.json"),
      wantsGraph: options.graphs !== undefined,
    };
    const heap = `--max-old-space-size=${options.megabytes}`;
    const { end, seconds, lastLines } = await runProgram(
      process.execPath,
      [heap, OURS, JSON.stringify(job)],
      {
        timeoutMs: options.seconds * 1500 + 2000,
        signal: options.signal,
      },
    );
    const text = await readFile(job.answer, "utf8").catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as EngineReply;
    if (end.kind === "timeout") return none("hangs", `no answer after ${Math.round(seconds)} s`, seconds);
    if (end.kind === "cancelled") return none("cancelled", "", seconds);
    const said = lastLines.find((l) => /Error|FATAL/.test(l)) ?? lastLines.at(-1) ?? end.kind;
    return none(/heap|memory/i.test(said) ? "out of memory" : "crashed", said.trim(), seconds);
  });
}

/** Newer ones refuse A \cdot B unless they are told to try. */
const CDOT = "-Dtlc2.tool.impl.Tool.cdot=true";
const JVM = ["-XX:-UseParallelGC", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m", CDOT];

/** TLC's answer, and its dump if that is wanted. */
async function askTlc(model: ModelFile, options: EngineOptions): Promise<{ answer: Answer; dot: string }> {
  return withTempDir(async (dir) => {
    const file = join(dir, "graph");
    const outcome = await runTlc({
      jar: options.jar,
      java: options.java,
      dir: dirname(model.module),
      module: basename(model.module, ".tla"),
      cfgFile: model.cfg,
      heapMb: Math.max(256, options.megabytes),
      javaArgs: JVM,
      timeoutMs: options.seconds * 1000,
      signal: options.signal,
      ...(options.graphs === undefined ? {} : { extraArgs: ["-dump", "dot", file] }),
    });
    const dot = await readFile(`${file}.dot`, "utf8").catch(() => "");
    return { answer: answerOf(outcome), dot };
  });
}

const kept = z.looseObject({ kind: z.string() });

/** TLC's answer from the cache, by the text of all modules in the model's folder; a run that did not end is asked again. */
async function askTlcOnce(
  model: ModelFile,
  options: EngineOptions,
): Promise<{ answer: Answer; dot: string }> {
  if (options.cache === undefined || options.graphs !== undefined) return askTlc(model, options);
  const folder = dirname(model.module);
  const hash = createHash("sha256").update(`${basename(model.module)} ${options.jar}\n`);
  const modules = (await readdir(folder)).filter((f) => f.endsWith(".tla")).sort();
  for (const file of [...modules.map((f) => join(folder, f)), model.cfg]) hash.update(await readFile(file));
  const file = join(options.cache, `${hash.digest("hex").slice(0, 32)}.json`);
  const before = await readFile(file, "utf8").catch(() => undefined);
  const answer = before === undefined ? undefined : (kept.parse(JSON.parse(before)) as unknown as Answer);
  // One that was too slow is asked again only with more time.
  if (answer !== undefined && (answer.kind === "verdict" || answer.seconds >= options.seconds - 1)) {
    return { answer, dot: "" };
  }
  const asked = await askTlc(model, options);
  if (asked.answer.kind !== "none" || asked.answer.reason !== "cancelled") {
    await writeAtomic(file, JSON.stringify(asked.answer));
  }
  return asked;
}

/** What a manifest says that ours contradicts, as far as it says something. */
function againstManifest(ours: Answer, { expected }: ModelFile): string | undefined {
  if (ours.kind !== "verdict" || expected === undefined) return undefined;
  const { verdicts, counts } = expected;
  if (verdicts !== undefined && !verdicts.includes(ours.verdict)) {
    return `verdict: ${ours.verdict}, expected ${verdicts[0]}`;
  }
  if (ours.verdict !== "holds") return undefined;
  const wrong = (["distinct", "generated"] as const).filter(
    (what) => counts[what] !== undefined && counts[what] !== ours.counts?.[what],
  );
  return wrong.length === 0
    ? undefined
    : wrong.map((what) => `${what}: ${ours.counts?.[what]}, expected ${counts[what]}`).join("; ");
}

/** A manifest says enough of a model when it has its counts, or when its verdict is one without. */
function saysEnough({ expected }: ModelFile): boolean {
  return expected?.counts.distinct !== undefined && expected.counts.generated !== undefined;
}

/** Asks ours, and TLC where the manifest does not say enough or says something else. */
export async function compareModel(model: ModelFile, options: EngineOptions): Promise<Row> {
  const base = { module: model.module, cfg: model.cfg, graph: "not compared" } as const;
  const left = (ours: Answer, reason: string, detail: string, tlc?: Answer): Row => ({
    ...base,
    result: "not comparable",
    reason,
    detail,
    reference: "none",
    ours,
    tlc,
  });
  const skipped = model.expected?.notExhaustive;
  if (skipped !== undefined) {
    return left({ kind: "none", reason: skipped, detail: "", seconds: 0 }, skipped, "");
  }
  const { answer: ours, graph } = await askOurEngine(model, options);
  if (ours.kind === "none") {
    const { reason, detail } = ours;
    // A module that SANY does not accept either says nothing of the engine.
    if (!/refuse/.test(reason)) return left(ours, reason, detail);
    const { answer } = reason === "engine refuses" ? { answer: undefined } : await askTlcOnce(model, options);
    const both = answer?.kind === "verdict" && answer.verdict === "error";
    return both ? left(ours, "refused by both", detail, answer) : left(ours, reason, detail, answer);
  }
  const contradiction = againstManifest(ours, model);
  const needsTlc = options.alwaysTlc || options.graphs !== undefined || !saysEnough(model);
  if (!needsTlc && contradiction === undefined) {
    return { ...base, result: "same", reason: "", detail: "", reference: "manifest", ours, tlc: undefined };
  }
  const { answer: tlc, dot } = await askTlcOnce(model, options);
  if (tlc.kind === "none") {
    if (contradiction === undefined) return left(ours, `TLC ${tlc.reason}`, tlc.detail, tlc);
    const detail = `${contradiction} (manifest; TLC here: ${tlc.reason})`;
    return { ...base, result: "different", reason: "manifest", detail, reference: "manifest", ours, tlc };
  }
  const wrong = difference(ours, tlc);
  // A module may need what the TLC that is here lacks: then the manifest knows better.
  if (wrong !== undefined && tlc.verdict === "error" && model.expected?.verdicts !== undefined) {
    if (contradiction === undefined) {
      return { ...base, result: "same", reason: "", detail: "", reference: "manifest", ours, tlc };
    }
  }
  const small = (ours.counts?.distinct ?? 0) <= (options.graphs ?? 0);
  const hasGraph = graph !== undefined && small && ours.verdict === "holds" && dot !== "";
  const other = wrong === undefined && hasGraph ? graphDifference(graph, graphOfDot(dot)) : undefined;
  const detail = wrong ?? other ?? "";
  return {
    ...base,
    graph: hasGraph && wrong === undefined ? (other === undefined ? "same" : "different") : "not compared",
    result: detail === "" ? "same" : "different",
    reason: wrong === undefined ? "graph" : (wrong.split(":")[0] ?? ""),
    detail: detail === "" || ours.message === "" ? detail : `${detail} (${ours.message})`,
    reference: "TLC",
    ours,
    tlc,
  };
}
