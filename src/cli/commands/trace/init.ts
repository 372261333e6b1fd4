import { relative, resolve } from "node:path";
import { mappingFault } from "../../../conform/faults.js";
import { loadConformSubject } from "../../../conform/load.js";
import { firstMapping } from "../../../conform/mapping/first-mapping.js";
import { behaviourOf } from "../../../conform/rules/next.js";
import { createOnce } from "../../../host/files.js";
import { logChunks } from "../../../host/log-files.js";
import { readLog } from "../../../log/read.js";
import type { LogLine } from "../../../log/types.js";
import { DiagnosticError } from "../../../report/diagnostic.js";
import { linkCfg } from "../../../resolve/cfg.js";
import { type Cfg, cfgItems, parseCfg } from "../../../tla/cfg.js";
import type { Value } from "../../../tla/value.js";
import { type Context, UsageError } from "../../command.js";
import { Exit, type ExitCode } from "../../exit-codes.js";
import type { TraceTask } from "../trace.js";

/** So many lines are looked at. */
const SAMPLE = 10_000;

/** Names of the model values in a model's constants. */
function modelValuesOf(cfg: Cfg): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Value): void => {
    if (value.kind === "model") found.add(value.name);
    else if (value.kind === "set" || value.kind === "tuple") value.items.forEach(visit);
  };
  for (const item of cfgItems(cfg)) if (item.kind === "constant") visit(item.value);
  return found;
}

/** `trace init SPEC LOG`: a first mapping, by names. */
export const init: TraceTask = { usage: "SPEC LOG [-o FILE]", positionals: { min: 2, max: 2 }, run };

async function run({ io, args }: Context, [spec = "", log = ""]: readonly string[]): Promise<ExitCode> {
  const subject = await loadConformSubject(resolve(io.cwd, spec), io.cwd);
  const usual = "INIT Init\nNEXT Next\n";
  const given = subject.cfg ?? parseCfg("model", usual).cfg;
  const behaviour = behaviourOf(subject.spec, linkCfg(subject.spec, given).linked);
  if (behaviour === undefined) throw new DiagnosticError([mappingFault.noNext(undefined)]);
  const sample: LogLine[] = [];
  const file = resolve(io.cwd, log);
  for await (const { lines, faults } of readLog(file, logChunks(file))) {
    const errors = faults.filter((d) => d.severity === "error");
    if (errors.length > 0) throw new DiagnosticError(errors);
    for (const line of lines) sample.push(line);
    if (sample.length >= SAMPLE) break;
  }
  const { mapping, unmatched } = firstMapping(subject.spec, behaviour, sample, modelValuesOf(given));
  const out = args.string("output");
  const target = out === undefined ? undefined : resolve(io.cwd, out);
  const from = target === undefined ? io.cwd : resolve(target, "..");
  const text = `${JSON.stringify({ spec: relative(from, subject.file), ...mapping }, null, 2)}\n`;
  if (target === undefined) io.stdout.write(text);
  else if (!(await createOnce(target, text)))
    throw new UsageError(`${out} is there already`, "name another file");
  if (unmatched.length > 0)
    io.stderr.write(`not matched:\n${unmatched.map((line) => `  ${line}\n`).join("")}`);
  return Exit.ok;
}
