import { describe, expect, it } from "vitest";
import type { ParsedModule } from "../../src/tla/ast.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { parseModule } from "../../src/tla/parse.js";
import { checkModel, declared, STANDARD_MODULES } from "../../src/tlc/model.js";

function parsed(source: string): ParsedModule {
  const result = parseModule("M.tla", source);
  if (result.parsed === undefined) throw new Error("the module does not parse");
  return result.parsed;
}

function faults(cfg: string, root: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const module = parsed(root);
  const find = (name: string): ParsedModule | undefined =>
    others[name] === undefined ? undefined : parsed(others[name]);
  const found = checkModel(parseCfg("M.cfg", cfg).cfg, module, declared(module, find), STANDARD_MODULES);
  return found.map((d) => `${d.place?.file}:${d.place?.line} ${d.code} ${d.hint ?? ""}`.trim());
}

const M = "---- MODULE M ----\nEXTENDS Naturals\nCONSTANTS N, Server\nVARIABLE x\nInv == x < N\n====\n";

describe("a model against its module", () => {
  it("fits", () => {
    expect(faults("CONSTANTS N = 3\nServer = {a, b}\nINVARIANT Inv\n", M)).toEqual([]);
  });
  it("names a constant that is unknown, with file and line", () => {
    expect(faults("CONSTANTS\n N = 3\n server = {a}\n Server = {a}\n", M)).toEqual([
      "M.cfg:3 model/unknown-constant did you mean Server?",
    ]);
  });
  it("leaves a constant without a value", () => {
    expect(faults("CONSTANT N = 3\n", M)).toEqual([
      "M.cfg:1 model/missing-constant add a line `Server = …` under CONSTANTS",
    ]);
  });
  it("names an invariant that is not defined", () => {
    expect(faults("CONSTANTS N = 3\n Server = {}\nINVARIANT Inw\n", M)).toEqual([
      "M.cfg:3 model/unknown-definition",
    ]);
  });
  it("knows constants and definitions of extended modules", () => {
    const root = "---- MODULE M ----\nEXTENDS Base\n====\n";
    const base = "---- MODULE Base ----\nCONSTANT C\nInv == TRUE\n====\n";
    expect(faults("CONSTANT C = 1\nINVARIANT Inv\n", root, { Base: base })).toEqual([]);
    expect(faults("INVARIANT Inv\n", root, { Base: base })).toEqual([
      "M.cfg:1 model/missing-constant add a line `C = …` under CONSTANTS",
    ]);
  });
  it("wants no values for the constants of an instance", () => {
    const root = "---- MODULE M ----\nINSTANCE Base WITH C <- 1\n====\n";
    const base = "---- MODULE Base ----\nCONSTANT C\nInv == TRUE\n====\n";
    expect(faults("INVARIANT Inv\n", root, { Base: base })).toEqual([]);
  });
  it("says nothing of names that may come from a module it does not have", () => {
    expect(faults("CONSTANT K = 1\nINVARIANT I\n", "---- MODULE M ----\nEXTENDS Elsewhere\n====\n")).toEqual(
      [],
    );
  });
  it("allows replacing a definition of a standard module", () => {
    expect(faults("CONSTANTS N = 3\n Server = {}\n Nat <- Inv\n", M)).toEqual([]);
  });
});
