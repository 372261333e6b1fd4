/**
 * *Refinement*: what correct nodes decide is what one growing decision allows, whatever liars do and whoever forgets; and
 * a hybrid whose liars have a state is the original specification with omission, step by step.
 *
 *     EXTENDS MCHybridX
 *     VARIABLE agreed                   \* all that any correct node has ever decided
 *     Abstract == INSTANCE GrowingLog WITH Node <- Correct, chosen <- agreed, known <- …
 *     Refines == Abstract!Spec          \* the model's PROPERTY
 */
import { Kind } from "../engine/values/bank.js";
import { stopwatch } from "../host/clock.js";
import { writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Defended } from "../reduction/defended.js";
import { DiagnosticError } from "../report/diagnostic.js";
import { grouped } from "../report/table.js";
import { expressionIn } from "../spec/expression.js";
import type { Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { expr, units } from "../tla/quote.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import { commented, draftText } from "../transform/pass.js";
import type { Checker } from "../verify/engines.js";
import { readyModel } from "../verify/own-ready.js";
import type { LoadedSubject } from "../verify/subject.js";
import { abstractModule, type Shape } from "./abstract.js";
import { constantsIn, eventsOf } from "./behaviour.js";
import { type Decision, decisionsOf } from "./decisions.js";
import type { Running } from "./explored.js";
import { freshIn, notedSteps } from "./noted.js";
import type { Obligation } from "./obligation.js";
import type { Site } from "./site.js";

/** `sites`: from the smallest bounds on. */
export async function refinementObligations(
  subject: LoadedSubject,
  sites: readonly Site[],
  checker: Checker,
  running: Running,
): Promise<readonly Obligation[]> {
  const decisions = decisionsOf(subject);
  const out: Obligation[] = [];
  if (decisions.length === 0) {
    const found =
      "neither does the mapping name what a node has decided (run.decided), nor is there a variable that no message depends on";
    out.push({ name: "refinement", of: "decisions", on: "hybrid", verdict: "absent", found, seconds: 0 });
  }
  for (const decision of decisions) out.push(await decided(subject, decision, sites, checker, running));
  out.push(await correctPart(subject, sites[0], checker, running));
  return out;
}

// -------------------------------------------------------------------------------------------------------- decisions

async function decided(
  subject: LoadedSubject,
  decision: Decision,
  sites: readonly Site[],
  checker: Checker,
  running: Running,
): Promise<Obligation> {
  const elapsed = stopwatch();
  const common = {
    name: "refinement",
    of: `decisions (${decision.name})`,
    on: "hybrid",
    ...(decision.place && { place: decision.place }),
  } as const;
  let best: Obligation = { ...common, verdict: "unknown", found: "nothing was explored", seconds: 0 };
  for (const site of sites) {
    const shape = await shapeOf(subject, decision, site);
    if (typeof shape !== "string" || shape === "other") {
      const found = "decisions are neither sequences, nor values at places, nor single values";
      return { ...common, verdict: "absent", found, seconds: elapsed() };
    }
    const model = refiningModel(subject, decision, shape, site);
    for (const { name, text } of model.modules) await writeAtomic(join(site.dir, `${name}.tla`), text);
    const asked = { checker, running };
    const outcome = await checked(model, site, "refinement", model.cfg(site.defended), asked);
    const told = tell(subject, model, outcome);
    if (told.verdict === "refuted") {
      // Is it the liar, or are the original's own decisions none of this form?
      const alone = await checked(
        model,
        site,
        "refinement-original",
        model.cfg(site.defended, subject),
        asked,
      );
      if (alone.kind === "violated") {
        const found = `without a liar either, ${decision.name} is not what one growing ${nounOf[shape]} allows: it is no decision in this sense`;
        return { ...common, verdict: "absent", found, bound: site.defended.bound, seconds: elapsed() };
      }
    }
    const now: Obligation = { ...common, ...told, bound: site.defended.bound, seconds: elapsed() };
    if (now.verdict === "refuted" || now.verdict === "holds") best = now;
    else if (best.verdict === "holds") {
      const beside = `nothing against it in ${grouped(now.states ?? 0)} states at larger bounds`;
      best = { ...best, found: `${best.found}; ${beside}`, seconds: elapsed() };
    } else best = now;
    if (best.verdict === "refuted" || running.signal.aborted) break;
  }
  return best;
}

const nounOf = { log: "log", map: "map", value: "value" } as const;

/** By what a node has decided at first. */
async function shapeOf(subject: LoadedSubject, decision: Decision, site: Site): Promise<Shape | "other"> {
  const w = subject.hybrid.words.of;
  const first = decision.at(b.apply(w.node), b.index(b.apply(w.slices), b.apply(w.node)));
  const fresh = freshIn(subject.hybrid, site.setting.model);
  const [module, name] = [fresh("Shape"), fresh("Decided")];
  const definition = b.definition(name, [], b.setMap(first, b.bound(w.node, b.apply(w.correct))));
  const draft = {
    name: module,
    units: [b.extendsUnit(site.setting.model.module, "Sequences"), ...decision.uses, definition],
    comments: new Map(),
  };
  await writeAtomic(join(site.dir, `${module}.tla`), draftText(draft));
  const cfgFile = join(site.dir, `${module}.cfg`);
  const cfg = site.defended.hybrid.config({ off: [], adversary: "lazy", invariants: [] });
  await writeAtomic(cfgFile, printCfg({ entries: cfg }));
  const ready = await readyModel({ dir: site.dir, module, cfgFile }, (result) => {
    const { model, lowering } = result;
    const { expression } = model === undefined ? {} : expressionIn(model.spec, name, "decision");
    if (model === undefined || expression === undefined) return { ...result, model: undefined };
    const term = { name, place: expression.place, ir: lowering.lower(expression.expr) };
    return { ...result, model: { ...model, terms: [...model.terms, term] } };
  });
  if (ready.kind === "answered") {
    const { outcome } = ready.answer;
    throw new DiagnosticError("diagnostics" in outcome ? outcome.diagnostics : []);
  }
  const { model } = ready;
  const shapes = new Set<Shape | "other">();
  model.initial((row) => {
    const { bank } = model;
    for (const ref of bank.list(model.terms.at(-1)!.value(row))) {
      const kind = bank.kind(ref);
      if (kind === Kind.tuple) shapes.add(bank.list(ref).length === 0 ? "log" : "map");
      else if (kind === Kind.record || kind === Kind.function) shapes.add("map");
      else shapes.add(kind === Kind.set ? "other" : "value");
    }
  });
  const [only = "other"] = shapes;
  return shapes.size === 1 ? only : "other";
}

interface Refining {
  readonly module: string;
  readonly modules: readonly { readonly name: string; readonly text: string }[];
  readonly actions: ReadonlyMap<string, string>;
  /** With the subject, nobody lies. */
  cfg(defended: Defended, honest?: LoadedSubject): readonly CfgItem[];
}

function refiningModel(
  { hybrid, protocol, modules }: LoadedSubject,
  decision: Decision,
  shape: Shape,
  site: Site,
): Refining {
  const w = hybrid.words.of;
  const { model } = site.setting;
  const fresh = freshIn(hybrid, model);
  const abstract = abstractModule(shape, [protocol.module, ...modules.map((m) => m.name)]);
  const [agreed, nothing, known] = [fresh("agreed"), fresh("Nothing"), fresh("Known")];
  const [instance, refines, module] = [
    fresh("Abstract"),
    fresh("Refines"),
    fresh(`${abstract.name}_${model.module}`),
  ];
  const node = b.apply(w.node);
  const state = b.index(b.apply(w.slices), node);
  const someone = expr`CHOOSE ${w.node} \in ${protocol.nodeSet} : TRUE`;
  const first = decision.at(b.paren(someone), b.apply(w.slice0, someone));
  const next = expr`${instance}!Join(${agreed}, {${known}'[${w.node}] : ${w.node} \in ${w.correct}})`;
  const noted = notedSteps(hybrid, { variable: agreed, initial: b.apply(nothing), next }, fresh);
  const knowing = b.definition(
    known,
    [],
    b.fn([b.bound(w.node, b.apply(w.correct))], decision.at(node, state)),
  );
  const start = b.definition(nothing, [], first);
  const instanced = units`
${instance} == INSTANCE ${abstract.name} WITH Node <- ${w.correct}, Nothing <- ${nothing}, chosen <- ${agreed}, known <- ${known}
${refines} == ${instance}!Spec`;
  const [variable, ...steps] = noted.units;
  const all: readonly Unit[] = [
    b.extendsUnit(model.module, "Sequences"),
    ...(variable === undefined ? [] : [variable]),
    ...decision.uses,
    start,
    knowing,
    ...instanced,
    ...steps,
  ];
  const draft = commented({ name: module, units: all, comments: new Map() }, [
    [variable, `${agreed}: all that any correct node has ever decided.`],
    [start, "What a node has decided at first, and what each correct node has decided now."],
    [
      instanced[0],
      `The decisions are those of ${abstract.name}: there is one, it only grows, and nodes know parts of it.`,
    ],
  ]);
  return {
    module,
    modules: [abstract, { name: module, text: draftText(draft) }],
    actions: noted.actions,
    cfg: (defended, honest) => [
      ...constantsIn(defended, honest?.hybrid.words.of.byz),
      { kind: "definition", keyword: "INIT", name: noted.init },
      { kind: "definition", keyword: "NEXT", name: noted.next },
      { kind: "definition", keyword: "VIEW", name: noted.view },
      { kind: "definition", keyword: "PROPERTY", name: refines },
      { kind: "deadlock", check: false },
    ],
  };
}

// ------------------------------------------------------------------------------------------------- the correct part

async function correctPart(
  subject: LoadedSubject,
  site: Site | undefined,
  checker: Checker,
  running: Running,
): Promise<Obligation> {
  const elapsed = stopwatch();
  const common = { name: "refinement", of: "the original with omission", on: "hybrid" } as const;
  if (subject.hybrid.strategy.kind === "counters") {
    const found =
      "no refinement mapping: what a liar did since its last certificate is any of several runs; the reduction compares states and steps";
    return { ...common, verdict: "absent", found, seconds: 0 };
  }
  if (site === undefined) return { ...common, verdict: "unknown", found: "nothing was explored", seconds: 0 };
  const { defended } = site;
  const fresh = freshIn(subject.hybrid, site.setting.model);
  const [instance, refines] = [fresh("Original"), fresh("RefinesOriginal")];
  const module = fresh(`Original_${site.setting.model.module}`);
  const omits = defended.original
    .config(true)
    .flatMap((i) => (i.kind === "constant" && i.value.kind === "bool" ? [i.name] : []));
  const w = subject.hybrid.words.of;
  const instanced = units`
${instance} == INSTANCE ${defended.original.root} WITH ${omits.at(-1) ?? ""} <- TRUE
${refines} == ${instance}!${w.spec}`;
  const draft = commented(
    { name: module, units: [b.extendsUnit(site.setting.model.module), ...instanced], comments: new Map() },
    [[instanced[0], "Liars are nodes of the original that may leave out what they send."]],
  );
  for (const m of [...defended.modules, { name: module, text: draftText(draft) }])
    await writeAtomic(join(site.dir, `${m.name}.tla`), m.text);
  const model: Refining = {
    module,
    modules: [],
    actions: new Map(),
    cfg: () => [
      ...defended.hybrid.config({ off: [], adversary: "lazy", invariants: [] }),
      { kind: "definition", keyword: "PROPERTY", name: refines },
    ],
  };
  const outcome = await checked(model, site, "original", model.cfg(defended), { checker, running });
  return { ...common, ...tell(subject, model, outcome), bound: defended.bound, seconds: elapsed() };
}

// ---------------------------------------------------------------------------------------------------------- checking

async function checked(
  { module }: Refining,
  site: Site,
  name: string,
  cfg: readonly CfgItem[],
  { checker, running }: { readonly checker: Checker; readonly running: Running },
): Promise<TlcOutcome> {
  const cfgFile = join(site.dir, `${module}-${name}.cfg`);
  await writeAtomic(cfgFile, printCfg({ entries: cfg }));
  const { outcome } = await checker.check({
    dir: site.dir,
    module,
    cfgFile,
    timeoutMs: running.seconds * 1000,
    onProgress: (_engine, p) => running.onProgress("refinement", p),
  });
  return outcome;
}

function tell(
  { protocol, hybrid }: LoadedSubject,
  { actions }: Refining,
  outcome: TlcOutcome,
): Pick<Obligation, "verdict" | "found" | "states" | "refuting"> {
  const states = "distinct" in outcome ? outcome.distinct : outcome.counts?.distinct;
  const seen = states === undefined ? {} : { states };
  switch (outcome.kind) {
    case "holds":
      return { verdict: "holds", found: "each step is one of the abstract specification, or none", ...seen };
    case "violated": {
      const steps = eventsOf(outcome.trace, { protocol, hybrid, probe: { actions } });
      const what = ["the last step is none of the abstract specification", ...(outcome.why ?? [])].join("\n");
      return {
        verdict: "refuted",
        found: "there is a step that the abstract specification has not",
        ...seen,
        refuting: { steps, what, behaviour: outcome.trace },
      };
    }
    case "timeout":
    case "state-limit":
    case "out-of-memory":
      return {
        verdict: "unrefuted",
        found: `nothing against it as far as was seen (${outcome.kind})`,
        ...seen,
      };
    case "spec-fault":
    case "unsupported":
      throw new DiagnosticError(outcome.diagnostics);
    default:
      return { verdict: "unknown", found: outcome.kind, ...seen };
  }
}
