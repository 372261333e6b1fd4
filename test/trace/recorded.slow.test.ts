/** Every case under `traces/` through the command, as a user runs it. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cli } from "../cli/harness.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${root}traces`;

interface Case {
  readonly constants: readonly string[];
  readonly byzantine: readonly string[];
  readonly expected: {
    readonly kind: "accepted" | "rejected" | "unreadable";
    readonly at?: string;
    readonly action?: string;
    readonly reason?: string;
    readonly code?: string;
  };
}

const cases = ["raft", "paxos"].flatMap((system) =>
  ["accepted", "rejected"].flatMap((verdict) =>
    readdirSync(`${folder}/${system}/${verdict}`).map((name) => [system, `${verdict}/${name}`] as const),
  ),
);

describe("recorded runs", () => {
  test.each(cases)("%s %s", async (system, name) => {
    const { constants, byzantine, expected } = JSON.parse(
      readFileSync(`${folder}/${system}/${name}/case.json`, "utf8"),
    ) as Case;
    const { code, out } = await cli(
      [
        "validate",
        `specs/${system}`,
        "--json",
        "--engine",
        "both",
        "--trace",
        `traces/${system}/${name}`,
        ...constants.flatMap((c) => ["--constant", c]),
        ...byzantine.flatMap((n) => ["--byzantine", n]),
      ],
      { cwd: root, env: process.env },
    );
    const { traces, diagnostics } = JSON.parse(out) as {
      traces: { verdict: Record<string, never> }[];
      diagnostics: object[];
    };
    const [trace] = traces;
    expect(code).toBe(expected.kind === "accepted" ? 0 : 1);
    if (expected.at === undefined) {
      expect(trace?.verdict).toMatchObject({ kind: expected.kind });
      return;
    }
    const [file, line] = expected.at.split(":");
    const place = { file: expect.stringContaining(`${name}/${file}`), line: Number(line) };
    if (expected.kind === "unreadable") expect(diagnostics).toMatchObject([{ code: expected.code, place }]);
    else
      expect(trace?.verdict).toMatchObject({
        kind: "rejected",
        rejection: {
          event: { name: expected.action, ...place },
          candidates: expect.arrayContaining([
            expect.objectContaining({
              at: expect.objectContaining({ text: expect.stringContaining(expected.reason ?? "") }),
            }),
          ]),
        },
      });
  });
});
