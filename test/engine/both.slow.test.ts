/** Our engine and TLC on the same models: verdicts, distinct and generated states, depth, and what is violated. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cli } from "../cli/harness.js";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

describe("both engines", () => {
  it.each([
    ["raft", "small"],
    ["raft", "Raft"],
    ["paxos", "small"],
  ])("agree on %s, model %s", async (spec, model) => {
    const { code, out, err } = await cli(["check", spec, "--model", model, "--engine", "both"], {
      cwd: specs,
    });
    expect(err).not.toContain("engine/disagreement");
    expect(code).toBe(0);
    const [own, tlc] = ["own engine", "TLC"].map(
      (who) => new RegExp(`${who}: (holds: .* depth \\d+)`).exec(out)?.[1],
    );
    expect(own).toBeDefined();
    expect(own).toBe(tlc);
  });
});
