/** Comments that generated modules carry: where a part comes from, and which rule asks for it. */
import type { LocalAction } from "../protocol/types.js";

/** `root`: the file that is meant where none is named. */
export function actionNote(action: LocalAction, root: string): string {
  const chosen = action.params.map((p) => p.name);
  const got = action.inputs.map((i) => (i.mode === "one" ? i.name : `${i.name} (a set)`));
  const parts = [
    `${action.name} (line ${action.place.line} of ${fileOf(action, root)})`,
    chosen.length > 0 ? `chooses ${chosen.join(", ")}` : "",
    got.length > 0 ? `consumes ${got.join(", ")}` : "",
  ];
  return `${parts.filter((p) => p !== "").join("; ")}.`;
}

function fileOf({ place }: LocalAction, root: string): string {
  return place.file === root ? "the specification" : (place.file.split("/").at(-1) ?? place.file);
}
