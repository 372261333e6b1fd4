/** TLC asked about a module of ours: what it printed, and how it ended. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture } from "../../../src/host/process.js";
import { findTlc } from "../../../src/tlc/find.js";
import { findJava } from "../../../src/tlc/java.js";

export interface TlcRun {
  /** Everything that it wrote. */
  readonly output: string;
  readonly exitCode: number | undefined;
}

const FLAGS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-Xss16m"];

/** Runs TLC on a module `Fuzz` without a check for deadlock. */
export async function askTlc(module: string, cfg: string, seconds = 120): Promise<TlcRun> {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const dir = mkdtempSync(join(tmpdir(), "fuzz-"));
  try {
    writeFileSync(join(dir, "Fuzz.tla"), module);
    writeFileSync(join(dir, "Fuzz.cfg"), cfg);
    const scratch = [`-Djava.io.tmpdir=${dir}`, "-cp", jar, "tlc2.TLC"];
    const args = [...FLAGS, ...scratch, "-deadlock", "-metadir", join(dir, "states"), "Fuzz.tla"];
    const { stdout, end } = await capture(java, args, { cwd: dir, timeoutMs: seconds * 1000 });
    return { output: stdout, exitCode: end.kind === "exited" ? end.exitCode : undefined };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * What was printed as `<<"tag", …>>`, without blanks: the text of the items after the tag. No string in it may have blanks
 * or brackets.
 */
export function printed(output: string, tag: string): readonly string[] {
  const dense = output.replace(/\s+/g, "");
  const head = `<<"${tag}",`;
  const found: string[] = [];
  for (let at = dense.indexOf(head); at >= 0; at = dense.indexOf(head, at + 1)) {
    const from = at + head.length;
    found.push(dense.slice(from, endOfTuple(dense, from)));
  }
  return found;
}

/** Where the tuple closes whose inside begins at `from`. */
export function endOfTuple(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text.startsWith(":>", i)) i += 1;
    else if (text.startsWith("<<", i)) {
      depth += 1;
      i += 1;
    } else if (text.startsWith(">>", i)) {
      depth -= 1;
      if (depth === 0) return i;
      i += 1;
    }
  }
  return text.length;
}

/** The parts of a text at the commas that stand in no bracket. */
export function parts(text: string): readonly string[] {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (text.startsWith(":>", i) || text.startsWith("->", i)) i += 1;
    else if ("<{[(".includes(c)) depth += 1;
    else if (">}])".includes(c)) depth -= 1;
    else if (c === "," && depth === 0) {
      out.push(text.slice(start, i));
      start = i + 1;
    }
  }
  out.push(text.slice(start));
  return out;
}
