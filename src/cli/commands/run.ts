import { join, resolve } from "node:path";
import { stopwatch } from "../../host/clock.js";
import { progressLine } from "../../report/progress.js";
import { runSubject } from "../../run/execute.js";
import { roundText, summaryText } from "../../run/report.js";
import { loadSubject } from "../../verify/subject.js";
import { type Command, type Context, UsageError } from "../command.js";
import { Exit, type ExitCode } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";

async function run({ io, args }: Context): Promise<ExitCode> {
  const liar = args.string("liar") ?? "on";
  if (liar !== "on" && liar !== "off") throw new UsageError(`--liar is on or off, not \`${liar}\``);
  const subject = await loadSubject(args.positionals[0] ?? ".", io.cwd);
  printDiagnostics(subject.diagnostics, io);
  const folder = resolve(
    io.cwd,
    args.string("output") ?? join("bumblebee-out", `run-${subject.spec.module}`),
  );
  const json = args.flag("json");
  const print = (lines: readonly string[]): void =>
    io.stdout.write(lines.map((line) => `${line}\n`).join(""));
  const line = progressLine(io.stderr, stopwatch());
  try {
    const report = await runSubject(subject, {
      nodes: args.number("nodes") ?? 3,
      commands: args.number("commands") ?? 1000,
      liar: liar === "on",
      seed: args.number("seed") ?? 1,
      folder,
      ports: args.number("ports"),
      signal: io.signal,
      progress: (text) => line.update(text),
      done(round, number, rounds) {
        line.clear();
        if (!json) print(roundText(round, number, rounds));
      },
    });
    line.clear();
    const file = join(folder, "report.json");
    if (json) io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else print([...summaryText(report), `report, logs and records: ${displayPath(file, io.cwd)}`]);
    return report.fault === undefined ? Exit.ok : Exit.rejected;
  } finally {
    line.clear();
  }
}

export const command: Command = {
  name: "run",
  summary: "run a cluster of generated replicas, a liar among them",
  usage: "SPEC [--nodes N] [--commands K] [--liar on|off] [-o DIR]",
  description: [
    "Generates the replicas, starts each as a process of its own on the loopback interface, each with its trusted",
    "counter in another process, and has clients carry out commands while one replica lies, a correct one is killed",
    "and started again, and then the leader. A liar is refuted by one certified lie, so there is one round with a fresh",
    "cluster for each kind of lie, another node lying in each. Afterwards the correct replicas must have applied the",
    "same commands in the same order, all accepted ones among them. The mapping file's `run` section says which action",
    "takes up commands and what a node has decided.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    { name: "nodes", type: "number", min: 3, help: "how many replicas (default: 3)" },
    { name: "commands", type: "number", help: "how many commands, in all rounds together (default: 1000)" },
    { name: "liar", type: "string", value: "on|off", help: "whether one replica lies (default: on)" },
    { name: "seed", type: "number", min: 0, help: "of the liar's choices (default: 1)" },
    {
      name: "output",
      short: "o",
      type: "string",
      value: "DIR",
      help: "where programs, logs, records and report.json go (default: bumblebee-out/run-<Module>)",
    },
    {
      name: "ports",
      type: "number",
      value: "BASE",
      help: "the replicas' ports: BASE, BASE + 1 … (default: free ones)",
    },
    { name: "json", type: "flag", help: "print the report as JSON" },
  ],
  examples: ["run specs/mine", "run specs/mine --nodes 5 --commands 200 --liar off -o out/mine"],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage, Exit.interrupted],
  run,
};
