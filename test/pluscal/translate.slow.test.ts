import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pluscalStatus } from "../../src/pluscal/status.js";
import { type Translator, translate } from "../../src/pluscal/translate.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";

const read = (name: string): string =>
  readFileSync(new URL(`../cases/pluscal/${name}.tla`, import.meta.url), "utf8").split(/\r?\nEXPECT/)[0] ??
  "";

async function translator(): Promise<Translator> {
  const env = process.env;
  const [{ java }, { jar }] = await Promise.all([findJava(env), findTlc({ env })]);
  return { java, jar };
}

describe("translate", () => {
  it("keeps CRLF", async () => {
    const text = read("current-c").replaceAll("\n", "\r\n");
    const result = await translate("a.tla", "current_c", text, await translator());
    expect(result).toEqual({ kind: "translated", before: "same", text: `${text}\r\n` });
  });

  it.each(["current-p", "current-c"])("leaves %s as it is", async (name) => {
    const result = await translate("a.tla", name.replace("-", "_"), read(name), await translator());
    expect(result).toMatchObject({ kind: "translated", before: "same" });
  });

  it.each(["stale-step", "stale-label", "stale-removed", "stale-macro", "absent"])(
    "makes %s current",
    async (name) => {
      const result = await translate("a.tla", "m", read(name), await translator());
      if (result.kind !== "translated") throw new Error(JSON.stringify(result.diagnostics));
      expect(result.before).toBe(name === "absent" ? "absent" : "different");
      expect(pluscalStatus("a.tla", result.text)).toEqual({
        verdict: { kind: "current", edited: false },
        diagnostics: [],
      });
    },
  );

  it("says with line what the translator rejects", async () => {
    const result = await translate("a.tla", "m", read("unknown-syntax"), await translator());
    expect(result).toMatchObject({
      kind: "failed",
      diagnostics: [{ code: "pluscal/rejected", place: { file: "a.tla", line: 11 } }],
    });
  });

  it("says when there is no Java", async () => {
    const result = await translate("a.tla", "m", read("absent"), { java: "no-such-java", jar: "none.jar" });
    expect(result).toMatchObject({ kind: "failed", diagnostics: [{ code: "pluscal/translator-failed" }] });
  });
});
