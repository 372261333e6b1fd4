/** The analysis as text for people, each fact with its place. */
import type { Place } from "../report/diagnostic.js";
import { prettyExpr } from "../tla/pretty.js";
import type { KappaReport } from "./kappa/types.js";
import type { QuorumFact } from "./quorums.js";
import { provenanceText } from "./rows.js";
import { stripParens } from "./steps.js";
import type { Analysis, Evidence, Phase, SubKind, Threshold, VariableAnalysis } from "./types.js";

export interface ShowAnalysisOptions {
  /** Shortens a path for display. */
  readonly display?: (file: string) => string;
  readonly quorums?: readonly QuorumFact[];
  readonly kappa?: KappaReport;
}

type At = (place: Place) => string;

export function showAnalysis(analysis: Analysis, options: ShowAnalysisOptions = {}): string {
  const display = options.display ?? ((file: string): string => file);
  const at: At = (place) => `${display(place.file)}:${place.line}`;
  const lines = [
    ...verdictLines(analysis, at),
    ...section("phases", phaseLines(analysis)),
    ...section(
      "kinds of message, and what needs a certificate",
      analysis.subKinds.flatMap((k) => kindLines(k, at)),
    ),
    ...section(
      "variables",
      analysis.variables.flatMap((v) => variableLines(v, at)),
    ),
    ...section(
      "quorums",
      analysis.thresholds.flatMap((t) => thresholdLines(t, at, options.quorums)),
    ),
    ...section(
      "trusted counters",
      analysis.counters.map((c) => {
        const lane = c.lane.length === 0 ? "" : `, a lane for each ${c.lane.join(", ")}`;
        return `${c.name}: ${c.events.join(", ")}${lane} (${said(c.evidence, at)})`;
      }),
    ),
    ...section("derivation", rowLines(analysis, options.kappa, at)),
  ];
  return `${lines.join("\n")}\n`;
}

const said = (e: Evidence, at: At): string => `${e.text}, ${at(e.place)}`;

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((l) => `  ${l}`)];
}

function verdictLines({ verdict, leadership }: Analysis, at: At): readonly string[] {
  const leads =
    leadership.kind === "epoch"
      ? "one for each epoch"
      : leadership.kind === "object"
        ? `one for each epoch and ${leadership.fields.join(", ")}`
        : "none";
  return [
    `strategy counters  ${verdict.counters === "hints" ? "yes, if these are settled" : verdict.counters}`,
    ...verdict.reasons.map((r) => `  ${said(r, at)}`),
    `strategy history   ${verdict.history}`,
    `leader             ${leads}`,
    ...leadership.evidence.map((e) => `  ${said(e, at)}`),
  ];
}

const phaseOrder: readonly Phase[] = ["client", "election", "agreement", "learning", "none"];

function phaseLines({ subKinds, actions }: Analysis): readonly string[] {
  return phaseOrder.flatMap((phase) => {
    const kinds = subKinds.filter((k) => k.phase === phase).map((k) => k.name);
    const taken = actions.filter((a) => a.phase === phase).map((a) => `${a.name} (${a.reason})`);
    if (kinds.length + taken.length === 0) return [];
    const label = (phase === "none" ? "in none" : phase).padEnd(11);
    const gap = " ".repeat(label.length);
    const first = kinds.length === 0 ? [] : [`messages ${kinds.join(", ")}`];
    return [...first, ...taken].map((l, k) => `${k === 0 ? label : gap}${l}`);
  });
}

function kindLines(kind: SubKind, at: At): readonly string[] {
  const { certificate } = kind;
  const width = Math.max(0, ...kind.fields.map((f) => f.name.length));
  return [
    `${kind.name}: ${certificate.kind} (${said(certificate.evidence, at)})`,
    ...kind.fields
      .filter((f) => f.class !== "tag")
      .map((f) => `  ${f.name.padEnd(width)}  ${f.class.padEnd(7)}  ${f.reason.text}`),
    ...kind.receivers.map((r) => `  ${r.use} by ${r.action}, ${at(r.place)}`),
  ];
}

function variableLines(v: VariableAnalysis, at: At): readonly string[] {
  const spoken = v.spokenFor === undefined ? [] : [`  messages speak for it: ${said(v.spokenFor, at)}`];
  const observed = v.observed ? ["  nothing that is sent depends on it"] : [];
  const writes = v.writes.map(
    (w) => `  ${w.action}: ${w.form}, ${provenanceText(w.provenance)}, ${at(w.place)}`,
  );
  return [`${v.name}: ${v.role} (${said(v.reason, at)})`, ...spoken, ...observed, ...writes];
}

function thresholdLines(t: Threshold, at: At, quorums: readonly QuorumFact[] | undefined): readonly string[] {
  const text = (e: Threshold["quorum"]): string =>
    prettyExpr(stripParens(e), 1_000_000).replaceAll(/\s+/g, " ");
  const key = t.key.map((k) => `${k.field} ${k.relation} ${text(k.value)}`);
  const head = `${t.action} asks for ${t.form === "family" ? "all of a member of " : ""}${text(t.quorum)}: ${t.of.join(", ")}`;
  const more = [
    ...key,
    ...(t.countsItself ? ["itself counted"] : []),
    ...(t.collectedIn === undefined ? [] : [`collected in ${t.collectedIn}`]),
  ];
  const fact = quorums?.find((q) => q.threshold === t);
  return [
    `${head}, ${at(t.place)}`,
    `  ${t.sort}${more.length === 0 ? "" : `; ${more.join(", ")}`}`,
    ...(fact === undefined ? [] : quorumLines(fact)),
  ];
}

function quorumLines({ sizes, fault }: QuorumFact): readonly string[] {
  if (fault !== undefined) return [`  not evaluated: ${fault}`];
  return sizes.map(({ nodes, smallest, meeting, meetingOthers }) => {
    const f = (nodes - 1) / 2;
    const meet =
      meeting === 0
        ? "two of them need not meet"
        : meeting <= f
          ? `two of them meet in ${meeting}, which may be ${meeting === 1 ? "the liar" : "liars"} alone`
          : `two of them meet in ${meeting}: one of these is correct`;
    const apart = meetingOthers.filter((o) => o.nodes === 0).map((o) => o.action);
    const others = apart.length === 0 ? "" : `; need not meet those of ${[...new Set(apart)].join(", ")}`;
    const wait = smallest > nodes - f ? `; with ${f} silent there is none` : "";
    return `  ${nodes} nodes: ${smallest} or more, ${meet}${others}${wait}`;
  });
}

function rowLines({ rows }: Analysis, kappa: KappaReport | undefined, at: At): readonly string[] {
  const values = new Map(kappa?.counters.flatMap((c) => [...c.kappa]) ?? []);
  return rows.flatMap((r) => {
    const value = (r.event === undefined ? undefined : values.get(r.event)) ?? r.kappa;
    const where = r.certificate === "none" ? "no certificate" : `${r.counter} ${value}, ${r.certificate}`;
    const reads = r.reads.map((x) => `${x.name}: ${x.provenance}`);
    return [
      `${r.name}: ${where}, ${at(r.place)}`,
      ...(r.key.length + r.bound.length === 0
        ? []
        : [`  key ${r.key.join(", ") || "none"}; bound ${r.bound.join(", ") || "nothing"}`]),
      ...(reads.length === 0 ? [] : [`  reads ${reads.join("; ")}`]),
      ...r.justification.map((j, k) => `  ${k === 0 ? "because " : "        "}${j}`),
    ];
  });
}

/** Orders that are worth a line: the chosen one and the next best. */
const SHOWN = 3;

/** What exploration said of counter values. */
export function showKappa(report: KappaReport): string {
  const { states, exhausted, depth, randomSteps, seconds } = report;
  const random = randomSteps === 0 ? "" : ` and ${randomSteps} random steps`;
  const lines = [
    `counter values, tried on the crash-tolerant protocol: ${states} distinct states, ` +
      `${exhausted ? "all there are" : `not all (to depth ${depth}${random})`}, ${seconds.toFixed(1)} s`,
  ];
  for (const counter of report.counters) {
    lines.push("", `  ${counter.counter}: ${counter.seen} certificates seen`);
    for (const e of counter.events) {
      const rest = e.seen < 2 ? " (seen less than twice: a guess by the text)" : "";
      const free = e.free.length === 0 ? "" : `; not determined: ${e.free.join(", ")}`;
      lines.push(
        `    ${e.event}: ${counter.kappa.get(e.event) ?? "no candidate is functional"}${free}${rest}`,
      );
      for (const t of e.tried) {
        if (t.refuted === undefined) continue;
        const { first, second, differs, steps } = t.refuted;
        lines.push(
          `      [${t.components.join(".")}] refuted: ${differs.join(", ")} differ in`,
          `        ${first}`,
          `        ${second}`,
          `        after ${steps.join(", ")}`,
        );
      }
    }
    for (const [k, o] of counter.orders.slice(0, SHOWN).entries()) {
      const ranks = o.ranked ? o.ranks.map((g) => g.join(" = ")).join(" < ") : "no phase rank";
      const judged =
        o.refuted === undefined
          ? `a correct node leaves out ${o.suppressed} of ${counter.seen}`
          : "not functional";
      lines.push(`    ${k === 0 ? "chosen" : "or"}: ${ranks}: ${judged}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
