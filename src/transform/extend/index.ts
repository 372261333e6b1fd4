/** The optional steps of the methodology, in the order in which they are carried out. */
import type { Analysis } from "../../analysis/types.js";
import type { Protocol } from "../../protocol/types.js";
import type { Change, Extension } from "./extension.js";
import { latency } from "./latency.js";
import { merge } from "./merge.js";
import { restart, restartName } from "./restart.js";

export const extensions: readonly Extension[] = [merge, latency];

/** What was done to a protocol by its wish. */
export interface Done {
  readonly extension: Pick<Extension, "name" | "summary">;
  readonly changes: readonly Change[];
  readonly left: readonly Change[];
}

/** With the restarts that a specification leaves out although it is said which variables survive them. */
export function withRestarts(
  protocol: Protocol,
  durable: readonly string[] | undefined,
): { readonly protocol: Protocol; readonly done: readonly Done[] } {
  if (durable === undefined) return { protocol, done: [] };
  const extension = restart(durable);
  const { protocol: made, changes, left } = extension.run(protocol);
  return { protocol: made, done: changes.length > 0 ? [{ extension, changes, left }] : [] };
}

/** Were restarts added? */
export const hasRestarts = (done: readonly Done[]): boolean =>
  done.some(({ extension }) => extension.name === restartName);

/**
 * `names`: those of `extensions` that are wanted. Each is given an analysis of what the one before has made. `durable`:
 * the variables that survive a crash, where that is said.
 */
export function extended(
  protocol: Protocol,
  names: readonly string[],
  analyse: (protocol: Protocol) => Analysis,
  durable?: readonly string[],
): { readonly protocol: Protocol; readonly done: readonly Done[] } {
  const restarting = withRestarts(protocol, durable);
  let out = restarting.protocol;
  const done: Done[] = [...restarting.done];
  for (const extension of extensions) {
    if (!names.includes(extension.name)) continue;
    const { protocol: made, changes, left } = extension.run(out, analyse(out));
    done.push({ extension, changes, left });
    out = made;
  }
  return { protocol: out, done };
}
