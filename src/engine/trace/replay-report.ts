/** What a replay says, in words: for people, one fact on a line. */
import { unreachable } from "../../report/diagnostic.js";
import { printChange } from "../../tlc/counterexample.js";
import type { Misfit, Nearest } from "./replay.js";

/** Changes of the nearest state that are shown. */
const SHOWN = 8;

/** Why the behaviour of a file is none of the model's. */
export function misfitLines(misfit: Misfit): readonly string[] {
  const { at } = misfit;
  switch (misfit.kind) {
    case "variables": {
      const lines: string[] = [];
      if (misfit.missing.length > 0)
        lines.push(`state ${at} does not say what ${misfit.missing.join(", ")} is`);
      if (misfit.unknown.length > 0) {
        lines.push(`state ${at} has ${misfit.unknown.join(", ")}, which the model has not`);
        lines.push(
          "  hint: a counterexample that shows an ALIAS instead of the variables cannot be replayed",
        );
      }
      return lines;
    }
    case "no-state": {
      const why = misfit.reason === undefined ? "" : `: ${misfit.reason}`;
      return [`state ${at} is no state that the model can have${why}`];
    }
    case "not-initial":
      return ["state 1 is no initial state", ...nearestLines(misfit.nearest, "initial state")];
    case "not-a-step": {
      const by = misfit.action === undefined ? "" : ` by ${misfit.action}`;
      const lines = [`no step leads from state ${at - 1} to state ${at}${by}`];
      return [...lines, ...nearestLines(misfit.nearest, "successor")];
    }
    case "other-action": {
      const by = misfit.by.join(", ");
      return [`state ${at} is no successor of state ${at - 1} by ${misfit.action}, but by ${by}`];
    }
    case "not-a-loop":
      return [`no step leads from state ${at}, the last one, back to state ${misfit.to}`];
    default:
      return unreachable(misfit);
  }
}

function nearestLines(nearest: Nearest | undefined, what: string): readonly string[] {
  if (nearest === undefined) return [`  there is no ${what}`];
  const by = nearest.action === undefined ? "" : `, by ${nearest.action}`;
  const changes = nearest.changes.map((change) => `    ${printChange(change)}`);
  const left = changes.length - SHOWN;
  return [
    `  the ${what} that is most like it${by}, differs in:`,
    ...changes.slice(0, SHOWN),
    ...(left > 0 ? [`    … and ${left} more`] : []),
  ];
}
