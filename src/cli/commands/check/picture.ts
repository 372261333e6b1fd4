/** `check --export FILE.svg`: a behaviour as a chart. */
import { join, resolve } from "node:path";
import { chartOf } from "../../../chart/chart.js";
import { chartSvg } from "../../../chart/chart-svg.js";
import type { RecordedBehaviour } from "../../../engine/trace/export-behaviour.js";
import { readText } from "../../../host/files.js";
import { loadSpec } from "../../../spec/modules.js";
import { structureOf } from "../../../structure/structure.js";
import { parseCfg } from "../../../tla/cfg.js";
import type { Counterexample } from "../../../tlc/counterexample.js";
import type { Job } from "../../../verify/engines.js";

/** A chart of who sent what to whom, where the specification shows nodes and messages. */
export async function picture(
  { dir, module, cfgFile }: Pick<Job, "dir" | "module" | "cfgFile">,
  { states, loop }: RecordedBehaviour,
  named: Counterexample | undefined,
): Promise<string> {
  const { spec } = await loadSpec(join(dir, `${module}.tla`), dir);
  const { cfg } = parseCfg(cfgFile, await readText(resolve(dir, cfgFile)));
  const steps = states.map(({ action, values }, i) => {
    const step = named?.states[i];
    return { action: step?.action ?? action, args: step?.args ?? [], values };
  });
  const structure = spec === undefined ? undefined : structureOf(spec, { cfg }).structure;
  return chartSvg(chartOf(module, steps, loop, structure));
}
