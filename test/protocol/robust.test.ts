import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noMapping, readProtocol } from "../../src/protocol/read.js";
import { showProtocol } from "../../src/protocol/show.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import type { Expr, Module, Unit } from "../../src/tla/ast.js";
import { parseModule } from "../../src/tla/parse.js";
import { prettyModule } from "../../src/tla/pretty.js";
import { mapExpr } from "../../src/tla/visit.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { resolved } from "../resolved.js";
import { positiveNames, readCase } from "./cases.js";

const spec = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../specs/${path}`, import.meta.url)), "utf8");

const sources: readonly string[] = [
  spec("raft/Raft.tla"),
  spec("paxos/Paxos.tla"),
  ...positiveNames.map((name) => readCase(name).module),
];

function parsed(source: string): ReturnType<typeof parseModule>["parsed"] {
  return parseModule("M.tla", source).parsed;
}

/** What a person might do by mistake, at a place given by two numbers. */
type Damage = {
  readonly what: "delete" | "duplicate" | "swap" | "replace";
  readonly unit: number;
  readonly at: number;
};

function damage(module: Module, { what, unit, at }: Damage): Module {
  const definitions = module.units.flatMap((u, k) => (u.kind === "Definition" ? [k] : []));
  const k = definitions[unit % definitions.length] ?? 0;
  const chosen = module.units[k];
  if (chosen === undefined || chosen.kind !== "Definition") return module;
  if (at % 5 === 0) {
    const units: Unit[] = [...module.units];
    if (what === "delete") units.splice(k, 1);
    else units.splice(k, 0, { ...chosen, name: { ...chosen.name, text: `${chosen.name.text}Again` } });
    return { ...module, units };
  }
  let seen = 0;
  let other: Expr | undefined;
  const change = (e: Expr): Expr => {
    if (e.kind === "Junction" && seen++ === at % 4) {
      const n = at % e.items.length;
      const items = e.items.flatMap((x, j) => (j !== n ? [x] : what === "delete" ? [] : [x, x]));
      return items.length === 0 ? e : { ...e, items };
    }
    if (what === "swap" && e.kind === "Infix" && seen++ === at % 7)
      return { ...e, left: e.right, right: e.left };
    if (what === "replace" && seen++ % 11 === at % 11) {
      const by = other ?? e;
      other = e;
      return by;
    }
    return e;
  };
  const body = mapExpr(chosen.body, change);
  return { ...module, units: module.units.map((u, j) => (j === k ? { ...chosen, body } : u)) };
}

const damages = fc.array(
  fc.record({
    what: fc.constantFrom("delete" as const, "duplicate" as const, "swap" as const, "replace" as const),
    unit: fc.nat(40),
    at: fc.nat(60),
  }),
  { minLength: 1, maxLength: 3 },
);

describe("reading a damaged protocol", () => {
  it("never fails but with a diagnostic", () => {
    let refused = 0;
    let read = 0;
    fc.assert(
      fc.property(fc.nat(sources.length - 1), damages, (k, list) => {
        const whole = parsed(sources[k] ?? "");
        if (whole === undefined) throw new Error("a source that does not parse");
        const text = prettyModule(list.reduce(damage, whole.module));
        const again = parsed(text);
        if (again === undefined) return;
        const { spec } = resolved(again);
        if (spec === undefined) return;
        const { protocol, table, diagnostics } = readProtocol(spec, {
          ...noMapping,
          mapping: k === 1 ? { owners: [{ keys: "Ballot", field: "bal" }] } : {},
        });
        if (protocol === undefined) {
          refused++;
          expect(diagnostics.some((d) => d.severity === "error" && (d.hint ?? "") !== "")).toBe(true);
          return;
        }
        read++;
        showProtocol(protocol);
        try {
          transformHistory(protocol, table, []);
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
        }
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(read).toBeGreaterThan(20);
  });
});
