/** No name is known: a specification with every identifier renamed has the same analysis, under other names. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analysisFacts } from "../../src/analysis/facts.js";
import { analyse } from "../../src/analysis/index.js";
import { caseText, protocolOf, type SpecText, specFile } from "./cases.js";

const kept = new Set(
  (
    "MODULE EXTENDS CONSTANT CONSTANTS VARIABLE VARIABLES LET IN IF THEN ELSE CASE OTHER CHOOSE EXCEPT DOMAIN SUBSET " +
    "UNION UNCHANGED ENABLED TRUE FALSE BOOLEAN STRING INSTANCE WITH ASSUME Naturals FiniteSets Sequences Integers " +
    "Cardinality Len Append SubSeq Nat Int Seq Spec Init Next vars in cup cap notin subseteq A E o X"
  ).split(" "),
);

const words = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/(?<![\w\\])[A-Za-z]\w*/g)].map((m) => m[0]).filter((w) => !kept.has(w))),
];

const replaced = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replaceAll(/(?<![\w\\])[A-Za-z]\w*/g, (w) => names.get(w) ?? w);

/** Comments say nothing to the analysis, and would only make the tables of names longer. */
const bare = (text: string): string => text.replaceAll(/\(\*[\s\S]*?\*\)/g, "").replaceAll(/\\\*.*$/gm, "");

function renamed({ module, mapping }: SpecText, names: ReadonlyMap<string, string>): SpecText {
  const values = (_: string, v: unknown): unknown => (typeof v === "string" ? replaced(v, names) : v);
  return {
    module: replaced(module, names),
    mapping: mapping === undefined ? undefined : JSON.stringify(JSON.parse(mapping), values),
  };
}

/** What reading calls a set of messages after their kind. */
const inputName = (tag: string): string => `${tag.slice(0, 1).toLowerCase()}${tag.slice(1)}s`;

/** The facts, with names put back; what the slice is called depends on the names that are free. */
async function facts(spec: SpecText, back: ReadonlyMap<string, string>): Promise<unknown> {
  const found = analysisFacts(analyse(await protocolOf(spec)));
  const text = JSON.stringify(found, (key, v: unknown) => (key === "column" ? undefined : v));
  const slice = text.replaceAll(/\bst\./g, "s.");
  return JSON.parse(replaced(slice, back));
}

const ownSpec = (name: string, module: string, mapping: string): SpecText => ({
  module: readFileSync(specFile(`${name}/${module}.tla`), "utf8"),
  mapping,
});

const specs: readonly (readonly [string, SpecText])[] = [
  ["Raft", ownSpec("raft", "Raft", '{ "clientValues": ["Value"] }')],
  [
    "Paxos",
    ownSpec(
      "paxos",
      "Paxos",
      '{ "clientValues": ["Value"], "owners": [{ "keys": "Ballot", "field": "bal" }] }',
    ),
  ],
  ...["leaderless", "objects", "refusals"].map((n) => [n, caseText(n)] as const),
];

describe("renaming every identifier changes nothing but names", () => {
  test.each(specs)("%s", async (_, given) => {
    const spec = { ...given, module: bare(given.module) };
    const all = words(spec.module);
    const before = await facts(spec, new Map());
    const order = fc.shuffledSubarray([...all], { minLength: all.length });
    await fc.assert(
      fc.asyncProperty(order, fc.boolean(), async (shuffled, upper) => {
        const names = new Map(
          shuffled.map((w, k) => [w, `${upper ? "Q" : "q"}${String(k).padStart(4, "0")}zz`]),
        );
        const back = new Map(
          [...names].flatMap(
            ([a, b]) =>
              [
                [b, a],
                [inputName(b), inputName(a)],
              ] as const,
          ),
        );
        expect(await facts(renamed(spec, names), back)).toEqual(before);
      }),
      { numRuns: 4 },
    );
  });
});
