import { describe, expect, it } from "vitest";
import { certifiedToJson } from "../../codegen/runtime/events.js";
import type { RecordedAction } from "../../codegen/runtime/recorder.js";
import type { Transport } from "../../codegen/runtime/transport.js";
import { Cluster } from "./fixture-cluster.js";
import { Author, claimedEcho, claimedPut, echo, put } from "./fixture-node.js";
import * as echoes from "./fixture-protocol.js";
import { nodes } from "./fixture-protocol.js";

describe("replicas", () => {
  it("decide what clients ask, whatever the order of delivery", async () => {
    for (const seed of [1, 2, 3]) {
      const cluster = Cluster.of(echoes, seed, true);
      await cluster.start(...nodes);
      const client = cluster.client("k");
      expect(await cluster.ask(client, "x")).toBe("1:x");
      expect(await cluster.ask(client, "y")).toBe("2:y");
      expect(await cluster.ask(cluster.client("l"), "x")).toBe("3:x");
      for (const replica of cluster.replicas.values()) {
        expect(replica.node(nodes[1]).slice).toMatchObject({ delivered: 3 });
        expect(replica.status()).toMatchObject({ executed: 3, halted: undefined });
      }
      expect(cluster.notices).toEqual([]);
    }
  });

  it("give the same run for the same seed", async () => {
    const runs: RecordedAction[][] = [];
    for (let run = 0; run < 2; run++) {
      const cluster = Cluster.of(echoes, 5, true);
      await cluster.start(...nodes);
      await cluster.ask(cluster.client("k"), "x");
      runs.push(cluster.records);
    }
    expect(runs[0]!.length).toBeGreaterThan(5);
    expect(runs[0]).toEqual(runs[1]);
  });

  it("mend losses by asking again", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start(...nodes);
    cluster.network.cut("a", "c");
    expect(await cluster.ask(cluster.client("k"), "x")).toBe("1:x");
    expect(cluster.replicas.get("c")!.node("a").count).toBe(0);
    cluster.network.mend("a", "c");
    await cluster.pass(300);
    await cluster.pass(300);
    const known = nodes.map((node) => cluster.replicas.get("c")!.node(node).count);
    expect(known).toEqual(nodes.map((node) => cluster.replicas.get(node)!.node(node).count));
    expect(cluster.replicas.get("c")!.status().executed).toBe(1);
  });

  it("get a stopped node's events from those who have them", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start(...nodes);
    // What c says reaches a alone, and a builds on it.
    cluster.network.cut("b", "c");
    await cluster.ask(cluster.client("k"), "x");
    await cluster.replicas.get("c")!.stop();
    cluster.replicas.delete("c");
    for (let i = 0; i < 3; i++) await cluster.pass(300);
    expect(cluster.replicas.get("b")!.node("c").count).toBeGreaterThan(0);
    expect(cluster.replicas.get("b")!.node("c").count).toBe(cluster.replicas.get("a")!.node("c").count);
    expect(await cluster.ask(cluster.client("l"), "y")).toBe("2:y");
  });

  it("time out while clients wait, and rest when none does", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start("b", "c");
    await cluster.pass(10_000);
    expect(cluster.records).toEqual([]);
    void cluster.client("k").request("x");
    await new Promise((done) => setImmediate(done));
    await cluster.settle();
    // Nobody reacts to a suspicion: it is put out at every third attempt only.
    for (const ms of [800, 1600, 3100]) await cluster.pass(ms);
    expect(cluster.records.map(({ node, action }) => `${node} ${action}`)).toEqual(["b Suspect"]);
  });

  it("come back from their logs, the restart action first", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start(...nodes);
    const client = cluster.client("k");
    await cluster.ask(client, "x");
    const before = cluster.replicas.get("a")!.node("a");
    await cluster.replicas.get("a")!.stop();
    await cluster.start("a");
    await cluster.settle();
    const after = cluster.replicas.get("a")!.node("a");
    expect(after.slice).toEqual(before.slice);
    // Restart, and the delivery once more.
    expect(after.count).toBe(before.count + 2);
    expect(await cluster.ask(client, "y")).toBe("2:y");
    expect(cluster.notices).toEqual([]);
  });

  it("fetch the certificate that a crash took away", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start(...nodes);
    await cluster.ask(cluster.client("k"), "x");
    const count = cluster.replicas.get("b")!.node("b").count;
    await cluster.replicas.get("b")!.stop();
    const lines = cluster.disk("b");
    const lastOwn = lines.findLastIndex((line) => line.includes('"event":{"node":"b"'));
    lines.splice(lastOwn);
    expect(lines.at(-1)).toContain('"intent"');
    await cluster.start("b");
    expect(cluster.replicas.get("b")!.node("b").count).toBe(count + 1);
    await cluster.replicas.get("b")!.stop();
  });

  it("do not start from a log that was rolled back", async () => {
    const cluster = Cluster.of(echoes);
    await cluster.start(...nodes);
    await cluster.ask(cluster.client("k"), "x");
    await cluster.replicas.get("b")!.stop();
    cluster.disk("b").splice(1);
    await expect(cluster.start("b")).rejects.toThrow("the counter stands at");
  });
});

describe("a lying leader", () => {
  async function liar(): Promise<{ cluster: Cluster; tell: Transport; author: Author }> {
    const cluster = Cluster.of(echoes);
    const tell = cluster.network.transport("a");
    await tell.open({ message: () => {}, ready: () => {}, request: () => {} });
    await cluster.start("b", "c");
    return { cluster, tell, author: new Author("a") };
  }

  it("is followed as long as it tells one story", async () => {
    const { cluster, tell, author } = await liar();
    const text = JSON.stringify({ event: certifiedToJson(author.event(claimedPut("x"), [put(1, "x")])) });
    tell.send("b", text);
    tell.send("c", text);
    await cluster.settle();
    for (const node of ["b", "c"]) expect(cluster.replicas.get(node)!.node(node).slice.log).toEqual(["x"]);
  });

  it("cannot tell two", async () => {
    const { cluster, tell, author } = await liar();
    const one = author.event(claimedPut("x"), [put(1, "x")]);
    tell.send("b", JSON.stringify({ event: certifiedToJson(one) }));
    const { certificate } = one;
    tell.send("c", JSON.stringify({ event: certifiedToJson({ ...one, out: [put(1, "y")], certificate }) }));
    await cluster.settle();
    expect(cluster.replicas.get("c")!.status().refusals.authentic).toBe(1);
    expect(cluster.replicas.get("c")!.node("c").slice.log).toEqual([]);
  });

  it("is refuted by everybody for a wrong output, a forged input, a step not enabled", async () => {
    for (const [event, out, check] of [
      [claimedPut("x"), [put(2, "x")], "out"],
      [claimedEcho("a:1:0"), [echo("a", 1, "x")], "exist"],
      [{ action: "Deliver", args: {}, inputs: {} }, [], "guard"],
    ] as const) {
      const { cluster, tell, author } = await liar();
      const text = JSON.stringify({ event: certifiedToJson(author.event(event, out)) });
      for (const node of ["b", "c"]) tell.send(node, text);
      await cluster.settle();
      for (const node of ["b", "c"]) {
        expect(cluster.replicas.get(node)!.node("a").refuted).toMatchObject({ check });
        expect(cluster.replicas.get(node)!.node(node).count).toBe(0);
      }
    }
  });

  it("does not stop anybody with rubbish", async () => {
    const { cluster, tell } = await liar();
    for (const text of [
      "",
      "null",
      "[]",
      "{",
      '{"event":{}}',
      '{"want":-1}',
      '{"want":1e99}',
      '{"have":"x"}',
    ]) {
      tell.send("b", text);
    }
    await cluster.settle();
    expect(cluster.notices).toEqual([]);
    expect(cluster.replicas.get("b")!.status().halted).toBeUndefined();
  });
});
