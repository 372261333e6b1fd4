import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ts } from "ts-morph";
import { afterAll, beforeAll, expect, it } from "vitest";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  for (const name of ["interruptible", "interrupt-watch", "threads"]) {
    const source = readFileSync(new URL(`../../src/host/${name}.ts`, import.meta.url), "utf8");
    writeFileSync(join(dir, `${name}.js`), ts.transpile(source, options));
  }
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A program with the guard, as modules of its own. */
function started(name: string, text: string): ChildProcess {
  const file = join(dir, `${name}.js`);
  const imports = [
    `import { interruptible } from "./interruptible.js";`,
    `import { writeSync } from "node:fs";`,
  ];
  writeFileSync(file, [...imports, text].join("\n"));
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), 25_000);
  child.once("close", () => clearTimeout(limit));
  return child;
}

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => child.once("close", (code, signal) => done(code ?? signal)));

it("Ctrl-C ends work that never gives the event loop a turn, and is heard", async () => {
  const child = started(
    "endless",
    `let heard = 0;
process.on("SIGINT", () => { heard += 1; });
const results = [interruptible(() => {})];
try { interruptible(() => { throw new RangeError("mine"); }); } catch (error) { results.push(error.message); }
const endless = () => { writeSync(1, "go\\n"); for (;;); };
results.push(interruptible(endless), interruptible(() => {}), heard);
writeSync(1, JSON.stringify(results) + "\\n");
`,
  );
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (output === "go\n") child.kill("SIGINT");
  });
  expect([await ended(child), output.split("\n")[1]]).toEqual([0, '[true,"mine",false,true,1]']);
}, 30_000);

/** Work in pieces: the shorter they are, the more signals come while one begins or ends. */
it.each([0.2, 5])(
  "Ctrl-C is never lost, whenever it comes: pieces of %d ms",
  async (ms) => {
    const presses = 60;
    const child = started(
      `pieces-${ms}`,
      `let heard = 0;
process.on("SIGINT", () => { heard += 1; writeSync(1, "heard\\n"); });
const until = (end) => { while (performance.now() < end); };
interruptible(() => until(performance.now() + 50));
writeSync(1, "go\\n");
while (heard < ${presses}) {
  interruptible(() => until(performance.now() + ${ms}));
  await new Promise((done) => setImmediate(done));
}
process.removeAllListeners("SIGINT");
setInterval(() => {}, 1000);
`,
    );
    const said: string[] = [];
    const press = (): unknown => setTimeout(() => child.kill("SIGINT"), Math.random() * 8);
    child.stdout?.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString("utf8").trim().split("\n")) {
        said.push(line);
        press();
      }
    });
    // Where nobody listens any more, the system ends the process.
    expect(await ended(child)).toBe("SIGINT");
    expect(said).toEqual(["go", ...Array.from({ length: presses }, () => "heard")]);
  },
  30_000,
);

it("one thread is begun for all of the work", async () => {
  const child = started(
    "threads-begun",
    `let begun = 0;
process.on("worker", () => { begun += 1; });
process.on("SIGINT", () => {});
const until = (end) => { while (performance.now() < end); };
for (let k = 0; k < 6; k++) {
  interruptible(() => until(performance.now() + 45));
  await new Promise((done) => setImmediate(done));
}
writeSync(1, String(begun));
`,
  );
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  expect([await ended(child), output]).toEqual([0, "1"]);
}, 30_000);
