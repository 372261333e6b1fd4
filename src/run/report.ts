/** What a run showed: as data (report.json), and as text. */
import { duration, grouped, table } from "../report/table.js";

export interface Kill {
  readonly node: string;
  readonly role: "leader" | "other";
  /** From the kill until the host was ready again. */
  readonly downSeconds: number;
  /** From then until the next command was accepted. */
  readonly recoverySeconds: number;
}

/** Seconds. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

export interface RoundReport {
  readonly liar:
    | {
        readonly node: string;
        /** The lie that its counter certified. */
        readonly last: string;
        /** How often it told which lie. */
        readonly lies: Readonly<Record<string, number>>;
      }
    | undefined;
  /** Accepted by their clients. */
  readonly commands: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly latency: Latency;
  /** By correct node, then by check. */
  readonly refusals: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly kills: readonly Kill[];
  /** What is wrong, if something is. */
  readonly fault: string | undefined;
}

export interface RunReport {
  readonly protocol: string;
  readonly nodes: readonly string[];
  readonly faults: number;
  readonly seed: number;
  readonly rounds: readonly RoundReport[];
  /** Accepted commands of all rounds. */
  readonly commands: number;
  /** By check, at all correct replicas of all rounds. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly fault: string | undefined;
}

export function latency(seconds: readonly number[]): Latency {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95), longest: sorted.at(-1) ?? 0 };
}

/** Sums counts by name. */
export function summed(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${grouped(count)}`)
    .join(", ") || "none";

/** One round, in a few lines. */
export function roundText(round: RoundReport, number: number, rounds: number): readonly string[] {
  const { liar, latency: l } = round;
  const who = liar === undefined ? "no liar" : `${liar.node} lies`;
  const rate = `${Math.round(round.perSecond)} commands/s, latency ${ms(l.median)} (95 %: ${ms(l.p95)}, longest ${ms(l.longest)})`;
  const lines = [
    `round ${number}/${rounds}, ${who}: ${grouped(round.commands)} commands in ${duration(round.seconds)}; ${rate}`,
  ];
  if (liar !== undefined) lines.push(`  told: ${listed(liar.lies)}`);
  for (const [node, refusals] of Object.entries(round.refusals)) {
    if (liar !== undefined) lines.push(`  ${node} refused: ${listed(refusals)}`);
  }
  for (const { node, role, downSeconds, recoverySeconds } of round.kills) {
    const what = role === "leader" ? `the leader ${node}` : node;
    lines.push(
      `  killed ${what}: back after ${duration(downSeconds)}, the next command ${ms(recoverySeconds)} later`,
    );
  }
  if (round.fault !== undefined) lines.push(`  FAULT: ${round.fault}`);
  return lines;
}

const CHECKS = ["authentic", "fork", "prefix", "exist", "guard", "out"];

/** The whole run, after its rounds. */
export function summaryText(report: RunReport): readonly string[] {
  if (report.fault !== undefined) return [`FAULT: ${report.fault}`];
  const lied = report.rounds.some((round) => round.liar !== undefined);
  const rows = CHECKS.map((check) => [check, grouped(report.refusals[check] ?? 0)]);
  const refused = lied
    ? ["refusals at the correct replicas, by check:", ...table(rows).map((r) => `  ${r}`)]
    : [];
  const order = "the correct replicas applied them in one order, each once, and lost none";
  return [...refused, `${grouped(report.commands)} commands accepted; ${order}`];
}
