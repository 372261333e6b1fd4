/** Work that takes long and never gives the event loop a turn, so that no signal would be heard before its end. */

/** Runs it, or a part of it where it is interrupted. */
export type Guard = (work: () => void) => void;

/** What the work gives; throws where it was interrupted. */
export function guarded<T>(
  { guard, signal }: { readonly guard?: Guard; readonly signal?: AbortSignal },
  work: () => T,
): T {
  if (guard === undefined) return work();
  let result: { readonly of: T } | undefined;
  guard(() => {
    result = { of: work() };
  });
  signal?.throwIfAborted();
  if (result === undefined) throw new Error("interrupted, and nobody knows by whom");
  return result.of;
}
