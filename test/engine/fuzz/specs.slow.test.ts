/**
 * Random specifications, explored by our engine and by TLC, many in one run of it: all steps that either finds, how
 * many states are generated, and in which the invariant holds. `FUZZ_RUNS=2000 FUZZ_SEED=7` for more.
 */
import { expect, test } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import { Stop } from "../../../src/engine/explore/explore-watch.js";
import { NO_PARENT } from "../../../src/engine/explore/states.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { show } from "../../../src/engine/values/show.js";
import { interruptibleFor } from "../../../src/host/interruptible.js";
import { parseValue, printValue } from "../../../src/tla/value.js";
import { Choices, decisions } from "./choices.js";
import { modelOf } from "./ours.js";
import { CONSTANTS, PRELUDE } from "./prelude.js";
import { type Compare, type Finding, report } from "./shrink.js";
import { type Spec, specification, VARIABLES } from "./specs.js";
import { askTlc, parts, printed } from "./tlc.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const BATCH = 50;
/** How many that have an error in ours are tried by TLC, one run each. */
const ERRORS = Number(process.env.FUZZ_ERRORS ?? 2);
const MOST_STATES = 150;
/** Longer ones are large: their values need not be few where their states are. */
const MOST_SECONDS = 5;
const DECISIONS = 400;

/** What a search found, as text; steps and invariants once for each time they came up. */
interface Found {
  readonly generated: number;
  readonly steps: readonly string[];
  /** The initial states, and what the invariant says of each state. */
  readonly states: readonly string[];
}

type Answer =
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "error" | "bug" | "refused"; readonly message: string }
  /** `unreadable`: TLC prints functions that it has not evaluated as they are written. */
  | { readonly kind: "large" | "unreadable" };

interface Case {
  readonly numbers: readonly number[];
  readonly spec: Spec;
}

const prefixOf = (i: number): string => `S${i}_`;

const canonicals = new Map<string, string>();

/** A tuple of values with all sets in one order. */
function canonical(text: string): string {
  const dense = text.replace(/\s+/g, "");
  let known = canonicals.get(dense);
  if (known === undefined) {
    if (canonicals.size > 100_000) canonicals.clear();
    known = printValue(parseValue(dense));
    canonicals.set(dense, known);
  }
  return known;
}

function moduleOf({ variables, lines }: Spec): string {
  return ["---- MODULE Fuzz ----", ...PRELUDE, `VARIABLES ${variables.join(", ")}`, ...lines, "===="].join(
    "\n",
  );
}

const cfgOf = (p: string): string =>
  [
    ...CONSTANTS,
    `INIT ${p}Init`,
    `NEXT ${p}Next`,
    `INVARIANT ${p}Inv`,
    `CONSTRAINT ${p}Con`,
    `ACTION_CONSTRAINT ${p}Act`,
  ].join("\n");

async function ours(spec: Spec, prefix: string): Promise<Answer> {
  try {
    const model = modelOf(moduleOf(spec), cfgOf(prefix), false);
    if (typeof model === "string") return { kind: "refused", message: model };
    return await explored(model);
  } catch (error) {
    if (error instanceof EvaluationError) return { kind: "error", message: error.message };
    return { kind: "bug", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function explored(model: CompiledModel): Promise<Answer> {
  const steps: (readonly [number, number])[] = [];
  const { verdict, counts, states } = await explore(model, {
    now: () => performance.now() / 1000,
    pause: () => Promise.resolve(),
    limits: { states: MOST_STATES, seconds: MOST_SECONDS },
    guard: interruptibleFor(MOST_SECONDS, () => new Stop({ kind: "limit", limit: "seconds" })),
    onStep: (from, _, to) => steps.push([from, to]),
  });
  if (verdict.kind === "limit") return { kind: "large" };
  if (verdict.kind === "evaluation-error") return { kind: "error", message: verdict.message };
  if (verdict.kind !== "holds") return { kind: "bug", message: `verdict ${verdict.kind}` };
  const texts = Array.from({ length: states.size }, (_, i) => {
    const row = states.row(i);
    return canonical(
      `<<${model.variables.map((_, v) => show(model.bank, model.valueOf(row, v))).join(",")}>>`,
    );
  });
  const at = (i: number): string => (i === NO_PARENT ? "initial" : (texts[i] ?? ""));
  const found: Found = {
    generated: counts.generated,
    steps: steps.map(([from, to]) => `${at(from)} -> ${at(to)}`).sort(),
    states: texts
      .map((text, i) => `${text} ${model.tests[0]?.holds(states.row(i), states.row(i)) ? "TRUE" : "FALSE"}`)
      .sort(),
  };
  return { kind: "found", found };
}

/** One module with all specifications, told apart by a variable of its own. */
function batchOf(cases: readonly Case[]): string {
  const lines = cases.flatMap(({ spec }) => spec.lines);
  const each = (form: (p: string, i: number, spec: Spec) => string): string =>
    cases.map(({ spec }, i) => `(k = ${i} /\\ ${form(prefixOf(i), i, spec)})`).join("\n  \\/ ");
  const others = (spec: Spec): readonly string[] => VARIABLES.filter((v) => !spec.variables.includes(v));
  const tuple = (spec: Spec, prime = ""): string => `<<${spec.variables.map((v) => v + prime).join(", ")}>>`;
  return [
    "---- MODULE Fuzz ----",
    ...PRELUDE,
    `VARIABLES k, ${VARIABLES.join(", ")}`,
    ...lines,
    `Init == ${each((p, i, s) => {
      const zero = others(s).map((v) => `${v} = 0`);
      // What TLC has no variable left for is evaluated, not gone through: the others get their values first.
      return [...zero, `${p}Init`, `PrintT(<<"I", ${i}, ${tuple(s)}>>)`].join(" /\\ ");
    })}`,
    `Next == ${each((p, _, s) => {
      const same = others(s).map((v) => `${v}' = ${v}`);
      return ["k' = k", ...same, `${p}Next`].join(" /\\ ");
    })}`,
    `Con == PrintT(<<"G", k>>) /\\ (${each(
      (p, i, s) => `${p}Con /\\ PrintT(<<"S", ${i}, ${tuple(s)}, ${p}Inv>>)`,
    )})`,
    `Act == ${each((p, i, s) => `${p}Act /\\ PrintT(<<"E", ${i}, ${tuple(s)}, ${tuple(s, "'")}>>)`)}`,
    "====",
  ].join("\n");
}

const TLC_CFG = [...CONSTANTS, "INIT Init", "NEXT Next", "CONSTRAINT Con", "ACTION_CONSTRAINT Act"].join(
  "\n",
);

/** TLC's answers; where one of them is an error, halves are asked again. */
async function theirs(cases: readonly Case[]): Promise<readonly Answer[]> {
  if (cases.length === 0) return [];
  const { output, exitCode } = await askTlc(batchOf(cases), TLC_CFG);
  if (exitCode !== 0) {
    if (cases.length === 1) {
      const message = output
        .split("\n")
        .filter((l) => !/^(Warning|\(Use|Parsing|Semantic|<<"[GES]")/.test(l));
      return [{ kind: "error", message: message.slice(0, 30).join("\n") }];
    }
    const half = cases.length >> 1;
    return [...(await theirs(cases.slice(0, half))), ...(await theirs(renumbered(cases.slice(half))))];
  }
  return readAnswers(output, cases.length);
}

/** What TLC printed of each of so many specifications. */
function readAnswers(output: string, count: number): readonly Answer[] {
  const found = Array.from({ length: count }, () => ({
    generated: 0,
    steps: [] as string[],
    states: new Set<string>(),
    reached: new Set<string>(),
    isReadable: true,
  }));
  for (const text of printed(output, "G")) found[Number(text)]!.generated += 1;
  const isReadable = (i: string, text: string): boolean => {
    if (text.includes("<expression>")) found[Number(i)]!.isReadable = false;
    return !text.includes("<expression>");
  };
  for (const text of printed(output, "I")) {
    const [i = "", state = ""] = parts(text);
    if (isReadable(i, text)) found[Number(i)]!.reached.add(canonical(state));
  }
  for (const text of printed(output, "E")) {
    const [i = "", from = "", to = ""] = parts(text);
    if (!isReadable(i, text)) continue;
    found[Number(i)]!.steps.push(`${canonical(from)} -> ${canonical(to)}`);
    found[Number(i)]!.reached.add(canonical(to));
  }
  // A state that only steps outside the action constraint lead to is looked at, but not kept.
  for (const text of printed(output, "S")) {
    const [i = "", state = "", holds = ""] = parts(text);
    if (!isReadable(i, text)) continue;
    const one = canonical(state);
    const { states, reached } = found[Number(i)]!;
    if (reached.has(one)) states.add(`${one} ${holds}`);
  }
  return found.map(({ generated, steps, states, isReadable }) =>
    isReadable
      ? { kind: "found", found: { generated, steps: steps.sort(), states: [...states].sort() } }
      : { kind: "unreadable" },
  );
}

/** The same specifications under the prefixes of their new places. */
const renumbered = (cases: readonly Case[]): readonly Case[] =>
  cases.map(({ numbers }, i) => ({ numbers, spec: specOf(numbers, prefixOf(i)) }));

const specOf = (numbers: readonly number[], prefix: string): Spec =>
  specification(new Choices(numbers), prefix);

/** What only one of two sorted lists has, each as often as it comes up. */
function onlyIn(a: readonly string[], b: readonly string[]): string | undefined {
  const left = new Map<string, number>();
  for (const t of b) left.set(t, (left.get(t) ?? 0) + 1);
  for (const t of a) {
    const n = left.get(t) ?? 0;
    if (n === 0) return t;
    left.set(t, n - 1);
  }
  return undefined;
}

/** How the two differ, and what shows it. */
function differ(mine: Answer, other: Answer): { readonly how: string; readonly what: string } | undefined {
  if (mine.kind === "bug" || mine.kind === "refused") return { how: mine.kind, what: mine.message };
  if (mine.kind === "error") {
    return other.kind === "error" ? undefined : { how: "only ours fails", what: mine.message };
  }
  if (other.kind === "error") {
    // Faults of TLC's own: exceptions of Java.
    if (/cannot be cast|Index -?\d+ out of bounds for length/.test(other.message)) return undefined;
    return { how: "only TLC fails", what: other.message };
  }
  if (mine.kind !== "found" || other.kind !== "found") return undefined;
  const [a, b] = [mine.found, other.found];
  const inner = (steps: readonly string[]): readonly string[] =>
    steps.filter((s) => !s.startsWith("initial"));
  for (const [how, x, y] of [
    ["a state or its invariant", a.states, b.states],
    ["a step", inner(a.steps), b.steps],
  ] as const) {
    const [more, less] = [onlyIn(x, y), onlyIn(y, x)];
    if (more !== undefined) return { how: `${how} that TLC has not`, what: more };
    if (less !== undefined) return { how: `${how} that only TLC has`, what: less };
  }
  if (a.generated === b.generated) return undefined;
  return { how: "states generated", what: `${a.generated}, TLC ${b.generated}` };
}

interface Tally {
  same: number;
  large: number;
  errors: number;
  untried: number;
}

function comparing(tally: Tally, errors: { left: number }): Compare {
  return async (lists) => {
    const findings: Finding[] = [];
    const note = (numbers: readonly number[], spec: Spec, mine: Answer, other: Answer): void => {
      const found = differ(mine, other);
      if (other.kind === "unreadable") tally.untried += 1;
      else if (found === undefined) tally[mine.kind === "error" ? "errors" : "same"] += 1;
      else findings.push({ numbers, how: found.how, text: `${spec.lines.join("\n")}\n=> ${found.what}` });
    };
    const good: { readonly numbers: readonly number[]; readonly mine: Answer }[] = [];
    for (const numbers of lists) {
      const spec = specOf(numbers, "T_");
      const mine = await ours(spec, "T_");
      if (mine.kind === "found") good.push({ numbers, mine });
      else if (mine.kind === "large") tally.large += 1;
      else if (mine.kind !== "error") note(numbers, spec, mine, mine);
      else if (errors.left > 0) {
        errors.left -= 1;
        const [other] = await theirs([{ numbers, spec: specOf(numbers, prefixOf(0)) }]);
        if (other !== undefined) note(numbers, spec, mine, other);
      } else tally.untried += 1;
    }
    const answers = await theirs(
      good.map(({ numbers }, i) => ({ numbers, spec: specOf(numbers, prefixOf(i)) })),
    );
    for (const [i, { numbers, mine }] of good.entries()) {
      const other = answers[i];
      if (other !== undefined) note(numbers, specOf(numbers, "T_"), mine, other);
    }
    return findings;
  };
}

test("specifications have the states and steps that TLC gives them", async () => {
  const tally: Tally = { same: 0, large: 0, errors: 0, untried: 0 };
  const compare = comparing(tally, { left: ERRORS });
  const found: Finding[] = [];
  for (let done = 0; done < RUNS; done += BATCH) {
    found.push(...(await compare(decisions(Math.min(BATCH, RUNS - done), DECISIONS, SEED + done))));
  }
  if (process.env.FUZZ_RUNS !== undefined) console.log(tally, found.length);
  const again = comparing({ same: 0, large: 0, errors: 0, untried: 0 }, { left: Infinity });
  const most = Number(process.env.FUZZ_SHRINK ?? 3);
  expect(await report(found, again, BATCH, most)).toBe("");
  expect(tally.same).toBeGreaterThan(RUNS / 3);
}, 3_600_000);
