/** An answer in words: verdict, evidence, and what to do next. */
import { unreachable } from "../report/diagnostic.js";
import { duration, grouped } from "../report/table.js";
import { parseState } from "../tla/value.js";
import { type Counterexample, printCounterexample, type State } from "./counterexample.js";
import type { Counts } from "./messages.js";
import type { Progress, TlcOutcome } from "./outcome.js";

function tryParse(text: string): State | undefined {
  try {
    return parseState(text);
  } catch {
    return undefined;
  }
}

const states = (count: number | undefined): string =>
  count === undefined
    ? "an unknown number of states"
    : `${grouped(count)} distinct ${plural(count, "state")}`;

const noError = "no error within the bound, which is no proof:";

const plural = (count: number, word: string): string => (count === 1 ? word : `${word}s`);

/** A counterexample after an empty line; nothing if it has no states. */
export const traceLines = (trace: Counterexample): readonly string[] =>
  trace.states.length === 0 ? [] : ["", ...printCounterexample(trace, tryParse)];

const whyLines = (why: readonly string[]): readonly string[] =>
  why.length === 0 ? [] : ["", ...why.map((line) => `false: ${line}`)];

function partial(counts: Counts | undefined): string {
  if (counts === undefined) return "before any count was printed";
  const left = counts.queue === undefined ? "" : `, ${grouped(counts.queue)} left to expand`;
  const found = counts.distinct === undefined ? "" : `${states(counts.distinct)} found, `;
  return `${found}${grouped(counts.generated)} generated${left}`;
}

/** The verdict in one line. */
export function verdictLine(outcome: TlcOutcome): string {
  const time = duration(outcome.seconds);
  switch (outcome.kind) {
    case "holds": {
      const generated = `${grouped(outcome.generated)} generated`;
      if (!outcome.exhaustive) return `nothing found by simulation (${generated}, ${time}); this is no proof`;
      const depth = outcome.depth === undefined ? "" : `, depth ${outcome.depth}`;
      return `holds: ${states(outcome.distinct)} (${generated}${depth}, ${time})`;
    }
    case "violated": {
      const name = outcome.name === undefined ? "" : ` ${outcome.name}`;
      const steps = outcome.trace.states.length;
      const after = steps === 0 ? "" : ` in ${steps} ${plural(steps, "state")}`;
      return `violated: ${outcome.what}${name}${after} (${time})`;
    }
    case "deadlock":
      return `deadlock: no step is possible after ${outcome.trace.states.length} states (${time})`;
    case "spec-fault":
      return "the specification or the model has a fault";
    case "timeout":
      return `${noError} the time limit was reached after ${time}; ${partial(outcome.counts)}`;
    case "out-of-memory":
      return `${noError} it ran out of memory after ${time}; ${partial(outcome.counts)}`;
    case "state-limit":
      return `${noError} the limit of states was reached after ${time}; ${partial(outcome.counts)}`;
    case "depth-limit":
      return `${noError} all behaviours of so many steps (${time}; ${partial(outcome.counts)})`;
    case "unsupported":
      return "not checked: this engine cannot evaluate all of the model";
    case "disagreement":
      return `the engines disagree: our engine and TLC differ in ${outcome.difference}`;
    case "not-installed":
      return `TLC cannot be run: ${outcome.program}: ${outcome.reason}`;
    case "cancelled":
      return `interrupted after ${time}; ${partial(outcome.counts)}`;
    case "crashed":
      return `TLC broke off: ${outcome.reason}`;
    default:
      return unreachable(outcome);
  }
}

/** The verdict and its evidence; diagnostics of a fault in the specification are not repeated here. */
export function reportOutcome(outcome: TlcOutcome): readonly string[] {
  const lines = [verdictLine(outcome)];
  switch (outcome.kind) {
    case "violated":
      if (outcome.what === "assertion") lines.push(...outcome.message.split("\n").map((line) => `  ${line}`));
      return [...lines, ...traceLines(outcome.trace), ...whyLines(outcome.why ?? [])];
    case "deadlock":
    case "spec-fault":
      return [...lines, ...traceLines(outcome.trace)];
    case "crashed":
      lines.push("  its last lines:", ...outcome.lastLines.slice(-8).map((line) => `  | ${line}`));
      break;
    case "timeout":
      lines.push("  hint: a larger --time-limit, a smaller model, or --simulate");
      break;
    case "out-of-memory":
      lines.push("  hint: more memory (--max-memory; --heap for TLC), a smaller model, or --simulate");
      break;
    case "state-limit":
      lines.push("  hint: a larger --max-states, or a smaller model");
      break;
    case "depth-limit":
      lines.push("  hint: a larger --depth, or --depth-first left out");
      break;
    case "unsupported":
      lines.push("  hint: --engine auto leaves to TLC what our engine cannot evaluate");
      break;
    case "disagreement":
      lines.push(`  our engine: ${verdictLine(outcome.own)}`, `  TLC: ${verdictLine(outcome.tlc)}`);
      lines.push("  hint: one of them is wrong: please report it with the specification and the model");
      break;
    default:
      break;
  }
  return lines;
}

/** Progress in one line. */
export function progressText(progress: Progress): string {
  const found = progress.distinct === undefined ? "" : `${grouped(progress.distinct)} distinct, `;
  const queue = progress.queue === undefined ? "" : `, ${grouped(progress.queue)} left`;
  const depth = progress.depth === undefined ? "" : `, depth ${progress.depth}`;
  const rate = `, ${grouped(Math.round(progress.rate))}/s`;
  const memory = progress.memory === undefined ? "" : `, ${bytesText(progress.memory)}`;
  return `${found}${grouped(progress.generated)} generated${queue}${depth}${rate}${memory}${estimated(progress)}`;
}

const estimated = ({ remainingSeconds: left }: Progress): string =>
  left === undefined ? "" : `, an estimated ${duration(left)} left`;

const MIB = 2 ** 20;

const bytesText = (bytes: number): string =>
  bytes < 1024 * MIB ? `${Math.ceil(bytes / MIB)} MiB` : `${(bytes / (1024 * MIB)).toFixed(1)} GiB`;
