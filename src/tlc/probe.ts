import type { Environment } from "../host/cache.js";
import { capture } from "../host/process.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

function broken(jar: string, lastLines: readonly string[]): Diagnostic {
  return {
    code: "tool/tlc-broken",
    severity: "error",
    message: `${jar} does not start as TLC`,
    notes: lastLines.slice(-3).map((message) => ({ message })),
    hint: "set TLA2TOOLS_JAR to a tla2tools.jar, or unset it to let the tool fetch one",
  };
}

/** Starts TLC for its version line (`Version 2.18 of 20 March 2023`). Throws a DiagnosticError when the jar is not TLC. */
export async function probeTlc(
  java: string,
  jar: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<string> {
  const options = { env, timeoutMs: 60_000, ...(signal === undefined ? {} : { signal }) };
  const result = await capture(java, ["-cp", jar, "tlc2.TLC", "-h"], options);
  const version = /Version [\d.]+ of [^\n\r]+/.exec(result.stdout + result.stderr)?.[0];
  if (version === undefined && /main class|ClassNotFound|Invalid or corrupt/.test(result.stderr)) {
    throw new DiagnosticError([broken(jar, result.lastLines)]);
  }
  if (version === undefined && result.end.kind !== "exited") {
    throw new DiagnosticError([broken(jar, [...result.lastLines, `it ended: ${result.end.kind}`])]);
  }
  return version ?? "starts (version not told)";
}
