import { appendFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { commandOf } from "./commands.js";
import { connectCounter } from "./counter-client.js";
import { parseJson } from "./framing.js";
import { fromJson, type Json } from "./json.js";
import { Liar, type LieMode } from "./liar.js";
import type { Config, Policy, Protocol } from "./protocol.js";
import type { RecordedEnd } from "./recorder.js";
import { type Replica, startReplica } from "./replica.js";
import { openStorage } from "./storage.js";
import { type Ports, tcpTransport } from "./transport.js";
import type { Value } from "./values.js";

/**
 * A replica as an operating system process. Run `host-main.js` with one line of JSON on standard input, a
 * `HostConfig`; it prints `{"ready": true}` when it serves, then a `HostStatus` whenever that changes. Further
 * lines of input are orders: `{"stop": true}` ends it in an orderly way, `{"lie": …}` is for a liar. The end of
 * standard input ends it at once: a replica does not outlive who started it.
 */
export interface HostConfig {
  /** The file of the module that exports a `Program`. */
  readonly program: string;
  readonly nodes: readonly string[];
  readonly self: string;
  readonly ports: Ports;
  /** The port of the own counter. */
  readonly counter: number;
  /** The event log, kept over restarts. */
  readonly storage: string;
  /** Where to record actions; rewritten from the event log at each start. */
  readonly trace: string;
  /** One line for each command executed in this life, in order. */
  readonly applied: string;
  readonly constants: Json;
  readonly policy: Omit<Policy<object>, "decided" | "obsolete">;
  readonly timeoutMs?: number;
  /** Seed of the lies; without it the host is honest. */
  readonly liar?: number;
}

/** What a module with generated code exports for hosts. */
export interface Program {
  readonly protocol: Protocol<object, unknown>;
  /** The values that the node has decided, in order; commands may be inside records. */
  decided(self: string, slice: object, config: Config): readonly Value[];
  obsolete?(message: unknown, slice: object): boolean;
}

export interface HostStatus {
  readonly refusals: Readonly<Record<string, number>>;
  /** Decided values executed, no-ops and repeated ones included. */
  readonly executed: number;
  /** Commands applied in this life. */
  readonly applied: number;
  readonly halted: string | null;
  /** Clients' values that this node introduced in this life. */
  readonly introduced: number;
  /** What a liar did so far, by kind. */
  readonly lies: Readonly<Record<string, number>>;
}

const STATUS_MS = 100;

export async function hostMain(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  let host: Promise<Host> | undefined;
  lines.on("line", (line) => {
    if (host === undefined) {
      host = startHost(JSON.parse(line) as HostConfig);
      host.catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      });
    } else void host.then((h) => h.order(parseJson(line)));
  });
  lines.on("close", () => process.exit(0));
}

interface Host {
  order(order: unknown): void;
}

async function startHost(config: HostConfig): Promise<Host> {
  const { self, nodes } = config;
  const module = (await import(pathToFileURL(config.program).href)) as Program;
  const protocol: Protocol<object, unknown> = { ...module.protocol, nodes };
  const constants = readConstants(config.constants);
  const counter = await connectCounter({ listening: config.counter });
  const storage = await openStorage(config.storage, notice);
  const liar =
    config.liar === undefined ? undefined : new Liar({ protocol, self, seed: config.liar, constants });
  const tcp = tcpTransport(self, config.ports);
  writeFileSync(config.trace, "");
  writeFileSync(config.applied, "");
  let applied = 0;
  let introduced = 0;
  let own = 0;
  const { clientAction } = config.policy;
  const replica = await startReplica<object, unknown>({
    protocol,
    policy: {
      ...config.policy,
      decided: (slice) => module.decided(self, slice, { constants, offered: [] }).map(commandIn),
      ...(module.obsolete === undefined ? {} : { obsolete: module.obsolete }),
    },
    self,
    constants,
    counter: liar?.counter(counter) ?? counter,
    storage: liar?.storage(storage) ?? storage,
    transport: liar?.transport(tcp) ?? tcp,
    apply(command) {
      appendFileSync(config.applied, `${JSON.stringify(command)}\n`);
      return `${++applied}:${command}`;
    },
    record(line, origin) {
      appendFileSync(config.trace, `${line}\n`);
      const { node, index, action } = JSON.parse(line) as { node: string; index: number; action: string };
      if (node === self) own = index;
      if (origin === "own" && action === clientAction.action) introduced++;
    },
    notice,
    ...(config.timeoutMs === undefined ? {} : { timeoutMs: config.timeoutMs }),
  });
  liar?.attach(replica);
  process.stdout.write('{"ready":true}\n');
  let last = "";
  const report = () => {
    const status: HostStatus = { ...statusOf(replica), applied, introduced, lies: liar?.counts() ?? {} };
    const text = JSON.stringify(status);
    if (text !== last) process.stdout.write(`${text}\n`);
    last = text;
  };
  setInterval(report, STATUS_MS).unref();
  const stop = async () => {
    await replica.stop();
    const end: RecordedEnd = { v: 1, node: self, end: own };
    appendFileSync(config.trace, `${JSON.stringify(end)}\n`);
    report();
    counter.close();
    process.stdout.write("", () => process.exit(0));
  };
  return {
    order(order) {
      if (typeof order !== "object" || order === null) return;
      if ("stop" in order) void stop();
      if ("lie" in order) liar?.mode(order.lie as LieMode);
    },
  };
}

function notice(text: string): void {
  process.stderr.write(`${text}\n`);
}

function statusOf(replica: Replica<object, unknown>) {
  const { refusals, executed, halted } = replica.status();
  return { refusals, executed, halted: halted ?? null };
}

function readConstants(json: Json): Readonly<Record<string, Value>> {
  const value = fromJson(json);
  if (typeof value !== "object") throw new TypeError("the constants are a record of values");
  return value as Readonly<Record<string, Value>>;
}

/** The client's command in a decided value: the value itself, or its one field that is a command. */
export function commandIn(value: Value): Value {
  if (typeof value !== "object" || commandOf(value) !== undefined) return value;
  const found = Object.values(value).filter((field: Value) => commandOf(field) !== undefined);
  return found.length === 1 ? found[0]! : value;
}
