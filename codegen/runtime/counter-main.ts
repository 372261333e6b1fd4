import { counterMain } from "./counter-process.js";

counterMain().catch((error: unknown) => {
  process.stderr.write(`counter: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
