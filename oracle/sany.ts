/** SANY's side: many modules in one Java process, started again when a module ends it. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { packageFolder } from "../src/host/own-files.js";
import type { Answer, Job, ModuleFacts, SymbolFact } from "./facts.js";

export interface SanyOptions {
  readonly jar: string;
  /** The program that runs Java. */
  readonly java?: string;
  /** For one module. */
  readonly limitMs?: number;
}

const symbol = z
  .tuple([z.string(), z.number(), z.string(), z.number(), z.number(), z.string()])
  .transform(
    ([name, arity, file, line, column, source]): SymbolFact => ({ name, arity, file, line, column, source }),
  );
const place = { l: z.number(), c: z.number() };
const node = z
  .tuple([place.l, place.c, place.l, place.c, z.string(), z.number()], symbol)
  .transform(([l, c, el, ec, kind, level, operator]) => ({
    place: [l, c, el, ec] as const,
    kind,
    level,
    operator,
  }));
const definition = z
  .tuple([place.l, place.c, place.l, place.c, z.string(), z.number(), z.number(), z.array(z.number())])
  .transform(([l, c, el, ec, name, , level, params]) => ({
    place: [l, c, el, ec] as const,
    name,
    level,
    params,
  }));
const declared = z
  .tuple([z.string(), z.number(), z.string(), z.number(), z.number()])
  .transform(([name, arity]) => ({ name, arity }));

const answerSchema = z.object({
  id: z.string(),
  verdict: z.enum(["accepted", "syntax", "semantic", "crash", "timeout"]),
  messages: z.array(z.string()).optional(),
  constants: z.array(declared).optional(),
  variables: z.array(declared).optional(),
  nodes: z.array(node).optional(),
  definitions: z.array(definition).optional(),
});

function answerOf(line: string): readonly [id: string, answer: Answer] {
  const read = answerSchema.parse(JSON.parse(line));
  const { constants, variables, nodes, definitions } = read;
  const facts: ModuleFacts | undefined =
    read.verdict === "accepted" && constants && variables && nodes && definitions
      ? { constants, variables, nodes, definitions }
      : undefined;
  return [read.id, { verdict: read.verdict, messages: read.messages ?? [], facts }];
}

const driver = (): string => fileURLToPath(new URL("oracle/Sany.java", `file://${packageFolder()}`));

function line(job: Job): string {
  return [job.id, dirname(job.file), basename(job.file, ".tla"), job.folders.join(delimiter)].join("\t");
}

/** Asks one process until it has answered all or ended; gives how many it answered. */
async function ask(
  options: SanyOptions,
  jobs: readonly Job[],
  onAnswer: (job: Job, answer: Answer) => void,
): Promise<{ readonly answered: number; readonly said: string }> {
  // SANY unpacks its standard modules into a folder that two processes must not share.
  const unpacked = await mkdtemp(join(tmpdir(), "sany-"));
  try {
    return await askProcess(options, jobs, unpacked, onAnswer);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function askProcess(
  options: SanyOptions,
  jobs: readonly Job[],
  unpacked: string,
  onAnswer: (job: Job, answer: Answer) => void,
): Promise<{ readonly answered: number; readonly said: string }> {
  const args = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xmx1g",
    `-Djava.io.tmpdir=${unpacked}`,
    `-Doracle.limit=${options.limitMs ?? 60_000}`,
    `-Doracle.rest=${fileURLToPath(new URL("library/standard", `file://${packageFolder()}`))}`,
    "-cp",
    options.jar,
    driver(),
  ];
  const child = spawn(options.java ?? "java", args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said += text.toString();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(jobs.map((job) => `${line(job)}\n`).join(""));
  const ended = new Promise<void>((done, failed) => {
    child.on("error", failed);
    child.on("close", () => done());
  });
  let answered = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const [id, answer] = answerOf(text);
    const job = jobs[answered];
    if (job === undefined || job.id !== id) throw new Error(`SANY's driver answered ${id} out of turn`);
    answered += 1;
    onAnswer(job, answer);
  }
  await ended;
  return { answered, said };
}

/** Asks SANY about every job in order; each is answered exactly once, whatever becomes of the process. */
export async function askSany(
  options: SanyOptions,
  jobs: readonly Job[],
  onAnswer: (job: Job, answer: Answer) => void,
): Promise<void> {
  let rest = jobs;
  let late = false;
  const note = (job: Job, answer: Answer): void => {
    late = answer.verdict === "timeout";
    onAnswer(job, answer);
  };
  while (rest.length > 0) {
    late = false;
    const { answered, said } = await ask(options, rest, note);
    if (answered === 0 && /error: compilation failed|Could not find|Unable to access jarfile/.test(said)) {
      throw new Error(`SANY's driver does not start:\n${said}`);
    }
    rest = rest.slice(answered);
    const [fatal] = rest;
    if (fatal === undefined || late) continue;
    onAnswer(fatal, {
      verdict: "crash",
      messages: [`SANY's process ended: ${said.slice(0, 300)}`],
      facts: undefined,
    });
    rest = rest.slice(1);
  }
}
