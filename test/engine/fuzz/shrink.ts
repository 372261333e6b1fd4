/** From something that two engines disagree about to something small. */
import { isSimpler, simpler } from "./choices.js";

export interface Finding {
  readonly numbers: readonly number[];
  /** How they differ: what is made smaller must go on to differ so. */
  readonly how: string;
  /** What is shown of it. */
  readonly text: string;
}

/** What they differ in of some lists of decisions, asked all at once. */
export type Compare = (lists: readonly (readonly number[])[]) => Promise<readonly Finding[]>;

const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 25);

/** The smallest that differs in the same way, as far as was tried. `width` candidates are asked about at once. */
export async function shrink(start: Finding, compare: Compare, width: number): Promise<Finding> {
  let best = start;
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = simpler(best.numbers);
    let better = best;
    for (let from = 0; from < candidates.length && better === best; from += width) {
      const found = await compare(candidates.slice(from, from + width));
      const same = found.filter(({ how }) => how === start.how);
      better = same.reduce((a, b) => (isSimpler(b.numbers, a.numbers) ? b : a), best);
    }
    if (better === best) return best;
    best = better;
  }
  return best;
}

/** One small finding for each way to differ, as text; at most `most`. */
export async function report(
  found: readonly Finding[],
  compare: Compare,
  width: number,
  most: number,
): Promise<string> {
  const byHow = new Map<string, Finding>();
  for (const f of found) {
    const before = byHow.get(f.how);
    if (before === undefined || f.text.length < before.text.length) byHow.set(f.how, f);
  }
  const texts: string[] = [];
  for (const f of [...byHow.values()].slice(0, most)) {
    const small = await shrink(f, compare, width);
    const count = found.filter(({ how }) => how === f.how).length;
    texts.push(`${small.how} (${count} of them)\n${small.text}`);
  }
  return texts.join("\n\n");
}
