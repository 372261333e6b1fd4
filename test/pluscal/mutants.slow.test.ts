import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { locate } from "../../src/pluscal/locate.js";
import { pluscalStatus } from "../../src/pluscal/status.js";
import { type Token, tokenize } from "../../src/pluscal/tokens.js";
import { type Translator, translate } from "../../src/pluscal/translate.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";

const read = (name: string): string =>
  readFileSync(new URL(`../cases/pluscal/${name}.tla`, import.meta.url), "utf8").split("\nEXPECT")[0] ?? "";

const SWAPS: Readonly<Record<string, string>> = {
  "<": ">",
  ">": "<",
  "=": "#",
  "+": "-",
  "*": "+",
  "\\cup": "\\cap",
  "\\/": "/\\",
};

/** One token of the algorithm replaced by another of its kind. */
function mutated(token: Token, all: readonly Token[], k: number): string {
  if (token.kind === "number") return String(Number(token.text) + 1);
  if (token.kind === "symbol") return SWAPS[token.text] ?? "";
  const same = all.filter((other) => other.kind === token.kind && other.text !== token.text);
  return same[(k * 7) % same.length]?.text ?? token.text;
}

const MUTANTS_PER_CASE = 16;

describe("mutants of algorithms", () => {
  let translator: Translator;
  beforeAll(async () => {
    const env = process.env;
    const [{ java }, { jar }] = await Promise.all([findJava(env), findTlc({ env })]);
    translator = { java, jar };
  });

  it.each(["current-p", "current-c"])("of %s are never taken for current when they are not", async (name) => {
    const text = read(name);
    const span = locate(text).algorithm;
    if (span === undefined) throw new Error("no algorithm");
    const tokens = tokenize(text, span.start, span.end).slice(3);
    const verdicts: string[] = [];
    for (let k = 0; k < MUTANTS_PER_CASE; k++) {
      const token = tokens[Math.floor((k + 0.5) * (tokens.length / MUTANTS_PER_CASE))];
      if (token === undefined) throw new Error("no token");
      const end = token.offset + token.text.length;
      const mutant = text.slice(0, token.offset) + mutated(token, tokens, k) + text.slice(end);
      const { verdict } = pluscalStatus("m.tla", mutant);
      const told = await translate("m.tla", "m", mutant, translator);
      const truth = told.kind === "failed" ? "rejected" : told.before;
      verdicts.push(`${truth}: ${verdict.kind}`);
      const line = text.slice(0, token.offset).split("\n").length;
      const what = `line ${line}: \`${token.text}\` to \`${mutated(token, tokens, k)}\``;
      if (truth === "different") expect(verdict.kind, what).not.toBe("current");
      if (truth === "same" || truth === "layout") expect(verdict.kind, what).toBe("current");
    }
    expect(verdicts.filter((v) => v === "different: stale").length).toBeGreaterThanOrEqual(3);
  });
});
