/** What an exploration found, in the form that TLC's answers have: one report and one exit code for both engines. */
import { unreachable } from "../report/diagnostic.js";
import type { RunFacts, TlcOutcome } from "../tlc/outcome.js";
import type { Bank } from "./bank.js";
import { evaluationDiagnostic } from "./explain-report.js";
import type { Exploration } from "./explore.js";
import type { Verdict } from "./explore-verdict.js";
import type { LoweredModel } from "./lowered.js";

const noTrace = { states: [], loop: { kind: "none" } } as const;

const limitKinds = { seconds: "timeout", states: "state-limit", memory: "out-of-memory" } as const;

/** With the model, an evaluation that failed is repeated, to be told with its place and values. */
export function outcomeOf(
  { verdict, counts, seconds }: Exploration,
  model?: { readonly lowered: LoweredModel; readonly bank: Bank },
): TlcOutcome {
  const { distinct, generated, queue, depth } = counts;
  const facts: RunFacts = {
    command: "own engine",
    exitCode: undefined,
    seconds,
    lastLines: [],
    printed: [],
    warnings: [],
    version: undefined,
    counts: { distinct, generated, queue, depth },
  };
  switch (verdict.kind) {
    case "holds":
      return { ...facts, kind: "holds", exhaustive: true, distinct, generated, depth };
    case "violated":
      if (verdict.what === "assumption") {
        const line = verdict.places[0]?.line;
        const message = `the assumption${line === undefined ? "" : ` in line ${line}`} is false`;
        return { ...facts, kind: "violated", what: "assumption", name: undefined, message, trace: noTrace };
      }
      if (verdict.what === "postcondition") {
        const message = `postcondition ${verdict.name} is false`;
        return {
          ...facts,
          kind: "violated",
          what: verdict.what,
          name: verdict.name,
          message,
          trace: noTrace,
        };
      }
      if (verdict.what === "property") {
        const { name, trace } = verdict;
        return {
          ...facts,
          kind: "violated",
          what: "property",
          name,
          message: brokenProperty(verdict),
          trace,
        };
      }
      return {
        ...facts,
        kind: "violated",
        what: "invariant",
        name: verdict.name,
        message: `invariant ${verdict.name} is violated`,
        trace: verdict.trace,
      };
    case "deadlock":
      return { ...facts, kind: "deadlock", trace: verdict.trace };
    case "evaluation-error":
      if (verdict.fault === "assertion") {
        const { message, trace } = verdict;
        return { ...facts, kind: "violated", what: "assertion", name: undefined, message, trace };
      }
      return {
        ...facts,
        kind: "spec-fault",
        diagnostics: [evaluationDiagnostic(verdict, model)],
        trace: verdict.trace,
      };
    case "limit":
      return { ...facts, kind: limitKinds[verdict.limit] };
    case "cancelled":
      return { ...facts, kind: "cancelled" };
    default:
      return unreachable(verdict);
  }
}

function brokenProperty({ of, name, place }: Extract<Verdict, { readonly what: "property" }>): string {
  const line = place.line;
  switch (of) {
    case "initial-state":
      return `property ${name} (line ${line}) is violated by the initial state`;
    case "step":
      return `property ${name} (line ${line}) is violated by the last step`;
    case "behaviour":
      return `temporal property ${name} (line ${line}) is violated`;
    default:
      return unreachable(of);
  }
}
