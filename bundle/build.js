/**
 * What the command runs, made of `src`: few files instead of hundreds, which V8 has compiled already. A run on a
 * small model takes half as long so. In `dist/bundle`:
 *
 *     main-DIGEST.script …  the command line, chunk by chunk; what only some commands need is in chunks of its own
 *     ….code                what V8 made of a chunk in the runs of `warm.js`, for one version of Node
 *     thread.js …           the beginnings of threads, found beside the code that starts them
 *     entry.json            which main to begin with
 *
 * Commands may run meanwhile: a name of a chunk contains the digest of its text, files change in one moment, and
 * `entry.json` is the last to do so. V8 takes code only of its own version and flags and for a text of the same length;
 * that it is of this text the names say, and that it is whole the moment in which it gets its name.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src");
const target = join(root, "dist", "bundle");

/** Packages stay as they are: most commands never read them, and their licences stay with them. */
const external = (id) => /^[a-z]/.test(id);

async function chunksOf(input, output) {
  const built = await rolldown({ input, external, platform: "node" });
  const { output: chunks } = await built.generate({ ...output, comments: false });
  await built.close();
  return chunks;
}

/** The modules that one of the source needs to begin. */
function needed(chunks, module) {
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set(chunks.filter((chunk) => chunk.facadeModuleId === module));
  for (const chunk of found) {
    for (const name of chunk.imports) if (named.has(name)) found.add(named.get(name));
  }
  return new Set([...found].flatMap((chunk) => chunk.moduleIds));
}

/** What every command begins with, and what those with the engine do, are a chunk each: files take time to open. */
async function commandChunks() {
  const main = join(source, "cli", "main.ts");
  const command = (name) => join(source, "cli", "commands", `${name}.ts`);
  const output = {
    format: "cjs",
    entryFileNames: "[name]-[hash].script",
    chunkFileNames: "[name]-[hash].script",
  };
  const chunks = await chunksOf({ main }, output);
  const base = new Set([main, command("parse")].flatMap((module) => [...needed(chunks, module)]));
  const engine = needed(chunks, command("check"));
  const groups = [
    { name: "base", test: (id) => base.has(id) },
    { name: "engine", test: (id) => engine.has(id) },
  ];
  return chunksOf({ main }, { ...output, codeSplitting: { groups } });
}

/** As `bin/load.js` takes it, which also does what a script cannot: `import()`. */
function asScript(code) {
  const body = code.replaceAll(/\bimport\((?="[a-z-]+"\))/g, "importPackage(");
  return `(function (exports, require, module, __filename, importPackage) {${body}\n})\n`;
}

function replace(name, content) {
  const started = join(target, `${name}.${process.pid}`);
  writeFileSync(started, content, { flush: true });
  renameSync(started, join(target, name));
}

const commands = await commandChunks();
const threads = await chunksOf(
  {
    thread: join(source, "host", "thread.ts"),
    "own-thread": join(source, "verify", "own-thread.ts"),
    "own-hand": join(source, "ablate", "own-hand.ts"),
  },
  { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
);
mkdirSync(target, { recursive: true });
for (const { fileName, code } of commands) replace(fileName, asScript(code));
for (const { fileName, code } of threads) replace(fileName, code);
replace("entry.json", `${JSON.stringify({ main: commands.find((c) => c.isEntry).fileName })}\n`);

const kept = new Set([...commands, ...threads].map((c) => c.fileName));
for (const name of readdirSync(target)) {
  const chunk = /^.*?\.(?:script|c?js)(?=$|.*\.code$)/.exec(name)?.[0];
  if (chunk !== undefined && !kept.has(chunk)) rmSync(join(target, name), { force: true });
}

const warm = spawnSync(process.execPath, [join(root, "bundle", "warm.js")], { stdio: "inherit" });
process.exitCode = warm.status ?? 1;
