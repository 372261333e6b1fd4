import { join, resolve } from "node:path";
import { stopwatch } from "../../host/clock.js";
import { makeDirectory, writeAtomic } from "../../host/files.js";
import { duration, table } from "../../report/table.js";
import type { Row } from "../../verify/execute.js";
import { checkHybrid } from "../../verify/hybrid.js";
import { loadSubject } from "../../verify/subject.js";
import type { Command, Context } from "../command.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { liveReporter } from "../runs.js";
import { findTools } from "../tools.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const elapsed = stopwatch();
  const subject = await loadSubject(args.positionals[0] ?? ".", io.cwd, args.number("byzantine") ?? 1);
  printDiagnostics(subject.diagnostics, io);
  const tools = await findTools(io, args);
  const out = resolve(io.cwd, args.string("output") ?? join("bumblebee-out", subject.protocol.module));
  await makeDirectory(out);
  const report = liveReporter(io);
  const rows: Row[] = [];
  try {
    const finished = await checkHybrid(subject, out, tools, report);
    rows.push(...finished.map((f) => f.row));
  } finally {
    report.close();
  }
  if (io.signal.aborted) return Exit.interrupted;
  const shown = summary(rows);
  await writeAtomic(join(out, "summary.txt"), `${shown.join("\n")}\n`);
  await writeAtomic(join(out, "summary.json"), `${JSON.stringify(rows, null, 2)}\n`);
  io.stdout.write(`\n${shown.join("\n")}\n\n`);
  const bad = rows.filter((r) => !r.expected).length;
  const verdict =
    bad === 0 ? "every stage had its expected outcome" : `${bad} of ${rows.length} stages did not`;
  io.stdout.write(`${subject.protocol.module}: ${verdict} (${duration(elapsed())})\n`);
  io.stdout.write(`everything written is in ${displayPath(out, io.cwd)}\n`);
  return bad === 0 ? Exit.ok : Exit.rejected;
}

/** The table, with the bounds as letters: they are long, and few. */
function summary(rows: readonly Row[]): readonly string[] {
  const bounds = [...new Set(rows.map((r) => r.bound))];
  const letter = (r: Row): string => String.fromCharCode("A".charCodeAt(0) + bounds.indexOf(r.bound));
  const cells = rows.map((r) => [
    r.expected ? "ok" : "FAIL",
    r.stage,
    r.what,
    letter(r),
    r.result,
    duration(r.seconds),
  ]);
  return [
    ...table(cells, { header: ["", "stage", "what was done", "bound", "result", "time"] }),
    "",
    ...bounds.map((bound, k) => `bound ${String.fromCharCode("A".charCodeAt(0) + k)}: ${bound}`),
  ];
}

export const command: Command = {
  name: "verify",
  summary: "the whole way: check, transform, attack, take away each check",
  usage: "SPEC [-o DIR]",
  description: [
    "Checks the original with TLC, then with a liar and no defences (which must fail), then the hybrid: no error, as",
    "many states as the original, every forgery refused, goals reached, and a violation without each single check.",
    "Exit code 0 only if every stage had its expected outcome.",
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
    { name: "byzantine", type: "number", help: "how many nodes lie (default: 1)" },
    { name: "workers", short: "w", type: "number", help: "TLC's worker threads (default: one per core)" },
  ],
  examples: ["verify specs/mine", "verify specs/mine -o results"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage, Exit.toolMissing, Exit.interrupted],
  run,
};
