/** Comments that generated modules carry: where a part comes from, and which rule asks for it. */
import type { LocalAction } from "../protocol/types.js";

export function actionNote(action: LocalAction): string {
  const chosen = action.params.map((p) => p.name);
  const got = action.inputs.map((i) => (i.mode === "one" ? i.name : `${i.name} (a set)`));
  const parts = [
    `${action.name} (line ${action.place.line} of the specification)`,
    chosen.length > 0 ? `chooses ${chosen.join(", ")}` : "",
    got.length > 0 ? `consumes ${got.join(", ")}` : "",
  ];
  return `${parts.filter((p) => p !== "").join("; ")}.`;
}
