/** What is written beside a hybrid says where each rule stands, in the output and in the source. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assumptionsText } from "../../src/transform/assumptions.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { loadSubject, type StrategyName } from "../../src/verify/subject.js";
import { load, readCase } from "../protocol/cases.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

const known = new Map<StrategyName, ReturnType<typeof loadSubject>>();

async function written(strategy: StrategyName) {
  const subject = await (known.get(strategy) ?? loadSubject(join(specs, "paxos"), specs, 1, strategy));
  known.set(strategy, Promise.resolve(subject));
  const { protocol, hybrid, source } = subject;
  const text = `line 1\n${hybrid.stages.at(-1)?.text ?? ""}`;
  const made = assumptionsText(protocol, hybrid, "made", text, [{ module: "MC", bound: "N = 3" }]);
  const rows = [...made.matchAll(/^\| `([\w.]+)` \| (.+?) \| (?:line )?(.+?) \| (.+) \|$/gm)].map(
    ([, check = "", , lines = "", from = ""]) => ({ check, lines: lines.split(", ").map(Number), from }),
  );
  return { hybrid, text: text.split("\n"), source: source.split("\n"), made, rows };
}

describe("ASSUMPTIONS.md", () => {
  it.each(["history", "counters"] as const)(
    "has a row for each switch, at its lines: %s",
    async (strategy) => {
      const { hybrid, text, rows, made } = await written(strategy);
      expect(rows.map((r) => r.check)).toEqual(hybrid.switches);
      for (const { check, lines } of rows) {
        expect(lines.length, check).toBeGreaterThan(0);
        const rule = check.slice(check.lastIndexOf(".") + 1);
        for (const n of lines)
          expect(text[n - 1], check).toMatch(new RegExp(`On\\(("|.*\\.)${`${check}|.*${rule}`}"\\)`));
      }
      expect(made).toContain("- `MC`: N = 3");
    },
    120_000,
  );

  it("gives the place in the source of what each guard's check is made from", async () => {
    const { source, rows } = await written("counters");
    const row = rows.find((r) => r.check === "Promise.maxBal" || r.check === "Promise.bal");
    const [, line = "", shown = ""] = /^line (\d+): `(.*)`$/.exec(row?.from ?? "") ?? [];
    expect(shown).toContain("m.bal");
    expect(source[Number(line) - 1]).toContain("m.bal > maxBal");
  }, 120_000);

  it("lists what was left out in reading, with its line", async () => {
    const { protocol, table } = await load(readCase("pluscal-translated"));
    if (protocol === undefined || table === undefined) throw new Error("not read");
    const hybrid = transformHistory(protocol, table, []);
    const made = assumptionsText(protocol, hybrid, "made", "", []);
    expect(made).toContain("- Terminating changes nothing: left out (line 40).");
    expect(made).toContain("No models were written");
  });

  it("lies beside every committed hybrid", () => {
    for (const folder of [
      "raft/hybrid",
      "raft/counters",
      "paxos/hybrid",
      "paxos/counters",
      "leaderless/hybrid",
    ])
      expect(readFileSync(join(specs, folder, "ASSUMPTIONS.md"), "utf8")).toContain(
        "## Which rule added what",
      );
  });
});
