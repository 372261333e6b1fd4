import { parseJson } from "./framing.js";
import type { Value } from "./values.js";

/**
 * Clients' commands. On the way through the protocol a command is one TLA+ value, a string that holds the
 * JSON
 * `[client, sequence number, command]`; decided values of another form are no-ops.
 */
export interface Command {
  readonly client: string;
  /** Counts the client's commands from 1; one is under way at a time. */
  readonly seq: number;
  readonly command: string;
}

export function commandValue({ client, seq, command }: Command): string {
  return JSON.stringify([client, seq, command]);
}

export function commandOf(value: Value): Command | undefined {
  const json = typeof value === "string" ? parseJson(value) : undefined;
  if (!Array.isArray(json) || json.length !== 3) return undefined;
  const [client, seq, command] = json as readonly unknown[];
  if (typeof client !== "string" || typeof seq !== "number" || typeof command !== "string") return undefined;
  return Number.isSafeInteger(seq) && seq > 0 ? { client, seq, command } : undefined;
}

type Reply = (result: string) => void;

/** How many clients may wait at one replica. */
const MAX_PENDING = 1000;

/**
 * What a replica knows of its clients: commands that wait for a decision, and the last result of each. A
 * command is
 * executed once, however often it is decided.
 */
export class CommandTable {
  readonly #apply: (command: string) => string;
  /** By client; the newest command only. */
  readonly #pending = new Map<string, { readonly command: Command; reply: Reply }>();
  readonly #results = new Map<string, { readonly seq: number; readonly result: string }>();
  #executed = 0;

  constructor(apply: (command: string) => string) {
    this.#apply = apply;
  }

  /** A client asks (again). Answers at once if the command was executed; true if it is new here. */
  ask(command: Command, reply: Reply): boolean {
    const last = this.#results.get(command.client);
    if (last !== undefined && last.seq >= command.seq) {
      if (last.seq === command.seq) reply(last.result);
      return false;
    }
    const waiting = this.#pending.get(command.client);
    if (waiting !== undefined && waiting.command.seq >= command.seq) {
      if (waiting.command.seq === command.seq) waiting.reply = reply;
      return false;
    }
    if (this.#pending.size >= MAX_PENDING && waiting === undefined) return false;
    this.#pending.set(command.client, { command, reply });
    return true;
  }

  /** Executes what is newly decided; `decided` is the whole list. True if there was something new. */
  execute(decided: readonly Value[]): boolean {
    const fresh = decided.slice(this.#executed);
    this.#executed += fresh.length;
    for (const value of fresh) {
      const command = commandOf(value);
      if (command !== undefined) this.#executeOne(command);
    }
    return fresh.length > 0;
  }

  /** Values to propose, the longest waiting first. */
  offered(): readonly Value[] {
    return [...this.#pending.values()].map(({ command }) => commandValue(command));
  }

  get waiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Decided values executed, no-ops and repeated ones included. */
  get executed(): number {
    return this.#executed;
  }

  #executeOne({ client, seq, command }: Command): void {
    if ((this.#results.get(client)?.seq ?? 0) >= seq) return;
    const result = this.#apply(command);
    this.#results.set(client, { seq, result });
    const waiting = this.#pending.get(client);
    if (waiting === undefined || waiting.command.seq > seq) return;
    this.#pending.delete(client);
    if (waiting.command.seq === seq) waiting.reply(result);
  }
}
