/**
 * Are the steps that `inspect` reads those of the next-state relation? TLC checks both ways, in every state that a model
 * reaches: each step of Next must be one that was read, and the reverse.
 */
import { withTempDir, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { ResolvedSpec } from "../resolve/types.js";
import { comparison } from "../structure/compare.js";
import type { Extraction } from "../structure/structure.js";
import type { Cfg } from "../tla/cfg.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import { runTlc } from "../tlc/run.js";
import type { TlcTools } from "./tlc-engine.js";

export interface StepsCompared {
  /** Every step of Next is one that was read. */
  readonly forth: TlcOutcome;
  /** Every step that was read is one of Next; absent if the first question has no answer or a wrong one. */
  readonly back: TlcOutcome | undefined;
}

/** Undefined if there is no initial predicate or next-state relation to compare. */
export async function compareSteps(
  spec: ResolvedSpec,
  extraction: Extraction,
  cfg: Cfg | undefined,
  tools: TlcTools & { readonly signal: AbortSignal },
  onProgress?: (direction: "forth" | "back", progress: Progress) => void,
): Promise<StepsCompared | undefined> {
  const made = comparison(extraction, cfg);
  if (made === undefined) return undefined;
  return await withTempDir(async (dir) => {
    for (const { name, origin, parsed } of spec.modules.values()) {
      // Those of the library TLC finds by itself.
      if (origin === "file") await writeAtomic(join(dir, `${name}.tla`), parsed.source);
    }
    await writeAtomic(join(dir, `${made.extracted.name}.tla`), made.extracted.text);
    const run = async (direction: "forth" | "back"): Promise<TlcOutcome | undefined> => {
      const model = made.models.find((m) => m.direction === direction);
      if (model === undefined) return undefined;
      const cfgFile = `${model.name}.cfg`;
      await writeAtomic(join(dir, `${model.name}.tla`), model.text);
      await writeAtomic(join(dir, cfgFile), model.cfg);
      return await runTlc({
        ...tools,
        dir,
        module: model.name,
        cfgFile,
        ...(onProgress === undefined ? {} : { onProgress: (p: Progress) => onProgress(direction, p) }),
      });
    };
    const forth = await run("forth");
    if (forth === undefined) return undefined;
    return { forth, back: forth.kind === "holds" ? await run("back") : undefined };
  });
}
/** Whether both directions hold, with the same states. */
export function stepsAgree({ forth, back }: StepsCompared): boolean {
  return forth.kind === "holds" && back?.kind === "holds" && forth.distinct === back.distinct;
}
