/** A whole run: the protocol's code made ready, then one round after the other, then the report. */

import { emitProtocol } from "../../codegen/emit/emit.js";
import { CERTIFIED_LIES } from "../../codegen/runtime/lies.js";
import { makeDirectory, writeAtomic } from "../host/files.js";
import { freshDirectory } from "../host/own-files.js";
import { join } from "../host/paths.js";
import { freePorts, takenPort } from "../host/ports.js";
import { atNode } from "../protocol/decided.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { LoadedSubject } from "../verify/subject.js";
import { cannotStart } from "./faults.js";
import { type Prepared, prepare } from "./prepare.js";
import { type RoundReport, type RunReport, summed } from "./report.js";
import { type RoundOptions, runRound } from "./round.js";
import { type Settings, settingsOf } from "./settings.js";

export interface RunOptions {
  readonly nodes: number;
  /** Commands of all rounds together. */
  readonly commands: number;
  readonly liar: boolean;
  readonly seed: number;
  readonly folder: string;
  /** The first of as many ports as there are nodes; default: free ones. */
  readonly ports: number | undefined;
  readonly signal: AbortSignal;
  progress(text: string): void;
  done(round: RoundReport, number: number, rounds: number): void;
}

const CLIENTS = 4;

/** Throws a DiagnosticError if it cannot start; what goes wrong later is in the report. */
export async function runSubject(subject: LoadedSubject, options: RunOptions): Promise<RunReport> {
  const { seed, folder } = options;
  const cfg = subject.models.get(subject.defaultModel);
  const mappingFile = join(subject.spec.dir, `${subject.spec.module}.mapping.json`);
  if (cfg === undefined) throw cannotStart.noRunSection(mappingFile);
  const settings = settingsOf(subject.protocol, subject.mapping, mappingFile, cfg, options.nodes);
  if (options.ports !== undefined) {
    const taken = await takenPort(settings.nodes.map((_, k) => (options.ports ?? 0) + k));
    if (taken !== undefined) throw cannotStart.portTaken(taken);
  }
  options.progress("generating and compiling the replicas");
  await makeDirectory(folder);
  const prepared = await compile(subject, settings, join(folder, "program"));
  const lasts = options.liar ? CERTIFIED_LIES : [undefined];
  const rounds: RoundReport[] = [];
  for (const [k, last] of lasts.entries()) {
    const { nodes } = settings;
    // Another one lies in each round, the last node first.
    const node = nodes[(nodes.length - 1 + k) % nodes.length];
    const liar = last === undefined || node === undefined ? undefined : { node, seed: seed + k, last };
    const share = Math.ceil(options.commands / lasts.length);
    const round = await oneRound(settings, prepared, options, k + 1, lasts.length, share, liar);
    rounds.push(round);
    options.done(round, k + 1, lasts.length);
    if (round.fault !== undefined) break;
  }
  const report: RunReport = {
    protocol: subject.protocol.module,
    nodes: settings.nodes,
    faults: settings.faults,
    seed,
    rounds,
    commands: rounds.reduce((sum, round) => sum + round.commands, 0),
    refusals: summed(rounds.flatMap((round) => Object.values(round.refusals))),
    fault: rounds.find((round) => round.fault !== undefined)?.fault,
  };
  await writeAtomic(join(folder, "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

async function compile(subject: LoadedSubject, settings: Settings, folder: string): Promise<Prepared> {
  const { protocol, table, sha256 } = subject;
  const decided = atNode(protocol, table, settings.decided);
  if (decided === undefined) {
    throw cannotStart.unknownName("the operator of a node", settings.decided, [...table.definitions.keys()]);
  }
  const emitted = emitProtocol(protocol, { sha256, runtime: "../../runtime/index.js", decided });
  if (emitted.diagnostics.some((d) => d.severity === "error")) throw new DiagnosticError(emitted.diagnostics);
  const at = `codegen/generated/${protocol.module.toLowerCase()}`;
  const files = emitted.files.map(({ path, text }) => ({ path: `${at}/${path}`, text }));
  await freshDirectory(folder);
  return prepare(files, `${at}/index.ts`, folder);
}

async function oneRound(
  settings: Settings,
  prepared: Prepared,
  options: RunOptions,
  number: number,
  rounds: number,
  commands: number,
  liar: RoundOptions["liar"],
): Promise<RoundReport> {
  const { nodes, faults, constants, policy } = settings;
  const folder = join(options.folder, `round-${number}`);
  await freshDirectory(folder);
  const { ports: base } = options;
  const numbers = base === undefined ? await freePorts(nodes.length) : nodes.map((_, k) => base + k);
  return runRound({
    prepared,
    folder,
    nodes,
    faults,
    constants,
    policy,
    ports: Object.fromEntries(nodes.map((node, k) => [node, numbers[k] ?? 0])),
    commands,
    clients: CLIENTS,
    kills: true,
    signal: options.signal,
    ...(liar === undefined ? {} : { liar }),
    progress: (accepted, what) =>
      options.progress(`round ${number}/${rounds}: ${accepted} of ${commands} commands; ${what}`),
  });
}
