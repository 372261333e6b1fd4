/** TLC as an engine. */
import { readText } from "../host/files.js";
import { resolve } from "../host/paths.js";
import { cfgNames, parseCfg } from "../tla/cfg.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import { runTlc } from "../tlc/run.js";
import type { Engine, Job } from "./engines.js";

/** TLC and Java, found. */
export interface TlcTools {
  readonly jar: string;
  readonly java: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Worker threads of runs that do not say how many. */
  readonly workers: number | "auto";
}

export function tlcEngine(tools: TlcTools): Engine {
  return {
    name: "tlc",
    async run(job, signal) {
      const { dir, module, cfgFile, timeoutMs, simulate, workers, heapMb, isShort, onProgress } = job;
      const outcome = await runTlc({
        ...tools,
        dir,
        module,
        cfgFile,
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(simulate === undefined ? {} : { simulate }),
        ...(workers === undefined ? {} : { workers }),
        ...(isShort === true ? { javaArgs: ["-XX:TieredStopAtLevel=1"] } : {}),
        ...(heapMb === undefined ? {} : { heapMb }),
        ...(onProgress === undefined ? {} : { onProgress: (p) => onProgress("tlc", p) }),
      });
      return { outcome: await named(outcome, job), notes: [] };
    },
  };
}

/** TLC does not name the temporal property that fails; with a single one there is no doubt. */
async function named(outcome: TlcOutcome, job: Pick<Job, "dir" | "cfgFile">): Promise<TlcOutcome> {
  if (outcome.kind !== "violated" || outcome.what !== "property" || outcome.name !== undefined)
    return outcome;
  const file = resolve(job.dir, job.cfgFile);
  const properties = cfgNames(parseCfg(file, await readText(file)).cfg, "PROPERTY");
  return properties.length === 1 ? { ...outcome, name: properties[0] } : outcome;
}
