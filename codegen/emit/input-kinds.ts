/** The kinds of message that an action's inputs ask for. */
import { kindAsked } from "../../src/protocol/kinds.js";
import { conjunctsOf } from "../../src/protocol/terms.js";
import type { LocalAction, Protocol } from "../../src/protocol/types.js";
import type { Expr } from "../../src/tla/ast.js";

/** The kind that an input's filter asks for. */
export function inputTag(protocol: Protocol, a: LocalAction, name: string): string | undefined {
  const input = a.inputs.find((i) => i.name === name);
  for (const f of input?.filter.flatMap(conjunctsOf) ?? []) {
    const tag = kindAsked(protocol, f, input?.element ?? "");
    if (tag !== undefined) return tag;
  }
  return undefined;
}

/** A guard that says no more than the filter of one consumed message. */
export function isKindTest(protocol: Protocol, a: LocalAction, g: Expr): boolean {
  return a.inputs.some((i) => {
    const asked = i.mode === "one" ? kindAsked(protocol, g, i.name) : undefined;
    return asked !== undefined && asked === inputTag(protocol, a, i.name);
  });
}
