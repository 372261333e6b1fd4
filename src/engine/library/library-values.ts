/** What the library gives of a model: values and states that print as TLA+ and turn into JSON. */
import type { Value } from "../../tla/value.js";
import { UNASSIGNED, type Values } from "../interpret/interpret-env.js";
import { equationsText } from "../modes/alias.js";
import { type Bank, type Ref, TRUE } from "../values/bank.js";
import { show, toTree } from "../values/show.js";
import { toItf, toJson } from "../values/show-json.js";

/** A value of TLA+. Two of one model are equal exactly if their texts are. */
export class TlaValue {
  /** @internal */
  constructor(
    private readonly bank: Bank,
    /** @internal */
    readonly ref: Ref,
  ) {}

  /** As plain data, on `kind`. */
  get data(): Value {
    return toTree(this.bank, this.ref);
  }

  /** @internal */
  isOf(bank: Bank): boolean {
    return this.bank === bank;
  }

  /** Whether it is the value TRUE. */
  get isTrue(): boolean {
    return this.ref === TRUE;
  }

  equals(other: TlaValue): boolean {
    return this.bank === other.bank ? this.ref === other.ref : String(this) === String(other);
  }

  /** As TLC prints it; TLA+ that means the value. */
  toString(): string {
    return show(this.bank, this.ref);
  }

  /** Sequences and sets as arrays, records and functions as objects, model values as strings. */
  toJSON(): unknown {
    return JSON.parse(toJson(this.bank, this.ref));
  }

  /** As data of ITF, which tells sets, tuples and functions apart. */
  toItf(): unknown {
    return toItf(this.bank, this.ref);
  }
}

/** A state: a value for each variable (in one given by hand some may be missing). */
export class State {
  /** @internal */
  constructor(
    private readonly bank: Bank,
    readonly variables: readonly string[],
    /** @internal */
    readonly values: Values,
  ) {}

  /** The value of a variable; undefined where it has none. */
  get(variable: string): TlaValue | undefined {
    const ref = this.values[this.variables.indexOf(variable)];
    return ref === undefined || ref === UNASSIGNED ? undefined : new TlaValue(this.bank, ref);
  }

  get isComplete(): boolean {
    return !this.values.includes(UNASSIGNED);
  }

  equals(other: State): boolean {
    return this.bank === other.bank && this.values.every((ref, i) => ref === other.values[i]);
  }

  /** As TLC prints it, a variable on each line; a formula that is true of this state alone. */
  toString(): string {
    return equationsText(this.entries().map(([name, value]) => [name, value.toString()]));
  }

  toJSON(): unknown {
    return Object.fromEntries(this.entries().map(([name, value]) => [name, value.toJSON()]));
  }

  private entries(): readonly (readonly [string, TlaValue])[] {
    return this.variables.flatMap((name) => {
      const value = this.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
  }
}
