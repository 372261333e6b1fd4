/** RECURSIVE declarations that wait for their definitions. */
import type { Param } from "../tla/ast.js";
import type { Frame } from "./scope.js";
import type { OperatorDeclaration } from "./types.js";

/** By frame: a definition must stand in the frame of its declaration. */
export class Pending {
  private readonly byFrame = new Map<
    Frame,
    Map<string, { readonly param: Param; readonly declaration: OperatorDeclaration }>
  >();

  add(at: Frame, name: string, param: Param, declaration: OperatorDeclaration): void {
    const here = this.byFrame.get(at) ?? new Map();
    here.set(name, { param, declaration });
    this.byFrame.set(at, here);
  }
  /** What is declared but not defined in a frame. */
  open(at: Frame): readonly (readonly [string, Param])[] {
    return [...(this.byFrame.get(at) ?? new Map<string, { param: Param }>())].map(([n, p]) => [n, p.param]);
  }
  get any(): boolean {
    return [...this.byFrame.values()].some((m) => m.size > 0);
  }
  /** The frame in which a name waits for its definition, seen from `scope`. */
  frameOf(scope: Frame, name: string): Frame | undefined {
    for (let at: Frame | undefined = scope; at !== undefined; at = at.outer) {
      if (this.byFrame.get(at)?.has(name)) return at;
    }
    return undefined;
  }
  take(
    at: Frame,
    name: string,
  ): { readonly param: Param; readonly declaration: OperatorDeclaration } | undefined {
    const here = this.byFrame.get(at);
    const found = here?.get(name);
    here?.delete(name);
    return found;
  }
}
