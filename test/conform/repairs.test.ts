/** What is said of a rejected log that it would match with one change is so: each change is made, and the log matched again. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunOptions } from "../../src/conform/match/run.js";
import { type Mutant, mutantsOf } from "../../src/conform/mutate/mutants.js";
import type { Prepared } from "../../src/conform/prepare.js";
import { repairText, showTrace } from "../../src/conform/report/show.js";
import type { Rejection, Repair, TraceVerdict } from "../../src/conform/verdict.js";
import { StepTeller } from "../../src/engine/explain/explain-steps.js";
import type { Json, JsonObject, LogLine } from "../../src/log/types.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { parseValue } from "../../src/tla/value.js";
import { mapped, subjectOf, verdictOn } from "./conform.js";

const shop = await subjectOf(
  "Shop",
  String.raw`---- MODULE Shop ----
EXTENDS Naturals, Sequences
VARIABLES stock, queue, paid
Init == stock = [i \in {"a", "b"} |-> 1] /\ queue = <<>> /\ paid = 0
Order(who, item) == /\ Len(queue) < 3
                    /\ queue' = Append(queue, [who |-> who, item |-> item])
                    /\ UNCHANGED <<stock, paid>>
Make(item, n) == /\ stock[item] + n < 4
                 /\ stock' = [stock EXCEPT ![item] = @ + n]
                 /\ UNCHANGED <<queue, paid>>
Serve == /\ queue # <<>>
         /\ LET first == Head(queue) IN
              /\ stock[first.item] > 0
              /\ stock' = [stock EXCEPT ![first.item] = @ - 1]
         /\ queue' = Tail(queue)
         /\ paid' = (paid + 1) % 5
Next == \/ \E who \in {"ann", "bob"}, item \in {"a", "b"} : Order(who, item)
        \/ \E item \in {"a", "b"}, n \in 1..2 : Make(item, n)
        \/ Serve
====`,
  "INIT Init NEXT Next",
);

const MAPPING = {
  events: [
    { on: "Order", do: "Order($.who, $.item)", after: { "Len(queue)": "$.length?" } },
    { on: "Make", do: "Make($.item, $.n)", after: { "stock[$.item]": "$.left?" } },
    { on: "Serve", do: "Serve", after: { paid: "$.paid?" } },
  ],
};
const prepared = await mapped(shop, MAPPING);
const repairs = { milliseconds: 20_000 };

/** A walk of so many steps, each chosen by a number, as it would be logged. */
function walk({ own }: Prepared, choices: readonly number[]): readonly JsonObject[] {
  const { model, lowered, module, steps } = own;
  const teller = new StepTeller(model.bank, lowered.variables, model.context);
  const isOther = (i: number): boolean => module.variables.includes(lowered.variables[i] ?? "");
  const slot = (name: string): number => lowered.variables.indexOf(name);
  let state = new Int32Array();
  model.initial((row) => {
    state = Int32Array.from(lowered.variables, (_, i) => model.valueOf(row, i));
  });
  return choices.map((choice) => {
    const found: { event: string; args: JsonObject; to: Int32Array<ArrayBuffer> }[] = [];
    for (const { name, ir } of steps())
      teller.steps(ir, state, isOther, (to, chosen) => {
        found.push({ event: name, args: argsOf(chosen), to: Int32Array.from(to) });
      });
    const { event, args, to } = found[choice % found.length]!;
    state = to;
    const { bank } = model;
    const queue = bank.list(to[slot("queue")]!).length;
    const after: JsonObject =
      event === "Order"
        ? { length: queue }
        : event === "Serve"
          ? { paid: bank.intOf(to[slot("paid")]!) }
          : {};
    return { event, ...args, ...after };
  });
}

const argsOf = (chosen: readonly { readonly name: string; readonly value: string }[]): JsonObject =>
  Object.fromEntries(
    chosen.map(({ name, value }) => {
      const of = parseValue(value, "argument");
      return [name, of.kind === "int" || of.kind === "string" ? of.value : value];
    }),
  );

const linesOf = (events: readonly Json[]): readonly LogLine[] =>
  events.map((json, k) => ({ file: "log.ndjson", line: k + 1, text: JSON.stringify(json), json }));

const mutated = (lines: readonly LogLine[], { at, lines: put, removed }: Mutant): readonly Json[] =>
  [...lines.slice(0, at), ...put, ...lines.slice(at + removed)].map((l) => l.json);

async function verdict(events: readonly Json[], options: RunOptions = {}): Promise<TraceVerdict | undefined> {
  try {
    return await verdictOn(prepared, events, options);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** The log with a change made, by whoever reads what was said of it. */
function repaired(events: readonly Json[], { kind, line, path = "", values, step }: Repair): readonly Json[] {
  const [k, out] = [line - 1, [...events]];
  if (kind === "remove") out.splice(k, 1);
  else if (kind === "swap") out.splice(k, 2, events[k + 1]!, events[k]!);
  else if (kind === "insert") out.splice(k, 0, { event: step?.action ?? "", ...argsOf(step?.choices ?? []) });
  else out[k] = { ...(events[k] as JsonObject), [path]: JSON.parse(values?.[1] ?? "") as Json };
  return out;
}

/** The line that a repaired log is rejected at, counted as in the log as it was. */
const shift = ({ kind }: Repair): number => (kind === "insert" ? 1 : kind === "remove" ? -1 : 0);

async function checkClaims(events: readonly Json[], rejection: Rejection): Promise<void> {
  for (const repair of rejection.repairs) {
    const told = repairText(repair, (f) => f);
    const again = await verdict(repaired(events, repair));
    if (repair.reaches.how === "all") expect(again?.kind, told).toBe("accepted");
    else {
      expect(repair.reaches.how, told).toBe("rejected");
      if (again === undefined) continue;
      expect(again.kind === "rejected" && again.rejection.event.line - shift(repair), told).toBe(
        repair.reaches.line + 1,
      );
    }
  }
}

describe("changes that would have a log match", () => {
  it(
    "are found for every log that was changed once, and do what is said of them",
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(11), { minLength: 2, maxLength: 14 }),
          fc.nat(10_000),
          async (choices, pick) => {
            const lines = linesOf(walk(prepared, choices));
            const mutants = [...mutantsOf(lines)];
            const mutant = mutants[pick % mutants.length]!;
            const events = mutated(lines, mutant);
            const found = await verdict(events, { repairs });
            if (found?.kind !== "rejected") return;
            const { repairs: told } = found.rejection;
            expect(
              told.map((r) => r.reaches.how),
              `${mutant.kind}: ${JSON.stringify(events)}`,
            ).toContain("all");
            await checkClaims(events, found.rejection);
          },
        ),
        { numRuns: 60, interruptAfterTimeLimit: 20_000 },
      ),
    60_000,
  );

  const good: readonly JsonObject[] = [
    { event: "Order", who: "ann", item: "b", length: 1 },
    { event: "Make", item: "a", n: 2, left: 3 },
    { event: "Order", who: "bob", item: "a", length: 2 },
    { event: "Serve", paid: 1 },
    { event: "Serve", paid: 2 },
    { event: "Make", item: "a", n: 1, left: 3 },
  ];
  const told = async (events: readonly Json[], options: RunOptions = { repairs }): Promise<string> => {
    const found = await verdictOn(prepared, events, options);
    return showTrace(found, (f) => f).join("\n");
  };
  const hints = async (events: readonly Json[]): Promise<readonly string[]> =>
    (await told(events)).split("\n").filter((l) => l.startsWith("  hint"));

  it("the log itself is accepted", async () => {
    expect((await verdict(good))?.kind).toBe("accepted");
  });

  it("a value", async () => {
    const wrong = good.map((e, k) => (k === 4 ? { ...e, paid: 4 } : e));
    expect(await hints(wrong)).toMatchInlineSnapshot(`
      [
        "  hint: with \`paid\` 2 instead of 4 in log.ndjson:5, every line of the log matches",
      ]
    `);
  });

  it("a value of an earlier line that nothing was compared with", async () => {
    const wrong = good.map((e, k) => (k === 2 ? { ...e, item: "b" } : e));
    expect(await hints(wrong)).toMatchInlineSnapshot(`
      [
        "  hint: with \`item\` "a" instead of "b" in log.ndjson:3, every line of the log matches",
        "  hint: with \`item\` "a" instead of "b" in log.ndjson:1, every line of the log matches",
      ]
    `);
  });

  it("a missing line", async () => {
    expect(await hints(good.filter((_, k) => k !== 2))).toMatchInlineSnapshot(`
      [
        "  hint: with a line \`Order\` before log.ndjson:4 (step Order with who = "ann", item = "a"), every line of the log matches",
        "  hint: with a line \`Order\` before log.ndjson:4 (step Order with who = "bob", item = "a"), every line of the log matches",
      ]
    `);
  });

  it("a doubled line", async () => {
    expect(await hints([...good.slice(0, 5), ...good.slice(4)])).toMatchInlineSnapshot(`
      [
        "  hint: without log.ndjson:6, which says the same as log.ndjson:5, every line of the log matches",
      ]
    `);
  });

  it("two lines in the wrong order", async () => {
    const [a, b, c, d, ...rest] = good;
    expect(await hints([a!, b!, d!, c!, ...rest])).toMatchInlineSnapshot(`
      [
        "  hint: with \`length\` 1 instead of 2 in log.ndjson:4, every line of the log matches",
        "  hint: with log.ndjson:3 and log.ndjson:4 the other way round, every line of the log matches",
        "  hint: with a line \`Order\` before log.ndjson:4 (step Order with who = "ann", item = "a"), every line of the log matches",
      ]
    `);
  });

  it("are not looked for where no time is given", async () => {
    const wrong = good.filter((_, k) => k !== 2);
    expect(await told(wrong, {})).not.toContain("hint");
    expect(await told(wrong, { repairs: { milliseconds: 0 } })).not.toContain("hint");
  });

  it("do not claim the lines of a log that were not looked at", async () => {
    const wrong = good.map((e, k) => (k === 3 ? { ...e, paid: 4 } : e));
    const text = await told(wrong, { repairs, isPart: true });
    expect(text).not.toContain("every line");
    expect(text).toContain("all lines up to log.ndjson:6 match, and no more were tried");
  });
});
