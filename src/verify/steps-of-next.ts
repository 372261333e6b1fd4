/**
 * Are the steps that `inspect` reads those of the next-state relation? An engine checks both ways, in every state that a
 * model reaches: each step of Next must be one that was read, and the reverse.
 */
import { withTempDir, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { ResolvedSpec } from "../resolve/types.js";
import { comparison } from "../structure/compare.js";
import type { Extraction } from "../structure/structure.js";
import type { Cfg } from "../tla/cfg.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Answer, Checker } from "./engines.js";

export interface StepsCompared {
  /** Every step of Next is one that was read. */
  readonly forth: TlcOutcome;
  /** Every step that was read is one of Next; absent if the first question has no answer or a wrong one. */
  readonly back: TlcOutcome | undefined;
  /** Whose answers they are. */
  readonly by: Answer["by"];
}

/** Undefined if there is no initial predicate or next-state relation to compare. */
export async function compareSteps(
  spec: ResolvedSpec,
  extraction: Extraction,
  cfg: Cfg | undefined,
  checker: Checker,
  onProgress?: (direction: "forth" | "back", progress: Progress) => void,
): Promise<StepsCompared | undefined> {
  const made = comparison(extraction, cfg);
  if (made === undefined) return undefined;
  return await withTempDir(async (dir) => {
    for (const { name, origin, parsed } of spec.modules.values()) {
      // Those of the library engines find by themselves.
      if (origin === "file") await writeAtomic(join(dir, `${name}.tla`), parsed.source);
    }
    await writeAtomic(join(dir, `${made.extracted.name}.tla`), made.extracted.text);
    const run = async (direction: "forth" | "back"): Promise<Answer | undefined> => {
      const model = made.models.find((m) => m.direction === direction);
      if (model === undefined) return undefined;
      const cfgFile = `${model.name}.cfg`;
      await writeAtomic(join(dir, `${model.name}.tla`), model.text);
      await writeAtomic(join(dir, cfgFile), model.cfg);
      return await checker.check({
        dir,
        module: model.name,
        cfgFile,
        ...(onProgress === undefined ? {} : { onProgress: (_, p: Progress) => onProgress(direction, p) }),
      });
    };
    const forth = await run("forth");
    if (forth === undefined) return undefined;
    const back = forth.outcome.kind === "holds" ? await run("back") : undefined;
    return { forth: forth.outcome, back: back?.outcome, by: back?.by ?? forth.by };
  });
}

/** Whether both directions hold, with the same states. */
export function stepsAgree({ forth, back }: StepsCompared): boolean {
  return forth.kind === "holds" && back?.kind === "holds" && forth.distinct === back.distinct;
}
