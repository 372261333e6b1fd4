/** Who explores for an ablation: the thread that asks, or several beside it (`threads.ts`). */
import type { Path } from "../engine/explore/path.js";
import type { HybridVariant } from "../reduction/defended.js";
import type { Behaviour } from "../reduction/explorer.js";
import type { Broken, Leaving } from "../reduction/leaving.js";
import { whyUnfinished } from "../reduction/outcome.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "../verify/engines.js";
import { ownEngine } from "../verify/own-engine.js";
import type { Site } from "./trials.js";

/** What a search for states beyond the original found, as data. */
export interface Left {
  readonly extra: Path | undefined;
  readonly violated: Broken | undefined;
  /** Distinct states. */
  readonly states: number;
  /** Of processor time. */
  readonly seconds: number;
  /** All of them, or as many as were needed to find both. */
  readonly ended: "exhausted" | "found" | "cut" | "fault";
  /** What ended it, unless it was exhausted or found both. */
  readonly why?: string;
}

export interface Hands {
  /** How many questions are answered at the same time. */
  readonly width: number;
  /**
   * Out of the states that the reduction allows; undefined if the original was not explored to its end. `seconds`: how
   * long the variant is explored, if not as long as the site says.
   */
  leave(site: Site, variant: HybridVariant, what: string, seconds?: number): Promise<Left | undefined>;
  /** Out of those that the hybrid has in another variant; undefined if that was not explored to its end. */
  beyond(
    site: Site,
    base: HybridVariant,
    variant: HybridVariant,
    what: string,
    seconds: number,
  ): Promise<Left | undefined>;
  /** Whether the variant has this behaviour; false if there was nobody to ask. */
  allows(site: Site, variant: HybridVariant, behaviour: Behaviour): Promise<boolean>;
  run(job: Job): Promise<TlcOutcome>;
  close(): Promise<void>;
}

/** This thread itself, one question after the other. */
export const ownHands = (signal: AbortSignal): Hands => ({
  width: 1,
  leave: async ({ session }, variant, what, seconds) =>
    leftOf(await session?.leaving(variant, what, seconds)),
  beyond: async ({ session }, base, variant, what, seconds) =>
    leftOf(await session?.beyond(base, variant, what, seconds)),
  allows: async ({ session }, variant, behaviour) => (await session?.allows(variant, behaviour)) === true,
  run: async (job) => (await ownEngine.run(job, signal)).outcome,
  close: async () => {},
});

export function leftOf(leaving: Leaving | undefined): Left | undefined {
  if (leaving === undefined) return undefined;
  const { extra, violated, exploration } = leaving;
  const { verdict, counts } = exploration;
  const found = { extra, violated, states: counts.distinct, seconds: exploration.seconds };
  if (verdict.kind === "holds") return { ...found, ended: "exhausted" };
  if (verdict.kind === "violated") return { ...found, ended: "found" };
  const ended = verdict.kind === "evaluation-error" ? "fault" : "cut";
  return { ...found, ended, why: whyUnfinished(verdict) };
}
