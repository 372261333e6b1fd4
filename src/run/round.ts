/**
 * One cluster from start to end: clients at work, a liar that changes its ways, a correct replica killed, the leader
 * killed, and the verdict on what was applied.
 */

import type { LieMode } from "../../codegen/runtime/liar.js";
import type { CertifiedLie } from "../../codegen/runtime/lies.js";
import { stopwatch } from "../host/clock.js";
import { readText } from "../host/files.js";
import { Cluster, type ClusterOptions, pause } from "./cluster.js";
import { type Applied, judge } from "./judge.js";
import { type Kill, latency, type RoundReport } from "./report.js";
import { Workload } from "./workload.js";

export interface RoundOptions extends Omit<ClusterOptions, "liar"> {
  readonly commands: number;
  readonly clients: number;
  /** How many replicas may lie; clients ask for one reply more. */
  readonly faults: number;
  /** The liar and the lie that its counter certifies in the end. */
  readonly liar?: { readonly node: string; readonly seed: number; readonly last: CertifiedLie };
  readonly kills: boolean;
  readonly signal: AbortSignal;
  progress(accepted: number, what: string): void;
}

/** What happens when this part of the commands is done. */
interface Step {
  readonly at: number;
  readonly what: string;
  readonly run: (round: Round) => Promise<void>;
}

const lie = (at: number, mode: LieMode): Step => ({ at, what: `liar: ${mode}`, run: (r) => r.lie(mode) });

/** The silence comes with a kill: where a quorum needs both, nothing can happen until the restart. */
function script({ liar, kills }: RoundOptions): readonly Step[] {
  const killOther: Step = { at: 0.4, what: "a correct replica is killed", run: (r) => r.kill("other") };
  const killLeader: Step = { at: 0.85, what: "the leader is killed", run: (r) => r.kill("leader") };
  const lies =
    liar === undefined
      ? []
      : [
          lie(0.05, "withhold"),
          lie(0.2, "replay"),
          lie(0.35, "silence"),
          lie(0.5, "equivocate"),
          lie(0.65, "honest"),
        ];
  const last = liar === undefined ? [] : [lie(0.7, liar.last)];
  return [...lies, ...last, ...(kills ? [killOther, killLeader] : [])].sort((a, b) => a.at - b.at);
}

const POLL_MS = 20;
const DOWN_MS = 300;
/** Without an accepted command for so long, the run has failed. */
const STALL_S = 45;
const CLOSING_S = 60;

/** Runs one round. Rejects if the cluster cannot start or the signal is aborted; nothing keeps running in any case. */
export async function runRound(options: RoundOptions): Promise<RoundReport> {
  const round = new Round(options);
  const abort = (): void => void round.cluster.kill();
  options.signal.addEventListener("abort", abort);
  try {
    return await round.run();
  } finally {
    options.signal.removeEventListener("abort", abort);
    round.workload?.close();
    await round.cluster.kill();
  }
}

class Stalled extends Error {}

class Round {
  readonly cluster: Cluster;
  workload: Workload | undefined;
  readonly #o: RoundOptions;
  readonly #correct: readonly string[];
  readonly #kills: Kill[] = [];
  /** Client values that each node had introduced when the last step was taken. */
  #introduced = new Map<string, number>();
  #what = "starting";
  #lastCount = 0;
  #sinceLast = stopwatch();

  constructor(options: RoundOptions) {
    this.#o = options;
    this.cluster = new Cluster(options);
    this.#correct = options.nodes.filter((node) => node !== options.liar?.node);
  }

  async run(): Promise<RoundReport> {
    const { commands } = this.#o;
    await this.cluster.start();
    this.workload = new Workload(this.#o);
    const elapsed = stopwatch();
    const all = track(this.workload.run(commands));
    let fault: string | undefined;
    let seconds = 0;
    try {
      for (const step of script(this.#o)) {
        await this.#until(() => all.done || this.#accepted() >= step.at * commands);
        this.#what = step.what;
        await step.run(this);
        this.#introduced = this.#introductions();
      }
      await this.#until(() => all.done);
      seconds = elapsed();
      this.#what = "closing";
      await this.#close();
    } catch (error) {
      if (!(error instanceof Stalled)) throw error;
      fault = error.message;
    }
    const report = this.#report(fault, seconds === 0 ? elapsed() : seconds);
    await this.cluster.stop();
    const verdict = fault ?? this.cluster.deaths()[0] ?? judge(await this.#applied(), this.workload.accepted);
    return { ...report, fault: verdict };
  }

  async lie(mode: LieMode): Promise<void> {
    this.cluster.lie(mode);
  }

  /** Kills a correct host, starts it again, and waits until the next command is accepted. */
  async kill(role: Kill["role"]): Promise<void> {
    const node = this.#select(role);
    if (node === undefined) return;
    await this.cluster.killHost(node);
    const down = stopwatch();
    await pause(DOWN_MS);
    await this.cluster.startHost(node);
    const downSeconds = down();
    const before = this.#accepted();
    const up = stopwatch();
    await this.#until(() => this.#accepted() > before || this.#accepted() >= this.#o.commands);
    this.#kills.push({ node, role, downSeconds, recoverySeconds: up() });
  }

  /** The correct node that introduced most, or least, since the last step: a protocol need not have leaders. */
  #select(role: Kill["role"]): string | undefined {
    const now = this.#introductions();
    const recent = (node: string) => (now.get(node) ?? 0) - (this.#introduced.get(node) ?? 0);
    const sorted = [...this.#correct].sort((a, b) => recent(b) - recent(a));
    return role === "leader" ? sorted[0] : sorted.at(-1);
  }

  #introductions(): Map<string, number> {
    return new Map(this.#o.nodes.map((node) => [node, this.cluster.status(node)?.introduced ?? 0]));
  }

  /** Further commands until the lie is told and refused, and everybody correct has applied everything. */
  async #close(): Promise<void> {
    const limit = stopwatch();
    while (!this.#settled()) {
      if (limit() > CLOSING_S) throw new Stalled(this.#unsettled());
      const flush = track(this.workload?.run(1) ?? Promise.resolve());
      await this.#until(() => flush.done);
      for (let k = 0; k < 25 && !this.#settled(); k++) await this.#until(() => true);
    }
  }

  #settled(): boolean {
    return this.#unsettled() === "";
  }

  #unsettled(): string {
    const { liar } = this.#o;
    if (liar !== undefined && this.#lies()[liar.last] === undefined) {
      return `the liar ${liar.node} had no occasion to lie: ${liar.last}`;
    }
    for (const node of this.#correct) {
      const applied = this.cluster.status(node)?.applied ?? 0;
      if (applied < this.#accepted())
        return `${node} has applied ${applied} of ${this.#accepted()} accepted commands`;
      if (liar !== undefined && (this.cluster.refusals(node)[liar.last] ?? 0) === 0) {
        return `${node} has not refused the certified lie (${liar.last}) of ${liar.node}`;
      }
    }
    return "";
  }

  /** Polls; throws `Stalled` if nothing is accepted for too long, and the signal's reason if it is aborted. */
  async #until(condition: () => boolean): Promise<void> {
    do {
      await pause(POLL_MS);
      this.#o.signal.throwIfAborted();
      const accepted = this.#accepted();
      if (accepted !== this.#lastCount) this.#sinceLast = stopwatch();
      this.#lastCount = accepted;
      this.#o.progress(accepted, this.#what);
      const death = this.cluster.deaths()[0];
      if (death !== undefined) throw new Stalled(death);
      if (this.#sinceLast() > STALL_S) {
        throw new Stalled(`no progress for ${STALL_S} s after ${accepted} commands (${this.#what})`);
      }
    } while (!condition());
  }

  #accepted(): number {
    return this.workload?.accepted.length ?? 0;
  }

  #lies(): Readonly<Record<string, number>> {
    const { liar } = this.#o;
    return liar === undefined ? {} : (this.cluster.status(liar.node)?.lies ?? {});
  }

  #report(fault: string | undefined, seconds: number): RoundReport {
    const { liar, commands } = this.#o;
    const refusals = this.#correct.map((node) => [node, this.cluster.refusals(node)]);
    return {
      liar: liar === undefined ? undefined : { node: liar.node, last: liar.last, lies: this.#lies() },
      commands: this.#accepted(),
      seconds,
      perSecond: Math.min(commands, this.#accepted()) / seconds,
      latency: latency(this.workload?.latencies ?? []),
      refusals: Object.fromEntries(refusals),
      kills: this.#kills,
      fault,
    };
  }

  #applied(): Promise<readonly Applied[]> {
    return Promise.all(
      this.#correct.map(async (node) => {
        const lives = await Promise.all(this.cluster.appliedFiles(node).map(readCommands));
        return { node, lives };
      }),
    );
  }
}

/** A line that a kill has torn is dropped. */
async function readCommands(file: string): Promise<readonly string[]> {
  const lines = (await readText(file)).split("\n");
  return lines.slice(0, -1).map((line) => String(JSON.parse(line)));
}

function track(work: Promise<void>): { readonly done: boolean } {
  const state = { done: false };
  void work.then(() => {
    state.done = true;
  });
  return state;
}
