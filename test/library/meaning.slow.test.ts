/**
 * Our definitions against TLC's own: copies of our modules under other names, so that TLC evaluates them, compared with
 * the modules that TLC has in Java. Where ours choose from all numbers, the copy chooses from a few.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STANDARD } from "./modules.js";
import { bothSanys, start } from "./sany.js";

type Change = readonly [from: RegExp, to: string];

/** A copy of a standard module called `Our…`. Every change must apply. */
function copy(module: string, changes: readonly Change[]): readonly [string, string] {
  let text = readFileSync(`${STANDARD}/${module}.tla`, "utf8").replace(
    `MODULE ${module}`,
    `MODULE Our${module}`,
  );
  for (const [from, to] of changes) {
    const all = new RegExp(from, "gm");
    expect(text).toMatch(all);
    text = text.replaceAll(all, to);
  }
  return [`Our${module}.tla`, text];
}

const FEW: Change = [/\bNat\b(?= [:\\]|\})/, "(0 .. 4)"];

const COMMON = String.raw`
E == {1, 2, 3}
Seqs == UNION {[1 .. n -> E] : n \in 0 .. 3}
Bags == UNION {[S -> 1 .. 2] : S \in SUBSET E}
`;

/** Evaluates `ASSUME`s on the operators of `O` (ours) and `T` (TLC's); gives TLC's output. */
async function check(module: string, changes: readonly Change[], cases: readonly string[]): Promise<void> {
  const { theirs } = await bothSanys();
  const root = [
    "---- MODULE Root ----",
    "LOCAL INSTANCE Integers",
    `O == INSTANCE Our${module}`,
    `T == INSTANCE ${module}`,
    COMMON,
    ...cases.map((c) => `ASSUME ${c}`),
    "====",
  ];
  const files = new Map([["Root.tla", root.join("\n")], ["Root.cfg", ""], copy(module, changes)]);
  const { exitCode, text } = await start(theirs, ["tlc2.TLC", "Root.tla"], files);
  expect(text).not.toMatch(/is false|Error/);
  expect(exitCode, text).toBe(0);
}

describe("our definitions, as TLC evaluates them", () => {
  it("of sequences", async () => {
    await check(
      "Sequences",
      [FEW],
      [
        String.raw`\A s \in Seqs : O!Len(s) = T!Len(s) /\ s \in O!Seq(E) /\ O!Append(s, 4) \notin O!Seq(E)`,
        String.raw`\A s, t \in Seqs : T!Len(s) + T!Len(t) > 4 \/ O!\o(s, t) = T!\o(s, t)`,
        String.raw`\A s \in Seqs, e \in E : O!Append(s, e) = T!Append(s, e)`,
        String.raw`\A s \in Seqs \ {<< >>} : O!Head(s) = T!Head(s) /\ O!Tail(s) = T!Tail(s)`,
        String.raw`\A s \in Seqs : \A m \in 1 .. 4, n \in 0 .. T!Len(s) : O!SubSeq(s, m, n) = T!SubSeq(s, m, n)`,
        String.raw`\A s \in Seqs : O!SelectSeq(s, LAMBDA e : e # 2) = T!SelectSeq(s, LAMBDA e : e # 2)`,
      ],
    );
  });

  it("are not its own: a wrong one is found", async () => {
    const wrong: Change = [/\[i \+ 1\]\]/, "[i]]"];
    const cases = ["O!Tail(<<1, 2>>) = T!Tail(<<1, 2>>)"];
    await expect(check("Sequences", [FEW, wrong], cases)).rejects.toThrow("is false");
  });

  it("of finite sets", async () => {
    await check(
      "FiniteSets",
      [FEW],
      [
        String.raw`\A S \in SUBSET (1 .. 4) : O!Cardinality(S) = T!Cardinality(S)`,
        String.raw`\A S \in SUBSET (1 .. 4) : O!IsFiniteSet(S)`,
        "~ O!IsFiniteSet(1 .. 5)",
      ],
    );
  });

  it("of bags", async () => {
    await check(
      "Bags",
      [FEW],
      [
        String.raw`\A B \in Bags : O!IsABag(B) /\ T!IsABag(B)`,
        String.raw`\A B \in {<<0>>, [x \in {1, 2} |-> x - 1]} : O!IsABag(B) = T!IsABag(B)`,
        String.raw`\A B \in Bags : O!BagToSet(B) = T!BagToSet(B) /\ O!BagCardinality(B) = T!BagCardinality(B)`,
        String.raw`\A S \in SUBSET E : O!SetToBag(S) = T!SetToBag(S)`,
        "O!EmptyBag = T!EmptyBag",
        String.raw`\A B \in Bags, e \in 0 .. 3 : O!CopiesIn(e, B) = T!CopiesIn(e, B) /\ O!BagIn(e, B) = T!BagIn(e, B)`,
        String.raw`\A A, B \in Bags : O!\oplus(A, B) = T!\oplus(A, B) /\ O!\ominus(A, B) = T!\ominus(A, B)`,
        String.raw`\A A, B \in Bags : O!\sqsubseteq(A, B) = T!\sqsubseteq(A, B)`,
        String.raw`\A A, B \in Bags : O!BagUnion({A, B}) = T!BagUnion({A, B})`,
        "O!BagUnion({}) = T!BagUnion({})",
        String.raw`\A B \in Bags : O!SubBag(B) = T!SubBag(B)`,
        String.raw`\A B \in Bags : O!BagOfAll(LAMBDA e : e % 2, B) = T!BagOfAll(LAMBDA e : e % 2, B)`,
      ],
    );
  });

  it("of TLC's functions", async () => {
    await check(
      "TLC",
      [],
      [
        String.raw`O!:>(1, 2) = T!:>(1, 2) /\ O!Print(1, 2) = 2 /\ O!PrintT(1) /\ O!Assert(TRUE, 1) /\ O!TLCEval(1) = 1`,
        String.raw`\A f, g \in Bags : O!@@(f, g) = T!@@(f, g)`,
        String.raw`\A S \in SUBSET E : O!Permutations(S) = T!Permutations(S)`,
        String.raw`\A s \in Seqs : O!SortSeq(s, <) = T!SortSeq(s, <) /\ O!SortSeq(s, >) = T!SortSeq(s, >)`,
        String.raw`\A S \in SUBSET E \ {{}} : O!RandomElement(S) \in S`,
      ],
    );
  });

  it("of subsets at random", async () => {
    await check(
      "Randomization",
      [],
      [
        String.raw`\A S \in SUBSET E : \A T0 \in {O!RandomSubset(0, S)} : T0 = {}`,
        String.raw`\A k \in 0 .. 3 : O!RandomSubset(k, E) \in SUBSET E /\ O!RandomSubset(k, E) # O!RandomSubset(k + 1, 1 .. 4)`,
        String.raw`O!RandomSetOfSubsets(2, 1, E) \subseteq SUBSET E /\ DOMAIN O!TestRandomSetOfSubsets(2, 1, E) = 1 .. 5`,
      ],
    );
  });

  it("of arithmetic, given sum, product and order", async () => {
    const changes: readonly Change[] = [
      [/^LOCAL Open[^\n]*\n[^\n]*/, "LOCAL N == INSTANCE Integers"],
      [/^Nat == .*/, "Nat == N!..(0, 20)"],
      [/^a \+ b == .*/, "a + b == N!+(a, b)"],
      [/^a \* b == .*/, "a * b == N!*(a, b)"],
      [/^a \^ b == .*/, "a ^ b == N!^(a, b)"],
      [/^a \\leq b == .*/, "a \\leq b == N!\\leq(a, b)"],
      [/CHOOSE n :/, "CHOOSE n \\in N!..(N!-.(20), 20) :"],
    ];
    const all = String.raw`\A a, b \in (0 - 5) .. 5 : `;
    await check("Naturals", changes, [
      `${all} O!-(a, b) = T!-(a, b) /\\ O!..(a, b) = T!..(a, b)`,
      `${all} O!\\geq(a, b) = T!\\geq(a, b) /\\ O!<(a, b) = T!<(a, b) /\\ O!>(a, b) = T!>(a, b)`,
      String.raw`\A a \in (0 - 7) .. 7, b \in 1 .. 4 : O!\div(a, b) = T!\div(a, b) /\ O!%(a, b) = T!%(a, b)`,
    ]);
  });
});
