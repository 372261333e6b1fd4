/** Faults of recorded runs, each with the file and line where it shows. */

import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";

export function linePlace(file: string, line: number, length = 1): Place {
  return { file, line, column: 1, endLine: line, endColumn: length + 1 };
}

const error = (
  code: string,
  message: string,
  place?: Place,
  more: Pick<Diagnostic, "hint" | "notes"> = {},
): Diagnostic => ({
  code: `trace/${code}`,
  severity: "error",
  message,
  ...(place === undefined ? {} : { place }),
  ...more,
});

export const fault = {
  empty: (file: string) =>
    error("empty-log", "empty log: nothing was recorded", linePlace(file, 1), {
      hint: "an empty log proves nothing; was the recorder switched on?",
    }),
  noLogs: () => error("no-logs", "no log was given", undefined, { hint: "name the logs with --trace FILE" }),
  notJson: (place: Place) => error("not-json", "this line is no JSON", place),
  truncatedLine: (place: Place) =>
    error("truncated-line", "the last line breaks off: the log is truncated", place, {
      hint: "with --partial what stands before it is validated",
    }),
  shape: (place: Place, path: string, problem: string) =>
    error("bad-record", `not a record of an action: ${path === "" ? "" : `${path}: `}${problem}`, place),
  noValue: (place: Place, path: string) =>
    error("bad-value", `${path} is not the JSON of a TLA+ value`, place),
  unknownName: (place: Place, what: string, name: string, known: readonly string[]) => {
    const near = nearest(name, known);
    return error("unknown-name", `the specification has no ${what} ${name}`, place, {
      hint: near === undefined ? `it has: ${known.join(", ") || "none"}` : `did you mean ${near}?`,
    });
  },
  missingName: (place: Place, what: string, name: string) =>
    error("missing-name", `the ${what} ${name} is not recorded`, place),
  oneMessage: (place: Place, name: string, count: number) =>
    error("one-message", `the input ${name} is one message, here are ${count}`, place),
  outIdentity: (place: Place, id: string, expected: string) =>
    error("bad-identity", `a message sent here is called ${id}; its identity is ${expected}`, place),
  outContent: (place: Place, ids: number, messages: number) =>
    error("bad-content", `${ids} messages are sent but ${messages} are recorded`, place),
  foreign: (place: Place, node: string, owner: string) =>
    error("foreign-record", `this is the log of ${owner}, but the record is of ${node}`, place, {
      hint: `events of others have "accepted": true and "by": "${owner}"`,
    }),
  gap: (place: Place, node: string, missing: number, found: number) =>
    error("gap", `event ${missing} of ${node} is missing: this line has event ${found}`, place),
  duplicate: (place: Place, node: string, index: number, first: Place) =>
    error("duplicate", `event ${index} of ${node} is recorded twice`, place, {
      notes: [{ message: "first here", place: first }],
    }),
  wrongEnd: (place: Place, node: string, end: number, last: number) =>
    error("wrong-end", `the end record says ${end} events of ${node}, the log has ${last}`, place),
  noEnd: (file: string, line: number, node: string) =>
    error("no-end", `the log of ${node} has no end record: it may be truncated`, linePlace(file, line), {
      hint: "with --partial a log without an end record is validated as far as it goes",
    }),
  twoLogs: (place: Place, node: string, first: Place) =>
    error("two-logs", `there are two logs of ${node}`, place, {
      notes: [{ message: "the other one", place: first }],
    }),
  noLogOf: (node: string, place: Place | undefined) =>
    error("no-log-of", `there is no log of ${node}`, place, {
      hint: `give its log too, or name it with --byzantine ${node}`,
    }),
  notANode: (place: Place, node: string, nodes: readonly string[]) =>
    error("not-a-node", `${node} is none of the nodes ${nodes.join(", ")}`, place),
  noSuchNode: (node: string, nodes: readonly string[]) =>
    error("no-such-node", `--byzantine names ${node}, which is none of the nodes ${nodes.join(", ")}`),
  fork: (node: string, index: number, one: Place, other: Place) =>
    error("fork", `two different events ${index} of ${node} are on record`, other, {
      notes: [{ message: "the other one", place: one }],
      hint: "a node that certifies two events for one index has forked its history",
    }),
  unsent: (place: Place, input: string, id: string) =>
    error("unsent-input", `the input ${input} is message ${id}, which nobody sent`, place),
  noCause: (place: Place, input: string, id: string) =>
    error("no-cause", `the input ${input} is message ${id}, which is sent only after this event`, place),
};
