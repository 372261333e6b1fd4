/** Questions of the reduction about a hybrid, by variant: which checks are off, what its liars claim. */
import type { Defended, HybridVariant } from "./defended.js";
import { type Behaviour, Explorer, type ExplorerOptions, sidesOfDefended } from "./explorer.js";
import type { Leaving } from "./leaving.js";
import type { Projected } from "./projected.js";

export type SessionOptions = ExplorerOptions;

export class ReductionSession {
  private readonly explorer: Explorer;

  constructor(
    readonly defended: Defended,
    readonly options: SessionOptions,
  ) {
    this.explorer = new Explorer(sidesOfDefended(defended), options);
  }

  /** The original with the liars as correct nodes; the verdict of its exploration says whether it is complete. */
  original(omits: boolean): Promise<Projected> {
    return this.explorer.original(omits);
  }

  /** The variant's invariants are checked: the verdict is `violated` where one is false, and the states are not all. */
  hybrid(variant: HybridVariant): Promise<Projected> {
    return this.explorer.hybrid(this.defended.hybrid.config(variant));
  }

  /** Looks for states that the original with omission has not; undefined if that was not explored to its end. */
  leaving(variant: HybridVariant, what: string, seconds?: number): Promise<Leaving | undefined> {
    return this.explorer.leaving(this.defended.hybrid.config(variant), what, seconds);
  }

  /** The same for states that another variant of the hybrid has not. */
  beyond(
    base: HybridVariant,
    variant: HybridVariant,
    what: string,
    seconds?: number,
  ): Promise<Leaving | undefined> {
    const { config } = this.defended.hybrid;
    return this.explorer.beyond(config(base), config(variant), what, seconds);
  }

  /** Whether a variant of the hybrid has this behaviour. */
  allows(variant: HybridVariant, behaviour: Behaviour): Promise<boolean> {
    return this.explorer.allows(this.defended.hybrid.config(variant), behaviour);
  }

  /** Gives up the bank, and all that was found. */
  renew(): void {
    this.explorer.renew();
  }
}
