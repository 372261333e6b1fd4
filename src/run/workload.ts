/** Clients that ask for commands, a few at a time, and believe f + 1 equal replies. */
import { Client } from "../../codegen/runtime/client.js";
import { tcpClientLink } from "../../codegen/runtime/transport.js";
import { stopwatch } from "../host/clock.js";

export interface WorkloadOptions {
  readonly nodes: readonly string[];
  readonly ports: Readonly<Record<string, number>>;
  /** How many replicas may lie. */
  readonly faults: number;
  readonly clients: number;
}

export class Workload {
  readonly #clients: Client[];
  readonly #accepted: string[] = [];
  readonly #latencies: number[] = [];
  #issued = 0;
  #closed = false;

  constructor(options: WorkloadOptions) {
    const { nodes, ports, faults } = options;
    this.#clients = Array.from({ length: options.clients }, (_, k) => {
      return new Client({ link: tcpClientLink(`client${k + 1}`, ports), nodes, faults });
    });
  }

  /** Commands with enough replies, in the order in which they came. */
  get accepted(): readonly string[] {
    return this.#accepted;
  }

  /** Seconds from asking to having enough replies, one for each accepted command. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  /** Has so many commands carried out, each client one after the other. Stays pending after `close`. */
  async run(count: number): Promise<void> {
    const last = this.#issued + count;
    await Promise.all(
      this.#clients.map(async (client) => {
        while (this.#issued < last && !this.#closed) await this.#one(client, ++this.#issued);
      }),
    );
  }

  close(): void {
    this.#closed = true;
    for (const client of this.#clients) client.close();
  }

  async #one(client: Client, number: number): Promise<void> {
    const command = `command ${number}`;
    const elapsed = stopwatch();
    await client.request(command);
    this.#accepted.push(command);
    this.#latencies.push(elapsed());
  }
}
