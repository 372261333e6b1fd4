import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gone } from "../tlc/fake.js";
import { filesBelow, interrupted, setting } from "./setting.js";

it.each([["check"], ["verify"], ["transform"]])(
  "%s ends with 130 on Ctrl-C and leaves nothing half",
  async (command) => {
    const s = setting();
    const before = filesBelow(s.dir);
    const { code, err, pids, ms } = await interrupted(
      [command, "--engine", "tlc", "echo"],
      s.dir,
      s.env("hang"),
    );
    expect(code).toBe(130);
    expect(err).not.toMatch(/^\s+at .*\(|this is a bug/m);
    expect(ms).toBeLessThan(15_000);
    expect(await Promise.all(pids.map(gone))).toEqual(pids.map(() => true));
    const more = filesBelow(s.dir).filter((f) => !before.includes(f) && f !== "pids");
    expect(more.filter((f) => /\.tmp$|states|^bumblebee-[A-Za-z0-9]{6}/.test(f))).toEqual([]);
    if (command === "verify") {
      const summary = join(s.dir, "bumblebee-out", "Echo", "summary.json");
      expect(existsSync(summary)).toBe(true);
      const rows = JSON.parse(readFileSync(summary, "utf8")) as { result: string; status: string }[];
      expect(rows[0]).toMatchObject({ result: "cancelled", status: "ran" });
      expect(rows.slice(1).every((r) => r.result === "not run: interrupted")).toBe(true);
      expect(rows.length).toBe(21);
    } else {
      expect(more).toEqual([]);
    }
  },
);
