/** The program as users start it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "../src/host/process.js";

export const root = fileURLToPath(new URL("..", import.meta.url));

export const bin = join(root, "bin", "bumblebee.js");
export const bundle = join(root, "dist", "bundle");

/** Builds it of the current source, which is what is to be tested. */
export async function build(): Promise<void> {
  const { end, stderr } = await capture(process.execPath, [join(root, "bundle", "build.js")], { cwd: root });
  if (end.kind !== "exited" || end.exitCode !== 0) throw new Error(stderr);
}
