import { containsText, sha256 } from "../host/digest.js";
import { readBytes } from "../host/files.js";

/** What can be told of TLC's jar without running it. */
export interface JarFacts {
  /** Lower case hexadecimal. */
  readonly sha256: string;
  /** Newer releases write a trace specification beside the specification unless told not to. */
  readonly writesTraceSpec: boolean;
}

const known = new Map<string, JarFacts>();

/** Facts of a jar, read once per process; undefined when the file cannot be read. */
export async function jarFacts(path: string): Promise<JarFacts | undefined> {
  const before = known.get(path);
  if (before !== undefined) return before;
  const content = await readBytes(path);
  if (content === undefined) return undefined;
  // The names of a jar's entries stand uncompressed in its directory, at its end.
  const facts = {
    sha256: sha256(content),
    writesTraceSpec: containsText(content, "tlc2/TraceExplorationSpec"),
  };
  known.set(path, facts);
  return facts;
}
