import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type Certificate, type CertifyRequest, CounterCore, type Statement } from "./counter.js";
import { FrameReader, frame, parseJson } from "./framing.js";

/**
 * The trusted counter as an operating system process of its own. It alone holds the key and its values, in
 * memory only:
 * they survive the death of its host, not its own. Run `counter-main.js` with one line of JSON on standard
 * input,
 * `{"instance", "incarnation", "key", "listen"}` (`key` in hexadecimal, `listen` a port or a socket's path);
 * it prints `{"listening": ...}` on standard output when it is ready.
 *
 * Requests and answers are frames of JSON, answered in order:
 *   {"id", "op": "host"}                              become the host; the only connection that may certify
 *   {"id", "op": "certify", "request"}                → {"id", "result"}
 *   {"id", "op": "verify", "certificate", "statement"} → {"id", "result"}
 *   {"id", "op": "last", "counter"}                   → {"id", "result"}
 */
export interface CounterProcessConfig {
  readonly instance: string;
  /** To be chosen anew, by whoever runs the cluster, each time the process starts. */
  readonly incarnation: number;
  /** 32 bytes in hexadecimal; the same at all counters of a cluster. */
  readonly key: string;
  /** A port of the loopback interface (0: any free one), or the path of a Unix socket. */
  readonly listen: number | string;
  /** Ends with the standard input, that is with the program that started it; default: false. */
  readonly lifeline?: boolean;
}

/** A longer request is a mistake. */
const MAX_REQUEST_BYTES = 16 * 1024;

export interface CounterServer {
  /** The port or the path. */
  readonly listening: number | string;
  close(): Promise<void>;
}

/** Serves a counter. Rejects with the system's error if the port or the path is taken. */
export function serveCounter(core: CounterCore, listen: number | string): Promise<CounterServer> {
  const sockets = new Set<Socket>();
  let host: Socket | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    const reader = new FrameReader(MAX_REQUEST_BYTES);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      if (host === socket) host = undefined;
    });
    socket.on("data", (chunk) => {
      const texts = reader.push(chunk);
      if (texts === undefined) return void socket.destroy();
      for (const text of texts) {
        const request = parseJson(text);
        if (typeof request !== "object" || request === null) return void socket.destroy();
        if ("op" in request && request.op === "host") host ??= socket;
        const result = answer(core, request as Request, host === socket);
        const id = (request as Request).id;
        socket.write(frame(JSON.stringify({ id, result: result ?? null })));
      }
    });
  });
  return listening(server, listen, sockets);
}

type Request = { readonly id?: unknown } & Readonly<Record<string, unknown>>;

function answer(core: CounterCore, request: Request, isHost: boolean): unknown {
  switch (request.op) {
    case "host":
      return isHost;
    case "certify":
      if (!isHost) return { ok: false, reason: "host" };
      if (typeof request.request !== "object" || request.request === null)
        return { ok: false, reason: "statement" };
      return core.certify(request.request as CertifyRequest);
    case "verify":
      return core.verify(request.certificate as Certificate, request.statement as Statement);
    case "last":
      return core.last(String(request.counter));
    default:
      return undefined;
  }
}

function listening(server: Server, listen: number | string, sockets: Set<Socket>): Promise<CounterServer> {
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const ready = () => {
      const address = server.address();
      resolve({ listening: typeof address === "object" && address !== null ? address.port : listen, close });
    };
    if (typeof listen === "number") server.listen(listen, "127.0.0.1", ready);
    else server.listen(listen, ready);
  });
}

/**
 * The process: reads its configuration, serves until it is killed. The end of standard input ends it only if the
 * configuration asks for that (`lifeline`).
 */
export async function counterMain(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const config = readConfig(parseJson(line));
    if (config === undefined) {
      process.stderr.write("counter: expected one line of JSON with instance, incarnation, key and listen\n");
      process.exit(2);
    }
    const { instance, incarnation, key, listen, lifeline } = config;
    const core = new CounterCore({ instance, incarnation, key: Buffer.from(key, "hex") });
    const server = await serveCounter(core, listen);
    process.stdout.write(`${JSON.stringify({ listening: server.listening })}\n`);
    if (lifeline === true) process.stdin.on("end", () => process.exit(0)).resume();
    return;
  }
}

function readConfig(x: unknown): CounterProcessConfig | undefined {
  if (typeof x !== "object" || x === null) return undefined;
  const { instance, incarnation, key, listen, lifeline } = x as Partial<
    Record<keyof CounterProcessConfig, unknown>
  >;
  if (typeof instance !== "string" || typeof incarnation !== "number" || typeof key !== "string")
    return undefined;
  if (typeof listen !== "string" && typeof listen !== "number") return undefined;
  return { instance, incarnation, key, listen, lifeline: lifeline === true };
}
