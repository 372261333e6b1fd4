import { basename, join, relative } from "node:path";
import { compileModel } from "../../engine/compile.js";
import { explore } from "../../engine/explore.js";
import { outcomeOf } from "../../engine/outcome.js";
import { nextTurn, stopwatch } from "../../host/clock.js";
import { withTempDir, writeAtomic } from "../../host/files.js";
import { type Diagnostic, DiagnosticError, unreachable } from "../../report/diagnostic.js";
import { progressLine } from "../../report/progress.js";
import { duration, table } from "../../report/table.js";
import { linkCfg } from "../../resolve/cfg.js";
import { loadSpec } from "../../spec/modules.js";
import { type Cfg, cfgNames } from "../../tla/cfg.js";
import { printValue } from "../../tla/value.js";
import { loadModel } from "../../tlc/load.js";
import { listModels, locateModel, locateSpec, type Model, type Specification } from "../../tlc/locate.js";
import type { TlcOutcome } from "../../tlc/outcome.js";
import { progressText, reportOutcome, verdictLine } from "../../tlc/report.js";
import { runTlc, type TlcOptions } from "../../tlc/run.js";
import { nameSteps } from "../../verify/explain.js";
import { constantsOf } from "../../verify/plan.js";
import { loadSubject, sourceOf } from "../../verify/subject.js";
import { switchedOff } from "../../verify/switches.js";
import { type Args, type Command, type Context, type Io, UsageError } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { findTools } from "../tools.js";

const SIMULATED_BEHAVIOURS = 1000;
const SEARCH_MS = 10_000;

/** The constants of a model as `name = value`, in the order of the file. */
function boundsOf(cfg: Cfg): readonly (readonly [string, string])[] {
  return cfg.entries.flatMap((entry): readonly (readonly [string, string])[] => {
    if (entry.kind === "substitution") return [[entry.name, `<- ${entry.operator}`]];
    if (entry.kind !== "constant") return [];
    return [[entry.name, printValue(entry.value)]];
  });
}

/** TLC does not name the temporal property that fails; with a single one there is no doubt. */
function named(outcome: TlcOutcome, cfg: Cfg): TlcOutcome {
  if (outcome.kind !== "violated" || outcome.what !== "property" || outcome.name !== undefined)
    return outcome;
  const properties = cfgNames(cfg, "PROPERTY");
  return properties.length === 1 ? { ...outcome, name: properties[0] } : outcome;
}

/** The exit code of an outcome. */
export function exitOf(outcome: TlcOutcome): ExitCode {
  switch (outcome.kind) {
    case "holds":
      return Exit.ok;
    case "violated":
    case "deadlock":
      return Exit.rejected;
    case "spec-fault":
      return Exit.badInput;
    case "timeout":
    case "out-of-memory":
      return Exit.limit;
    case "not-installed":
    case "crashed":
      return Exit.toolMissing;
    case "cancelled":
      return Exit.interrupted;
    default:
      return unreachable(outcome);
  }
}

async function tlcOptions(io: Io, args: Args, spec: Specification, model: Model): Promise<TlcOptions> {
  const tools = await findTools(io, args);
  const timeout = args.number("timeout");
  const heapMb = args.number("heap");
  const seed = args.number("seed");
  const depth = args.number("depth");
  return {
    ...tools,
    dir: spec.dir,
    module: model.module,
    cfgFile: model.cfgFile,
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
    ...(heapMb === undefined ? {} : { heapMb }),
    ...(args.flag("simulate")
      ? {
          simulate: {
            num: args.number("simulate") ?? SIMULATED_BEHAVIOURS,
            ...(depth === undefined ? {} : { depth }),
            ...(seed === undefined ? {} : { seed }),
          },
        }
      : {}),
  };
}

/** Runs TLC with a live line that keeps counting seconds between TLC's own reports (one a minute). */
async function runShown(io: Io, title: string, options: TlcOptions): Promise<TlcOutcome> {
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  let text = "starting";
  const show = (): void => line.update(`${title}: ${duration(elapsed())}: ${text}`);
  const timer = setInterval(show, 500);
  try {
    return await runTlc({
      ...options,
      onProgress: (progress) => {
        text = progressText(progress);
        show();
      },
    });
  } finally {
    clearInterval(timer);
    line.clear();
  }
}

async function run(context: Context): Promise<ExitCode> {
  const { io, args } = context;
  const spec = await locateSpec(args.positionals[0] ?? ".", io.cwd);
  if (args.flag("list-models")) {
    const models = await listModels(spec);
    const rows = models.map((m) => [m.name, relative(spec.dir, m.cfgFile), `${m.module}.tla`]);
    io.stdout.write(`${table(rows, { header: ["model", "file", "module"] }).join("\n")}\n`);
    return Exit.ok;
  }
  const model = await locateModel(spec, args.string("model"));
  const without = args.all("without");
  if (without.length === 0) return checkModelOf(context, spec, model);
  const text = await switchedOff(spec.dir, model.cfgFile, without);
  return withTempDir(async (dir) => {
    const cfgFile = join(dir, basename(model.cfgFile));
    await writeAtomic(cfgFile, text);
    return checkModelOf(context, spec, {
      ...model,
      name: `${model.name} without ${without.join(", ")}`,
      cfgFile,
    });
  });
}

async function checkModelOf({ io, args }: Context, spec: Specification, model: Model): Promise<ExitCode> {
  const { cfg, diagnostics } = await loadModel(spec.dir, model);
  printDiagnostics(diagnostics, io);
  if (exitFor(diagnostics) !== Exit.ok) return exitFor(diagnostics);
  const bounds = boundsOf(cfg);
  const title = `${displayPath(spec.file, io.cwd)}, model ${model.name}`;
  const engine = args.string("engine") ?? "tlc";
  if (!["own", "tlc", "both"].includes(engine))
    throw new UsageError(`no engine ${engine}`, "own, tlc or both");
  const own = engine === "tlc" ? undefined : await ownEngine(io, args, spec, model, cfg, title);
  if (own?.kind === "refused") {
    printDiagnostics(own.diagnostics, io);
    return exitFor(own.diagnostics);
  }
  const answer = (outcome: TlcOutcome, shownTitle: string): ExitCode => {
    const facts = { spec: spec.file, model: model.name, bounds: Object.fromEntries(bounds), ...outcome };
    if (args.flag("json")) io.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    else print(io, shownTitle, bounds, outcome);
    return exitOf(outcome);
  };
  if (engine === "own" && own?.kind === "ran") return answer(own.outcome, `${title}, own engine`);
  const options = await tlcOptions(io, args, spec, model);
  io.signal.throwIfAborted();
  const ran = named(await search(io, title, options, args), cfg);
  if (own?.kind === "ran") {
    const difference = disagreement(own.outcome, ran);
    io.stdout.write(`own engine: ${verdictLine(own.outcome)}\nTLC: ${verdictLine(ran)}\n`);
    if (difference !== undefined) {
      printDiagnostics([enginesDiffer(difference)], io);
      return Exit.bug;
    }
  }
  return answer(await withSteps(ran, spec, cfg, options, io), title);
}

type OwnRun =
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "ran"; readonly outcome: TlcOutcome };

/** The model compiled and explored in this process. */
async function ownEngine(
  io: Io,
  args: Args,
  spec: Specification,
  model: Model,
  cfg: Cfg,
  title: string,
): Promise<OwnRun> {
  const loaded = await loadSpec(join(spec.dir, `${model.module}.tla`), io.cwd);
  if (loaded.spec === undefined) return { kind: "refused", diagnostics: loaded.diagnostics };
  const { linked } = linkCfg(loaded.spec, cfg);
  const { model: compiled, diagnostics } = compileModel(loaded.spec, linked);
  if (compiled === undefined) return { kind: "refused", diagnostics };
  const now = stopwatch();
  const line = progressLine(io.stderr, now);
  const timeout = args.number("timeout");
  const exploration = await explore(compiled, {
    now,
    pause: nextTurn,
    signal: io.signal,
    limits: timeout === undefined ? {} : { seconds: timeout },
    onProgress: (progress) => line.update(`${title}, own engine: ${progressText(progress)}`),
  });
  line.clear();
  return { kind: "ran", outcome: outcomeOf(exploration) };
}

/** What two engines say differently of the same model, if anything. */
function disagreement(own: TlcOutcome, tlc: TlcOutcome): string | undefined {
  if (own.kind !== tlc.kind) return `the verdicts: ${own.kind} and ${tlc.kind}`;
  if (own.kind === "holds" && tlc.kind === "holds") {
    if (own.distinct !== tlc.distinct) return `the distinct states: ${own.distinct} and ${tlc.distinct}`;
    if (own.generated !== tlc.generated) return `the states generated: ${own.generated} and ${tlc.generated}`;
  }
  if (
    own.kind === "violated" &&
    tlc.kind === "violated" &&
    (own.what !== tlc.what || own.name !== tlc.name)
  ) {
    return `what is violated: ${own.what} ${own.name ?? ""} and ${tlc.what} ${tlc.name ?? ""}`;
  }
  return undefined;
}

const enginesDiffer = (difference: string): Diagnostic => ({
  code: "engine/disagreement",
  severity: "error",
  message: `our engine and TLC differ in ${difference}`,
  hint: "one of them is wrong: please report it with the specification",
});

/**
 * Without a check there is an attack to find: a few seconds of random behaviours find most of them, and all behaviours
 * in order of length are tried where these found nothing.
 */
async function search(io: Io, title: string, options: TlcOptions, args: Args): Promise<TlcOutcome> {
  if (args.all("without").length > 0 && options.simulate === undefined && !args.flag("exhaust")) {
    const simulate = { depth: 50, seed: 1 };
    const timeoutMs = Math.min(options.timeoutMs ?? SEARCH_MS, SEARCH_MS);
    const outcome = await runShown(io, title, { ...options, simulate, timeoutMs });
    if (outcome.kind !== "timeout" && outcome.kind !== "holds") return outcome;
  }
  return runShown(io, title, options);
}

/** Names the steps of a counterexample where the specification can be read as a protocol. */
async function withSteps(
  outcome: TlcOutcome,
  spec: Specification,
  cfg: Cfg,
  { jar, java }: TlcOptions,
  io: Io,
): Promise<TlcOutcome> {
  if (outcome.kind !== "violated" || io.signal.aborted) return outcome;
  const subject = await loadSubject(await sourceOf(spec.dir, io.cwd), io.cwd).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  });
  if (subject === undefined) return outcome;
  const tools = { jar, java, env: io.env, signal: io.signal };
  return { ...outcome, trace: await nameSteps(subject, outcome.trace, constantsOf(cfg), tools) };
}

function print(
  io: Io,
  title: string,
  bounds: readonly (readonly [string, string])[],
  outcome: TlcOutcome,
): void {
  if (outcome.kind === "spec-fault") printDiagnostics(outcome.diagnostics, io);
  for (const warning of outcome.warnings) io.stderr.write(`warning: ${warning.split("\n").join("\n  ")}\n`);
  const lines = [title];
  if (bounds.length > 0)
    lines.push(`bounds: ${bounds.map(([name, value]) => boundText(name, value)).join(", ")}`);
  lines.push(...reportOutcome(outcome));
  if (outcome.printed.length > 0) {
    lines.push("", "the specification printed:", ...outcome.printed.slice(0, PRINTED).map((l) => `  ${l}`));
    if (outcome.printed.length > PRINTED)
      lines.push(`  … ${outcome.printed.length - PRINTED} more lines (--json)`);
  }
  io.stdout.write(`${lines.join("\n")}\n`);
}

const PRINTED = 20;

const boundText = (name: string, value: string): string =>
  value.startsWith("<- ") ? `${name} ${value}` : `${name} = ${value}`;

export const command: Command = {
  name: "check",
  summary: "check a specification with TLC or our own engine",
  usage: "SPEC [--model NAME] [options]",
  description: [
    "SPEC is a .tla file, or a directory with one that has its name or is the only one. Models are the .cfg files",
    "beside it: --model small means small.cfg, or <Module>.small.cfg; the default is <Module>.cfg. The verdict holds",
    "for the bounds printed with it. Nothing is written beside the specification.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    { name: "model", short: "m", type: "string", value: "NAME", help: "the model to check" },
    {
      name: "engine",
      type: "string",
      value: "E",
      help: "tlc (default); own: in this process, without Java, for invariants and deadlock; both: compared",
    },
    { name: "list-models", type: "flag", help: "list the models and stop" },
    { name: "workers", short: "w", type: "number", help: "TLC's worker threads (default: one per core)" },
    { name: "heap", type: "number", value: "MIB", help: "Java's heap (default: Java's choice)" },
    { name: "timeout", short: "t", type: "number", value: "S", help: "seconds until TLC is ended" },
    {
      name: "simulate",
      type: "optional-number",
      help: `try N random behaviours instead of all (default: ${SIMULATED_BEHAVIOURS})`,
    },
    { name: "depth", type: "number", help: "how long a simulated behaviour may be (default: TLC's, 100)" },
    { name: "seed", type: "number", min: 0, help: "the seed of the simulation, to repeat it" },
    {
      name: "without",
      type: "string",
      value: "CHECK",
      multiple: true,
      help: "of a generated hybrid: take away a receivers' check (exist, guard, out, prefix, fork)",
    },
    { name: "exhaust", type: "flag", help: "with --without: shortest attack first, no random search before" },
    { name: "json", type: "flag", help: "print the outcome as JSON" },
  ],
  examples: [
    "check specs/mine",
    "check specs/mine --model small --workers 2",
    "check Spec.tla --simulate 500",
    "check specs/mine/hybrid --without prefix",
  ],
  exitCodes: [
    Exit.ok,
    Exit.rejected,
    Exit.badInput,
    Exit.usage,
    Exit.toolMissing,
    Exit.limit,
    Exit.bug,
    Exit.interrupted,
  ],
  run,
};
