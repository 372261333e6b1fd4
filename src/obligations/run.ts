/** All obligations of a hybrid, one after the other. */
import { stopwatch } from "../host/clock.js";
import type { Progress } from "../tlc/outcome.js";
import { type Checker, checkerOf } from "../verify/engines.js";
import { ownEngine } from "../verify/own-engine.js";
import { smallModel } from "../verify/plan.js";
import type { LoadedSubject } from "../verify/subject.js";
import { exploredAt } from "./explored.js";
import { goalObligations } from "./goals.js";
import type { Obligation, ObligationName, ObligationReport } from "./obligation.js";
import { reductionObligation } from "./reduced.js";
import { refinementObligations } from "./refinement.js";
import { type Site, siteOf } from "./site.js";
import { valueObligations } from "./values.js";
import { wellFounded } from "./well-founded.js";

export interface ObligationOptions {
  /** Where modules and models are written. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** For each exploration. */
  readonly seconds: number;
  /** The model whose bounds are the usual ones; the default one if not given. */
  readonly model?: string;
  /** Checks that nobody makes: what is refuted then? None if not given. */
  readonly off?: readonly string[];
  /** Who checks the properties of the refinement; our engine if not given. */
  readonly checker?: Checker;
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

/** The original may take longer than one exploration of the hybrid: without it nothing can be asked. */
const TIMES = 3;

const noTlc = () => Promise.reject(new Error("only our engine is asked"));

const quiet: ObligationWatch = { doing: () => {}, progress: () => {}, obligation: () => {} };

/** Throws a DiagnosticError if the specification cannot be asked; what is found is a value. */
export async function obligations(
  subject: LoadedSubject,
  options: ObligationOptions,
): Promise<ObligationReport> {
  const { signal, seconds, watch = quiet, dir, only } = options;
  const elapsed = stopwatch();
  const found: Obligation[] = [];
  const sites = new Map<string, Promise<Site | undefined>>();
  const site = (model: string): Promise<Site | undefined> => {
    const known = sites.get(model);
    if (known !== undefined) return known;
    watch.doing(`the original, model ${model}`);
    const ends = AbortSignal.any([signal, AbortSignal.timeout(TIMES * seconds * 1000)]);
    const made = siteOf(subject, model, dir, options.off ?? [], ends, watch.progress);
    sites.set(model, made);
    return made;
  };
  const sitesOf = async (...models: readonly string[]): Promise<readonly Site[]> => {
    const out: Site[] = [];
    for (const model of new Set(models)) {
      const found = await site(model);
      if (found !== undefined) out.push(found);
    }
    return out;
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
    [
      ["coverage", "complete", "stable"],
      async () => {
        const asks = (name: ObligationName): boolean => only === undefined || only.includes(name);
        const wanted = { coverage: asks("coverage"), complete: asks("complete"), stable: asks("stable") };
        const all = await sitesOf(small, usual);
        watch.doing("coverage, complete, stable");
        return exploredAt(subject, subject.planned?.analysis, all, wanted, running);
      },
    ],
    [
      ["well-founded"],
      async () => {
        const { planned, protocol } = subject;
        return planned === undefined ? [] : [wellFounded(protocol, planned.analysis, planned.plan)];
      },
    ],
    [
      ["reduction"],
      async () => {
        const at = await site(small);
        watch.doing("reduction");
        return at === undefined ? [] : [await reductionObligation(at, running)];
      },
    ],
  ];
  stages.push([
    ["goals"],
    async () => {
      const all = await sitesOf(usual, small);
      watch.doing("goals");
      return goalObligations(subject, all, usual, running);
    },
  ]);
  stages.push([
    ["refinement"],
    async () => {
      const all = await sitesOf(small, usual);
      watch.doing("refinement");
      const checker = options.checker ?? checkerOf("own", { own: ownEngine, tlc: noTlc }, signal);
      return refinementObligations(subject, all, checker, running);
    },
  ]);
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
