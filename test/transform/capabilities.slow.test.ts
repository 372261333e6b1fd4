/** What the adversary can do: each capability does harm where what stops it is taken away, and none where it is not. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allCapabilities,
  type Capability,
  type Defence,
  stops,
} from "../../src/transform/history/capabilities.js";
import { variantCfg } from "../../src/transform/models.js";
import { checkerOf } from "../../src/verify/engines.js";
import { execute, type Row } from "../../src/verify/execute.js";
import { hybridSetting, runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import type { HybridSetting } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";

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

async function prepared(name: string): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-can-"));
  const subject = await loadSubject(join(specs, name), dir);
  const original = await runOriginal(subject, "small", dir, checker, silent);
  const setting = await hybridSetting(subject, "small", original.seen, original.distinct, dir);
  return { dir, setting };
}

async function row(
  { dir, setting }: Place,
  off: readonly Defence[],
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
      id: `off-${off.join("-")}-can-${can.length}-${forge}`,
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

const others = (out: Capability): readonly Capability[] => allCapabilities.filter((c) => c !== out);

/** On the smallest Paxos the others do harm after more steps than are quickly looked through. */
const shallow: Readonly<Record<string, readonly Capability[]>> = {
  raft: allCapabilities,
  paxos: ["lie", "client", "unattested"],
};

describe.each(Object.entries(shallow))("%s", (name, capabilities) => {
  let place: Place;

  beforeAll(async () => {
    place = await prepared(name);
  });

  afterAll(() => rmSync(place.dir, { recursive: true, force: true }));

  it.each(capabilities)("%s does harm where what stops it is off, and is needed for that", async (can) => {
    // Lies need one check off; with all four there is too much to look through.
    const off = can === "lie" ? (["guard"] as const) : stops[can];
    const harm = await row(place, off, allCapabilities);
    expect(harm.result).toMatch(/^\w+ violated in \d+ steps$/);
    const without = await row(place, stops[can], others(can));
    expect(without.result).toMatch(/^holds, .* exhausted; as the original$/);
  });

  it("with everything in force: the original's states, whoever claims what", async () => {
    for (const forge of [false, true]) {
      const { result } = await row(place, [], allCapabilities, forge);
      expect(result).toMatch(/^holds, .* exhausted; as the original$/);
    }
  });
});
