/**
 * Specifications of others, as they stand in specs/third-party: what `inspect` says of them, and for those that have a
 * hybrid the reduction and the invariants in the smallest model. Their text is not here; with
 * BUMBLEBEE_THIRD_PARTY=DIR it is read from DIR/<owner>/<repository>/<path>, checkouts at the commits that are named.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { verdictOf } from "../../src/reduction/outcome.js";
import { reduce } from "../../src/reduction/reduce.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { byHistory } from "../../src/reduction/subject.js";
import { loadSpecification } from "../../src/spec/load.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runGates } from "../../src/verify/gates.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { loadSubject } from "../../src/verify/subject.js";

const given = process.env["BUMBLEBEE_THIRD_PARTY"];
const here = fileURLToPath(new URL("../../specs/third-party/", import.meta.url));
const { signal } = new AbortController();

const sourceSchema = z.strictObject({
  repository: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  files: z.array(z.string()).min(1),
  module: z.string(),
  /** Of the hybrid in the model `small`, by strategy. */
  states: z.partialRecord(z.enum(["history", "counters"]), z.number().int()).optional(),
  /** Projected states that the reduction does not have: known, and explained in the README. */
  beyond: z.partialRecord(z.enum(["history", "counters"]), z.number().int().min(1)).optional(),
  /** What keeps it from having one: `code line`. */
  refused: z.array(z.string()).min(1).optional(),
});

const names = readdirSync(here, { withFileTypes: true })
  .filter((d) => d.isDirectory())
  .map((d) => d.name);
const sourceOf = (name: string) =>
  sourceSchema.parse(JSON.parse(readFileSync(join(here, name, "source.json"), "utf8")));

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

/** A folder with their modules, and ours beside them. */
function together(name: string, root: string): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-third-party-"));
  dirs.push(dir);
  const { repository, files } = sourceOf(name);
  for (const file of files) copyFileSync(join(root, repository, file), join(dir, basename(file)));
  for (const file of readdirSync(join(here, name))) copyFileSync(join(here, name, file), join(dir, file));
  return dir;
}

describe("third-party specifications", () => {
  it("are named with where they come from, and none of their text is kept", () => {
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const { files, states, refused } = sourceOf(name);
      expect([name, states === undefined]).toEqual([name, refused !== undefined]);
      const kept = readdirSync(join(here, name));
      expect(kept).toContain("README.md");
      expect(files.map((f) => basename(f)).filter((f) => kept.includes(f))).toEqual([]);
      for (const file of kept.filter((f) => f.endsWith(".mapping.json")))
        expect(readFileSync(join(here, name, file), "utf8").split("\n").length).toBeLessThanOrEqual(41);
    }
  });
});

describe.skipIf(given === undefined)("third-party specifications, fetched", () => {
  const root = given ?? "";

  it.each(names.filter((n) => sourceOf(n).refused !== undefined))(
    "%s is refused, with places",
    async (name) => {
      const dir = together(name, root);
      const { module, refused } = sourceOf(name);
      const { protocol, diagnostics } = await loadSpecification(join(dir, module), { cwd: dir });
      expect(protocol).toBeUndefined();
      const errors = diagnostics.filter((d) => d.severity === "error");
      expect(errors.map((d) => `${d.code} ${d.place?.line ?? 0}`)).toEqual(refused);
      expect(errors.filter((d) => d.hint === undefined)).toEqual([]);
    },
  );

  const hybrids = names.flatMap((name) =>
    Object.entries(sourceOf(name).states ?? {}).map(
      ([strategy, states]) => [name, strategy as "history" | "counters", states] as const,
    ),
  );
  it.each(hybrids)(
    "%s, %s: safe, and the original's states: %i",
    async (name, strategy, states) => {
      const dir = together(name, root);
      const subject = await loadSubject(join(dir, sourceOf(name).module), dir, 1, strategy);
      const gates = await runGates(subject.gate, subject.models, subject.defaultModel);
      expect(gates?.diagnostics).toEqual([]);
      const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
      const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
      const { seen, cfg } = await runOriginal(subject, "small", dir, checker, quiet);
      const defended = await byHistory(subject, "small", cfg, seen, dir);
      const session = new ReductionSession(defended, { dir, signal, seconds: 280, keepsSteps: true });
      const found = await reduce(session, "lazy");
      if (found.kind !== "compared") throw new Error(`${found.side}: ${found.why}`);
      const { reduction } = found;
      const beyond = sourceOf(name).beyond?.[strategy];
      expect([reduction.extra?.states, reduction.missing]).toEqual([beyond, undefined]);
      expect(verdictOf(reduction)).toBe(beyond === undefined ? "holds" : "differs");
      expect(reduction.lying.kind).toBe("lies");
      expect(reduction.counts.hybrid.states).toBe(states);
      const { invariants } = defended;
      expect(invariants.length).toBeGreaterThan(0);
      const safe = await session.leaving({ off: [], adversary: "lazy", invariants }, "all checks on");
      expect([safe?.violated, safe?.exploration.verdict.kind]).toEqual([undefined, "holds"]);
    },
    900_000,
  );
});
