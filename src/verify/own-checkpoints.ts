/** Checkpoints of our engine in a file: written now and then and at the end, taken up by a later run. */
import { decodeCheckpoint, encodeCheckpoint } from "../engine/explore/checkpoint.js";
import type { Checkpoints } from "../engine/explore/explore.js";
import type { Snapshot } from "../engine/explore/explore-snapshot.js";
import {
  checkpointDamaged,
  checkpointNotWritten,
  checkpointOfAnother,
  noCheckpoint,
} from "../engine/faults.js";
import { readPieces, writePieces } from "../host/checkpoint-file.js";
import { sha256 } from "../host/digest.js";
import { ownVersion } from "../host/package.js";
import { type Diagnostic, DiagnosticError, unreachable } from "../report/diagnostic.js";

/** What a checkpoint belongs to: all texts that were compiled, in their order, and our version. */
export function fingerprintOf(texts: readonly string[]): string {
  const parts = [ownVersion(), ...texts].map((text) => `${text.length}\n${text}\n`);
  return sha256(new TextEncoder().encode(parts.join("")));
}

/** Checkpoints in this file. One that cannot be written is said, once for each reason, and the search goes on. */
export function checkpointsIn(
  file: string,
  fingerprint: string,
  seconds: number,
  say: (warning: Diagnostic) => void,
): Checkpoints {
  const said = new Set<string>();
  const save = async (snapshot: Snapshot): Promise<boolean> => {
    const fault = await writePieces(file, encodeCheckpoint(snapshot, fingerprint));
    if (fault === undefined) return true;
    if (!said.has(fault.message)) say(checkpointNotWritten(fault));
    said.add(fault.message);
    return false;
  };
  return { seconds, save };
}

/** The search that a file keeps. Throws a DiagnosticError if there is none of this specification and model. */
export async function takenUp(file: string, fingerprint: string): Promise<Snapshot> {
  const restored = await readPieces(file, (fill) => decodeCheckpoint(fill, fingerprint)).catch(
    (error: unknown) => {
      if (!(error instanceof DiagnosticError)) throw error;
      // A search that was killed early has kept nothing.
      const hint = `if the search ended before its first checkpoint, begin anew: --checkpoint ${file}`;
      throw new DiagnosticError(error.diagnostics.map((d) => (d.hint === undefined ? { ...d, hint } : d)));
    },
  );
  switch (restored.kind) {
    case "restored":
      return restored.snapshot;
    case "no-checkpoint":
      throw new DiagnosticError([noCheckpoint(file)]);
    case "damaged":
      throw new DiagnosticError([checkpointDamaged(file)]);
    case "other-model":
      throw new DiagnosticError([checkpointOfAnother(file)]);
    default:
      return unreachable(restored);
  }
}
