import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Defended } from "../../src/reduction/defended.js";
import { ReductionSession } from "../../src/reduction/session.js";
import { byHistory } from "../../src/reduction/subject.js";
import { checkerOf } from "../../src/verify/engines.js";
import { runOriginal } from "../../src/verify/hybrid.js";
import { ownEngine } from "../../src/verify/own-engine.js";
import { loadSubject } from "../../src/verify/subject.js";

const { signal } = new AbortController();

export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-reduction-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The hybrid of a specification in a model, and the folder that the user's modules lie in. */
export async function defended(path: string, model?: string): Promise<{ dir: string; defended: Defended }> {
  const dir = folder();
  const subject = await loadSubject(path, path);
  const name = model ?? subject.defaultModel;
  const quiet = { begin: () => {}, progress: () => {}, done: () => {} };
  const checker = checkerOf("own", { own: ownEngine, tlc: async () => ownEngine }, signal);
  const { seen, cfg } = await runOriginal(subject, name, dir, checker, quiet);
  return { dir, defended: await byHistory(subject, name, cfg, seen, dir) };
}

export const sessionOf = (d: Defended, dir = folder(), seconds = 60): ReductionSession =>
  new ReductionSession(d, { dir, signal, seconds, keepsSteps: true });

/** The same with the definition `name` (over one line or many, up to an empty line) replaced. */
export function redefined(d: Defended, name: string, by: string): Defended {
  let count = 0;
  const modules = d.modules.map((m) => {
    const text = m.text.replace(new RegExp(`^${name}\\(z\\) ==[^]*?\n\n`, "m"), () => {
      count += 1;
      return `${by}\n\n`;
    });
    return { ...m, text };
  });
  if (count !== 1) throw new Error(`${count} definitions of ${name}`);
  return { ...d, modules };
}
