import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFrom } from "../../codegen/runtime/memory-transport.js";
import { Cluster, type Program } from "./fixture-cluster.js";
import * as elections from "./fixture-election.js";
import * as echoes from "./fixture-protocol.js";
import { nodes } from "./fixture-protocol.js";

/**
 * Deliveries, cuts, kills, restarts and clients in an order that the seed gives; then everything is mended.
 */
async function run<S extends object, M>(program: Program<S, M>, seed: number): Promise<Cluster<S, M>> {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const cluster = Cluster.of(program, seed, true);
  await cluster.start(...nodes);
  const clients = ["k", "l"].map((name) => cluster.client(name));
  for (let i = 0; i < 60; i++) {
    const node = pick(nodes);
    const other = pick(nodes);
    const dice = random();
    if (dice < 0.1) void pick(clients).request(`${i}`);
    else if (dice < 0.15) cluster.network.cut(node, other);
    else if (dice < 0.2) cluster.network.mend(node, other);
    else if (dice < 0.25) await cluster.stop(node);
    else if (dice < 0.35 && !cluster.replicas.has(node)) await cluster.start(node);
    else if (dice < 0.45) cluster.clock.pass(200);
    else for (let n = 0; n < 5; n++) cluster.network.step();
    for (const replica of cluster.replicas.values()) if (random() < 0.7) await replica.idle();
  }
  for (const a of nodes) for (const b of nodes) if (a < b) cluster.network.mend(a, b);
  for (const node of nodes) if (!cluster.replicas.has(node)) await cluster.start(node);
  for (let i = 0; i < 6; i++) await cluster.pass(300);
  return cluster;
}

async function agreed<S extends object, M>(program: Program<S, M>, seed: number): Promise<void> {
  const cluster = await run(program, seed);
  const replicas = [...cluster.replicas.values()];
  const views = replicas.map((replica) => nodes.map((node) => replica.node(node)));
  expect(views[1]).toEqual(views[0]);
  expect(views[2]).toEqual(views[0]);
  expect(cluster.notices).toEqual([]);
  const executed = nodes.map((node) => cluster.executed.get(node)!);
  const longest = executed.reduce((a, b) => (a.length >= b.length ? a : b));
  for (const commands of executed) expect(longest.slice(0, commands.length)).toEqual(commands);
  expect(new Set(longest).size).toBe(longest.length);
}

describe("correct replicas agree after any cuts, losses, kills and restarts, and refuse nobody", () => {
  it("with one leader", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), (seed) => agreed(echoes, seed)),
      { numRuns: 30 },
    );
  });

  it("with elections", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), (seed) => agreed(elections, seed)),
      { numRuns: 30 },
    );
  });
});

it("an elected leader's successor goes on", async () => {
  const cluster = Cluster.of(elections);
  await cluster.start(...nodes);
  const client = cluster.client("k");
  const answer = async (command: string): Promise<string> => {
    let result: string | undefined;
    void client.request(command).then((text) => {
      result = text;
    });
    for (let i = 0; i < 40 && result === undefined; i++) {
      await new Promise((next) => setImmediate(next));
      await cluster.pass(100);
    }
    return result ?? "nothing";
  };
  expect(await answer("x")).toBe("1:x");
  expect(cluster.replicas.get("a")!.node("a").slice.role).toBe("Leader");
  await cluster.stop("a");
  expect(await answer("y")).toBe("2:y");
  await cluster.start("a");
  expect(await answer("z")).toBe("3:z");
  await cluster.pass(300);
  expect(cluster.executed.get("b")).toEqual(["x", "y", "z"]);
  expect(cluster.notices).toEqual([]);
});
