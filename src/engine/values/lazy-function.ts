/**
 * Functions that are described, not listed: `[n \in Nat |-> e]`, and recursive functions. A value is computed when it
 * is asked for, once; the whole function only where it is compared, stored or printed.
 */
import type { Bank, Ref } from "./bank.js";
import { EvaluationError, elementOfNonSet, notASet, notInDomain } from "./bank-errors.js";
import { elementsOf, force, isFiniteSet, isMember, Lazy, showValue, type Value } from "./lazy.js";

/** As a `Lazy` it is a value that can be listed (`toRef`), but no set: it has no members. */
export class LazyFunction extends Lazy {
  readonly domain: Value;
  private readonly body: (argument: Ref) => Value;
  private readonly known = new Map<Ref, Value>();
  private whole: Ref | undefined;
  private isShown = false;

  /** `body` gives the value at an argument of the domain; a recursive function applies `this` to others. */
  constructor(bank: Bank, domain: Value, body: (argument: Ref) => Value) {
    super(bank);
    this.domain = domain;
    this.body = body;
  }

  /** The value at an argument. Throws an EvaluationError if that is not in the domain. */
  apply(argument: Ref): Value {
    const known = this.known.get(argument);
    if (known !== undefined) return known;
    if (!isMember(this.bank, argument, this.domain)) {
      throw notInDomain(this.show(), showValue(this.bank, argument), [argument]);
    }
    const value = this.body(argument);
    this.known.set(argument, value);
    return value;
  }

  override toRef(): Ref {
    if (this.whole !== undefined) return this.whole;
    const { bank } = this;
    const over = force(this.domain);
    const values = [...elementsOf(bank, over)].map((argument) => force(this.apply(argument)));
    const mark = bank.mark();
    for (const value of values) bank.push(value);
    this.whole = bank.functionOver(over, mark);
    return this.whole;
  }

  override isFinite(): boolean {
    return isFiniteSet(this.bank, this.domain);
  }

  override describesSame(): boolean {
    return false;
  }

  member(ref: Ref): boolean {
    throw elementOfNonSet(showValue(this.bank, ref), `function ${this.show()}`, [ref]);
  }

  bound(): never {
    throw notASet(this.show());
  }

  elements(): never {
    throw notASet(this.show());
  }

  show(): string {
    // A value that cannot be computed may be one that tells so with the function.
    const isWithin = this.isShown;
    this.isShown = true;
    try {
      if (!isWithin && this.isFinite()) return showValue(this.bank, this.toRef());
    } catch (error) {
      // As TLC: where the values cannot be computed the description is printed.
      if (!(error instanceof EvaluationError)) throw error;
    } finally {
      this.isShown = isWithin;
    }
    return `[x \\in ${showValue(this.bank, this.domain)} |-> <expression>]`;
  }
}

/** A described function listed, every other value as it is. */
export function evaluated(value: Value): Value {
  return value instanceof LazyFunction ? value.toRef() : value;
}
