import { stopwatch } from "../../host/clock.js";
import { createOnce, readText, writeAtomic } from "../../host/files.js";
import { resolve } from "../../host/paths.js";
import { protocolFacts } from "../../protocol/facts.js";
import { showProtocol } from "../../protocol/show.js";
import { firstMapping, suggestions } from "../../protocol/suggest.js";
import type { Diagnostic } from "../../report/diagnostic.js";
import { jsonReport } from "../../report/json.js";
import { progressLine } from "../../report/progress.js";
import { type LoadedSpecification, loadSpecification } from "../../spec/load.js";
import { structureDot, structureSvg } from "../../structure/picture.js";
import { showStructure } from "../../structure/show.js";
import { type FoundStructure, type StructureOptions, structureOf } from "../../structure/structure.js";
import type { Structure } from "../../structure/types.js";
import { type Cfg, parseCfg } from "../../tla/cfg.js";
import { listModels } from "../../tlc/locate.js";
import { progressText, reportOutcome, verdictLine } from "../../tlc/report.js";
import { checkNormalForm, gateText } from "../../verify/normal-form.js";
import { compareSteps, stepsAgree } from "../../verify/steps-of-next.js";
import type { Args, Command, Context, Io } from "../command.js";
import { checkerFor, engineChoice, engineOption } from "../engines.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, faultsOf, printDiagnostics } from "../print.js";
import { engineNames } from "./check/print.js";
import { type Analysed, analysedOf, analysisJson, analysisText, writePhases } from "./inspect/analysis.js";

/** Faults of reading local steps count only where somebody said, by a mapping file, that there are some. */
function judged(loaded: LoadedSpecification): readonly Diagnostic[] {
  const { hasMapping, diagnostics } = loaded;
  return hasMapping ? diagnostics : diagnostics.filter((d) => !d.code.startsWith("protocol/"));
}

async function run({ io, args }: Context): Promise<ExitCode> {
  const read = await readAll({ io, args });
  if ("faults" in read) {
    printDiagnostics(read.faults, io);
    if (args.flag("json")) io.stdout.write(asJson(undefined, undefined, read.faults, io));
    return exitFor(read.faults);
  }
  const { loaded, model } = read;
  const all: Diagnostic[] = [...judged(loaded), ...model.diagnostics];
  const found =
    loaded.resolved === undefined ? undefined : structureOf(loaded.resolved, optionsOf(args, model.cfg));
  all.push(...(found?.diagnostics ?? []));
  const analysed = await analysedOf(loaded, model.cfg, io, args);
  all.push(...(analysed?.diagnostics ?? []));
  printDiagnostics(all, io);
  const structure = found?.structure;
  if (args.flag("json")) io.stdout.write(asJson(loaded, structure, all, io, analysed));
  else io.stdout.write(asText(loaded, structure, io, analysed));
  if (structure !== undefined) await pictures(structure, args, io);
  if (analysed !== undefined) await writePhases(analysed, args, io);
  const compared = args.flag("compare") ? await compare(loaded, found, model.cfg, { io, args }) : undefined;
  const checked = args.flag("check") ? await gate(loaded, model, io) : [];
  all.push(...checked);
  if (args.flag("write-mapping")) all.push(...(await writeMapping(loaded, io)));
  const code = exitFor(all);
  return code === Exit.ok && compared !== undefined ? compared : code;
}

/** Asks an engine whether the steps that were read are those of Next, in every state of the model. */
async function compare(
  { resolved }: LoadedSpecification,
  found: FoundStructure | undefined,
  cfg: Cfg | undefined,
  { io, args }: Context,
): Promise<ExitCode> {
  if (resolved === undefined || found === undefined) return Exit.badInput;
  const elapsed = stopwatch();
  const line = progressLine(io.stderr, elapsed);
  const checker = await checkerFor(io, args, engineChoice(args) ?? "auto");
  const result = await compareSteps(resolved, found.extraction, cfg, checker, (direction, progress) =>
    line.update(`comparing with Next, ${direction}: ${progressText(progress)}`),
  );
  line.clear();
  if (result === undefined) {
    printDiagnostics([nothingToCompare], io);
    return Exit.badInput;
  }
  const ways = [
    ["every step of Next is one that was read", result.forth],
    ["every step that was read is one of Next", result.back],
  ] as const;
  io.stdout.write(`\ncompared with Next by ${engineNames[result.by]}, in every state of the model\n`);
  for (const [what, outcome] of ways) {
    if (outcome === undefined) continue;
    io.stdout.write(`  ${what}: ${verdictLine(outcome)}\n`);
    if (outcome.kind !== "holds") for (const text of reportOutcome(outcome)) io.stdout.write(`    ${text}\n`);
  }
  if (stepsAgree(result)) return Exit.ok;
  const last = result.back ?? result.forth;
  return last.kind === "violated" || last.kind === "holds" ? Exit.rejected : Exit.badInput;
}

/** Are the local steps those of the next-state relation? Says what was compared. */
async function gate(loaded: LoadedSpecification, model: Model, io: Io): Promise<readonly Diagnostic[]> {
  const { resolved, protocol, table, behaviour } = loaded;
  if (resolved === undefined || protocol === undefined || table === undefined || behaviour === undefined)
    return [];
  if (model.cfg === undefined) {
    printDiagnostics([noModelToCheck], io);
    return [noModelToCheck];
  }
  const { cfg, module } = model;
  const found = await checkNormalForm({
    spec: resolved,
    table,
    protocol,
    behaviour,
    cfg,
    ...(module === undefined ? {} : { module }),
  });
  io.stdout.write(`\n${gateText(found)}\n`);
  printDiagnostics(found.diagnostics, io);
  return found.diagnostics;
}

const noModelToCheck: Diagnostic = {
  code: "verify/no-model-to-check",
  severity: "error",
  message: "there is no model in whose states the local steps could be compared with the next-state relation",
  hint: "give one with --config, or write <Module>.cfg beside the module",
};

const nothingToCompare: Diagnostic = {
  code: "structure/nothing-to-compare",
  severity: "error",
  message: "there is no initial predicate or next-state relation to compare the steps with",
  hint: "name them with --init and --next, or give a model with --config",
};

type Model = Awaited<ReturnType<typeof modelOf>>;

/** The specification and its model, or why one of them cannot be read at all. */
async function readAll({
  io,
  args,
}: Context): Promise<
  { readonly loaded: LoadedSpecification; readonly model: Model } | { readonly faults: readonly Diagnostic[] }
> {
  try {
    const searchPath = args.all("include");
    const loaded = await loadSpecification(args.positionals[0] ?? ".", { cwd: io.cwd, searchPath });
    return { loaded, model: await modelOf(loaded, args, io) };
  } catch (error) {
    const faults = faultsOf(error);
    if (faults === undefined) throw error;
    return { faults };
  }
}

function optionsOf(args: Args, cfg: Cfg | undefined): StructureOptions {
  const [init, next, specification] = ["init", "next", "specification"].map((n) => args.string(n));
  return {
    ...(cfg === undefined ? {} : { cfg }),
    ...(init === undefined ? {} : { init }),
    ...(next === undefined ? {} : { next }),
    ...(specification === undefined ? {} : { specification }),
  };
}

/** The model that says which behaviour is meant: the one asked for, or the specification's own. */
async function modelOf(
  { spec }: LoadedSpecification,
  args: Args,
  io: Io,
): Promise<{
  readonly cfg: Cfg | undefined;
  /** The module that the model is of, if it is another one beside the specification. */
  readonly module?: string;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const asked = args.string("config");
  const models = await listModels(spec);
  const own = models.find((m) => m.name === spec.module)?.cfgFile;
  const file = asked === undefined ? own : resolve(io.cwd, asked);
  if (file === undefined) return { cfg: undefined, diagnostics: [] };
  const module = models.find((m) => m.cfgFile === file)?.module;
  return { ...parseCfg(file, await readText(file)), ...(module === undefined ? {} : { module }) };
}

function asText(
  loaded: LoadedSpecification,
  structure: Structure | undefined,
  io: Io,
  analysed: Analysed | undefined,
): string {
  const { protocol, table, mapping } = loaded;
  const display = (file: string): string => displayPath(file, io.cwd);
  const parts: string[] = [];
  if (structure !== undefined) parts.push(showStructure(structure, { display }));
  if (protocol !== undefined && table !== undefined) {
    const more = suggestions(protocol, table, mapping.mapping);
    parts.push(`as local steps of one node\n\n${showProtocol(protocol, { display, suggestions: more })}`);
  } else if (structure !== undefined && !loaded.hasMapping) {
    const reasons = loaded.diagnostics
      .filter((d) => d.code.startsWith("protocol/"))
      .map(
        (d) => `  ${d.place === undefined ? "" : `${display(d.place.file)}:${d.place.line}: `}${d.message}`,
      );
    parts.push(
      `not read as local steps of one node, which transform and generate need\n${reasons.join("\n")}\n`,
    );
  }
  if (analysed !== undefined) parts.push(analysisText(analysed, io));
  return parts.join("\n");
}

/** `structure`, `protocol` and `analysis` are null where they could not be read. */
function asJson(
  loaded: LoadedSpecification | undefined,
  structure: Structure | undefined,
  diagnostics: readonly Diagnostic[],
  io: Io,
  analysed?: Analysed,
): string {
  const display = (file: string): string => displayPath(file, io.cwd);
  const protocol = loaded?.protocol;
  const reasons = loaded?.diagnostics.filter((d) => d.code.startsWith("protocol/")) ?? [];
  const facts = {
    format: 1,
    structure: structure ?? null,
    protocol: protocol === undefined ? null : protocolFacts(protocol),
    analysis: analysed === undefined ? null : analysisJson(analysed),
    notLocal: jsonReport(reasons, display).diagnostics,
    diagnostics: jsonReport(diagnostics, display).diagnostics,
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

async function pictures(structure: Structure, args: Args, io: Io): Promise<void> {
  const forms = [
    ["dot", structureDot],
    ["svg", structureSvg],
  ] as const;
  for (const [option, draw] of forms) {
    const file = args.string(option);
    if (file === undefined) continue;
    await writeAtomic(resolve(io.cwd, file), draw(structure));
    io.stderr.write(`wrote ${file}\n`);
  }
}

/** Writes the first version of the mapping file; an existing one is never touched. */
async function writeMapping(loaded: LoadedSpecification, io: Io): Promise<readonly Diagnostic[]> {
  const { mapping, table, protocol } = loaded;
  const name = displayPath(mapping.file, io.cwd);
  if (!loaded.hasMapping && table === undefined) return [];
  if (
    loaded.hasMapping ||
    table === undefined ||
    !(await createOnce(mapping.file, firstMapping(protocol, table)))
  ) {
    const fault = exists(name);
    printDiagnostics([fault], io);
    return [fault];
  }
  io.stderr.write(`wrote ${name}\n`);
  return [];
}

const exists = (file: string): Diagnostic => ({
  code: "mapping/exists",
  severity: "error",
  message: `${file} is there already and was left as it is`,
  hint: "edit it, or move it away to have a new one written",
});

export const command: Command = {
  name: "inspect",
  summary: "show what a specification describes, as it was understood",
  usage:
    "SPEC [--config CFG] [--check] [--compare [--engine E]] [--json] [--svg FILE] [--dot FILE] [--phases FILE] " +
    "[--kappa STATES] [--write-mapping] [-I DIR]",
  description: [
    "First the structure of any specification: the behaviour, constants, variables with their shapes, the network and the",
    "kinds of message, every action with its parameters, guards, reads, writes, what it sends and receives, each with its",
    "line; and what could not be found, with the reason. Helper operators are seen through by what they do.",
    "Then, where every action is a step of one node, the protocol as local steps, which transform and generate start from,",
    "and what kind of protocol it is: which strategy fits and why not, phases, quorums, what needs a certificate of a trusted",
    "counter, and the derivation table. With --kappa, candidates for counter values are tried on the protocol itself.",
    "If there is a mapping file beside SPEC (<Module>.mapping.json), what keeps the steps from being local is an error.",
  ],
  positionals: { min: 1, max: 1 },
  options: [
    { name: "config", type: "string", value: "CFG", help: "the model that says which behaviour is meant" },
    { name: "specification", type: "string", value: "NAME", help: "the formula that is meant" },
    { name: "init", type: "string", value: "NAME", help: "the initial predicate" },
    { name: "next", type: "string", value: "NAME", help: "the next-state relation" },
    { name: "json", type: "flag", help: "print everything as JSON, expressions as text" },
    { name: "svg", type: "string", value: "FILE", help: "draw actions and message kinds" },
    {
      name: "phases",
      type: "string",
      value: "FILE",
      help: "draw phases, kinds, quorums and counters as SVG",
    },
    {
      name: "kappa",
      type: "string",
      value: "STATES",
      help: "try counter values in so many distinct states (or default: 200000)",
    },
    { name: "dot", type: "string", value: "FILE", help: "the same for Graphviz" },
    {
      name: "compare",
      type: "flag",
      help: "compare the steps read with those of Next, in every state of the model",
    },
    engineOption("auto"),
    {
      name: "check",
      type: "flag",
      help: "compare the local steps with Next in the model's first states, by our own engine",
    },
    { name: "write-mapping", type: "flag", help: "write a first mapping file beside SPEC if there is none" },
    {
      name: "include",
      short: "I",
      type: "string",
      value: "DIR",
      multiple: true,
      help: "a folder to look for modules in; may be repeated",
    },
  ],
  examples: [
    "inspect specs/mine",
    "inspect Spec.tla --config MC.cfg --svg spec.svg",
    "inspect Spec.tla --kappa default --phases phases.svg",
    "inspect Spec.tla --json",
  ],
  exitCodes: [Exit.ok, Exit.rejected, Exit.badInput, Exit.usage, Exit.toolMissing],
  run,
};
