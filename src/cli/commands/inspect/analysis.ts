/** The second half of `inspect`: what kind of protocol it is, and what exploration says of counter values. */
import { analysisFacts } from "../../../analysis/facts.js";
import { type Analysis, analyse } from "../../../analysis/index.js";
import { raised } from "../../../analysis/kappa/bounds.js";
import { checkKappa, type KappaReport } from "../../../analysis/kappa/index.js";
import { analysisSvg } from "../../../analysis/picture.js";
import { evaluateQuorums, type QuorumFact } from "../../../analysis/quorums.js";
import { showAnalysis, showKappa } from "../../../analysis/show.js";
import { nextTurn, stopwatch } from "../../../host/clock.js";
import { writeAtomic } from "../../../host/files.js";
import { resolve } from "../../../host/paths.js";
import type { Facts } from "../../../protocol/facts.js";
import { type Diagnostic, DiagnosticError } from "../../../report/diagnostic.js";
import { progressLine } from "../../../report/progress.js";
import { grouped } from "../../../report/table.js";
import type { ResolvedSpec } from "../../../resolve/types.js";
import type { LoadedSpecification } from "../../../spec/load.js";
import { loadText } from "../../../spec/modules.js";
import { type Cfg, type CfgItem, cfgItems } from "../../../tla/cfg.js";
import { withRestarts } from "../../../transform/extend/index.js";
import { givenTo, switchesOf } from "../../../verify/constants.js";
import { TRIED } from "../../../verify/counters.js";
import { constantsOf } from "../../../verify/plan.js";
import type { Args, Io } from "../../command.js";
import { displayPath } from "../../print.js";

export interface Analysed {
  readonly analysis: Analysis;
  readonly quorums: readonly QuorumFact[];
  readonly kappa: KappaReport | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Seconds after which it ends in any case. */
const SECONDS = 600;

/** Undefined if the specification was not read as local steps. */
export async function analysedOf(
  loaded: LoadedSpecification,
  cfg: Cfg | undefined,
  io: Io,
  args: Args,
): Promise<Analysed | undefined> {
  const { table, resolved, mapping } = loaded;
  if (loaded.protocol === undefined || table === undefined || resolved === undefined) return undefined;
  const { protocol } = withRestarts(loaded.protocol, mapping.mapping.durable);
  const analysis = analyse(protocol);
  const constants = cfg === undefined ? [] : constantsOf(cfg);
  const quorums =
    cfg === undefined
      ? []
      : evaluateQuorums(protocol, analysis.thresholds, resolved, [...constants, ...behaviourOf(cfg)]);
  const asked = args.string("kappa");
  if (asked === undefined) return { analysis, quorums, kappa: undefined, diagnostics: [] };
  if (!/^[1-9][0-9]*$|^default$/.test(asked))
    return { analysis, quorums, kappa: undefined, diagnostics: [wrongNumber(asked)] };
  const given = cfg === undefined ? { constants: [], put: [] } : givenTo(protocol, table, cfg);
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  try {
    const kappa = await checkKappa(protocol, analysis, {
      constants: raised(protocol, [...given.constants, ...switchesOf(protocol)]),
      put: given.put,
      // As `transform` does, so that this is the plan that it takes.
      ...(asked === "default" ? TRIED : { states: Number(asked), randomSteps: Number(asked) }),
      seconds: SECONDS,
      now: elapsed,
      pause: nextTurn,
      resolve: (name, text) => linked(name, text, io),
      onProgress: (states, depth) =>
        line.update(`trying counter values: ${grouped(states)} states, depth ${depth}`),
    });
    return { analysis, quorums, kappa, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { analysis, quorums, kappa: undefined, diagnostics: error.diagnostics };
  } finally {
    line.clear();
  }
}

const behaviourWords: ReadonlySet<string> = new Set(["SPECIFICATION", "INIT", "NEXT"]);

/** What a model says of the behaviour: without it, nothing can be evaluated. */
const behaviourOf = (cfg: Cfg): readonly CfgItem[] =>
  cfgItems(cfg).filter((i) => i.kind === "definition" && behaviourWords.has(i.keyword));

async function linked(name: string, text: string, io: Io): Promise<ResolvedSpec> {
  const { spec, diagnostics } = await loadText(`${name}.tla`, text, io.cwd);
  if (spec === undefined) throw new DiagnosticError(diagnostics);
  return spec;
}

const wrongNumber = (text: string): Diagnostic => ({
  code: "analysis/states",
  severity: "error",
  message: `--kappa takes a number of states or default, not ${text}`,
});

export function analysisText({ analysis, quorums, kappa }: Analysed, io: Io): string {
  const display = (file: string): string => displayPath(file, io.cwd);
  const shown = showAnalysis(analysis, { display, quorums, ...(kappa === undefined ? {} : { kappa }) });
  const tried = kappa === undefined ? "" : `\n${showKappa(kappa)}`;
  return `what kind of protocol it is\n\n${shown}${tried}`;
}

export function analysisJson({ analysis, quorums, kappa }: Analysed): Facts {
  return analysisFacts(analysis, { quorums, ...(kappa === undefined ? {} : { kappa }) });
}

export async function writePhases({ analysis }: Analysed, args: Args, io: Io): Promise<void> {
  const file = args.string("phases");
  if (file === undefined) return;
  await writeAtomic(resolve(io.cwd, file), analysisSvg(analysis));
  io.stderr.write(`wrote ${file}\n`);
}
