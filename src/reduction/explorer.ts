/**
 * The models of a reduction over one bank: explored when they are asked for, the two originals once. A bank in which a
 * search was broken off, or that has grown large, is given up for a new one, and the originals are explored again.
 */
import type { ExploreOptions } from "../engine/explore/explore-options.js";
import type { CompiledModel } from "../engine/model.js";
import type { RecordedBehaviour } from "../engine/trace/export-behaviour.js";
import { replay } from "../engine/trace/replay.js";
import { Bank } from "../engine/values/bank.js";
import { makeDirectory, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import type { Progress } from "../tlc/outcome.js";
import { progressOf } from "../verify/own-engine.js";
import { readyModel, runOptions } from "../verify/own-ready.js";
import type { Defended, ModuleText } from "./defended.js";
import { type Leaving, leave } from "./leaving.js";
import { type Projected, projected, withProjection } from "./projected.js";

/** Both sides of a reduction, as data. */
export interface Sides {
  readonly modules: readonly ModuleText[];
  /** The hybrid's root. */
  readonly hybrid: string;
  readonly original: {
    readonly root: string;
    readonly showing: readonly CfgItem[];
    readonly omitting: readonly CfgItem[];
  };
  readonly projection: Defended["projection"];
}

export function sidesOfDefended({ modules, hybrid, original, projection }: Defended): Sides {
  const { root, config } = original;
  const models = { root, showing: config(false), omitting: config(true) };
  return { modules, hybrid: hybrid.root, original: models, projection };
}

export interface ExplorerOptions {
  /** Where modules and models are written; the user's own modules may lie there. */
  readonly dir: string;
  /** Of models' files, in which others write into the folder, too. */
  readonly prefix?: string;
  readonly signal: AbortSignal;
  /** For each exploration, of processor time. */
  readonly seconds: number;
  /** Steps are kept, to be compared: for small models. */
  readonly keepsSteps: boolean;
  readonly onProgress?: (what: string, progress: Progress) => void;
}

/** States with their values. */
export type Behaviour = Pick<RecordedBehaviour, "states">;

const MOST_BYTES = 2 ** 30;

export class Explorer {
  private bank = new Bank();
  private originals = new Map<boolean, Projected>();
  /** What other variants of the hybrid show, by their models: many are asked to show what one does not. */
  private variants = new Map<string, Projected>();
  /** Originals, and models of variants, that were not explored to their end: they are not tried again. */
  private readonly tooLarge = new Set<boolean | string>();
  private isWritten = false;
  private count = 0;

  constructor(
    private readonly sides: Sides,
    private readonly options: ExplorerOptions,
  ) {}

  /** The original with the liars as correct nodes; the verdict of its exploration says whether it is complete. */
  async original(omits: boolean): Promise<Projected> {
    const known = this.originals.get(omits);
    if (known !== undefined) return known;
    const { root, omitting, showing } = this.sides.original;
    const what = omits ? "the original, omitting" : "the original";
    const model = await this.compiled(root, omits ? omitting : showing, this.sides.projection.original);
    const found = await projected(model, this.running(what), this.options.keepsSteps);
    if (found.exploration.verdict.kind === "holds") this.originals.set(omits, found);
    else this.tooLarge.add(omits);
    return found;
  }

  async hybrid(cfg: readonly CfgItem[]): Promise<Projected> {
    const model = await this.compiledHybrid(cfg);
    return projected(model, this.running("the hybrid"), this.options.keepsSteps);
  }

  /** Looks for states that the original with omission has not; undefined if that was not explored to its end. */
  async leaving(cfg: readonly CfgItem[], what: string, seconds?: number): Promise<Leaving | undefined> {
    if (this.tooLarge.has(true)) return undefined;
    if (this.bank.bytes > MOST_BYTES) this.renew();
    const allowed = await this.original(true);
    if (allowed.exploration.verdict.kind !== "holds") {
      this.renew();
      return undefined;
    }
    const model = await this.compiledHybrid(cfg);
    const found = await leave(model, allowed.states, this.running(what, seconds));
    const { kind } = found.exploration.verdict;
    if (kind !== "holds" && kind !== "violated") this.renew();
    return found;
  }

  /** The same for states that another variant of the hybrid has not. */
  async beyond(
    base: readonly CfgItem[],
    cfg: readonly CfgItem[],
    what: string,
    seconds?: number,
  ): Promise<Leaving | undefined> {
    if (this.bank.bytes > MOST_BYTES) this.renew();
    const key = printCfg({ entries: base });
    if (this.tooLarge.has(key)) return undefined;
    const allowed =
      this.variants.get(key) ??
      (await projected(await this.compiledHybrid(base), this.running(what, seconds), false));
    if (allowed.exploration.verdict.kind !== "holds") {
      this.tooLarge.add(key);
      this.renew();
      return undefined;
    }
    this.variants.set(key, allowed);
    const found = await leave(await this.compiledHybrid(cfg), allowed.states, this.running(what, seconds));
    const { kind } = found.exploration.verdict;
    if (kind !== "holds" && kind !== "violated") this.renew();
    return found;
  }

  /** Whether the hybrid has this behaviour; what its steps are called is not asked. */
  async allows(cfg: readonly CfgItem[], { states }: Behaviour): Promise<boolean> {
    const model = await this.compiledHybrid(cfg);
    const unnamed = states.map(({ values }) => ({ values, action: undefined }));
    return replay(model, { module: undefined, states: unnamed, loop: { kind: "none" } }).kind === "replayed";
  }

  /** Gives up the bank, and all that was found. */
  renew(): void {
    this.bank = new Bank();
    this.originals = new Map();
    this.variants = new Map();
  }

  private compiledHybrid(cfg: readonly CfgItem[]): Promise<CompiledModel> {
    return this.compiled(this.sides.hybrid, cfg, this.sides.projection.hybrid);
  }

  private async compiled(
    module: string,
    cfg: readonly CfgItem[],
    projection: string,
  ): Promise<CompiledModel> {
    const { dir, prefix = "" } = this.options;
    if (!this.isWritten) {
      await makeDirectory(dir);
      for (const { name, text } of this.sides.modules) await writeAtomic(join(dir, `${name}.tla`), text);
      this.isWritten = true;
    }
    this.count += 1;
    const cfgFile = join(dir, `${module}-${prefix}${this.count}.cfg`);
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

  private running(what: string, seconds = this.options.seconds): ExploreOptions {
    const { signal, onProgress } = this.options;
    return {
      ...runOptions(
        { dir: "", module: "", cfgFile: "", timeoutMs: seconds * 1000, byProcessor: true },
        signal,
      ),
      ...(onProgress === undefined ? {} : { onProgress: (p) => onProgress(what, progressOf(p)) }),
    };
  }
}
