import { execFileSync } from "node:child_process";

/** What TLC prints for a module in a folder, whatever its verdict. */
export function runTlc(java: string, jar: string, dir: string, module: string): string {
  // Two JVMs at once would unpack modules under the same names.
  const own = `-Djava.io.tmpdir=${dir}`;
  const flags = [own, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-cp", jar, "tlc2.TLC"];
  try {
    return execFileSync(java, [...flags, module], { cwd: dir, encoding: "utf8", maxBuffer: 2 ** 26 });
  } catch (error) {
    // An error makes the exit code; what was printed counts.
    return String((error as { stdout?: unknown }).stdout);
  }
}
