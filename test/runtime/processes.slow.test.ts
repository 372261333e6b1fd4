import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../codegen/runtime/client.js";
import { connectCounter } from "../../codegen/runtime/counter-client.js";
import { type Ports, tcpClientLink } from "../../codegen/runtime/transport.js";
import { key } from "./fixture-node.js";
import { nodes } from "./fixture-protocol.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const children = new Set<ChildProcess>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "replicas-"));
  const compiled = { noEmit: false, rootDir: root, outDir: join(folder, "js"), types: ["node"] };
  const files = ["codegen/runtime/counter-main.ts", "test/runtime/fixture-host.ts"].map((file) =>
    join(root, file),
  );
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions: compiled, include: [], files }),
  );
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

function start(script: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(folder, "js", script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, "line")) as [string];
  return line;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
  children.delete(child);
}

async function startCounter(instance: string): Promise<number> {
  const child = start("codegen/runtime/counter-main.js");
  child.stdin!.end(`${JSON.stringify({ instance, incarnation: 1, key: key.toString("hex"), listen: 0 })}\n`);
  const { listening } = JSON.parse(await firstLine(child)) as { listening: number };
  return listening;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("replicas as processes", () => {
  it("outlive kills of any host, their counters keeping the values", async () => {
    const ports: Record<string, number> = {};
    const counters: Record<string, number> = {};
    for (const node of nodes) {
      ports[node] = await freePort();
      counters[node] = await startCounter(node);
    }
    const host = async (node: string) => {
      const child = start(
        "test/runtime/fixture-host.js",
        node,
        JSON.stringify(ports satisfies Ports),
        String(counters[node]),
        join(folder, `${node}.log`),
      );
      expect(await firstLine(child)).toBe("ready");
      return child;
    };
    const hosts = new Map<string, ChildProcess>();
    for (const node of nodes) hosts.set(node, await host(node));
    const client = new Client({ link: tcpClientLink("k", ports), nodes, faults: 1 });
    expect(await client.request("one")).toBe("1:one");
    let executed = 1;
    for (const node of nodes) {
      await kill(hosts.get(node)!);
      const during = client.request(`without ${node}`);
      // Without the fixture's one leader nothing is decided until it is back.
      if (node !== "a") expect(await during).toBe(`${executed + 1}:without ${node}`);
      hosts.set(node, await host(node));
      expect(await during).toBe(`${++executed}:without ${node}`);
      expect(await client.request(`with ${node}`)).toBe(`${++executed}:with ${node}`);
    }
    client.close();
    for (const child of hosts.values()) await kill(child);
    const survivor = await connectCounter({ listening: counters.a! });
    expect((await survivor.last("events"))!.value).toBeGreaterThan(8);
    await expect(connectCounter({ listening: counters.a!, attempts: 2 })).rejects.toThrow("another host");
    survivor.close();
  }, 60_000);
});
