/** Both sides asked about many modules, and what came of it. */
import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { packageFolder } from "../src/host/own-files.js";
import { type Comparison, compare, type Disagreement, type Kind, kinds } from "./compare.js";
import { type Exception, exceptionFor } from "./exceptions.js";
import type { Answer, Job } from "./facts.js";
import { mutants, type Source } from "./mutate.js";
import { askOurs } from "./ours.js";
import { askSany, type SanyOptions } from "./sany.js";

export interface Tally {
  modules: number;
  accepted: number;
  rejected: number;
  /** Rejected by both, as a module they need is not on the search path: these say little. */
  incomplete: number;
  readonly compared: Record<Kind, number>;
  readonly disagreements: Disagreement[];
  readonly excepted: Disagreement[];
}

export function emptyTally(): Tally {
  const compared = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  return { modules: 0, accepted: 0, rejected: 0, incomplete: 0, compared, disagreements: [], excepted: [] };
}

const missing = /Cannot find source file for module/;

function count(tally: Tally, comparison: Comparison, ours: Answer, sany: Answer): void {
  tally.modules += 1;
  if (sany.verdict === "accepted" && ours.verdict === "accepted") tally.accepted += 1;
  else if (sany.messages.some((text) => missing.test(text))) tally.incomplete += 1;
  else if (comparison.disagreements.length === 0) tally.rejected += 1;
  for (const kind of kinds) tally.compared[kind] += comparison.compared[kind];
}

export interface RunOptions extends SanyOptions {
  readonly exceptions: readonly Exception[];
  /** Paths are shown relative to this folder. */
  readonly base: string;
  /** Told after each module. */
  readonly onDone?: (done: number, all: number) => void;
}

const secondOpinions = 60;

/** What both say of every job. SANY keeps state between modules: where verdicts differ, a fresh process decides. */
async function bothAnswers(
  options: RunOptions,
  jobs: readonly Job[],
): Promise<readonly (readonly [job: Job, ours: Answer, sany: Answer])[]> {
  const pending: Promise<readonly [Job, Answer, Answer]>[] = [];
  let done = 0;
  await askSany(options, jobs, (job, sany) => {
    const note = (ours: Answer): readonly [Job, Answer, Answer] => {
      done += 1;
      options.onDone?.(done, jobs.length);
      return [job, ours, sany];
    };
    pending.push(askOurs(job).then(note));
  });
  const answers = await Promise.all(pending);
  let asked = 0;
  for (const [i, [job, ours, sany]] of answers.entries()) {
    if (!compare(job.file, ours, sany).disagreements.some((d) => d.kind === "verdict")) continue;
    asked += 1;
    if (asked > secondOpinions) break;
    await askSany(options, [job], (_, again) => {
      answers[i] = [job, ours, again];
    });
  }
  return answers;
}

/** Asks both about every job. `label` says of a job what a reader should be told besides its file. */
export async function runJobs(
  options: RunOptions,
  jobs: readonly Job[],
  label: (job: Job) => { readonly file: string; readonly note: string },
): Promise<Tally> {
  const tally = emptyTally();
  for (const [job, ours, sany] of await bothAnswers(options, jobs)) {
    const { file, note } = label(job);
    const comparison = compare(relative(options.base, file), ours, sany);
    count(tally, comparison, ours, sany);
    for (const d of comparison.disagreements) {
      const noted = note === "" ? d : { ...d, what: `${d.what} [${note}]` };
      (exceptionFor(options.exceptions, d) === undefined ? tally.disagreements : tally.excepted).push(noted);
    }
  }
  return tally;
}

/** All `.tla` files below a folder, or the one file, sorted. */
export async function modulesBelow(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile() && e.name.endsWith(".tla") && !e.parentPath.includes("node_modules"))
    .map((e) => join(e.parentPath, e.name))
    .sort();
}

/** The file name that a module's text asks for. */
function properName(file: string, text: string): string {
  const name = /-{4,}[ \t]*MODULE[ \t]+(\w+)/.exec(text)?.[1];
  return name === undefined ? basename(file) : `${name}.tla`;
}

/** Runs with a folder that is there only so long. */
async function withScratch<T>(body: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), "oracle-"));
  try {
    return await body(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The folders of our library with modules that SANY does not bring along. */
export async function libraryFolders(): Promise<readonly string[]> {
  const library = join(packageFolder(), "library");
  const entries = await readdir(library, { withFileTypes: true });
  // Of the standard modules, SANY's driver takes those alone that the jar does not have.
  return entries
    .filter((e) => e.isDirectory() && e.name !== "standard")
    .map((e) => join(library, e.name))
    .sort();
}

/** Compares modules as they are; those whose file has another name than they do, in a copy under their own. */
export function runFiles(
  options: RunOptions,
  files: readonly string[],
  folders: readonly string[],
): Promise<Tally> {
  return withScratch(async (scratch) => {
    const jobs = await jobsOf(scratch, files, folders);
    return runJobs(options, jobs, ({ id }) => ({ file: files[Number(id)]!, note: "" }));
  });
}

async function jobsOf(
  scratch: string,
  files: readonly string[],
  folders: readonly string[],
): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const [i, file] of files.entries()) {
    const name = properName(file, await readFile(file, "utf8"));
    if (name === basename(file)) jobs.push({ id: `${i}`, file, folders });
    else jobs.push({ id: `${i}`, ...(await copyTo(scratch, `${i}`, file, name)), folders });
  }
  return jobs;
}

async function copyTo(
  scratch: string,
  folder: string,
  file: string,
  name: string,
): Promise<{ file: string }> {
  const dir = join(scratch, folder);
  await mkdir(dir);
  await copyFile(file, join(dir, name));
  return { file: join(dir, name) };
}

export interface MutationOptions {
  readonly count: number;
  readonly seed: number;
}

/** Compares mutants of modules, which are written to a folder for the time of the run. */
export async function runMutants(
  options: RunOptions,
  files: readonly string[],
  folders: readonly string[],
  { count: wanted, seed }: MutationOptions,
): Promise<Tally> {
  // A module that is wrong already would say nothing with one more fault.
  const sources: Source[] = [];
  const note = (job: Job, { verdict }: Answer): void => {
    const file = files[Number(job.id)]!;
    if (verdict === "accepted") sources.push({ file, text: readFileSync(file, "utf8") });
  };
  await withScratch(async (scratch) => askSany(options, await jobsOf(scratch, files, folders), note));
  return withScratch(async (scratch) => {
    const drawn = mutants(sources, wanted, seed);
    const jobs: Job[] = [];
    for (const [i, mutant] of drawn.entries()) {
      const dir = join(scratch, `${i}`);
      await mkdir(dir);
      const file = join(dir, properName(mutant.file, sources.find((s) => s.file === mutant.file)!.text));
      await writeFile(file, mutant.text);
      jobs.push({ id: `${i}`, file, folders: [dirname(mutant.file), ...folders] });
    }
    return await runJobs(options, jobs, (job) => {
      const mutant = drawn[Number(job.id)]!;
      return { file: mutant.file, note: mutant.change };
    });
  });
}
