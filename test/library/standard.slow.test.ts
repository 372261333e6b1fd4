import { describe, expect, it } from "vitest";
import { levelsOf } from "./levels.js";
import { bothSanys, type Exported, exportsOf, type Sany } from "./sany.js";

/** The modules that come with every release of the jar; newer ones have Json and TLCExt too. */
const IN_JAR = [
  "Naturals",
  "Integers",
  "Reals",
  "Sequences",
  "FiniteSets",
  "Bags",
  "TLC",
  "Randomization",
  "RealTime",
  "Toolbox",
];

const key = (e: Exported): string => `${e.kind} ${e.name}(${e.params.join(",")}) level ${e.level}`;

/** What a module sees that extends M, for each M: `Root` extends one such module after the other. */
async function visible(sany: Sany, modules: readonly string[]): Promise<Map<string, readonly Exported[]>> {
  const users = modules.map((m) => `Of_${m}`);
  const files = modules.map((m) => [`Of_${m}.tla`, `---- MODULE Of_${m} ----\nEXTENDS ${m}\n====`] as const);
  const root = `---- MODULE Root ----\nEXTENDS ${users.join(", ")}\n====`;
  const found = await exportsOf(sany, root, users, new Map(files));
  return new Map(modules.map((m) => [m, found.get(`Of_${m}`) ?? []]));
}

describe("the standard modules and those of SANY's jar", () => {
  it("export the same names, with the same arities and levels", async () => {
    const { theirs, ours } = await bothSanys();
    const a = await visible(theirs, IN_JAR);
    const b = await visible(ours, IN_JAR);
    for (const m of IN_JAR) {
      expect(a.get(m)?.length, m).toBeGreaterThan(0);
      expect([m, b.get(m)?.map(key).sort()]).toEqual([m, a.get(m)?.map(key).sort()]);
    }
  });

  it("accept arguments of the same levels, and give results of the same level", async () => {
    const { theirs, ours } = await bothSanys();
    const all = (await visible(theirs, IN_JAR)).values();
    const ops = [...new Map([...all].flat().map((e) => [e.name, e])).values()];
    const a = await levelsOf(theirs, IN_JAR, ops);
    const b = await levelsOf(ours, IN_JAR, ops);
    expect(a.size).toBeGreaterThan(500);
    // Older releases of RandomSubset forget its first parameter; newer ones, and ours, do not.
    const rows = (found: ReadonlyMap<string, unknown>) =>
      [...found]
        .filter(([use]) => !use.startsWith("RandomSubset("))
        .map(([use, level]) => `${use}: ${level}`);
    expect(rows(b)).toEqual(rows(a));
  });
});
