/** Faults of mapping files and of logs read by them: one constructor for each message. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";

/** Where something stands in a mapping: the file, and the keys on the way. */
export interface Where {
  /** `events[3].after` */
  readonly path: string;
  readonly place: Place | undefined;
}

type More = Pick<Diagnostic, "hint" | "notes">;

function fault(code: string, message: string, place: Place | undefined, more: More = {}): Diagnostic {
  return {
    code: `conform/${code}`,
    severity: "error",
    message,
    ...(place === undefined ? {} : { place }),
    ...more,
  };
}

const at = (where: Where, code: string, message: string, more: More = {}): Diagnostic =>
  fault(code, `${where.path}: ${message}`, where.place, more);

export function linePlace(line: {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}): Place {
  const { file, line: number, text } = line;
  return { file, line: number, column: 1, endLine: number, endColumn: text.length + 1 };
}

type Line = Parameters<typeof linePlace>[0];

const suggestion = (name: string, known: Iterable<string>): More => {
  const list = [...known];
  const near = nearest(name, list);
  if (near !== undefined) return { hint: `did you mean \`${near}\`?` };
  return list.length === 0 || list.length > 30 ? {} : { hint: `there are ${list.join(", ")}` };
};

export const mappingFault = {
  notJson: (message: string, place: Place | undefined) =>
    fault("mapping-not-json", `the mapping is no JSON: ${message}`, place),
  noDefault: (file: string) =>
    fault(
      "mapping-no-default",
      "the module exports no mapping",
      { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
      {
        hint: "write `export default { events: [ … ] }`",
      },
    ),
  form: (where: Where, message: string) => at(where, "mapping-form", message),
  unknownKey: (where: Where, key: string, known: readonly string[]) =>
    at(where, "mapping-unknown-key", `there is no key \`${key}\``, suggestion(key, known)),
  tla: (where: Where, d: Diagnostic) =>
    at(where, "mapping-tla", d.message, d.hint === undefined ? {} : { hint: d.hint }),
  notAPath: (where: Where, text: string) =>
    at(where, "mapping-path", `\`${text}\` is no path`, { hint: "paths look like $.msg.to or ^.ts" }),
  unknownName: (where: Where, what: string, name: string, known: Iterable<string>) =>
    at(where, "mapping-unknown-name", `there is no ${what} \`${name}\``, suggestion(name, known)),
  clash: (where: Where, name: string) =>
    at(where, "mapping-clash", `\`${name}\` is a name of the specification already`, {
      hint: "give it another name in the mapping",
    }),
  circular: (where: Where, name: string) => at(where, "mapping-circular", `\`${name}\` is defined by itself`),
  noLog: (where: Where, text: string) =>
    at(
      where,
      "mapping-reads-no-log",
      `\`${text}\` does not read the line: it compares the specification with itself`,
      {
        hint: "the right side of a comparison reads the event, as in $.term",
      },
    ),
  lineTest: (where: Where, what: string) =>
    at(where, "mapping-line-test", `${what} cannot be decided by the line alone`, {
      hint: "tests of lines compare paths, strings and numbers with = # < <= \\in /\\ \\/ ~ ; what reads the state belongs into `before`",
    }),
  notInNext: (where: Where, action: string, known: readonly string[]) =>
    at(
      where,
      "action-not-in-next",
      `no step of the next-state relation is one of \`${action}\``,
      suggestion(action, known),
    ),
  arity: (where: Where, name: string, wanted: number, got: number) =>
    at(
      where,
      "action-arguments",
      `\`${name}\` has ${wanted} parameter${wanted === 1 ? "" : "s"}, not ${got}`,
    ),
  noNext: (place: Place | undefined) =>
    fault("no-next", "the model gives no next-state relation that steps could be held against", place, {
      hint: "name a model with --cfg, or `next` (and `init`) in the mapping",
    }),
  untilMax: (where: Where) => at(where, "until-without-max", "`until` needs `max`, so that the search ends"),
  unsupported: (where: Where, what: string) => at(where, "mapping-unsupported", what),
  earlyOrder: (where: Where, why: string) =>
    at(where, "early-order", `\`early\` is for lines that are matched as they stand: ${why}`),
  noInvariant: (where: Where, name: string) =>
    at(where, "mapping-unknown-name", `there is no invariant \`${name}\` without parameters`),
  checksNothing: (where: Where): Diagnostic => ({
    ...at(where, "checks-nothing", "a line without a step, of which nothing is compared", {
      hint: "give it `before` or `has`, or list the event in `ignore.events` with the reason",
    }),
    severity: "warning",
  }),
  clockNode: (where: Where) =>
    at(where, "clock-node", "clocks are those of nodes, and nothing says whose a line is", {
      hint: 'say it in `log.node`, or beside the clock: {"vector": "$.clock", "node": "$.id"}',
    }),
  clockRename: (where: Where) =>
    at(where, "clock-rename", "`rename` goes by first appearance, which clocks leave open", {
      hint: "use a map, or order the log by something else",
    }),
  constantValue: (name: string, message: string) =>
    fault("constant-value", `constant ${name} of the mapping: ${message}`, undefined),
};

export const logFault = {
  noSuchLine: ({ file, line }: { readonly file?: string; readonly line: number }) =>
    fault("no-such-line", `${file ?? "the log"} has no line ${line} that holds a value`, undefined),
  noName: (line: Line, path: string) =>
    fault("event-without-name", `the event has no name: there is no ${path}`, linePlace(line), {
      hint: "`log.name` says where names lie; `log.select` leaves lines out; a rule with `on: null` takes them",
    }),
  wide: (line: Line, name: string | undefined, states: number): Diagnostic => ({
    ...fault(
      "wide",
      `more than ${states} states are possible at event ${name ?? "without a name"}: from there on one behaviour after another is tried`,
      linePlace(line),
      { hint: "log what tells these states apart: arguments, the message's identity, changed variables" },
    ),
    severity: "warning",
  }),
  noEvent: (line: Line, path: string) =>
    fault("line-without-event", `there is no ${path} in this line`, linePlace(line), {
      hint: "`log.select` leaves lines out that hold no event",
    }),
  unknownEvent: (line: Line, name: string, known: readonly string[]) =>
    fault("unknown-event", `no rule of the mapping is for event ${name}`, linePlace(line), {
      ...suggestion(name, known),
      notes: [{ message: "an event that has no step is listed in `ignore.events` with the reason" }],
    }),
  noRule: (line: Line, name: string, rules: readonly string[]) =>
    fault(
      "no-rule",
      `the conditions of ${rules.join(", ")} for event ${name} are all false of this line`,
      linePlace(line),
    ),
  severalRules: (line: Line, name: string, rules: readonly string[]) =>
    fault(
      "several-rules",
      `${rules.join(" and ")} are both for this line of event ${name}`,
      linePlace(line),
      {
        hint: "tell them apart with `if`",
      },
    ),
  missing: (line: Line, path: string, rule: string) =>
    fault("missing-field", `${rule} reads ${path}, which this line does not have`, linePlace(line), {
      hint: `write ${path}? if it may be absent`,
    }),
  unmapped: (line: Line, name: string, paths: readonly string[]) =>
    fault(
      "unmapped-field",
      `event ${name} logs what the mapping neither reads nor ignores: ${paths.join(", ")}`,
      linePlace(line),
      {
        hint: `compare it, or give the reason: "ignore": {"fields": {${paths.map((p) => `"${p}": "why"`).join(", ")}}}`,
      },
    ),
  value: (line: Line, path: string, problem: string) =>
    fault("bad-value", `${path}: ${problem}`, linePlace(line)),
  notTotal: (line: Line, path: string, map: string, value: string, known: readonly string[]) =>
    fault(
      "map-not-total",
      `${path}: the map ${map} has nothing for ${value}`,
      linePlace(line),
      suggestion(value, known),
    ),
  renameFull: (line: Line, path: string, most: number) =>
    fault(
      "rename-full",
      `${path}: more than ${most} different values, which is all that \`rename\` has names for`,
      linePlace(line),
    ),
};
