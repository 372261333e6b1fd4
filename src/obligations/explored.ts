/** *Coverage*, *complete* and *stable*: asked of a hybrid's states and steps, and of the original's. */
import type { Analysis } from "../analysis/types.js";
import { stopwatch } from "../host/clock.js";
import type { Protocol } from "../protocol/types.js";
import { whyUnfinished } from "../reduction/outcome.js";
import type { Place } from "../report/diagnostic.js";
import { grouped } from "../report/table.js";
import type { CfgItem } from "../tla/cfg.js";
import type { Progress } from "../tlc/outcome.js";
import type { Subject } from "../verify/hybrid.js";
import { progressOf } from "../verify/own-engine.js";
import { boundText } from "../verify/plan.js";
import { type Answer, type Asked, ask, type Kept, type Wanted } from "./ask.js";
import { constantsIn, eventsOf, type Naming } from "./behaviour.js";
import type { Obligation } from "./obligation.js";
import { type Probe, probeOf } from "./probe.js";
import type { Site } from "./site.js";

export interface Running {
  readonly signal: AbortSignal;
  readonly seconds: number;
  readonly onProgress: (what: string, progress: Progress) => void;
}

/**
 * At the smallest bounds, where all is seen, and at the usual ones as far as time reaches: of each obligation the answer
 * that says more.
 */
export async function exploredAt(
  subject: Subject,
  analysis: Analysis | undefined,
  sites: readonly Site[],
  wanted: Wanted,
  running: Running,
): Promise<readonly Obligation[]> {
  const [first = [], ...later] = await inTurn(sites, (site) =>
    exploredObligations(subject, analysis, site, wanted, running),
  );
  return later.reduce(
    (known, more) =>
      known.map((o) =>
        betterOf(
          o,
          more.find((m) => m.name === o.name && m.of === o.of && m.on === o.on),
        ),
      ),
    first,
  );
}

async function inTurn<A, B>(items: readonly A[], make: (item: A) => Promise<B>): Promise<readonly B[]> {
  const out: B[] = [];
  for (const item of items) out.push(await make(item));
  return out;
}

/** From the one that says least. */
const strength = ["unknown", "vacuous", "unrefuted", "holds", "refuted"];

function betterOf(small: Obligation, usual: Obligation | undefined): Obligation {
  if (usual === undefined) return small;
  const [a, b] = [strength.indexOf(small.verdict), strength.indexOf(usual.verdict)];
  if (b >= a) return usual;
  const beside =
    usual.verdict === "unrefuted"
      ? `; nothing against it in ${grouped(usual.states ?? 0)} states at larger bounds`
      : "";
  return { ...small, found: `${small.found}${beside}`, seconds: small.seconds + usual.seconds };
}

/** `wanted`: which of the three. */
export async function exploredObligations(
  subject: Subject,
  analysis: Analysis | undefined,
  site: Site,
  wanted: Wanted,
  running: Running,
): Promise<readonly Obligation[]> {
  const probe = probeOf(subject.protocol, subject.hybrid, site.setting.model, coveredOf(subject, analysis));
  const about: About = {
    subject,
    probe,
    naming: { hybrid: subject.hybrid, protocol: subject.protocol, probe },
  };
  const out: Obligation[] = [];
  const sides = [
    { on: "original", asks: { coverage: wanted.coverage, complete: false, stable: wanted.stable } },
    { on: "hybrid", asks: { coverage: false, complete: wanted.complete, stable: wanted.stable } },
  ] as const;
  for (const { on, asks } of sides) {
    if (running.signal.aborted || !Object.values(asks).includes(true)) continue;
    const elapsed = stopwatch();
    const cfg = modelOf(subject, site, probe, on);
    const asked = await ask(probe, { dir: site.dir, name: on, cfg }, asks, {
      signal: running.signal,
      seconds: running.seconds,
      onProgress: (p) => running.onProgress(on, progressOf(p)),
    });
    if (running.signal.aborted) break;
    out.push(...told(about, site, { on, asks, asked, seconds: elapsed() }));
  }
  return out;
}

/** Variables that messages speak for: by the analysis, or by the plan. With strategy `history` all are. */
function coveredOf({ protocol, hybrid }: Subject, analysis: Analysis | undefined): readonly string[] {
  const { strategy } = hybrid;
  if (strategy.kind !== "counters") return [];
  const evident = ["role", "collected", "maximum"];
  const spoken = (analysis?.variables ?? [])
    .filter((v) => v.spokenFor !== undefined && !evident.includes(v.role))
    .map((v) => v.name);
  return protocol.slice
    .map((v) => v.name)
    .filter((v) => spoken.includes(v) || strategy.plan.bound.includes(v));
}

/** The hybrid as it is; or with nobody lying, which is the original, that notes what a certificate would bind. */
function modelOf(
  { hybrid }: Subject,
  site: Site,
  probe: Probe,
  on: "original" | "hybrid",
): readonly CfgItem[] {
  const kept = constantsIn(site.defended, on === "original" ? hybrid.words.of.byz : undefined);
  return [
    ...kept,
    { kind: "definition", keyword: "INIT", name: probe.init },
    { kind: "definition", keyword: "NEXT", name: probe.next },
    { kind: "definition", keyword: "VIEW", name: probe.view },
  ];
}

interface About {
  readonly subject: Subject;
  readonly probe: Probe;
  readonly naming: Naming;
}

interface Side {
  readonly on: "original" | "hybrid";
  readonly asks: Wanted;
  readonly asked: Asked;
  readonly seconds: number;
}

function told(
  { subject, probe, naming }: About,
  site: Site,
  { on, asks, asked, seconds }: Side,
): readonly Obligation[] {
  const { protocol } = subject;
  const { exploration, isWhole } = asked;
  const constants = site.defended.hybrid.config({ off: [], adversary: "lazy", invariants: [] });
  const bound =
    on === "hybrid"
      ? site.defended.bound
      : `${boundText(protocol, originalConstants(protocol, constants))}; no liar`;
  const common = { on, bound, seconds } as const;
  const why = exploration.verdict.kind === "holds" ? "out of time" : whyUnfinished(exploration.verdict);
  const of = (
    head: Pick<Obligation, "name"> & { readonly of?: string; readonly place?: Place | undefined },
    { occurred, asked: states, bad }: Answer,
    words: { readonly fine: string; readonly never: string; readonly wrong: string },
  ): Obligation => {
    const { place, ...rest } = head;
    const verdict =
      bad !== undefined
        ? "refuted"
        : occurred === 0
          ? isWhole
            ? "vacuous"
            : "unknown"
          : isWhole
            ? "holds"
            : "unrefuted";
    const found = {
      refuted: words.wrong,
      unknown: why,
      vacuous: words.never,
      holds: words.fine,
      unrefuted: `${words.fine}, as far as was seen (${why})`,
    }[verdict];
    return {
      ...rest,
      ...common,
      states,
      ...(place && { place }),
      verdict,
      found,
      ...(bad && { refuting: { steps: eventsOf(bad, naming), what: words.wrong, behaviour: bad } }),
    };
  };
  return [
    ...(asks.coverage
      ? probe.coverage.map((q, k) => coverageOf(of, protocol, q.variable, asked.coverage[k]!))
      : []),
    ...(asks.complete ? probe.complete.map((q, k) => completeOf(of, q.action, asked.complete[k]!)) : []),
    ...(asks.stable ? probe.stable.actions.map((a, k) => stableOf(of, a, asked.stable[k]!)) : []),
  ];
}

type Teller = (
  head: Pick<Obligation, "name"> & { readonly of?: string; readonly place?: Place | undefined },
  answer: Answer,
  words: { readonly fine: string; readonly never: string; readonly wrong: string },
) => Obligation;

const originalConstants = ({ constants }: Protocol, all: readonly CfgItem[]): readonly CfgItem[] =>
  all.filter((c) => c.kind === "constant" && constants.some((k) => k.name === c.name));

function coverageOf(of: Teller, protocol: Protocol, variable: string, answer: Answer): Obligation {
  const place = protocol.slice.find((v) => v.name === variable)?.place;
  const what = variable === "" ? "a node's state" : variable;
  return of({ name: "coverage", ...(variable === "" ? {} : { of: variable }), place }, answer, {
    fine: `${grouped(answer.occurred)} steps change it, and each is certified`,
    never: `vacuous for ${what} at these bounds: no step changes it`,
    wrong: `the last step changes ${what} and certifies nothing`,
  });
}

function completeOf(of: Teller, action: Protocol["actions"][number] | undefined, answer: Answer): Obligation {
  if (action === undefined) {
    return of({ name: "complete", of: "what is known of a node" }, answer, {
      fine: "from its last certificate, steps that certify nothing lead receivers to where each node is",
      never: "vacuous",
      wrong: "from the last certificate of a correct node, receivers cannot come to the state that it is in",
    });
  }
  return of({ name: "complete", of: action.name, place: action.place }, answer, {
    fine: `in ${grouped(answer.occurred)} states a correct node may take it, and passes every check`,
    never: `vacuous for ${action.name} at these bounds: no correct node ever takes it`,
    wrong: `a correct node takes ${action.name} there, and a receiver's check refuses it`,
  });
}

function stableOf(
  of: Teller,
  action: Protocol["actions"][number],
  { looked, asked, lost }: Kept,
): Obligation {
  const what = lost === undefined ? "" : `; ${lost.node}: ${lost.claim}`;
  return of(
    { name: "stable", of: action.name, place: action.place },
    { occurred: looked, asked, bad: lost?.path },
    {
      fine: `what is justified stays so in ${grouped(looked)} looks after a step`,
      never: `vacuous for ${action.name} at these bounds: nothing of it is justified before a step of others`,
      wrong: `what ${action.name} may certify before the last step is not justified after it${what}`,
    },
  );
}
