/** Counter values judged by exploring the crash-tolerant specification with our own engine. */
import { compileModel } from "../../engine/compile.js";
import type { Protocol } from "../../protocol/types.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { linkCfg } from "../../resolve/cfg.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Definition } from "../../tla/ast.js";
import { type CfgItem, parseCfg, printCfg } from "../../tla/cfg.js";
import { parseValue } from "../../tla/value.js";
import { Reader } from "../steps.js";
import type { Analysis } from "../types.js";
import { judge } from "./judge.js";
import { recordingModel } from "./model.js";
import { partsOf } from "./parts.js";
import { type Recording, type RecordingSubject, record } from "./record.js";
import type { RecordOptions } from "./together.js";
import type { KappaReport, RecordedEvent } from "./types.js";

export type * from "./types.js";

export interface KappaOptions extends RecordOptions {
  /** Values of the constants: the bounds of the exploration. */
  readonly constants: readonly CfgItem[];
  /** Definitions of the specification that constants put for others, with what they use. */
  readonly put?: readonly Definition[];
  /** Links a module's text; it extends standard modules only. */
  readonly resolve: (name: string, text: string) => Promise<ResolvedSpec>;
}

/**
 * Candidates for the counter values of all certified events, judged. Throws a DiagnosticError if the model cannot be
 * made: constants without a value, or expressions that our engine does not evaluate.
 */
export async function checkKappa(
  protocol: Protocol,
  analysis: Analysis,
  options: KappaOptions,
): Promise<KappaReport> {
  const reader = new Reader(protocol);
  const parts = partsOf(reader, analysis);
  const subjects: RecordingSubject[] = [];
  for (const part of parts) subjects.push(await subjectOf(reader, part, options));
  const started = options.now();
  const recordings = await record(subjects, options);
  const seconds = options.now() - started;
  const fault = recordings.find((r) => r.fault !== undefined)?.fault;
  if (fault !== undefined) throw new DiagnosticError([notEvaluated(fault)]);
  const judged = parts.flatMap((part, k) => {
    const [recording, events] = [recordings[k], subjects[k]?.recording.events ?? []];
    if (recording === undefined) throw new Error("a part was not explored");
    return { counters: judge(part, events, recording), unordered: unordered(events, recording) };
  });
  const order = analysis.counters.map((c) => c.name);
  const sum = (of: (r: Recording) => number): number => recordings.reduce((all, r) => all + of(r), 0);
  return {
    counters: judged
      .flatMap((j) => j.counters)
      .sort((a, b) => order.indexOf(a.counter) - order.indexOf(b.counter)),
    states: sum((r) => r.states),
    exhausted: recordings.every((r) => r.exhausted),
    depth: Math.max(...recordings.map((r) => r.depth)),
    randomSteps: sum((r) => r.randomSteps),
    seconds,
    constants: options.constants,
    unordered: judged.flatMap((j) => j.unordered),
  };
}

/** What is recorded of a part, compiled. */
async function subjectOf(reader: Reader, part: Analysis, options: KappaOptions): Promise<RecordingSubject> {
  const made = recordingModel(reader, part, options.put);
  const spec = await options.resolve(made.module, made.text);
  const items: readonly CfgItem[] = [
    ...options.constants,
    { kind: "definition", keyword: "INIT", name: made.init },
    { kind: "definition", keyword: "NEXT", name: made.next },
    { kind: "deadlock", check: false },
  ];
  const parsed = parseCfg("model", printCfg({ entries: items }));
  const linked = linkCfg(spec, parsed.cfg);
  const { model, diagnostics } = compileModel(spec, linked.linked);
  const faults = [...parsed.diagnostics, ...linked.diagnostics, ...diagnostics];
  if (model === undefined || faults.some((d) => d.severity === "error")) throw new DiagnosticError(faults);
  return { model, recording: made };
}

/** Events whose lane is named by what is no number: the third part of a certificate, as it was seen. */
function unordered(events: readonly RecordedEvent[], recording: Recording): readonly string[] {
  const found = new Set<string>();
  for (const c of recording.certificates) {
    const name = events[c.event]?.name;
    if (name === undefined || found.has(name)) continue;
    const value = parseValue(recording.text(c));
    const lane = value.kind === "tuple" ? value.items[2] : undefined;
    if (lane?.kind === "tuple" && lane.items.some((key) => key.kind !== "int")) found.add(name);
  }
  return [...found];
}

const notEvaluated = (why: string): Diagnostic => ({
  code: "analysis/not-evaluated",
  severity: "error",
  message: `candidates for the counter values could not be tried: ${why}`,
  hint: "check the specification itself first; another model of it may have no such state",
});
