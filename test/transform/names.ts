/** Specifications with every name renamed: what is made of them must differ in names alone. */
import { lex } from "../../src/tla/lexer.js";

/** Names with a meaning of their own: those of the language and of the standard modules, and the modules'. */
export const KEPT = new Set(
  (
    "Naturals Integers Sequences FiniteSets TRUE FALSE BOOLEAN STRING Nat Int Seq Len Head Tail Append SubSeq " +
    "SelectSeq Cardinality IsFiniteSet Raft Paxos Leaderless"
  ).split(" "),
);

/** Names of one letter that we choose too: whether they clash is visible in the text, so these stay. */
const OURS = new Set([..."AMSTXcehkmnopqrstxz"]);

export type Renaming = (name: string) => string;

/** The text with names, and strings that are names, renamed; layout stays, comments go. */
export function rename(text: string, to: Renaming): string {
  const { tokens, comments } = lex(text, 0, false);
  const edits = [
    ...comments.map((c) => ({ ...c.span, by: "" })),
    ...tokens.flatMap((t) => {
      if (t.type === "id") return [{ start: t.start, end: t.end, by: to(t.text) }];
      if (t.type === "string") return [{ start: t.start, end: t.end, by: `"${to(t.text.slice(1, -1))}"` }];
      return [];
    }),
  ].sort((a, b) => a.start - b.start);
  let out = "";
  let from = 0;
  for (const e of edits) {
    out += text.slice(from, e.start) + e.by;
    from = e.end;
  }
  return out + text.slice(from);
}

export function namesOf(text: string): ReadonlySet<string> {
  const { tokens } = lex(text, 0, false);
  const names = tokens.flatMap((t) =>
    t.type === "id" ? [t.text] : t.type === "string" ? [t.text.slice(1, -1)] : [],
  );
  return new Set(names.filter((n) => /^\w+$/.test(n) && !KEPT.has(n)));
}

/** An injective renaming that keeps lengths (so layout) and permutes the names of one letter (so clashes with ours). */
export function renaming(
  names: ReadonlySet<string>,
  avoid: ReadonlySet<string>,
  letters: () => number,
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  const short = [...names].filter((n) => n.length === 1 && !OURS.has(n));
  const rest = [...short];
  for (const n of short) map.set(n, rest.splice(letters() % rest.length, 1)[0] ?? n);
  const taken = new Set([...names, ...avoid].map((n) => n.toLowerCase()));
  // A set of messages is called after their kind, with an s: no kind may become `var`, and no name end so.
  for (const n of [...taken]) if (n.endsWith("s")) taken.add(n.slice(0, -1));
  for (const name of names) {
    if (name.length === 1) continue;
    let made = "";
    do {
      made = [...name].map((c) => letter(c, letters())).join("");
    } while (taken.has(made.toLowerCase()) || made.toLowerCase().endsWith("s"));
    taken.add(made.toLowerCase());
    map.set(name, made);
  }
  return map;
}

function letter(like: string, n: number): string {
  const c = String.fromCharCode(97 + (n % 26));
  return like >= "A" && like <= "Z" ? c.toUpperCase() : c;
}

/** Back from new names, and from names made from them: of an action's part or switch, and of a kind's messages. */
export function back(map: ReadonlyMap<string, string>): Renaming {
  const old = new Map([...map].map(([from, to]) => [to, from]));
  const lower = (s: string): string => s.replace(/^./, (c) => c.toLowerCase());
  for (const [from, to] of map) if (to.length > 1) old.set(`${lower(to)}s`, `${lower(from)}s`);
  return (name) => {
    if (name.includes(".")) return name.split(".").map(of).join(".");
    return of(name);
  };
  function of(name: string): string {
    const [, stem, part] = /^(.+)(_(?:Guard|Defined|Check|Effect|Events))$/.exec(name) ?? [];
    if (stem !== undefined) return `${old.get(stem) ?? stem}${part}`;
    return old.get(name) ?? name;
  }
}
