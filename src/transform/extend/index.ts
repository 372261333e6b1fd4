/** The optional steps of the methodology, in the order in which they are carried out. */
import type { Analysis } from "../../analysis/types.js";
import type { Protocol } from "../../protocol/types.js";
import type { Change, Extension } from "./extension.js";
import { latency } from "./latency.js";
import { merge } from "./merge.js";

export const extensions: readonly Extension[] = [merge, latency];

/** What was done to a protocol by its wish. */
export interface Done {
  readonly extension: Extension;
  readonly changes: readonly Change[];
  readonly left: readonly Change[];
}

/** `names`: those of `extensions` that are wanted. Each is given an analysis of what the one before has made. */
export function extended(
  protocol: Protocol,
  names: readonly string[],
  analyse: (protocol: Protocol) => Analysis,
): { readonly protocol: Protocol; readonly done: readonly Done[] } {
  let out = protocol;
  const done: Done[] = [];
  for (const extension of extensions) {
    if (!names.includes(extension.name)) continue;
    const { protocol: made, changes, left } = extension.run(out, analyse(out));
    done.push({ extension, changes, left });
    out = made;
  }
  return { protocol: out, done };
}
