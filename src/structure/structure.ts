/** The door of this stage: the structure of any resolved specification. Pure; nothing is refused as a whole. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import { cfgConstant } from "../tla/cfg.js";
import { actionFact } from "./action.js";
import { behaviourOf, type FoundBehaviour, type StructureOptions } from "./behaviour.js";
import { consumptionsOf } from "./consume.js";
import { claimsOf, constantsOf } from "./declared.js";
import { asIndexed } from "./effects.js";
import { Elaborator } from "./elaborate.js";
import { domainOf, Inference } from "./infer.js";
import { kindFacts, networkFacts, type Told } from "./messages.js";
import { networksOf, type Seen, tagOf } from "./network.js";
import { type Reading, readStep, shapesIn } from "./reading.js";
import { remarks } from "./remarks.js";
import { actorsOf, rolesOf } from "./roles.js";
import { recordsOf, tidy, unknown } from "./shapes.js";
import { stepsOf } from "./steps.js";
import type { NotFound, Structure } from "./types.js";
import { type InitFact, initFacts, neededOf, solve, variableFacts } from "./variables.js";

export type { StructureOptions } from "./behaviour.js";

export interface FoundStructure {
  readonly structure: Structure;
  readonly diagnostics: readonly Diagnostic[];
  /** The steps behind the actions, for text made from them. */
  readonly extraction: Extraction;
}

export interface Extraction {
  readonly el: Elaborator;
  readonly readings: readonly Reading[];
  readonly behaviour: FoundBehaviour;
  readonly variables: readonly string[];
}

/** What the passes after reading share. */
export interface Facts extends Told {
  readonly el: Elaborator;
  readonly variables: readonly string[];
  readonly init: readonly InitFact[];
  readonly behaviour: FoundBehaviour;
  readonly options: StructureOptions;
  /** Variables that guards read, or that the values of such ones are made from. */
  readonly needed: ReadonlySet<string>;
}

/**
 * Reads a specification's structure. `options` say which behaviour is meant: definitions by name, or a model's file;
 * without them, the one that a formula `Init /\ [][Next]_vars` describes.
 */
export function structureOf(spec: ResolvedSpec, options: StructureOptions = {}): FoundStructure {
  const el = new Elaborator(spec);
  const behaviour = behaviourOf(el, options);
  const diagnostics: Diagnostic[] = [...behaviour.diagnostics];
  const variables = spec.root.variables.map((v) => v.name);
  const constants = new Map(
    spec.root.constants.map(
      (c) => [c.name, options.cfg === undefined ? undefined : cfgConstant(options.cfg, c.name)] as const,
    ),
  );
  const found = behaviour.next === undefined ? { steps: [], diagnostics: [] } : stepsOf(el, behaviour.next);
  diagnostics.push(...found.diagnostics);
  const readings = found.steps.map((step) => readStep(el, step, variables));
  diagnostics.push(...readings.flatMap((r) => r.diagnostics));
  const inference = new Inference(el, constants);
  const init = initFacts(el, behaviour.init, variables);
  solve(inference, init, readings);
  const seen = readings.map((read): Seen => {
    const reading = withIndices(read, inference);
    const env = shapesIn(inference, reading);
    const actors = actorsOf(reading, variables, inference);
    return { reading, env, actors, consumptions: consumptionsOf(el, reading, new Set(variables)) };
  });
  const networks = networksOf(seen, inference, (e) => el.unfold(e));
  const tag = tagOf(networks);
  const needed = neededOf(seen, variables, networks);
  const facts: Facts = { el, seen, networks, tag, inference, variables, init, behaviour, options, needed };
  const kinds = kindFacts(facts);
  const roles = rolesOf(facts);
  const actions = seen.map((s) => actionFact(facts, s, kinds));
  const variableList = variableFacts(facts, claimsOf(el, variables));
  const structure: Structure = {
    format: 1,
    module: spec.root.name,
    file: spec.root.parsed.file,
    behaviour: behaviour.fact,
    ...constantsOf(el),
    variables: variableList,
    actions,
    networks: networkFacts(facts),
    kinds,
    roles,
    notFound: [],
  };
  diagnostics.push(...remarks(facts, structure));
  const notFound = missing(facts, structure);
  return {
    structure: { ...structure, notFound },
    diagnostics,
    extraction: { el, readings, behaviour, variables },
  };
}

function withIndices(reading: Reading, inference: Inference): Reading {
  const updates = reading.updates.map((u) => {
    const keys = domainOf(inference.variables.get(u.variable) ?? unknown);
    const messages = recordsOf(keys).length > 0 || keys.kind === "tuple";
    return { ...u, effects: u.effects.map((f) => asIndexed(f, messages)) };
  });
  return { ...reading, updates };
}

/** What the reader of a structure would look for and not find. */
function missing(facts: Facts, structure: Structure): readonly NotFound[] {
  const { el } = facts;
  const out: NotFound[] = [];
  const place = el.place(el.spec.root.module.name);
  if (structure.behaviour.init === undefined)
    out.push({ what: "initial predicate", reason: "no formula and no definition Init says it", place });
  if (structure.behaviour.next === undefined)
    out.push({ what: "next-state relation", reason: "no formula and no definition Next says it", place });
  for (const v of structure.variables) {
    if (tidy(v.shape).kind !== unknown.kind && v.shape.kind !== "any") continue;
    const reason =
      v.shape.kind === "any" ? "its values fit no one shape" : "nothing says what it starts as or becomes";
    out.push({ what: `shape of ${v.name}`, reason, place: v.place });
  }
  if (structure.networks.length === 0 && structure.actions.length > 0) {
    const reason = "no variable holds records that one action adds and another one takes or quantifies over";
    out.push({ what: "network", reason, place });
  }
  if (structure.networks.length > 0 && facts.tag === undefined && structure.kinds.length < 2)
    out.push({
      what: "message kinds",
      reason: "no field holds a literal in every message",
      place: structure.networks[0]?.place ?? place,
    });
  for (const k of structure.kinds) {
    if (k.sender === undefined)
      out.push({
        what: `sender of ${k.name}`,
        reason: "no field holds the node that sends it",
        place: k.place,
      });
    if (k.receivedBy.length === 0)
      out.push({ what: `receiver of ${k.name}`, reason: "no action looks for it", place: k.place });
  }
  if (structure.roles.length === 0)
    out.push({ what: "roles", reason: "no variable is a function over a set of nodes", place });
  return out;
}
