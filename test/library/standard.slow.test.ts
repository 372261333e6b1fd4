import { describe, expect, it } from "vitest";
import { resolve } from "../../src/resolve/resolve.js";
import { canonicalOp } from "../../src/tla/operators.js";
import { parseModule } from "../../src/tla/parse.js";
import { allUses, type Levels, levelsOf, ownLevels } from "./levels.js";
import { filesIn, libraryModules, moduleName, STANDARD, TLAPS } from "./modules.js";
import { bothSanys, type Exported, exportsOf, type Sany, verdicts } from "./sany.js";

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
const ALL = [STANDARD, TLAPS].flatMap(filesIn).map(moduleName);

const key = (e: Exported): string =>
  `${e.kind} ${e.name}(${e.params.join(",")}) level ${e.level} leibniz ${e.leibniz.join(",")}`;

/** What a module sees that extends M, for each M: `Root` extends one such module after the other. */
async function visible(sany: Sany, modules: readonly string[]): Promise<Map<string, readonly Exported[]>> {
  const users = modules.map((m) => `Of_${m}`);
  const files = modules.map((m) => [`Of_${m}.tla`, `---- MODULE Of_${m} ----\nEXTENDS ${m}\n====`] as const);
  const root = `---- MODULE Root ----\nEXTENDS ${users.join(", ")}\n====`;
  const found = await exportsOf(sany, root, users, new Map(files));
  return new Map(modules.map((m) => [m, found.get(`Of_${m}`) ?? []]));
}

/** The operators of several modules, each once. */
function operators(found: ReadonlyMap<string, readonly Exported[]>): readonly Exported[] {
  return [...new Map([...found.values()].flat().map((e) => [e.name, e])).values()];
}

/** One spelling for the synonyms of an operator. */
const shown = (name: string, params: readonly number[]): string =>
  `${canonicalOp(name)}(${params.join(",")})`;

/** What our resolver lets a module see that extends M: names with the arities of their parameters. */
function ownNames(module: string): readonly string[] {
  const { parsed } = parseModule("Root.tla", `---- MODULE Root ----\nEXTENDS ${module}\n====`);
  if (parsed === undefined) return [];
  const { spec } = resolve(parsed, libraryModules());
  return [...(spec?.root.names ?? [])]
    .map(([name, e]) => `${name}(${e.declaration.params.join(",")})`)
    .sort();
}

describe("the library's modules", () => {
  it("are accepted by SANY, each on its own", async () => {
    const { ours } = await bothSanys();
    const user = (m: string): string => `---- MODULE Of_${m} ----\nEXTENDS ${m}\n====`;
    const { exitCode, text } = await verdicts(ours, new Map(ALL.map((m) => [`Of_${m}.tla`, user(m)])));
    expect(text).not.toMatch(/error|warning/i);
    expect(exitCode).toBe(0);
    for (const m of ALL) expect(text).toContain(`Semantic processing of module Of_${m}\n`);
  });

  it("show the same names to SANY and to our resolver", async () => {
    const { ours } = await bothSanys();
    for (const [module, found] of await visible(ours, ALL)) {
      // SANY lists a theorem once for each way by which it comes.
      const names = [...new Set(found.map((e) => shown(e.name, e.params)))].sort();
      expect([module, ownNames(module)]).toEqual([module, names]);
    }
  });

  it("accept the same levels from SANY and from our resolver", async () => {
    const { ours } = await bothSanys();
    const uses = allUses(operators(await visible(ours, ALL)));
    const own = ownLevels(ALL, uses);
    const sany = await levelsOf(ours, ALL, uses);
    // Temporal arguments apart: SANY lets a parameter be the domain of a bound name whatever its level.
    const compared = (levels: Levels) => [...levels];
    expect(compared(own)).toEqual(compared(sany));
  });
});

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
    const uses = allUses(operators(await visible(theirs, IN_JAR)));
    expect(uses.length).toBeGreaterThan(500);
    // Older releases of RandomSubset forget its first parameter; newer ones, and ours, do not.
    const known = (levels: Levels) => [...levels].filter(([use]) => !use.startsWith("RandomSubset("));
    expect(known(await levelsOf(ours, IN_JAR, uses))).toEqual(known(await levelsOf(theirs, IN_JAR, uses)));
  });
});
