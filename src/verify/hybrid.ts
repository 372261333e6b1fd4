/** The original in a model, and the hybrid in the same model with a liar in it. */
import type { MappingSource } from "../protocol/read.js";
import type { ModuleTable } from "../protocol/table.js";
import type { Protocol } from "../protocol/types.js";
import { type Cfg, cfgNames } from "../tla/cfg.js";
import type { Value } from "../tla/value.js";
import { adversaryText } from "../transform/capabilities.js";
import { type Done, hasRestarts } from "../transform/extend/index.js";
import type { Transformed } from "../transform/history/index.js";
import { type HybridModel, hybridModel, liars } from "../transform/models.js";
import { alphabetSize, nothing, readSeen, type Seen } from "../transform/seen.js";
import { collecting } from "./collecting.js";
import { hybridConstants } from "./constants.js";
import type { Checker } from "./engines.js";
import { execute, type Finished, type Reporter, writeModule } from "./execute.js";
import { cannotRun } from "./faults.js";
import { boundText, constantsOf, type HybridSetting, invariantsFor, nodesOf, type Run } from "./plan.js";

export interface Subject {
  readonly protocol: Protocol;
  readonly table: ModuleTable;
  readonly mapping: MappingSource["mapping"];
  readonly hybrid: Transformed;
  /** The module's text as written. */
  readonly source: string;
  /** The user's other modules that it needs, as written. */
  readonly modules: readonly { readonly name: string; readonly file: string; readonly text: string }[];
  /** The default model, and others by name. */
  readonly models: ReadonlyMap<string, Cfg>;
  readonly defaultModel: string;
  /** How many nodes lie. */
  readonly byzantine: number;
  /** The optional steps of the methodology that were asked for; `protocol` is what they have made. */
  readonly extensions: readonly Done[];
  /** Models count states once that differ in values which may change places. */
  readonly symmetric?: boolean;
}

/** The original in one model: its states, and the bounds of a liar's alphabet. */
export interface Original {
  readonly finished: Finished;
  readonly cfg: Cfg;
  readonly seen: Seen;
  /** Distinct states, times the assignments of owners to keys. */
  readonly distinct: number | undefined;
}

/** Runs the original in a model, once, with its invariants, noting what it says. */
export async function runOriginal(
  subject: Subject,
  model: string,
  dir: string,
  checker: Checker,
  report: Reporter,
  seconds?: number,
): Promise<Original> {
  const { protocol } = subject;
  const cfg = modelOf(subject, model);
  const { made, modules, hasOwners } = collecting(subject, cfg);
  for (const { name, text } of modules) await writeModule(dir, name, text);
  const restarts = hasRestarts(subject.extensions);
  const run: Run = {
    id: `original-${model}`,
    stage: "original",
    what: `crash-tolerant${restarts ? " with restarts" : ""}, model ${model}`,
    module: made.module,
    cfg: made.cfg,
    mode: "exhaust",
    ...(seconds === undefined ? {} : { seconds }),
    expect: { kind: "holds", distinct: undefined },
    bound: boundText(protocol, constantsOf(cfg)),
  };
  // One worker: what is noted is noted in TLC's registers, which each worker has for itself.
  const found = await execute(run, dir, checker, report, 1);
  const { outcome } = found;
  const finished = restarts && outcome.kind === "violated" ? crashed(found) : found;
  const seen = outcome.kind === "holds" ? readSeen(protocol, outcome.printed) : nothing;
  const nodes = nodesOf(protocol, cfg);
  const maps = hasOwners ? 1 : (nodes.kind === "set" ? nodes.items.length : 1) ** seen.keys;
  const distinct =
    outcome.kind === "holds" && outcome.distinct !== undefined ? outcome.distinct * maps : undefined;
  return { finished, cfg, seen, distinct };
}

/** Which text is to blame is not told: it may hold, and the mapping say too little of disks. */
const crashed = (found: Finished): Finished => ({
  ...found,
  row: {
    ...found.row,
    result: `${found.row.result}, where nodes crash and keep only what the mapping calls durable`,
  },
});

/** The constraints that the model is within. */
const withinText = ({ limits }: HybridModel): string =>
  limits.length === 0 ? "" : `; within ${limits.map((l) => ("name" in l ? l.name : "")).join(", ")}`;

function symmetryText({ symmetry }: HybridModel): string {
  if (symmetry === undefined) return "";
  const sets = symmetry.classes.map((c) => `{${c.join(", ")}}`).join(" and ");
  return symmetry.classes.length > 0
    ? `; up to exchanges in ${sets}`
    : `; no values to exchange: ${symmetry.why}`;
}

function modelOf(subject: Subject, name: string): Cfg {
  const cfg = subject.models.get(name);
  if (cfg === undefined) throw cannotRun.model(name, [...subject.models.keys()]);
  return cfg;
}

/** The hybrid in a model: who lies, about what. */
export async function hybridSetting(
  subject: Subject,
  model: string,
  seen: Seen,
  distinct: number | undefined,
  dir: string,
  goals: NonNullable<MappingSource["mapping"]["goals"]> = [],
  suffix = "",
): Promise<HybridSetting> {
  const { protocol, hybrid } = subject;
  const cfg = modelOf(subject, model);
  const nodes = nodesOf(protocol, cfg);
  const count = nodes.kind === "set" ? nodes.items.length : 0;
  if (count < 2 * subject.byzantine + 1) throw cannotRun.tooFew(count);
  const byz: Value = liars(nodes, subject.byzantine);
  const constants = hybridConstants(subject, cfg);
  const made: HybridModel = hybridModel(protocol, hybrid, {
    name: `MC${hybrid.name}${model === subject.defaultModel ? "" : `_${model}`}${suffix}`,
    constants,
    seen,
    byz,
    goals,
    constraints: cfgNames(cfg, "CONSTRAINT"),
    symmetric: subject.symmetric ?? false,
    modules: subject.modules,
  });
  for (const { name, text } of subject.modules) await writeModule(dir, name, text);
  await writeModule(dir, hybrid.name, hybrid.stages.at(-1)?.text ?? "");
  await writeModule(dir, made.module, made.text);
  const claims = alphabetSize(seen);
  const alphabet = claims > 0 ? `; alphabet of ${claims} messages` : "";
  return {
    hybrid,
    model: made,
    bound: `${boundText(protocol, constants)}${withinText(made)}${symmetryText(made)}; ${adversaryText(subject.byzantine)}${alphabet}`,
    invariants: invariantsFor(subject.mapping.invariants, cfg),
    // A hybrid of strategy counters remembers of liars what they certified, so it has more states than the original.
    distinct: hybrid.strategy.kind === "history" && made.symmetry === undefined ? distinct : undefined,
  };
}
