#!/usr/bin/env node
const { load } = require("./load.js");

let command;
try {
  command = load();
} catch (error) {
  if (error?.code !== "ENOENT") throw error;
  process.stderr.write(
    "bumblebee is not built yet: run `npm ci` (or `npm run build`) in its folder first.\n",
  );
  process.exitCode = 70;
}
command?.start();
