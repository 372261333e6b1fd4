import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A program that acts as Java with TLC, see `test/fixtures/fake-java`. */
export const fakeJava = fileURLToPath(new URL("../fixtures/fake-java/java.mjs", import.meta.url));

export const SPEC = `---- MODULE Foo ----
EXTENDS Naturals
CONSTANTS N, S
VARIABLE x
Init == x = 0
Next == x < N /\\ x' = x + 1
Spec == Init /\\ [][Next]_x
Small == x < 3
====
`;

export const CFG = `SPECIFICATION Spec
CONSTANTS
  N = 4
  S = {s1, s2}
INVARIANT Small
`;

/** A fresh directory with a small specification, its model and a file that stands for TLC's jar; gone after the test. */
export function workspace(): { readonly dir: string; readonly jar: string } {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, "Foo.tla"), SPEC);
  writeFileSync(join(dir, "Foo.cfg"), CFG);
  const jar = join(dir, "tla2tools.jar");
  writeFileSync(jar, "a jar in name only");
  return { dir, jar };
}

const alive = (pid: number): boolean => {
  try {
    // A process that ended and was not waited for yet counts as gone.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

/** Whether a process ends within a second. */
export async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 50 && alive(pid); i++) await new Promise((done) => setTimeout(done, 20));
  return !alive(pid);
}
