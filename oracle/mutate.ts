/** Modules with one small fault, drawn by fast-check from a seed. Pure. */
import fc from "fast-check";

export interface Source {
  /** Absolute path of the module that is changed. */
  readonly file: string;
  readonly text: string;
}

export interface Mutant {
  readonly file: string;
  readonly text: string;
  /** What was done where, for a reader. */
  readonly change: string;
}

const edits = ["delete", "double", "swap", "misspell", "shift", "replace"] as const;
type Edit = (typeof edits)[number];

interface Token {
  readonly start: number;
  readonly end: number;
}

/**
 * Tokens that are no comments, between the module's header and its end. The grammar is rough on purpose: where it and
 * the lexer part, a mutant is odd, never wrong.
 */
export function tokensOf(text: string): readonly Token[] {
  const header = /-{4,} *MODULE +\w+ *-{4,}/.exec(text);
  const from = header === null ? 0 : header.index + header[0].length;
  const rough =
    /\(\*[\s\S]*?\*\)|\\\*[^\n]*|"(?:\\.|[^"\\\n])*"|\w+|\\[A-Za-z]+|\/\\|\\\/|[-=<>|&^.:~#$%*+!?@/\\]+|[^\s\w]/g;
  const ends = [...text.matchAll(/^={4,}/gm)];
  const until = ends.at(-1)?.index ?? text.length;
  rough.lastIndex = from;
  const tokens: Token[] = [];
  for (let m = rough.exec(text); m !== null && m.index < until; m = rough.exec(text)) {
    if (m[0].startsWith("(*") || m[0].startsWith("\\*")) continue;
    tokens.push({ start: m.index, end: m.index + m[0].length });
  }
  return tokens;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function shifted(text: string, at: number, by: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  if (by > 0) return text.slice(0, start) + " ".repeat(by) + text.slice(start);
  const blank = /^ */.exec(text.slice(start))?.[0].length ?? 0;
  return text.slice(0, start) + text.slice(start + Math.min(blank, -by));
}

function misspelt(word: string, letter: number): string {
  const at = letter % word.length;
  const next = word[at] === "x" ? "y" : "x";
  return word.slice(0, at) + next + word.slice(at + 1);
}

interface Choice {
  readonly edit: Edit;
  readonly token: number;
  /** Which letter is changed, or by how many columns a line is moved. */
  readonly by: number;
  /** Another token. */
  readonly other: number;
}

function edited(text: string, tokens: readonly Token[], { edit, token: drawn, by, other }: Choice): string {
  const token = tokens[drawn % tokens.length]!;
  const word = text.slice(token.start, token.end);
  const [before, after] = [text.slice(0, token.start), text.slice(token.end)];
  switch (edit) {
    case "delete":
      return before + after;
    case "double":
      return `${before}${word} ${word}${after}`;
    case "swap": {
      const next = tokens[(drawn % tokens.length) + 1];
      if (next === undefined) return before + after;
      const between = text.slice(token.end, next.start);
      return before + text.slice(next.start, next.end) + between + word + text.slice(next.end);
    }
    case "misspell":
      return before + misspelt(word, Math.abs(by)) + after;
    case "shift":
      return shifted(text, token.start, by === 0 ? 1 : by);
    case "replace": {
      // A name by a name, a sign by a sign: most of these are syntax, and wrong or right in meaning.
      const alike = tokens.filter((t) => /^\w/.test(text.slice(t.start, t.end)) === /^\w/.test(word));
      const { start, end } = alike[other % alike.length]!;
      return before + text.slice(start, end) + after;
    }
  }
}

/** `count` mutants of the sources; the same seed gives the same. */
export function mutants(sources: readonly Source[], count: number, seed: number): readonly Mutant[] {
  const usable = sources.map((s) => ({ ...s, tokens: tokensOf(s.text) })).filter((s) => s.tokens.length > 0);
  if (usable.length === 0) return [];
  const choice = fc.record({
    source: fc.noBias(fc.nat(usable.length - 1)),
    edit: fc.constantFrom(...edits),
    token: fc.noBias(fc.nat(999_999)),
    by: fc.integer({ min: -4, max: 4 }),
    other: fc.noBias(fc.nat(999_999)),
  });
  return fc.sample(choice, { numRuns: count, seed }).map(({ source, ...change }) => {
    const { file, text, tokens } = usable[source]!;
    const token = tokens[change.token % tokens.length]!;
    const how =
      change.edit === "shift" ? `shift by ${change.by === 0 ? 1 : change.by} the line of` : change.edit;
    const line = lineOf(text, token.start);
    const result = edited(text, tokens, change);
    const now = result.split("\n")[line - 1]?.trim();
    const word = text.slice(token.start, token.end);
    return { file, text: result, change: `${how} \`${word}\`; line ${line} is now ${now}` };
  });
}
