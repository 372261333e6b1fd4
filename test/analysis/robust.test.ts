/** Whatever is read as a protocol has an analysis, which can be shown: no shape makes it fail. */
import { describe, expect, test } from "vitest";
import { analysisFacts } from "../../src/analysis/facts.js";
import { analyse } from "../../src/analysis/index.js";
import { recordingModel } from "../../src/analysis/kappa/model.js";
import { analysisSvg } from "../../src/analysis/picture.js";
import { showAnalysis } from "../../src/analysis/show.js";
import { Reader } from "../../src/analysis/steps.js";
import { parseModule } from "../../src/tla/parse.js";
import { caseNames, load, readCase } from "../protocol/cases.js";

describe("the cases of reading", () => {
  test.each(caseNames)("%s", async (name) => {
    const { protocol } = await load(readCase(name));
    if (protocol === undefined) return;
    const analysis = analyse(protocol);
    expect(showAnalysis(analysis)).toContain("strategy history");
    expect(JSON.parse(JSON.stringify(analysisFacts(analysis))).kinds).toHaveLength(analysis.subKinds.length);
    expect(analysisSvg(analysis)).toContain("</svg>");
    // Every kind and every certified event has its row, and each certified event one counter.
    const plain = analysis.subKinds.filter((k) => k.certificate.kind !== "certified");
    expect(analysis.rows).toHaveLength(analysis.events.length + plain.length);
    const counted = analysis.counters.flatMap((c) => c.events);
    expect([...counted].sort()).toEqual(analysis.events.map((e) => e.name).sort());
    const model = recordingModel(new Reader(protocol), analysis);
    expect(parseModule("recording", model.text).diagnostics).toEqual([]);
  });
});
