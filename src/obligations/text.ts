/** A report of obligations as text: for the terminal, and for the summary of a verification. */
import type { Place } from "../report/diagnostic.js";
import { duration, grouped } from "../report/table.js";
import { type Obligation, type ObligationReport, refuted, unanswered } from "./obligation.js";

/** `functional Vote: holds: [term.1] determines the content of 24 certificates (2,345 states, original; Raft.tla:68)`. */
export function obligationLine(o: Obligation): string {
  const of = o.of === undefined ? "" : ` ${o.of}`;
  const states = o.states === undefined ? [] : [`${grouped(o.states)} states`];
  const on = o.on === "both" ? [] : [o.on];
  const place = o.place === undefined ? [] : [placeText(o.place)];
  // What was not seen to its end says little without what it was seen at.
  const bound = o.verdict === "unrefuted" && o.bound !== undefined ? [`bounds: ${o.bound}`] : [];
  // Some findings begin with the verdict: `vacuous for …`.
  const verdict = o.found.startsWith(o.verdict) ? "" : `${o.verdict}: `;
  return `${o.name}${of}: ${verdict}${o.found} (${[...states, ...on, ...place, ...bound].join(", ")})`;
}

const placeText = ({ file, line }: Place): string => `${file.split("/").at(-1)}:${line}`;

/** What refutes it, indented. */
export function refutingLines({ refuting }: Obligation): readonly string[] {
  if (refuting === undefined) return [];
  const way = refuting.steps.length === 0 ? "in an initial state" : `after ${refuting.steps.join(", ")}`;
  return [`  ${way}:`, ...refuting.what.split("\n").map((line) => `    ${line}`)];
}

/** The verdict over all. */
export function verdictLines(report: ObligationReport): readonly string[] {
  const no = refuted(report).map(titleOf);
  const open = unanswered(report).map(titleOf);
  const vacuous = report.obligations.filter((o) => o.verdict === "vacuous").map(titleOf);
  const assumed = report.obligations.filter((o) => o.verdict === "assumed").map(titleOf);
  const time = duration(report.seconds);
  return [
    ...(vacuous.length > 0 ? [`vacuous at these bounds: ${vacuous.join(", ")}`] : []),
    ...(assumed.length > 0 ? [`relied upon, not shown: ${assumed.join(", ")}`] : []),
    ...(no.length > 0 ? [`refuted: ${no.join(", ")}`] : []),
    ...(open.length > 0 ? [`no answer: ${open.join(", ")}`] : []),
    report.isInterrupted
      ? `interrupted after ${time}: this is what is known so far`
      : `${report.obligations.length} obligations, ${no.length} refuted (${time})`,
  ];
}

const titleOf = ({ name, of }: Obligation): string => (of === undefined ? name : `${name} ${of}`);

/** All of it, in lines. */
export const obligationLines = (report: ObligationReport): readonly string[] => [
  `${report.module}, strategy ${report.strategy}`,
  ...report.obligations.flatMap((o) => [obligationLine(o), ...refutingLines(o)]),
  ...verdictLines(report),
];
