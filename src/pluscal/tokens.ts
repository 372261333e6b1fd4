/**
 * The tokens of PlusCal and of its translation: one scanner for both, so that what was written can be compared with
 * what came of it. It knows no grammar; comments are dropped.
 */

export interface Token {
  readonly kind: "name" | "number" | "string" | "symbol";
  readonly text: string;
  /** UTF-16 offset in the source; -1 for a token that was made, not read. */
  readonly offset: number;
}

/** Symbols of several characters, each before any prefix of its own. */
const SYMBOLS = [
  ["-+->", "<=>", "|->", "...", "::=", "(+)", "(-)", "(.)", "(/)", "(\\X)"],
  [":=", "||", "==", "=>", "<=", ">=", "=<", "<<", ">>", "/\\", "\\/", "->", "<-", "..", "::", "[]", "<>"],
  ["~>", "/=", "!!", "##", "$$", "%%", "&&", "**", "++", "--", "//", "??", "@@", "^^", "^+", "^*", "^#"],
  ["<:", ":>", "-|", "|-", "|=", "=|"],
].flat();

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["≔", ":="],
  ["‖", "||"],
  ["∈", "\\in"],
  ["∧", "/\\"],
  ["∨", "\\/"],
  ["∃", "\\E"],
  ["∀", "\\A"],
  ["≜", "=="],
  ["⟨", "<<"],
  ["⟩", ">>"],
  ["↦", "|->"],
  ["′", "'"],
]);

const NAME = /[A-Za-z0-9_]+/y;
const BACKSLASH_NAME = /\\[A-Za-z]+/y;
const STRING = /"(?:\\.|[^"\\\n])*"/y;

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0];
}

/** The offset after the comment that opens at `offset`; comments nest. */
export function afterComment(source: string, offset: number, limit: number): number {
  let depth = 0;
  let i = offset;
  while (i < limit) {
    if (source.startsWith("(*", i)) {
      depth += 1;
      i += 2;
    } else if (source.startsWith("*)", i)) {
      depth -= 1;
      i += 2;
      if (depth === 0) return i;
    } else i += 1;
  }
  return limit;
}

/**
 * The tokens from `start` up to `limit`, or up to a `*)` that closes no comment opened here: an algorithm stands in a
 * comment, whose end is the end of its text.
 */
export function tokenize(source: string, start = 0, limit = source.length): readonly Token[] {
  const tokens: Token[] = [];
  let i = start;
  while (i < limit) {
    const c = source[i] ?? "";
    if (/\s/.test(c)) i += 1;
    else if (source.startsWith("(*", i)) i = afterComment(source, i, limit);
    else if (source.startsWith("*)", i)) return tokens;
    else if (source.startsWith("\\*", i)) {
      const end = source.indexOf("\n", i);
      i = end < 0 ? limit : end;
    } else {
      const token = tokenAt(source, i);
      tokens.push({ kind: token.kind, text: SYNONYMS.get(token.text) ?? token.text, offset: i });
      i += token.text.length;
    }
  }
  return tokens;
}

function tokenAt(source: string, i: number): { readonly kind: Token["kind"]; readonly text: string } {
  const word = matchAt(NAME, source, i);
  if (word !== undefined) return { kind: /^[0-9]+$/.test(word) ? "number" : "name", text: word };
  const text = matchAt(STRING, source, i);
  if (text !== undefined) return { kind: "string", text };
  const symbol =
    SYMBOLS.find((s) => source.startsWith(s, i)) ?? matchAt(BACKSLASH_NAME, source, i) ?? source[i] ?? "";
  return { kind: "symbol", text: symbol };
}

/** Tokens made from text of our own. */
export function made(text: string): readonly Token[] {
  return tokenize(text).map((token) => ({ ...token, offset: -1 }));
}
