/**
 * Functions that are described, not listed: `[n \in Nat |-> e]`, and recursive functions. A value is computed when it
 * is asked for, once; the whole function only where it is compared, stored or printed.
 */
import type { Bank, Ref } from "./bank.js";
import { EvaluationError, elementOfNonSet, notASet, notInDomain } from "./bank-errors.js";
import { elementsOf, force, isFiniteSet, isMember, Lazy, showValue, type Value } from "./lazy.js";

/** Evaluations of one function inside each other before the innermost is done first: calls take stack. */
const MOST_NESTED = 200;
/** How often the innermost is put first: beyond, the stack decides, as for what never ends. */
const MOST_PENDING = 500;

/** Thrown through evaluations that are too deep, to be taken up again once the function has a value at `argument`. */
export class Deeper {
  constructor(
    readonly of: LazyFunction,
    readonly argument: Ref,
  ) {}
}

/** As a `Lazy` it is a value that can be listed (`toRef`), but no set: it has no members. */
export class LazyFunction extends Lazy {
  readonly domain: Value;
  private readonly body: (argument: Ref) => Value;
  private readonly known = new Map<Ref, Value>();
  private whole: Ref | undefined;
  private isShown = false;
  private depth = 0;
  private pending = 0;

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
    if (this.depth >= MOST_NESTED && this.pending < MOST_PENDING) throw new Deeper(this, argument);
    this.depth += 1;
    try {
      const value = this.depth === 1 ? this.outermost(argument) : this.body(argument);
      this.known.set(argument, value);
      return value;
    } finally {
      this.depth -= 1;
    }
  }

  /** The value, those that it needs from far below before it. */
  private outermost(argument: Ref): Value {
    const pending = [argument];
    const mark = this.bank.mark();
    for (;;) {
      const next = pending.at(-1) ?? argument;
      this.pending = pending.length;
      try {
        const value = this.body(next);
        if (pending.length === 1) return value;
        this.known.set(next, value);
        pending.pop();
      } catch (error) {
        if (!(error instanceof Deeper) || error.of !== this) throw error;
        this.bank.release(mark);
        pending.push(error.argument);
      }
    }
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
