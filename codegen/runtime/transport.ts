import { connect, createServer, type Server, type Socket } from "node:net";
import { FrameReader, frame, parseJson } from "./framing.js";

/**
 * How replicas and clients reach each other. Nothing here is trusted: names are what the other side says, and
 * messages may
 * be lost when a connection breaks. What must be true is certified; what must arrive is asked for again.
 */
export interface Transport {
  /** Starts; rejects with `PortTaken` if the own port is in use. */
  open(handlers: TransportHandlers): Promise<void>;
  /** Whether the text was taken; if not, `ready` tells when it is worth trying again. */
  send(peer: string, text: string): boolean;
  close(): Promise<void>;
}

export interface TransportHandlers {
  message(from: string, text: string): void;
  /** The peer was connected, or takes messages again. */
  ready(peer: string): void;
  /** A client's request; `reply` may be called any number of times, also later. */
  request(client: string, text: string, reply: (text: string) => void): void;
}

/** A client's side. */
export interface ClientLink {
  open(onReply: (node: string, text: string) => void): void;
  /** Sends if connected, else drops: clients repeat. */
  send(node: string, text: string): void;
  close(): void;
}

export class PortTaken extends Error {
  constructor(node: string, port: number) {
    super(`port ${port} of node ${node} is in use by another program`);
    this.name = "PortTaken";
  }
}

/** Ports of the nodes on the loopback interface. */
export type Ports = Readonly<Record<string, number>>;

/** Above this many bytes that the system has not taken yet, `send` refuses. */
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
const HOST = "127.0.0.1";
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/**
 * Each node dials every other; what it dials it only writes to, what it accepts it only reads (clients:
 * both).
 */
export function tcpTransport(self: string, ports: Ports): Transport {
  const links = new Map<string, Link>();
  const accepted = new Set<Socket>();
  let server: Server | undefined;
  return {
    async open(handlers) {
      server = createServer((socket) => {
        accepted.add(socket);
        socket.on("close", () => accepted.delete(socket));
        receive(socket, handlers);
      });
      await listen(server, self, ports[self] ?? 0);
      for (const [peer, port] of Object.entries(ports)) {
        if (peer === self) continue;
        const hello = { hello: "peer", name: self };
        links.set(peer, new Link(port, hello, { ready: () => handlers.ready(peer), text: () => {} }));
      }
    },
    send: (peer, text) => links.get(peer)?.send(text) ?? false,
    async close() {
      for (const link of links.values()) link.close();
      for (const socket of accepted) socket.destroy();
      await new Promise<void>((done) => (server === undefined ? done() : server.close(() => done())));
    },
  };
}

/** A client that keeps a connection to every node. */
export function tcpClientLink(client: string, ports: Ports): ClientLink {
  const links = new Map<string, Link>();
  return {
    open(onReply) {
      for (const [node, port] of Object.entries(ports)) {
        const hello = { hello: "client", name: client };
        links.set(node, new Link(port, hello, { ready: () => {}, text: (text) => onReply(node, text) }));
      }
    },
    send(node, text) {
      links.get(node)?.send(text);
    },
    close() {
      for (const link of links.values()) link.close();
    },
  };
}

function listen(server: Server, node: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTaken(node, port) : error);
    });
    server.listen(port, HOST, resolve);
  });
}

function receive(socket: Socket, handlers: TransportHandlers): void {
  const reader = new FrameReader();
  let from: { readonly hello: string; readonly name: string } | undefined;
  const reply = (text: string) => {
    if (!socket.destroyed && socket.writableLength < MAX_QUEUED_BYTES) socket.write(frame(text));
  };
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    const texts = reader.push(chunk);
    if (texts === undefined) return void socket.destroy();
    for (const text of texts) {
      if (from === undefined) {
        from = readHello(parseJson(text));
        if (from === undefined) return void socket.destroy();
      } else if (from.hello === "peer") handlers.message(from.name, text);
      else handlers.request(from.name, text, reply);
    }
  });
}

function readHello(x: unknown): { readonly hello: string; readonly name: string } | undefined {
  if (typeof x !== "object" || x === null) return undefined;
  const { hello, name } = x as { readonly hello?: unknown; readonly name?: unknown };
  if ((hello !== "peer" && hello !== "client") || typeof name !== "string" || name.length > 256)
    return undefined;
  return { hello, name };
}

interface LinkHandlers {
  ready(): void;
  text(text: string): void;
}

/** One outgoing connection, dialled again whenever it is lost, after pauses that double. */
class Link {
  readonly #port: number;
  readonly #hello: object;
  readonly #handlers: LinkHandlers;
  #socket: Socket | undefined;
  #connected = false;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(port: number, hello: object, handlers: LinkHandlers) {
    this.#port = port;
    this.#hello = hello;
    this.#handlers = handlers;
    this.#dial();
  }

  send(text: string): boolean {
    const socket = this.#socket;
    if (!this.#connected || socket === undefined || socket.writableLength > MAX_QUEUED_BYTES) return false;
    socket.write(frame(text));
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #dial(): void {
    const socket = connect({ port: this.#port, host: HOST });
    const reader = new FrameReader();
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("connect", () => {
      this.#connected = true;
      this.#pauseMs = FIRST_PAUSE_MS;
      socket.write(frame(JSON.stringify(this.#hello)));
      this.#handlers.ready();
    });
    socket.on("drain", () => this.#handlers.ready());
    socket.on("data", (chunk) => {
      const texts = reader.push(chunk);
      if (texts === undefined) return void socket.destroy();
      for (const text of texts) this.#handlers.text(text);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#connected = false;
      if (this.#closed) return;
      this.#timer = setTimeout(() => this.#dial(), this.#pauseMs);
      this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    });
  }
}
