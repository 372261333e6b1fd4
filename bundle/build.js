/**
 * What the command runs, made of `src`: few files instead of hundreds, which V8 has compiled already. A run on a
 * small model takes half as long so. In `dist/bundle`:
 *
 *     main-DIGEST.cjs …    the command line; what only some commands need is in chunks of its own
 *     ….code               what V8 made of a chunk in the runs of `warm.js`, for one version of Node
 *     thread.js …          the beginnings of threads, found beside the code that starts them
 *     entry.json           which main to begin with
 *
 * Commands may run meanwhile: a name of a chunk contains the digest of its text, files change in one moment, and
 * `entry.json` is the last to do so.
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
const external = /^[a-z]/;

/** In scripts a function of `bin/load.js` does what they cannot. */
const asScript = (code) => code.replaceAll(/\bimport\((?="[a-z-]+"\))/g, "importPackage(");

async function chunksOf(input, output) {
  const built = await rolldown({ input, external: (id) => external.test(id), platform: "node" });
  const { output: chunks } = await built.generate(output);
  await built.close();
  return chunks;
}

function replace(name, content) {
  const started = join(target, `${name}.${process.pid}`);
  writeFileSync(started, content);
  renameSync(started, join(target, name));
}

const commands = await chunksOf(
  { main: join(source, "cli", "main.ts") },
  { format: "cjs", entryFileNames: "[name]-[hash].cjs", chunkFileNames: "[name]-[hash].cjs" },
);
const threads = await chunksOf(
  { thread: join(source, "host", "thread.ts"), "own-thread": join(source, "verify", "own-thread.ts") },
  { format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
);
const chunks = [...commands, ...threads];
mkdirSync(target, { recursive: true });
for (const { fileName, code } of commands) replace(fileName, asScript(code));
for (const { fileName, code } of threads) replace(fileName, code);
replace("entry.json", `${JSON.stringify({ main: commands.find((c) => c.isEntry).fileName })}\n`);

const kept = new Set(chunks.map((c) => c.fileName));
for (const name of readdirSync(target)) {
  const chunk = /^.*?\.c?js(?=$|.*\.code$)/.exec(name)?.[0];
  if (chunk !== undefined && !kept.has(chunk)) rmSync(join(target, name), { force: true });
}

const warm = spawnSync(process.execPath, [join(root, "bundle", "warm.js")], { stdio: "inherit" });
process.exitCode = warm.status ?? 1;
