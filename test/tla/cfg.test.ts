import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CfgItem,
  cfgConstant,
  cfgNames,
  modelValueType,
  parseCfg,
  printCfg,
} from "../../src/tla/cfg.js";
import { boolean, int, model, parseValue, printValue, setOf, string } from "../../src/tla/value.js";

const full = readFileSync(new URL("../cases/cfg/full.cfg", import.meta.url), "utf8");

const bare = (items: readonly CfgItem[]): unknown[] =>
  items.map((e) => ({ ...e, span: undefined, place: undefined, parts: undefined }));

describe("parseCfg", () => {
  it("reads every kind of entry", () => {
    const { cfg, diagnostics } = parseCfg("full.cfg", full);
    expect(diagnostics).toEqual([]);
    expect(printValue(cfgConstant(cfg, "Quorums")!)).toBe("{{a}, {a, b}}");
    expect(cfgConstant(cfg, "Limit")).toEqual(int(3));
    expect(cfgConstant(cfg, "Label")).toEqual({ kind: "string", value: "x (* y" });
    expect(cfgConstant(cfg, "Fair")).toEqual({ kind: "bool", value: true });
    expect(cfgConstant(cfg, "Free")).toEqual(model("Free"));
    expect(cfgNames(cfg, "INVARIANT")).toEqual(["TypeOK", "Agreement", "Validity"]);
    expect(cfgNames(cfg, "POSTCONDITION")).toEqual(["Done", "Finished"]);
    expect(cfg.entries).toContainEqual(
      expect.objectContaining({ kind: "constant", name: "F", args: [int(1), model("a")], value: int(2) }),
    );
    expect(cfg.entries).toContainEqual(
      expect.objectContaining({ kind: "constant", name: "Depth", module: "Other", value: int(4) }),
    );
    expect(cfgConstant(cfg, "Depth")).toBeUndefined();
    expect(cfg.entries.filter((e) => e.kind === "substitution")).toMatchObject([
      { name: "Choice", module: undefined, operator: "SmallChoice" },
      { name: "Next", module: "Other", operator: "OtherNext" },
      { name: "\\prec", module: undefined, operator: "Before" },
      { name: "Inner!Op", module: undefined, operator: "Outer" },
    ]);
    expect(cfg.entries.at(-1)).toMatchObject({ kind: "deadlock", check: false });
  });

  it("keeps the place of each entry", () => {
    const { cfg } = parseCfg("full.cfg", full);
    const quorums = cfg.entries.find((e) => e.kind === "constant" && e.name === "Quorums");
    expect(quorums?.place).toMatchObject({ file: "full.cfg", line: 5, column: 3, endLine: 6 });
    expect(quorums?.parts.name).toMatchObject({ line: 5, column: 3, endColumn: 10 });
    expect(quorums?.parts.target).toMatchObject({ line: 5, column: 13, endLine: 6 });
    const next = cfg.entries.find((e) => e.kind === "substitution" && e.name === "Next");
    expect(next?.parts).toMatchObject({ module: { column: 12 }, target: { column: 19 } });
  });

  it("is undone by printCfg", () => {
    const { cfg } = parseCfg("full.cfg", full);
    expect(bare(parseCfg("again.cfg", printCfg(cfg)).cfg.entries)).toEqual(bare(cfg.entries));
  });

  it.each([
    ["SPECIFCATION Spec\nINVARIANT I", "did you mean SPECIFICATION?"],
    ["INVARIANTS I\nPROPERTYS P\nNEXT N", "did you mean PROPERTY?"],
    ["CONSTANT N = 3\nINVARIANTE I", "did you mean INVARIANT?"],
  ])("finds the keyword that %j means", (source, hint) => {
    const found = parseCfg("bad.cfg", source).diagnostics;
    const misread = found.filter(
      (d) => d.code === "cfg/unknown-keyword" || d.code === "cfg/expected-assignment",
    );
    expect(misread).toMatchObject([{ hint }]);
  });

  it.each([
    "INIT INIT\nNEXT NEXT",
    "CONSTANT x = INIT",
    "CONSTANT x = 1a y = 2",
    "CONSTANT TYPE = 3",
    "INVARIANT",
    "",
    "CONSTANT\tN = 1\r\nINIT I\r\nNEXT N \\* end",
    "CONSTANT x<-y z={a,b}",
  ])("takes %j, as TLC does", (source) => {
    expect(parseCfg("good.cfg", source).diagnostics).toEqual([]);
  });

  it("reads what stands after a fault", () => {
    const { cfg } = parseCfg("bad.cfg", "CONSTANT N = {1, \nINIT Init\nFOO bar\nNEXT Next");
    expect([cfgNames(cfg, "INIT"), cfgNames(cfg, "NEXT")]).toEqual([["Init"], ["Next"]]);
  });

  it("never throws, whatever it is given", () => {
    const word = fc.constantFrom(
      "CONSTANT",
      "x",
      "=",
      "<-",
      "{",
      "}",
      "[",
      "]",
      '"',
      "(*",
      "*)",
      "\\*",
      "\n",
      "-",
      "1",
      "INIT",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (words) => {
        parseCfg("any.cfg", words.join(" "));
      }),
    );
  });
});

const ident = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,6}$/);
const symbol = fc.constantFrom("+", "\\prec", "\\cup", "<=", "-|", "(+)", "??");
const name = fc.oneof(
  ident,
  symbol,
  fc.tuple(ident, ident).map(([a, b]) => `${a}!${b}`),
);
const natural = fc.nat().map(int);
const value = fc.oneof(
  natural,
  fc.boolean().map(boolean),
  ident.map(model),
  fc.stringMatching(/^[ !#-[\]-~]*$/).map(string),
  fc.array(fc.oneof(natural, fc.array(ident.map(model)).map(setOf)), { maxLength: 3 }).map(setOf),
);
const anyItem: fc.Arbitrary<CfgItem> = fc.oneof(
  fc.record({
    kind: fc.constant("constant" as const),
    name: ident,
    value,
  }),
  fc.record({
    kind: fc.constant("constant" as const),
    name,
    args: fc.array(value, { minLength: 1, maxLength: 3 }),
    value,
  }),
  fc.record({ kind: fc.constant("constant" as const), name, module: ident, value }),
  fc.record({
    kind: fc.constant("substitution" as const),
    name,
    module: fc.option(ident, { nil: undefined }),
    operator: fc.oneof(ident, symbol),
  }),
  fc.record({
    kind: fc.constant("definition" as const),
    keyword: fc.constantFrom(
      ...([
        "INVARIANT",
        "PROPERTY",
        "CONSTRAINT",
        "ACTION_CONSTRAINT",
        "POSTCONDITION",
        "_POSSIBLE",
      ] as const),
    ),
    name: ident,
  }),
);

describe("model values", () => {
  it("have the type that their name says", () => {
    expect(["A_x", "a_1", "A_", "ab", "_x", "A_B_c"].map(modelValueType)).toEqual([
      "A",
      "a",
      undefined,
      undefined,
      undefined,
      "A",
    ]);
  });
});

describe("printCfg", () => {
  it("is undone by parseCfg", () => {
    fc.assert(
      fc.property(fc.array(anyItem), (entries) => {
        const { cfg, diagnostics } = parseCfg("gen.cfg", printCfg({ entries }));
        expect(diagnostics).toEqual([]);
        expect(bare(cfg.entries)).toEqual(bare(entries));
      }),
    );
  });

  it("shares a keyword among entries that follow each other", () => {
    const constant = (name: string): CfgItem => ({ kind: "constant", name, value: parseValue("1") });
    const invariant: CfgItem = { kind: "definition", keyword: "INVARIANT", name: "I" };
    const init: CfgItem = { kind: "definition", keyword: "INIT", name: "Init" };
    expect(printCfg({ entries: [constant("a"), constant("b"), init, invariant] })).toBe(
      "CONSTANTS\n  a = 1\n  b = 1\nINIT Init\nINVARIANTS\n  I\n",
    );
  });
});
