/**
 * The steps by which a line leads from the states before it to those after it from which the trace goes on to its end.
 *
 * Between two lines lie silent steps, by their number, then the steps of the line: a graph in levels, made forwards and
 * pruned backwards. What is left lies on behaviours that explain the whole log.
 */
import type { CompiledAction, Row } from "../../engine/model.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Phase, Rule } from "../rules/rule-types.js";

export interface TakenStep {
  /** The action of our engine's program. */
  readonly action: number;
  readonly from: Row;
  readonly to: Row;
  readonly silent: boolean;
  /** How many steps of the line come before it. */
  readonly stage: number;
  /** The last of the line. */
  readonly last: boolean;
}

/** A state, by its row as text. */
export type StateKey = string;

interface Edge {
  readonly to: Node;
  /** Undefined where only the line's columns are set. */
  readonly step: TakenStep | undefined;
}

interface Node {
  readonly row: Row;
  readonly out: Edge[];
  /** How few silent steps lead from here to the end of what is looked at; infinite where it is not reached. */
  silent: number;
  /** Whether it is on a way with the fewest. */
  isShort: boolean;
}

const costOf = ({ to, step }: Edge): number => to.silent + (step?.silent === true ? 1 : 0);

/** What is left of a line's graph. */
export class LineSteps {
  constructor(
    private readonly nodes: readonly Node[],
    private readonly first: readonly Node[],
    private readonly ends: ReadonlyMap<StateKey, Node>,
  ) {}

  get steps(): readonly TakenStep[] {
    return this.nodes.flatMap((n) => n.out.flatMap(({ step, to }) => (step && isAlive(to) ? [step] : [])));
  }

  /** The states before the line that lead on, each with the fewest silent steps from it. */
  get before(): ReadonlyMap<StateKey, number> {
    return new Map(this.first.filter(isAlive).map((n) => [n.row.join(), n.silent]));
  }

  /** Silent steps on ways from these states with as few of them as can be, and the states where those end. */
  fewest(starts: ReadonlySet<StateKey>): {
    readonly steps: readonly TakenStep[];
    readonly ends: ReadonlySet<StateKey>;
  } {
    for (const node of this.first) node.isShort = starts.has(node.row.join());
    const steps: TakenStep[] = [];
    for (const node of this.nodes) {
      if (!node.isShort || !isAlive(node)) continue;
      for (const edge of node.out) {
        if (costOf(edge) !== node.silent) continue;
        edge.to.isShort = true;
        if (edge.step?.silent === true) steps.push(edge.step);
      }
    }
    return { steps, ends: new Set([...this.ends].filter(([, n]) => n.isShort).map(([key]) => key)) };
  }
}

const isAlive = (node: Node): boolean => node.silent < Number.POSITIVE_INFINITY;

export class StepFinder {
  private readonly cells: ReadonlyMap<Rule, readonly number[]>;
  private readonly silentFor: ReadonlyMap<string, readonly number[]>;
  private readonly zero: number;
  private nodes: Node[] = [];

  constructor(private readonly prepared: Prepared) {
    const { own, lineRules, silent, mapping } = prepared;
    const rules = [...lineRules.map((l) => l.rule), ...silent];
    this.cells = new Map(rules.map((r) => [r, r.columns.map((c) => own.cellOf.get(c.name) ?? -1)]));
    this.zero = own.model.bank.int(0);
    const byEvent = new Map<string, number[]>();
    for (const [i, rule] of (mapping.content.silent ?? []).entries())
      for (const name of rule.for) byEvent.set(name, [...(byEvent.get(name) ?? []), i]);
    this.silentFor = byEvent;
  }

  /** `after`: the states after the line that lead on, each with the fewest silent steps from it. */
  steps(event: Event, before: readonly Row[], after: ReadonlyMap<StateKey, number>): LineSteps {
    this.nodes = [];
    const ends = new Map(
      [...after].map(([key, silent]): [StateKey, Node] => {
        const row = Int32Array.from(key.split(","), Number);
        return [key, { row, out: [], silent, isShort: false }];
      }),
    );
    const first = before.map((row) => this.node(row));
    // Silent steps may read the line, too.
    const read = this.withColumns(event, first);
    this.line(event, this.withColumns(event, this.silent(event, read)), ends);
    const { nodes } = this;
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i]!;
      node.silent = Math.min(Number.POSITIVE_INFINITY, ...node.out.map(costOf));
    }
    return new LineSteps(nodes.filter(isAlive), first, ends);
  }

  private node(row: Row): Node {
    const node: Node = { row, out: [], silent: Number.POSITIVE_INFINITY, isShort: false };
    this.nodes.push(node);
    return node;
  }

  /** Where silent steps of each rule that is for the line lead, none of them included. */
  private silent(event: Event, first: readonly Node[]): readonly Node[] {
    const rules = this.silentFor.get(event.name ?? "") ?? [];
    const closed: Node[] = [];
    const most = this.prepared.mapping.content.silent ?? [];
    let level = new Map(first.map((node) => [node.row.join(), { node, counts: rules.map(() => 0) }]));
    while (level.size > 0) {
      const onward: typeof level = new Map();
      for (const { node, counts } of level.values()) {
        closed.push(node);
        for (const [k, index] of rules.entries()) {
          if ((counts[k] ?? 0) >= (most[index]?.max ?? 0)) continue;
          const [phase] = this.prepared.silent[index]?.phases ?? [];
          const more = counts.map((n, j) => (j === k ? n + 1 : n));
          this.taken(phase, node.row, (next, action) => {
            if (!this.allowed(next)) return;
            const key = `${more.join()} ${next.join()}`;
            const known = onward.get(key) ?? { node: this.node(Int32Array.from(next)), counts: more };
            onward.set(key, known);
            const step = { action, from: node.row, to: known.node.row, silent: true, stage: 0, last: false };
            node.out.push({ to: known.node, step });
          });
        }
      }
      level = onward;
    }
    return closed;
  }

  /** With the columns of the line, each state once. */
  private withColumns(event: Event, closed: readonly Node[]): readonly Node[] {
    const cells = this.cells.get(event.rule.rule) ?? [];
    const starts = new Map<string, Node>();
    for (const node of closed) {
      const row = Int32Array.from(node.row);
      for (let c = 0; c < cells.length; c++) row[cells[c]!] = event.values[c]!;
      const key = row.join();
      const start = starts.get(key) ?? this.node(row);
      starts.set(key, start);
      node.out.push({ to: start, step: undefined });
    }
    return [...starts.values()];
  }

  private line(event: Event, starts: readonly Node[], ends: ReadonlyMap<string, Node>): void {
    const { transitions } = event.rule.rule;
    let here = starts;
    for (const [stage, ways] of transitions.entries()) {
      const onward = new Map<string, Node>();
      for (const node of here)
        for (const { phase, to } of ways)
          this.taken(phase, node.row, (next, action) => {
            const last = to === "done";
            const row = last && transitions.length > 1 ? this.cleared(next) : Int32Array.from(next);
            if (!last && !this.allowed(row)) return;
            const key = row.join();
            const reached = last ? ends.get(key) : (onward.get(key) ?? this.node(row));
            if (reached === undefined) return;
            if (!last) onward.set(key, reached);
            const step = { action, from: node.row, to: reached.row, silent: false, stage, last };
            node.out.push({ to: reached, step });
          });
      here = [...onward.values()];
    }
  }

  private taken(phase: Phase | undefined, row: Row, emit: (next: Row, action: number) => void): void {
    const { own } = this.prepared;
    const index = phase === undefined ? undefined : own.actionOf.get(phase);
    const action: CompiledAction | undefined = index === undefined ? undefined : own.model.actions[index];
    if (index === undefined || action === undefined) throw new Error("a rule without its action");
    const seen = new Set<string>();
    action.successors(row, (next) => {
      const key = next.join();
      if (seen.has(key)) return;
      seen.add(key);
      emit(next, index);
    });
  }

  private allowed(row: Row): boolean {
    return this.prepared.own.model.invariants.every((i) => i.holds(row));
  }

  private cleared(row: Row): Row {
    const copy = Int32Array.from(row);
    for (const cell of this.prepared.own.keptCells) copy[cell] = this.zero;
    return copy;
  }
}
