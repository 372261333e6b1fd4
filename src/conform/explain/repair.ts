/**
 * What single change of a rejected log would have it match: a value that is another one, a line that is missing, one that
 * is too many, two that are in the wrong order. Changes are tried at the rejected line and at those before it, nearest
 * first, within bounds of number and time; what is told was matched.
 */
import { StepTeller } from "../../engine/explain/explain-steps.js";
import { NotInterpreted } from "../../engine/interpret/interpret-errors.js";
import { isEvaluationFault } from "../../engine/library/library-session.js";
import type { Row } from "../../engine/model.js";
import { cpuWatch } from "../../host/clock.js";
import type { LogLine } from "../../log/types.js";
import type { Past } from "../match/history.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Rejection, Repair } from "../verdict.js";
import { knownValues, lineEdits } from "./edit-values.js";
import { type Change, type Standing, Trials } from "./trial.js";

/** What is left of the processor's time for all rejections of a run. */
export interface RepairBudget {
  milliseconds: number;
}

/** For looking for changes at one rejection, and for following those found. */
const LOOKING_MS = 2000;
const FOLLOWING_MS = 3000;
const MOST_TRIALS = 20_000;
const MOST_FOUND = 300;
/** Steps that are missing before one line. */
const MOST_STEPS = 400;
/** Evaluations of the interpreter for them. */
const FUEL = 300_000;
const MOST_TOLD = 6;

export interface RejectedLog {
  readonly past: Past;
  readonly future: readonly LogLine[];
  /** Whether the log ends with `future`. */
  readonly isWhole: boolean;
  readonly rejection: Pick<Rejection, "candidates">;
}

interface Found {
  readonly repair: Omit<Repair, "reaches">;
  /** Less is more likely. */
  readonly cost: number;
  standing: Standing;
}

export function repairsOf(prepared: Prepared, log: RejectedLog, budget: RepairBudget): readonly Repair[] {
  const elapsed = cpuWatch();
  const search = new RepairSearch(prepared, log);
  const looking = Math.min(LOOKING_MS, budget.milliseconds) / 1000;
  const found = search.found(() => elapsed() < looking);
  const following = elapsed() + Math.min(FOLLOWING_MS, budget.milliseconds) / 1000;
  const repairs = search.followed(found, () => elapsed() < following);
  budget.milliseconds = Math.max(0, budget.milliseconds - 1000 * elapsed());
  return repairs;
}

class RepairSearch {
  private readonly trials: Trials;
  private readonly lines: readonly LogLine[];
  /** The rejected line. */
  private readonly rejected: number;
  private readonly teller: StepTeller;
  /** Paths, as edits have them, of clocks and of what says whose they are: other values mean another order. */
  private readonly clocked: readonly string[];

  constructor(
    private readonly prepared: Prepared,
    private readonly log: RejectedLog,
  ) {
    this.lines = [...log.past.lines, ...log.future];
    this.rejected = log.past.lines.length - 1;
    const { order, node, line } = prepared.mapping.content.log ?? {};
    const eventAt = line === undefined ? "" : `${line.slice(2)}.`;
    this.clocked =
      typeof order !== "object" || "by" in order
        ? []
        : Object.values({ node, ...order })
            .filter((path) => path !== undefined)
            .map((path) => `${path.startsWith("$") ? eventAt : ""}${path.slice(2)}`);
    this.trials = new Trials(prepared, log.past, this.lines);
    const { own } = prepared;
    this.teller = new StepTeller(own.model.bank, own.lowered.variables, own.model.context);
  }

  found(hasTime: () => boolean): readonly Found[] {
    const { content } = this.prepared.mapping;
    const known = knownValues(this.lines, content.maps ?? {}, this.log.rejection.candidates);
    const out: Found[] = [];
    let tried = 0;
    for (let at = Math.min(this.rejected, this.trials.states.length - 1); at >= 0; at--)
      for (const { repair, change, cost } of this.changesAt(at, known)) {
        if (tried++ > MOST_TRIALS || out.length >= MOST_FOUND || !hasTime()) return out;
        const standing = this.trials.matched(change, this.rejected);
        if (standing !== undefined) out.push({ repair, cost: cost + (this.rejected - at) / 100, standing });
      }
    return out;
  }

  private *changesAt(
    at: number,
    known: Parameters<typeof lineEdits>[1],
  ): Generator<{ repair: Found["repair"]; change: Change; cost: number }> {
    const line = this.lines[at]!;
    const here = { file: line.file, line: line.line };
    const event = this.trials.eventAt(at);
    const isRejected = at === this.rejected;
    const sets = function* (this: RepairSearch) {
      for (const { path, before, after, json, isComputed } of lineEdits(line.json, known)) {
        if (this.clocked.some((clock) => path.startsWith(clock))) continue;
        const edited: LogLine = { ...line, json, text: JSON.stringify(json) };
        const other = this.trials.eventOf(edited, this.trials.renamesBefore(at));
        // What is no event any more is as good as removed.
        if (typeof other !== "object" || (event !== undefined && equalEvents(event, other))) continue;
        // A line of another event is further away than one that says something else.
        const isNamed = other.name === event?.name;
        const values = [JSON.stringify(before), JSON.stringify(after)] as const;
        const repair = { ...here, kind: "set", path, values } as const;
        const change: Change = { at, removed: 1, lines: [edited] };
        yield { repair, change, cost: (isComputed ? 0 : 1) + (isRejected ? 0 : 2) + (isNamed ? 0 : 2) };
      }
    }.bind(this);
    if (isRejected) yield* sets();
    if (event === undefined) return;
    const twin = this.twinOf(event, at);
    const remove = { ...here, kind: "remove", ...(twin === undefined ? {} : { other: twin }) } as const;
    yield { repair: remove, change: { at, removed: 1, lines: [] }, cost: twin === undefined ? 3 : 0.5 };
    // Where lines have clocks, these say in which order they are.
    const next = this.clocked.length > 0 ? undefined : this.lines[at + 1];
    if (next !== undefined) {
      const repair = { ...here, kind: "swap", other: { file: next.file, line: next.line } } as const;
      yield { repair, change: { at, removed: 2, lines: [next, line] }, cost: 0.8 };
    }
    yield* this.stepsBefore(at);
    if (!isRejected) yield* sets();
  }

  private *stepsBefore(at: number): Generator<{ repair: Found["repair"]; change: Change; cost: number }> {
    const line = this.lines[at]!;
    const seen = new Set<string>();
    for (const row of this.trials.states[at] ?? [])
      for (const { action, choices, to } of this.stepsFrom(row)) {
        const key = to.join();
        if (seen.has(key) || seen.size >= MOST_STEPS) continue;
        seen.add(key);
        const events = this.eventsFor(action);
        const step = { action, choices, events };
        const repair = { kind: "insert", file: line.file, line: line.line, step } as const;
        yield { repair, change: { at, removed: 0, lines: [], rows: [to] }, cost: events.length > 0 ? 1 : 4 };
      }
  }

  /** The steps of Next from a state, invariants apart: the matching that follows looks at these. */
  private stepsFrom(row: Row) {
    const { model, lowered, module, steps } = this.prepared.own;
    const out: { action: string; choices: NonNullable<Repair["step"]>["choices"]; to: Row }[] = [];
    const state = Int32Array.from(lowered.variables, (_, i) => model.valueOf(row, i));
    const others = new Set([...module.variables, ...this.prepared.parts.kept]);
    const isOther = lowered.variables.map((name) => others.has(name));
    for (const { name, ir } of steps()) {
      this.teller.fuel = FUEL;
      const mark = model.bank.mark();
      try {
        this.teller.steps(
          ir,
          state,
          (i) => isOther[i] === true,
          (next, choices) => {
            const to = model.rowOf([...next]);
            if (to !== undefined && out.length < MOST_STEPS)
              out.push({ action: name, choices: [...choices], to: Int32Array.from(to) });
          },
        );
      } catch (error) {
        model.bank.release(mark);
        if (!isEvaluationFault(error) && !(error instanceof NotInterpreted)) throw error;
      }
    }
    return out;
  }

  /** Names of the events whose rules take steps of an action. */
  private eventsFor(action: string): readonly string[] {
    const rules = this.prepared.lineRules.filter(({ rule }) => rule.actions.includes(action));
    return [...new Set(rules.flatMap((r) => r.on.map((on) => on ?? "")))].filter((on) => on !== "");
  }

  /** The nearest line before that says the same. */
  private twinOf(event: Event, at: number): { readonly file: string; readonly line: number } | undefined {
    for (let k = at - 1; k >= Math.max(0, at - 8); k--) {
      const other = this.trials.eventAt(k);
      const line = this.lines[k];
      if (line !== undefined && other !== undefined && equalEvents(event, other))
        return { file: line.file, line: line.line };
    }
    return undefined;
  }

  /** Follows what was found through the rest of the log, line by line; equal states together. */
  followed(found: readonly Found[], hasTime: () => boolean): readonly Repair[] {
    const ended: { readonly found: Found; readonly reaches: Repair["reaches"] }[] = [];
    const ends = (list: readonly Found[], at: number, how: "all" | "rejected" | "stopped"): void => {
      const last = this.lines[at - 1] ?? this.lines[this.rejected]!;
      const further = at - 1 - this.rejected;
      const reaches = { how, file: last.file, line: last.line, further };
      for (const f of list) ended.push({ found: f, reaches });
    };
    let groups = new Map<string, Found[]>();
    for (const f of found) add(groups, this.trials.keyOf(f.standing), f);
    for (let at = this.rejected + 1; groups.size > 0; at++) {
      if (at >= this.lines.length || !hasTime()) {
        const how = at >= this.lines.length && this.log.isWhole ? "all" : "stopped";
        for (const list of groups.values()) ends(list, Math.max(at, list[0]?.standing.before ?? at), how);
        break;
      }
      const onward = new Map<string, Found[]>();
      for (const [key, list] of groups) {
        const [first] = list;
        if (first === undefined || first.standing.before > at) {
          for (const f of list) add(onward, key, f);
          continue;
        }
        const standing = this.trials.onward(first.standing);
        if (standing === undefined) ends(list, at, "rejected");
        else {
          const now = groups.size === 1 ? key : this.trials.keyOf(standing);
          for (const f of list) {
            f.standing = standing;
            add(onward, now, f);
          }
        }
      }
      groups = onward;
    }
    return best(ended.filter(({ found: f, reaches }) => this.isFurther(f, reaches)));
  }

  /** To take the rejected line away gets past it in any case: that says something only if those after it match. */
  private isFurther({ repair }: Found, { further }: Repair["reaches"]): boolean {
    const { file, line } = this.lines[this.rejected]!;
    const isRejected = repair.kind === "remove" && repair.file === file && repair.line === line;
    return !isRejected || repair.other !== undefined || further > 0;
  }
}

function best(ended: readonly { readonly found: Found; readonly reaches: Repair["reaches"] }[]) {
  const rank = { all: 0, stopped: 1, rejected: 1 } as const;
  const sorted = [...ended].sort(
    (a, b) =>
      rank[a.reaches.how] - rank[b.reaches.how] ||
      b.reaches.further - a.reaches.further ||
      a.found.cost - b.found.cost,
  );
  const seen = new Set<string>();
  const out: Repair[] = [];
  for (const { found, reaches } of sorted) {
    const { repair } = found;
    // One value for each place, and one place for each missing step.
    const what = repair.kind === "insert" ? [repair.step] : [repair.file, repair.line, repair.path];
    const key = JSON.stringify([repair.kind, ...what]);
    if (seen.has(key)) continue;
    seen.add(key);
    // Of two lines that say the same, one is too many.
    const { other } = repair;
    if (repair.kind === "remove" && other !== undefined)
      seen.add(JSON.stringify(["remove", other.file, other.line, undefined]));
    out.push({ ...repair, reaches });
  }
  return mixed(out).slice(0, MOST_TOLD);
}

/** Of those that reach as far, the best of each kind come first. */
function mixed(repairs: readonly Repair[]): readonly Repair[] {
  const seen = new Set<string>();
  const first = new Set<Repair>();
  for (const repair of repairs) {
    const key = `${repair.kind} ${repair.reaches.how} ${repair.reaches.further}`;
    if (!seen.has(key)) first.add(repair);
    seen.add(key);
  }
  const rank = ({ how, further }: Repair["reaches"]): number => (how === "all" ? Infinity : further);
  return [...repairs].sort((a, b) => {
    const [x, y] = [rank(a.reaches), rank(b.reaches)];
    return x === y ? Number(first.has(b)) - Number(first.has(a)) : y - x;
  });
}

function add(groups: Map<string, Found[]>, key: string, found: Found): void {
  const list = groups.get(key);
  if (list === undefined) groups.set(key, [found]);
  else list.push(found);
}

function equalEvents(a: Event, b: Event): boolean {
  return a.rule === b.rule && a.name === b.name && a.values.every((v, i) => v === b.values[i]);
}
