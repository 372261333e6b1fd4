/** Verdicts for other programs: JUnit XML and SARIF as files, workflow commands of GitHub on standard output. */
import { findingsOf } from "../../../conform/report/findings.js";
import { type JUnitTrace, renderJUnit } from "../../../conform/report/junit.js";
import { writeAtomic } from "../../../host/files.js";
import { ownVersion } from "../../../host/package.js";
import { resolve } from "../../../host/paths.js";
import type { Diagnostic } from "../../../report/diagnostic.js";
import { renderGithub } from "../../../report/github.js";
import { renderSarif } from "../../../report/sarif.js";
import type { Args, Io, OptionSpec } from "../../command.js";
import { displayPath } from "../../print.js";

export const reportOptions: readonly OptionSpec[] = [
  {
    name: "junit",
    type: "string",
    value: "FILE",
    help: "with --mapping: also write the verdicts as JUnit XML",
  },
  {
    name: "sarif",
    type: "string",
    value: "FILE",
    help: "with --mapping: also write what was found as SARIF",
  },
  { name: "github", type: "flag", help: "with --mapping: also print annotations for GitHub Actions" },
  {
    name: "known",
    type: "string",
    value: "FILE",
    help: "with --mapping: known divergences, which only warn",
  },
];

export interface ReportedTrace extends JUnitTrace {
  /** Why a rejection only warns. */
  readonly known?: string;
}

/** `further`: what was found that is of no trace. */
export async function writeReports(
  traces: readonly ReportedTrace[],
  further: readonly Diagnostic[],
  suite: string,
  args: Args,
  io: Io,
): Promise<void> {
  const display = (file: string): string => displayPath(file, io.cwd);
  const junit = args.string("junit");
  const counted = traces.filter((t) => t.known === undefined);
  if (junit !== undefined) await writeAtomic(resolve(io.cwd, junit), renderJUnit(counted, suite, display));
  const found = [
    ...traces.flatMap(({ result, known }) => {
      const findings = findingsOf(result, display);
      return known === undefined ? findings : findings.map((d) => asKnown(d, known));
    }),
    ...further,
  ];
  const sarif = args.string("sarif");
  if (sarif !== undefined) {
    const text = renderSarif(found, { version: ownVersion(), cwd: io.cwd });
    await writeAtomic(resolve(io.cwd, sarif), text);
  }
  // Build servers read both; JSON is to stay JSON.
  const out = args.flag("json") ? io.stderr : io.stdout;
  if (args.flag("github")) out.write(renderGithub(found, { display }));
}

function asKnown(d: Diagnostic, known: string): Diagnostic {
  return { ...d, severity: "warning", message: `known: ${known}: ${d.message}` };
}
