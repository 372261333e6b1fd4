/** Files of this package that are data for it: sources of the runtime. */

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the package; it stands at another depth when built. */
export function packageFolder(): string {
  for (const up of ["../../", "../../../"]) {
    const url = new URL(up, import.meta.url);
    if (existsSync(new URL("codegen/runtime/host-main.ts", url))) return fileURLToPath(url);
  }
  throw new Error("the runtime's sources are missing from the installation");
}

/** Fresh random bytes in hexadecimal. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString("hex");
