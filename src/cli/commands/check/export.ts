/** `check --export`: the counterexample in a file, in the form that the file's name asks for. */
import { basename, resolve } from "node:path";
import type { Path, PathState } from "../../../engine/explore/path.js";
import { type RecordedBehaviour, recorded } from "../../../engine/trace/export-behaviour.js";
import { behaviourToItf, behaviourToJson } from "../../../engine/trace/export-json.js";
import { behaviourOfTexts } from "../../../engine/trace/export-text.js";
import { writeAtomic } from "../../../host/files.js";
import type { Diagnostic } from "../../../report/diagnostic.js";
import type { Counterexample } from "../../../tlc/counterexample.js";
import type { Job } from "../../../verify/engines.js";
import { tlaExport } from "../../../verify/own-export.js";
import { type Io, UsageError } from "../../command.js";
import { printDiagnostics } from "../../print.js";

const forms = {
  ".itf.json": behaviourToItf,
  ".json": behaviourToJson,
  ".tla": undefined,
  ".svg": undefined,
} as const;

type Form = keyof typeof forms;

/** Throws a UsageError for a name whose form is not known. */
export function exportForm(file: string): Form {
  const found = (Object.keys(forms) as Form[]).find((ending) => file.endsWith(ending));
  if (found !== undefined) return found;
  throw new UsageError(
    `--export does not know the form of ${file}`,
    `name it ${Object.keys(forms)
      .map((e) => `*${e}`)
      .join(" or ")}`,
  );
}

/** Writes the behaviour; says so where there is none. `named` is the same with its steps told in more detail. */
export async function exportTrace(
  io: Io,
  file: string,
  job: Pick<Job, "dir" | "module" | "cfgFile">,
  trace: Counterexample | undefined,
  named = trace,
): Promise<void> {
  const behaviour = trace === undefined ? undefined : behaviourOf(trace, job.module);
  if (behaviour === undefined) {
    printDiagnostics([nothingToExport(file)], io);
    return;
  }
  const path = resolve(io.cwd, file);
  const form = exportForm(file);
  const write = forms[form];
  if (write !== undefined) await writeAtomic(path, write(behaviour));
  else if (form === ".tla") await exportModule(io, path, job, behaviour);
  else await writeAtomic(path, await (await import("./picture.js")).picture(job, behaviour, named ?? trace));
}

/** A module and, beside it, its model. */
async function exportModule(
  io: Io,
  path: string,
  job: Pick<Job, "dir" | "module" | "cfgFile">,
  behaviour: RecordedBehaviour,
): Promise<void> {
  const { tla, cfg, isChecked } = await tlaExport(job, behaviour, basename(path, ".tla"));
  await writeAtomic(path, tla);
  await writeAtomic(`${path.slice(0, -".tla".length)}.cfg`, cfg);
  if (!isChecked) printDiagnostics([stepsNotChecked(path)], io);
}

function behaviourOf(trace: Counterexample, module: string): RecordedBehaviour | undefined {
  if (trace.states.length === 0) return undefined;
  if (isPath(trace)) return recorded(trace, module);
  const read = behaviourOfTexts(
    trace.states.map(({ action, text }) => ({ action, lines: text.split("\n") })),
    trace.loop,
  );
  return "kind" in read ? undefined : { ...read, module };
}

/** Ours have values besides their text; TLC's are read from it. */
const isPath = (trace: Counterexample): trace is Path =>
  trace.states.every((s) => (s as Partial<PathState>).values instanceof Map);

const stepsNotChecked = (file: string): Diagnostic => ({
  code: "engine/trace-steps-not-checked",
  severity: "warning",
  message: `${basename(file)} only shows the states: it cannot name the steps of the specification, which are LOCAL`,
  hint: "check --replay holds them against the specification",
});

const nothingToExport = (file: string): Diagnostic => ({
  code: "engine/nothing-to-export",
  severity: "warning",
  message: `there is no behaviour to write: ${file} is not written`,
});
