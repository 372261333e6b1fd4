/**
 * Random expressions, compiled by our engine and evaluated by TLC. `FUZZ_RUNS=10000 FUZZ_SEED=7` for more; what differs is
 * made smaller, and printed.
 */
import { expect, test } from "vitest";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { show } from "../../../src/engine/values/show.js";
import { parseValue, printValue } from "../../../src/tla/value.js";
import { Choices, decisions } from "./choices.js";
import { modelOf } from "./ours.js";
import { CONSTANTS, PRELUDE, variable } from "./prelude.js";
import { type Compare, type Finding, report } from "./shrink.js";
import { Terms } from "./terms.js";
import { askTlc, printed } from "./tlc.js";
import { INT, someType } from "./types.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? 1000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const BATCH = 1000;

const VARIABLES = [
  ["a", "2", INT],
  ["b", "[x \\in Nodes |-> IF x = m1 THEN {1, 2} ELSE {}]", undefined],
] as const;

/** An expression made of decisions; a part of them about variables too. */
function expression(numbers: readonly number[]): string {
  const c = new Choices(numbers);
  const type = someType(c, c.next(3));
  const scope = VARIABLES.flatMap(([name, , of]) => (of === undefined ? [] : [variable(name, of)]));
  return new Terms(c, true).term(type, scope, 4);
}

type Answer = { readonly value: string } | { readonly error: string };

const definitions = (texts: readonly string[]): readonly string[] =>
  texts.map((text, i) => `E${i} == ${text}`);

/** A value in one form: sets sorted, intervals listed. */
function canonical(text: string): string {
  try {
    return printValue(parseValue(text));
  } catch {
    return `? ${text}`;
  }
}

function ours(texts: readonly string[]): readonly Answer[] {
  const module = [
    "---- MODULE Fuzz ----",
    ...PRELUDE,
    `VARIABLES ${VARIABLES.map(([name]) => name).join(", ")}`,
    ...definitions(texts),
    `Init == ${VARIABLES.map(([name, value]) => `/\\ ${name} = ${value}`).join(" ")}`,
    `Next == UNCHANGED <<${VARIABLES.map(([name]) => name).join(", ")}>>`,
    "====",
  ].join("\n");
  const cfg = [...CONSTANTS, "INIT Init", "NEXT Next", ...texts.map((_, i) => `INVARIANT E${i}`)].join("\n");
  const model = modelOf(module, cfg, true);
  if (typeof model === "string") {
    if (texts.length === 1) return [{ error: `refused: ${model}` }];
    const half = texts.length >> 1;
    return [...ours(texts.slice(0, half)), ...ours(texts.slice(half))];
  }
  const answers: Answer[] = [];
  model.initial((state) => {
    const row = state.slice();
    for (const term of model.terms) {
      const mark = model.bank.mark();
      try {
        answers.push({ value: canonical(show(model.bank, term.value(row))) });
      } catch (error) {
        model.bank.release(mark);
        if (error instanceof EvaluationError) answers.push({ error: error.message });
        else answers.push({ error: `BUG ${error instanceof Error ? error.stack : String(error)}` });
      }
    }
  });
  return answers;
}

async function theirs(texts: readonly string[]): Promise<readonly Answer[]> {
  const module = [
    "---- MODULE Fuzz ----",
    ...PRELUDE,
    ...VARIABLES.map(([name, value]) => `${name} == ${value}`),
    ...definitions(texts),
    ...texts.map((_, i) => `ASSUME PrintT(<<"#", ${i}, E${i}>>)`),
    "====",
  ].join("\n");
  const { output } = await askTlc(module, CONSTANTS.join("\n"));
  const answers: Answer[] = texts.map(() => ({ error: "error" }));
  for (const text of printed(output, "#")) {
    const comma = text.indexOf(",");
    answers[Number(text.slice(0, comma))] = { value: canonical(text.slice(comma + 1)) };
  }
  if (answers.every((a) => "error" in a)) throw new Error(`TLC says nothing: ${output.slice(0, 2000)}`);
  return answers;
}

interface Case {
  readonly numbers: readonly number[];
  readonly text: string;
  readonly mine: Answer;
  readonly other: Answer;
}

const shown = (a: Answer): string => ("value" in a ? a.value : `error: ${a.error}`);

/** How they differ: the value, or one has none. */
function difference({ text, mine, other }: Case): string | undefined {
  if ("value" in mine && "value" in other) return mine.value === other.value ? undefined : "values";
  if ("error" in mine && "error" in other) return mine.error.startsWith("BUG") ? "bug" : undefined;
  if ("error" in mine) return mine.error.startsWith("BUG") ? "bug" : "only ours fails";
  // Ours does not compute the values of a function of which only the domain is asked for.
  return text.includes("DOMAIN") ? undefined : "only TLC fails";
}

async function compare(lists: readonly (readonly number[])[]): Promise<readonly Case[]> {
  const texts = lists.map(expression);
  const mine = ours(texts);
  const other = await theirs(texts);
  const missing: Answer = { error: "missing" };
  return lists.map((numbers, i) => ({
    numbers,
    text: texts[i] ?? "",
    mine: mine[i] ?? missing,
    other: other[i] ?? missing,
  }));
}

const findings = (cases: readonly Case[]): readonly Finding[] =>
  cases.flatMap((c) => {
    const how = difference(c);
    if (how === undefined) return [];
    return [
      { numbers: c.numbers, how, text: `${c.text}\n  ours: ${shown(c.mine)}\n  TLC:  ${shown(c.other)}` },
    ];
  });

test("expressions have the values that TLC gives them", async () => {
  const found: Case[] = [];
  const counts = { values: 0, errors: 0 };
  for (let done = 0; done < RUNS; done += BATCH) {
    const lists = decisions(Math.min(BATCH, RUNS - done), 60, SEED + done);
    for (const c of await compare(lists)) {
      if (difference(c) !== undefined) found.push(c);
      else counts["value" in c.mine ? "values" : "errors"] += 1;
    }
  }
  if (process.env.FUZZ_RUNS !== undefined) console.log(counts, found.length);
  const again: Compare = async (lists) => findings(await compare(lists));
  const most = Number(process.env.FUZZ_SHRINK ?? 3);
  expect(await report(findings(found), again, 400, most)).toBe("");
  expect(counts.values).toBeGreaterThan(RUNS / 2);
}, 3_600_000);
