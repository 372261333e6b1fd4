/** Models that a constraint bounds, of a specification that counts its messages: neither has states without end. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reduce } from "../../src/reduction/reduce.js";
import { loadSubject } from "../../src/verify/subject.js";
import { defended, folder, sessionOf } from "./sites.js";

const module = `---- MODULE Counted ----
EXTENDS Naturals, FiniteSets, TLC
CONSTANT Node
VARIABLES term, voted, net, tally

Init ==
    /\\ term = [n \\in Node |-> 0]
    /\\ voted = [n \\in Node |-> {}]
    /\\ net = [m \\in {} |-> 0]
    /\\ tally = 0

Add(m) == IF m \\in DOMAIN net THEN [net EXCEPT ![m] = net[m] + 1] ELSE net @@ (m :> 1)
Ask(n) ==
    /\\ term' = [term EXCEPT ![n] = @ + 1]
    /\\ net' = Add([kind |-> "Ask", from |-> n, term |-> term[n] + 1])
    /\\ UNCHANGED voted
Vote(n, m) ==
    /\\ m.kind = "Ask" /\\ m.term \\notin voted[n]
    /\\ voted' = [voted EXCEPT ![n] = @ \\cup {m.term}]
    /\\ net' = Add([kind |-> "Vote", from |-> n, for |-> m.from, term |-> m.term])
    /\\ UNCHANGED term
Drop(m) == net' = [k \\in DOMAIN net \\ {m} |-> net[k]] /\\ UNCHANGED <<term, voted>>
Next ==
    /\\ \\/ \\E n \\in Node : Ask(n) \\/ \\E m \\in DOMAIN net : Vote(n, m)
       \\/ \\E m \\in DOMAIN net : Drop(m)
    /\\ tally' = tally + 1

Most == 2
Low(n) == term[n] <= 1
Few == (\\A n \\in Node : Low(n)) /\\ Cardinality(DOMAIN net) <= Most /\\ tally < 5
NoThree == \\A n \\in Node : Cardinality(voted[n]) <= 2
====
`;
const cfg = `CONSTANT Node = {a, b, c}
INIT Init
NEXT Next
CONSTRAINT Few
INVARIANT NoThree
CHECK_DEADLOCK FALSE
`;

function specification(): string {
  const dir = folder();
  writeFileSync(join(dir, "Counted.tla"), module);
  writeFileSync(join(dir, "Counted.cfg"), cfg);
  return join(dir, "Counted.tla");
}

describe("constraints of a model", () => {
  it("speak of the slices of all nodes, and of the messages sent; what was left out bounds nothing", async () => {
    const path = specification();
    const { hybrid, diagnostics } = await loadSubject(path, path);
    const text = hybrid.stages.at(-1)?.text ?? "";
    const few = text.slice(text.indexOf("\nFew ==")).split("\n\n")[0] ?? "";
    expect(few.replace(/\s+/g, " ")).toBe(
      " Few == /\\ \\A n \\in Node : (slice[n].term <= 1) /\\ Cardinality(msgs) <= Most",
    );
    const left = diagnostics.filter((d) => d.code === "transform/constraint-left-out");
    expect(left.map((d) => d.message)).toEqual([
      "Few: the conjunct over `tally`, which was left out, does not bound the hybrid",
    ]);
  });

  it("bound both sides of a reduction, and no state beyond them counts against the hybrid", async () => {
    const { dir, defended: d } = await defended(specification());
    expect(d.bound).toContain("within Few");
    const session = sessionOf(d, dir);
    const found = await reduce(session, "lazy");
    if (found.kind !== "compared") throw new Error(found.why);
    const { reduction } = found;
    expect([reduction.extra, reduction.missing]).toEqual([undefined, undefined]);
    expect(reduction.counts.hybrid.states).toBe(reduction.counts.showing.states);
    expect(reduction.lying.kind).toBe("lies");
    const on = await session.leaving({ off: [], adversary: "lazy", invariants: [] }, "all checks on");
    expect(on?.extra).toBeUndefined();
    expect(on?.exploration.verdict.kind).toBe("holds");
  });
});
