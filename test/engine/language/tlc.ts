import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

/** What TLC prints for a module in a folder, whatever its verdict. */
export function runTlc(java: string, jar: string, dir: string, module: string): string {
  // Two JVMs at once would unpack modules under the same names, and two runs in one second name their folders alike.
  const own = `-Djava.io.tmpdir=${dir}`;
  const flags = [own, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-cp", jar, "tlc2.TLC"];
  try {
    const states = ["-metadir", mkdtempSync(join(dir, "states-"))];
    return execFileSync(java, [...flags, ...states, module], {
      cwd: dir,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    // An error makes the exit code; what was printed counts.
    return String((error as { stdout?: unknown }).stdout);
  }
}
