/**
 * What of the specification a step goes through: a rule's program evaluated from a state to the one after it, which is
 * given; what was evaluated on the ways that lead there counts, what only led elsewhere does not.
 *
 * Representation: a *mark* is a number, of a point of the coverage table or (from `firstName` on) of an operator. What has
 * been evaluated on the way so far lies in `trail`, as mark * 4 + what came of it; whoever goes back cuts it off.
 */
import type { CoverageTable } from "../../engine/coverage/coverage-table.js";
import { type Env, type Step, UNASSIGNED, type Values } from "../../engine/interpret/interpret-env.js";
import { WayInterpreter } from "../../engine/interpret/interpret-ways.js";
import type { Ir } from "../../engine/lower/ir.js";
import type { EngineContext } from "../../engine/natives/natives-context.js";
import { type Bank, FALSE, TRUE } from "../../engine/values/bank.js";

export const EVALUATED = 1;
export const WAS_TRUE = 2;
export const WAS_FALSE = 4;

const SOME_VALUE = 0;
const TRUE_VALUE = 1;
const FALSE_VALUE = 2;

/** Marks with what came of them. */
export type Marks = Map<number, number>;

export interface StepMarks {
  /** Of some way. */
  readonly some: Marks;
  /** Of every way. */
  readonly every: ReadonlySet<number>;
}

export interface RecordedProgram {
  readonly bank: Bank;
  readonly variables: readonly string[];
  readonly context: EngineContext;
  readonly table: CoverageTable;
  /** Inside of these operators it counts: the specification's, not what the mapping asks around them. */
  readonly entries: ReadonlySet<string>;
  readonly nameMark: (name: string) => number | undefined;
}

export class WayRecorder extends WayInterpreter {
  private readonly trail: number[] = [];
  private inside = false;
  private some: Marks = new Map();
  private every: Set<number> | undefined;

  constructor(private readonly program: RecordedProgram) {
    super(program.bank, program.variables, program.context);
    const { table, nameMark } = program;
    this.watcher = {
      value: (ir, value) => {
        if (!this.inside) return;
        const id = table.pointOf(ir);
        if (id === undefined) return;
        this.trail.push(4 * id + (value === TRUE ? TRUE_VALUE : value === FALSE ? FALSE_VALUE : SOME_VALUE));
      },
      entered: (ir) => {
        if (!this.inside) return;
        const id = table.pointOf(ir);
        if (id !== undefined) this.trail.push(4 * id + TRUE_VALUE);
        const name = ir.op === "named" ? nameMark(ir.name) : undefined;
        if (name !== undefined) this.trail.push(4 * name + TRUE_VALUE);
      },
    };
  }

  /** Undefined where no way leads to the next state. Values that are unassigned there may be anything. */
  step(ir: Ir, state: Values, next: Values): StepMarks | undefined {
    this.reset();
    this.trail.length = 0;
    this.inside = false;
    this.some = new Map();
    this.every = undefined;
    this.successors(ir, state, () => this.arrived(), undefined, Int32Array.from(next));
    return this.every === undefined ? undefined : { some: this.some, every: this.every };
  }

  protected override ways(e: Ir, env: Env | undefined, step: Step, then: () => void): void {
    const mark = this.trail.length;
    const outer = this.inside;
    if (e.op === "named" && this.program.entries.has(e.name)) this.inside = true;
    super.ways(e, env, step, () => {
      const inner = this.inside;
      this.inside = outer;
      then();
      this.inside = inner;
    });
    this.inside = outer;
    this.trail.length = mark;
  }

  private arrived(): void {
    const here = new Set<number>();
    for (const entry of this.trail) {
      const mark = entry >> 2;
      const value = entry & 3;
      here.add(mark);
      const came = value === TRUE_VALUE ? WAS_TRUE : value === FALSE_VALUE ? WAS_FALSE : 0;
      this.some.set(mark, (this.some.get(mark) ?? 0) | EVALUATED | came);
    }
    this.every = this.every === undefined ? here : intersection(this.every, here);
  }
}

export function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((x) => b.has(x)));
}

/** Adds what one knows to the other. */
export function addMarks(into: Marks, marks: Marks): void {
  for (const [mark, came] of marks) into.set(mark, (into.get(mark) ?? 0) | came);
}

export { UNASSIGNED };
