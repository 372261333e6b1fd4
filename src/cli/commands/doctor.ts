import { cacheDirectory } from "../../host/cache.js";
import { ownVersion } from "../../host/package.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { table } from "../../report/table.js";
import { findTlc } from "../../tlc/find.js";
import { findJava } from "../../tlc/java.js";
import { probeTlc } from "../../tlc/probe.js";
import type { Command, Context } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { printDiagnostics } from "../print.js";

type Row = readonly [string, string];

/** The value, or what is wrong, added to `faults`. */
async function attempt<T>(faults: Diagnostic[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    faults.push(...error.diagnostics);
    return undefined;
  }
}

async function run({ io, args }: Context): Promise<ExitCode> {
  const { env, signal } = io;
  const faults: Diagnostic[] = [];
  const java = await attempt(faults, () => findJava(env, signal));
  const fetch = !args.flag("offline");
  const onNote = (note: string): void => io.stderr.write(`${note}\n`);
  const tlc = await attempt(faults, () => findTlc({ env, signal, fetch, onNote }));
  if (java?.warning !== undefined) faults.push(java.warning);
  const version =
    java !== undefined && tlc !== undefined
      ? await attempt(faults, () => probeTlc(java.java, tlc.jar, env, signal))
      : undefined;
  signal.throwIfAborted();
  const rows: Row[] = [
    ["bumblebee", ownVersion()],
    ["node", process.version],
    ["java", java === undefined ? "missing" : `${java.version}  (${java.from}: ${java.java})`],
    ["tlc", tlc === undefined ? "missing" : (version ?? "does not start")],
    ...(tlc === undefined
      ? []
      : ([
          ["  jar", `${tlc.jar}  (from ${tlc.from})`],
          ["  sha256", tlc.sha256],
        ] as const)),
    ["cache", cacheDirectory(env)],
  ];
  io.stdout.write(`${table(rows).join("\n")}\n`);
  printDiagnostics(faults, io);
  return exitFor(faults);
}

export const command: Command = {
  name: "doctor",
  summary: "say whether Java and TLC are there, which, and what to do if not",
  usage: "[--offline]",
  positionals: { min: 0, max: 0 },
  options: [
    { name: "offline", type: "flag", help: "fetch nothing: look only at TLA2TOOLS_JAR and the cache" },
  ],
  examples: ["doctor", "doctor --offline"],
  exitCodes: [Exit.ok, Exit.usage, Exit.toolMissing],
  run,
};
