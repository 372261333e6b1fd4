import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The tool's own cache: BUMBLEBEE_CACHE, else XDG_CACHE_HOME/bumblebee, else ~/.cache/bumblebee. Not created here. */
export function cacheDirectory(env: Environment): string {
  const own = env.BUMBLEBEE_CACHE;
  if (own !== undefined && own !== "") return resolve(own);
  const xdg = env.XDG_CACHE_HOME;
  // The XDG base directory rules: a relative path is to be ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "bumblebee");
  const home = env.HOME;
  return join(home === undefined || home === "" ? homedir() : home, ".cache", "bumblebee");
}
