import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Io } from "../../src/cli/command.js";
import { workspace } from "../tlc/fake.js";
import { cli, type Ran } from "./harness.js";

const MODULE = `---- MODULE Count ----
EXTENDS Naturals, TLC
CONSTANT Max
VARIABLE n
Init == n = 0
Up == n < Max /\\ n' = n + 1
Next == Up
Small == n < 3
Bad == n < "three"
Less == n < 3
Told == n < 2 \\/ TLCGet("spec").id # n
Ends == <>(n = Max)
Said == PrintT(<<"n", n>>) /\\ Assert(n < 3, "three")
====
`;

/** A folder with a specification that counts from 0 to `max`, and a model of it. */
export function counter(cfg: string, max = "4"): string {
  const { dir } = workspace();
  writeFileSync(join(dir, "Count.tla"), MODULE);
  writeFileSync(join(dir, "Count.cfg"), `CONSTANT Max = ${max}\nINIT Init\nNEXT Next\n${cfg}`);
  return dir;
}

export const noJava = { ...process.env, BUMBLEBEE_JAVA: "/no/java" };

/** `check` of it. */
export const check = (cwd: string, args: readonly string[] = [], env: Io["env"] = noJava): Promise<Ran> =>
  cli(["check", "Count.tla", ...args], { cwd, env });
