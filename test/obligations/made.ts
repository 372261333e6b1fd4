import { type Obligation, type ObligationName, obligations } from "../../src/obligations/index.js";
import { type LoadedSubject, loadSubject } from "../../src/verify/subject.js";
import { folder } from "../reduction/sites.js";

const { signal } = new AbortController();

/** What is found of some obligations in one model. */
export async function asked(
  subject: LoadedSubject,
  only: readonly ObligationName[],
  more: { readonly model?: string; readonly off?: readonly string[] } = {},
): Promise<readonly Obligation[]> {
  const report = await obligations(subject, { dir: folder(), signal, seconds: 60, only, ...more });
  return report.obligations;
}

export const subjectOf = (path: string, strategy: "history" | "counters"): Promise<LoadedSubject> =>
  loadSubject(path, path, 1, strategy);

/** The hybrid's text with a part replaced, which must be there. */
export function broken(subject: LoadedSubject, part: string, by: string): LoadedSubject {
  const { hybrid } = subject;
  const last = hybrid.stages.at(-1);
  if (last === undefined || !last.text.includes(part)) throw new Error(`no ${part}`);
  const stages = [...hybrid.stages.slice(0, -1), { ...last, text: last.text.replace(part, () => by) }];
  return { ...subject, hybrid: { ...hybrid, stages } };
}

export const verdicts = (found: readonly Obligation[]): Readonly<Record<string, string>> =>
  Object.fromEntries(found.map((o) => [`${o.name} ${o.of ?? ""} ${o.on}`, o.verdict]));
