/** What a node may try next, as nested loops over what an action chooses; `step` decides. */
import { kindAsked } from "../../src/protocol/kinds.js";
import { conjunctsOf, mentions } from "../../src/protocol/terms.js";
import type { LocalAction, Parameter, Protocol } from "../../src/protocol/types.js";
import type { Expr } from "../../src/tla/ast.js";
import { canonicalOp } from "../../src/tla/operators.js";
import { walk } from "../../src/tla/visit.js";
import type { Expressions, Scope } from "./expressions.js";
import { inputTag, isKindTest } from "./input-kinds.js";
import { field, guarded, identifier, list, unwrapped } from "./text.js";
import { messageName } from "./types.js";

/** Nested loops over what the action chooses; `step` decides which candidate is enabled. */
export function candidates(protocol: Protocol, to: Expressions, a: LocalAction): string {
  const scope = new Map<string, string>([
    [a.actor, "self"],
    [protocol.names.slice, "s"],
  ]);
  const lines: string[] = [];
  let depth = 1;
  const put = (text: string): void => {
    lines.push(`${"  ".repeat(depth)}${text}`);
  };
  const open = (text: string): void => {
    put(text);
    depth++;
  };
  for (const l of a.lets) {
    if (!letUsedInChoices(a, l.name.text)) continue;
    put(to.define(l, scope));
  }
  const pending = earlyGuards(protocol, a);
  const placeGuards = (): void => {
    for (const guard of pending.filter((g) => g.names.every((n) => scope.has(n)))) {
      pending.splice(pending.indexOf(guard), 1);
      const test = unwrapped(to.emit(guard.test, scope));
      put(`if (!${guarded(test)}) ${depth === 1 ? "return" : "continue"};`);
    }
  };
  placeGuards();
  for (const name of a.order) {
    const local = identifier(name);
    const param = a.params.find((p) => p.name === name);
    const input = a.inputs.find((i) => i.name === name);
    if (param !== undefined) open(loop(protocol, to, a, param, scope));
    if (param !== undefined && a.ownedKey?.param === name) {
      put(`if (ownerOf(c.${protocol.nodeSet}, ${local}) !== self) continue;`);
    }
    if (input !== undefined) {
      const tag = inputTag(protocol, a, name);
      const source = tag === undefined ? "inbox" : `inbox.filter(steps.is${messageName(tag)})`;
      if (input.mode === "one") open(`for (const ${local} of ${source}) {`);
      else {
        const element = identifier(input.element);
        const inner = new Map(scope).set(input.element, element);
        const filter = input.filter
          .flatMap(conjunctsOf)
          .filter((f) => kindAsked(protocol, f, input.element) === undefined);
        const test = filter.map((f) => to.emit(f, inner)).join(" && ");
        const chosen = test === "" ? "" : `.filter((${element}) => ${guarded(test, "")})`;
        put(`const ${local} = ${source}${chosen};`);
      }
    }
    scope.set(name, local);
    placeGuards();
  }
  const args = a.params.map((p) => field(p.name, identifier(p.name)));
  const inputs = a.inputs.map((i) =>
    field(i.name, i.mode === "one" ? `[${identifier(i.name)}]` : identifier(i.name)),
  );
  put(`yield { action: ${JSON.stringify(a.name)}, args: {${list(args)}}, inputs: {${list(inputs)}} };`);
  while (depth > 1) {
    depth--;
    put("}");
  }
  return `function* try${a.name}(self: string, s: Slice, inbox: readonly Message[], config: Config): Iterable<Event<Message>> {\n  const c = constantsOf(config);\n${lines.join("\n")}\n}\n\n`;
}

/** Guards that can be tried before all is chosen: those that read no set of messages and no LET. */
function earlyGuards(
  protocol: Protocol,
  a: LocalAction,
): { readonly test: Expr; readonly names: readonly string[] }[] {
  const late = new Set([
    ...a.inputs.filter((i) => i.mode === "set").map((i) => i.name),
    ...a.lets.map((l) => l.name.text),
  ]);
  return a.guards
    .flatMap(conjunctsOf)
    .filter((g) => !mentions(g, late) && !isKindTest(protocol, a, g))
    .map((test) => ({ test, names: a.order.filter((n) => mentions(test, new Set([n]))) }));
}

function letUsedInChoices(a: LocalAction, name: string): boolean {
  const choices = [...a.params.map((p) => p.domain), ...a.inputs.flatMap((i) => i.filter)];
  let found = false;
  for (const e of choices) walk(e, (n) => (found ||= n.kind === "Apply" && n.name === name));
  return found;
}

function loop(protocol: Protocol, to: Expressions, a: LocalAction, param: Parameter, scope: Scope): string {
  const local = identifier(param.name);
  if (param.client) {
    const tags = a.inputs.flatMap((i) => inputTag(protocol, a, i.name) ?? []);
    const learnt =
      tags.length === 0
        ? "config.offered"
        : `offeredOr(config, inbox.filter((m) => ${tags.map((t) => `steps.is${messageName(t)}(m)`).join(" || ")}))`;
    return `for (const ${local} of ${learnt}) {`;
  }
  const d = to.unfolded(param.domain);
  if (d.kind === "Infix" && canonicalOp(d.op) === "..") {
    const [low, high] = [to.emit(d.left, scope), to.emit(d.right, scope)];
    // What a state bounds (an index of a log) is more useful at its upper end, a fixed range at its lower one.
    return mentions(d, new Set([protocol.names.slice]))
      ? `for (let ${local} = ${high}; ${local} >= ${low}; ${local}--) {`
      : `for (let ${local} = ${low}; ${local} <= ${high}; ${local}++) {`;
  }
  return `for (const ${local} of ${to.lazy(param.domain, scope)}) {`;
}
