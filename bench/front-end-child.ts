/**
 * Reads a module with all that it needs and prints how long it took: `node front-end-child.js FILE ROUNDS`. With one round the
 * process is as cold as a command of the tool; the later rounds of many are warm.
 */
import { loadSpec } from "../src/spec/modules.js";

const [file = "", rounds = "1"] = process.argv.slice(2);
const milliseconds: number[] = [];
const cpuMilliseconds: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const start = performance.now();
  const before = process.cpuUsage();
  const { spec, diagnostics } = await loadSpec(file, process.cwd());
  milliseconds.push(performance.now() - start);
  const used = process.cpuUsage(before);
  cpuMilliseconds.push((used.user + used.system) / 1000);
  if (spec === undefined) {
    process.stderr.write(`${JSON.stringify(diagnostics.slice(0, 3))}\n`);
    process.exit(1);
  }
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ milliseconds, cpuMilliseconds, peakBytes })}\n`);
