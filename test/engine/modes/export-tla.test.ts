import { describe, expect, it } from "vitest";
import { compileModel } from "../../../src/engine/compile.js";
import { explore } from "../../../src/engine/explore/explore.js";
import type { Verdict } from "../../../src/engine/explore/explore-verdict.js";
import type { TlaExport } from "../../../src/engine/trace/export-tla.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { parseCfg } from "../../../src/tla/cfg.js";
import { parsedModule, resolved } from "../../resolved.js";
import { still } from "./models.js";
import { exported, type TraceCase, traceCases } from "./traces.js";

async function replayed({ text }: TraceCase, { module, tla, cfg }: TlaExport): Promise<Verdict> {
  const { spec, diagnostics } = resolved(parsedModule(`${module}.tla`, tla), [parsedModule("M.tla", text)]);
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("; "));
  const parsed = parseCfg(`${module}.cfg`, cfg);
  const linked = linkCfg(spec, parsed.cfg);
  const found = [...parsed.diagnostics, ...linked.diagnostics];
  expect(found.filter((d) => d.severity === "error")).toEqual([]);
  const { model, diagnostics: refused } = compileModel(spec, linked.linked);
  if (model === undefined) throw new Error(refused.map((d) => d.message).join("; "));
  return (await explore(model, still)).verdict;
}

describe("a counterexample as TLA+", () => {
  it.each(traceCases)("is replayed to its end: $name", async (of) => {
    const { trace, length } = await exported(of);
    expect(trace.isChecked).toBe(of.isChecked);
    const verdict = await replayed(of, trace);
    if (verdict.kind !== "violated" || verdict.what !== "invariant") throw new Error(verdict.kind);
    expect(verdict.name).toBe("Trace_Unfinished");
    expect(verdict.trace.states).toHaveLength(length);
  });

  it("is not, if it is no behaviour", async () => {
    const [of] = traceCases;
    if (of === undefined) throw new Error("no case");
    const { trace } = await exported(of);
    const wrong = trace.tla.replace(/at \|-> 0/, "at |-> 5");
    expect(wrong).not.toBe(trace.tla);
    expect((await replayed(of, { ...trace, tla: wrong })).kind).toBe("holds");
  });

  it("reads well", async () => {
    const of = traceCases[1];
    if (of === undefined) throw new Error("no case");
    const { trace } = await exported(of);
    await expect(`${trace.tla}\n${trace.cfg}`).toMatchFileSnapshot("../../golden/engine/trace.txt");
  });
});
