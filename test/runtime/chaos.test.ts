import fc from "fast-check";
import { expect, it } from "vitest";
import { randomFrom } from "../../codegen/runtime/memory-transport.js";
import { Cluster } from "./fixture-cluster.js";
import { nodes } from "./fixture-protocol.js";

/** Deliveries, cuts, kills, restarts and clients in an order that the seed gives; then everything is mended. */
async function run(seed: number): Promise<Cluster> {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const cluster = new Cluster(seed, true);
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

it("correct replicas agree after any cuts, losses, kills and restarts, and refuse nobody", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
      const cluster = await run(seed);
      const replicas = [...cluster.replicas.values()];
      const views = replicas.map((replica) => nodes.map((node) => replica.node(node)));
      expect(views[1]).toEqual(views[0]);
      expect(views[2]).toEqual(views[0]);
      expect(cluster.notices).toEqual([]);
      const [a, b, c] = nodes.map((node) => cluster.executed.get(node)!);
      expect(b).toEqual(a);
      expect(c).toEqual(a);
      expect(new Set(a).size).toBe(a!.length);
    }),
    { numRuns: 40 },
  );
});
