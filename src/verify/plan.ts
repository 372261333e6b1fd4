/** What a verification checks with TLC, as data: runs with their models and what each of them must show. */
import type { Protocol } from "../protocol/types.js";
import type { Cfg, CfgItem } from "../tla/cfg.js";
import { cfgConstant, cfgNames } from "../tla/cfg.js";
import { printValue, type Value } from "../tla/value.js";
import type { Strategy, Transformed } from "../transform/history/index.js";
import { type HybridModel, type Variant, variantCfg } from "../transform/models.js";
import { cannotRun } from "./faults.js";

export type StrategyName = Strategy["kind"];

/** A run of TLC, and what is expected of it. */
export interface Run {
  /** File stem of its configuration. */
  readonly id: string;
  readonly stage: string;
  /** Whose hybrid is checked; absent where it is the original. */
  readonly strategy?: StrategyName;
  readonly what: string;
  readonly module: string;
  readonly cfg: readonly CfgItem[];
  readonly mode: "exhaust" | "search";
  /** For a search of all states: how long it may take, in seconds. */
  readonly seconds?: number;
  readonly expect:
    | { readonly kind: "holds"; readonly distinct: number | undefined }
    | { readonly kind: "violated"; readonly meaning: "attack" | "goal" }
    /** An attack that perhaps no invariant notices: the reduction is known to. */
    | { readonly kind: "noticed" };
  readonly bound: string;
}

/** The constants of a model, as they are given. */
export function constantsOf(cfg: Cfg): readonly CfgItem[] {
  return cfg.entries.flatMap((e): CfgItem[] => {
    if (e.kind === "constant") return [{ kind: "constant", name: e.name, value: e.value }];
    if (e.kind === "substitution") {
      return [{ kind: "substitution", name: e.name, module: e.module, operator: e.operator }];
    }
    return [];
  });
}

/** `MaxTerm = 2, Value = {v1}`: what bounds a model; constants that only name themselves are left out. */
export function boundText(protocol: Protocol, constants: readonly CfgItem[]): string {
  const parts = constants.flatMap((c) => {
    if (c.kind !== "constant") return [];
    const value = printValue(c.value);
    if (value === c.name) return [];
    const shown =
      c.name === protocol.nodeSet && c.value.kind === "set"
        ? `N = ${c.value.items.length}`
        : `${c.name} = ${value}`;
    return [shown];
  });
  return parts.join(", ");
}

/** The nodes of a model; a DiagnosticError where the model does not list them. */
export function nodesOf(protocol: Protocol, cfg: Cfg): Value {
  const value = cfgConstant(cfg, protocol.nodeSet);
  if (value?.kind !== "set" || value.items.length === 0) throw cannotRun.nodes(protocol.nodeSet, cfg.file);
  return value;
}

export const smallModel = "small";

/** Invariants that can be asked of correct nodes only: the mapping's, or those of the model that do not type functions. */
export function invariantsFor(mapped: readonly string[] | undefined, cfg: Cfg): readonly string[] {
  return mapped ?? cfgNames(cfg, "INVARIANT");
}

export interface HybridSetting {
  readonly hybrid: Transformed;
  readonly model: HybridModel;
  readonly bound: string;
  readonly invariants: readonly string[];
  /** Distinct states of the original in the same model (owners multiplied in). */
  readonly distinct: number | undefined;
}

const config = (s: HybridSetting, v: Partial<Variant>): readonly CfgItem[] =>
  variantCfg(s.hybrid, s.model, {
    off: [],
    forge: false,
    spec: s.model.specNames.defended,
    invariants: s.invariants,
    ...v,
  });

/** The original with a liar and no defence. */
export function undefendedRun(s: HybridSetting): Run {
  return {
    id: "undefended",
    stage: "undefended",
    strategy: s.hybrid.strategy.kind,
    what: "a liar, no defences",
    module: s.model.module,
    cfg: config(s, { spec: s.model.specNames.undefended }),
    mode: "search",
    expect: { kind: "violated", meaning: "attack" },
    bound: s.bound,
  };
}

/** The hybrid has the states of the original with the liar as a correct node: the reduction. */
export function reductionRun(s: HybridSetting): Run {
  return {
    id: "reduction",
    stage: "hybrid",
    strategy: s.hybrid.strategy.kind,
    what: "a liar that does what receivers accept",
    module: s.model.module,
    cfg: config(s, {}),
    mode: "exhaust",
    expect: { kind: "holds", distinct: s.distinct },
    bound: s.bound,
  };
}

export function forgingRun(s: HybridSetting): Run {
  return {
    id: "forging",
    stage: "hybrid",
    strategy: s.hybrid.strategy.kind,
    what: "a liar that claims any event, input and output",
    module: s.model.module,
    cfg: config(s, { forge: true }),
    mode: "exhaust",
    expect: { kind: "holds", distinct: s.distinct },
    bound: s.bound,
  };
}

/** One run a check, with that check taken away; `noticed`: those whose absence the reduction shows. */
export function ablationRuns(s: HybridSetting, noticed: ReadonlySet<string> = new Set()): readonly Run[] {
  return s.hybrid.checks.map((check) => ({
    id: `without-${check}`,
    stage: "ablation",
    strategy: s.hybrid.strategy.kind,
    what: `without ${check}`,
    module: s.model.module,
    cfg: config(s, { off: [check] }),
    mode: "search",
    expect: noticed.has(check) ? { kind: "noticed" } : { kind: "violated", meaning: "attack" },
    bound: s.bound,
  }));
}

export function goalRuns(s: HybridSetting, offset: number): readonly Run[] {
  return s.model.goals.map(({ goal, invariant, spec }, k) => ({
    id: `goal-${offset + k + 1}`,
    stage: "goal",
    strategy: s.hybrid.strategy.kind,
    what: goal.name,
    module: s.model.module,
    cfg: config(s, { spec, invariants: [invariant] }),
    mode: "search",
    expect: { kind: "violated", meaning: "goal" },
    bound: s.bound,
  }));
}
