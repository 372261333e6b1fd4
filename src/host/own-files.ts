/** Files of this package that are data for it: sources of the runtime. */

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package; it stands at another depth when built. */
export function packageFolder(): string {
  for (const up of ["../../", "../../../"]) {
    const url = new URL(up, import.meta.url);
    if (existsSync(new URL("codegen/runtime/host-main.ts", url))) return fileURLToPath(url);
  }
  throw new Error("the runtime's sources are missing from the installation");
}

/** The folders of the library in the order of search: the modules that TLC's jar has, then those that it lacks. */
export function libraryFolders(): { readonly inJar: string; readonly beyond: readonly string[] } {
  const folder = (name: string): string => join(packageFolder(), "library", name);
  return { inJar: folder("standard"), beyond: ["community", "apalache", "tlaps"].map(folder) };
}

/** Fresh random bytes in hexadecimal. */
export const randomHex = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");

/** An empty directory; what an earlier run of ours left there goes. */
export async function freshDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
}
