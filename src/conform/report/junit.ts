/** Verdicts as JUnit XML, which build servers show: a test case for each trace. */
import { unreachable } from "../../report/diagnostic.js";
import type { TraceResult } from "../validate.js";
import { showTrace } from "./show.js";

type Display = (file: string) => string;

export interface JUnitTrace {
  readonly result: TraceResult;
  readonly milliseconds: number;
}

const MILLISECONDS = 1000;

export function renderJUnit(traces: readonly JUnitTrace[], suite: string, display: Display): string {
  const cases = traces.map((trace) => caseOf(trace, suite, display));
  const count = (tag: string): number => cases.filter((c) => c.includes(`<${tag} `)).length;
  const seconds = traces.reduce((sum, t) => sum + t.milliseconds, 0) / MILLISECONDS;
  const counts = `tests="${traces.length}" failures="${count("failure")}" errors="${count("error")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${seconds.toFixed(3)}">`,
    `  <testsuite name="${attribute(suite)}" ${counts} time="${seconds.toFixed(3)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function caseOf({ result, milliseconds }: JUnitTrace, suite: string, display: Display): string {
  const name = attribute(result.files.map(display).join(", "));
  const time = (milliseconds / MILLISECONDS).toFixed(3);
  const head = `    <testcase name="${name}" classname="${attribute(suite)}" time="${time}"`;
  const [tag, message, text] = outcomeOf(result, display);
  if (tag === undefined) return `${head}/>`;
  const inner = `      <${tag} message="${attribute(message)}" type="${tag}">${content(text)}</${tag}>`;
  return [`${head}>`, inner, "    </testcase>"].join("\n");
}

/** The element, its message and its text; no element for what passed. */
function outcomeOf(
  result: TraceResult,
  display: Display,
): readonly [undefined] | readonly [tag: "failure" | "error", message: string, text: string] {
  if ("faults" in result) {
    const lines = result.faults.map(({ message, place }) =>
      place === undefined ? message : `${display(place.file)}:${place.line}: ${message}`,
    );
    return ["error", "the log cannot be read", lines.join("\n")];
  }
  const { verdict } = result;
  const text = showTrace(verdict, display).join("\n");
  switch (verdict.kind) {
    case "accepted":
      return [undefined];
    case "rejected": {
      const { event } = verdict.rejection;
      return ["failure", `rejected at ${display(event.file)}:${event.line}`, text];
    }
    case "vacuous":
      return ["failure", "vacuous", text];
    case "incomplete":
      return ["failure", "incomplete", text];
    case "undecided":
      return ["error", `undecided: ${verdict.reason}`, text];
    default:
      return unreachable(verdict);
  }
}

/** XML has no way to write other control characters. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const content = (text: string): string =>
  text.replace(FORBIDDEN, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const attribute = (text: string): string =>
  content(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
