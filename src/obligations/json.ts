/** A report of obligations as JSON; behaviours are states in TLA+. */
import type { Counterexample } from "../tlc/counterexample.js";
import type { Obligation, ObligationReport } from "./obligation.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function obligationsJson(report: ObligationReport, exitCode: number): Json {
  const { module, strategy, seconds, isInterrupted, obligations } = report;
  return {
    version: 1,
    module,
    strategy,
    exitCode,
    seconds,
    isInterrupted,
    obligations: obligations.map(one),
  };
}

function one({ name, of, on, verdict, found, states, bound, place, refuting, seconds }: Obligation): Json {
  return {
    name,
    of: of ?? null,
    on,
    verdict,
    found,
    states: states ?? null,
    bound: bound ?? null,
    place: place === undefined ? null : { ...place },
    counterexample:
      refuting === undefined
        ? null
        : {
            steps: refuting.steps,
            what: refuting.what,
            behaviour: refuting.behaviour === undefined ? null : behaviourJson(refuting.behaviour),
          },
    seconds,
  };
}

const behaviourJson = ({ states }: Counterexample): Json =>
  states.map(({ number, action, text }) => ({ number, action: action ?? null, state: text }));
