/** The transformation that the README shows is the one that is made. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cli } from "../cli/harness.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const apart = join(root, "test/fixtures/specs/apart");

/** Runs of lines between lines that say that something is left out. */
const pieces = (block: string): readonly string[] => block.split(/^…\n/m).map((p) => p.trimEnd());

it("shows a small protocol before and after as they are", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-readme-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const section = readFileSync(join(root, "README.md"), "utf8").split("### Before and after")[1] ?? "";
  const [before = "", after = ""] = [...section.matchAll(/```tla\n([\s\S]*?)```/g)].map((m) => m[1] ?? "");
  expect(readFileSync(join(apart, "Apart.tla"), "utf8")).toContain(before);
  const ran = await cli(["transform", apart, "--strategy", "counters", "--no-models", "-o", dir]);
  expect(ran.code, ran.err).toBe(0);
  const made = readFileSync(join(dir, "HybridApart.tla"), "utf8");
  expect(pieces(after).length).toBeGreaterThan(4);
  let at = 0;
  for (const piece of pieces(after)) {
    const found = made.indexOf(piece, at);
    expect(found, piece).toBeGreaterThanOrEqual(0);
    at = found + piece.length;
  }
});
