/** Checks taken away for real: models written and run by our engine. */

import type { Path } from "../engine/explore/path.js";
import { writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { Defended } from "../reduction/defended.js";
import { isValued, withEvents } from "../reduction/events.js";
import type { ReductionSession } from "../reduction/session.js";
import { printCfg } from "../tla/cfg.js";
import type { Counterexample } from "../tlc/counterexample.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "../verify/engines.js";
import { type Found, isFound, type Looked, type Outcome, type Violation, type Where } from "./findings.js";
import { type Hands, type Left, ownHands } from "./hands.js";
import type { Trials } from "./matrix.js";

/** A hybrid whose modules lie in a folder. */
export interface Site {
  readonly where: Where;
  readonly dir: string;
  readonly defended: Defended;
  /** For questions of the reduction; sites that are not exhausted have none. */
  readonly session: ReductionSession | undefined;
}

export interface TrialsSetup {
  readonly small: Site;
  readonly usual: Site;
  /** Where to look for what a size hides, once nothing else shows it; made when first needed, or a text says why not. */
  readonly farther?: readonly FartherSite[];
  /** All states at the usual bounds were seen with all checks, in little of the time that a run has. */
  readonly isSoonExhausted?: () => boolean;
  /** Who explores; if not given, this thread. */
  readonly hands?: Hands;
  readonly signal: AbortSignal;
  /** For each run: what is searched at the usual bounds, or with more nodes, for one set of checks. */
  readonly seconds: number;
  readonly onProgress?: (what: string, progress: Progress) => void;
}

/** A model that is only looked at where all else shows nothing; one without a session at random. */
export interface FartherSite {
  readonly where: Where;
  make(): Promise<Site | string>;
}

/** A way of looking: for so long, all states in order or random behaviours. */
interface Rung {
  readonly seconds: number;
  readonly simulate?: { readonly depth: number; readonly seed: number };
}

/** Which part of the time of one check is given to each of the many sets of checks that are tried together. */
const JOINTLY = 4;

/** What is told at the smallest bounds is told in as much of it, or takes too much. */
const SOON = 12;

interface Searched {
  readonly violated: Violation | undefined;
  readonly looked: readonly Looked[];
}

export class EngineTrials implements Trials {
  private readonly farther = new Map<FartherSite, Promise<Site | string>>();
  /** Where what was found was found. */
  private readonly sites = new WeakMap<Outcome, Site>();
  private long = 0;
  private readonly hands: Hands;

  constructor(private readonly setup: TrialsSetup) {
    this.hands = setup.hands ?? ownHands(setup.signal);
  }

  async tried(off: readonly string[]): Promise<Outcome> {
    const { small, usual, signal } = this.setup;
    const first = await this.leave(small, off);
    if (first.violated !== undefined || signal.aborted) return first;
    if (this.isOneSite && first.looked.some((l) => l.isExhausted)) return first;
    const [random, inOrder, deeper] = this.rungs();
    // Where all states take little time, they are looked at first: what is found is shortest at once.
    const isSoon = !this.isOneSite && this.setup.isSoonExhausted?.() === true;
    const soon = await this.search(usual, off, isSoon ? [] : [random]);
    let looked = [...first.looked, ...soon.looked];
    if (soon.violated !== undefined || signal.aborted) return { ...first, violated: soon.violated, looked };
    if (this.isOneSite) {
      const all = await this.search(usual, off, [inOrder, deeper]);
      return { ...first, violated: all.violated, looked: [...looked, ...all.looked] };
    }
    const all = await this.leave(usual, off);
    looked = [...looked, ...all.looked];
    const extra = first.extra ?? all.extra;
    if (all.violated !== undefined || all.looked.some((l) => l.isExhausted) || signal.aborted)
      return { off, violated: all.violated, extra, looked };
    // Where the original is too large, so that nothing was explored yet, invariants alone are asked.
    const rest = all.looked.some((l) => l.states > 0) ? [deeper] : [inOrder, deeper];
    const last = await this.search(usual, off, isSoon ? [random, ...rest] : rest);
    return { off, violated: last.violated, extra, looked: [...looked, ...last.looked] };
  }

  triedTogether(off: readonly string[]): Promise<Outcome> {
    return this.leave(this.setup.small, off);
  }

  async triedJointly(off: readonly string[]): Promise<Outcome> {
    const { usual, seconds, signal } = this.setup;
    let before: readonly Looked[] = [];
    for (const farther of this.setup.farther ?? []) {
      const site = farther.where === "raised" ? await this.siteOf(farther) : undefined;
      if (site === undefined || typeof site === "string") continue;
      const found = await this.leave(site, off, "lazy", seconds / JOINTLY);
      if (isFound(found) || signal.aborted) return found;
      before = [...before, ...found.looked];
    }
    const found = await this.leave(usual, off, "lazy", seconds / JOINTLY);
    const looked = [...before, ...found.looked];
    if (isFound(found) || signal.aborted) return found;
    if (found.looked.some((l) => l.states > 0)) return { ...found, looked };
    // The original is too large: invariants alone are asked.
    const last = await this.search(usual, off, this.rungs().slice(0, 1));
    const outcome = { ...found, violated: last.violated, looked: [...looked, ...last.looked] };
    this.sites.set(outcome, usual);
    return outcome;
  }

  async triedBeyond(off: readonly string[], base: readonly string[]): Promise<Outcome> {
    const site = this.setup.small;
    const lazily = { adversary: "lazy", invariants: [] } as const;
    const what = `without ${off.join(", ")}, beside without ${base.join(", ")}`;
    const variants = [
      { off: base, ...lazily },
      { off, ...lazily },
    ] as const;
    const found = await this.hands.beyond(site, ...variants, what, this.setup.seconds / SOON);
    return this.outcomeOf(site, off, found, {}, "without the others alone not all states were seen");
  }

  async allows(outcome: Outcome, off: readonly string[]): Promise<boolean> {
    const found = outcome.violated ?? outcome.extra;
    const site = this.sites.get(outcome);
    const states = found?.behaviour.states.filter(isValued) ?? [];
    if (found === undefined || site === undefined || states.length < found.behaviour.states.length)
      return false;
    return this.hands.allows(site, { off, adversary: "lazy", invariants: [] }, { states });
  }

  async triedFurther(off: readonly string[]): Promise<Outcome> {
    // The adversary that nothing but the checks restrains: that the other one misses nothing is seen where it can be.
    const eager = await this.leave(this.setup.small, off, "eager");
    if (isFound(eager) || this.setup.signal.aborted) return eager;
    let looked = eager.looked;
    for (const farther of this.setup.farther ?? []) {
      if (this.setup.signal.aborted) break;
      const { where } = farther;
      const site = await this.siteOf(farther);
      if (typeof site === "string") {
        const none = { isExhausted: false, states: 0, seeds: [], seconds: 0 };
        looked = [...looked, { where, ...none, why: site }];
        continue;
      }
      const found = await this.lookAt(site, off);
      looked = [...looked, ...found.looked];
      if (isFound(found)) return { ...found, looked };
    }
    return { off, violated: undefined, extra: undefined, looked };
  }

  private siteOf(farther: FartherSite): Promise<Site | string> {
    const made = this.farther.get(farther) ?? farther.make();
    this.farther.set(farther, made);
    return made;
  }

  /** A model that is looked at when all else shows nothing: as long with all checks as without one. */
  async lookAt(site: Site, off: readonly string[]): Promise<Outcome> {
    if (site.session !== undefined) return this.leave(site, off);
    const { violated, looked } = await this.search(site, off, this.seeds());
    return { off, violated, extra: undefined, looked };
  }

  /** Random behaviours of different seeds, half the time that a search has. */
  private seeds(): readonly Rung[] {
    const seconds = this.setup.seconds / 6;
    return [1, 2, 3].map((seed) => ({ seconds, simulate: { depth: 80, seed } }));
  }

  /** The hybrid as it is, for a short while: what is found without any check taken away makes a matrix worthless. */
  async baseline(): Promise<Outcome> {
    const first = await this.leave(this.setup.small, []);
    if (first.violated !== undefined || first.extra !== undefined) return first;
    if (this.isOneSite && first.looked.some((l) => l.isExhausted)) return first;
    const { violated, looked } = await this.search(this.setup.usual, [], this.rungs().slice(0, 1));
    return { ...first, violated, looked: [...first.looked, ...looked] };
  }

  /** A liar and no defence: the negative control. */
  undefended(): Promise<Searched> {
    return this.search(this.setup.usual, [], this.rungs(), true);
  }

  /** The usual bounds are the smallest, of which all states may be known. */
  private get isOneSite(): boolean {
    return this.setup.usual.defended === this.setup.small.defended;
  }

  private rungs(): readonly [Rung, Rung, Rung] {
    const { seconds } = this.setup;
    return [
      { seconds: seconds / SOON, simulate: { depth: 50, seed: 1 } },
      { seconds: seconds / 2 },
      { seconds: seconds / 3, simulate: { depth: 100, seed: 2 } },
    ];
  }

  /** Out of the states that the reduction allows, and to a violation, on shortest ways. */
  private async leave(
    site: Site,
    off: readonly string[],
    adversary: "lazy" | "eager" = "lazy",
    seconds?: number,
  ): Promise<Outcome> {
    const what = `without ${off.join(", ") || "anything taken away"}`;
    const { invariants } = site.defended;
    const found = await this.hands.leave(site, { off, adversary, invariants }, what, seconds);
    const isEager = adversary === "eager" ? { isEager: true } : {};
    const outcome = this.outcomeOf(site, off, found, isEager, "the original was not explored to its end");
    this.sites.set(outcome, site);
    return outcome;
  }

  /** `unknown`: why nothing was looked for. */
  private outcomeOf(
    { where, defended }: Site,
    off: readonly string[],
    found: Left | undefined,
    isEager: Pick<Looked, "isEager">,
    unknown: string,
  ): Outcome {
    if (found === undefined) {
      const nothing = { where, ...isEager, isExhausted: false, states: 0, seeds: [], seconds: 0 };
      return { off, violated: undefined, extra: undefined, looked: [{ ...nothing, why: unknown }] };
    }
    const { violated, states, ended, seconds } = found;
    const isExhausted = ended === "exhausted";
    const isFault = ended === "fault" ? { isFault: true } : {};
    const why = found.why === undefined ? {} : { why: found.why, ...isFault };
    const undefinedAs = violated?.undefinedAs === undefined ? {} : { undefinedAs: violated.undefinedAs };
    const at = (path: Path): Found => ({
      where,
      steps: path.states.length - 1,
      isShortest: true,
      seconds,
      behaviour: withEvents(defended, path),
    });
    return {
      off,
      violated: violated && { name: violated.name, ...undefinedAs, ...at(violated.path) },
      extra: found.extra && at(found.extra),
      looked: [{ where, ...isEager, isExhausted, states, seeds: [], seconds, ...why }],
    };
  }

  /** Up the ladder until an invariant is violated or all was seen. */
  private async search(
    site: Site,
    off: readonly string[],
    rungs: readonly Rung[],
    isUndefended = false,
  ): Promise<Searched> {
    const { where, dir, defended } = site;
    const { signal } = this.setup;
    const variant = { off, adversary: "lazy", isUndefended, invariants: defended.invariants } as const;
    const name = isUndefended ? "undefended" : this.nameOf(off);
    const cfgFile = join(dir, `${name}.cfg`);
    await writeAtomic(cfgFile, printCfg({ entries: defended.hybrid.config(variant) }));
    const job: Job = {
      dir,
      module: defended.hybrid.root,
      cfgFile,
      byProcessor: true,
      onProgress: (_engine, p) => this.setup.onProgress?.(name, p),
    };
    const looked: Looked[] = [];
    let spent = 0;
    for (const { seconds, simulate } of rungs) {
      if (signal.aborted) break;
      const way = { ...job, timeoutMs: seconds * 1000 };
      const outcome = await this.hands.run(simulate === undefined ? way : { ...way, simulate });
      spent += outcome.seconds;
      const found = violationOf(outcome, { where, seconds: spent, ...(simulate ?? {}) });
      if (found !== undefined) {
        const violated = await this.shortened(found, job);
        return { violated: { ...violated, behaviour: withEvents(defended, violated.behaviour) }, looked };
      }
      looked.push(lookedAt(outcome, where, simulate?.seed));
      if (outcome.kind === "holds" && outcome.exhaustive) break;
    }
    return { violated: undefined, looked };
  }

  /** Of a model's file: many checks have too long a name together. */
  private nameOf(off: readonly string[]): string {
    const name = `without-${off.join("-") || "nothing"}`;
    if (name.length <= MOST_CHARACTERS) return name;
    this.long += 1;
    return `without-${off.length}-checks-${this.long}`;
  }

  /** What random behaviours found, on a shortest way where that is found soon. */
  private async shortened(found: Violation, job: Job): Promise<Violation> {
    if (found.isShortest || found.steps <= FEW_STEPS || found.where === "larger") return found;
    const { seconds, signal } = this.setup;
    const { where } = found;
    const all = await this.hands.run({ ...job, timeoutMs: (seconds / 3) * 1000 });
    let spent = found.seconds + all.seconds;
    const shortest = violationOf(all, { where, seconds: spent });
    if (shortest !== undefined) return shortest;
    let best = found;
    for (let seed = 1; best.steps > FEW_STEPS && !signal.aborted; seed++) {
      const simulate = { depth: Math.ceil(best.steps * SHORTER), seed };
      const outcome = await this.hands.run({ ...job, timeoutMs: (seconds / 12) * 1000, simulate });
      spent += outcome.seconds;
      const shorter = violationOf(outcome, { where, seconds: spent, seed });
      if (shorter === undefined || shorter.steps >= best.steps) break;
      best = shorter;
    }
    return best;
  }
}

const MOST_CHARACTERS = 150;
/** Such behaviours can be read as they are. */
const FEW_STEPS = 5;
/** Of the steps of a random behaviour, how many another one may have that is to be shorter. */
const SHORTER = 0.7;

function violationOf(
  outcome: TlcOutcome,
  { where, seconds, seed }: { readonly where: Where; readonly seconds: number; readonly seed?: number },
): Violation | undefined {
  const broken = brokenIn(outcome);
  if (broken === undefined) return undefined;
  const { trace, ...names } = broken;
  return {
    ...names,
    where,
    steps: trace.states.length - 1,
    isShortest: seed === undefined,
    ...(seed === undefined ? {} : { seed }),
    seconds,
    behaviour: trace,
  };
}

/** What is false in the last state of a behaviour, or has no value there. */
function brokenIn(
  outcome: TlcOutcome,
): (Pick<Violation, "name" | "undefinedAs"> & { readonly trace: Counterexample }) | undefined {
  if (outcome.kind === "violated") return { name: outcome.name ?? outcome.what, trace: outcome.trace };
  if (outcome.kind !== "spec-fault") return undefined;
  const [, name, undefinedAs] = UNDEFINED.exec(outcome.diagnostics[0]?.message ?? "") ?? [];
  return name === undefined || undefinedAs === undefined
    ? undefined
    : { name, undefinedAs, trace: outcome.trace };
}

/** What our engine says of an invariant that has no value (`engine/evaluation`). */
const UNDEFINED = /^invariant (\S+) cannot be evaluated: (.*)/;

function lookedAt(outcome: TlcOutcome, where: Where, seed: number | undefined): Looked {
  const { counts, seconds } = outcome;
  const isExhausted = outcome.kind === "holds" && outcome.exhaustive;
  const states = (seed === undefined ? counts?.distinct : counts?.generated) ?? 0;
  const why = "diagnostics" in outcome ? outcome.diagnostics[0]?.message.split("\n")[0] : undefined;
  return {
    where,
    isExhausted,
    states,
    seeds: seed === undefined ? [] : [seed],
    seconds,
    ...(why === undefined ? {} : { why, isFault: true }),
  };
}
