import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ts } from "ts-morph";
import { expect, it } from "vitest";

/** The guard as a module of its own, and a program that never gives the event loop a turn. */
function program(dir: string): string {
  const source = readFileSync(new URL("../../src/host/interruptible.ts", import.meta.url), "utf8");
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  writeFileSync(join(dir, "guard.mjs"), ts.transpile(source, options));
  const file = join(dir, "program.mjs");
  writeFileSync(
    file,
    `import { interruptible } from "./guard.mjs";
import { writeSync } from "node:fs";
let heard = 0;
process.on("SIGINT", () => { heard += 1; });
const results = [interruptible(() => {})];
try { interruptible(() => { throw new RangeError("mine"); }); } catch (error) { results.push(error.message); }
const endless = () => { writeSync(1, "go\\n"); for (;;); };
results.push(interruptible(endless), interruptible(() => {}), heard);
writeSync(1, JSON.stringify(results) + "\\n");
`,
  );
  return file;
}

it("Ctrl-C ends work that never gives the event loop a turn, and is heard", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
  try {
    const child = spawn(process.execPath, [program(dir)], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output === "go\n") child.kill("SIGINT");
    });
    const limit = setTimeout(() => child.kill("SIGKILL"), 20_000);
    const code = await new Promise((done) => child.once("close", done));
    clearTimeout(limit);
    expect([code, output.split("\n")[1]]).toEqual([0, '[true,"mine",false,true,1]']);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}, 30_000);
