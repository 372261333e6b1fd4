/** The command of the package as a process of its own: what a user of `bumblebee check` waits for. */
import { start } from "../src/cli/main.js";

await start();
