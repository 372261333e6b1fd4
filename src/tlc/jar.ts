import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** What can be told of TLC's jar without running it. */
export interface JarFacts {
  /** Lower case hexadecimal. */
  readonly sha256: string;
  /** Newer releases write a trace specification beside the specification unless told not to. */
  readonly writesTraceSpec: boolean;
}

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

const known = new Map<string, JarFacts>();

/** Facts of a jar, read once per process; undefined when the file cannot be read. */
export async function jarFacts(path: string): Promise<JarFacts | undefined> {
  const before = known.get(path);
  if (before !== undefined) return before;
  try {
    const content = await readFile(path);
    // The names of a jar's entries stand uncompressed in its directory, at its end.
    const writesTraceSpec = content.includes("tlc2/TraceExplorationSpec");
    const facts = { sha256: sha256(content), writesTraceSpec };
    known.set(path, facts);
    return facts;
  } catch {
    return undefined;
  }
}
