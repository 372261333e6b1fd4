/**
 * Logs of other people's systems against their own specifications, by the mappings in traces/: accepted and rejected by both
 * engines as it is written there, and one value that is made wrong is found. Specifications and logs are not here; with
 * BUMBLEBEE_THIRD_PARTY=DIR they are read from DIR/<owner>/<repository>/<path>, checkouts at the commits that are named.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { cli } from "../cli/harness.js";

const given = process.env["BUMBLEBEE_THIRD_PARTY"];
const here = fileURLToPath(new URL("../../traces/", import.meta.url));

const logs = z.array(z.string()).min(1);
const sourceSchema = z.strictObject({
  repository: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  module: z.string(),
  /** Ours, beside the source. */
  mapping: z.string(),
  cfg: z.string().optional(),
  /** Where TLC needs longer than a test has. */
  engine: z.literal("own").optional(),
  /** Each is a trace; `lines`: how many of them say something. */
  accepted: z.array(z.strictObject({ logs, lines: z.int() })).min(1),
  /** `line`: of the last file. */
  rejected: z.array(z.strictObject({ logs, line: z.int() })),
  /** A value of the last file is made another one; `says` stands in the explanation of that very line. */
  wrong: z.strictObject({ logs, line: z.int(), from: z.string(), to: z.string(), says: z.string() }),
});

const systems = readdirSync(here).filter((name) => existsSync(join(here, name, "source.json")));
const sourceOf = (name: string) =>
  sourceSchema.parse(JSON.parse(readFileSync(join(here, name, "source.json"), "utf8")));

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

describe("logs of others", () => {
  it("are named with where they come from, and nothing of them is kept", () => {
    expect(systems.length).toBeGreaterThanOrEqual(3);
    for (const name of systems) {
      const source = sourceOf(name);
      const kept = readdirSync(join(here, name));
      expect(kept).toContain("README.md");
      expect(kept).toContain(source.mapping);
      expect(kept.filter((file) => /\.tla$|ndjson/.test(file))).toEqual([]);
      expect(readFileSync(join(here, name, "README.md"), "utf8")).toContain(source.repository);
    }
  });
});

describe.skipIf(given === undefined)("logs of others, fetched", () => {
  /** What both engines say of a trace. */
  async function validated(name: string, files: readonly string[]) {
    const { repository, module, mapping, cfg, engine = "both" } = sourceOf(name);
    const model = cfg === undefined ? [] : ["--cfg", join(here, name, cfg)];
    const spec = ["--spec", join(given ?? "", repository, module), ...model];
    const engines = ["--engine", engine, "--no-hints"];
    return cli(["validate", ...files, "--mapping", join(here, name, mapping), ...spec, ...engines]);
  }
  const fetched = (name: string, files: readonly string[]) =>
    files.map((file) => join(given ?? "", sourceOf(name).repository, file));

  const accepted = systems.flatMap((name) =>
    sourceOf(name).accepted.map((trace) => [name, basename(trace.logs.at(-1) ?? ""), trace] as const),
  );
  it.each(accepted)("%s: %s is accepted", async (name, _, trace) => {
    const { code, out, err } = await validated(name, fetched(name, trace.logs));
    expect([code, err.includes("disagree"), out.split(":")[0]]).toEqual([0, false, "accepted"]);
    const [, stepped, checked] = /: (\d+) lines stepped, (\d+) checked only/.exec(out) ?? [];
    expect(Number(stepped) + Number(checked)).toBe(trace.lines);
  });

  const rejected = systems.flatMap((name) =>
    sourceOf(name).rejected.map((trace) => [name, basename(trace.logs.at(-1) ?? ""), trace] as const),
  );
  it.each(rejected)("%s: %s is rejected", async (name, _, trace) => {
    const { code, out } = await validated(name, fetched(name, trace.logs));
    expect([code, out.split(":")[0]]).toEqual([1, "rejected"]);
    const [, line] = /^ {2}\S+:(\d+): \{/m.exec(out) ?? [];
    expect(Number(line)).toBe(trace.line);
  });

  it.each(systems)("%s: a wrong value is found, and told with the right one", async (name) => {
    const { wrong } = sourceOf(name);
    const files = fetched(name, wrong.logs);
    const last = files.at(-1) ?? "";
    const lines = readFileSync(last, "utf8").split("\n");
    const line = lines[wrong.line - 1] ?? "";
    expect(line).toContain(wrong.from);
    lines[wrong.line - 1] = line.replace(wrong.from, wrong.to);
    const dir = mkdtempSync(join(tmpdir(), "bumblebee-logs-"));
    dirs.push(dir);
    const changed = join(dir, basename(last));
    writeFileSync(changed, lines.join("\n"));
    const { code, out } = await validated(name, [...files.slice(0, -1), changed]);
    expect([code, out.split(":")[0]]).toEqual([1, "rejected"]);
    expect(Number(/^ {2}\S+:(\d+): \{/m.exec(out)?.[1])).toBe(wrong.line);
    expect(out).toContain(wrong.says);
  });
});
