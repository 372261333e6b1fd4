import { join, resolve } from "node:path";
import { stopwatch } from "../../host/clock.js";
import { makeDirectory, writeAtomic } from "../../host/files.js";
import {
  type ObligationName,
  type ObligationReport,
  type ObligationWatch,
  obligationNames,
  obligations,
  refuted,
  unanswered,
} from "../../obligations/index.js";
import { obligationsJson } from "../../obligations/json.js";
import { obligationLine, refutingLines, verdictLines } from "../../obligations/text.js";
import { progressLine } from "../../report/progress.js";
import { duration } from "../../report/table.js";
import { progressText } from "../../tlc/report.js";
import { loadSubject } from "../../verify/subject.js";
import { type Args, type Command, type Context, type Io, UsageError } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { strategyOf, strategyOption } from "../strategy.js";

/** For each exploration, if nothing is said. */
const SECONDS = 20;

async function run({ io, args }: Context): Promise<ExitCode> {
  const only = namesOf(args);
  const { watch, close } = watcher(io, args.flag("json"));
  watch.doing("reading, and trying counter values");
  let report: ObligationReport;
  let out: string;
  try {
    const subject = await loadSubject(
      args.positionals[0] ?? ".",
      io.cwd,
      args.number("byzantine") ?? 1,
      strategyOf(args),
    );
    printDiagnostics(subject.diagnostics, io);
    const { module } = subject.protocol;
    out = resolve(io.cwd, args.string("output") ?? join("bumblebee-out", module, "obligations"));
    await makeDirectory(out);
    const model = args.string("model");
    const off = args.all("without");
    const { switches } = subject.hybrid;
    const strange = off.find((name) => !switches.includes(name));
    if (strange !== undefined)
      throw new UsageError(`there is no check ${strange}`, `checks: ${switches.join(", ")}`);
    const choice = engineChoice(args);
    const checker = choice === undefined ? undefined : await checkerFor(io, args, choice, true);
    report = await obligations(subject, {
      dir: out,
      signal: io.signal,
      seconds: args.number("time-limit") ?? SECONDS,
      watch,
      off,
      ...(checker === undefined ? {} : { checker }),
      ...(model === undefined ? {} : { model }),
      ...(only === undefined ? {} : { only }),
    });
  } finally {
    close();
  }
  const code = exitOfObligations(report);
  const json = `${JSON.stringify(obligationsJson(report, code), null, 2)}\n`;
  await writeAtomic(join(out, "obligations.json"), json);
  if (args.flag("json")) io.stdout.write(json);
  else {
    io.stdout.write(`\n${verdictLines(report).join("\n")}\n`);
    io.stdout.write(`models and behaviours are in ${displayPath(out, io.cwd)}\n`);
  }
  if (code === Exit.interrupted) io.stderr.write("interrupted\n");
  return code;
}

/** What is refuted decides before want of time. */
export function exitOfObligations(report: ObligationReport): ExitCode {
  if (report.isInterrupted) return Exit.interrupted;
  if (refuted(report).length > 0) return Exit.rejected;
  return unanswered(report).length > 0 ? Exit.limit : Exit.ok;
}

function namesOf(args: Args): readonly ObligationName[] | undefined {
  const asked = args.all("only").flatMap((list) => list.split(","));
  if (asked.length === 0) return undefined;
  return asked.map((name) => {
    const known = obligationNames.find((n) => n === name);
    if (known === undefined)
      throw new UsageError(`there is no obligation ${name}`, `obligations: ${obligationNames.join(", ")}`);
    return known;
  });
}

/** A live line for what is under way, a line for each obligation. */
function watcher(io: Io, json: boolean): { readonly watch: ObligationWatch; close(): void } {
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  const sink = json ? io.stderr : io.stdout;
  let what = "starting";
  let begun = 0;
  let far = "";
  const show = (): void => line.update(`${what}: ${duration(elapsed() - begun)}${far}`);
  const timer = setInterval(show, 500);
  timer.unref();
  return {
    watch: {
      doing(name) {
        what = name;
        begun = elapsed();
        far = "";
        show();
      },
      progress(progress) {
        far = `: ${progressText(progress)}`;
        show();
      },
      obligation(o) {
        line.clear();
        sink.write(`${[obligationLine(o), ...refutingLines(o)].join("\n")}\n`);
      },
    },
    close() {
      clearInterval(timer);
      line.clear();
    },
  };
}

export const command: Command = {
  name: "obligations",
  summary: "what a transformation takes for true of a specification, each asked by itself",
  usage: "SPEC [--strategy NAME] [--model NAME] [--only NAMES]",
  description: [
    "Each obligation is explored with our own engine and reported with its verdict, the states that were seen, its place",
    "in the specification and, if it is refuted, the actions that lead there: does the counter value determine the",
    "content (functional), what would a correct node leave out (monotone, a cost), is every write certified (coverage),",
    "does what correct nodes certify pass every check (complete), does what is justified stay so (stable), does every",
    "cycle of evidence go down (well-founded), does the hybrid have the original's states (reduction), are there decisions",
    "with and without the liar, later leaders (goals), do decisions form one growing log (refinement).",
    "Exit code 0 if none is refuted; 1 if one is; 5 if time was too short for one. What does not occur at the bounds is",
    "called vacuous, never fulfilled. Ctrl-C prints what is known so far.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    {
      name: "model",
      short: "m",
      type: "string",
      value: "NAME",
      help: "the bounds (default: the specification's own); the reduction has those of `small`, if there is one",
    },
    {
      name: "only",
      type: "string",
      value: "NAMES",
      multiple: true,
      help: "some of them, with commas between",
    },
    {
      name: "without",
      type: "string",
      value: "CHECK",
      multiple: true,
      help: "a check that nobody makes: which obligations are refuted then?",
    },
    engineOption("own; of refinements alone, our engine answers the rest"),
    { name: "json", type: "flag", help: "print everything as JSON, and progress on standard error" },
    {
      name: "time-limit",
      type: "number",
      value: "SECONDS",
      help: `for each exploration (default: ${SECONDS})`,
    },
    strategyOption,
    { name: "byzantine", type: "number", help: "how many nodes lie (default: 1)" },
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where models are written (default: bumblebee-out/<Module>/obligations)",
    },
  ],
  examples: ["obligations specs/mine --strategy counters", "obligations specs/mine --only stable,complete"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage, Exit.limit, Exit.bug, Exit.interrupted],
  run,
};
