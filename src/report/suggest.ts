/**
 * "Did you mean": the known name that a misspelt one probably stands for. The only place that decides what is
 * near.
 */

/**
 * Edits (insert, drop, replace, swap of neighbours) from one text to the other, no part edited twice. Counts
 * UTF-16 units.
 */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What an abbreviation counts: less than one edit, more than another spelling of the same letters. */
const ABBREVIATED = 0.5;
const SHORTEST_ABBREVIATION = 3;

/**
 * The candidate nearest to a name, if one is near enough to be meant: the same letters in another case, else
 * one that the name abbreviates, else one at most a third of the letters away. Of two equally near the one
 * whose case fits better, then the first. Never the name itself, and never an operator symbol.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (!isWord(name)) return undefined;
  const folded = name.toLowerCase();
  const limit = Math.min(name.length - 1, Math.max(1, Math.floor(name.length / 3)));
  let best: { readonly candidate: string; readonly score: number; readonly cased: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name || !isWord(candidate)) continue;
    const score = scoreOf(folded, candidate.toLowerCase(), limit);
    if (score === undefined || (best !== undefined && score > best.score)) continue;
    const cased = editDistance(name, candidate);
    if (best === undefined || score < best.score || cased < best.cased) best = { candidate, score, cased };
  }
  return best?.candidate;
}

/** How far two folded names are apart; undefined where that is too far. */
function scoreOf(name: string, candidate: string, limit: number): number | undefined {
  if (name === candidate) return 0;
  if (name.length >= SHORTEST_ABBREVIATION && candidate.startsWith(name)) return ABBREVIATED;
  if (Math.abs(name.length - candidate.length) > limit) return undefined;
  const distance = editDistance(name, candidate);
  return distance <= limit ? distance : undefined;
}

/** Letters, digits, `_`, and what joins the parts of a name: `!` in a module's, `-` in an option's. */
function isWord(text: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_!-]*$/u.test(text);
}

/** The hint for an unknown name, or nothing: to be spread into a diagnostic. */
export function didYouMean(near: string | undefined): { readonly hint?: string } {
  return near === undefined ? {} : { hint: `did you mean ${near}?` };
}
