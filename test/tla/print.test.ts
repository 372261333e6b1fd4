import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node } from "../../src/tla/ast.js";
import { parseModule } from "../../src/tla/parse.js";
import { printSource } from "../../src/tla/print.js";
import { children, walk } from "../../src/tla/visit.js";

/** The first child that is out of its parent's span, out of order or overlapping. */
function misplaced(root: Node): string | undefined {
  let fault: string | undefined;
  const ids = new Set<number>();
  walk(root, (node) => {
    if (ids.has(node.id)) fault ??= `id ${node.id} twice, ${node.kind}`;
    ids.add(node.id);
    let at = node.span.start;
    for (const child of children(node)) {
      if (child.span.start < at || child.span.end > node.span.end || child.span.end <= child.span.start) {
        fault ??= `${child.kind} in ${node.kind} at ${child.span.start}`;
      }
      at = child.span.end;
    }
  });
  return fault;
}

function check(source: string): void {
  const { parsed, diagnostics } = parseModule("M.tla", source);
  expect(diagnostics.map((d) => `${d.place?.line}:${d.place?.column} ${d.message}`)).toEqual([]);
  if (parsed === undefined) return;
  expect(misplaced(parsed.module)).toBeUndefined();
  expect(printSource(parsed)).toBe(source);
}

/** A text generator's value: pieces between which layout may stand. */
type Pieces = readonly string[];
const one = (...pieces: string[]): Pieces => pieces;
const inParens = (e: Pieces): Pieces => ["(", ...e, ")"];

const { expression } = fc.letrec<{ expression: Pieces; compound: Pieces }>((tie) => {
  const e = tie("expression");
  const atom = fc.constantFrom(...["x", "y", "f1", "12", '"s (* "', "TRUE", "{}", "<<>>"].map((t) => one(t)));
  const infix = fc.constantFrom("+", "/\\", "=>", "\\in", "=", "..", "\\cup", "\\leq", "@@", ":>");
  return {
    expression: fc.oneof({ maxDepth: 4, depthSize: "small" }, atom, tie("compound")),
    compound: fc.oneof(
      fc.tuple(e, infix, e).map(([a, op, b]) => [...inParens(a), op, ...inParens(b)]),
      fc.tuple(fc.constantFrom("~", "-", "DOMAIN", "UNCHANGED"), e).map(([op, a]) => [op, ...inParens(a)]),
      e.map((a) => [...inParens(a), "'"]),
      fc.tuple(e, e).map(([a, b]) => ["F", "(", ...a, ",", ...b, ")"]),
      fc.tuple(e, e).map(([a, b]) => ["M", "!", "G", "(", ...a, ",", ...b, ")", "[", ...b, "]", ".", "fld"]),
      fc
        .tuple(e, e, e)
        .map(([a, b, c]) => ["IF", ...a, "THEN", ...b, "ELSE", ...c])
        .map(inParens),
      fc
        .tuple(e, e, e)
        .map(([a, b, c]) => ["CASE", ...a, "->", ...b, "[]", "OTHER", "->", ...c])
        .map(inParens),
      fc
        .tuple(e, e)
        .map(([a, b]) => ["\\A", "x", ",", "y", "\\in", ...a, ":", ...b])
        .map(inParens),
      fc
        .tuple(e, e)
        .map(([a, b]) => ["CHOOSE", "x", "\\in", ...a, ":", ...b])
        .map(inParens),
      fc.tuple(e, e).map(([a, b]) => ["{", "x", "\\in", ...a, ":", ...b, "}"]),
      fc.tuple(e, e).map(([a, b]) => ["{", ...inParens(a), ":", "x", "\\in", ...b, "}"]),
      fc.tuple(e, e).map(([a, b]) => ["[", "x", "\\in", ...a, "|->", ...b, "]"]),
      fc.tuple(e, e).map(([a, b]) => ["[", ...inParens(a), "->", ...b, "]"]),
      fc.tuple(e, e).map(([a, b]) => ["[", "k", "|->", ...a, ",", "l", "|->", ...b, "]"]),
      fc
        .tuple(e, e, e)
        .map(([a, b, c]) => ["[", ...a, "EXCEPT", "!", "[", ...b, "]", ".", "k", "=", ...c, "]"]),
      fc.tuple(e, e).map(([a, b]) => ["<<", ...a, ",", ...b, ">>"]),
      fc
        .tuple(e, e)
        .map(([a, b]) => ["LET", "z", "==", ...a, "g", "(", "p", ")", "==", "p", "IN", ...b])
        .map(inParens),
      e.map((a) => ["[", ...a, "]_", "x"]),
    ),
  };
});

const gap = fc.constantFrom(" ", " ", "  ", "\n    ", " (* a (* b *) *) ", " \\* c\n  ", "\t", "\r\n ");

function laidOut(pieces: Pieces, gaps: readonly string[]): string {
  return pieces.map((piece, i) => piece + (gaps[i % gaps.length] ?? " ")).join("");
}

/** Bullets in a column, their items on one line each. */
const bullets = fc
  .tuple(
    fc.constantFrom("/\\", "\\/"),
    fc.integer({ min: 1, max: 12 }),
    fc.array(expression, { minLength: 1, maxLength: 4 }),
  )
  .map(([op, column, items]) =>
    items.map((item) => `\n${" ".repeat(column)}${op} ${item.join(" ")}`).join(""),
  );

describe("printSource", () => {
  it("gives the source back, and spans nest", () => {
    const gaps = fc.array(gap, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(expression, { minLength: 1, maxLength: 3 }),
        gaps,
        bullets,
        (bodies, layout, list) => {
          const units = bodies.map((body, i) => `D${i} == ${laidOut(body, layout)}`);
          check(`junk\n---- MODULE M ----\n${units.join("\n")}\nL == ${list}\n=====\ntail`);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gives every accepted case and specification back", () => {
    const root = fileURLToPath(new URL("../../", import.meta.url));
    for (const directory of ["test/cases/parse/", "specs/"]) {
      for (const name of readdirSync(root + directory, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".tla")) continue;
        const source = readFileSync(root + directory + name, "utf8");
        if (directory === "specs/" || source.includes("\nEXPECT\nok")) check(source);
      }
    }
  });
});

describe("parseModule", () => {
  it("never throws", () => {
    const scrap = fc.constantFrom(
      ..."/\\ \\/ ( ) [ ] { } << >> , : == = -> |-> \n IF THEN LET IN x 1 ---- ==== ' [] \\A @ !".split(" "),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(scrap, { maxLength: 40 }).map((a) => a.join(" ")),
    );
    fc.assert(
      fc.property(text, (s) => {
        const { parsed, diagnostics } = parseModule("M.tla", `---- MODULE M ----\nA == ${s}\n====\n`);
        expect(parsed === undefined).toBe(diagnostics.length > 0);
      }),
      { numRuns: 300 },
    );
    for (const nested of ["(", "[", "~", "/\\ ", "x + ", "<1>1. ", "F("]) {
      parseModule("M.tla", `---- MODULE M ----\nA == ${nested.repeat(20_000)}x\n====\n`);
    }
  });

  it("reads a large module in good time", () => {
    const unit =
      'Step(i) ==\n  /\\ pc[i] = "a"\n  /\\ \\E m \\in msgs : m.to = i /\\ x\' = [x EXCEPT ![i] = @ + 1]\n';
    const source = `---- MODULE M ----\n${unit.repeat(900)}====\n`;
    parseModule("M.tla", source);
    const start = performance.now();
    expect(parseModule("M.tla", source).diagnostics).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
