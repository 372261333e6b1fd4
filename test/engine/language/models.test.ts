import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import type { Verdict } from "../../../src/engine/explore/explore-verdict.js";
import { compiledText } from "./evaluate.js";
import { smallModels } from "./models.js";

describe("small models have TLC's states and verdicts", () => {
  it.each(smallModels())("$name", async ({ text, cfg, expected }) => {
    const model = await compiledText("M", text, cfg, ".");
    const { verdict, counts } = await explore(model, { now: () => 0, pause: async () => {} });
    const summary = summaryOf(verdict);
    const all = summary === "holds" ? ` ${counts.distinct} distinct ${counts.generated} generated` : "";
    expect(summary + all).toBe(expected);
  });
});

function summaryOf(verdict: Verdict): string {
  if (verdict.kind === "evaluation-error") return verdict.fault === "assertion" ? "fault assertion" : "fault";
  if (verdict.kind === "violated") return `violated ${"name" in verdict ? verdict.name : verdict.what}`;
  return verdict.kind;
}
