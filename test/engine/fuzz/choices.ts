/** Random decisions as a list of numbers: what is made of fewer and smaller numbers is smaller. */
import fc from "fast-check";

/** Once the numbers are used up every decision is the first one, which is to be the simplest. */
export class Choices {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** From 0 to `count - 1`. */
  next(count: number): number {
    const n = this.numbers[this.at] ?? 0;
    this.at += 1;
    return n % count;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.next(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }

  /** True once in `n` times, never when the numbers are used up. */
  rarely(n: number): boolean {
    return this.next(n) === n - 1;
  }
}

/** `runs` lists of at most `length` decisions each. */
export function decisions(runs: number, length: number, seed: number): readonly (readonly number[])[] {
  const list = fc.array(fc.nat(0xffff), { minLength: length, maxLength: length, size: "max" });
  return fc.sample(list, { numRuns: runs, seed });
}

/** Simpler lists than this one, the simplest first. */
export function simpler(numbers: readonly number[]): readonly (readonly number[])[] {
  const end = numbers.findLastIndex((n) => n !== 0) + 1;
  const used = numbers.slice(0, end);
  const out: (readonly number[])[] = [];
  for (let size = used.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < used.length; at += size) {
      const [before, after] = [used.slice(0, at), used.slice(at + size)];
      out.push([...before, ...after]);
      if (size > 1 && used.slice(at, at + size).some((n) => n !== 0)) {
        out.push([...before, ...used.slice(at, at + size).map(() => 0), ...after]);
      }
    }
  }
  for (const [i, n] of used.entries()) {
    for (const less of [0, n % 2, n % 6, n % 60, Math.floor(n / 2)]) {
      if (less < n) out.push([...used.slice(0, i), less, ...used.slice(i + 1)]);
    }
  }
  return out;
}

/** Whether `a` is simpler than `b`: fewer decisions, then smaller ones. */
export function isSimpler(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const at = a.findIndex((n, i) => n !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
