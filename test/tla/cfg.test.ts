import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CfgItem, cfgConstant, cfgNames, parseCfg, printCfg } from "../../src/tla/cfg.js";
import { int, model, parseValue, printValue, setOf } from "../../src/tla/value.js";

const full = readFileSync(new URL("../cases/cfg/full.cfg", import.meta.url), "utf8");

const bare = (items: readonly CfgItem[]): unknown[] =>
  items.map((e) => ({ ...e, span: undefined, place: undefined }));

describe("parseCfg", () => {
  it("reads every kind of entry", () => {
    const { cfg, diagnostics } = parseCfg("full.cfg", full);
    expect(diagnostics).toEqual([]);
    expect(printValue(cfgConstant(cfg, "Quorums")!)).toBe("{{a}, {a, b}}");
    expect(cfgConstant(cfg, "Limit")).toEqual(int(-3));
    expect(cfgConstant(cfg, "Label")).toEqual({ kind: "string", value: "x \\* y" });
    expect(cfgConstant(cfg, "Fair")).toEqual({ kind: "bool", value: true });
    expect(cfgConstant(cfg, "Free")).toEqual(model("Free"));
    expect(cfgNames(cfg, "INVARIANT")).toEqual(["TypeOK", "Agreement", "Validity"]);
    expect(cfgNames(cfg, "POSTCONDITION")).toEqual(["Done"]);
    expect(cfg.entries.filter((e) => e.kind === "substitution")).toMatchObject([
      { name: "Choice", module: undefined, operator: "SmallChoice" },
      { name: "Next", module: "Other", operator: "OtherNext" },
    ]);
    expect(cfg.entries.at(-1)).toMatchObject({ kind: "deadlock", check: false });
  });

  it("keeps the place of each entry", () => {
    const { cfg } = parseCfg("full.cfg", full);
    const quorums = cfg.entries.find((e) => e.kind === "constant" && e.name === "Quorums");
    expect(quorums?.place).toMatchObject({ file: "full.cfg", line: 5, column: 3, endLine: 6 });
  });

  it("is undone by printCfg", () => {
    const { cfg } = parseCfg("full.cfg", full);
    expect(bare(parseCfg("again.cfg", printCfg(cfg)).cfg.entries)).toEqual(bare(cfg.entries));
  });

  it.each([
    ["SPECIFCATION Spec\nINVARIANT I", "cfg/unknown-keyword", "did you mean SPECIFICATION?"],
    ["INVARIANTS I\nPROPERTYS P\nNEXT N", "cfg/unknown-keyword", "did you mean PROPERTY?"],
    ["CONSTANT N = 3\nINVARIANTE I", "cfg/unknown-keyword", "did you mean INVARIANT?"],
    ["CONSTANT N = {1, 2\nINIT I", "cfg/bad-value", undefined],
    ["CONSTANT N = \nINIT I", "cfg/bad-value", undefined],
    ["CHECK_DEADLOCK no", "cfg/unexpected", undefined],
    ["INIT", "cfg/unexpected", undefined],
    ["INIT A INIT B", "cfg/duplicate", undefined],
    ["(* open", "cfg/unclosed-comment", undefined],
  ])("reports the fault of %j", (source, code, hint) => {
    const found = parseCfg("bad.cfg", source).diagnostics.find((d) => d.code === code);
    expect(found).toMatchObject(hint === undefined ? { code } : { code, hint });
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
const anyItem: fc.Arbitrary<CfgItem> = fc.oneof(
  fc.record({
    kind: fc.constant("constant" as const),
    name: ident,
    value: fc.oneof(
      fc.integer().map(int),
      ident.map(model),
      fc.stringMatching(/^[ -~]*$/).map((value) => ({ kind: "string" as const, value })),
      fc
        .array(fc.oneof(fc.integer().map(int), fc.array(ident.map(model)).map(setOf)), { maxLength: 3 })
        .map(setOf),
    ),
  }),
  fc.record({
    kind: fc.constant("substitution" as const),
    name: ident,
    module: fc.option(ident, { nil: undefined }),
    operator: ident,
  }),
  fc.record({
    kind: fc.constant("definition" as const),
    keyword: fc.constantFrom("INVARIANT", "PROPERTY", "CONSTRAINT", "ACTION_CONSTRAINT"),
    name: ident,
  }),
);

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
