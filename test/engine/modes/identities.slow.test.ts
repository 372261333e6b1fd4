/** TLC counts what the cases say. */
import { describe, expect, it } from "vitest";
import { identityCases } from "./identities.js";
import { tlcOn } from "./tlc.js";

describe("TLC counts", () => {
  it.each(identityCases)("$name", async ({ body, cfg, distinct, generated }) => {
    const text = `---- MODULE M ----\nEXTENDS Naturals, FiniteSets, Sequences, TLC\n${body}====\n`;
    expect(await tlcOn("M", { M: text }, cfg)).toMatchObject({ kind: "holds", distinct, generated });
  });
});
