/**
 * A cluster as processes: for each node a host, which may be killed and started again, and its counter, which stays.
 */
import type { HostConfig, HostStatus } from "../../codegen/runtime/host.js";
import type { LieMode } from "../../codegen/runtime/liar.js";
import { type Child, startChild } from "../host/children.js";
import { randomHex } from "../host/own-files.js";
import { join } from "../host/paths.js";
import { cannotStart } from "./faults.js";
import type { Prepared } from "./prepare.js";

export interface ClusterOptions {
  readonly prepared: Prepared;
  /** Where logs, stores and records go; exists. */
  readonly folder: string;
  readonly nodes: readonly string[];
  readonly ports: Readonly<Record<string, number>>;
  readonly constants: HostConfig["constants"];
  readonly policy: HostConfig["policy"];
  /** The node whose host lies, and the seed of its lies. */
  readonly liar?: { readonly node: string; readonly seed: number };
}

/** One life of a host. */
interface Life {
  readonly child: Child;
  readonly number: number;
  status: HostStatus | undefined;
}

/** How long a process may take to be ready. */
const START_MS = 30_000;
/** Long enough for a new leader to tell everybody what it has. */
const TIMEOUT_MS = 1200;
const STOP_MS = 10_000;

export class Cluster {
  readonly #o: ClusterOptions;
  readonly #key = randomHex(32);
  readonly #counters = new Map<string, number>();
  readonly #lives = new Map<string, Life>();
  /** Refusals and the like of former lives, by node. */
  readonly #former = new Map<string, Map<string, number>>();
  /** All that run. */
  readonly #children = new Set<Child>();
  /** Ended by us. */
  readonly #expected = new Set<Child>();
  readonly #deaths: string[] = [];
  #closed = false;

  constructor(options: ClusterOptions) {
    this.#o = options;
  }

  /** Starts all counters, then all hosts. */
  async start(): Promise<void> {
    for (const node of this.#o.nodes) await this.#startCounter(node);
    await Promise.all(this.#o.nodes.map((node) => this.startHost(node)));
  }

  async startHost(node: string): Promise<void> {
    const { prepared, folder, nodes, ports, constants, policy, liar } = this.#o;
    const number = (this.#lives.get(node)?.number ?? 0) + 1;
    const config: HostConfig = {
      program: prepared.program,
      nodes,
      self: node,
      ports,
      counter: this.#counters.get(node) ?? 0,
      storage: join(folder, `events-${node}.log`),
      trace: join(folder, `trace-${node}.jsonl`),
      applied: this.#appliedFile(node, number),
      constants,
      policy,
      timeoutMs: TIMEOUT_MS,
      ...(liar?.node === node ? { liar: liar.seed } : {}),
    };
    const stderr = join(folder, `${node}.log`);
    const life: { child?: Child; readonly number: number; status: HostStatus | undefined } = {
      number,
      status: undefined,
    };
    const child = await this.#launch(`the replica ${node}`, prepared.host, config, stderr, (message) => {
      if ("ready" in message) return true;
      life.status = message as unknown as HostStatus;
      return false;
    });
    this.#lives.set(node, Object.assign(life, { child }));
    void child.ended.then((how) => {
      if (!this.#expected.has(child)) this.#deaths.push(`the replica ${node} ended: ${how}; see ${stderr}`);
    });
  }

  /** SIGKILL. */
  async killHost(node: string): Promise<void> {
    const life = this.#lives.get(node);
    if (life === undefined) return;
    this.#expected.add(life.child);
    await life.child.kill();
    this.#former.set(node, this.#totals(node));
    life.status = undefined;
  }

  /** Ends the hosts in an orderly way, then the counters. */
  async stop(): Promise<void> {
    for (const { child } of this.#lives.values()) {
      this.#expected.add(child);
      child.send({ stop: true });
    }
    const ended = Promise.all([...this.#lives.values()].map(({ child }) => child.ended));
    await Promise.race([ended, pause(STOP_MS)]);
    await this.kill();
  }

  /** Ends everything at once. */
  async kill(): Promise<void> {
    this.#closed = true;
    const children = [...this.#children];
    for (const child of children) this.#expected.add(child);
    await Promise.all(children.map((child) => child.kill()));
  }

  lie(mode: LieMode): void {
    const { liar } = this.#o;
    if (liar !== undefined) this.#lives.get(liar.node)?.child.send({ lie: mode });
  }

  /** What the host said last in its current life. */
  status(node: string): HostStatus | undefined {
    return this.#lives.get(node)?.status;
  }

  /** Refusals by check, over all lives of the node. */
  refusals(node: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#totals(node));
  }

  /** Hosts that ended without being told to. */
  deaths(): readonly string[] {
    return this.#deaths;
  }

  /** The files with what each life of the node applied, the last one at the end. */
  appliedFiles(node: string): readonly string[] {
    const lives = this.#lives.get(node)?.number ?? 0;
    return Array.from({ length: lives }, (_, k) => this.#appliedFile(node, k + 1));
  }

  #appliedFile(node: string, life: number): string {
    return join(this.#o.folder, `applied-${node}-${life}.jsonl`);
  }

  #totals(node: string): Map<string, number> {
    const totals = new Map(this.#former.get(node));
    for (const [check, count] of Object.entries(this.#lives.get(node)?.status?.refusals ?? {})) {
      totals.set(check, (totals.get(check) ?? 0) + count);
    }
    return totals;
  }

  async #startCounter(instance: string): Promise<void> {
    const { prepared, folder } = this.#o;
    const stderr = join(folder, `counter-${instance}.log`);
    const config = { instance, incarnation: 1, key: this.#key, listen: 0, lifeline: true };
    let port = 0;
    await this.#launch(`the counter of ${instance}`, prepared.counter, config, stderr, ({ listening }) => {
      if (typeof listening === "number") port = listening;
      return port > 0;
    });
    this.#counters.set(instance, port);
  }

  /** Starts a program and waits until a message of it says that it is ready. */
  #launch(
    what: string,
    script: string,
    config: unknown,
    stderr: string,
    isReady: (message: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Child> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error(`${what} is not started any more`));
      const child = startChild({
        script,
        config,
        stderr,
        onMessage: (message) => {
          if (!isObject(message) || !isReady(message)) return;
          clearTimeout(timer);
          resolve(child);
        },
      });
      const timer = setTimeout(() => reject(cannotStart.late(what, stderr)), START_MS);
      this.#children.add(child);
      void child.ended.then((how) => {
        clearTimeout(timer);
        this.#children.delete(child);
        reject(cannotStart.ended(what, how, stderr));
      });
    });
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function isObject(x: unknown): x is Readonly<Record<string, unknown>> {
  return typeof x === "object" && x !== null;
}
