/**
 * The common form of what an algorithm says and what its translation says: the words that carry meaning, in order.
 * Left out is what the translator adds or may write in several ways: primes, parentheses, bullets of conjunctions,
 * `UNCHANGED`, `TRUE`, the program counter's guard and update, and the index of the process itself.
 */
import { canonicalOp } from "../tla/operators.js";

export type Words = readonly string[];

const ENDS_CONJUNCT = new Set(["/\\", "\\/", "ELSE", ")"]);

/** `own`: the indices that stand for the process itself: `self`, or the tokens of its identifier. */
export function normalise(words: Words, own: readonly Words[]): Words {
  const indices = own.map((index) => ["[", ...bare(index), "]"]);
  let list = bare(withoutUnchanged(words));
  for (const index of indices) list = withoutSequence(list, index);
  return withoutUpdates(withoutCounter(list))
    .filter((word) => word !== "/\\" && word !== "TRUE")
    .map((word) =>
      word.startsWith('"Failure of assertion at ') ? '"Failure of assertion"' : canonicalOp(word),
    );
}

function bare(words: Words): Words {
  return words.filter((word) => word !== "'" && word !== "(" && word !== ")");
}

export function matchesAt(words: Words, at: number, sequence: Words): boolean {
  return sequence.every((word, i) => words[at + i] === word);
}

function withoutSequence(words: Words, sequence: Words): Words {
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    if (matchesAt(words, i, sequence)) i += sequence.length;
    else {
      out.push(words[i] ?? "");
      i += 1;
    }
  }
  return out;
}

/** The index after `x` or `<<x, y>>`. */
function afterOperand(words: Words, at: number): number {
  if (words[at] !== "<<") return at + 1;
  const close = words.indexOf(">>", at);
  return close < 0 ? words.length : close + 1;
}

/** Without `UNCHANGED x`, `UNCHANGED <<x, y>>` and the translator's short form of it, `x' = x`. */
function withoutUnchanged(words: Words): Words {
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const word = words[i] ?? "";
    const after = words[i + 4];
    if (word === "UNCHANGED") i = afterOperand(words, i + 1);
    else if (
      words[i + 1] === "'" &&
      words[i + 2] === "=" &&
      words[i + 3] === word &&
      (after === undefined || ENDS_CONJUNCT.has(after))
    )
      i += 4;
    else {
      out.push(word);
      i += 1;
    }
  }
  return out;
}

const isString = (word: string | undefined): boolean => word?.startsWith('"') === true;
const COUNTER = ["pc", "=", "[", "pc", "EXCEPT", "!", "="];

function withoutCounter(words: Words): Words {
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    if (words[i] === "pc" && words[i + 1] === "=" && isString(words[i + 2])) i += 3;
    else if (matchesAt(words, i, COUNTER) && isString(words[i + COUNTER.length])) i += COUNTER.length + 2;
    else {
      out.push(words[i] ?? "");
      i += 1;
    }
  }
  return out;
}

/** `x = [x EXCEPT ! = e]` as `x = e`: the variable of one process, its own index dropped, is assigned as a whole. */
function withoutUpdates(words: Words): Words {
  const out: string[] = [];
  const ends = new Set<number>();
  for (let i = 0; i < words.length; ) {
    const word = words[i] ?? "";
    const end = matchesAt(words, i, [word, "=", "[", word, "EXCEPT", "!", "="]) ? closing(words, i + 2) : -1;
    if (end >= 0) {
      ends.add(end);
      out.push(word, "=");
      i += 7;
    } else {
      if (!ends.has(i)) out.push(word);
      i += 1;
    }
  }
  return out;
}

/** The `]` for the `[` at `open`, -1 when a comma outside of brackets comes first. */
function closing(words: Words, open: number): number {
  let depth = 0;
  for (let i = open; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "[" || word === "{" || word === "<<") depth += 1;
    else if (word === "]" || word === "}" || word === ">>") depth -= 1;
    if (depth === 0) return i;
    if (depth === 1 && word === "," && words[i + 1] === "!") return -1;
  }
  return -1;
}

/** The labels that an action gives the program counter, as they stand in `pc' = …`. */
export function counterTargets(words: Words): ReadonlySet<string> {
  const found = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== "pc" || words[i + 1] !== "'" || words[i + 2] !== "=") continue;
    const direct = words[i + 3];
    if (isString(direct)) found.add(unquoted(direct ?? ""));
    if (direct !== "[") continue;
    const at = words.indexOf("=", i + 4);
    if (isString(words[at + 1])) found.add(unquoted(words[at + 1] ?? ""));
  }
  return found;
}

export const unquoted = (word: string): string => word.replaceAll('"', "");
