/** What the adversary can do: each capability does harm where what stops it is taken away, and none where it is not. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Capability, capabilitiesOf } from "../../src/transform/capabilities.js";
import { variantCfg } from "../../src/transform/models.js";
import { checkerOf } from "../../src/verify/engines.js";
import { execute, type Row } from "../../src/verify/execute.js";
import { hybridSetting, runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import type { HybridSetting } from "../../src/verify/plan.js";
import { loadSubject, type StrategyName } from "../../src/verify/subject.js";

const specs = fileURLToPath(new URL("../../specs", import.meta.url));
const silent = { begin: () => undefined, progress: () => undefined, done: () => undefined };
const checker = checkerOf(
  "own",
  { own: ownEngine, tlc: () => Promise.reject(new Error("not asked")) },
  new AbortController().signal,
);

interface Place {
  readonly dir: string;
  readonly setting: HybridSetting;
}

async function prepared(name: string, strategy: StrategyName): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-can-"));
  const subject = await loadSubject(join(specs, name), dir, 1, strategy);
  const original = await runOriginal(subject, "small", dir, checker, silent);
  const setting = await hybridSetting(subject, "small", original.seen, original.distinct, dir);
  return { dir, setting };
}

async function row(
  { dir, setting }: Place,
  off: readonly string[],
  can: readonly Capability[],
  forge = false,
): Promise<Row> {
  const { model, hybrid } = setting;
  // Values that no client asked for break no invariant of the specification; they are seen.
  const invariants = off.includes("signed")
    ? [...setting.invariants, hybrid.words.of.usual]
    : setting.invariants;
  const spec = model.specNames.defended;
  const finished = await execute(
    {
      id: `off-${off.length}-${off[0] ?? ""}-can-${can.length}-${forge}`,
      stage: "test",
      what: "test",
      module: model.module,
      cfg: variantCfg(hybrid, model, { off, can, forge, spec, invariants }),
      mode: "exhaust",
      expect: { kind: "holds", distinct: setting.distinct },
      bound: "",
    },
    dir,
    checker,
    silent,
  );
  return finished.row;
}

/** Distinct states of a run that held. */
const statesOf = ({ result }: Row): number =>
  Number(/^holds, ([\d,]+) states, exhausted/.exec(result)?.[1]?.replaceAll(",", ""));

const others = ({ setting }: Place, out: Capability): readonly Capability[] =>
  capabilitiesOf(setting.hybrid.stops).filter((c) => c !== out);

const everything = ["lie", "equivocate", "client", "rollback", "unattested", "counter"] as const;

/** On the smallest Paxos the others do harm after more steps than are quickly looked through. */
const shallow = [
  ["raft", "history", everything],
  ["paxos", "history", ["lie", "client", "unattested"]],
  ["raft", "counters", everything],
  ["paxos", "counters", ["lie", "equivocate", "client"]],
] as const;

/** Of strategy counters at the smallest bounds these are seen in the states only: there is one term, one ballot. */
const statesOnly: Readonly<Record<string, readonly Capability[]>> = {
  history: [],
  counters: ["lie", "equivocate", "rollback"],
};

describe.each(shallow)("%s, strategy %s", (name, strategy, capabilities) => {
  let place: Place;
  let inForce: Row;

  beforeAll(async () => {
    place = await prepared(name, strategy);
    inForce = await row(place, [], capabilitiesOf(place.setting.hybrid.stops));
  });

  afterAll(() => rmSync(place.dir, { recursive: true, force: true }));

  it.each(capabilities)("%s does harm where what stops it is off, and is needed for that", async (can) => {
    const { stops } = place.setting.hybrid;
    const off = stops[can] ?? [];
    // Lies need one check off; with all of them there is too much to look through.
    const one = off.filter((name) => /guard|^\w+\.out$/.test(name)).slice(0, 1);
    const harm = await row(place, can === "lie" ? one : off, capabilitiesOf(stops));
    if (statesOnly[strategy]?.includes(can) !== true || harm.result.includes("violated")) {
      expect(harm.result).toMatch(/^\w+ violated in \d+ steps$/);
    } else {
      expect(statesOf(harm)).toBeGreaterThan(statesOf(inForce));
    }
    const without = await row(place, off, others(place, can));
    expect(without.result).toBe(inForce.result);
  });

  it("with everything in force: the same states, whoever claims what", async () => {
    expect(inForce.result).toMatch(/^holds, .* exhausted/);
    const eager = await row(place, [], capabilitiesOf(place.setting.hybrid.stops), true);
    expect(eager.result).toBe(inForce.result);
  });

  it("who cannot withhold what is certified shows it; replayed events are shown anyway", async () => {
    const shown = await row(place, [], others(place, "withhold"));
    if (strategy === "counters") expect(statesOf(shown)).toBeLessThan(statesOf(inForce));
    else expect(shown.result).toBe(inForce.result);
  });
});
