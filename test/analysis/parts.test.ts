/** Counters that have nothing in common are explored apart, at least as deep as the whole would be. */
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/index.js";
import { raised } from "../../src/analysis/kappa/bounds.js";
import { ownTags } from "../../src/analysis/kappa/own.js";
import { partsOf } from "../../src/analysis/kappa/parts.js";
import { statesOfWhole } from "../../src/analysis/kappa/together.js";
import { Reader } from "../../src/analysis/steps.js";
import { cfgItems, parseCfg } from "../../src/tla/cfg.js";
import { parseExpression } from "../../src/tla/parse.js";
import { caseText, kappaTried, ownProtocol, protocolOf } from "./cases.js";

const two = caseText("apart");
const model = "CONSTANTS Node = {n1, n2, n3} Value = {v1} None = None MaxEpoch = 1";

/** A guard of one register's looks at the other. */
const touching = ["/\\ epochB[n] < MaxEpoch", "/\\ epochB[n] < MaxEpoch /\\ keptA[n] = None"] as const;

async function tried(module: string, states: number, seconds = 60) {
  const protocol = await protocolOf({ ...two, module });
  const report = await kappaTried(
    protocol,
    raised(protocol, cfgItems(parseCfg("model", model).cfg)),
    states,
    seconds,
  );
  return { parts: partsOf(new Reader(protocol), analyse(protocol)), report };
}

describe("parts", () => {
  test("two registers are explored apart, and the acceptances of both are seen", async () => {
    const { parts, report } = await tried(two.module, 10_000);
    expect(parts.map((p) => p.events.map((e) => e.name))).toEqual([
      ["OpenA", "ProposeA", "AcceptA"],
      ["OpenB", "ProposeB", "AcceptB"],
    ]);
    expect(report.counters.map((c) => [c.counter, ...c.kappa.keys()])).toEqual([
      ["c1", ...(parts[0]?.events.map((e) => e.name) ?? [])],
      ["c2", ...(parts[1]?.events.map((e) => e.name) ?? [])],
    ]);
    const shared = await tried(two.module.replace(...touching), 10_000);
    expect(shared.parts).toHaveLength(1);
    expect(report.states).toBeLessThan(shared.report.states);
    expect(report.depth).toBeGreaterThanOrEqual(shared.report.depth);
    expect(report.counters.map((c) => c.events.map((e) => e.seen > 1))).toEqual(
      Array(2).fill([true, true, true]),
    );
  });

  test("what reads the other's variable, or own messages whatever their kind, belongs to it", async () => {
    for (const [from, to] of [
      touching,
      [
        'm.kind = "ProposeB" /\\ m.source = n /\\ m.epoch = epochB[n]',
        "m.source = n /\\ m.epoch = epochB[n]",
      ],
    ] as const) {
      expect(two.module).toContain(from);
      const { parts } = await tried(two.module.replace(from, to), 100);
      expect([to, parts.length]).toEqual([to, 1]);
    }
  });

  test("states of the whole by depth are those of the parts, put together", () => {
    // Two parts of three states in a row: nine in all, of which six are at most two steps away.
    expect(
      statesOfWhole([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toBe(6);
    expect(statesOfWhole([[1, 4, 6]])).toBe(11);
    expect(
      statesOfWhole([
        [1, 2, 0],
        [3, 1, 5],
      ]),
    ).toBe(3 + 1 + 5 + 2 * (3 + 1));
  });

  test("the kinds of a node's own messages that an expression asks for", async () => {
    const protocol = await ownProtocol("paxos");
    const [kind] = protocol.kinds;
    const reader = new Reader({
      ...protocol,
      slice: [...protocol.slice, { ...protocol.slice[0]!, name: "mine", origin: "sent" }],
    });
    const s = `${protocol.names.slice}.mine`;
    const is = (m: string): string => `${m}.${protocol.kindField} = "${kind?.tag}"`;
    const asked = (text: string) => {
      const { expr } = parseExpression("text", text);
      if (expr === undefined) throw new Error(text);
      const tags = ownTags(reader, expr);
      return tags === undefined ? undefined : [...tags];
    };
    for (const one of [`\\E m \\in ${s} : ${is("m")} /\\ m.x = 1`, `\\A m \\in ${s} : ${is("m")} => m.x = 1`])
      expect([one, asked(one)]).toEqual([one, [kind?.tag]]);
    expect(asked(`{m \\in ${s} : ${is("m")}} = {}`)).toEqual([kind?.tag]);
    for (const all of [`\\E m \\in ${s} : m.x = 1`, `\\A m \\in ${s} : ${is("m")}`, `${s} = {}`])
      expect([all, asked(all)]).toEqual([all, undefined]);
    expect(asked(`\\E m \\in ${s} : ${is("m")} /\\ \\E o \\in ${s} : ${is("m")}`)).toBeUndefined();
    expect(asked("1 = 1")).toEqual([]);
  });
});
