/** Verdicts on traces for build servers and code hosts, and divergences that are known. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findingsOf } from "../../src/conform/report/findings.js";
import type { TraceFacts } from "../../src/conform/verdict.js";
import { cli } from "./harness.js";

const MODULE = `---- MODULE Tank ----
EXTENDS Naturals
VARIABLE level
Init == level = 0
Fill == level < 3 /\\ level' = level + 1
Drain == level > 0 /\\ level' = level - 1
Next == Fill \\/ Drain
====
`;

const MAPPING = {
  spec: "Tank.tla",
  log: { name: "$.what" },
  events: [
    { on: "fill", do: "Fill", after: { level: "$.level" } },
    { on: "drain", do: "Drain", after: { level: "$.level" } },
  ],
};

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-reports-"));
  writeFileSync(join(dir, "Tank.tla"), MODULE);
  writeFileSync(join(dir, "tank.json"), JSON.stringify(MAPPING));
  const log = (name: string, ...events: readonly (readonly [string, number])[]) =>
    writeFileSync(
      join(dir, name),
      events.map(([what, level]) => `${JSON.stringify({ what, level })}\n`).join(""),
    );
  log("good.ndjson", ["fill", 1], ["drain", 0]);
  log("bad<1>.ndjson", ["fill", 1], ["drain", 0], ["drain", 0]);
  log("odd.ndjson", ["fill", 2]);
  writeFileSync(join(dir, "broken.ndjson"), '{"what":"fill","level":1}\nhello\n');
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const validate = (...args: readonly string[]) =>
  cli(["validate", ...args, "--mapping", "tank.json"], { cwd: dir });

describe("reports", () => {
  it("JUnit XML has a case for each trace", async () => {
    const files = ["good.ndjson", "bad<1>.ndjson", "broken.ndjson"];
    expect((await validate(...files, "--junit", "junit.xml")).code).toBe(1);
    const xml = readFileSync(join(dir, "junit.xml"), "utf8").replaceAll(/time="[\d.]+"/g, 'time="…"');
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="3" failures="1" errors="1"/,
    );
    expect(xml).toContain('<testcase name="good.ndjson" classname="Tank" time="…"/>');
    expect(xml).toContain(
      '<failure message="rejected at bad&lt;1&gt;.ndjson:3" type="failure">rejected: bad&lt;1&gt;',
    );
    expect(xml).toContain("level &gt; 0");
    expect(xml).toContain("hint: ");
    expect(xml).toContain("--until 3");
    expect(xml).toContain('<error message="the log cannot be read" type="error">broken.ndjson:2:');
  });

  it("SARIF has the line of the log, and the conjunct's line of the specification", async () => {
    await validate("bad<1>.ndjson", "--sarif", "out.sarif");
    const log = JSON.parse(readFileSync(join(dir, "out.sarif"), "utf8"));
    const [result] = log.runs[0].results;
    const at = (l: {
      physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
    }) => `${l.physicalLocation.artifactLocation.uri}:${l.physicalLocation.region.startLine}`;
    expect(result.ruleId).toBe("conform/rejected");
    expect(result.locations.map(at)).toEqual(["bad%3C1%3E.ndjson:3"]);
    expect(result.relatedLocations.map(at)).toEqual(["Tank.tla:6"]);
    expect(result.message.text).toContain("without bad<1>.ndjson:3, which says the same as bad<1>.ndjson:2");
    expect(result.message.text).toContain("--until 3");
  });

  it("annotations of GitHub stand on both lines", async () => {
    const { out } = await validate("bad<1>.ndjson", "--github");
    expect(out).toMatch(
      /^::error file=bad<1>\.ndjson,line=3,.*title=conform\/rejected::no behaviour .* this drain/m,
    );
    expect(out).toMatch(/^::error .*%0Areproduce: .* --until 3%0Ahint: .*every line of the log matches$/m);
    expect(out).toMatch(/^::notice file=Tank\.tla,line=6,.*::Drain: level > 0/m);
    const json = await validate("bad<1>.ndjson", "--github", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ traces: [{ verdict: { kind: "rejected" } }] });
    expect(json.err).toMatch(/^::error /m);
  });

  it("of accepted traces there is nothing to say", async () => {
    const { code, out } = await validate("good.ndjson", "--github", "--sarif", "good.sarif");
    expect(code).toBe(0);
    expect(out).not.toContain("::error");
    expect(JSON.parse(readFileSync(join(dir, "good.sarif"), "utf8")).runs[0].results).not.toContainEqual(
      expect.objectContaining({ level: "error" }),
    );
  });
});

describe("a rejection", () => {
  it("says what would have matched and how to see it again", async () => {
    const { out } = await validate("bad<1>.ndjson");
    expect(out).toMatchInlineSnapshot(`
      "rejected: bad<1>.ndjson
        bad<1>.ndjson:3: {"what":"drain","level":0}
        after 2 matched events, the last at bad<1>.ndjson:2; 1 state possible before this line
        events[1], Drain:
          false: level > 0: 0 against 0 (Tank.tla:6)
        before it:
          bad<1>.ndjson:1: {"what":"fill","level":1}
          bad<1>.ndjson:2: {"what":"drain","level":0}
        hint: without bad<1>.ndjson:3, which says the same as bad<1>.ndjson:2, every line of the log matches
        hint: with a line \`fill\` before bad<1>.ndjson:3 (step Fill), every line of the log matches
        reproduce: bumblebee validate 'bad<1>.ndjson' --mapping tank.json --until 3
      "
    `);
  });

  it("is had again by its own command, and not by less of the log", async () => {
    const [, command = ""] = /reproduce: bumblebee (.*)/.exec((await validate("bad<1>.ndjson")).out) ?? [];
    expect(command).toBe("validate 'bad<1>.ndjson' --mapping tank.json --until 3");
    const again = await cli(command.replaceAll("'", "").split(" "), { cwd: dir });
    expect([again.code, again.out]).toEqual([1, expect.stringContaining("bad<1>.ndjson:3")]);
    const less = await validate("bad<1>.ndjson", "--until", "bad<1>.ndjson:2", "--require-complete");
    expect([less.code, less.out]).toEqual([0, expect.stringContaining("accepted")]);
  });

  it("has no hints where none are asked for", async () => {
    const { out } = await validate("bad<1>.ndjson", "--no-hints");
    expect(out).not.toContain("hint:");
  });

  it("is the same as JSON, with hints and the command", async () => {
    const { out } = await validate("bad<1>.ndjson", "--json");
    const { rejection } = JSON.parse(out.replaceAll(`${dir}/`, "")).traces[0].verdict;
    expect(rejection.repairs[0]).toMatchInlineSnapshot(`
      {
        "file": "bad<1>.ndjson",
        "kind": "remove",
        "line": 3,
        "other": {
          "file": "bad<1>.ndjson",
          "line": 2,
        },
        "reaches": {
          "file": "bad<1>.ndjson",
          "further": 0,
          "how": "all",
          "line": 3,
        },
      }
    `);
    expect(rejection.reproduce).toContain("--until 3");
  });

  it.each([
    ["a line that is not there", ["good.ndjson", "--until", "9"], 2, "conform/no-such-line"],
    ["what is no line", ["good.ndjson", "--until", "last"], 3, "--until needs LINE or FILE:LINE"],
    ["several traces", ["good.ndjson", "odd.ndjson", "--until", "1"], 3, "--until is for one trace"],
  ] as const)("cannot be looked for at %s", async (_, args, code, text) => {
    const ran = await validate(...args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(text)]);
  });
});

describe("what is neither accepted nor rejected", () => {
  const facts: TraceFacts = {
    files: ["a"],
    stepped: 0,
    checked: 0,
    ignored: [],
    compared: [],
    silent: [],
    widest: undefined,
    neverTaken: [],
    notes: [],
  };
  it.each([
    [{ ...facts, kind: "vacuous" }, "conform/vacuous"],
    [{ ...facts, kind: "undecided", reason: "too many states", furthest: undefined }, "conform/undecided"],
  ] as const)("is an error too", (verdict, code) => {
    const found = findingsOf({ files: ["a"], verdict }, (f) => f);
    expect(found.map((d) => [d.severity, d.code])).toEqual([["error", code]]);
  });
});

it("a folder with no module that stands out is refused", async () => {
  writeFileSync(join(dir, "Other.tla"), MODULE.replace("Tank", "Other"));
  const { code, err } = await validate("good.ndjson", "--spec", ".");
  expect([code, err]).toEqual([2, expect.stringContaining("conform/which-module")]);
});

describe("known divergences", () => {
  const entry = { reason: "issue 17", owner: "ada", expires: "2999-01-31" };
  const known = (...list: readonly object[]) => {
    writeFileSync(join(dir, "known.json"), JSON.stringify(list));
    return validate("good.ndjson", "bad<1>.ndjson", "--known", "known.json");
  };

  it("only warn", async () => {
    const { code, out } = await known({ ...entry, trace: "bad*", event: "drain", conjunct: "level > 0" });
    expect(code).toBe(0);
    expect(out).toContain("known until 2999-01-31: issue 17 (ada)");
    expect(out).toContain("2 traces: 1 accepted, 1 known");
  });

  it("do so on their day and not after", async () => {
    const { code, err } = await known({ ...entry, event: "drain", expires: "2020-01-31" });
    expect(code).toBe(1);
    expect(err).toContain("entry 1 (issue 17; ada) has expired on 2020-01-31 [conform/known-expired]");
  });

  it("cover nothing else, and are to be taken off the list when they occur no more", async () => {
    const { code, err } = await known({ ...entry, event: "fill" });
    expect(code).toBe(1);
    expect(err).toContain("entry 1 (issue 17; ada) no longer occurs [conform/known-stale]");
  });

  it.each([
    ["without a reason", [{ owner: "ada", expires: "2999-01-31", event: "x" }], "0.reason"],
    ["that cover everything", [entry], "needs at least one of trace, event, conjunct"],
    ["without a date", [{ ...entry, event: "x", expires: "soon" }], "0.expires"],
  ] as const)("%s are refused", async (_, list, message) => {
    const { code, err } = await known(...list);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain("conform/known-list");
  });

  it("that are no JSON are refused", async () => {
    writeFileSync(join(dir, "broken-list.json"), "[");
    const { code, err } = await validate("good.ndjson", "--known", "broken-list.json");
    expect([code, err]).toEqual([2, expect.stringContaining("is no JSON")]);
  });
});
