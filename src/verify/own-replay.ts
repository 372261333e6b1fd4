/** A counterexample of a file, walked through a model of files by our engine. */

import type { Path } from "../engine/explore/path.js";
import { faultyOutcome } from "../engine/outcome.js";
import { readBehaviour } from "../engine/trace/export-read.js";
import { type Misfit, replay } from "../engine/trace/replay.js";
import { readText } from "../host/files.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import type { TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "./engines.js";
import { unreadableBehaviour } from "./faults.js";
import { readyModel } from "./own-ready.js";

export type Replayed = { readonly notes: readonly Diagnostic[] } & (
  | {
      readonly kind: "replayed";
      readonly path: Path;
      /** What the behaviour breaks first, as an outcome of a check. */
      readonly broken: TlcOutcome | undefined;
    }
  | { readonly kind: "diverges"; readonly misfit: Misfit; readonly path: Path }
  /** The model cannot be run, or an evaluation failed on the way. */
  | { readonly kind: "failed"; readonly outcome: TlcOutcome }
);

/** Throws a DiagnosticError if the file holds no behaviour. */
export async function replayFile(
  job: Pick<Job, "dir" | "module" | "cfgFile">,
  file: string,
): Promise<Replayed> {
  const behaviour = readBehaviour(await readText(file));
  if ("kind" in behaviour) throw new DiagnosticError([unreadableBehaviour(file, behaviour.message)]);
  const ready = await readyModel(job);
  if (ready.kind === "answered") return { kind: "failed", ...ready.answer };
  const { model, source, notes } = ready;
  const found = replay(model, behaviour);
  const counts = {
    distinct: undefined,
    generated: behaviour.states.length,
    queue: undefined,
    depth: undefined,
  };
  const outcomeOf = (verdict: Parameters<typeof faultyOutcome>[0]): TlcOutcome => ({
    ...faultyOutcome(verdict, counts, 0, source),
    ...ready.said(),
  });
  switch (found.kind) {
    case "replayed": {
      const { path, broken } = found;
      const isBroken = broken !== undefined && broken.kind !== "holds";
      return { kind: "replayed", path, broken: isBroken ? outcomeOf(broken) : undefined, notes };
    }
    case "diverges":
      return { ...found, notes };
    case "failed":
      if (found.verdict.kind === "holds") throw new Error("a replay that fails has a reason");
      return { kind: "failed", outcome: outcomeOf(found.verdict), notes };
  }
}
