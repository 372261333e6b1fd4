/** Counterexamples in what TLC prints, with its option -tool or without; and in the JSON of a verdict. */
import { DiagnosticError } from "../../report/diagnostic.js";
import { parseState } from "../../tla/value.js";
import { type Loop, readAction, readBack } from "../../tlc/counterexample.js";
import type { RecordedBehaviour, RecordedState } from "./export-behaviour.js";
import type { Unreadable } from "./export-json.js";

const HEADING = /^(?:State )?(\d+): *(?:STATE \d+: *)?<(.*)>[ \t]*$/;
const LOOP = /^(?:State )?(?:\d+: )?Back to state:? */;
const STUTTERING = /^(?:State )?\d+: Stuttering/;
/** What a state printed without a heading is announced by. */
const ANNOUNCED = /(?:initial state|the state is):[ \t]*$/i;

/** The last behaviour in a text. */
export function behaviourFromText(text: string): RecordedBehaviour | Unreadable {
  let states: { action: string | undefined; lines: string[] }[] = [];
  let loop: Loop = { kind: "none" };
  let open: string[] | undefined;
  const begin = (action: string | undefined): void => {
    open = [];
    states.push({ action, lines: open });
  };
  for (const line of text.split(/\r?\n/)) {
    const heading = HEADING.exec(line);
    if (heading !== null) {
      if (heading[1] === "1") {
        states = [];
        loop = { kind: "none" };
      }
      begin(readAction(heading[2] ?? "").action);
    } else if (LOOP.test(line)) {
      loop = readBack(line.replace(/^State /, ""));
      open = undefined;
    } else if (STUTTERING.test(line)) {
      loop = { kind: "stuttering" };
      open = undefined;
    } else if (ANNOUNCED.test(line) && states.length === 0) begin(undefined);
    else if (line.trim() === "" || line.startsWith("@!@!@")) open = undefined;
    else open?.push(line);
  }
  return behaviourOfTexts(states, loop);
}

/** A behaviour from the texts of its states. */
export function behaviourOfTexts(
  texts: readonly { readonly action: string | undefined; readonly lines: readonly string[] }[],
  loop: Loop,
): RecordedBehaviour | Unreadable {
  const states: RecordedState[] = [];
  for (const [i, { action, lines }] of texts.entries()) {
    try {
      states.push({ action, values: parseState(lines.join("\n")) });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const why = error.diagnostics[0]?.message ?? "it is no state";
      return { kind: "unreadable", message: `state ${i + 1} cannot be read: ${why}` };
    }
  }
  if (states.length === 0) return { kind: "unreadable", message: "it has no states" };
  return { module: undefined, states, loop };
}
