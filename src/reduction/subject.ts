/** From a specification that was read to its hybrid in one model, ready for reduction and ablation. */
import type { Cfg } from "../tla/cfg.js";
import { liars } from "../transform/models.js";
import type { Seen } from "../transform/seen.js";
import { hybridConstants } from "../verify/constants.js";
import { hybridSetting, type Subject } from "../verify/hybrid.js";
import { nodesOf } from "../verify/plan.js";
import { countersDefended } from "./counters.js";
import type { Defended } from "./defended.js";
import { historyDefended } from "./history.js";

/**
 * How a strategy makes the hybrid of a subject in one model. `seen` is what the original says there, which bounds the
 * liars' alphabet; what the modules need besides may be written into the folder.
 */
export type Defend = (
  subject: Subject,
  model: string,
  cfg: Cfg,
  seen: Seen,
  dir: string,
) => Promise<Defended>;

export const byHistory: Defend = async (subject, model, cfg, seen, dir) => {
  const setting = await hybridSetting(subject, model, seen, undefined, dir);
  const constants = hybridConstants(subject, cfg);
  const byz = liars(nodesOf(subject.protocol, cfg), subject.byzantine);
  const { strategy } = subject.hybrid;
  if (strategy.kind === "counters")
    return countersDefended(subject.protocol, subject.hybrid, strategy.plan, setting, constants, byz);
  return historyDefended(subject.protocol, subject.hybrid, setting, constants, byz);
};
