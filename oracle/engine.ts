/** `npm run oracle:engine -- DIR… [--limit SECONDS] [--only TEXT] [--json FILE] [--tlc] [--dump STATES]` */
import { mkdir } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stopwatch } from "../src/host/clock.js";
import { writeAtomic } from "../src/host/files.js";
import { INTERRUPTED, interruptSignal } from "../src/host/interrupt.js";
import { progressLine } from "../src/report/progress.js";
import { findTlc } from "../src/tlc/find.js";
import { findJava } from "../src/tlc/java.js";
import { modelsBelow } from "./engine-models.js";
import { rowText, summary } from "./engine-report.js";
import { compareModel, type EngineOptions, type Row } from "./engine-run.js";

const usage = `usage: npm run oracle:engine -- DIR... [options]

Compares our engine's answer with TLC's on every model below the folders: verdict, distinct and generated states. Where a
manifest.json gives the counts, TLC runs only where ours are others. Ends with code 1 if anything differs.

  --limit S      seconds for each engine and model (default 60)
  --memory MB    for each engine (default 2048)
  --only TEXT    models with TEXT in their path (repeatable)
  --tlc          runs TLC even where the manifest says what it would
  --dump N       also compares whole state graphs, of models with at most N states
  --cache DIR    keeps TLC's answers there
  --json FILE    writes all rows there, after each model
  --different    lists only what differs
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: "string" },
    memory: { type: "string" },
    only: { type: "string", multiple: true },
    tlc: { type: "boolean" },
    dump: { type: "string" },
    cache: { type: "string" },
    json: { type: "string" },
    different: { type: "boolean" },
    help: { type: "boolean" },
  },
});

async function main(): Promise<number> {
  if (values.help || positionals.length === 0) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const { signal } = interruptSignal();
  const { jar } = await findTlc({ env: process.env, fetch: false });
  const { java } = await findJava(process.env);
  const options: EngineOptions = {
    jar,
    java,
    seconds: Number(values.limit ?? 60),
    megabytes: Number(values.memory ?? 2048),
    alwaysTlc: values.tlc === true,
    graphs: values.dump === undefined ? undefined : Number(values.dump),
    cache: values.cache === undefined ? undefined : resolve(values.cache),
    signal,
  };
  if (options.cache !== undefined) await mkdir(options.cache, { recursive: true });
  const all = await modelsBelow(positionals.map((dir) => resolve(dir)));
  const wanted = all.filter((m) => (values.only ?? [""]).some((text) => m.cfg.includes(text)));
  const now = stopwatch();
  const { stderr } = process;
  const sink = { isTTY: stderr.isTTY, columns: stderr.columns ?? 80, write: (t: string) => stderr.write(t) };
  const progress = progressLine(sink, now);
  const rows: Row[] = [];
  for (const [i, model] of wanted.entries()) {
    if (signal.aborted) break;
    progress.update(`${i + 1}/${wanted.length} ${relative(process.cwd(), model.cfg)}`);
    const row = await compareModel(model, options);
    // A run that was interrupted says nothing of its model.
    if (signal.aborted) break;
    rows.push(row);
    progress.clear();
    if (row.result === "different" || !values.different) process.stdout.write(`${rowText(row)}\n`);
    if (values.json !== undefined) await writeAtomic(values.json, `${JSON.stringify(rows, null, 1)}\n`);
  }
  const left = wanted.length - rows.length;
  process.stdout.write(`\n${summary(rows).join("\n")}\n`);
  if (left > 0) process.stdout.write(`interrupted: ${left} models not tried\n`);
  if (signal.aborted) return INTERRUPTED;
  return rows.some((r) => r.result === "different") ? 1 : 0;
}

process.exitCode = await main();
