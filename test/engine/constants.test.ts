/** Constant definitions have one value in a run, whatever they print or draw, as TLC evaluates them before the search. */
import { expect, it } from "vitest";
import { compileModel } from "../../src/engine/compile.js";
import { explore } from "../../src/engine/explore/explore.js";
import { linkCfg } from "../../src/resolve/cfg.js";
import { loadText } from "../../src/spec/modules.js";
import { parseCfg } from "../../src/tla/cfg.js";

const MODULE = `---- MODULE M ----
EXTENDS Naturals, TLC
VARIABLES x, y
Said == PrintT("said")
Drawn == RandomElement(1..1000000)
Here == TLCGet("distinct")
Init == x = 0 /\\ y = Drawn
Next == x < 4 /\\ x' = x + 1 /\\ y' = Drawn
Inv == Said /\\ y = Drawn /\\ PrintT(Here)
====
`;

it("constant definitions are evaluated once, those that ask how far the search is each time", async () => {
  const { spec } = await loadText("M.tla", MODULE, ".");
  if (spec === undefined) throw new Error("not loaded");
  const cfg = parseCfg("M.cfg", "INIT Init\nNEXT Next\nINVARIANT Inv\nCHECK_DEADLOCK FALSE\n").cfg;
  const { model } = compileModel(spec, linkCfg(spec, cfg).linked);
  if (model?.context === undefined) throw new Error("not compiled");
  const printed: string[] = [];
  model.context.printed = (text) => printed.push(text);
  const { verdict, counts } = await explore(model, { now: () => 0, pause: () => Promise.resolve() });
  expect(verdict.kind).toBe("holds");
  expect(counts.distinct).toBe(5);
  expect(printed).toEqual(['"said"', "1", "2", "3", "4", "5"]);
});
