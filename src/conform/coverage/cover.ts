/** Coverage of a specification by logs: those that are accepted count, each by itself. */
import type { LogBatch } from "../../log/types.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { printCfg } from "../../tla/cfg.js";
import { guarded } from "../match/guarded.js";
import { runTrace } from "../match/run.js";
import type { Prepared, Subject } from "../prepare.js";
import { type PreparedTrace, preparedTraces, type ValidateRequest } from "../validate.js";
import { type CorpusCoverage, type PointInfo, SCHEMA } from "./corpus.js";
import { keyOf } from "./place-keys.js";
import { type SpecPoints, specPoints } from "./spec-points.js";
import { type CoverageOptions, ruleKey, traceCoverage } from "./trace-coverage.js";

export interface CoverRequest extends ValidateRequest {
  /** Of bytes, as hexadecimal digits. */
  readonly digest: (text: string) => string;
  readonly guardStates?: number;
  readonly mostKept?: number;
  /** A trace's name for people. */
  readonly nameOf: (files: readonly string[]) => string;
  readonly onTrace?: (name: string, lines: number) => void;
}

export interface Covered {
  readonly corpus: CorpusCoverage;
  /** Traces that do not count, with why not. */
  readonly refused: readonly Diagnostic[];
}

/** The modules of the specification that are the user's, as one digest: not one that is made anew for each run. */
export function specDigest(
  { spec, steps }: Subject,
  digest: (text: string) => string,
): CorpusCoverage["spec"] {
  const modules = [...spec.modules.values()]
    .filter((m) => m.origin === "file" && (steps === undefined || m.name !== spec.root.name))
    .map((m) => [m.name, m.parsed.source])
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return { name: spec.root.name, sha256: digest(JSON.stringify(modules)) };
}

/** Throws a DiagnosticError for faults of the mapping or the specification. */
export async function coverLogs(request: CoverRequest): Promise<Covered> {
  const parts = new Map<Prepared, SpecPoints>();
  const refused: Diagnostic[] = [];
  const traces: Record<string, CorpusCoverage["traces"][string]> = {};
  for await (const trace of preparedTraces(request)) {
    const name = request.nameOf(trace.files);
    if ("faults" in trace) {
      refused.push(...trace.faults);
      continue;
    }
    const { prepared } = trace;
    const points = parts.get(prepared) ?? specPoints(prepared, request.subject.steps);
    parts.set(prepared, points);
    const why = await refusal(request, trace, name);
    if (why.length > 0) {
      refused.push(...why);
      continue;
    }
    const found = guarded(request, () => traceCoverage(trace, points, name, optionsOf(request, name)));
    if (found === undefined) refused.push(tooWide(trace.files[0] ?? "", name));
    else traces[traceDigest(request, trace)] = found;
  }
  const { subject } = request;
  return { corpus: { ...known([...parts]), spec: specDigest(subject, request.digest), traces }, refused };
}

function optionsOf(request: CoverRequest, name: string): CoverageOptions {
  const { guardStates, mostKept, signal, onTrace } = request;
  return {
    ...(mostKept === undefined ? {} : { mostKept }),
    ...(guardStates === undefined ? {} : { guardStates }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: (lines) => onTrace?.(name, lines),
  };
}

/** Nothing, if it is accepted. */
async function refusal(
  { signal, guard, requireComplete }: CoverRequest,
  { prepared, files, lines, asLogged, boot }: PreparedTrace,
  name: string,
): Promise<readonly Diagnostic[]> {
  async function* batches(): AsyncGenerator<LogBatch> {
    yield { lines, faults: [] };
  }
  try {
    const verdict = await runTrace(prepared, files, batches(), {
      ...{ boot, asLogged },
      ...(guard === undefined ? {} : { guard }),
      ...(signal === undefined ? {} : { signal }),
      ...(requireComplete === undefined ? {} : { requireComplete }),
    });
    return verdict.kind === "accepted" || verdict.kind === "vacuous"
      ? []
      : [notAccepted(files[0] ?? "", name, verdict.kind)];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics;
  }
}

/** The same lines by the same mapping and model are the same trace, whatever their files are called. */
function traceDigest({ digest, mapping, subject }: CoverRequest, { lines }: PreparedTrace): string {
  const model = subject.cfg === undefined ? "" : printCfg(subject.cfg);
  return digest(JSON.stringify([mapping.content, model, lines.map((l) => l.text)]));
}

type Known = Pick<CorpusCoverage, "schema" | "points" | "actions" | "mapped" | "rules">;

function known(all: readonly (readonly [Prepared, SpecPoints])[]): Known {
  const points: Record<string, PointInfo> = {};
  const actions: Record<string, string> = {};
  const mapped = new Set<string>();
  const rules = new Set<string>();
  for (const [prepared, spec] of all) {
    const byId = new Map(spec.points.map((p) => [p.id, p]));
    for (const { kind, text, under, parent, place } of spec.points) {
      const around = parent === undefined ? undefined : byId.get(parent);
      points[keyOf(place)] ??= {
        ...{ kind, text, under },
        ...(around === undefined ? {} : { parent: keyOf(around.place) }),
      };
    }
    for (const { name, place } of spec.actions) actions[name] ??= keyOf(place);
    for (const name of spec.mapped) mapped.add(name);
    for (const line of prepared.lineRules) if (line !== prepared.boot) rules.add(ruleKey(line.rule, line.on));
  }
  return { schema: SCHEMA, points, actions, mapped: [...mapped].sort(), rules: [...rules].sort() };
}

const at = (file: string) => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });

const notAccepted = (file: string, name: string, kind: string): Diagnostic => ({
  code: "conform/not-covering",
  severity: "error",
  message: `${name} does not count: it is ${kind}, so that no behaviour explains it as a whole`,
  place: at(file),
  hint: "`bumblebee validate` says why",
});

const tooWide = (file: string, name: string): Diagnostic => ({
  code: "conform/too-wide-to-cover",
  severity: "error",
  message: `${name} does not count: too many states are possible at once over too many lines`,
  place: at(file),
  hint: "`bumblebee validate` names the line before which most states are possible: log more there",
});
