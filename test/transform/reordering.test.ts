/** The order of conjuncts and disjuncts says nothing: no verdict, plan or check depends on it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import type { Mapping } from "../../src/protocol/mapping.js";
import { readProtocol } from "../../src/protocol/read.js";
import type { Expr, Unit } from "../../src/tla/ast.js";
import { parseModule } from "../../src/tla/parse.js";
import { prettyModule } from "../../src/tla/pretty.js";
import { mapExpr } from "../../src/tla/visit.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { parsedModule, resolved } from "../resolved.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

const order = (...list: readonly (string | undefined)[]): string => JSON.stringify([...list].sort());

/** What is decided of a specification, without places, and without order where the text's order is kept. */
function verdictOf(text: string, mapping: Mapping): unknown {
  const { spec } = resolved(parsedModule("M.tla", text));
  if (spec === undefined) throw new Error("not resolved");
  const source = { file: "M.json", mapping, placeAt: () => undefined };
  const { protocol, table, diagnostics } = readProtocol(spec, source);
  if (protocol === undefined) return order(...diagnostics.map((d) => d.code));
  const found = analyse(protocol);
  const hybrid = transformHistory(protocol, table, []);
  return {
    nodes: protocol.nodeSet,
    slice: protocol.slice.map((v) => v.name).sort(),
    actions: protocol.actions
      .map((a) => order(a.name, ...a.updates.map((u) => u.variable), `${a.guards.length} ${a.sends.length}`))
      .sort(),
    verdict: found.verdict.counters,
    // Which of several writes is shown as the reason depends on the order.
    isReasoned: found.verdict.reasons.length > 0,
    leads: found.leadership.kind,
    kinds: found.subKinds
      .map((k) => `${k.name} ${k.tag} ${k.phase} ${order(...k.fields.map((f) => f.name))}`)
      .sort(),
    variables: found.variables.map((v) => `${v.name} ${v.role} ${v.observed}`).sort(),
    events: found.events.map((e) => `${e.action} ${order(...e.binds)} ${order(...e.writes)}`).sort(),
    counters: found.counters.length,
    made: hybrid.stages.map((s) => s.pass.name),
  };
}

/** The items of every list, and the operands of `/\\` and `\\/`, in another order. */
function reordered(text: string, next: () => number): string {
  const { parsed } = parseModule("M.tla", text);
  if (parsed === undefined) throw new Error("does not parse");
  const shuffled = <T>(items: readonly T[]): readonly T[] =>
    items
      .map((item) => [next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  const change = (e: Expr): Expr => {
    if (e.kind === "Junction") return { ...e, items: shuffled(e.items) };
    return e;
  };
  const units = parsed.module.units.map(
    (u): Unit => (u.kind === "Definition" ? { ...u, body: mapExpr(u.body, change) } : u),
  );
  return prettyModule({ ...parsed.module, units });
}

describe("conjuncts and disjuncts in another order", () => {
  it.each(["raft/Raft", "paxos/Paxos", "leaderless/Leaderless"])(
    "%s: the same verdict",
    (path) => {
      const text = readFileSync(`${specs}${path}.tla`, "utf8");
      const mapping: Mapping = {
        init: "Init",
        next: "Next",
        ...JSON.parse(readFileSync(`${specs}${path}.mapping.json`, "utf8")),
      };
      const expected = verdictOf(text, mapping);
      expect(expected).toMatchObject({ made: expect.arrayContaining(["normalise"]) });
      let changed = 0;
      fc.assert(
        fc.property(fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (seeds) => {
          let k = 0;
          const made = reordered(text, () => ((seeds[k % 40] ?? 0) * 31 + 17 * k++ * k) >>> 0);
          if (made !== reordered(text, () => 0)) changed++;
          expect(verdictOf(made, mapping)).toEqual(expected);
        }),
        { numRuns: 3, endOnFailure: true },
      );
      expect(changed).toBeGreaterThan(0);
    },
    120_000,
  );
});
