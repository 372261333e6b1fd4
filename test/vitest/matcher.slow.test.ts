/** The matcher, used as in a project of its own: real Vitest on a written file. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../src/host/process.js";
import { root } from "../built.js";
import { cli } from "../cli/harness.js";

const MODULE = `---- MODULE Tank ----
EXTENDS Naturals
VARIABLE level
Init == level = 0
Fill(n) == level + n < 4 /\\ level' = level + n
Drain == level > 0 /\\ level' = level - 1
Next == (\\E n \\in 1..2 : Fill(n)) \\/ Drain
====
`;

const TESTS = `import { expect, it } from "vitest";
import "bumblebee-tla/vitest";
import { memoryRecorder } from "bumblebee-tla/record";

const mapping = {
  log: { name: "$.event", sequence: "$.seq?", end: "$.end" },
  events: [
    { on: "Fill", do: "Fill($.args.n)", after: { level: "$.after.level?" } },
    { on: "Drain", do: "Drain", after: { level: "$.after.level?" } },
  ],
  ignore: { fields: { "$.v": "form", "$.node": "one node", "$.seq": "form", "$.ts": "no clock" } },
};
const spec = "Tank.tla";
const recorded = () => {
  const log = memoryRecorder({ node: "tank" });
  log.event("Fill", { n: 2 }, { after: { level: 2 } });
  log.event("Drain", undefined, { after: { level: 1 } });
  log.end();
  return log;
};

it("recorded", async () => {
  const log = recorded();
  await expect(log).toConformTo(spec, { mapping });
});
it("events", () => expect([{ event: "Fill", seq: 1, args: { n: 1 } }, { seq: 2, end: 1 }]).toConformTo(spec, { mapping }));
it("file", () => expect("good.ndjson").toConformTo(spec, { mapping: "mapping.json" }));
it("not", () => expect("bad.ndjson").not.toConformTo(spec, { mapping: "mapping.json" }));
it("wrong", () => expect("bad.ndjson").toConformTo(spec, { mapping: "mapping.json" }));
it("wrongly not", () => expect("good.ndjson").not.toConformTo(spec, { mapping: "mapping.json" }));
it("no mapping", () => expect("good.ndjson").toConformTo(spec, { mapping: "none.json" }));
it("kept as files", () =>
  expect([{ event: "Fill", seq: 1, args: { n: 1 } }, { event: "Drain", seq: 2 }, { event: "Drain", seq: 3 }, { seq: 4, end: 3 }])
    .toConformTo(spec, { mapping, keep: "kept", minimise: "kept/small.ndjson" }));
it("unreadable", () => expect([{ event: "Leak", seq: 1 }]).toConformTo(spec, { mapping }));
`;

const MAPPING = {
  log: { name: "$.what" },
  events: [
    { on: "fill", do: "Fill($.n)", after: { level: "$.level" } },
    { on: "drain", do: "Drain", after: { level: "$.level" } },
  ],
};

const CONFIG = `export default {
  resolve: { alias: {
    "bumblebee-tla/vitest": ${JSON.stringify(join(root, "src/vitest.ts"))},
    "bumblebee-tla/record": ${JSON.stringify(join(root, "src/record/recorder.ts"))},
  } },
};
`;

interface Result {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

let dir = "";
let results: ReadonlyMap<string, Result>;

beforeAll(async () => {
  // Below the package, so that Vitest is found.
  mkdirSync(join(root, "bumblebee-out"), { recursive: true });
  dir = mkdtempSync(join(root, "bumblebee-out", "vitest-"));
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  write("Tank.tla", MODULE);
  write("tank.test.ts", TESTS);
  write("vitest.config.mjs", CONFIG);
  write("mapping.json", JSON.stringify(MAPPING));
  write("good.ndjson", '{"what":"fill","n":1,"level":1}\n');
  write(
    "bad.ndjson",
    '{"what":"fill","n":1,"level":1}\n{"what":"drain","level":0}\n{"what":"drain","level":0}\n',
  );
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { stdout, stderr } = await capture(
    process.execPath,
    [vitest, "run", "--root", dir, "--config", "vitest.config.mjs", "--reporter", "json"],
    { cwd: dir },
  );
  const start = stdout.indexOf('{"numTotal');
  if (start < 0) throw new Error(`${stdout}\n${stderr}`);
  const json = JSON.parse(stdout.slice(start)) as {
    testResults: readonly { assertionResults: readonly Result[] }[];
  };
  results = new Map(json.testResults.flatMap((f) => f.assertionResults).map((r) => [r.title, r]));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const messageOf = (title: string) => (results.get(title)?.failureMessages ?? []).join("\n");

describe("expect(trace).toConformTo(spec, options)", () => {
  it.each(["recorded", "events", "file", "not"])("%s passes", (title) => {
    expect(results.get(title)?.status, messageOf(title)).toBe("passed");
  });

  it("fails with the line, the false conjunct and its values", () => {
    expect(results.get("wrong")?.status).toBe("failed");
    expect(messageOf("wrong")).toContain("rejected: bad.ndjson");
    expect(messageOf("wrong")).toContain("bad.ndjson:3");
    expect(messageOf("wrong")).toContain("hint: ");
    expect(messageOf("wrong")).toContain("--until 3");
    expect(messageOf("wrong")).toMatch(/level > 0: 0 against 0 \(Tank\.tla:6\)/);
  });

  it("keeps a trace that is no file where it is told to, and the smallest one like it", async () => {
    const message = messageOf("kept as files");
    const [reproduce] = /bumblebee validate kept\/kept-as-files\.ndjson .* --until 3/.exec(message) ?? [];
    const [small] = /bumblebee validate kept\/small\.ndjson .*/.exec(message) ?? [];
    for (const command of [reproduce, small]) {
      const { code, out } = await cli((command ?? "").split(" ").slice(1), { cwd: dir });
      expect([code, out]).toEqual([1, expect.stringContaining("level > 0: 0 against 0 (Tank.tla:6)")]);
    }
  });

  it.each([
    ["wrongly not", "expected a trace that the specification does not allow"],
    ["no mapping", "cannot read"],
    ["unreadable", "Leak"],
  ] as const)("%s fails: %s", (title, message) => {
    expect(results.get(title)?.status).toBe("failed");
    expect(messageOf(title)).toContain(message);
  });
});
