/** A specification in one model, ready for what is asked of its hybrid there. */
import { makeDirectory } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Defended } from "../reduction/defended.js";
import { byHistory } from "../reduction/subject.js";
import type { Cfg } from "../tla/cfg.js";
import type { Progress } from "../tlc/outcome.js";
import type { Seen } from "../transform/seen.js";
import { checkerOf } from "../verify/engines.js";
import type { Reporter } from "../verify/execute.js";
import { hybridSetting, runOriginal, type Subject } from "../verify/hybrid.js";
import { ownEngine } from "../verify/own-engine.js";
import type { HybridSetting } from "../verify/plan.js";
import { originalFails } from "./faults.js";

const unfinished: readonly string[] = ["cancelled", "timeout", "state-limit", "out-of-memory"];

export interface Site {
  readonly model: string;
  /** Where the modules are. */
  readonly dir: string;
  readonly cfg: Cfg;
  readonly seen: Seen;
  readonly setting: HybridSetting;
  readonly defended: Defended;
}

/**
 * Explores the original there, for what it says; undefined if that takes too long. Throws a DiagnosticError if it does not
 * hold. `off`: checks that nobody makes.
 */
export async function siteOf(
  subject: Subject,
  model: string,
  dir: string,
  off: readonly string[],
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Site | undefined> {
  const folder = join(dir, model);
  await makeDirectory(folder);
  const reporter: Reporter = { begin: () => {}, progress: (_what, p) => onProgress(p), done: () => {} };
  const tlc = () => Promise.reject(new Error("only our engine is asked"));
  const checker = checkerOf("own", { own: ownEngine, tlc }, signal);
  const { finished, cfg, seen } = await runOriginal(subject, model, folder, checker, reporter);
  const { kind } = finished.outcome;
  if (unfinished.includes(kind)) return undefined;
  if (kind !== "holds") throw originalFails(model, finished.row.result);
  const setting = await hybridSetting(subject, model, seen, undefined, folder);
  const defended = await byHistory(subject, model, cfg, seen, folder);
  return { model, dir: folder, cfg, seen, setting, defended: without(defended, off) };
}

/** The same with checks taken away everywhere. */
function without(defended: Defended, off: readonly string[]): Defended {
  const { hybrid } = defended;
  return {
    ...defended,
    hybrid: { ...hybrid, config: (v) => hybrid.config({ ...v, off: [...v.off, ...off] }) },
  };
}
