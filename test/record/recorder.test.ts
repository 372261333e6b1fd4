/** What programs record is on disk when they end, however they end. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encode } from "../../src/record/encode.js";
import { type RecorderOptions, recorder } from "../../src/record/recorder.js";

let folder = "";
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bumblebee-record-"));
});
afterAll(() => rm(folder, { recursive: true }));

const fresh = (): string => join(folder, `${++count}.ndjson`);

async function linesOf(file: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(file, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("values", () => {
  it("that JSON has are written as JSON.stringify writes them", () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const hashes = JSON.stringify(value).includes('"#');
        fc.pre(!hashes);
        expect(JSON.parse(encode(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it("of any length and size are written as JSON.stringify writes them", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()),
        ),
        fc.string({ unit: "binary", minLength: 90, maxLength: 400 }),
        (numbers, text) => {
          const value = { numbers: [...numbers, -0, 9, 10, 999_999_999, 1_000_000_000], text };
          expect(encode(value)).toBe(JSON.stringify(value));
        },
      ),
    ));

  it("that it has not are written so that they can be told apart", () => {
    expect(encode(new Set([1, "a"]))).toBe('{"#set":[1,"a"]}');
    expect(encode(new Map([[1, { "#x": 2n, y: undefined }]]))).toBe('{"#map":[[1,{"##x":2}]]}');
    expect(encode("\ud800")).toBe('"\\ud800"');
    expect(encode(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  });
});

describe("a log", () => {
  const record = (options: Partial<RecorderOptions> = {}) => {
    const file = fresh();
    return { file, log: recorder({ file, node: "n1", ...options }) };
  };

  it("has numbered lines, and ends with how many there are", async () => {
    const { file, log } = record();
    log.config({ Server: new Set(["n1"]) });
    log.event("Timeout", { i: "n1" }, { after: { term: 2 } });
    log.event("Stop");
    log.end();
    log.event("Late");
    const lines = await linesOf(file);
    expect(lines.map(({ ts, ...rest }) => [typeof ts, rest])).toEqual([
      ["number", { v: 1, node: "n1", seq: 1, config: { Server: { "#set": ["n1"] } } }],
      ["number", { v: 1, node: "n1", seq: 2, event: "Timeout", args: { i: "n1" }, after: { term: 2 } }],
      ["number", { v: 1, node: "n1", seq: 3, event: "Stop" }],
      ["number", { v: 1, node: "n1", seq: 4, end: 3 }],
    ]);
  });

  it("is gone on with where it ended", async () => {
    const { file, log } = record();
    log.event("A");
    log.flush();
    const again = recorder({ file, node: "n1" });
    again.event("B");
    again.end();
    log.end();
    expect((await linesOf(file)).slice(0, 2).map((l) => l.seq)).toEqual([1, 2]);
  });

  it("goes on in further files when one is full", async () => {
    const { file, log } = record({ maxBytes: 100 });
    for (let k = 0; k < 5; k++) {
      log.event("Step", { k });
      log.flush();
    }
    log.end();
    const all = await Promise.all([file, file.replace(".ndjson", ".1.ndjson")].map(linesOf));
    expect(
      all
        .flat()
        .slice(0, 4)
        .map((l) => l.seq),
    ).toEqual([1, 2, 3, 4]);
    expect(all[0]?.length).toBe(2);
  });

  it("hides what it is told to, and shows equal values as equal", async () => {
    const { file, log } = record({ redact: ["value"] });
    for (const value of ["secret", "other", "secret"]) log.event("Put", { request: { value, k: 1 } });
    log.end();
    const [a, b, c] = (await linesOf(file)).map((l) => JSON.stringify(l.args));
    expect(a).toMatch(/^\{"request":\{"value":"redacted:[0-9a-f]{16}","k":1\}\}$/);
    expect([a === c, a === b]).toEqual([true, false]);
    expect(await readFile(file, "utf8")).not.toContain("secret");
  });

  it("says of which event it could not keep everything", async () => {
    const { file, log } = record();
    const round: unknown[] = [];
    round.push(round);
    log.event("Call", { f: () => 1 });
    log.event("Round", { round });
    log.event("Odd", { x: Number.NaN });
    log.end();
    expect((await linesOf(file)).map((l) => l.fault)).toEqual([
      "a function cannot be recorded",
      "a value is nested too deeply, or contains itself",
      "NaN cannot be recorded",
      undefined,
    ]);
  });

  it("has stamps in microseconds", async () => {
    const { file, log } = record();
    const before = Date.now() - 1;
    for (let k = 0; k < 5000; k++) log.event("Step", { k });
    log.end();
    const stamps = (await linesOf(file)).map((l) => Number(l.ts) / 1000);
    expect(stamps.length).toBe(5001);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(stamps[0]).toBeGreaterThan(before);
    expect(stamps.at(-1)).toBeLessThan(Date.now() + 1);
  });

  it("has whole lines where a value's own method records, too", async () => {
    const { file, log } = record();
    const toJSON = (): string => {
      log.event("Inner", { k: 1 });
      log.flush();
      return "é";
    };
    log.event("Outer", { before: 1, value: { toJSON } });
    log.event("After", { k: 2 });
    log.end();
    const lines = await linesOf(file);
    expect(lines.map((l) => [l.seq, l.event, l.args])).toEqual([
      [1, "Inner", { k: 1 }],
      [2, "Outer", { before: 1, value: "é" }],
      [3, "After", { k: 2 }],
      [4, undefined, undefined],
    ]);
  });

  it("that is off touches nothing", async () => {
    const { file, log } = record({ on: false });
    log.event("A");
    log.end();
    expect(log.on).toBe(false);
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });

  it("that cannot be written stops the recording, not the program", () => {
    const told: Error[] = [];
    const log = recorder({ file: "/dev/full", node: "n1", onError: (e) => told.push(e) });
    log.event("A");
    log.flush();
    log.event("B");
    log.end();
    expect(told.map((e) => e.message)).toEqual([
      expect.stringMatching(/^recording to \/dev\/full stopped: ENOSPC/),
    ]);
    expect(log.on).toBe(false);
  });
});

describe("when the program ends", () => {
  let module = "";
  beforeAll(async () => {
    const input = new URL("../../src/record/recorder.ts", import.meta.url).pathname;
    const built = await rolldown({ input, platform: "node" });
    const { output } = await built.generate({ format: "esm" });
    await built.close();
    module = join(folder, "recorder.mjs");
    await writeFile(module, output[0].code);
  });

  async function ended(how: string, options = "") {
    const file = fresh();
    const script = file.replace(".ndjson", ".mjs");
    await writeFile(
      script,
      `import { recorder } from ${JSON.stringify(module)};
const log = recorder({ file: ${JSON.stringify(file)}, node: "n1", ${options} });
log.event("A"); log.event("B");
${how}`,
    );
    const { status, signal } = spawnSync(process.execPath, [script], { encoding: "utf8" });
    const lines = await linesOf(file);
    return { by: signal ?? status, lines: lines.map((l) => l.event ?? `end ${String(l.end)}`) };
  }

  it.each([
    ["nothing more to do", "", 0, ["A", "B", "end 2"]],
    ["process.exit(0)", "process.exit(0)", 0, ["A", "B", "end 2"]],
    ["process.exit(3)", "process.exit(3)", 3, ["A", "B"]],
    ["an exception", "throw new Error('oh')", 1, ["A", "B"]],
    ["a rejection", "await Promise.reject(new Error('oh'))", 1, ["A", "B"]],
    ["SIGTERM", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)", "SIGTERM", ["A", "B"]],
    [
      "SIGTERM that the program handles",
      "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)",
      0,
      ["A", "B", "end 2"],
    ],
  ] as const)("%s", async (_, how, by, lines) => expect(await ended(how)).toEqual({ by, lines }));

  it("SIGKILL: what was recorded more than a second before", async () => {
    const how = "setTimeout(() => { log.event('C'); process.kill(process.pid, 'SIGKILL'); }, 1500)";
    expect(await ended(how)).toEqual({ by: "SIGKILL", lines: ["A", "B"] });
  });

  it("a recorder keeps no program running", async () => {
    expect((await ended("log.flush()")).by).toBe(0);
  });
});
