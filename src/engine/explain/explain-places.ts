/** Where expressions of a specification stand, and their text. */
import type { Place } from "../../report/diagnostic.js";
import type { ModuleScope, ResolvedSpec } from "../../resolve/types.js";
import type { Node } from "../../tla/ast.js";
import { placeOf } from "../../tla/place.js";
import { children } from "../../tla/visit.js";

/** Finds the module of a node; the table is made when it is first asked, and again when something was appended. */
export class Places {
  private readonly modules = new Map<Node, ModuleScope>();
  private appended = -1;

  constructor(private readonly spec: ResolvedSpec) {}

  moduleOf(node: Node): ModuleScope | undefined {
    if (this.appended !== this.spec.appended.length) this.read();
    return this.modules.get(node);
  }

  /** Undefined for a node that stands in no text. */
  place(node: Node): Place | undefined {
    const module = this.moduleOf(node);
    if (module === undefined) return undefined;
    return placeOf(module.parsed.file, module.parsed.source, node.span);
  }

  /** As written, on one line, at most `most` characters. */
  text(node: Node, most = 80): string {
    const module = this.moduleOf(node);
    if (module === undefined) return "";
    const text = module.parsed.source.slice(node.span.start, node.span.end);
    return shortened(withoutComments(text).replace(/\s+/g, " ").trim(), most);
  }

  private read(): void {
    const { modules, appended } = this.spec;
    for (const scope of [...modules.values(), ...appended]) {
      const pending: Node[] = [scope.parsed.module];
      for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
        if (this.modules.has(node)) continue;
        this.modules.set(node, scope);
        pending.push(...children(node));
      }
    }
    this.appended = appended.length;
  }
}

function withoutComments(text: string): string {
  return text.replace(/\\\*[^\n]*/g, "").replace(/\(\*[\s\S]*?\*\)/g, "");
}

export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 2)} …`;
}
