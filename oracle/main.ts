/** `npm run oracle -- DIR… [--limit N] [--lib DIR…] [--mutants N] [--seed S] [--json FILE]` */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageFolder } from "../src/host/own-files.js";
import { findTlc } from "../src/tlc/find.js";
import { type Disagreement, kinds } from "./compare.js";
import { parseExceptions } from "./exceptions.js";
import { libraryFolders, modulesBelow, type RunOptions, runFiles, runMutants, type Tally } from "./run.js";

const usage = `usage: npm run oracle -- DIR... [options]

Compares our front end with SANY's on every module below the folders.

  --limit N     the first N modules only
  --lib DIR     a folder to look for modules in (repeatable); those of library/ always are
  --mutants N   N modules with one small fault each, instead of the modules themselves
  --seed S      of the mutants (default 1)
  --json FILE   writes all disagreements there
  --all         also lists the disagreements that oracle/exceptions.txt allows
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: "string" },
    lib: { type: "string", multiple: true },
    mutants: { type: "string" },
    seed: { type: "string" },
    json: { type: "string" },
    all: { type: "boolean" },
    help: { type: "boolean" },
  },
});

function line(d: Disagreement): string {
  return `${d.file}:${d.line}:${d.column} ${d.kind} ${d.what} | ours ${d.ours} | sany ${d.sany}`;
}

function table(tally: Tally): string {
  const rows: (readonly [string, string])[] = [
    ["modules", `${tally.modules}`],
    ["  accepted by both", `${tally.accepted}`],
    ["  rejected by both", `${tally.rejected}`],
    ["  needing a module that is not there", `${tally.incomplete}`],
  ];
  for (const kind of kinds) {
    const found = [...tally.disagreements, ...tally.excepted].filter((d) => d.kind === kind);
    const files = new Set(found.map((d) => d.file)).size;
    const faults = found.length === 0 ? "" : `, ${found.length} disagree (in ${files} modules)`;
    rows.push([`${kind} compared`, `${tally.compared[kind]}${faults}`]);
  }
  rows.push(["disagreements", `${tally.disagreements.length}`], ["  excepted", `${tally.excepted.length}`]);
  return rows.map(([name, value]) => `${name.padEnd(36)} ${value}`).join("\n");
}

async function main(): Promise<number> {
  if (values.help || positionals.length === 0) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const own = packageFolder();
  const folders = [...(values.lib ?? []).map((dir) => resolve(dir)), ...(await libraryFolders())];
  const found = (await Promise.all(positionals.map((dir) => modulesBelow(resolve(dir))))).flat();
  const files = values.limit === undefined ? found : found.slice(0, Number(values.limit));
  const { jar } = await findTlc({ env: process.env, fetch: false });
  const tty = process.stderr.isTTY;
  const options: RunOptions = {
    jar,
    exceptions: parseExceptions(await readFile(join(own, "oracle", "exceptions.txt"), "utf8")),
    base: process.cwd(),
    onDone: (done, all) => {
      if (tty) process.stderr.write(`\r${done}/${all}`);
    },
  };
  const tally =
    values.mutants === undefined
      ? await runFiles(options, files, folders)
      : await runMutants(options, files, folders, {
          count: Number(values.mutants),
          seed: Number(values.seed ?? 1),
        });
  if (tty) process.stderr.write("\n");
  const listed = values.all ? [...tally.disagreements, ...tally.excepted] : tally.disagreements;
  process.stdout.write(`${[...listed.map(line), "", table(tally)].join("\n")}\n`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(tally, null, 1)}\n`);
  return tally.disagreements.length === 0 ? 0 : 1;
}

process.exitCode = await main();
