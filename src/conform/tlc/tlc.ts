/** Traces through TLC: many in one run, and of each whether it matches, or how many of its lines any behaviour matches. */
import { withTempDir, writeAtomic } from "../../host/files.js";
import { join } from "../../host/paths.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import { type CfgItem, printCfg } from "../../tla/cfg.js";
import type { TlcOutcome } from "../../tlc/outcome.js";
import type { Engine } from "../../verify/engines.js";
import type { Prepared, Subject } from "../prepare.js";
import type { Event } from "../reader.js";
import { MARK, type TlcModule, tlcModule } from "./tlc-module.js";

/** Of a trace: how many of its events some behaviour matches. */
export type TlcAnswer =
  | { readonly kind: "answered"; readonly matched: number }
  /** An evaluation failed while the trace was followed. */
  | { readonly kind: "failed"; readonly outcome: TlcOutcome };

export interface TlcRequest {
  readonly subject: Subject;
  readonly prepared: Prepared;
  readonly traces: readonly (readonly Event[])[];
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/** Of TLC; a trace is followed line by line, so that of one trace there is seldom more than one state to be seen to. */
const WORKERS = 2;
/** Lines that TLC follows in a few seconds. */
const SHORT = 200_000;

/** So often traces are taken apart to find the one in which something fails. */
const MOST_SPLITS = 40;

/** Throws a DiagnosticError where TLC gives no answer at all. */
export async function askTlc(request: TlcRequest): Promise<readonly TlcAnswer[]> {
  // Traces of short runs are often the same but for names and times, which nothing reads.
  const places = new Map<string, number>();
  const traces: (readonly Event[])[] = [];
  const keyOf = traceKeys();
  const placeOf = request.traces.map((events) => {
    const key = keyOf(events);
    const place = places.get(key) ?? traces.push(events) - 1;
    places.set(key, place);
    return place;
  });
  const answers = await answersTo({ ...request, traces });
  return placeOf.map((place) => answers[place] ?? { kind: "answered", matched: 0 });
}

/** Says of traces what is the same for those that TLC cannot tell apart. */
function traceKeys(): (events: readonly Event[]) => string {
  const rules = new Map<Event["rule"], number>();
  const lines = new Map<string, number>();
  const lineOf = ({ rule, name, values }: Event): number => {
    const number = rules.get(rule) ?? rules.size;
    rules.set(rule, number);
    const key = `${number} ${values.join()} ${name ?? ""}`;
    const line = lines.get(key) ?? lines.size;
    lines.set(key, line);
    return line;
  };
  return (events) => events.map(lineOf).join();
}

async function answersTo(request: TlcRequest): Promise<readonly TlcAnswer[]> {
  const { traces } = request;
  const answers: (TlcAnswer | undefined)[] = traces.map(() => undefined);
  let splits = MOST_SPLITS;
  // Those that match are told by one run; how far the others get takes another, which prints more.
  for (const steps of [false, true]) {
    const isOpen = (i: number): boolean => answers[i] === undefined;
    const groups = [[...traces.keys()].filter(isOpen)];
    for (let open = groups.pop(); open !== undefined; open = groups.pop()) {
      if (open.length === 0) continue;
      const run = await runOf(request, open, steps);
      for (const [k, i] of open.entries()) {
        const matched = run.reached.get(k + 1) ?? (steps ? 0 : undefined);
        const isWhole = matched === traces[i]?.length;
        if (matched !== undefined && (isWhole || (steps && run.failedAt === undefined)))
          answers[i] = { kind: "answered", matched };
      }
      if (run.failedAt === undefined) continue;
      // A trace in which an evaluation fails ends the run: the others are asked for again without it.
      const isInTrace = (run.outcome.counts?.generated ?? 0) > 0;
      const only = isInTrace && open.length === 1 ? open[0] : undefined;
      const failed = open[run.failedAt - 1] ?? only;
      if (failed !== undefined) {
        answers[failed] = { kind: "failed", outcome: run.outcome };
        groups.push(open.filter(isOpen));
        continue;
      }
      // Where a constraint fails TLC does not say in which trace: it is among the one half or the other.
      splits -= 1;
      if (!isInTrace || splits < 0) throw new DiagnosticError(faultsOf(run.outcome));
      const left = open.filter(isOpen);
      const half = Math.ceil(left.length / 2);
      groups.push(left.slice(half), left.slice(0, half));
    }
  }
  return answers.map((answer) => answer ?? { kind: "answered", matched: 0 });
}

async function runOf(
  { subject, prepared, traces, engine, signal }: TlcRequest,
  open: readonly number[],
  steps: boolean,
): Promise<{
  readonly reached: ReadonlyMap<number, number>;
  readonly failedAt: number | undefined;
  readonly outcome: TlcOutcome;
}> {
  const module = tlcModule(
    prepared,
    open.map((i) => traces[i] ?? []),
    { steps },
  );
  const outcome = await withTempDir(async (dir) => {
    await written(dir, subject, module);
    const lines = open.reduce((sum, i) => sum + (traces[i]?.length ?? 0), 0);
    const job = {
      dir,
      module: module.name,
      cfgFile: `${module.name}.cfg`,
      workers: Math.min(WORKERS, open.length),
      isShort: lines <= SHORT,
    };
    return (await engine.run(job, signal)).outcome;
  });
  const reached = new Map<number, number>();
  for (const text of outcome.printed) {
    const [, trace, at] = new RegExp(`"${MARK}", (\\d+), (\\d+)`).exec(text) ?? [];
    if (trace === undefined) continue;
    const key = Number(trace);
    reached.set(key, Math.max(reached.get(key) ?? 0, Number(at)));
  }
  if (outcome.kind === "holds") return { reached, failedAt: undefined, outcome };
  if (outcome.kind !== "spec-fault") throw new DiagnosticError(faultsOf(outcome));
  const state = outcome.trace.states.at(-1)?.text ?? "";
  const failedAt = Number(new RegExp(`\\b${module.trace} = (\\d+)`).exec(state)?.[1] ?? 0);
  return { reached, failedAt, outcome };
}

async function written(dir: string, { spec }: Subject, module: TlcModule): Promise<void> {
  for (const [name, { parsed, origin }] of spec.modules)
    if (origin === "file") await writeAtomic(join(dir, `${name}.tla`), parsed.source);
  await writeAtomic(join(dir, `${module.name}.tla`), module.text);
  await writeAtomic(join(dir, `${module.name}.cfg`), printCfg({ entries: module.cfg as CfgItem[] }));
}

function faultsOf(outcome: TlcOutcome) {
  if ("diagnostics" in outcome) return outcome.diagnostics;
  const why = "reason" in outcome ? `: ${outcome.reason}` : "";
  return [
    {
      code: "conform/tlc-no-answer",
      severity: "error" as const,
      message: `TLC gave no verdict (${outcome.kind})${why}`,
      notes: outcome.lastLines.slice(-5).map((message) => ({ message })),
    },
  ];
}
