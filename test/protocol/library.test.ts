/** Operators of the library in a protocol: their definitions come along. */
import { describe, expect, it } from "vitest";
import { readSpecification } from "../../src/spec/load.js";
import { transformHistory } from "../../src/transform/history/index.js";

const module = (guard: string, more = ""): string => `---- MODULE M ----
EXTENDS Naturals, SequencesExt
CONSTANT Node
VARIABLES msgs, x
${more}
Init == msgs = {} /\\ x = [n \\in Node |-> <<>>]
Next == \\E n \\in Node :
    /\\ ${guard}
    /\\ x' = [x EXCEPT ![n] = Append(@, 1)]
    /\\ msgs' = msgs \\cup {[kind |-> "A", from |-> n]}
====
`;

async function read(text: string) {
  const found = await readSpecification("M.tla", text, "M.mapping.json", undefined);
  if (found.protocol === undefined || found.table === undefined)
    throw new Error(found.diagnostics.map((d) => d.message).join("\n"));
  return { ...found, protocol: found.protocol, table: found.table };
}

describe("an operator of the CommunityModules", () => {
  it("comes along with what it uses, under names that nothing else has", async () => {
    const { protocol, table } = await read(module("ToSet(x[n]) = {} \\/ Last(x[n]) = 1"));
    expect(protocol.extends).not.toContain("SequencesExt");
    expect(protocol.operators.map((o) => o.name.text)).toEqual(["ToSet", "Last"]);
    expect(transformHistory(protocol, table, []).stages.at(-1)?.text).not.toContain("SequencesExt");
  });

  it("does not get in the way of one of the specification's", async () => {
    const own = "Passing(k) == k\nOdd(k) == k % 2 = 1";
    const found = await read(module("Passing(3) = 3 /\\ SelectLastInSeq(x[n], Odd) # 0", own));
    const names = found.protocol.operators.map((o) => o.name.text);
    expect(names).toEqual(expect.arrayContaining(["Passing", "Passing2", "Odd"]));
  });

  it("is no fault where the protocol does not use it", async () => {
    const { protocol } = await read(module("TRUE", "Other == IF 1 = 2 THEN Last(<<1>>) ELSE 0"));
    expect(protocol.operators).toEqual([]);
  });
});
