import { Client } from "../../codegen/runtime/client.js";
import type { Clock } from "../../codegen/runtime/clock.js";
import { CounterCore, localCounter } from "../../codegen/runtime/counter.js";
import { MemoryNetwork } from "../../codegen/runtime/memory-transport.js";
import type { Policy, Protocol } from "../../codegen/runtime/protocol.js";
import type { RecordedAction } from "../../codegen/runtime/recorder.js";
import { type Replica, startReplica } from "../../codegen/runtime/replica.js";
import { memoryStorage } from "../../codegen/runtime/storage.js";
import { key } from "./fixture-node.js";
import type * as echoes from "./fixture-protocol.js";
import { constants, nodes } from "./fixture-protocol.js";

/** A protocol and how to drive it. */
export interface Program<S extends object, M> {
  readonly protocol: Protocol<S, M>;
  readonly policy: Policy<S, M>;
}

/** Time that passes when it is told to. */
class ManualClock implements Clock {
  #now = 0;
  readonly #timers = new Map<() => void, number>();

  after(ms: number, run: () => void): () => void {
    const once = () => run();
    this.#timers.set(once, this.#now + ms);
    return () => this.#timers.delete(once);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const [run, at] of [...this.#timers]) if (at <= this.#now && this.#timers.delete(run)) run();
  }
}

/** Replicas of the fixture on a network in memory, with disks and counters that survive their hosts. */
export class Cluster<S extends object = echoes.Slice, M = echoes.Message> {
  readonly network: MemoryNetwork;
  readonly clock = new ManualClock();
  readonly replicas = new Map<string, Replica<S, M>>();
  readonly records: RecordedAction[] = [];
  readonly notices: string[] = [];
  /** What each node's state machine executed, in its current life. */
  readonly executed = new Map<string, string[]>();
  readonly #disks = new Map(nodes.map((node) => [node as string, [] as string[]]));
  readonly cores = new Map(
    nodes.map((node) => [node as string, new CounterCore({ instance: node, incarnation: 1, key })]),
  );

  readonly #program: Program<S, M>;

  private constructor(program: Program<S, M>, seed: number, reorder: boolean) {
    this.#program = program;
    this.network = new MemoryNetwork({ seed, reorder });
  }

  static of<S extends object, M>(program: Program<S, M>, seed = 1, reorder = false): Cluster<S, M> {
    return new Cluster(program, seed, reorder);
  }

  disk(node: string): string[] {
    return this.#disks.get(node)!;
  }

  async start(...names: readonly string[]): Promise<void> {
    for (const self of names) {
      const executed: string[] = [];
      this.executed.set(self, executed);
      const replica = await startReplica({
        ...this.#program,
        self,
        constants,
        counter: localCounter(this.cores.get(self)!),
        storage: memoryStorage(this.disk(self)),
        transport: this.network.transport(self),
        apply: (command) => `${executed.push(command)}:${command}`,
        record: (line, origin) => {
          if (origin === "own") this.records.push(JSON.parse(line) as RecordedAction);
        },
        notice: (text) => this.notices.push(`${self}: ${text}`),
        clock: this.clock,
      });
      this.replicas.set(self, replica);
    }
  }

  async stop(node: string): Promise<void> {
    await this.replicas.get(node)?.stop();
    this.replicas.delete(node);
  }

  async settle(): Promise<void> {
    do for (const replica of this.replicas.values()) await replica.idle();
    while (this.network.step());
  }

  async pass(ms: number): Promise<void> {
    this.clock.pass(ms);
    await this.settle();
  }

  client(name: string): Client {
    return new Client({ link: this.network.link(name), nodes, faults: 1, clock: this.clock });
  }

  async ask(client: Client, command: string): Promise<string> {
    const result = client.request(command);
    await new Promise((done) => setImmediate(done));
    await this.settle();
    return result;
  }
}
