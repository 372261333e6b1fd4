import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Exit } from "../../src/cli/exit-codes.js";
import { cli } from "../cli/harness.js";
import { folder } from "../reduction/sites.js";

const echo = fileURLToPath(new URL("../fixtures/specs/echo", import.meta.url));

it("nothing is said of the checks of a protocol that does not hold", async () => {
  const dir = folder();
  cpSync(echo, dir, { recursive: true });
  const module = readFileSync(join(dir, "Echo.tla"), "utf8");
  const wrong = module.replace("Agreement ==", "Silence == msgs = {}\nAgreement ==");
  writeFileSync(join(dir, "Echo.tla"), wrong);
  const cfg = readFileSync(join(dir, "Echo.cfg"), "utf8");
  writeFileSync(join(dir, "Echo.cfg"), cfg.replace("Agreement", "Silence Agreement"));
  const { code, err } = await cli(["ablate", dir, "-o", join(dir, "out")]);
  expect(code).toBe(Exit.badInput);
  expect(err).toContain("ablate/original");
  expect(err).toContain("Silence violated in 1 steps");
});

it("interrupted at once, it says that nothing is known", async () => {
  const dir = folder();
  const signal = AbortSignal.abort();
  const { code, out, err } = await cli(["ablate", echo, "-o", dir], { signal });
  expect(code).toBe(Exit.interrupted);
  expect(out).toContain("reduction: not checked");
  expect(out).toContain("this is what is known so far");
  expect(err).toContain("interrupted");
  expect(JSON.parse(readFileSync(join(dir, "ablation.json"), "utf8"))).toMatchObject({
    isInterrupted: true,
    checks: [],
  });
});
