/** What engines are measured with: models of our own in `specs/`, or files that the command line names. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { packageFolder } from "../src/host/own-files.js";

export interface BenchModel {
  readonly name: string;
  /** The files as they are: modules beside `tla` are found there. */
  readonly tla: string;
  readonly cfg: string;
  /** How many times faster than TLC with one worker it must be. */
  readonly target: number | undefined;
}

const specs = (file: string): string => join(packageFolder(), "bench", "specs", file);

const own = (name: string, module: string, target: number): BenchModel => ({
  name,
  tla: specs(`${module}.tla`),
  cfg: specs(`${module}.cfg`),
  target,
});

/** With the targets of `check --engine own`. */
export const ownModels: readonly BenchModel[] = [
  own("start", "Start", 5),
  own("synod", "Synod", 15),
  own("log", "Log", 12),
  own("atomic", "Atomic", 15),
];

export function namedModel(tla: string, cfg: string): BenchModel {
  return { name: basename(cfg, ".cfg"), tla, cfg, target: 3 };
}

/** Atomic commitment with so many participants, in files of this directory: how cost grows with states. */
export function atomicOf(participants: number, dir: string): BenchModel {
  const names = Array.from({ length: participants }, (_, i) => `p${i + 1}`);
  const cfg = join(dir, `Atomic${participants}.cfg`);
  const text = readFileSync(specs("Atomic.cfg"), "utf8");
  writeFileSync(cfg, text.replace(/\{p1,[^}]*\}/, `{${names.join(", ")}}`));
  const tla = join(dir, "Atomic.tla");
  copyFileSync(specs("Atomic.tla"), tla);
  return { name: `atomic-${participants}`, tla, cfg, target: undefined };
}
