/** VectorClocks!CausalOrder of logs that are too long for trying all orders. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { compile, loadText } from "../../../src/index.js";

/** What nodes 1 to n log, each with its clock: steps of their own, and messages that are received at once. */
const run = fc
  .array(fc.tuple(fc.nat(2), fc.option(fc.nat(2))), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    const clocks = [0, 1, 2].map(() => [0, 0, 0]);
    return steps.map(([at, from]) => {
      const [mine, theirs] = [clocks[at] ?? [], from === null ? [] : (clocks[from] ?? [])];
      const heard = mine.map((count, k) => Math.max(count, theirs[k] ?? 0) + (k === at ? 1 : 0));
      clocks[at] = heard;
      return heard;
    });
  });

const shuffledRun = run.chain((log) => fc.shuffledSubarray(log, { minLength: log.length }));

it("gives all entries, none before one that its clock has heard of", async () => {
  const source =
    "---- MODULE Log ----\nEXTENDS VectorClocks\nVARIABLE x\nInit == x = 0\nNext == x' = x\n====";
  const { spec } = await loadText("Log.tla", source, process.cwd());
  if (spec === undefined) throw new Error("it has faults");
  const model = compile(spec, { cfg: "INIT Init NEXT Next" });
  const ordered = (log: readonly (readonly number[])[]): number[][] => {
    const text = `<<${log.map((clock) => `<<${clock.join(", ")}>>`).join(", ")}>>`;
    const found = model.evaluate(`CausalOrder(${text}, LAMBDA e: e, LAMBDA e: 1, LAMBDA c: DOMAIN c)`);
    return JSON.parse(String(found).replaceAll("<<", "[").replaceAll(">>", "]"));
  };
  const sorted = (log: readonly (readonly number[])[]): string[] => log.map(String).sort();
  fc.assert(
    fc.property(shuffledRun, (log) => {
      const order = ordered(log);
      expect(sorted(order)).toEqual(sorted(log));
      for (const [j, later] of order.entries())
        for (const earlier of order.slice(0, j))
          expect(earlier.every((count, k) => count >= (later[k] ?? 0))).toBe(false);
      // What may stay where it was does.
      expect(ordered(order)).toEqual(order);
    }),
    { numRuns: 60 },
  );
});
