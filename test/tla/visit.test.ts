import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/tla/ast.js";
import { parseExpression } from "../../src/tla/parse.js";
import { children, freeNames, mapExpr, substitute, walk } from "../../src/tla/visit.js";

function expr(text: string): Expr {
  const { expr: result, diagnostics } = parseExpression("test", text);
  if (result === undefined) throw new Error(diagnostics[0]?.message ?? text);
  return result;
}

/** The tree without ids and spans. */
function shape(e: Expr): unknown {
  return JSON.parse(
    JSON.stringify(e, (key, value: unknown) => (key === "id" || key === "span" ? undefined : value)),
  );
}

function free(text: string): readonly string[] {
  return [...freeNames(expr(text))].sort();
}

function substituted(text: string, map: Readonly<Record<string, string>>): unknown {
  return shape(
    substitute(expr(text), new Map(Object.entries(map).map(([k, v]): [string, Expr] => [k, expr(v)]))),
  );
}

describe("walk and mapExpr", () => {
  it("visit in source order, parents first", () => {
    const seen: string[] = [];
    walk(expr("[f EXCEPT ![a].b = c, !.d = e] = {x : x \\in S}"), (node) => {
      if (node.kind === "Apply") seen.push(node.name);
      if (node.kind === "Name") seen.push(node.text);
    });
    expect(seen.join("")).toBe("fabcdexxS");
  });

  it("skip what is below a node on false", () => {
    let count = 0;
    walk(expr("f[g[h]]"), () => ++count < 1);
    expect(count).toBe(1);
  });

  it("keep what did not change", () => {
    const before = expr("LET a == x IN [f EXCEPT ![1] = a + (IF p THEN 1 ELSE y)]");
    expect(mapExpr(before, (e) => e)).toBe(before);
    const after = mapExpr(before, (e) => (e.kind === "Apply" && e.name === "y" ? { ...e, name: "z" } : e));
    expect(after).not.toBe(before);
    expect(children(after)[0]).toBe(children(before)[0]);
  });
});

describe("freeNames", () => {
  it("leaves out what binders bind, not the domains", () => {
    expect(free("\\A x \\in x, y \\in T : P(x, y, z)")).toEqual(["P", "T", "x", "z"]);
    expect(free("{x \\in S : x > y}")).toEqual(["S", "y"]);
    expect(free("{x + y : x \\in S}")).toEqual(["S", "y"]);
    expect(free("[<<a, b>> \\in S |-> a + c]")).toEqual(["S", "c"]);
    expect(free("F(LAMBDA x : x + M!Op(w))")).toEqual(["F", "M", "w"]);
  });

  it("knows the definitions of a LET and their parameters", () => {
    expect(free("LET f[n \\in S] == f[n - k]  g(h(_)) == h(u) IN f[g(v)]")).toEqual(["S", "k", "u", "v"]);
  });
});

describe("substitute", () => {
  it("replaces free names only, all at once", () => {
    expect(substituted("x + (\\A x \\in x : x)", { x: "y" })).toEqual(shape(expr("y + (\\A x \\in y : x)")));
    expect(substituted("x + y", { x: "y", y: "x" })).toEqual(shape(expr("y + x")));
  });

  it("renames what would capture", () => {
    expect(substituted("\\E y \\in S : x = y", { x: "y" })).toEqual(shape(expr("\\E y_1 \\in S : y = y_1")));
    expect(substituted("{y \\in y : x = y /\\ y_1}", { x: "y" })).toEqual(
      shape(expr("{y_2 \\in y : y = y_2 /\\ y_1}")),
    );
    expect(substituted("LET y == x g(z) == z + x + y IN g(y)", { x: "y + z" })).toEqual(
      shape(
        substitute(expr("LET y_1 == x g(z_1) == z_1 + x + y_1 IN g(y_1)"), new Map([["x", expr("y + z")]])),
      ),
    );
  });

  it("does not rename where the replaced name does not occur", () => {
    const e = expr("\\E y \\in S : y");
    expect(substitute(e, new Map([["x", expr("y")]]))).toBe(e);
  });

  it("replaces operators by names, symbols and LAMBDA", () => {
    expect(substituted("F(a)", { F: "G" })).toEqual(shape(expr("G(a)")));
    expect(substituted("M!F(a)", { M: "N", F: "G" })).toEqual(shape(expr("N!F(a)")));
    const lambda = expr("F(LAMBDA u : u + a)");
    if (lambda.kind !== "Apply" || lambda.args[0] === undefined) throw new Error("not an application");
    expect(shape(substitute(expr("G(b)"), new Map([["G", lambda.args[0]]])))).toEqual(shape(expr("b + a")));
  });
});
