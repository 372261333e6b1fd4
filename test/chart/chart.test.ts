import { describe, expect, it } from "vitest";
import { type ChartStep, chartOf } from "../../src/chart/chart.js";
import { chartSvg } from "../../src/chart/chart-svg.js";
import type { KindFact, NetworkFact, RoleFact } from "../../src/structure/types.js";
import { parseState } from "../../src/tla/value.js";

const place = { file: "M.tla", line: 1, column: 1, endLine: 1, endColumn: 1 };

const role: RoleFact = { set: "Node", variables: [{ name: "at", position: 1 }], place };
const network = (representation: NetworkFact["representation"], path = ""): NetworkFact => ({
  variable: "net",
  path,
  representation,
  tag: "t",
  place,
  evidence: [],
});
const kind = (name: string, sender: string | undefined): KindFact => ({
  name,
  network: "net",
  fields: [],
  sentBy: [],
  receivedBy: [],
  sender,
  place,
});

const step = (text: string, action?: string, ...args: string[]): ChartStep => ({
  action,
  args,
  values: parseState(text),
});
const at = (a: number, b: number): string => `/\\ at = (n1 :> ${a} @@ n2 :> ${b})\n`;
const ask = '[t |-> "Ask", from |-> n1]';

describe("a chart", () => {
  it("has an arrow from the step that sent a message to the step that says it consumes it", () => {
    const { lifelines, rows, arrows } = chartOf(
      "M",
      [
        step(`${at(0, 0)}/\\ net = {}`),
        step(`${at(0, 0)}/\\ net = {${ask}}`, "Send", "n1"),
        step(`${at(0, 0)}/\\ net = {${ask}}`, "Skip", "n1"),
        step(`${at(0, 1)}/\\ net = {${ask}, [t |-> "Told", to |-> n1]}`, "Take", "n2", `m = ${ask}`),
      ],
      { kind: "none" },
      {
        roles: [role],
        networks: [network("growing-set")],
        kinds: [kind("Ask", "from"), kind("Told", undefined)],
      },
    );
    expect(lifelines).toEqual(["n1", "n2"]);
    expect(rows.map((r) => [r.title, r.nodes, r.changes])).toEqual([
      ["initial state", [], ["at = (n1 :> 0 @@ n2 :> 0)"]],
      ["Send(n1)", ["n1"], []],
      ["Skip(n1)", ["n1"], []],
      ["Take(n2)", ["n2"], ["at[n2] = 1  (was 0)"]],
    ]);
    expect(arrows.map(({ text: _, ...arrow }) => arrow)).toEqual([
      { label: "Ask", from: { row: 1, node: "n1" }, to: { row: 3, node: "n2" }, how: "received" },
      { label: "Told", from: { row: 3, node: "n2" }, to: { row: 3, node: "n1" }, how: "names" },
    ]);
  });

  it("tells who received a message that was taken out of a bag, by whose state changed", () => {
    const { rows, arrows } = chartOf(
      "M",
      [
        step(`${at(0, 0)}/\\ net = (${ask} :> 2)`),
        step(`${at(0, 1)}/\\ net = (${ask} :> 1)`, "Take"),
        step(`${at(1, 2)}/\\ net = (${ask} :> 0)`, "Both"),
      ],
      { kind: "none" },
      { roles: [role], networks: [network("bag")], kinds: [kind("Ask", "from")] },
    );
    expect(rows.map((r) => r.nodes)).toEqual([[], ["n2"], ["n1", "n2"]]);
    // Two nodes changed: which of them received it is not known.
    expect(arrows.map((a) => [a.from, a.to, a.how])).toEqual([
      [{ row: 0, node: "n1" }, { row: 1, node: "n2" }, "received"],
      [{ row: 0, node: "n1" }, undefined, "sent"],
    ]);
  });

  it("reads channels: who sent what to whom is told by their indices", () => {
    const none = "(n1 :> (n1 :> <<>> @@ n2 :> <<>>) @@ n2 :> (n1 :> <<>> @@ n2 :> <<>>))";
    const { arrows } = chartOf(
      "M",
      [
        step(`${at(0, 0)}/\\ net = ${none}`),
        step(`${at(0, 0)}/\\ net = ${none.replace("n2 :> <<>>", "n2 :> <<7>>")}`, "Send"),
        step(`${at(0, 1)}/\\ net = ${none}`, "Take"),
      ],
      { kind: "none" },
      {
        roles: [role],
        networks: [{ ...network("channels", "[p][q]"), tag: undefined }],
        kinds: [kind("message", "[1]")],
      },
    );
    expect(arrows).toEqual([
      {
        label: "message",
        text: "7",
        from: { row: 1, node: "n1" },
        to: { row: 2, node: "n2" },
        how: "received",
      },
    ]);
  });

  it("tells of messages of which neither end is known beside what changed", () => {
    const { rows, arrows } = chartOf(
      "M",
      [step(`${at(0, 0)}/\\ net = {}`), step(`${at(0, 0)}/\\ net = {[t |-> "All"]}`, "Send")],
      { kind: "none" },
      { roles: [role], networks: [network("growing-set")], kinds: [kind("All", undefined)] },
    );
    expect(arrows).toEqual([]);
    expect(rows[1]?.changes).toEqual(['message [t |-> "All"]']);
  });

  it("has lifelines for those who send, not for all that functions are of", () => {
    const other: RoleFact = { set: "Value", variables: [{ name: "kept", position: 1 }], place };
    const structure = {
      roles: [other, role],
      networks: [network("growing-set")],
      kinds: [kind("Ask", "from")],
    };
    const of = (net: string): readonly string[] =>
      chartOf("M", [step(`${at(0, 0)}/\\ net = ${net}\n/\\ kept = (v :> 0)`)], { kind: "none" }, structure)
        .lifelines;
    expect(of(`{${ask}}`)).toEqual(["n1", "n2"]);
    // Nobody sends: both have one variable each.
    expect(of("{}")).toEqual(["v", "n1", "n2"]);
  });

  it("is a table where nothing is known of nodes", () => {
    const states = [step("x = 1"), step('x = "<&>"', "Next")];
    const chart = chartOf("M", states, { kind: "back", to: 1, action: "Next" }, undefined);
    expect(chart.arrows).toEqual([]);
    expect(chart.rows[1]?.changes).toEqual(['x = "<&>"  (was 1)']);
    const svg = chartSvg(chart);
    expect(svg).toContain("x = &quot;&lt;&amp;&gt;&quot;  (was 1)");
    expect(svg).toContain("back to state 1");
    expect(svg).not.toContain("NaN");
  });
});
