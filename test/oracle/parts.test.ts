import { describe, expect, test } from "vitest";
import { compare, type Disagreement } from "../../oracle/compare.js";
import { exceptionFor, parseExceptions } from "../../oracle/exceptions.js";
import type { Answer, ModuleFacts, NodeFact } from "../../oracle/facts.js";
import { mutants, tokensOf } from "../../oracle/mutate.js";

const text = `---- MODULE M ----
VARIABLE x \\* x is not a token
Init == x = "a b" (* nor is x *)
====
EXPECT x
`;

describe("mutants", () => {
  test("tokens are what stands between header and end, comments aside", () => {
    const words = tokensOf(text).map((t) => text.slice(t.start, t.end));
    expect(words).toEqual(["VARIABLE", "x", "Init", "==", "x", "=", '"a b"']);
  });

  test("the same seed gives the same mutants, another one others", () => {
    const sources = [{ file: "/M.tla", text }];
    const drawn = mutants(sources, 40, 7);
    expect(mutants(sources, 40, 7)).toEqual(drawn);
    expect(mutants(sources, 40, 8)).not.toEqual(drawn);
    expect(drawn).toHaveLength(40);
    expect(new Set(drawn.map((m) => m.change.split(" ")[0]))).toEqual(
      new Set(["delete", "double", "swap", "misspell", "shift", "replace"]),
    );
    expect(drawn.every((m) => m.text.endsWith("====\nEXPECT x\n"))).toBe(true);
  });

  test("sources without tokens give none", () => {
    expect(mutants([{ file: "/M.tla", text: "" }], 5, 1)).toEqual([]);
  });
});

const disagreement: Disagreement = {
  file: "specs/a/B.tla",
  line: 1,
  column: 1,
  kind: "level",
  what: "",
  ours: "0",
  sany: "1",
};

describe("exceptions", () => {
  test("kind and the end of the path decide", () => {
    const all = parseExceptions("# a comment\n\nlevel a/B.tla why it is so\n* C*.tla another reason\n");
    expect(all).toHaveLength(2);
    expect(exceptionFor(all, disagreement)?.reason).toBe("why it is so");
    expect(exceptionFor(all, { ...disagreement, kind: "span" })).toBeUndefined();
    expect(exceptionFor(all, { ...disagreement, file: "specs/aa/B.tla" })).toBeUndefined();
    expect(exceptionFor(all, { ...disagreement, file: "x/C1.tla" })?.reason).toBe("another reason");
  });

  test("an exception needs a reason", () => {
    expect(() => parseExceptions("level a/B.tla")).toThrow(/kind file reason/);
  });
});

const node: NodeFact = {
  place: [2, 6, 2, 6],
  kind: "Apply",
  level: 1,
  operator: { name: "x", arity: 0, file: "M", line: 1, column: 10, source: "x" },
};
const facts: ModuleFacts = {
  constants: [],
  variables: [{ name: "x", arity: 0 }],
  nodes: [node],
  definitions: [{ place: [2, 1, 2, 6], name: "A", level: 1, params: [] }],
};
const accepted = (changed: Partial<ModuleFacts>): Answer => ({
  verdict: "accepted",
  messages: [],
  facts: { ...facts, ...changed },
});
const kindsOf = (ours: Answer, sany: Answer): readonly string[] =>
  compare("M.tla", ours, sany).disagreements.map((d) => d.kind);

describe("a comparison", () => {
  const same = accepted({});
  const rejected: Answer = {
    verdict: "semantic",
    messages: ["line 3, col 1 to line 3, col 2 of module M"],
    facts: undefined,
  };

  test("finds nothing where there is nothing", () => {
    const { disagreements, compared } = compare("M.tla", same, same);
    expect(disagreements).toEqual([]);
    expect(compared).toMatchObject({
      verdict: 1,
      declared: 2,
      definition: 1,
      span: 1,
      name: 1,
      arity: 1,
      level: 2,
    });
  });

  test("takes both ways of rejecting for one, and a crash for a disagreement", () => {
    expect(kindsOf({ ...rejected, verdict: "syntax" }, rejected)).toEqual([]);
    expect(kindsOf(same, rejected)).toEqual(["verdict"]);
    const crash: Answer = { verdict: "crash", messages: [], facts: undefined };
    expect(kindsOf(crash, crash)).toEqual(["verdict"]);
    const exception: Answer = { ...crash, messages: ["java.lang.NullPointerException"] };
    expect(kindsOf(rejected, exception)).toEqual([]);
    expect(kindsOf(same, exception)).toEqual(["verdict"]);
  });

  test("tells what lies in a proof", () => {
    expect(kindsOf({ ...same, proofs: [{ module: "M", from: 3, to: 4 }] }, rejected)).toEqual(["proof"]);
    expect(kindsOf({ ...same, proofs: [{ module: "M", from: 4, to: 4 }] }, rejected)).toEqual(["verdict"]);
  });

  test("finds other spans, names, arities, levels, definitions and declarations", () => {
    const operator = { ...node.operator!, line: 9 };
    expect(kindsOf(same, accepted({ nodes: [{ ...node, level: 0 }] }))).toEqual(["level"]);
    expect(kindsOf(same, accepted({ nodes: [{ ...node, operator }] }))).toEqual(["name"]);
    expect(
      kindsOf(same, accepted({ nodes: [{ ...node, operator: { ...node.operator!, arity: 1 } }] })),
    ).toEqual(["arity"]);
    expect(kindsOf(same, accepted({ nodes: [{ ...node, place: [2, 6, 2, 7] }] }))).toEqual(["span", "span"]);
    expect(kindsOf(same, accepted({ definitions: [] }))).toEqual(["definition"]);
    expect(kindsOf(same, accepted({ variables: [] }))).toEqual(["declared"]);
  });
});
