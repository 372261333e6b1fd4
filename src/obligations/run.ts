/** All obligations of a hybrid, one after the other. */
import { stopwatch } from "../host/clock.js";
import type { Progress } from "../tlc/outcome.js";
import { smallModel } from "../verify/plan.js";
import type { LoadedSubject } from "../verify/subject.js";
import type { Obligation, ObligationName, ObligationReport } from "./obligation.js";
import { reductionObligation } from "./reduced.js";
import { type Site, siteOf } from "./site.js";
import { valueObligations } from "./values.js";

export interface ObligationOptions {
  /** Where modules and models are written. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** For each exploration. */
  readonly seconds: number;
  /** The model whose bounds are the usual ones; the default one if not given. */
  readonly model?: string;
  /** All if not given. */
  readonly only?: readonly ObligationName[];
  readonly watch?: ObligationWatch;
}

export interface ObligationWatch {
  /** What is being done now, and how far it is. */
  doing(what: string): void;
  progress(progress: Progress): void;
  obligation(obligation: Obligation): void;
}

const quiet: ObligationWatch = { doing: () => {}, progress: () => {}, obligation: () => {} };

/** Throws a DiagnosticError if the specification cannot be asked; what is found is a value. */
export async function obligations(
  subject: LoadedSubject,
  options: ObligationOptions,
): Promise<ObligationReport> {
  const { signal, seconds, watch = quiet, dir, only } = options;
  const elapsed = stopwatch();
  const found: Obligation[] = [];
  const sites = new Map<string, Promise<Site>>();
  const site = (model: string): Promise<Site> => {
    const known = sites.get(model);
    if (known !== undefined) return known;
    watch.doing(`the original, model ${model}`);
    const made = siteOf(subject, model, dir, signal, watch.progress);
    sites.set(model, made);
    return made;
  };
  const usual = options.model ?? subject.defaultModel;
  const small = subject.models.has(smallModel) ? smallModel : usual;
  const running = { signal, seconds, onProgress: (_: string, p: Progress) => watch.progress(p) };
  const stages: [readonly ObligationName[], () => Promise<readonly Obligation[]>][] = [
    [
      ["functional", "monotone"],
      async () =>
        subject.planned === undefined
          ? []
          : valueObligations(subject.planned.analysis, subject.planned.kappa),
    ],
    [["reduction"], async () => [await reductionObligation(await site(small), running)]],
  ];
  for (const [names, run] of stages) {
    if (signal.aborted) break;
    if (only !== undefined && !names.some((n) => only.includes(n))) continue;
    watch.doing(names.join(", "));
    for (const o of await run()) {
      if (only !== undefined && !only.includes(o.name)) continue;
      found.push(o);
      watch.obligation(o);
    }
  }
  return {
    module: subject.protocol.module,
    strategy: subject.hybrid.strategy.kind,
    obligations: found,
    seconds: elapsed(),
    isInterrupted: signal.aborted,
  };
}
