/**
 * The value of every kind of expression, computed by generated code, against the value that TLA+ gives it.
 * Each expression stands alone in a small module as the operator `E`; the operators that it calls are generated
 * with it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emitProtocol } from "../../codegen/emit/emit.js";
import { canonical, TlaMap, TlaSet, Undefined } from "../../codegen/runtime/index.js";
import { readSpecification } from "../../src/spec/load.js";

const runtime = fileURLToPath(new URL("../../codegen/runtime/index.js", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const set = (...items: readonly unknown[]): TlaSet<unknown> => TlaSet.of(items);
const fn = (...pairs: readonly (readonly [unknown, unknown])[]): TlaMap<unknown, unknown> => TlaMap.of(pairs);

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "bumblebee-values-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function moduleOf(expression: string, before: string): string {
  return [
    "---- MODULE M ----",
    "EXTENDS Integers, Sequences, FiniteSets",
    "CONSTANTS Node, Nil",
    "VARIABLES msgs, x",
    before,
    `E == ${expression}`,
    "Init == msgs = {} /\\ x = [n \\in Node |-> Nil]",
    'Say(n) == x[n] = Nil /\\ E = E /\\ msgs\' = msgs \\cup {[kind |-> "Say", src |-> n]} /\\ UNCHANGED x',
    "Hear(n) == \\E m \\in msgs : m.src # n /\\ x' = [x EXCEPT ![n] = m.src] /\\ UNCHANGED msgs",
    "Next == \\E n \\in Node : Say(n) \\/ Hear(n)",
    "====",
    "",
  ].join("\n");
}

let count = 0;
/** What the generated operator `E` gives, or the messages of what refuses to be generated. */
async function computed(expression: string, before = ""): Promise<unknown> {
  const text = moduleOf(expression, before);
  const { protocol, diagnostics } = await readSpecification("M.tla", text, "M.json", undefined);
  if (protocol === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const made = emitProtocol(protocol, { sha256: "0".repeat(64), runtime, decided: undefined });
  if (made.diagnostics.length > 0) return { refused: made.diagnostics.map((d) => d.message) };
  const folder = join(directory, `m${++count}`);
  mkdirSync(folder);
  for (const f of made.files) writeFileSync(join(folder, f.path), f.text);
  const file = join(folder, "operators.ts");
  const loaded: Readonly<Record<string, (c: object) => unknown>> = await import(pathToFileURL(file).href);
  const constants = { Node: TlaSet.of(["a", "b", "c"]), Nil: "Nil" };
  try {
    return loaded.e?.(constants);
  } catch (fault) {
    if (fault instanceof Undefined) return "undefined";
    throw fault;
  }
}

const cases: readonly (readonly [expression: string, value: unknown, before?: string])[] = [
  // logic
  ["TRUE /\\ ~FALSE", true],
  ["TRUE => FALSE", false],
  ["FALSE => 1 \\div 0 = 1", true],
  ["FALSE <=> FALSE", true],
  ["~(1 > 2) /\\ (FALSE \\/ 1 < 2)", true],
  ["(TRUE <=> 1 < 2) <=> FALSE", false],
  ["IF 1 > 2 THEN 1 \\div 0 ELSE 7", 7],
  ["CASE 1 > 2 -> 1 [] 2 > 1 -> 2 [] OTHER -> 3", 2],
  ["CASE 1 > 2 -> 1", "undefined"],
  // numbers
  ["2 + 3 * 4 - 1", 13],
  ["10 - 3 - 2", 5],
  ["(-7) \\div 2", -4],
  ["(-7) % 2", 1],
  ["2 ^ 10", 1024],
  ["-3 + 1", -2],
  ["007", 7],
  ["\\b101", 5],
  ["\\hff", 255],
  ["1 <= 2 /\\ 2 >= 2 /\\ ~(2 < 2)", true],
  ["3 \\in 1 .. 3 /\\ 0 \\notin 1 .. 3", true],
  ["1 .. 0", set()],
  ["-1 \\in Int /\\ -1 \\notin Nat", true],
  // sets
  ["{1, 2} \\cup {2, 3}", set(1, 2, 3)],
  ["{1, 2} \\cap {2, 3}", set(2)],
  ["{1, 2} \\ {2, 3}", set(1)],
  ["{1} \\subseteq {1, 2} /\\ ~({3} \\subseteq {1, 2})", true],
  ["SUBSET {1, 2}", set(set(), set(1), set(2), set(1, 2))],
  ["{1} \\in SUBSET {1, 2}", true],
  ["Cardinality(SUBSET {1, 2})", 4],
  ["(SUBSET {1}) = {{}, {1}}", true],
  ["(SUBSET {1}) \\cup {{2}}", set(set(), set(1), set(2))],
  ["{S \\in SUBSET {1, 2} : Cardinality(S) = 1}", set(set(1), set(2))],
  ["UNION {{1}, {2, 3}}", set(1, 2, 3)],
  ["UNION (SUBSET {1, 2})", set(1, 2)],
  ["{k \\in 1 .. 5 : k % 2 = 0}", set(2, 4)],
  ["{k * k : k \\in {-1, 1, 2}}", set(1, 4)],
  ["{j + k : j \\in {10, 20}, k \\in {1, 2}}", set(11, 12, 21, 22)],
  ["{<<j, k>> : j, k \\in {1, 2}}", set([1, 1], [1, 2], [2, 1], [2, 2])],
  ["{{}} = {{}} /\\ {} # {{}}", true],
  ["IsFiniteSet({1})", true],
  ["BOOLEAN", set(false, true)],
  // quantifiers, CHOOSE
  ["\\A k \\in 1 .. 3 : \\E j \\in 1 .. 3 : j + k = 4", true],
  ["\\E j, k \\in 1 .. 3 : j * k = 9", true],
  ["\\A j \\in 1 .. 2, k \\in {3} : j < k", true],
  ["\\A k \\in {} : k = 1", true],
  ["\\E S \\in SUBSET {1, 2} : S = {2}", true],
  ["CHOOSE k \\in 1 .. 9 : k * k = 49", 7],
  ["CHOOSE k \\in 1 .. 3 : k > 3", "undefined"],
  // functions
  ["[k \\in 1 .. 2 |-> k * 2][2]", 4],
  ["[n \\in Node |-> 0]", fn(["a", 0], ["b", 0], ["c", 0])],
  ["[[n \\in Node |-> 0] EXCEPT ![CHOOSE n \\in Node : TRUE] = @ + 1]", fn(["a", 1], ["b", 0], ["c", 0])],
  ["DOMAIN [n \\in Node |-> 0]", set("a", "b", "c")],
  ["DOMAIN <<5, 6>>", set(1, 2)],
  ["[n \\in Node |-> [k \\in {7} |-> 0]][CHOOSE n \\in Node : TRUE]", fn([7, 0])],
  ["[[n \\in {1} |-> [m \\in {2} |-> 0]] EXCEPT ![1][2] = @ + 5, ![1][2] = @ * 2]", fn([1, fn([2, 10])])],
  // records
  ["[a |-> 1, b |-> TRUE].a", 1],
  ["[[a |-> 1, b |-> TRUE] EXCEPT !.a = @ + 1]", { a: 2, b: true }],
  ["[[a |-> [b |-> 1]] EXCEPT !.a.b = 2, !.a.b = @ + 1]", { a: { b: 3 } }],
  ["[f |-> [k \\in {5} |-> 1]].f[5]", 1],
  ["[a |-> 1, b |-> 2] = [b |-> 2, a |-> 1]", true],
  // sequences
  ["<<1, 2>> \\o <<3>>", [1, 2, 3]],
  ["Append(<<>>, 1)", [1]],
  ["Head(<<1, 2>>) + Len(Tail(<<1, 2>>))", 2],
  ["Head(<<>>) = 1", "undefined"],
  ["SubSeq(<<1, 2, 3>>, 2, 3)", [2, 3]],
  ["SubSeq(<<1, 2, 3>>, 2, 1)", []],
  ["<<1, 2>>[3]", "undefined"],
  ["[<<1, 2>> EXCEPT ![2] = @ + 10]", [1, 12]],
  ["<<1>> = <<1>> /\\ <<1>> # <<1, 1>>", true],
  // strings and model values
  ['"a(" = "a("', true],
  ['"say \\"hi\\" \\\\"', 'say "hi" \\'],
  ["Nil", "Nil"],
  ["Nil \\notin Node", true],
  // operators, LET
  ["F(1, 2)", 12, "F(a, b) == a * 10 + b"],
  ["Twice(3)", 6, "Twice(k) == LET Add(j) == j + k IN Add(k)"],
  ["LET a == 1 b == a + 1 IN a + b", 3],
  ["LET bad == 1 \\div 0 IN 5", 5],
  ["Max({3, 9, 4})", 9, "Max(S) == CHOOSE k \\in S : \\A j \\in S : j <= k"],
  ["Sum(4)", 10, "RECURSIVE Sum(_)\nSum(k) == IF k = 0 THEN 0 ELSE k + Sum(k - 1)"],
  ["F({1, 2}, 3)", set(1, 2, 3), "F(S, k) == LET T == S \\cup {k} IN {j \\in T : j > 0}"],
  ["LET S == SUBSET {1} IN {1} \\in S /\\ Cardinality(S) = 2", true],
  ["\\A S \\in Subsets : S \\subseteq {1, 2}", true, "Subsets == SUBSET {1, 2}"],
  ["Cardinality(Subsets)", 4, "Subsets == SUBSET {1, 2}"],
  ["Subsets \\ {{}} = {{1}}", true, "Subsets == SUBSET {1}"],
  ["IF 1 = 1 THEN SUBSET {1} ELSE {}", set(set(), set(1))],
  ["<<SUBSET {1}>> = <<{{}, {1}}>>", true],
  ["[a |-> SUBSET {1}].a = {{}, {1}}", true],
  ["{{1}} \\subseteq SUBSET {1, 2}", true],
  ["(SUBSET {1, 2}) \\cap {{1}, {3}}", set(set(1))],
  ["Cardinality({{n} : n \\in Node})", 3],
  ["Len(<<<<1>>, <<>>>>[2])", 0],
  ["{<<>>} = {<<>>}", true],
  ["[n \\in Node |-> {}]", fn(["a", set()], ["b", set()], ["c", set()])],
  ["[n \\in {} |-> 1] = [n \\in {} |-> 1]", true],
  ["-(2 - 5) * 2", 6],
  ["2 - (3 - 4)", 3],
  ["~TRUE \\/ ~(TRUE /\\ FALSE) => FALSE", false],
  ["TRUE \\/ 1 \\div 0 = 1", true],
  ["FALSE /\\ Head(<<>>) = 1", false],
  ["Pick(TRUE)", "yes", 'Pick(b) == IF b THEN "yes" ELSE "no"'],
  ['Pick(Nil = Nil) # "no"', true, 'Pick(b) == IF b THEN "yes" ELSE "no"'],
  ["Last(<<1, 2>>) = 2 /\\ Last(<<TRUE>>)", true, "Last(q) == q[Len(q)]"],
  ['Or("a", {"a"}) /\\ Or(1, {2, 1})', true, "Or(v, S) == v \\in S"],
  ["With([a |-> 1, b |-> TRUE], 2).b", true, "With(r, k) == [r EXCEPT !.a = k]"],
  ["Swap([n \\in Node |-> 1], Swap(<<5, 6>>, 9)[1])", fn(["a", 1], ["b", 1], ["c", 1]), "Swap(f, k) == f"],
  // names that JavaScript or the runtime has as well
  ["\\E map \\in {1} : map \\in {k + map : k \\in {0}}", true],
  ["LET filter == {1} IN {filter2 \\in filter : filter2 = 1}", set(1)],
  ["F(3)", true, "F(exists) == \\E k \\in {3} : k = exists"],
  ["LET new == 1 class == 2 IN new + class", 3],
  ["LET last == 1 Last == 2 IN last * 10 + Last", 12],
  ["LET Last == 1 IN {last + Last : last \\in {1}}", set(2)],
  ["\\E last \\in {1} : LET Last == 2 IN last + Last = 3", true],
  ["LET Last == 1 F(last) == last + Last IN F(5)", 6],
  ["F(5)", 6, "F(last) == LET Last == 1 IN last + Last"],
  ["F(5)", 6, "F(c) == LET s == 1 IN c + s"],
  ["Cardinality({n \\in Node : Is(n, Nil)})", 0, "Is(c, v) == c = v /\\ c \\in Node"],
  ["LET at == <<7>> IN at[1]", 7],
  ["{TlaSet \\in {1} : TlaSet \\in {TlaSet}}", set(1)],
  ["last(1) * 100 + Last(1)", 203, "last(k) == k + 1\nLast(k) == k + 2"],
];

/** What has no translation is refused with its reason, never translated wrongly. */
const refused: readonly (readonly [string, string?])[] = [
  ['<<1, "a">>'],
  ['IF TRUE THEN 1 ELSE "a"'],
  ["[j \\in {1}, k \\in {2} |-> j + k][1, 2]"],
  ["F(LAMBDA k : k + 1)", "F(G(_)) == G(1)"],
  ["[{1} -> {2}]"],
];

describe("the values of expressions", () => {
  for (const [expression, value, before] of cases) {
    it(expression, async () => {
      const got = await computed(expression, before);
      expect(canonical(got instanceof TlaSet || got instanceof TlaMap ? got : settled(got))).toBe(
        canonical(value),
      );
    });
  }
});

/** A lazy set of subsets as a set. */
function settled(x: unknown): unknown {
  const lazy = typeof x === "object" && x !== null && !Array.isArray(x) && Symbol.iterator in x;
  return lazy ? TlaSet.of(x as Iterable<unknown>) : x;
}

describe("expressions without a translation are refused", () => {
  for (const [expression, before] of refused) {
    it(expression, async () => {
      expect(await computed(expression, before)).toHaveProperty("refused");
    });
  }
});

it("all of these modules pass the strictest type check", () => {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(root, "node_modules/@types")] },
    include: ["."],
  };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  let faults = "";
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", directory]);
  } catch (fault) {
    faults = String((fault as { readonly stdout?: unknown }).stdout);
  }
  expect(faults).toBe("");
});
