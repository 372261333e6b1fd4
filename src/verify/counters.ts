/** From a specification that was read to the plan of strategy `counters`: analysed, its counter values tried. */
import { type Analysis, analyse } from "../analysis/index.js";
import { raised } from "../analysis/kappa/bounds.js";
import { checkKappa, type KappaReport } from "../analysis/kappa/index.js";
import type { CertifiedEvent } from "../analysis/types.js";
import { nextTurn, stopwatch } from "../host/clock.js";
import type { ModuleTable } from "../protocol/table.js";
import type { Protocol } from "../protocol/types.js";
import { type Diagnostic, DiagnosticError, unreachable } from "../report/diagnostic.js";
import { loadText } from "../spec/modules.js";
import type { Cfg } from "../tla/cfg.js";
import type { CountersPlan } from "../transform/counters/plan.js";
import { type NoPlan, planOf } from "../transform/counters/plan-of.js";
import { givenTo, switchesOf } from "./constants.js";

/** When trying counter values ends: distinct states, and steps of random behaviours after that, which are much deeper. */
export const TRIED = { states: 200_000, randomSteps: 20_000 };
const SECONDS = 120;

export interface Planned {
  readonly plan: CountersPlan;
  readonly analysis: Analysis;
  readonly kappa: KappaReport;
}

/** How far trying counter values is, and what ends it. */
export interface Trying {
  readonly signal?: AbortSignal;
  readonly onProgress?: (states: number, depth: number) => void;
}

/** Throws a DiagnosticError that says why the protocol has no hybrid of this strategy. */
export async function planned(
  protocol: Protocol,
  table: ModuleTable,
  cfg: Cfg,
  cwd: string,
  trying: Trying = {},
): Promise<Planned> {
  const analysis = analyse(protocol);
  if (analysis.verdict.counters === "no") throw new DiagnosticError(refusals(analysis));
  if (analysis.events.length === 0)
    throw new DiagnosticError([nothingCertified(protocol.module, protocol.actions[0]?.place)]);
  const given = givenTo(protocol, table, cfg);
  const kappa = await checkKappa(protocol, analysis, {
    constants: raised(protocol, [...given.constants, ...switchesOf(protocol)]),
    put: given.put,
    ...TRIED,
    seconds: SECONDS,
    now: stopwatch(),
    pause: nextTurn,
    ...trying,
    resolve: async (name, text) => {
      const { spec, diagnostics } = await loadText(`${name}.tla`, text, cwd);
      if (spec === undefined) throw new DiagnosticError(diagnostics);
      return spec;
    },
  });
  const plan = planOf(protocol, analysis, kappa);
  if ("kind" in plan) throw new DiagnosticError([withoutPlan(plan)]);
  const [lane] = analysis.events.filter(
    (e) => kappa.unordered.includes(e.name) && hasLaneIn(e, analysis, plan),
  );
  if (lane !== undefined) throw new DiagnosticError([unorderedLane(lane, analysis)]);
  return { plan, analysis, kappa };
}

/** Its counter values begin with what names the lane. */
function hasLaneIn(event: CertifiedEvent, analysis: Analysis, { attests }: CountersPlan): boolean {
  const fields = laneFields(event, analysis);
  const kind = analysis.subKinds.find((k) => k.name === event.subKind);
  const record = kind?.sites.find((site) => site.action === event.action)?.record;
  const keys = new Set(fields.flatMap((field) => record?.get(field) ?? []));
  return (attests.get(event.action) ?? []).some(({ value }) => value.some((part) => keys.has(part)));
}

const laneFields = ({ counter }: CertifiedEvent, { counters }: Analysis): readonly string[] =>
  counters.find((c) => c.name === counter)?.lane ?? [];

const offered = "strategy history is offered: it needs no counter values";

function refusals({ verdict }: Analysis): readonly Diagnostic[] {
  return verdict.reasons.map(({ place, text }) => ({
    code: "counters/incompatible",
    severity: "error",
    message: `counters: ${text}`,
    place,
    hint: offered,
  }));
}

const nothingCertified = (module: string, place: Diagnostic["place"]): Diagnostic => ({
  code: "counters/nothing-certified",
  severity: "error",
  message: `counters: no message of ${module} speaks for what its sender decided, so there is nothing to certify`,
  ...(place === undefined ? {} : { place }),
  hint: `see \`bumblebee inspect\`, "kinds of message"; ${offered}`,
});

function unorderedLane(event: CertifiedEvent, analysis: Analysis): Diagnostic {
  const { place } = event.evidence;
  return {
    code: "counters/unordered-lane",
    severity: "error",
    message: `counters: certificates of ${event.name} have a lane for each ${laneFields(event, analysis).join(", ")}, which has no numbers as values`,
    ...(place === undefined ? {} : { place }),
    hint: offered,
  };
}

function withoutPlan(none: NoPlan): Diagnostic {
  switch (none.kind) {
    case "no-value":
      return withoutValue(none.event);
    case "not-derived":
      return notDerived(none);
    default:
      return unreachable(none);
  }
}

function withoutValue({ name, writes, evidence: { place } }: CertifiedEvent): Diagnostic {
  const what = writes.length === 0 ? "" : `, so that ${writes.join(", ")} cannot be justified`;
  return {
    code: "counters/no-value",
    severity: "error",
    message: `counters: no progress variables tell the certificates of ${name} apart${what}`,
    place,
    hint: `see \`bumblebee inspect --kappa default\`; ${offered}`,
  };
}

const notDerived = ({ variable, write }: Extract<NoPlan, { kind: "not-derived" }>): Diagnostic => ({
  code: "counters/not-derived",
  severity: "error",
  message:
    `counters: no justification of ${variable} can be derived: messages speak for it, and here ${write.action} ` +
    "writes it without a certificate",
  place: write.place,
  hint: `make this case an action of its own, or send a message in it; ${offered}`,
});
