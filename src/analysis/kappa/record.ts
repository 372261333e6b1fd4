/**
 * Runs recording models breadth first and keeps what counter values are judged by: for each certificate that a step
 * adds, what its sender had certified before on the same counter and lane. Each such pair is kept once, with the step
 * that showed it first; so all candidates are judged by one exploration. Where that ends before all states are found,
 * random behaviours go on from the initial states, much deeper.
 *
 * Several models are parts of one (`parts.ts`): they take their levels in turn, and go at least as deep as the whole
 * would with the states that are asked for.
 */
import { type Random, randomOf } from "../../engine/explore/random.js";
import { NO_PARENT, StateSet } from "../../engine/explore/states.js";
import { type CompiledModel, LAST_TOUCHED, type Row } from "../../engine/model.js";
import type { Ref } from "../../engine/values/bank.js";
import { show } from "../../engine/values/show.js";
import type { RecordingModel } from "./model.js";
import { type RecordOptions, Together } from "./together.js";

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
  /** Why it ended early with a fault of the specification's evaluation; undefined if it did not. */
  readonly fault: string | undefined;
  text(c: Certificate): string;
  /** Names of the actions on the shortest way to an addition, that step included. */
  way(a: Addition): readonly string[];
}

export interface RecordingSubject {
  readonly model: CompiledModel;
  readonly recording: RecordingModel;
}

export async function record(
  subjects: readonly RecordingSubject[],
  options: RecordOptions,
): Promise<readonly Recording[]> {
  const shared = new Together(options);
  const all = subjects.map(({ model, recording }) => new Recorder(model, recording, shared));
  while (!shared.isOver && all.some((r) => !r.exhausted)) {
    for (const r of all) await r.level();
    shared.levels(all.map((r) => r.levels));
  }
  const cut = all.filter((r) => !r.exhausted);
  for (const r of cut) await r.wander(Math.ceil((options.randomSteps ?? 0) / cut.length));
  return all.map((r) => r.found());
}

/** How many states are expanded between two looks at the clock. */
const TURN = 500;
/** Steps of a random behaviour. */
const LONGEST = 60;

/**
 * Certificates of one sender, counter and lane, one after the other: each sequence is one object, found from that without
 * the last one.
 */
class Scope {
  /** What was added to it. */
  readonly seen = new Set<number>();
  private readonly longer = new Map<number, Scope>();

  constructor(readonly certificates: readonly Certificate[]) {}

  with(more: Certificate): Scope {
    const known = this.longer.get(more.id);
    if (known !== undefined) return known;
    const made = new Scope([...this.certificates, more]);
    this.longer.set(more.id, made);
    return made;
  }
}

class Recorder {
  private readonly states: StateSet;
  private readonly at: number;
  private readonly owners: readonly number[];
  private readonly certificates: Certificate[] = [];
  private readonly byRef = new Map<Ref, { readonly certificate: Certificate; readonly scope: string }>();
  private readonly additions: Addition[] = [];
  private readonly none = new Scope([]);
  private readonly sets = new Map<Ref, ReadonlyMap<string, Scope>>();
  private last: { readonly set: Ref; readonly elements: ReadonlySet<Ref> } | undefined;
  private readonly events: ReadonlyMap<string, number>;
  /** Pairs of sets of certificates that were compared. */
  private readonly compared = new Map<Ref, Set<Ref>>();
  private depth = 0;
  private randomSteps = 0;
  private next = 0;
  private fault: string | undefined;
  exhausted = false;
  /** How many states were found first at each depth. */
  readonly levels: number[] = [];

  constructor(
    private readonly model: CompiledModel,
    private readonly recording: RecordingModel,
    private readonly shared: Together,
  ) {
    this.states = new StateSet(model.width, model.actions.length, undefined, model.patterns);
    if (model.starts !== undefined) this.states.tellStarts(model.starts);
    this.at = model.variables.indexOf(recording.certificates);
    this.owners = recording.owners.map((o) => model.variables.indexOf(o));
    this.events = new Map(recording.events.map((e, k) => [e.name, k]));
  }

  found(): Recording {
    return {
      additions: this.additions,
      certificates: this.certificates,
      states: this.states.size,
      exhausted: this.exhausted,
      depth: this.depth,
      randomSteps: this.randomSteps,
      fault: this.fault,
      text: (c) => show(this.model.bank, c.ref),
      way: (a) => this.wayTo(a),
    };
  }

  /** Expands all states of one depth, as far as states and time reach. */
  async level(): Promise<void> {
    const { shared, states } = this;
    if (shared.isOver || this.exhausted) return;
    await this.evaluating(async () => {
      if (this.next === 0) this.begin();
      else this.depth += 1;
      const row = new Int32Array(this.model.width);
      for (const end = states.size; this.next < end; ) {
        const [index, before] = [this.next++, states.size];
        this.expand(index, row);
        shared.found(states.size - before);
        if (index % TURN === 0 && (await shared.isLate(this.depth))) shared.isOver = true;
        if (shared.isOver) return;
      }
      this.exhausted = this.next === states.size;
      this.levels.push(states.size - this.next);
    });
  }

  private begin(): void {
    const { model, states, shared } = this;
    model.initial((first) => {
      if (this.isCanonical(first)) states.add(first, NO_PARENT, 0);
    });
    shared.states += states.size;
    this.levels.push(states.size);
  }

  /** A fault of the specification's evaluation ends everything. */
  private async evaluating(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "EvaluationError") throw error;
      this.fault = error.message;
      this.shared.isOver = true;
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

  /** Random behaviours, of so many steps together, as far as time reaches. */
  async wander(most: number): Promise<void> {
    if (this.fault !== undefined) return;
    const random = randomOf(0);
    await this.evaluating(async () => {
      const firsts: Row[] = [];
      this.model.initial((row) => {
        if (this.isCanonical(row)) firsts.push(row.slice());
      });
      for (let k = 0; this.randomSteps < most && firsts.length > 0; k++) {
        const first = firsts[random.below(firsts.length)];
        if (first !== undefined) this.behaviour(first, random, most);
        if (k % 10 === 0 && (await this.shared.isLate(this.depth))) break;
      }
    });
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
    const had = this.scopesOf(before);
    const more = new Map<string, Scope>();
    const old = this.elementsOf(before);
    for (const ref of bank.list(after)) {
      if (old.has(ref)) continue;
      const { certificate, scope } = this.decoded(ref);
      const there = more.get(scope) ?? had.get(scope) ?? this.none;
      // Several at once are taken one after the other.
      more.set(scope, there.with(certificate));
      if (there.seen.has(certificate.id)) continue;
      there.seen.add(certificate.id);
      this.additions.push({ before: there.certificates, added: certificate, depth, by });
    }
  }

  /** Of the set that was asked for last it is known: all steps from a state begin with the same one. */
  private elementsOf(set: Ref): ReadonlySet<Ref> {
    if (this.last?.set !== set) this.last = { set, elements: new Set(this.model.bank.list(set)) };
    return this.last.elements;
  }

  /** A set of certificates by sender, counter and lane. */
  private scopesOf(set: Ref): ReadonlyMap<string, Scope> {
    const known = this.sets.get(set);
    if (known !== undefined) return known;
    const out = new Map<string, Scope>();
    for (const ref of this.model.bank.list(set)) {
      const { certificate, scope } = this.decoded(ref);
      out.set(scope, (out.get(scope) ?? this.none).with(certificate));
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
