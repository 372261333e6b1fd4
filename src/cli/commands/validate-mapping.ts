/** `validate` with a mapping file: logs of anything against any specification. */
import { resolve } from "node:path";
import { type Given, reproducing } from "../../conform/explain/reproduce.js";
import type { TraceProgress } from "../../conform/match/run.js";
import { KnownDivergences, type KnownEntry, parseKnown } from "../../conform/report/known.js";
import { showTrace } from "../../conform/report/show.js";
import {
  isDisagreement,
  type LogPoint,
  type TraceResult,
  tracesOf,
  type ValidateRequest,
  validateLogs,
} from "../../conform/validate.js";
import { stopwatch } from "../../host/clock.js";
import { readText } from "../../host/files.js";
import { interruptible } from "../../host/interruptible.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { progressLine } from "../../report/progress.js";
import { type Args, type Context, type Io, UsageError } from "../command.js";
import { engineChoice } from "../engines.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { logFiles } from "./log-files.js";
import { mappedSubject } from "./mapped-subject.js";
import { writeMinimised } from "./validate/minimise.js";
import { type ReportedTrace, writeReports } from "./validate/reports.js";

export async function validateWithMapping({ io, args }: Context): Promise<ExitCode> {
  const { mapping, subject } = await mappedSubject(args.string("mapping") ?? "", { io, args });
  const files = await logFiles([...args.positionals, ...args.all("trace")], io.cwd);
  if (files.length === 0) throw new UsageError("no log was given");
  const requireComplete = args.flag("require-complete");
  const reproduce = reproducingBy({ io, args }, args.string("spec"));
  return reportTraces(
    { subject, mapping, files, requireComplete, reproduce, ...(await tlcFor(io, args)) },
    { io, args },
  );
}

/** Each trace's verdict, in every form that was asked for. `more`: what an acceptance is to say besides. */
export async function reportTraces(
  asked: Omit<ValidateRequest, "onProgress" | "signal">,
  { io, args }: Context,
  more: readonly string[] = [],
): Promise<ExitCode> {
  const known = await readKnown(args, io);
  const until = untilOf(args, io);
  if (until !== undefined && tracesOf(asked).length > 1)
    throw new UsageError("--until is for one trace: name its log");
  if (args.string("minimise") !== undefined && args.string("mapping") === undefined)
    throw new UsageError("--minimise writes a mapping, and needs one: --mapping FILE");
  const results: ReportedTrace[] = [];
  const elapsed = stopwatch();
  let before = 0;
  const live = progressLine(io.stderr, elapsed);
  let told = "";
  const request = {
    ...asked,
    signal: io.signal,
    guard: interruptible,
    repairs: { milliseconds: args.flag("no-hints") ? 0 : REPAIR_MS },
    ...(until === undefined ? {} : { until }),
    onProgress: ({ lines, states, widest }: TraceProgress) => {
      const most =
        widest && `, at most ${widest.states} before ${displayPath(widest.file, io.cwd)}:${widest.line}`;
      told = `${lines} lines, ${states} states possible${most ?? ""}`;
      live.update(told);
    },
  };
  try {
    for await (const result of validateLogs(request)) {
      live.clear();
      const entry = known.covering(result);
      const milliseconds = elapsed() - before;
      before = elapsed();
      results.push({
        result,
        milliseconds,
        ...(entry === undefined ? {} : { known: `${entry.reason} (${entry.owner})` }),
      });
      if (args.flag("json")) continue;
      printResult(result, entry, io);
      if (more.length > 0 && "verdict" in result) io.stdout.write(`  with ${more.join(", ")}\n`);
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
    live.clear();
    return interrupted(results, told, { io, args });
  } finally {
    live.clear();
  }
  const further = known.finish();
  const small = await writeMinimised(
    request,
    results.map((r) => r.result),
    args,
    io,
  );
  if (small !== undefined) (args.flag("json") ? io.stderr : io.stdout).write(`minimised: ${small}\n`);
  if (args.flag("json")) io.stdout.write(jsonText(results, { diagnostics: further }));
  else if (results.length > 1) io.stdout.write(`${summary(results)}\n`);
  if (!args.flag("json")) printDiagnostics(further, io);
  await writeReports(results, further, asked.subject.spec.root.name, args, io);
  return exitCode(results, further);
}

function jsonText(results: readonly ReportedTrace[], more: object): string {
  const traces = results.map(({ result, known }) => ({
    ...result,
    ...(known === undefined ? {} : { known }),
  }));
  return `${JSON.stringify({ schema: "bumblebee-conform/1", traces, ...more }, null, 2)}\n`;
}

/** What is known by then. Nothing is written of it for build servers, to which it would look like all there is. */
function interrupted(results: readonly ReportedTrace[], told: string, { io, args }: Context): ExitCode {
  if (args.flag("json")) io.stdout.write(jsonText(results, { diagnostics: [], interrupted: true }));
  else if (results.length > 1) io.stdout.write(`${summary(results)}\n`);
  io.stderr.write(`interrupted${told === "" ? "" : `: the last trace had ${told}`}\n`);
  return Exit.interrupted;
}

/** All that looking for hints may take, over all traces. */
const REPAIR_MS = 30_000;

/** The command that shows a rejection again. */
export function reproducingBy(
  { io, args }: Context,
  spec: string | undefined,
): NonNullable<ValidateRequest["reproduce"]> {
  const given = (name: string) => [name, args.string(name)] as const;
  const many = ["byzantine", "constant"].flatMap((name) =>
    args.all(name).map((value) => [name, value] as const),
  );
  const options: Given = [
    ...[given("mapping"), ["spec", spec] as const, given("cfg"), given("model"), given("nodes")],
    ...many,
    ["partial", args.flag("partial") || undefined],
  ];
  return reproducing(options, (file) => displayPath(file, io.cwd));
}

/** `--until LINE` or `--until FILE:LINE`. */
function untilOf(args: Args, io: Io): LogPoint | undefined {
  const text = args.string("until");
  if (text === undefined) return undefined;
  const [, file, line] = /^(?:(.*):)?(\d+)$/.exec(text) ?? [];
  if (line === undefined) throw new UsageError(`--until needs LINE or FILE:LINE, not \`${text}\``);
  return { line: Number(line), ...(file === undefined ? {} : { file: resolve(io.cwd, file) }) };
}

/** The day counts as it is in UTC. */
async function readKnown(args: Args, io: Io): Promise<KnownDivergences> {
  const given = args.string("known");
  const today = new Date().toISOString().slice(0, "2030-01-31".length);
  if (given === undefined) return new KnownDivergences("", [], today);
  const file = resolve(io.cwd, given);
  return parseKnown(file, await readText(file), today);
}

function printResult(result: TraceResult, known: KnownEntry | undefined, io: Io): void {
  if ("faults" in result) {
    printDiagnostics(result.faults, io);
    io.stdout.write(`unreadable: ${result.files.map((f) => displayPath(f, io.cwd)).join(", ")}\n`);
    return;
  }
  io.stdout.write(`${showTrace(result.verdict, (file) => displayPath(file, io.cwd)).join("\n")}\n`);
  if (known !== undefined)
    io.stdout.write(`  known until ${known.expires}: ${known.reason} (${known.owner})\n`);
}

/** Our engine unless TLC is asked for. */
async function tlcFor(io: Io, args: Args): Promise<Pick<ValidateRequest, "tlc">> {
  const choice = engineChoice(args) ?? "own";
  if (choice === "own" || choice === "auto") return {};
  const { findTools } = await import("../tools.js");
  const { tlcEngine } = await import("../../verify/tlc-engine.js");
  return { tlc: { engine: tlcEngine(await findTools(io, args)), alone: choice === "tlc" } };
}

const kindOf = ({ result, known }: ReportedTrace): string => {
  if (known !== undefined) return "known";
  return "faults" in result ? "unreadable" : result.verdict.kind;
};

function summary(results: readonly ReportedTrace[]): string {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(kindOf(result), (counts.get(kindOf(result)) ?? 0) + 1);
  return `${results.length} traces: ${[...counts].map(([kind, n]) => `${n} ${kind}`).join(", ")}`;
}

/** The worst counts: rejected, incomplete and vacuous are no acceptance; then what could not be read; then undecided. */
function exitCode(results: readonly ReportedTrace[], further: readonly Diagnostic[]): ExitCode {
  const kinds = new Set(results.map(kindOf));
  if (results.some(({ result }) => isDisagreement(result))) return Exit.bug;
  if (kinds.has("rejected") || kinds.has("incomplete") || kinds.has("vacuous")) return Exit.rejected;
  if (kinds.has("unreadable") || exitFor(further) !== Exit.ok) return Exit.badInput;
  return kinds.has("undecided") ? Exit.limit : Exit.ok;
}
