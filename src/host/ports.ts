/** Ports of the loopback interface. */
import { createServer, type Server } from "node:net";

const HOST = "127.0.0.1";

function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, HOST, () => resolve(server));
  });
}

const close = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));

/** Ports that nobody uses at the moment; different ones. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers: Server[] = [];
  for (let k = 0; k < count; k++) {
    const server = await listen(0);
    if (server === undefined) throw new Error("no free port on the loopback interface");
    servers.push(server);
  }
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  for (const server of servers) await close(server);
  return ports;
}

/** The first of the ports that cannot be listened on. */
export async function takenPort(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) {
    const server = await listen(port);
    if (server === undefined) return port;
    await close(server);
  }
  return undefined;
}
