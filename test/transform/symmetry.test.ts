/** Exchangeable values: models that count states up to them have one state for each class of the full model's. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CfgItem, printCfg } from "../../src/tla/cfg.js";
import { parseModule } from "../../src/tla/parse.js";
import { model, parseState, parseValue, printValue, setOf, type Value } from "../../src/tla/value.js";
import { variantCfg } from "../../src/transform/models.js";
import { interchangeable, swapped, toldApartIn } from "../../src/transform/symmetry.js";
import { checkerOf } from "../../src/verify/engines.js";
import { execute } from "../../src/verify/execute.js";
import { hybridSetting, runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { reductionRun, type StrategyName } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";
import { folder } from "../reduction/sites.js";

const { signal } = new AbortController();
const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

async function settings(path: string, strategy: StrategyName) {
  const dir = folder();
  const subject = await loadSubject(path, path, 1, strategy);
  const { seen } = await runOriginal(subject, "small", dir, checker, quiet);
  const symmetric = await hybridSetting(
    { ...subject, symmetric: true },
    "small",
    seen,
    undefined,
    dir,
    [],
    "_s",
  );
  return { dir, plain: await hybridSetting(subject, "small", seen, undefined, dir), symmetric };
}

/** All states of a model, each with its values. */
async function states(dir: string, module: string, cfg: readonly CfgItem[]): Promise<Map<string, Value>[]> {
  const [cfgFile, dump] = [join(dir, "Whole.cfg"), join(dir, "Whole.dot")];
  writeFileSync(cfgFile, printCfg({ entries: cfg }));
  await ownEngine.run({ dir, module, cfgFile, dump }, signal);
  const labels = [...readFileSync(dump, "utf8").matchAll(/^ *\d+ \[label="(.*?)\\l"/gm)];
  const texts = labels.map(([, label]) => (label ?? "").replaceAll("\\l", "\n").replace(/\\(["\\])/g, "$1"));
  return texts.map((text) => parseState(text));
}

/** States that exchanges lead to from one another, counted once. */
function classesOf(
  all: readonly Map<string, Value>[],
  pairs: readonly (readonly [string, string])[],
): number {
  const shown = (state: ReadonlyMap<string, Value>, c: readonly (readonly [string, string])[]): string =>
    [...state].map(([, v]) => printValue(c.reduce((x, [a, b]) => swapped(x, a, b), v))).join("\n");
  const group = pairs.reduce<(readonly [string, string])[][]>(
    (g, p) => [...g, ...g.map((c) => [...c, p])],
    [[]],
  );
  return new Set(all.map((state) => group.map((c) => shown(state, c)).sort()[0])).size;
}

describe("a model up to exchanges", () => {
  it.each([
    [
      "paxos",
      "counters",
      [
        ["r1", "r2"],
        ["v1", "v2"],
      ],
    ],
    ["raft", "counters", [["s1", "s2"]]],
  ] as const)("of %s by %s has one state for each class", async (name, strategy, pairs) => {
    const { dir, plain, symmetric } = await settings(join(specs, name), strategy);
    expect(symmetric.model.symmetry?.classes).toEqual(pairs);
    const cfg = variantCfg(plain.hybrid, plain.model, {
      off: [],
      forge: false,
      spec: "Spec",
      invariants: [],
    });
    const all = await states(dir, plain.model.module, cfg);
    const { outcome } = await execute(reductionRun(symmetric), dir, checker, quiet, 1);
    expect(outcome).toMatchObject({ kind: "holds", distinct: classesOf(all, pairs) });
    expect(classesOf(all, pairs)).toBeLessThan(all.length * 0.6);
  });

  it("has none where the text picks one of several, and says so in its bounds", async () => {
    const dir = folder();
    for (const file of ["Paxos.mapping.json", "Paxos.small.cfg"])
      writeFileSync(join(dir, file), readFileSync(join(specs, "paxos", file)));
    writeFileSync(join(dir, "Paxos.cfg"), readFileSync(join(specs, "paxos", "Paxos.small.cfg")));
    const text = readFileSync(join(specs, "paxos", "Paxos.tla"), "utf8");
    const picking = "Agreement == (CHOOSE v \\in Value : TRUE) \\in Value /\\ ";
    writeFileSync(
      join(dir, "Paxos.tla"),
      text.replace(/^Agreement == /m, () => picking),
    );
    const { symmetric } = await settings(dir, "history");
    expect(symmetric.model.symmetry).toMatchObject({ classes: [], definition: undefined });
    expect(symmetric.bound).toContain("no values to exchange: CHOOSE may tell one value from another");
  });
});

const item = (name: string, text: string): CfgItem => ({ kind: "constant", name, value: parseValue(text) });

describe("values that may change places", () => {
  it("are those that no constant and no bound tells apart", () => {
    const constants = [
      item("Node", "{a, b, c, d}"),
      item("Byz", "{d}"),
      item("First", "a"),
      item("Value", "{x, y}"),
    ];
    expect(interchangeable(constants, [])).toEqual([
      ["b", "c"],
      ["x", "y"],
    ]);
    expect(interchangeable(constants, [[parseValue("<<x>>")]])).toEqual([["b", "c"]]);
    expect(interchangeable(constants, [[parseValue("<<x>>"), parseValue("<<y>>")]])).toHaveLength(2);
  });

  it("are not, where a module, an operator or CHOOSE may tell them apart", () => {
    const units = (text: string) =>
      parseModule("M.tla", `---- MODULE M ----\n${text}\n====`).parsed?.module.units ?? [];
    expect(toldApartIn(units("F(S) == {x \\in S : TRUE}"), [], ["Naturals", "TLC"])).toBeUndefined();
    expect(toldApartIn(units("F(S) == LET x == CHOOSE x \\in S : TRUE IN x"), [], [])).toContain("CHOOSE");
    expect(toldApartIn(units("F(x) == ToString(x)"), [], ["TLC"])).toContain("ToString");
    expect(toldApartIn([], [], ["SequencesExt"])).toContain("SequencesExt");
    const other = { file: "O.tla", text: "---- MODULE O ----\nP(S) == CHOOSE x \\in S : TRUE\n====" };
    expect(toldApartIn([], [other], [])).toContain("CHOOSE");
  });

  it("make classes: any two of one leave all constants as they are, no two of different ones do", () => {
    const value = fc.constantFrom("a", "b", "c", "d").map(model);
    const sets = fc.array(fc.array(value, { maxLength: 3 }).map(setOf), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sets, (values) => {
        const whole = setOf(["a", "b", "c", "d"].map(model));
        const all = [...values, whole];
        const constants = all.map((v, k): CfgItem => ({ kind: "constant", name: `C${k}`, value: v }));
        const classes = interchangeable(constants, []);
        const same = (x: string, y: string): boolean =>
          all.every((v) => printValue(v) === printValue(swapped(v, x, y)));
        for (const x of "abcd")
          for (const y of "abcd") {
            const together = x === y || classes.some((c) => c.includes(x) && c.includes(y));
            expect(together).toBe(same(x, y));
          }
      }),
    );
  });
});
