import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { threadWatch } from "../../src/host/clock.js";
import { runOptions } from "../../src/verify/own-ready.js";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const job = { dir: "", module: "", cfgFile: "", timeoutMs: 50 };
const { signal } = new AbortController();

describe.skipIf(!existsSync("/proc/thread-self/schedstat"))("processor time of a thread", () => {
  it("goes on while it works, and not while it waits", async () => {
    const worked = threadWatch();
    await sleep(400);
    expect(worked()).toBeLessThan(0.2);
    const before = worked();
    const start = process.cpuUsage();
    while (process.cpuUsage(start).user < 100_000);
    expect(worked() - before).toBeGreaterThan(0.03);
  });

  it("is what a search may take that is to be independent of what else the machine does", async () => {
    const byProcessor = runOptions({ ...job, byProcessor: true }, signal);
    const byClock = runOptions(job, signal);
    await sleep(400);
    expect(byProcessor.now()).toBeLessThan(0.2);
    expect(byClock.now()).toBeGreaterThan(0.3);
    // A piece of work is not late where the processor was elsewhere.
    const spin = () => {
      const end = performance.now() + 20;
      while (performance.now() < end);
    };
    expect(byProcessor.guard(spin)).toBe(true);
    expect(() => byClock.guard(spin)).toThrow("limit");
  });
});
