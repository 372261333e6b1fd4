/** From a specification that was read to its hybrid in one model, ready for reduction and ablation. */
import type { Cfg } from "../tla/cfg.js";
import { liars } from "../transform/models.js";
import type { Seen } from "../transform/seen.js";
import { hybridConstants } from "../verify/constants.js";
import { hybridSetting, type Subject } from "../verify/hybrid.js";
import { nodesOf } from "../verify/plan.js";
import type { Defended } from "./defended.js";
import { historyDefended } from "./history.js";

/** `seen`: what the original says in that model, which bounds the liars' alphabet. */
export async function defendedIn(
  subject: Subject,
  model: string,
  cfg: Cfg,
  seen: Seen,
  dir: string,
): Promise<Defended> {
  const setting = await hybridSetting(subject, model, seen, undefined, dir);
  const constants = hybridConstants(subject, cfg);
  const byz = liars(nodesOf(subject.protocol, cfg), subject.byzantine);
  return historyDefended(subject.protocol, subject.hybrid, setting, constants, byz);
}
