/** A counterexample file, whatever its form: ours, ITF, what TLC printed, or the verdict that `check --json` printed. */
import type { Loop } from "../../tlc/counterexample.js";
import type { RecordedBehaviour } from "./export-behaviour.js";
import { behaviourFromJson, type Unreadable } from "./export-json.js";
import { behaviourFromText, behaviourOfTexts } from "./export-text.js";

/** Reads the behaviour that a file holds; the last one, if a run of TLC printed several. */
export function readBehaviour(text: string): RecordedBehaviour | Unreadable {
  if (!text.trimStart().startsWith("{")) return behaviourFromText(text);
  return fromVerdict(text) ?? behaviourFromJson(text);
}

interface Printed {
  readonly trace?: {
    readonly states?: readonly { readonly action?: string; readonly text?: string }[];
    readonly loop?: Loop;
  };
}

/** The trace of a verdict in JSON; undefined if this is none. */
function fromVerdict(text: string): RecordedBehaviour | Unreadable | undefined {
  let printed: Printed | null;
  try {
    printed = JSON.parse(text) as Printed | null;
  } catch {
    return undefined;
  }
  const trace = printed?.trace;
  if (trace === undefined || !Array.isArray(trace.states)) return undefined;
  const texts = trace.states.map((state) => ({
    action: state.action,
    lines: typeof state.text === "string" ? [state.text] : [],
  }));
  return behaviourOfTexts(texts, trace.loop ?? { kind: "none" });
}
