#!/usr/bin/env node
import { existsSync } from "node:fs";

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
