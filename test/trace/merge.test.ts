import fc from "fast-check";
import { expect, test } from "vitest";
import { type RecordedEvent, readLog } from "../../src/trace/format.js";
import { mergeHistories } from "../../src/trace/merge.js";
import { textOf, walk } from "./raft-walk.js";

function histories(seed: number, events: number): Map<string, readonly RecordedEvent[]> {
  const logs = [...walk({ seed, events, nodes: ["s1", "s2", "s3", "s4", "s5"] })];
  return new Map(logs.map(([n, lines]) => [n, readLog(n, textOf(lines), { partial: false }).log?.own ?? []]));
}

test("the merged run has every event once, in each node's order, after its causes", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 120 }), (seed, count) => {
      const { events, diagnostics } = mergeHistories(histories(seed, count));
      expect(diagnostics).toEqual([]);
      expect(events).toHaveLength(count);
      const sent = new Set<string>();
      const last = new Map<string, number>();
      for (const e of events) {
        expect(e.index).toBe((last.get(e.node) ?? 0) + 1);
        last.set(e.node, e.index);
        for (const id of Object.values(e.inputs).flat()) expect(sent.has(id)).toBe(true);
        for (const id of e.out) sent.add(id);
      }
    }),
    { numRuns: 30 },
  );
});

test("the order of the logs does not matter", () => {
  const all = histories(7, 80);
  const turned = new Map([...all].reverse());
  expect(mergeHistories(turned).events).toEqual(mergeHistories(all).events);
});

test("events that wait for each other are named", () => {
  const all = histories(7, 80);
  const first = all.get("s1")?.[0];
  const later = [...all.values()].flat().find((e) => e.node === "s1" && e.index > 1 && e.out.length > 0);
  if (first === undefined || later === undefined) throw new Error("the walk has no such events");
  all.set("s1", [{ ...first, inputs: { m: [...later.out] } }, ...(all.get("s1") ?? []).slice(1)]);
  expect(mergeHistories(all).diagnostics[0]).toMatchObject({ code: "trace/no-cause", place: first.place });
});
