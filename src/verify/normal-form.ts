/**
 * The gate *normal form*: in every state that is explored, the local steps that were read have exactly the successors of
 * the next-state relation, as far as nodes and what was ever sent are concerned. Explored by our own engine, breadth
 * first from the initial states, up to a bound; a difference is a diagnostic with its state.
 */

import { compile, type SpecModel } from "../engine/library/library-face.js";
import type { State } from "../engine/library/library-values.js";
import { stopwatch } from "../host/clock.js";
import { dirname, join } from "../host/paths.js";
import type { Protocol } from "../protocol/types.js";
import { type Diagnostic, DiagnosticError, type Place } from "../report/diagnostic.js";
import { loadText } from "../spec/modules.js";
import { localStartDiffers, localStepsDiffer, notExplored, unsafeInput } from "./faults.js";
import { type NormalFormInput, type Written, writtenModule } from "./gate-module.js";

export interface NormalFormGate {
  /** States whose successors were compared. */
  readonly states: number;
  /** Steps of Next that were compared, those that change nothing aside. */
  readonly steps: number;
  /** All states within the model, if there were no more than the bound. */
  readonly complete: boolean;
  readonly seconds: number;
  /** Actions of the normal form that no compared state enables. */
  readonly never: readonly string[];
  /** Invariants that no compared state puts to the test. */
  readonly untested: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface GateBounds {
  readonly states: number;
  readonly seconds: number;
}

export const usualBounds: GateBounds = { states: 2000, seconds: 10 };

export async function checkNormalForm(input: NormalFormInput, bounds = usualBounds): Promise<NormalFormGate> {
  const elapsed = stopwatch();
  const written = writtenModule(input);
  const { file } = input.protocol;
  const loaded = await loadText(join(dirname(file), `${written.module}.tla`), written.text, dirname(file));
  if (loaded.spec === undefined) throw new DiagnosticError(loaded.diagnostics);
  const model = compile(loaded.spec, { cfg: written.cfg });
  if (model.refusals.length > 0) return refused(model.refusals, elapsed());
  const found = new Explorer(model, written, input.protocol, bounds, stopwatch()).run();
  return { ...found, seconds: elapsed() };
}

function refused(diagnostics: readonly Diagnostic[], seconds: number): NormalFormGate {
  return {
    states: 0,
    steps: 0,
    complete: false,
    seconds,
    never: [],
    untested: [],
    diagnostics: [notExplored(diagnostics)],
  };
}

interface Side {
  readonly action: string;
  readonly state: State;
}

/** Half of the bound goes to the first states, breadth first, the rest to walks that look for actions not seen. */
class Explorer {
  private readonly slots: readonly number[];
  private readonly sideSlot: number;
  private readonly names: ReadonlyMap<string, Protocol["actions"][number]>;
  private readonly diagnostics: Diagnostic[] = [];
  /** How often a local step was taken, by its definition's name. */
  private readonly taken = new Map<string, number>();
  private readonly compared = new Set<string>();
  /** For each invariant what must still become true for it to say something. */
  private readonly untested: Map<string, Set<string>>;
  private one: number | undefined;
  private steps = 0;
  private seed = 1;

  constructor(
    private readonly model: SpecModel,
    private readonly written: Written,
    private readonly protocol: Protocol,
    private readonly bounds: GateBounds,
    private readonly elapsed: () => number,
  ) {
    this.slots = written.compared.map((v) => model.variables.indexOf(v));
    this.sideSlot = model.variables.indexOf(written.side);
    this.untested = new Map([...written.tests].map(([name, tests]) => [name, new Set(tests)]));
    this.names = new Map(protocol.actions.map((a) => [written.step(a.name), a] as const));
  }

  run(): Omit<NormalFormGate, "seconds"> {
    const { model, written, protocol, bounds } = this;
    const starts = model.init();
    this.one = starts[0]?.values[this.sideSlot];
    const wrong = starts.find((s) => !model.evaluate(written.start, s).isTrue);
    if (wrong !== undefined)
      this.diagnostics.push(localStartDiffers(protocol.module, protocol.slice[0]?.place, String(wrong)));
    const complete = this.breadthFirst(starts, bounds.states / 2) && this.diagnostics.length === 0;
    if (!complete) this.walks(starts);
    const never = protocol.actions.filter((a) => !this.taken.has(written.step(a.name))).map((a) => a.name);
    const {
      steps,
      diagnostics,
      written: { tests },
    } = this;
    const untested = [...this.untested].flatMap(([name, left]) => {
      const all = tests.get(name)?.length ?? 0;
      return all > 0 && left.size === all ? [name] : [];
    });
    return { states: this.compared.size, steps, complete, never, untested, diagnostics };
  }

  private goesOn(): boolean {
    const { states, seconds } = this.bounds;
    return this.diagnostics.length === 0 && this.compared.size < states && this.elapsed() < seconds;
  }

  /** Whether all states were reached. */
  private breadthFirst(starts: readonly State[], most: number): boolean {
    const seen = new Set<string>();
    const queue: State[] = [];
    const visit = (s: State): void => {
      const key = s.values.join();
      if (!seen.has(key)) queue.push(s);
      seen.add(key);
    };
    for (const s of starts) visit(s);
    for (let at = 0; at < queue.length; at++) {
      const state = queue[at];
      if (state === undefined || !this.goesOn() || (at >= most && queue.length > this.bounds.states))
        return false;
      for (const { state: to } of this.compare(state)) visit(to);
    }
    return true;
  }

  /** From the start, each time by the successor whose local step was taken least. */
  private walks(starts: readonly State[]): void {
    const depth = 80;
    for (let idle = 0; idle < 15 && this.goesOn(); idle++) {
      const before = this.compared.size;
      let state = starts[this.random(starts.length)];
      for (let k = 0; k < depth && state !== undefined && this.goesOn(); k++) {
        const next = this.compare(state).filter((n) => n.action !== "");
        const rank = next.map((n) => (1 + (this.taken.get(n.action) ?? 0)) * (1 + this.random(1000)));
        const least = Math.min(...rank);
        state = next[rank.indexOf(least)]?.state;
      }
      if (this.compared.size > before) idle = 0;
    }
  }

  /** A number below `below`; the same each time the same specification is explored. */
  private random(below: number): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.seed / 2_147_483_648) * below);
  }

  /** Compares the successors of a state; gives those by Next, with the local step that each is. */
  private compare(state: State): readonly Side[] {
    const known = this.compared.has(state.values.join());
    this.compared.add(state.values.join());
    if (!known) this.invariants(state);
    const here = this.keyOf(state);
    const [next, local] = [new Map<string, Side>(), new Map<string, Side>()];
    const successors: Side[] = [];
    for (const found of this.successors(state)) {
      const isNext = found.state.values[this.sideSlot] === this.one;
      if (isNext) successors.push(found);
      const key = this.keyOf(found.state);
      if (!isNext && (!known || !this.taken.has(found.action)))
        this.taken.set(found.action, (this.taken.get(found.action) ?? 0) + 1);
      if (key !== here) (isNext ? next : local).set(key, found);
    }
    if (!known) this.steps += next.size;
    const missing = [...next].find(([key]) => !local.has(key));
    const extra = [...local].find(([key]) => !next.has(key));
    if (missing !== undefined) this.report("missing", missing[1], state, undefined);
    if (extra !== undefined) {
      const action = this.names.get(extra[1].action);
      this.report("extra", { ...extra[1], action: action?.name ?? "" }, state, action?.place);
    }
    return successors.map((s) => ({ ...s, action: local.get(this.keyOf(s.state))?.action ?? "" }));
  }

  /** What cannot be evaluated, perhaps beyond the model's constraints, ends the comparison. */
  private successors(state: State): readonly Side[] {
    try {
      return this.model.next(state);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      this.diagnostics.push(notExplored(error.diagnostics));
      return [];
    }
  }

  private invariants(state: State): void {
    for (const [name, left] of this.untested) {
      if (!this.model.evaluate(name, state).isTrue) {
        this.diagnostics.push(unsafeInput(name, String(state)));
        return;
      }
      for (const test of left) if (this.model.evaluate(test, state).isTrue) left.delete(test);
    }
  }

  private keyOf(s: State): string {
    return this.slots.map((i) => s.values[i]).join();
  }

  private report(how: "missing" | "extra", to: Side, from: State, place: Place | undefined): void {
    this.diagnostics.push(differs(how, to, from, this.written, place));
  }
}

function differs(
  how: "missing" | "extra",
  { action, state: to }: Side,
  from: State,
  written: Written,
  place: Place | undefined,
): Diagnostic {
  const changes = written.compared.flatMap((v) => {
    const [before, after] = [String(from.get(v)), String(to.get(v))];
    return before === after ? [] : [`${v}: ${before} becomes ${after}`];
  });
  return localStepsDiffer(how, action, changes, String(from), place);
}

/** What was compared, in one line, and what that leaves open. */
export function gateText(gate: NormalFormGate): string {
  const { states, steps, complete, never, untested, seconds, diagnostics } = gate;
  const how = complete ? "all states of the model" : "the model's first, and on walks beyond";
  if (states === 0) return "local steps were not compared with the next-state relation";
  const same = !diagnostics.some((d) => d.code === "verify/normal-form")
    ? "have the same successors as"
    : "differ from";
  const lines = [
    `local steps ${same} the next-state relation: ${states} states (${how}), ${steps} steps, ${seconds.toFixed(1)} s`,
  ];
  if (never.length > 0) lines.push(`never enabled in them: ${never.join(", ")}`);
  if (untested.length > 0) lines.push(`invariants that say nothing in any of them: ${untested.join(", ")}`);
  return lines.join("\n");
}
