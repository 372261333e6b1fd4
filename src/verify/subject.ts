/** From a path to everything that transforming and verifying needs. */
import { analyse } from "../analysis/index.js";
import { sha256 } from "../host/digest.js";
import { pathKind, readText } from "../host/files.js";
import { join, resolve } from "../host/paths.js";
import { type ModuleTable, unsupportedIn } from "../protocol/table.js";
import { mentions } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { linkCfg } from "../resolve/cfg.js";
import { type LoadedSpecification, loadSpecification } from "../spec/load.js";
import { readModel } from "../spec/model.js";
import { type Cfg, cfgNames } from "../tla/cfg.js";
import { parseExpression } from "../tla/parse.js";
import { freeNames } from "../tla/visit.js";
import { listModels, type Specification } from "../tlc/locate.js";
import { type Manifest, manifestFile } from "../transform/artifacts.js";
import { transformCounters } from "../transform/counters/index.js";
import { extended } from "../transform/extend/index.js";
import { transformHistory } from "../transform/history/index.js";
import { liftedUnits } from "../transform/lift.js";
import { limitsOf } from "../transform/limits.js";
import { putForConstants } from "./constants.js";
import { type Planned, planned, type Trying } from "./counters.js";
import { cannotRun, readsLeftOut } from "./faults.js";
import type { NormalFormInput } from "./gate-module.js";
import type { Subject } from "./hybrid.js";
import { invariantsFor, type StrategyName } from "./plan.js";

export type { StrategyName } from "./plan.js";

export interface LoadedSubject extends Subject {
  readonly spec: Specification;
  /** Digest of the module's text, and of the other modules' after it, hex. */
  readonly sha256: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Of strategy `counters`: what its plan was made of. */
  readonly planned?: Planned;
  /** What the gates look at (see `gates.ts`). */
  readonly gate: Omit<NormalFormInput, "cfg">;
}

/** A hybrid's folder stands for the specification that it was made from. */
export async function sourceOf(path: string, cwd: string): Promise<string> {
  const manifest = join(resolve(cwd, path), manifestFile);
  if ((await pathKind(manifest)) !== "file") return path;
  const facts = JSON.parse(await readText(manifest)) as Partial<Manifest>;
  return typeof facts.source === "string" ? join(resolve(cwd, path), facts.source) : path;
}

/** What must hold of correct nodes in every state: of the mapping file, else of the default model. The hybrid has them. */
export function invariantsOf({ mapping, models, defaultModel, hybrid }: LoadedSubject): readonly string[] {
  const cfg = models.get(defaultModel);
  const names = cfg === undefined ? (mapping.invariants ?? []) : invariantsFor(mapping.invariants, cfg);
  return names.filter((name) => hybrid.carried.includes(name));
}

/**
 * `wanted`: names of the extensions (see `transform/extend`). Throws a DiagnosticError with everything found if the
 * specification cannot be transformed.
 */
export async function loadSubject(
  path: string,
  cwd: string,
  byzantine = 1,
  strategy: StrategyName = "history",
  wanted: readonly string[] = [],
  trying: Trying = {},
): Promise<LoadedSubject> {
  const loaded: LoadedSpecification = await loadSpecification(await sourceOf(path, cwd), { cwd });
  const { protocol, table, resolved, behaviour, diagnostics, mapping } = loaded;
  if (protocol === undefined || table === undefined || resolved === undefined || behaviour === undefined)
    throw new DiagnosticError(diagnostics);
  const modules = othersOf(loaded);
  const models = new Map<string, Cfg>();
  const found: Diagnostic[] = [...diagnostics];
  for (const model of await listModels(loaded.spec)) {
    if (model.module !== loaded.spec.module) continue;
    const { cfg, diagnostics: faults } = await readModel(model);
    found.push(...faults);
    if (loaded.resolved !== undefined && !faults.some((d) => d.severity === "error"))
      found.push(...linkCfg(loaded.resolved, cfg).diagnostics);
    models.set(model.name, cfg);
  }
  if (found.some((d) => d.severity === "error")) throw new DiagnosticError(found);
  const defaultModel = models.has(loaded.spec.module) ? loaded.spec.module : [...models.keys()][0];
  const cfg = defaultModel === undefined ? undefined : models.get(defaultModel);
  if (defaultModel === undefined || cfg === undefined)
    throw cannotRun.noModels(loaded.spec.module, loaded.spec.dir);
  const carried = [...invariantsFor(mapping.mapping.invariants, cfg), ...goalNames(mapping.mapping.goals)];
  const known = carried.filter(
    (name) => table.definitions.has(name) && !table.actions.has(name) && !table.temporal.has(name),
  );
  found.push(...leftOut(protocol, table, known));
  const put = putForConstants(models.values()).filter((name) => table.definitions.has(name));
  const bounds = [...models.values()].flatMap((m) => cfgNames(m, "CONSTRAINT"));
  const { durable } = mapping.mapping;
  const more = extended(protocol, wanted, analyse, durable);
  const made = strategy === "counters" ? await planned(more.protocol, table, cfg, cwd, trying) : undefined;
  const hybrid =
    made === undefined
      ? transformHistory(more.protocol, table, known, put, durable, bounds)
      : transformCounters(more.protocol, table, made.plan, known, put, durable, bounds);
  found.push(...limitsOf(protocol, table, bounds).diagnostics);
  found.push(...unsupportedIn(table, hybrid.stages[0]?.draft.units ?? []));
  if (found.some((d) => d.severity === "error")) throw new DiagnosticError(found);
  return {
    spec: loaded.spec,
    source: loaded.source,
    modules,
    sha256: digestOf([loaded.source, ...modules.map((m) => m.text)]),
    protocol: more.protocol,
    extensions: more.done,
    table,
    mapping: mapping.mapping,
    hybrid,
    models,
    defaultModel,
    byzantine,
    diagnostics: found,
    ...(made === undefined ? {} : { planned: made }),
    gate: {
      spec: resolved,
      table,
      protocol,
      behaviour,
      invariants: invariantsFor(mapping.mapping.invariants, cfg).filter((name) => known.includes(name)),
    },
  };
}

/** Invariants and goals that read variables which the protocol does not have. */
function leftOut(protocol: Protocol, table: ModuleTable, names: readonly string[]): readonly Diagnostic[] {
  const parts = protocol.transport?.parts.map((p) => p.variable) ?? [];
  const kept = new Set([...protocol.slice.map((v) => v.name), ...parts, protocol.network]);
  const variables = [...table.variables.keys()].filter((v) => !kept.has(v));
  const reads = (name: string): string | undefined => {
    const bodies = liftedUnits(table, [name], new Set()).map((d) => d.body);
    return variables.find((v) => bodies.some((body) => mentions(body, new Set([v]))));
  };
  const read = new Map(names.map((name) => [name, reads(name)]));
  const others = names.filter((name) => read.get(name) === undefined);
  return names.flatMap((name) => {
    const variable = read.get(name);
    const at = table.definitions.get(name);
    return variable === undefined ? [] : [readsLeftOut(name, variable, at && table.place(at.name), others)];
  });
}

/** The user's modules that the specification extends or instantiates, directly or not. */
function othersOf({ resolved, spec }: LoadedSpecification): Subject["modules"] {
  const scopes = [...(resolved?.modules.values() ?? [])];
  return scopes
    .filter((s) => s.origin === "file" && s.name !== spec.module)
    .map((s) => ({ name: s.name, file: s.parsed.file, text: s.parsed.source }));
}

const digestOf = (texts: readonly string[]): string => sha256(new TextEncoder().encode(texts.join("")));

/** Operators that goals speak of. */
function goalNames(goals: readonly { readonly holds: string }[] | undefined): readonly string[] {
  return (goals ?? []).flatMap((g) => {
    const { expr, diagnostics } = parseExpression(`goal ${g.holds}`, g.holds);
    if (expr === undefined) throw new DiagnosticError(diagnostics);
    return [...freeNames(expr)];
  });
}
