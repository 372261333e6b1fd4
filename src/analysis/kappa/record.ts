/**
 * Runs a recording model breadth first and keeps what counter values are judged by: for each certificate that a step
 * adds, what its sender had certified before on the same counter and lane. Each such pair is kept once, with the step
 * that showed it first; so all candidates are judged by one exploration. Where that ends before all states are found,
 * random behaviours go on from the initial states, much deeper.
 */
import { type Random, randomOf } from "../../engine/explore/random.js";
import { NO_PARENT, StateSet } from "../../engine/explore/states.js";
import { type CompiledModel, LAST_TOUCHED, type Row } from "../../engine/model.js";
import type { Ref } from "../../engine/values/bank.js";
import { show } from "../../engine/values/show.js";
import type { RecordingModel } from "./model.js";

/** One certificate, decoded once. */
export interface Certificate {
  readonly id: number;
  readonly event: number;
  readonly components: readonly number[];
  /** Equal numbers mean equal values. */
  readonly content: readonly number[];
  readonly ref: Ref;
}

/** A certificate that was added, and those of its sender, counter and lane that were there. */
export interface Addition {
  readonly before: readonly Certificate[];
  readonly added: Certificate;
  /** How many steps lead to it: of two that show the same, the nearer one is kept. */
  readonly depth: number;
  /** The state it was added in, and the action; or the actions of a random behaviour. */
  readonly by: { readonly state: number; readonly action: number } | { readonly actions: readonly number[] };
}

export interface Recording {
  readonly additions: readonly Addition[];
  readonly certificates: readonly Certificate[];
  readonly states: number;
  readonly exhausted: boolean;
  readonly depth: number;
  /** Steps of random behaviours. */
  readonly randomSteps: number;
  readonly seconds: number;
  /** Why it ended early with a fault of the specification's evaluation; undefined if it did not. */
  readonly fault: string | undefined;
  text(c: Certificate): string;
  /** Names of the actions on the shortest way to an addition, that step included. */
  way(a: Addition): readonly string[];
}

export interface RecordOptions {
  readonly states: number;
  /** Steps of random behaviours, if not all states are found; none if not given. */
  readonly randomSteps?: number;
  readonly seconds: number;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (states: number, depth: number) => void;
}

export async function record(
  model: CompiledModel,
  recording: RecordingModel,
  options: RecordOptions,
): Promise<Recording> {
  return await new Recorder(model, recording, options).run();
}

/** How many states are expanded between two looks at the clock. */
const TURN = 500;
/** Steps of a random behaviour. */
const LONGEST = 60;

class Recorder {
  private readonly states: StateSet;
  private readonly at: number;
  private readonly owners: readonly number[];
  private readonly certificates: Certificate[] = [];
  private readonly byRef = new Map<Ref, { readonly certificate: Certificate; readonly scope: string }>();
  private readonly additions = new Map<string, Addition>();
  private readonly sets = new Map<Ref, ReadonlyMap<string, readonly Certificate[]>>();
  private readonly events: ReadonlyMap<string, number>;
  /** Pairs of sets of certificates that were compared. */
  private readonly compared = new Map<Ref, Set<Ref>>();
  private depth = 0;
  private randomSteps = 0;

  constructor(
    private readonly model: CompiledModel,
    private readonly recording: RecordingModel,
    private readonly options: RecordOptions,
  ) {
    this.states = new StateSet(model.width, model.actions.length, undefined, model.patterns);
    if (model.starts !== undefined) this.states.tellStarts(model.starts);
    this.at = model.variables.indexOf(recording.certificates);
    this.owners = recording.owners.map((o) => model.variables.indexOf(o));
    this.events = new Map(recording.events.map((e, k) => [e.name, k]));
  }

  async run(): Promise<Recording> {
    const { options, states } = this;
    const started = options.now();
    const { exhausted, fault } = await this.explored(started);
    const later = exhausted || fault !== undefined ? undefined : await this.wander(started);
    return {
      additions: [...this.additions.values()],
      certificates: this.certificates,
      states: states.size,
      exhausted,
      depth: this.depth,
      randomSteps: this.randomSteps,
      seconds: options.now() - started,
      fault: fault ?? later,
      text: (c) => show(this.model.bank, c.ref),
      way: (a) => this.wayTo(a),
    };
  }

  private async explored(started: number): Promise<{ exhausted: boolean; fault: string | undefined }> {
    const { model, options, states } = this;
    const row = new Int32Array(model.width);
    try {
      model.initial((first) => {
        if (this.isCanonical(first)) states.add(first, NO_PARENT, 0);
      });
      let levelEnd = states.size;
      for (let i = 0; i < states.size; i++) {
        if (i === levelEnd) {
          this.depth += 1;
          levelEnd = states.size;
        }
        this.expand(i, row);
        if (states.size >= options.states) return { exhausted: false, fault: undefined };
        if (i % TURN === 0 && (await this.isLate(started))) return { exhausted: false, fault: undefined };
      }
      return { exhausted: true, fault: undefined };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EvaluationError") throw error;
      return { exhausted: false, fault: error.message };
    }
  }

  private expand(index: number, row: Row): void {
    const { model, states, at } = this;
    states.begin(index, row);
    model.begin?.(row);
    const before = model.valueOf(row, at);
    for (const [action, { successors }] of model.actions.entries()) {
      successors.call(model.actions[action], row, (next, touched) => {
        if (at > LAST_TOUCHED || touched === undefined || (touched >> at) & 1) {
          const after = model.valueOf(next, at);
          if (after !== before) this.compare(before, after, this.depth, { state: index, action });
        }
        if (states.probe(next, touched) < 0) states.keep(next, index, action);
      });
    }
  }

  /** Of owner maps that differ in the nodes' names alone, one is enough: the first key's owner is the first node, … */
  private isCanonical(row: Row): boolean {
    const { model, owners } = this;
    const seen: Ref[] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const o of owners) {
      for (const node of model.bank.list(model.valueOf(row, o))) {
        if (seen.includes(node)) continue;
        // Nodes come up for the first time in their own order.
        if (node < last) return false;
        last = node;
        seen.push(node);
      }
    }
    return true;
  }

  private async isLate(started: number): Promise<boolean> {
    const { options, states } = this;
    if (options.now() - started > options.seconds || options.signal?.aborted === true) return true;
    options.onProgress?.(states.size, this.depth);
    await options.pause();
    return false;
  }

  /** Random behaviours, as far as steps and time reach; why they ended, if a step cannot be evaluated. */
  private async wander(started: number): Promise<string | undefined> {
    const { options } = this;
    const most = options.randomSteps ?? 0;
    const random = randomOf(0);
    const firsts: Row[] = [];
    this.model.initial((row) => {
      if (this.isCanonical(row)) firsts.push(row.slice());
    });
    try {
      for (let k = 0; this.randomSteps < most && firsts.length > 0; k++) {
        const first = firsts[random.below(firsts.length)];
        if (first !== undefined) this.behaviour(first, random, most);
        if (k % 10 === 0 && (await this.isLate(started))) break;
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EvaluationError") throw error;
      return error.message;
    }
    return undefined;
  }

  private behaviour(first: Row, random: Random, most: number): void {
    const { model, at } = this;
    let row = first;
    const taken: number[] = [];
    while (taken.length < LONGEST && this.randomSteps < most) {
      const order = model.actions.map((_, i) => i);
      let next: readonly Row[] = [];
      let action = 0;
      while (order.length > 0 && next.length === 0) {
        [action = 0] = order.splice(random.below(order.length), 1);
        next = this.successors(row, action);
      }
      const chosen = next[random.below(next.length)];
      if (chosen === undefined) return;
      taken.push(action);
      this.randomSteps += 1;
      const [before, after] = [model.valueOf(row, at), model.valueOf(chosen, at)];
      if (after !== before) this.compare(before, after, taken.length, { actions: [...taken] });
      row = chosen;
    }
  }

  private successors(row: Row, action: number): readonly Row[] {
    const out: Row[] = [];
    this.model.begin?.(row);
    this.model.actions[action]?.successors(row, (next) => {
      out.push(next.slice());
    });
    return out;
  }

  private compare(before: Ref, after: Ref, depth: number, by: Addition["by"]): void {
    const known = this.compared.get(before) ?? new Set<Ref>();
    if (known.has(after)) return;
    known.add(after);
    this.compared.set(before, known);
    const { bank } = this.model;
    const had = new Map(this.scopesOf(before));
    const old = new Set(bank.list(before));
    for (const ref of bank.list(after)) {
      if (old.has(ref)) continue;
      const { certificate, scope } = this.decoded(ref);
      const there = had.get(scope) ?? [];
      // Several at once are taken one after the other.
      had.set(scope, [...there, certificate]);
      const key = `${certificate.id}|${there.map((c) => c.id).join(",")}`;
      if (!this.additions.has(key)) this.additions.set(key, { before: there, added: certificate, depth, by });
    }
  }

  /** A set of certificates by sender, counter and lane. */
  private scopesOf(set: Ref): ReadonlyMap<string, readonly Certificate[]> {
    const known = this.sets.get(set);
    if (known !== undefined) return known;
    const out = new Map<string, Certificate[]>();
    for (const ref of this.model.bank.list(set)) {
      const { certificate, scope } = this.decoded(ref);
      const list = out.get(scope) ?? [];
      list.push(certificate);
      out.set(scope, list);
    }
    this.sets.set(set, out);
    return out;
  }

  private decoded(ref: Ref): { readonly certificate: Certificate; readonly scope: string } {
    const known = this.byRef.get(ref);
    if (known !== undefined) return known;
    const { bank } = this.model;
    const [name, sender, lane, components, content] = bank.list(ref);
    const event = name === undefined ? undefined : this.events.get(bank.textOf(name));
    if (event === undefined || components === undefined || content === undefined)
      throw new Error(`no certificate: ${show(bank, ref)}`);
    const counter = this.recording.events[event]?.counter ?? "";
    const made = {
      certificate: {
        id: this.certificates.length,
        event,
        components: bank.list(components).map((c) => bank.intOf(c)),
        content: bank.list(content),
        ref,
      },
      scope: `${counter} ${sender} ${lane}`,
    };
    this.certificates.push(made.certificate);
    this.byRef.set(ref, made);
    return made;
  }

  private wayTo({ by }: Addition): readonly string[] {
    const { states, model } = this;
    const name = (a: number): string => model.actions[a]?.name ?? "";
    if ("actions" in by) return by.actions.map(name);
    const actions = states
      .pathTo(by.state)
      .filter((s) => states.parentOf(s) !== NO_PARENT)
      .map((s) => states.actionOf(s));
    return [...actions, by.action].map(name);
  }
}
