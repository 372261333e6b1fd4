/** Which other modules a module's text asks for. */
import type { Module, Name, Node } from "../tla/ast.js";
import { walk } from "../tla/visit.js";

/** The names after EXTENDS and INSTANCE, in order, without those of modules nested in it; each once. */
export function importsOf(module: Module): readonly Name[] {
  const nested = new Set<string>();
  const found = new Map<string, Name>();
  const add = (name: Name): void => {
    if (!nested.has(name.text) && !found.has(name.text)) found.set(name.text, name);
  };
  walk(module, (node: Node) => {
    if (node.kind === "Extends") for (const name of node.modules) add(name);
    if (node.kind === "Instance") add(node.module);
    if (node.kind === "NestedModule") nested.add(node.module.name.text);
  });
  return [...found.values()];
}
