/** The models below a folder: those of a `manifest.json`, with what it expects of them, and every `.cfg` beside a module. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { Counts } from "./engine-answer.js";

export interface ModelFile {
  /** The root module. */
  readonly module: string;
  readonly cfg: string;
  /** What somebody else says that TLC answers. */
  readonly expected: Expected | undefined;
}

export interface Expected {
  /** The verdicts that fit; undefined where it is not known. */
  readonly verdicts: readonly string[] | undefined;
  readonly counts: Partial<Counts>;
  /** Why the model is not for a search through all states. */
  readonly notExhaustive: string | undefined;
}

const model = z.object({
  path: z.string(),
  result: z.string(),
  mode: z.unknown(),
  distinctStates: z.number().optional(),
  totalStates: z.number().optional(),
});
const manifest = z.object({
  modules: z.array(z.object({ path: z.string(), models: z.array(model) })),
});

const verdicts: Readonly<Record<string, readonly string[]>> = {
  success: ["holds"],
  "assumption failure": ["assumption"],
  "deadlock failure": ["deadlock"],
  // The manifest counts what Assert says, and action properties, among these.
  "safety failure": ["invariant", "assertion", "property", "error"],
  "liveness failure": ["property"],
};

function expectedOf({ result, mode, distinctStates, totalStates }: z.infer<typeof model>): Expected {
  const shown = typeof mode === "string" ? mode : "simulation";
  return {
    verdicts: verdicts[result],
    counts: {
      ...(distinctStates === undefined ? {} : { distinct: distinctStates }),
      ...(totalStates === undefined ? {} : { generated: totalStates }),
    },
    notExhaustive: shown === "exhaustive search" ? undefined : `${shown} model`,
  };
}

/** The files below a folder, or the one file, sorted. */
async function filesBelow(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile() && !e.parentPath.includes("node_modules"))
    .map((e) => join(e.parentPath, e.name))
    .sort();
}

/** Paths in a manifest are relative to some folder above it: the nearest where they name a file. */
function rootOf(file: string, path: string, all: ReadonlySet<string>): string | undefined {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    if (all.has(join(dir, path))) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

async function listed(file: string, all: ReadonlySet<string>): Promise<readonly ModelFile[]> {
  const { success, data } = manifest.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!success) return [];
  return data.modules.flatMap((module) =>
    module.models.flatMap((m): readonly ModelFile[] => {
      const root = rootOf(file, m.path, all);
      if (root === undefined) return [];
      return [{ module: join(root, module.path), cfg: join(root, m.path), expected: expectedOf(m) }];
    }),
  );
}

/** The module that a model is of: that of its name, else the only one that has a part of its name, or of the folder's. */
function moduleFor(cfg: string, all: readonly string[]): string | undefined {
  const here = all.filter((f) => f.endsWith(".tla") && dirname(f) === dirname(cfg));
  const stem = basename(cfg, ".cfg");
  const named = (name: string): string | undefined => here.find((f) => basename(f, ".tla") === name);
  const starts = here.filter((f) => stem.startsWith(basename(f, ".tla")));
  const longest = starts.sort((a, b) => b.length - a.length)[0];
  const folder = here.find((f) => basename(f, ".tla").toLowerCase() === basename(dirname(cfg)).toLowerCase());
  return named(stem) ?? longest ?? folder ?? (here.length === 1 ? here[0] : undefined);
}

/** All models below the paths, each once: as a manifest has it, if one does. */
export async function modelsBelow(paths: readonly string[]): Promise<readonly ModelFile[]> {
  const files = [...new Set((await Promise.all(paths.map(filesBelow))).flat())];
  const all = new Set(files);
  const found = new Map<string, ModelFile>();
  for (const file of files.filter((f) => basename(f) === "manifest.json")) {
    for (const m of await listed(file, all)) found.set(m.cfg, m);
  }
  for (const cfg of files.filter((f) => f.endsWith(".cfg") && !/_TTrace_\d+\.cfg$/.test(f))) {
    const module = found.has(cfg) ? undefined : moduleFor(cfg, files);
    if (module !== undefined) found.set(cfg, { module, cfg, expected: undefined });
  }
  return [...found.values()].sort((a, b) => (a.cfg < b.cfg ? -1 : 1));
}
