import {
  type CorpusCoverage,
  coverageFile,
  mergeCoverage,
  parseCoverage,
} from "../../../conform/coverage/corpus.js";
import {
  type CorpusReport,
  corpusReport,
  corpusText,
  coveredPercent,
} from "../../../conform/coverage/corpus-report.js";
import { type Covered, coverLogs, specDigest } from "../../../conform/coverage/cover.js";
import type { Subject } from "../../../conform/prepare.js";
import { coverageHtml } from "../../../engine/coverage/coverage-html.js";
import { annotatedText } from "../../../engine/coverage/coverage-report.js";
import { stopwatch } from "../../../host/clock.js";
import { sha256 } from "../../../host/digest.js";
import { pathKind, readText, writeAtomic } from "../../../host/files.js";
import { interruptible } from "../../../host/interruptible.js";
import { resolve } from "../../../host/paths.js";
import { progressLine } from "../../../report/progress.js";
import type { Args, Context, Io } from "../../command.js";
import { Exit, type ExitCode } from "../../exit-codes.js";
import { displayPath, printDiagnostics } from "../../print.js";
import type { TraceTask } from "../trace.js";
import { traceRequest } from "./request.js";

/** `trace coverage LOG… --mapping FILE`: what of the specification logs exercise. */
export const coverage: TraceTask = {
  usage: "LOG… --mapping FILE|--spec SPEC [--merge FILE] [--html FILE] [--fail-under PERCENT]",
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  run,
};

const DEFAULT_GUARD_STATES = 20;

const digest = (text: string): string => sha256(new TextEncoder().encode(text));

async function run({ io, args }: Context, paths: readonly string[]): Promise<ExitCode> {
  const asked = await traceRequest("coverage", { io, args }, paths);
  if ("diagnostics" in asked) {
    printDiagnostics(asked.diagnostics, io);
    return Exit.badInput;
  }
  const { subject } = asked;
  // A file that cannot be merged is told before the work.
  const before = await earlier(args, io, subject);
  const live = progressLine(io.stderr, stopwatch());
  let covered: Covered;
  try {
    covered = await coverLogs({
      ...{ ...asked, digest, signal: io.signal, guard: interruptible },
      guardStates: args.flag("no-guards") ? 0 : (args.number("guard-states") ?? DEFAULT_GUARD_STATES),
      nameOf: (of) => of.map((f) => displayPath(f, io.cwd)).join(", "),
      onTrace: (name, lines) => live.update(`${name}: ${lines} lines`),
    });
  } finally {
    live.clear();
  }
  const { refused } = covered;
  printDiagnostics(refused, io);
  if (Object.keys(covered.corpus.traces).length === 0) return Exit.badInput;
  const corpus = before === undefined ? covered.corpus : mergeCoverage(before, covered.corpus);
  const report = corpusReport(corpus, filesOf(subject));
  if (args.flag("json")) io.stdout.write(`${JSON.stringify(jsonOf(report), undefined, 2)}\n`);
  else io.stdout.write(corpusText(report, (file) => displayPath(file, io.cwd)));
  await write(args, io, { corpus, report, subject });
  if (refused.length > 0) return Exit.badInput;
  const least = args.number("fail-under") ?? 0;
  if (coveredPercent(report) >= least) return Exit.ok;
  io.stderr.write(`below ${least} %\n`);
  return Exit.rejected;
}

async function earlier(args: Args, io: Io, subject: Subject): Promise<CorpusCoverage | undefined> {
  const given = args.string("merge");
  if (given === undefined) return undefined;
  const file = resolve(io.cwd, given);
  if ((await pathKind(file)) === "absent") return undefined;
  return parseCoverage(file, await readText(file), specDigest(subject, digest));
}

interface Written {
  readonly corpus: CorpusCoverage;
  readonly report: CorpusReport;
  readonly subject: Subject;
}

async function write(args: Args, io: Io, { corpus, report, subject }: Written): Promise<void> {
  const to = (name: string): string | undefined => {
    const given = args.string(name);
    return given === undefined ? undefined : resolve(io.cwd, given);
  };
  const [merge, html, text] = [to("merge"), to("html"), to("text")];
  if (merge !== undefined) await writeAtomic(merge, coverageFile(corpus));
  const sources = new Map(
    [...subject.spec.modules.values()].map(({ parsed }) => [parsed.file, parsed.source]),
  );
  const { coverage: counted, neverFalse } = report;
  if (html !== undefined)
    await writeAtomic(html, coverageHtml(counted, subject.spec.root.name, sources, neverFalse));
  if (text === undefined) return;
  const shown = [...new Set(counted.points.map((p) => p.place.file))];
  await writeAtomic(text, shown.map((f) => annotatedText(counted, f, sources.get(f) ?? "")).join("\n"));
}

function filesOf({ spec }: Subject): readonly string[] {
  return [...spec.modules.values()].filter((m) => m.origin === "file").map((m) => m.parsed.file);
}

function jsonOf({ coverage: _coverage, gaps, neverFalse, unsure, ...facts }: CorpusReport): unknown {
  const percent = coveredPercent({ coverage: _coverage, gaps, neverFalse, unsure, ...facts });
  const flat = (list: CorpusReport["gaps"]) => list.map(({ gap, point }) => ({ gap, ...point }));
  return {
    schema: "bumblebee-trace-coverage-report/1",
    percent,
    ...facts,
    gaps: flat(gaps),
    neverFalse: flat(neverFalse),
    unsure,
  };
}
