/**
 * The models of a reduction over one bank: explored when they are asked for, the two originals once. A bank in which a
 * search was broken off, or that has grown large, is given up for a new one, and the originals are explored again.
 */
import type { ExploreOptions } from "../engine/explore/explore-options.js";
import type { CompiledModel } from "../engine/model.js";
import { Bank } from "../engine/values/bank.js";
import { makeDirectory, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import type { Progress } from "../tlc/outcome.js";
import { progressOf } from "../verify/own-engine.js";
import { readyModel, runOptions } from "../verify/own-ready.js";
import type { Defended, HybridVariant } from "./defended.js";
import { type Leaving, leave } from "./leaving.js";
import { type Projected, projected, withProjection } from "./projected.js";

export interface SessionOptions {
  /** Where modules and models are written; the user's own modules may lie there. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** For each exploration. */
  readonly seconds: number;
  /** Steps are kept, to be compared: for small models. */
  readonly keepsSteps: boolean;
  readonly onProgress?: (what: string, progress: Progress) => void;
}

const MOST_BYTES = 2 ** 30;

export class ReductionSession {
  private bank = new Bank();
  private originals = new Map<boolean, Projected>();
  /** Originals that were not explored to their end: they are not tried again. */
  private readonly tooLarge = new Set<boolean>();
  private isWritten = false;
  private count = 0;

  constructor(
    readonly defended: Defended,
    private readonly options: SessionOptions,
  ) {}

  /** The original with the liars as correct nodes; the verdict of its exploration says whether it is complete. */
  async original(omits: boolean): Promise<Projected> {
    const known = this.originals.get(omits);
    if (known !== undefined) return known;
    const { root, config } = this.defended.original;
    const what = omits ? "the original, omitting" : "the original";
    const model = await this.compiled(root, config(omits), this.defended.projection.original);
    const found = await projected(model, this.running(what), this.options.keepsSteps);
    if (found.exploration.verdict.kind === "holds") this.originals.set(omits, found);
    else this.tooLarge.add(omits);
    return found;
  }

  async hybrid(variant: HybridVariant): Promise<Projected> {
    const model = await this.compiledHybrid(variant);
    return projected(model, this.running("the hybrid"), this.options.keepsSteps);
  }

  /** Looks for states that the original with omission has not; undefined if that was not explored to its end. */
  async leaving(variant: HybridVariant, what: string): Promise<Leaving | undefined> {
    if (this.tooLarge.has(true)) return undefined;
    if (this.bank.bytes > MOST_BYTES) this.renew();
    const allowed = await this.original(true);
    if (allowed.exploration.verdict.kind !== "holds") {
      this.renew();
      return undefined;
    }
    const model = await this.compiledHybrid(variant);
    const found = await leave(model, allowed.states, this.running(what));
    const { kind } = found.exploration.verdict;
    if (kind !== "holds" && kind !== "violated") this.renew();
    return found;
  }

  /** Gives up the bank, and all that was found. */
  renew(): void {
    this.bank = new Bank();
    this.originals = new Map();
  }

  private compiledHybrid(variant: HybridVariant): Promise<CompiledModel> {
    const { root, config } = this.defended.hybrid;
    return this.compiled(root, config(variant), this.defended.projection.hybrid);
  }

  private async compiled(
    module: string,
    cfg: readonly CfgItem[],
    projection: string,
  ): Promise<CompiledModel> {
    const { dir } = this.options;
    if (!this.isWritten) {
      await makeDirectory(dir);
      for (const { name, text } of this.defended.modules) await writeAtomic(join(dir, `${name}.tla`), text);
      this.isWritten = true;
    }
    this.count += 1;
    const cfgFile = join(dir, `${module}-${this.count}.cfg`);
    await writeAtomic(cfgFile, printCfg({ entries: cfg }));
    const ready = await readyModel(
      { dir, module, cfgFile },
      (lowering) => withProjection(lowering, projection),
      this.bank,
    );
    if (ready.kind === "ready") return ready.model;
    const { outcome } = ready.answer;
    throw new DiagnosticError("diagnostics" in outcome ? outcome.diagnostics : []);
  }

  private running(what: string): ExploreOptions {
    const { signal, seconds, onProgress } = this.options;
    return {
      ...runOptions({ dir: "", module: "", cfgFile: "", timeoutMs: seconds * 1000 }, signal),
      ...(onProgress === undefined ? {} : { onProgress: (p) => onProgress(what, progressOf(p)) }),
    };
  }
}
