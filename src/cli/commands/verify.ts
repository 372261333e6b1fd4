import { join, resolve } from "node:path";
import { stopwatch } from "../../host/clock.js";
import { makeDirectory, writeAtomic } from "../../host/files.js";
import { ownVersion } from "../../host/package.js";
import { derivationLines, findingLines, findingsJson } from "../../pipeline/findings.js";
import { loadSubjects } from "../../pipeline/subjects.js";
import { type PipelineResult, verifySubjects } from "../../pipeline/verify.js";
import { duration, table } from "../../report/table.js";
import type { Row } from "../../verify/execute.js";
import { runReplicas } from "../../verify/running.js";
import type { Verification } from "../../verify/stages.js";
import type { Command, Context } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { passGates } from "../gates.js";
import { displayPath, printDiagnostics } from "../print.js";
import { liveReporter } from "../runs.js";
import { strategiesOf, strategiesOption } from "../strategy.js";
import { whileTrying } from "../trying.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const elapsed = stopwatch();
  const json = args.flag("json");
  const byzantine = args.number("byzantine") ?? 1;
  const subjects = await whileTrying(io, (trying) =>
    loadSubjects(args.positionals[0] ?? ".", io.cwd, byzantine, strategiesOf(args), trying),
  );
  const [first] = subjects.subjects;
  for (const subject of subjects.subjects.slice(-1)) printDiagnostics(subject.diagnostics, io);
  await passGates(first, io);
  const checker = await checkerFor(io, args, engineChoice(args) ?? "both", true);
  const { module } = first.protocol;
  const out = resolve(io.cwd, args.string("output") ?? join("bumblebee-out", module));
  await makeDirectory(out);
  const sink = json ? { ...io, stdout: io.stderr } : io;
  for (const { planned } of subjects.subjects) {
    if (planned !== undefined) sink.stdout.write(`${derivationLines(planned).join("\n")}\n\n`);
  }
  const report = liveReporter(sink);
  const save = async (rows: readonly Row[]): Promise<void> => {
    await writeAtomic(join(out, "summary.txt"), `${summary(rows).join("\n")}\n`);
    await writeAtomic(join(out, "summary.json"), `${JSON.stringify(rows, null, 2)}\n`);
  };
  let result: PipelineResult;
  let found: Verification;
  try {
    result = await verifySubjects(subjects, out, checker, report, save);
    found = result.verification;
    if (!args.flag("models-only")) {
      const checked = found.rows;
      const last = subjects.subjects.at(-1) ?? first;
      const more = await runReplicas(last, out, checker, report, (rows) => save([...checked, ...rows]));
      found = { ...found, rows: [...checked, ...more] };
      await save(found.rows);
    }
  } finally {
    report.close();
  }
  const { rows } = found;
  printDiagnostics(found.diagnostics, io);
  for (const bug of found.bugs)
    io.stderr.write(`this is a bug in bumblebee ${ownVersion()}: ${bug}\n  modules: ${join(out, "tlc")}\n`);
  const code = exitOfVerification(found, io.signal.aborted);
  if (json) {
    const strategies = findingsJson(result.found, subjects.refused);
    io.stdout.write(`${JSON.stringify({ module, exitCode: code, rows, strategies }, null, 2)}\n`);
    return code;
  }
  const lines = [...summary(rows), ...result.found.flatMap(findingLines)];
  await writeAtomic(join(out, "summary.txt"), `${lines.join("\n")}\n`);
  io.stdout.write(`\n${lines.join("\n")}\n\n`);
  const bad = rows.filter((r) => !r.expected).length;
  const verdict =
    bad === 0 ? "every stage had its expected outcome" : `${bad} of ${rows.length} stages did not`;
  io.stdout.write(`${module}: ${verdict} (${duration(elapsed())})\n`);
  io.stdout.write(`everything written is in ${displayPath(out, io.cwd)}\n`);
  if (code === Exit.interrupted) io.stderr.write("interrupted\n");
  return code;
}

const limitKinds: ReadonlySet<string> = new Set(["timeout", "out-of-memory", "state-limit"]);
/** There is no verdict for want of another program: TLC could check what our engine refuses. */
const noTool: ReadonlySet<string> = new Set(["not-installed", "crashed", "unsupported"]);

/** What is worst decides: a bug before bad input, then tools; a limit only where nothing else went wrong. */
export function exitOfVerification(found: Verification, interrupted: boolean): ExitCode {
  if (interrupted) return Exit.interrupted;
  if (found.bugs.length > 0 || found.outcomes.includes("disagreement")) return Exit.bug;
  if (exitFor(found.diagnostics) !== Exit.ok) return exitFor(found.diagnostics);
  if (found.outcomes.some((kind) => noTool.has(kind))) return Exit.toolMissing;
  const bad = found.rows.filter((r) => !r.expected);
  if (bad.length === 0) return Exit.ok;
  const limits = found.outcomes.filter((kind) => limitKinds.has(kind)).length;
  const judged = bad.filter((r) => r.status === "ran").length;
  return limits === judged ? Exit.limit : Exit.rejected;
}

/** The table, with the bounds as letters: they are long, and few. */
function summary(rows: readonly Row[]): readonly string[] {
  const bounds = [...new Set(rows.map((r) => r.bound))].filter((bound) => bound !== "");
  const letter = (r: Row): string =>
    r.bound === "" ? "" : String.fromCharCode("A".charCodeAt(0) + bounds.indexOf(r.bound));
  const cells = rows.map((r) => [
    r.expected ? (r.status === "not-run" ? "-" : "ok") : "FAIL",
    r.strategy ?? "",
    r.stage,
    r.what,
    r.by ?? "",
    letter(r),
    r.result,
    duration(r.seconds),
  ]);
  return [
    ...table(cells, { header: ["", "strategy", "stage", "what was done", "by", "bound", "result", "time"] }),
    "",
    ...bounds.map((bound, k) => `bound ${String.fromCharCode("A".charCodeAt(0) + k)}: ${bound}`),
    ...[...new Set(rows.flatMap((r) => r.notes ?? []))].map((note) => `note: ${note}`),
  ];
}

export const command: Command = {
  name: "verify",
  summary: "the whole way: check, transform, attack, generate, run, validate",
  usage: "SPEC [--strategy NAME] [-o DIR]",
  description: [
    "Checks the original; then, for each strategy, the hybrid with a liar: with no defences (which must fail), and with",
    "all of them: no error, every forgery refused, goals reached, and at the smallest bounds exactly the states and steps",
    "of the original, what the transformation takes for true, and what each check is for (all of that: bumblebee ablate).",
    "Strategy counters comes first, with the table of what certifies what; where a specification has no such hybrid, why.",
    "Then generates replicas, runs them with a liar among them, and checks that what they recorded is a behaviour of",
    "the hybrid (and that damaged records are not). Models are checked by our own engine; where there is Java, by TLC",
    'too, and the two must agree: "by" says who found what.',
    "Exit code 0 only if every stage had its expected outcome. DIR/summary.json has the stages so far at any time.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where to write (default: bumblebee-out/<Module>)",
    },
    strategiesOption,
    { name: "byzantine", type: "number", help: "how many nodes lie (default: 1)" },
    engineOption("both where there is Java, else own"),
    { name: "workers", short: "w", type: "number", help: "TLC's worker threads (default: one per core)" },
    { name: "models-only", type: "flag", help: "stop after the model checker: generate and run nothing" },
    { name: "json", type: "flag", help: "print the stages as JSON, and their progress on standard error" },
  ],
  examples: ["verify specs/mine", "verify specs/mine -o results --json"],
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
