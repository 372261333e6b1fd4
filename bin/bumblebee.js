#!/usr/bin/env node
import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

// Short commands end before optimised code would pay: compiling it took half of their time.
const short = ["parse", "fmt", "inspect", "help", "doctor"];
if (short.includes(process.argv[2] ?? "help")) setFlagsFromString("--interrupt-budget=1000000");

const entry = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(entry)) {
  const { start } = await import(entry.href);
  await start();
} else {
  process.stderr.write(
    "bumblebee is not built yet: run `npm ci` (or `npm run build`) in its folder first.\n",
  );
  process.exitCode = 70;
}
