/** No name means anything: renaming all of them changes nothing but names. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Facts, protocolFacts } from "../../src/protocol/facts.js";
import type { Mapping } from "../../src/protocol/mapping.js";
import { readProtocol } from "../../src/protocol/read.js";
import { lex } from "../../src/tla/lexer.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { parsedModule, resolved } from "../resolved.js";

const at = (path: string): string => fileURLToPath(new URL(`../../specs/${path}`, import.meta.url));

/** Names with a meaning of their own: those of the language and of the standard modules, and the module's. */
const KEPT = new Set(
  (
    "Naturals Integers Sequences FiniteSets TRUE FALSE BOOLEAN STRING Nat Int Seq Len Head Tail Append SubSeq " +
    "SelectSeq Cardinality IsFiniteSet Raft Paxos Leaderless"
  ).split(" "),
);

/** Names of one letter that we choose too: whether they clash is visible in the text, so these stay. */
const OURS = new Set([..."AMSTXcehkmnopqrstxz"]);

/** Words of the facts themselves, which no name may become. */
const WORDS = ["set", "one", "field", "owner", "declared", "sent"];

interface Source {
  readonly module: string;
  readonly mapping: Mapping;
}

interface Read {
  readonly facts: Facts;
  readonly text: string;
}

function load(name: string): Source {
  const folder = name.toLowerCase();
  return {
    module: readFileSync(at(`${folder}/${name}.tla`), "utf8"),
    mapping: {
      init: "Init",
      next: "Next",
      ...JSON.parse(readFileSync(at(`${folder}/${name}.mapping.json`), "utf8")),
    },
  };
}

function read({ module, mapping }: Source): Read {
  const parsed = parsedModule("M.tla", module);
  const { spec, diagnostics: names } = resolved(parsed);
  if (spec === undefined) throw new Error(names.map((d) => d.message).join("\n"));
  const { protocol, table, diagnostics } = readProtocol(spec, {
    file: "M.json",
    mapping,
    placeAt: () => undefined,
  });
  if (protocol === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  const hybrid = transformHistory(protocol, table, mapping.invariants ?? []);
  return { facts: protocolFacts(protocol), text: hybrid.stages.at(-1)?.text ?? "" };
}

type Renaming = (name: string) => string;

/** The text with names, and strings that are names, renamed; layout stays, comments go. */
function rename(text: string, to: Renaming): string {
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

function renameFacts(facts: Facts, to: Renaming): Facts {
  if (typeof facts === "string") return rename(facts, to);
  if (typeof facts !== "object" || facts === null) return facts;
  if (Array.isArray(facts)) return facts.map((f: Facts) => renameFacts(f, to));
  const entries = Object.entries(facts).filter(([key]) => key !== "assumptions" && key !== "file");
  return Object.fromEntries(entries.map(([key, value]) => [key, renameFacts(value, to)]));
}

function renameMapping(mapping: Mapping, to: Renaming): Mapping {
  const { init, next, owners, clientValues, invariants } = mapping;
  return {
    init: to(init ?? "Init"),
    next: to(next ?? "Next"),
    owners: (owners ?? []).map((o) => ({ keys: to(o.keys), field: to(o.field) })),
    clientValues: (clientValues ?? []).map(to),
    invariants: (invariants ?? []).map(to),
  };
}

function namesOf(text: string): ReadonlySet<string> {
  const { tokens } = lex(text, 0, false);
  const names = tokens.flatMap((t) =>
    t.type === "id" ? [t.text] : t.type === "string" ? [t.text.slice(1, -1)] : [],
  );
  return new Set(names.filter((n) => /^\w+$/.test(n) && !KEPT.has(n)));
}

/** An injective renaming that keeps lengths (so layout) and permutes the names of one letter (so clashes with ours). */
function renaming(
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

/** Back from new names, and from names made from them: of an action's part, and of a set of messages of a kind. */
function back(map: ReadonlyMap<string, string>): Renaming {
  const old = new Map([...map].map(([from, to]) => [to, from]));
  const lower = (s: string): string => s.replace(/^./, (c) => c.toLowerCase());
  for (const [from, to] of map) if (to.length > 1) old.set(`${lower(to)}s`, `${lower(from)}s`);
  return (name) => {
    const [, stem, part] = /^(.+)(_(?:Guard|Defined|Effect|Events))$/.exec(name) ?? [];
    if (stem !== undefined) return `${old.get(stem) ?? stem}${part}`;
    return old.get(name) ?? name;
  };
}

const id: Renaming = (name) => name;

describe("renaming everything in a specification", () => {
  it.each(["Raft", "Paxos", "Leaderless"])("changes only names: %s", (name) => {
    const source = load(name);
    const before = read(source);
    const names = namesOf(source.module);
    const avoid = new Set([...KEPT, ...namesOf(before.text), ...WORDS]);
    const expected = { facts: renameFacts(before.facts, id), text: rename(before.text, id) };
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), (seeds) => {
        let k = 0;
        // A few numbers stretched to as many as are needed.
        const letters = (): number => ((seeds[k % 50] ?? 0) + 7 * k++ * k) >>> 0;
        const map = renaming(names, avoid, letters);
        const to: Renaming = (n) => map.get(n) ?? n;
        const after = read({ module: rename(source.module, to), mapping: renameMapping(source.mapping, to) });
        const undo = back(map);
        expect(renameFacts(after.facts, undo)).toEqual(expected.facts);
        expect(rename(after.text, undo)).toBe(expected.text);
      }),
      { numRuns: 12 },
    );
  });
});
