/** Hints name what the mapping file needs. */
import { describe, expect, it } from "vitest";
import { load, readCase } from "./cases.js";

async function hintOf(name: string, code: string): Promise<string | undefined> {
  const { diagnostics } = await load(readCase(name));
  return diagnostics.find((d) => d.code === `protocol/${code}`)?.hint;
}

describe("hints of refusals", () => {
  it("propose the keys and fields that could have owners", async () => {
    expect(await hintOf("bad-owner-proposed", "no-actor")).toContain(
      '"owners": one of [{ "keys": "Ballot", "field": "bal" }], [{ "keys": "Value", "field": "val" }]',
    );
    expect(await hintOf("bad-singleton", "no-actor")).toContain('"keys": "<set>"');
  });

  it("say what may be the environment's", async () => {
    expect(await hintOf("bad-shared-table", "shared-table")).toContain('("environment")');
  });
});
