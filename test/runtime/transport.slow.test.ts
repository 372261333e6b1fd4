import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CounterCore } from "../../codegen/runtime/counter.js";
import { CounterUnreachable, connectCounter } from "../../codegen/runtime/counter-client.js";
import { serveCounter } from "../../codegen/runtime/counter-process.js";
import {
  PortTaken,
  type TransportHandlers,
  tcpClientLink,
  tcpTransport,
} from "../../codegen/runtime/transport.js";
import { key } from "./fixture-node.js";

const silent: TransportHandlers = { message: () => {}, ready: () => {}, request: () => {} };

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function until(holds: () => boolean): Promise<void> {
  return expect.poll(holds, { timeout: 5000, interval: 10 }).toBe(true) as unknown as Promise<void>;
}

describe("the TCP transport", () => {
  it("carries texts both ways, again after a restart, and clients' requests", async () => {
    const [a = 0, b = 0] = await freePorts(2);
    const ports = { a, b };
    const got: string[] = [];
    const ready = new Set<string>();
    const one = tcpTransport("a", ports);
    await one.open({
      ...silent,
      message: (from, text) => got.push(`${from}: ${text}`),
      ready: (peer) => ready.add(peer),
      request: (client, text, reply) => reply(`${client} ${text}`),
    });
    expect(one.send("b", "too early")).toBe(false);
    for (const life of ["first", "second"]) {
      ready.clear();
      const two = tcpTransport("b", ports);
      const heard: string[] = [];
      await two.open({ ...silent, message: (_, text) => heard.push(text), ready: () => two.send("a", life) });
      await until(() => ready.has("b") && got.includes(`b: ${life}`));
      expect(one.send("b", `to ${life}`)).toBe(true);
      await until(() => heard.includes(`to ${life}`));
      await two.close();
    }
    const link = tcpClientLink("k", { a });
    const replies: string[] = [];
    link.open((node, text) => replies.push(`${node}: ${text}`));
    await until(() => {
      link.send("a", "hello");
      return replies.includes("a: k hello");
    });
    link.close();
    await one.close();
  });

  it("names the port that is taken", async () => {
    const [a = 0] = await freePorts(1);
    const one = tcpTransport("a", { a });
    await one.open(silent);
    await expect(tcpTransport("a", { a }).open(silent)).rejects.toThrow(PortTaken);
    await one.close();
  });

  it("hangs up on what is no hello, and on frames that are too long", async () => {
    const [a = 0] = await freePorts(1);
    const one = tcpTransport("a", { a });
    await one.open({ ...silent, message: () => expect.unreachable() });
    for (const bytes of [Buffer.from([0, 0, 0, 2, 0x7b, 0x7d]), Buffer.from([0xff, 0xff, 0xff, 0xff])]) {
      const socket = connect({ port: a, host: "127.0.0.1" });
      socket.write(bytes);
      await once(socket.resume(), "close");
    }
    await one.close();
  });
});

describe("a served counter", () => {
  const core = () => new CounterCore({ instance: "a", incarnation: 1, key });
  const statement = { type: "event", digest: "1".repeat(64) };
  const request = (value: number) => ({ counter: "events", kind: "continuing", value, statement }) as const;

  it("certifies for one host at a time, verifies for it, and remembers", async () => {
    const folder = await mkdtemp(join(tmpdir(), "counter-"));
    const server = await serveCounter(core(), join(folder, "counter.sock"));
    const host = await connectCounter(server);
    const first = await host.certify(request(1));
    if (!first.ok) throw new Error(first.reason);
    expect(await host.certify(request(1))).toEqual({ ok: false, reason: "stale" });
    expect(await host.verify(first.certificate, statement)).toBe(true);
    expect(await host.verify({ ...first.certificate, value: 2 }, statement)).toBe(false);
    await expect(connectCounter({ ...server, attempts: 2, pauseMs: 5 })).rejects.toThrow("another host");
    host.close();
    const next = await connectCounter(server);
    expect(await next.last("events")).toEqual(first.certificate);
    expect(await next.last("others")).toBeUndefined();
    expect(await next.certify(request(2))).toMatchObject({ ok: true, certificate: { previous: 1 } });
    next.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it("refuses certificates to connections that are not the host's", async () => {
    const server = await serveCounter(core(), 0);
    const socket = connect({ port: Number(server.listening), host: "127.0.0.1" });
    const text = JSON.stringify({ id: 1, op: "certify", request: request(1) });
    socket.write(Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]));
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString("utf8", 4)).toBe('{"id":1,"result":{"ok":false,"reason":"host"}}');
    socket.destroy();
    await server.close();
  });

  it("that is gone is reported, and found again when it is back", async () => {
    const one = await serveCounter(core(), 0);
    const client = await connectCounter({ listening: one.listening, attempts: 3, pauseMs: 5 });
    await one.close();
    await expect(client.certify(request(1))).rejects.toThrow(CounterUnreachable);
    const two = await serveCounter(core(), one.listening);
    expect(await client.last("events")).toBeUndefined();
    client.close();
    await two.close();
  });
});
