import { join, resolve } from "node:path";
import { type Ablation, isRefuted, objections, undecided } from "../../ablate/ablation.js";
import { ablationHtml } from "../../ablate/html.js";
import { ablationJson } from "../../ablate/json.js";
import { type AblateWatch, ablateSubject } from "../../ablate/run.js";
import { ablationLines, rowLine } from "../../ablate/text.js";
import { stopwatch } from "../../host/clock.js";
import { makeDirectory, writeAtomic } from "../../host/files.js";
import { processors } from "../../host/processors.js";
import { progressLine } from "../../report/progress.js";
import { duration } from "../../report/table.js";
import { progressText } from "../../tlc/report.js";
import { loadSubject } from "../../verify/subject.js";
import type { Command, Context, Io } from "../command.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { extensionsOf, strategyOf, strategyOption, withOption } from "../strategy.js";
import { whileTrying } from "../trying.js";

/** For each run, if nothing is said. */
const SECONDS = 60;

async function run({ io, args }: Context): Promise<ExitCode> {
  const subject = await whileTrying(io, (trying) =>
    loadSubject(
      args.positionals[0] ?? ".",
      io.cwd,
      args.number("byzantine") ?? 1,
      strategyOf(args),
      extensionsOf(args),
      trying,
    ),
  );
  printDiagnostics(subject.diagnostics, io);
  const module = subject.protocol.module;
  const out = resolve(io.cwd, args.string("output") ?? join("bumblebee-out", module, "ablation"));
  await makeDirectory(out);
  const { watch, close } = watcher(io, args.flag("json"));
  let ablation: Ablation;
  try {
    const seconds = args.number("time-limit") ?? SECONDS;
    const model = args.string("model");
    const workers = args.number("workers") ?? processors();
    const asked = { dir: out, signal: io.signal, seconds, workers, watch };
    ablation = await ablateSubject(subject, model === undefined ? asked : { ...asked, model });
  } finally {
    close();
  }
  const code = exitOfAblation(ablation);
  const json = `${JSON.stringify(ablationJson(ablation, code), null, 2)}\n`;
  await writeAtomic(join(out, "ablation.json"), json);
  const html = args.string("html");
  if (html !== undefined) await writeAtomic(resolve(io.cwd, html), ablationHtml(ablation));
  if (args.flag("json")) io.stdout.write(json);
  else {
    io.stdout.write(`\n${ablationLines(ablation).join("\n")}\n`);
    io.stdout.write(`models and behaviours are in ${displayPath(out, io.cwd)}\n`);
  }
  if (code === Exit.interrupted) io.stderr.write("interrupted\n");
  return code;
}

/** A failure decides before want of time; a check that nothing misses is no proof of anything. */
export function exitOfAblation(ablation: Ablation): ExitCode {
  if (ablation.isInterrupted) return Exit.interrupted;
  if (isRefuted(ablation)) return Exit.rejected;
  return objections(ablation).length > 0 || undecided(ablation).length > 0 ? Exit.limit : Exit.ok;
}

interface Watcher {
  readonly watch: AblateWatch;
  close(): void;
}

/** A live line for what is under way, a line for each label. */
function watcher(io: Io, json: boolean): Watcher {
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
      row(row) {
        line.clear();
        sink.write(`${rowLine(row)}\n`);
      },
    },
    close() {
      clearInterval(timer);
      line.clear();
    },
  };
}

export const command: Command = {
  name: "ablate",
  summary: "what each inserted check is for: every one taken away, and what goes wrong then",
  usage: "SPEC [--strategy NAME] [--model NAME] [--html FILE]",
  description: [
    "First the reduction: the hybrid's reachable states and steps, as correct nodes and messages show them, are those of",
    "the original with the liar as a correct node that may omit, at the smallest bounds; with all checks off the liar",
    "must leave them, else nothing is proved. Then each check is taken away: `violates X in n steps`; or `only the",
    "reduction`, with a state that no correct node could have caused; or `redundant with Y`, where nothing happens until",
    "both are off; or `covered by Y`, where Y is missed, and with both off more gets in than without Y; or `survives at",
    "these bounds`, after five nodes were tried at random. Steps are the fewest unless a seed is given.",
    "Exit code 0 if every check counts; 1 if the reduction does not hold or is vacuous, if the hybrid fails with all",
    "checks on, or nothing is violated without any; 5 if a check survives, or time was too short. Ctrl-C prints what is",
    "known so far.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    {
      name: "model",
      short: "m",
      type: "string",
      value: "NAME",
      help: "the usual bounds (default: the specification's own); `small`, if there is one, has the smallest",
    },
    { name: "html", type: "string", value: "FILE", help: "write the matrix as one page" },
    { name: "json", type: "flag", help: "print everything as JSON, and progress on standard error" },
    {
      name: "time-limit",
      type: "number",
      value: "SECONDS",
      help: `processor time for each set of checks taken away, at each size (default: ${SECONDS})`,
    },
    {
      name: "workers",
      short: "w",
      type: "number",
      value: "N",
      help: "how many checks are looked into at the same time (default: one per core)",
    },
    strategyOption,
    withOption,
    { name: "byzantine", type: "number", help: "how many nodes lie (default: 1)" },
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where models are written (default: bumblebee-out/<Module>/ablation)",
    },
  ],
  examples: ["ablate specs/mine", "ablate specs/mine --time-limit 20 --html matrix.html"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage, Exit.limit, Exit.bug, Exit.interrupted],
  run,
};
