/**
 * Where a log leaves open what happened: the line before which most states were possible, the line that multiplied them,
 * and the variables in which they differ. To log one of these, or the step's open arguments, tells the states apart.
 */
import type { Row } from "../../engine/model.js";
import { loggedEvent } from "../explain/explain.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import type { Widest } from "../verdict.js";
import type { Branches } from "./branches.js";

/** So many of the states are looked at. */
const LOOKED_AT = 256;

export class Widening {
  private widest:
    | { readonly event: Event; readonly states: number; readonly rows: readonly Row[] }
    | undefined;
  private growth: { readonly event: Event; readonly times: number } | undefined;

  constructor(private readonly prepared: Prepared) {}

  /** The states that are possible before a line. */
  before(event: Event, { size, rows }: Branches): void {
    if (size <= (this.widest?.states ?? 0)) return;
    // One state needs no telling apart, and is not copied with each line.
    const sample = size === 1 ? [] : rows.slice(0, LOOKED_AT).map((row) => Int32Array.from(row));
    this.widest = { event, states: size, rows: sample };
  }

  /** A line has made so many states of so many. */
  after(event: Event, before: number, after: number): void {
    const times = after / Math.max(before, 1);
    if (times > 1 && times > (this.growth?.times ?? 1)) this.growth = { event, times };
  }

  /** Of the widest place so far: where it is, for a line of progress. */
  get place(): { readonly file: string; readonly line: number; readonly states: number } | undefined {
    const { widest } = this;
    if (widest === undefined || widest.states < 2) return undefined;
    return { file: widest.event.line.file, line: widest.event.line.line, states: widest.states };
  }

  told(): Widest | undefined {
    const { widest, growth } = this;
    if (widest === undefined) return undefined;
    const by = growth === undefined ? {} : { by: loggedEvent(growth.event) };
    return {
      event: loggedEvent(widest.event),
      states: widest.states,
      differ: this.differing(widest.rows),
      ...by,
    };
  }

  /** Variables of the specification that are not the same in all of some states, those with most values first. */
  private differing(rows: readonly Row[]): Widest["differ"] {
    const { own, parts } = this.prepared;
    const { model, module } = own;
    const internal = new Set([...module.variables, ...parts.kept]);
    return model.variables
      .map((variable, i) => {
        const values = internal.has(variable) ? 1 : new Set(rows.map((row) => model.valueOf(row, i))).size;
        return { variable, values };
      })
      .filter(({ values }) => values > 1)
      .sort((a, b) => b.values - a.values);
  }
}
