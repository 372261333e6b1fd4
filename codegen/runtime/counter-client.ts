import { connect, type Socket } from "node:net";
import {
  type Certificate,
  type CertifyRequest,
  type CertifyResult,
  isCertificate,
  type Statement,
  type TrustedCounter,
} from "./counter.js";
import { FrameReader, frame, parseJson } from "./framing.js";

/**
 * A host's connection to its counter's process. Asks again after a lost connection, except for `certify`:
 * whether the
 * lost request was carried out is unknown then, so it rejects with `CounterUnreachable` and the caller asks
 * `last`.
 */
export interface CounterClient extends TrustedCounter {
  close(): void;
}

export class CounterUnreachable extends Error {
  constructor(why: string) {
    super(`the trusted counter does not answer: ${why}`);
    this.name = "CounterUnreachable";
  }
}

export interface CounterClientOptions {
  /** The port on the loopback interface, or the path, that the process printed. */
  readonly listening: number | string;
  /** Attempts to connect, and the pause between them, before giving up. */
  readonly attempts?: number;
  readonly pauseMs?: number;
}

/** Connects as the host. Rejects with `CounterUnreachable` if nobody listens or another host is connected. */
export async function connectCounter(options: CounterClientOptions): Promise<CounterClient> {
  const client = new Client(options);
  await client.open();
  return client;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Connection {
  readonly socket: Socket;
  /** Requests without an answer yet, by id. */
  readonly waiting: Map<number, Waiting>;
}

class Client implements CounterClient {
  readonly #options: CounterClientOptions;
  #connection: Promise<Connection> | undefined;
  #live: Connection | undefined;
  #nextId = 0;
  #closed = false;

  constructor(options: CounterClientOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    await this.#connected();
  }

  async certify(request: CertifyRequest): Promise<CertifyResult> {
    return (await this.#ask({ op: "certify", request })) as CertifyResult;
  }

  async verify(certificate: Certificate, statement: Statement): Promise<boolean> {
    return (await this.#askAgain({ op: "verify", certificate, statement })) === true;
  }

  async last(counter: string): Promise<Certificate | undefined> {
    const result = await this.#askAgain({ op: "last", counter });
    return isCertificate(result) ? result : undefined;
  }

  close(): void {
    this.#closed = true;
    this.#live?.socket.destroy();
  }

  async #askAgain(request: object): Promise<unknown> {
    try {
      return await this.#ask(request);
    } catch (error) {
      if (this.#closed) throw error;
      return await this.#ask(request);
    }
  }

  async #ask(request: object): Promise<unknown> {
    return this.#send(await this.#connected(), request);
  }

  #send({ socket, waiting }: Connection, request: object): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new CounterUnreachable("the connection is closed"));
      waiting.set(id, { resolve, reject });
      socket.write(frame(JSON.stringify({ id, ...request })));
    });
  }

  #connected(): Promise<Connection> {
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Connection> {
    const { listening, attempts = 20, pauseMs = 50 } = this.#options;
    let why = "closed";
    for (let attempt = 0; attempt < attempts && !this.#closed; attempt++) {
      if (attempt > 0) await new Promise((done) => setTimeout(done, pauseMs));
      try {
        const connection: Connection = { socket: await dial(listening), waiting: new Map() };
        this.#serve(connection);
        this.#live = connection;
        if ((await this.#send(connection, { op: "host" })) === true) return connection;
        why = "another host is connected";
        connection.socket.destroy();
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
    throw new CounterUnreachable(why);
  }

  #serve(connection: Connection): void {
    const { socket, waiting } = connection;
    const reader = new FrameReader();
    let established = false;
    socket.on("data", (chunk) => {
      const texts = reader.push(chunk);
      if (texts === undefined) return void socket.destroy();
      for (const text of texts) {
        const reply = parseJson(text) as { id?: unknown; result?: unknown } | undefined;
        if (typeof reply?.id !== "number") continue;
        established ||= reply.result === true;
        waiting.get(reply.id)?.resolve(reply.result);
        waiting.delete(reply.id);
      }
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      // A connection that never became the host's belongs to an attempt that is still going on.
      if (established) this.#connection = undefined;
      for (const { reject } of waiting.values()) reject(new CounterUnreachable("the connection was lost"));
      waiting.clear();
    });
  }
}

function dial(listening: number | string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      typeof listening === "number"
        ? connect({ port: listening, host: "127.0.0.1" })
        : connect({ path: listening });
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
