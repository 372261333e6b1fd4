/** Gathers what a run of TLC says, item by item, and reads the verdict from it when the program has ended. */
import type { Diagnostic } from "../report/diagnostic.js";
import { type Counterexample, type Loop, readBack, readState, type TraceState } from "./counterexample.js";
import { missingJava, readFault, readSany, type Sources } from "./faults.js";
import { Code, type Counts, readCounts, Severity, type TlcItem } from "./messages.js";
import type { TlcVerdict, ViolatedWhat } from "./outcome.js";

interface Violation {
  readonly what: ViolatedWhat | "deadlock";
  readonly name: string | undefined;
  readonly message: string;
}

interface Fault {
  readonly code: number;
  readonly text: string;
  nested?: string;
}

/** Everything TLC said, sorted. Filled by `read`, judged by `verdict`. */
export interface Reading {
  readonly printed: string[];
  readonly warnings: string[];
  readonly sany: string[];
  readonly states: TraceState[];
  readonly faults: Fault[];
  loop: Loop;
  inSany: boolean;
  /** True once TLC has begun to compute states: an assumption that fails later is a postcondition. */
  exploring: boolean;
  violation: Violation | undefined;
  counts: Counts | undefined;
  depth: number | undefined;
  version: string | undefined;
  success: boolean;
  finished: boolean;
  outOfMemory: boolean;
}

export function emptyReading(): Reading {
  return {
    printed: [],
    warnings: [],
    sany: [],
    states: [],
    faults: [],
    loop: { kind: "none" },
    inSany: false,
    exploring: false,
    violation: undefined,
    counts: undefined,
    depth: undefined,
    version: undefined,
    success: false,
    finished: false,
    outOfMemory: false,
  };
}

/** Takes one item in. */
export function read(into: Reading, item: TlcItem): void {
  if (item.kind === "line") {
    readLine(into, item.text);
    return;
  }
  const { code, text, severity } = item;
  if (/OutOfMemoryError|Java heap space/.test(text) || Code.outOfMemory.includes(code))
    into.outOfMemory = true;
  if (readTrace(into, code, text) || readMilestone(into, code, text)) return;
  if (severity === Severity.warning) {
    into.warnings.push(text.trim());
    return;
  }
  const violation = readViolation(into, code, text);
  if (violation !== undefined) {
    into.violation ??= violation;
    const inline = /initial state:\s*\n([\s\S]*)$/.exec(text)?.[1];
    const state = inline === undefined ? undefined : readState(inline, 1);
    if (state !== undefined && into.states.length === 0) into.states.push(state);
    return;
  }
  if (code === Code.nestedExpression) {
    const last = into.faults.at(-1);
    if (last !== undefined) last.nested = text;
  } else if (isFault(code, severity)) into.faults.push({ code, text });
}

function isFault(code: number, severity: number): boolean {
  if (code === Code.parsingFailed || Code.behaviour.includes(code)) return false;
  // Faults in the configuration come with severity 0 when nested in another message.
  return severity === Severity.error || severity === Severity.bug || (code >= 5001 && code <= 5006);
}

/** Text outside messages that TLC prints by itself: a line break of its own in simulation, the Java machine's remarks. */
function readLine(into: Reading, line: string): void {
  if (/OutOfMemoryError/.test(line)) into.outOfMemory = true;
  if (into.inSany) into.sany.push(line);
  else into.printed.push(line);
}

function readTrace(into: Reading, code: number, text: string): boolean {
  if (code === Code.statePrint1 || code === Code.statePrint2) {
    const state = readState(text, into.states.length + 1);
    if (state !== undefined) {
      // An initial state that came with the verdict is printed again as the first of a behaviour.
      if (state.number === 1) into.states.length = 0;
      into.states.push(state);
    }
    return true;
  }
  if (code === Code.stuttering) into.loop = { kind: "stuttering" };
  else if (code === Code.backToState) into.loop = readBack(text);
  else return false;
  return true;
}

function readMilestone(into: Reading, code: number, text: string): boolean {
  switch (code) {
    case Code.version:
      into.version = text.trim();
      return true;
    case Code.sanyStart:
      into.inSany = true;
      return true;
    case Code.sanyEnd:
      into.inSany = false;
      return true;
    case Code.success:
      into.success = true;
      return true;
    case Code.finished:
      into.finished = true;
      return true;
    case Code.depth:
      into.depth = Number(/is (\d+)/.exec(text)?.[1] ?? Number.NaN) || undefined;
      return true;
    case Code.stats:
    case Code.progress:
    case Code.progressSimulation: {
      const counts = readCounts(text);
      if (counts !== undefined) into.counts = { ...counts, depth: counts.depth ?? into.counts?.depth };
      into.exploring = true;
      return true;
    }
    default:
      if (Code.initGenerated.includes(code)) into.exploring = true;
      return false;
  }
}

function readViolation(into: Reading, code: number, text: string): Violation | undefined {
  const message = text.trim().split("\n")[0] ?? "";
  const named = (what: ViolatedWhat, pattern: RegExp): Violation => ({
    what,
    name: pattern.exec(text)?.[1],
    message,
  });
  if (missingJava(text) !== undefined) return undefined;
  switch (code) {
    case Code.invariantViolated:
    case Code.invariantViolatedInitial:
      return named("invariant", /^Invariant (.+?) is violated/);
    case Code.actionPropertyViolated:
      return named("property", /^Action property (.+?) is violated/);
    case Code.propertyViolatedInitial:
      return named("property", /^(?:Property|Action property) (.+?) is violated/);
    case Code.temporalViolated:
      return named("property", /^Temporal propert(?:y|ies) (?!were)(.+?) (?:is|was|were) violated/);
    case Code.assumptionFalse: {
      const what = into.exploring || /^Post-?condition/i.test(text) ? "postcondition" : "assumption";
      return named(what, /^(?:Assumption|Post-?condition) (.+?) (?:is|evaluated)/i);
    }
    case Code.assertFailed:
      return { what: "assertion", name: undefined, message: text.trim() };
    case Code.deadlock:
      return { what: "deadlock", name: undefined, message };
    default:
      // Assert in an action comes wrapped in a general message.
      return /The first argument of Assert evaluated to FALSE/.test(text)
        ? { what: "assertion", name: undefined, message: assertMessage(text) }
        : undefined;
  }
}

function assertMessage(text: string): string {
  return text.slice(text.indexOf("The first argument of Assert")).trim();
}

/** The verdict of a program that ended by itself with `exitCode`. */
export function verdict(
  reading: Reading,
  exitCode: number,
  simulated: boolean,
  sources: Sources,
): TlcVerdict {
  const trace: Counterexample = { states: reading.states, loop: reading.loop };
  if (reading.outOfMemory) return { kind: "out-of-memory" };
  const violation = reading.violation;
  if (violation?.what === "deadlock") return { kind: "deadlock", trace };
  if (violation !== undefined) {
    const { what, name, message } = violation;
    return { kind: "violated", what, name, message, trace };
  }
  const diagnostics = faultsOf(reading, exitCode, sources);
  if (diagnostics.length > 0) return { kind: "spec-fault", diagnostics, trace };
  if (exitCode === 0 && (reading.success || (simulated && reading.finished))) {
    return {
      kind: "holds",
      exhaustive: !simulated,
      distinct: reading.counts?.distinct,
      generated: reading.counts?.generated ?? 0,
      depth: reading.depth ?? reading.counts?.depth,
    };
  }
  const reason =
    exitCode === 0
      ? "it ended with exit code 0 without saying that it finished"
      : `it ended with exit code ${exitCode} without saying why`;
  return { kind: "crashed", signal: undefined, reason };
}

function faultsOf(reading: Reading, exitCode: number, sources: Sources): readonly Diagnostic[] {
  if (exitCode === 0 && reading.success) return [];
  const sany = readSany(reading.sany, sources).filter((d) => d.severity === "error");
  const own = reading.faults.map((f) => readFault(f.code, f.text, f.nested, sources));
  const specific = own.filter((d) => d.message !== "" && !/ConfigFileException\s*:?$/.test(d.message));
  if (sany.length + specific.length === 0 && exitCode === 150) {
    const message = `SANY cannot read the specification: ${reading.sany.slice(-6).join(" ").trim()}`;
    return [{ code: "tlc/unreadable", severity: "error", message }];
  }
  return [...sany, ...specific];
}
