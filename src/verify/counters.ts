/** From a specification that was read to the plan of strategy `counters`: analysed, its counter values tried. */
import { type Analysis, analyse } from "../analysis/index.js";
import { raised } from "../analysis/kappa/bounds.js";
import { checkKappa, type KappaReport } from "../analysis/kappa/index.js";
import { nextTurn, stopwatch } from "../host/clock.js";
import type { Protocol } from "../protocol/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { loadText } from "../spec/modules.js";
import type { Cfg } from "../tla/cfg.js";
import type { CountersPlan } from "../transform/counters/plan.js";
import { planOf } from "../transform/counters/plan-of.js";
import { constantsOf } from "./plan.js";

/** Distinct states after which trying counter values ends, and seconds. */
const STATES = 200_000;
const SECONDS = 120;

export interface Planned {
  readonly plan: CountersPlan;
  readonly analysis: Analysis;
  readonly kappa: KappaReport;
}

/** Throws a DiagnosticError that says why the protocol has no hybrid of this strategy. */
export async function planned(protocol: Protocol, cfg: Cfg, cwd: string): Promise<Planned> {
  const analysis = analyse(protocol);
  if (analysis.verdict.counters === "no") throw new DiagnosticError(refusals(analysis));
  const kappa = await checkKappa(protocol, analysis, {
    constants: raised(
      protocol,
      constantsOf(cfg).filter((c) => c.kind === "constant"),
    ),
    states: STATES,
    seconds: SECONDS,
    now: stopwatch(),
    pause: nextTurn,
    resolve: async (name, text) => {
      const { spec, diagnostics } = await loadText(`${name}.tla`, text, cwd);
      if (spec === undefined) throw new DiagnosticError(diagnostics);
      return spec;
    },
  });
  const plan = planOf(protocol, analysis, kappa);
  if ("event" in plan) throw new DiagnosticError([withoutValue(plan.event.name, plan.event.evidence)]);
  return { plan, analysis, kappa };
}

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

const withoutValue = (event: string, { place }: Pick<Diagnostic, "place">): Diagnostic => ({
  code: "counters/no-value",
  severity: "error",
  message: `counters: no progress variables tell the certificates of ${event} apart`,
  ...(place === undefined ? {} : { place }),
  hint: `see \`bumblebee inspect --kappa default\`; ${offered}`,
});
