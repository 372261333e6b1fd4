import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import type { Verdict } from "../../../src/engine/explore/explore-verdict.js";
import { interpretModel } from "../../../src/engine/interpret/interpret-model.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { loweredText } from "../interpret/lowered.js";
import { compiledText } from "./evaluate.js";
import { smallModels } from "./models.js";

describe("small models have TLC's states and verdicts", () => {
  it.each([...smallModels(), ...smallModels("later")])("$name", async ({ text, cfg, expected }) => {
    const { verdict, counts } = await found(await compiledText("M", text, cfg, "."));
    const summary = summaryOf(verdict);
    const all = summary === "holds" ? ` ${counts.distinct} distinct ${counts.generated} generated` : "";
    expect(summary + all).toBe(expected);
  });
});

const found = (model: CompiledModel) => explore(model, { now: () => 0, pause: async () => {} });

const given = smallModels().filter(({ name }) => name === "functions-giving-values");

it.each([...smallModels("later"), ...given])(
  "interpreting $name finds as many states",
  async ({ text, cfg }) => {
    const compiled = await compiledText("M", text, cfg, ".");
    const { model: lowered } = await loweredText(text, cfg, ".");
    if (lowered === undefined) throw new Error("not lowered");
    const interpreted = await found(interpretModel(lowered, compiled.bank));
    const { verdict, counts } = await found(compiled);
    expect(interpreted.counts.distinct).toBe(counts.distinct);
    expect(interpreted.verdict.kind).toBe(verdict.kind);
  },
);

function summaryOf(verdict: Verdict): string {
  if (verdict.kind === "evaluation-error") return verdict.fault === "assertion" ? "fault assertion" : "fault";
  if (verdict.kind === "violated") return `violated ${"name" in verdict ? verdict.name : verdict.what}`;
  return verdict.kind;
}
