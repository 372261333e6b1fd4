/** The stages after the model checker: replicas generated, run with a liar among them, and their records validated. */
import { emitProtocol } from "../../codegen/emit/emit.js";
import { stopwatch } from "../host/clock.js";
import { makeDirectory, readText, writeAtomic } from "../host/files.js";
import { packageFolder } from "../host/own-files.js";
import { join, relative } from "../host/paths.js";
import { atNode } from "../protocol/decided.js";
import { grouped } from "../report/table.js";
import { runSubject } from "../run/execute.js";
import type { RunReport } from "../run/report.js";
import { cfgItems } from "../tla/cfg.js";
import { isAccepted, judgesOf, type Verdict, validate } from "../trace/validate.js";
import { checks } from "../transform/history/replay.js";
import { damages } from "./damage.js";
import type { Checker } from "./engines.js";
import type { Reporter, Row } from "./execute.js";
import { invariantsOf, type LoadedSubject } from "./subject.js";
import { typeFaults } from "./typecheck.js";

const NODES = 3;
const COMMANDS = 1000;

type Outcome = Pick<Row, "result" | "expected">;

/** Runs the stages in order; `save` gets the rows so far after each. A stage after one that failed is told of, not run. */
export async function runReplicas(
  subject: LoadedSubject,
  out: string,
  checker: Checker,
  report: Reporter,
  save: (rows: readonly Row[]) => Promise<void>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let obstacle = notRunnable(subject);
  const without = obstacle !== undefined;
  let ran: RunReport | undefined;
  const folder = join(out, "run");
  const stages: readonly (readonly [string, string, string, () => Promise<Outcome>])[] = [
    ["generation", "TypeScript, strict, compiled", "", () => generate(subject, join(out, "generated"))],
    [
      "running",
      "a cluster, a liar in each round, a replica and a leader killed",
      `N = ${NODES}`,
      async () => {
        ran = await cluster(subject, folder, checker, report);
        return clusterOutcome(ran);
      },
    ],
    ["validation", "the records of a round", `N = ${NODES}`, () => recorded(subject, folder, ran, checker)],
    ["validation", "the same, damaged", `N = ${NODES}`, () => damaged(subject, folder, ran, checker)],
  ];
  for (const [stage, what, bound, work] of stages) {
    if (checker.signal.aborted) obstacle = "interrupted";
    if (obstacle !== undefined) {
      // Not to say how replicas are run is no fault; what follows a failed stage is.
      const row = { stage, what, bound: "", result: `not run: ${obstacle}`, expected: without, seconds: 0 };
      rows.push({ ...row, status: "not-run" });
      continue;
    }
    const elapsed = stopwatch();
    report.begin(what);
    let row: Row;
    try {
      row = { stage, what, bound, ...(await work()), status: "ran", seconds: elapsed() };
    } catch (error) {
      const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      row = { stage, what, bound, result: message, expected: false, status: "failed", seconds: elapsed() };
    }
    if (!row.expected) obstacle = `${stage} failed`;
    rows.push(row);
    report.done(row);
    await save(rows);
  }
  return rows;
}

/** Why there are no replicas. */
function notRunnable({ mapping, hybrid }: LoadedSubject): string | undefined {
  if (mapping.run === undefined) return "the mapping file has no `run`";
  return hybrid.strategy.kind === "history" ? undefined : "replicas are generated for strategy history";
}

async function generate(subject: LoadedSubject, folder: string): Promise<Outcome> {
  const { protocol, table, mapping, sha256 } = subject;
  const decided = mapping.run === undefined ? undefined : atNode(protocol, table, mapping.run.decided);
  await makeDirectory(folder);
  const runtime = `${relative(folder, join(packageFolder(), "codegen", "runtime"))}/index.js`;
  const { files, diagnostics } = emitProtocol(protocol, { sha256, runtime, decided });
  const [fault] = diagnostics;
  if (fault !== undefined) return { result: fault.message, expected: false };
  await writeAtomic(join(folder, "package.json"), '{ "type": "module" }\n');
  for (const f of files) await writeAtomic(join(folder, f.path), f.text);
  const faults = await typeFaults(files.map((f) => join(folder, f.path)));
  const lines = files.reduce((sum, f) => sum + f.text.split("\n").length - 1, 0);
  const [first] = faults;
  if (first !== undefined) return { result: first, expected: false };
  return { result: `${files.length} files, ${lines} lines, no type error`, expected: true };
}

async function cluster(
  subject: LoadedSubject,
  folder: string,
  checker: Checker,
  report: Reporter,
): Promise<RunReport> {
  return runSubject(subject, {
    nodes: NODES,
    commands: COMMANDS,
    liar: true,
    seed: 1,
    folder,
    ports: undefined,
    signal: checker.signal,
    progress: (text) => report.say?.(text),
    done: () => undefined,
  });
}

function clusterOutcome(ran: RunReport): Outcome {
  if (ran.fault !== undefined) return { result: ran.fault, expected: false };
  const refused = checks.map((c) => `${c} ${grouped(ran.refusals[c] ?? 0)}`);
  const missed = checks.filter((c) => (ran.refusals[c] ?? 0) === 0);
  const kills = ran.rounds.reduce((sum, r) => sum + r.kills.length, 0);
  const result = `${grouped(ran.commands)} commands in one order, ${kills} kills; lies refused: ${refused.join(", ")}`;
  return { result, expected: ran.commands >= COMMANDS && missed.length === 0 };
}

interface Logs {
  readonly liars: readonly string[];
  readonly texts: readonly { readonly file: string; readonly text: string }[];
}

/** The records of the correct replicas in the first round. */
async function logsOf(folder: string, ran: RunReport | undefined): Promise<Logs> {
  const liar = ran?.rounds[0]?.liar?.node;
  const correct = (ran?.nodes ?? []).filter((n) => n !== liar);
  const files = correct.map((n) => join(folder, "round-1", `trace-${n}.jsonl`));
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readText(file) })));
  return { liars: liar === undefined ? [] : [liar], texts };
}

async function ask(
  subject: LoadedSubject,
  logs: Logs,
  nodes: readonly string[],
  checker: Checker,
): Promise<Verdict> {
  const { protocol, hybrid, mapping } = subject;
  const model = subject.models.get(subject.defaultModel);
  const cfg = model === undefined ? [] : cfgItems(model);
  const options = { byzantine: logs.liars, nodes };
  const reference = { protocol, hybrid, mapping, cfg, invariants: invariantsOf(subject) };
  return validate(reference, logs.texts, options, await judgesOf(checker));
}

async function recorded(
  subject: LoadedSubject,
  folder: string,
  ran: RunReport | undefined,
  checker: Checker,
): Promise<Outcome> {
  const verdict = await ask(subject, await logsOf(folder, ran), ran?.nodes ?? [], checker);
  if (verdict.kind === "unreadable")
    return { result: verdict.diagnostics[0]?.message ?? "unreadable", expected: false };
  const { result, events } = verdict;
  if ("faults" in result) return { result: result.faults[0]?.message ?? "unreadable", expected: false };
  if (result.verdict.kind === "accepted")
    return { result: `accepted: ${grouped(events)} events`, expected: true };
  if (result.verdict.kind !== "rejected") return { result: result.verdict.kind, expected: false };
  const { file, line, name } = result.verdict.rejection.event;
  return { result: `rejected at ${file}:${line}: ${name}`, expected: false };
}

/** Every kind of damage must be noticed. */
async function damaged(
  subject: LoadedSubject,
  folder: string,
  ran: RunReport | undefined,
  checker: Checker,
): Promise<Outcome> {
  const logs = await logsOf(folder, ran);
  const missed: string[] = [];
  for (const damage of damages) {
    const [first, ...rest] = logs.texts;
    if (first === undefined) return { result: "there is no record", expected: false };
    const texts = [{ ...first, text: damage.make(first.text) }, ...rest];
    const verdict = await ask(subject, { ...logs, texts }, ran?.nodes ?? [], checker);
    if (isAccepted(verdict)) missed.push(damage.name);
  }
  const names = damages.map((d) => d.name).join(", ");
  if (missed.length > 0) return { result: `not noticed: ${missed.join(", ")}`, expected: false };
  return { result: `${damages.length} of ${damages.length} rejected (${names})`, expected: true };
}
