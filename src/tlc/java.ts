/** Finding Java: BUMBLEBEE_JAVA, then JAVA_HOME, then PATH. */

import type { Environment } from "../host/cache.js";
import { join } from "../host/paths.js";
import { capture } from "../host/process.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";

/** What we test with; TLC itself starts from `OLDEST_JAVA` on. */
export const WANTED_JAVA = 17;
export const OLDEST_JAVA = 11;

export interface FoundJava {
  /** The program, as it is to be started. */
  readonly java: string;
  readonly version: string;
  readonly from: "BUMBLEBEE_JAVA" | "JAVA_HOME" | "PATH";
  /** Present for a version that TLC may run with but that we do not test. */
  readonly warning: Diagnostic | undefined;
}

const INSTALL = `install Java ${WANTED_JAVA} or newer (Debian: apt install openjdk-17-jre-headless), or set BUMBLEBEE_JAVA`;

function notFound(tried: string): Diagnostic {
  const message = `Java was not found (tried ${tried})`;
  return { code: "tool/java-not-found", severity: "error", message, hint: INSTALL };
}

function notJava(java: string, reason: string): Diagnostic {
  const message = `${java} does not work as Java: ${reason}`;
  return { code: "tool/java-broken", severity: "error", message, hint: INSTALL };
}

function oldJava(java: string, version: string, severity: "error" | "warning"): Diagnostic {
  const message = `${java} is Java ${version}; version ${WANTED_JAVA} or newer is needed`;
  return { code: "tool/java-too-old", severity, message, hint: INSTALL };
}

/** The major version in what `java -version` prints: 17 for `17.0.15`, 8 for `1.8.0_392`. */
export function javaMajor(version: string): number {
  const [first, second] = version.split(/[._-]/).map(Number);
  return (first === 1 ? second : first) ?? Number.NaN;
}

/** Finds Java and asks for its version. Throws a DiagnosticError when there is none, or one too old for TLC. */
export async function findJava(env: Environment, signal?: AbortSignal): Promise<FoundJava> {
  const named = env.BUMBLEBEE_JAVA;
  const home = env.JAVA_HOME;
  const candidates: { readonly java: string; readonly from: FoundJava["from"] }[] = [];
  if (named !== undefined && named !== "") candidates.push({ java: named, from: "BUMBLEBEE_JAVA" });
  else {
    if (home !== undefined && home !== "")
      candidates.push({ java: join(home, "bin", "java"), from: "JAVA_HOME" });
    candidates.push({ java: "java", from: "PATH" });
  }
  for (const { java, from } of candidates) {
    const options = { env, timeoutMs: 30_000, ...(signal === undefined ? {} : { signal }) };
    const result = await capture(java, ["-version"], options);
    if (result.end.kind === "not-installed") continue;
    if (result.end.kind !== "exited" || result.end.exitCode !== 0) {
      const reason = result.end.kind === "exited" ? `exit code ${result.end.exitCode}` : result.end.kind;
      throw new DiagnosticError([notJava(java, reason)]);
    }
    const version = /version "?([\w.+-]+)"?/.exec(result.stderr + result.stdout)?.[1];
    if (version === undefined) throw new DiagnosticError([notJava(java, "it does not tell its version")]);
    const major = javaMajor(version);
    if (!(major >= OLDEST_JAVA)) throw new DiagnosticError([oldJava(java, version, "error")]);
    return {
      java,
      version,
      from,
      warning: major < WANTED_JAVA ? oldJava(java, version, "warning") : undefined,
    };
  }
  throw new DiagnosticError([notFound(candidates.map((c) => `${c.from}: ${c.java}`).join(", "))]);
}
