/** What an exploration found, in the form that TLC's answers have: one report and one exit code for both engines. */
import { type Place, unreachable } from "../report/diagnostic.js";
import type { RunFacts, TlcOutcome, TlcVerdict } from "../tlc/outcome.js";
import { evaluationDiagnostic } from "./explain/explain-report.js";
import { whyViolated } from "./explain/explain-violation.js";
import type { DepthFirst } from "./explore/depth-first.js";
import type { Exploration } from "./explore/explore.js";
import type { Verdict } from "./explore/explore-verdict.js";
import type { Simulation } from "./explore/simulate.js";
import type { LoweredModel } from "./lower/lowered.js";
import type { Bank } from "./values/bank.js";

const noTrace = { states: [], loop: { kind: "none" } } as const;

const limitKinds = { seconds: "timeout", states: "state-limit", memory: "out-of-memory" } as const;

/** What an evaluation that failed is repeated in, to be told with its place and values. */
export interface Source {
  readonly lowered: LoweredModel;
  readonly bank: Bank;
}

type RunCounts = NonNullable<RunFacts["counts"]>;

export function outcomeOf(
  { verdict, counts, seconds }: Pick<Exploration, "verdict" | "counts" | "seconds">,
  source?: Source,
): TlcOutcome {
  const { distinct, generated, queue, depth } = counts;
  if (verdict.kind === "holds") {
    const facts = factsOf({ distinct, generated, queue, depth }, seconds);
    return { ...facts, kind: "holds", exhaustive: true, distinct, generated, depth };
  }
  return faultyOutcome(verdict, { distinct, generated, queue, depth }, seconds, source);
}

/** Random behaviours are no proof: what holds is said not to be exhaustive. */
export function simulationOutcome({ verdict, counts, seconds }: Simulation, source?: Source): TlcOutcome {
  const { generated, longest } = counts;
  const seen = { distinct: undefined, generated, queue: undefined, depth: longest };
  if (verdict.kind === "holds") {
    const facts = factsOf(seen, seconds);
    return { ...facts, kind: "holds", exhaustive: false, distinct: undefined, generated, depth: longest };
  }
  return faultyOutcome(verdict, seen, seconds, source);
}

/** What was not gone on from is no proof either. */
export function depthFirstOutcome(
  { verdict, counts, seconds, isCut }: DepthFirst,
  source?: Source,
): TlcOutcome {
  const { distinct, generated, queue, depth } = counts;
  const seen = { distinct, generated, queue, depth };
  if (verdict.kind !== "holds") return faultyOutcome(verdict, seen, seconds, source);
  const facts = factsOf(seen, seconds);
  if (isCut) return { ...facts, kind: "depth-limit" };
  return { ...facts, kind: "holds", exhaustive: true, distinct, generated, depth };
}

function factsOf(counts: RunCounts, seconds: number): RunFacts {
  return {
    command: "own engine",
    exitCode: undefined,
    seconds,
    lastLines: [],
    printed: [],
    warnings: [],
    version: undefined,
    counts,
  };
}

/** The outcome of a verdict other than that all is well. */
export function faultyOutcome(
  verdict: Exclude<Verdict, { readonly kind: "holds" }>,
  counts: RunCounts,
  seconds: number,
  source?: Source,
): TlcOutcome {
  const facts = factsOf(counts, seconds);
  switch (verdict.kind) {
    case "violated":
      return { ...facts, kind: "violated", ...violation(verdict), ...whyOf(verdict, source) };
    case "deadlock":
      return { ...facts, kind: "deadlock", trace: verdict.trace };
    case "evaluation-error":
      if (verdict.fault === "assertion") {
        const { message, trace } = verdict;
        return { ...facts, kind: "violated", what: "assertion", name: undefined, message, trace };
      }
      if (verdict.fault === "beyond-engine")
        return { ...facts, kind: "unsupported", diagnostics: [evaluationDiagnostic(verdict, source)] };
      return {
        ...facts,
        kind: "spec-fault",
        diagnostics: [evaluationDiagnostic(verdict, source)],
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

type Violation = Extract<Verdict, { readonly kind: "violated" }>;

function whyOf(verdict: Violation, source: Source | undefined): { readonly why?: readonly string[] } {
  const why = source === undefined ? [] : whyViolated(source.lowered, source.bank, verdict);
  return why.length === 0 ? {} : { why };
}

function violation(verdict: Violation): Omit<Extract<TlcVerdict, { readonly kind: "violated" }>, "kind"> {
  const { what } = verdict;
  switch (what) {
    case "assumption": {
      const [first] = verdict.places;
      const lines = verdict.places.map((p) => p.line).join(", ");
      const which = verdict.places.length === 1 ? "assumption in line" : "assumptions in lines";
      const message = `the ${which} ${lines} evaluated to FALSE`;
      return { what, name: first && rangeText(first), message, trace: noTrace };
    }
    case "postcondition":
      return {
        what,
        name: verdict.name,
        message: `postcondition ${verdict.name} is false`,
        trace: noTrace,
      };
    case "property":
      return { what, name: verdict.name, message: brokenProperty(verdict), trace: verdict.trace };
    case "invariant": {
      const { name, trace } = verdict;
      return { what, name, message: `invariant ${name} is violated`, trace };
    }
    default:
      return unreachable(verdict);
  }
}

/** A place as TLC writes it; the end is within. */
function rangeText({ file, line, column, endLine, endColumn }: Place): string {
  const module = file.slice(file.lastIndexOf("/") + 1).replace(/\.tla$/, "");
  return `line ${line}, col ${column} to line ${endLine}, col ${endColumn - 1} of module ${module}`;
}

function brokenProperty({ of, name, place }: Extract<Violation, { readonly what: "property" }>): string {
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
