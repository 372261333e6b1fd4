/** Runs commands of the bundle in this process and keeps what V8 has compiled by then, chunk by chunk. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeFile, load } from "../bin/load.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const model = join(root, "bench", "specs", "Start.tla");

/** Nearly all that they run is what other command lines run too. */
const lines = [
  ["check", model, "--engine", "own"],
  ["check", join(root, "specs", "paxos"), "--model", "small"],
  ["eval", model, "Size + 1"],
  ["inspect", join(root, "specs", "paxos")],
  ["parse", model],
];

const scripts = new Map();
const { main } = load((file, script) => scripts.set(file, script));
for (const line of lines) {
  const said = [];
  const output = { write: (text) => said.push(text), isTTY: false, columns: 80 };
  const signal = new AbortController().signal;
  const io = { stdout: output, stderr: output, env: process.env, cwd: root, signal };
  const exitCode = await main(line, io);
  if (exitCode !== 0)
    throw new Error(`\`bumblebee ${line.join(" ")}\` ends with ${exitCode}:\n${said.join("")}`);
}
for (const [file, script] of scripts) {
  const started = `${codeFile(file)}.${process.pid}`;
  writeFileSync(started, script.createCachedData(), { flush: true });
  renameSync(started, codeFile(file));
}
