/** Which module and which model a path on the command line means. */

import { listDirectory, pathKind } from "../host/files.js";
import { basename, dirname, join, resolve } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

export interface Specification {
  /** Absolute. */
  readonly dir: string;
  readonly module: string;
  /** Absolute path of the module's file. */
  readonly file: string;
}

export interface Model {
  /** `Spec.cfg` is the model `Spec`, `Spec.small.cfg` the model `small`, `MCSpec.cfg` the model `MCSpec`. */
  readonly name: string;
  /** Absolute path. */
  readonly cfgFile: string;
  /** The root module that TLC reads: the specification's, or the model's own (`MCSpec.tla` beside `MCSpec.cfg`). */
  readonly module: string;
}

function fault(code: string, message: string, hint: string): DiagnosticError {
  const diagnostic: Diagnostic = { code, severity: "error", message, hint };
  return new DiagnosticError([diagnostic]);
}

const modulesIn = (names: readonly string[]): readonly string[] =>
  names.filter((n) => n.endsWith(".tla") && !/_TTrace_\d+\.tla$/.test(n)).map((n) => basename(n, ".tla"));

/** The specification at a path: a `.tla` file, or a directory with one that stands out. Throws a DiagnosticError. */
export async function locateSpec(path: string, cwd: string): Promise<Specification> {
  const full = resolve(cwd, path);
  const kind = await pathKind(full);
  if (kind === "absent") {
    throw fault(
      "spec/not-found",
      `there is no ${path}`,
      "give a directory with a specification, or a .tla file",
    );
  }
  if (kind === "file") {
    if (!full.endsWith(".tla")) {
      throw fault(
        "spec/not-a-module",
        `${path} is no TLA+ module`,
        "give a .tla file, or the directory it is in",
      );
    }
    return { dir: dirname(full), module: basename(full, ".tla"), file: full };
  }
  const modules = modulesIn(await listDirectory(full));
  const wanted = basename(full).toLowerCase();
  // `MCSpec` is a model of `Spec`, not a specification of its own.
  const plain = modules.filter((m) => !modules.some((other) => m.startsWith(`MC${other}`)));
  const module =
    modules.find((m) => m.toLowerCase() === wanted) ?? (plain.length === 1 ? plain[0] : undefined);
  if (module !== undefined) return { dir: full, module, file: join(full, `${module}.tla`) };
  if (modules.length === 0) {
    throw fault(
      "spec/empty",
      `${path} has no .tla file`,
      "give the directory of a specification, or a .tla file",
    );
  }
  const list = modules.map((m) => `${m}.tla`).join(", ");
  throw fault("spec/ambiguous", `${path} has several modules: ${list}`, "give the .tla file that is meant");
}

/** The models beside a specification, its default first. */
export async function listModels(spec: Specification): Promise<readonly Model[]> {
  const names = await listDirectory(spec.dir);
  const modules = new Set(modulesIn(names));
  const models: Model[] = [];
  for (const file of names.filter((n) => n.endsWith(".cfg") && !/_TTrace_\d+\.cfg$/.test(n))) {
    const stem = basename(file, ".cfg");
    const name = stem.startsWith(`${spec.module}.`) ? stem.slice(spec.module.length + 1) : stem;
    const module = modules.has(stem) ? stem : spec.module;
    models.push({ name, cfgFile: join(spec.dir, file), module });
  }
  const rank = (m: Model): number => (m.name === spec.module ? 0 : 1);
  return models.sort((a, b) => rank(a) - rank(b));
}

/** The model of that name, or the default one. Throws a DiagnosticError that lists the models. */
export async function locateModel(spec: Specification, name: string | undefined): Promise<Model> {
  const models = await listModels(spec);
  const wanted = name ?? spec.module;
  const stem = basename(wanted, ".cfg");
  const names = [
    stem,
    `${spec.module}.${stem}`,
    `MC${stem}`,
    `MC_${stem}`,
    `${spec.module}_${stem}`,
    `MC${spec.module}_${stem}`,
  ];
  for (const candidate of names) {
    const found = models.find((m) => m.name === candidate || basename(m.cfgFile, ".cfg") === candidate);
    if (found !== undefined) return found;
  }
  const usual =
    name === undefined ? models.find((m) => m.name === `MC${spec.module}` || m.name === "MC") : undefined;
  if (usual !== undefined) return usual;
  const hint =
    models.length === 0
      ? `write ${spec.module}.cfg beside ${spec.module}.tla`
      : `there are: ${models.map((m) => m.name).join(", ")} (--model NAME)`;
  const what = name === undefined ? `no default model (${spec.module}.cfg)` : `no model \`${name}\``;
  throw fault("model/not-found", `${spec.dir} has ${what}`, hint);
}
