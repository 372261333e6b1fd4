/** No name means anything to counters either: the analysis, the models it tries values on, and the hybrid. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSubject } from "../../src/verify/subject.js";
import { back, KEPT, namesOf, type Renaming, rename, renaming } from "./names.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

interface Source {
  readonly module: string;
  readonly cfg: string;
  readonly mapping: unknown;
}

function source(name: string): Source {
  const text = (end: string): string =>
    readFileSync(join(specs, name.toLowerCase(), `${name}.${end}`), "utf8");
  const { clientValues, owners, durable, invariants } = JSON.parse(text("mapping.json"));
  return {
    module: text("tla"),
    cfg: text("cfg").replaceAll(/\\\*.*$/gm, ""),
    mapping: { init: "Init", next: "Next", clientValues, owners, durable, invariants },
  };
}

/** The hybrid's text, after every pass. */
async function hybridOf(name: string, { module, cfg, mapping }: Source): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-renaming-"));
  try {
    const own = join(dir, name);
    mkdirSync(own);
    writeFileSync(join(own, `${name}.tla`), module);
    writeFileSync(join(own, `${name}.cfg`), cfg);
    writeFileSync(join(own, `${name}.mapping.json`), JSON.stringify(mapping));
    const { hybrid } = await loadSubject(own, dir, 1, "counters");
    return hybrid.stages.map((s) => s.text);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A mapping's words are its keys; what they are given are names. */
const values = (mapping: unknown, to: Renaming): unknown => {
  if (typeof mapping === "string") return to(mapping);
  if (Array.isArray(mapping)) return mapping.map((m) => values(m, to));
  if (typeof mapping !== "object" || mapping === null) return mapping;
  return Object.fromEntries(
    Object.entries(mapping).map(([key, v]) => [key, key === "file" ? v : values(v, to)]),
  );
};

describe("renaming everything in a specification", () => {
  it.each(["Raft", "Paxos"])("changes only names of its counters: %s", async (name) => {
    const given = source(name);
    const before = await hybridOf(name, given);
    const names = namesOf(given.module);
    const avoid = new Set([...KEPT, ...before.flatMap((text) => [...namesOf(text)])]);
    const expected = before.map((text) => rename(text, (n) => n));
    const seeds = fc.array(fc.nat(), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(seeds, async (numbers) => {
        let k = 0;
        const letters = (): number => ((numbers[k % 50] ?? 0) + 7 * k++ * k) >>> 0;
        const map = renaming(names, avoid, letters);
        const to: Renaming = (n) => map.get(n) ?? n;
        const undo = back(map);
        const after = await hybridOf(name, {
          module: rename(given.module, to),
          cfg: given.cfg.replaceAll(/\w+/g, to),
          mapping: values(given.mapping, to),
        });
        expect(after.map((text) => rename(text, undo))).toEqual(expected);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });
});
