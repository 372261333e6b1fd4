/** What makes emitted code readable: where each function comes from, and indentation. */
import type { ModuleScope, ResolvedSpec } from "../../resolve/types.js";
import type { Node } from "../../tla/ast.js";
import { placeOf } from "../../tla/place.js";
import { walk } from "../../tla/visit.js";
import type { Ir } from "../lower/ir.js";

/** The place and the text of an expression: `Raft.tla:212: m.term = term[i]`. */
export function describer(spec: ResolvedSpec): (e: Ir) => string {
  const modules = new Map<Node, ModuleScope>();
  for (const scope of spec.modules.values()) {
    walk(scope.parsed.module, (node) => {
      modules.set(node, scope);
      return true;
    });
  }
  return ({ at }) => {
    const parsed = modules.get(at)?.parsed;
    if (parsed === undefined) return "";
    const { file, line } = placeOf(parsed.file, parsed.source, at.span);
    const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
    return `${name}:${line}: ${parsed.source.slice(at.span.start, at.span.end)}`;
  };
}

/** Code with two spaces for each brace that is open; for code in which lines end where blocks begin or end. */
export function indented(code: string): string {
  let depth = 0;
  return code
    .split("\n")
    .map((line) => {
      const text = line.trim();
      const bare = text.startsWith("//") ? "" : text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*$/g, "");
      const closing = /^[\])}]*/.exec(bare)?.[0].length ?? 0;
      const own = Math.max(depth - closing, 0);
      for (const c of bare) {
        if ("{([".includes(c)) depth += 1;
        else if ("})]".includes(c)) depth -= 1;
      }
      return text === "" ? "" : "  ".repeat(own) + text;
    })
    .join("\n");
}
