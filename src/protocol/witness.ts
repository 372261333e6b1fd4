/**
 * Two facts about set inputs and what follows from them.
 *
 * An input is *increasing* in an action if more messages never hurt and never change what the step does: then the whole
 * matching set stands for all subsets. A parameter that only increasing guards read (typically the quorum in
 * `\E Q \in Quorum : \A j \in Q : \E m \in votes : …`) is a *witness*: it need not be part of the event, the guard finds
 * it by itself.
 */
import type { Bound, Expr, Name } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { mentions, stripParens } from "./terms.js";
import type { Input, LocalAction, Parameter } from "./types.js";

/** Does the input occur only under `\E m \in input` in positive places of the guards? */
export function isIncreasing(action: LocalAction, input: Input): boolean {
  const only = new Set([input.name]);
  if (outsideGuards(action).some((e) => mentions(e, only))) return false;
  return action.guards.every((g) => increasing(g, input.name));
}

/** Everything of an action but its guards. */
function outsideGuards(action: LocalAction): readonly Expr[] {
  return [
    ...action.lets.map((l) => l.body),
    ...action.updates.map((u) => u.value),
    ...action.sends.map((s) => s.messages),
    ...action.params.map((p) => p.domain),
    ...action.inputs.flatMap((i) => i.filter),
  ];
}

function increasing(e: Expr, name: string): boolean {
  const free = (x: Expr): boolean => !mentions(x, new Set([name]));
  const bare = stripParens(e);
  if (free(bare)) return true;
  switch (bare.kind) {
    case "Junction":
      return bare.items.every((i) => increasing(i, name));
    case "Infix": {
      const op = canonicalOp(bare.op);
      if (op === "/\\" || op === "\\/") return increasing(bare.left, name) && increasing(bare.right, name);
      return op === "=>" && free(bare.left) && increasing(bare.right, name);
    }
    case "Quantifier": {
      const domains = bare.bounds.every((x) => {
        if (x.domain === undefined || free(x.domain)) return true;
        return bare.op === "\\E" && stripParens(x.domain).kind === "Apply";
      });
      return domains && increasing(bare.body, name);
    }
    case "Let":
      return bare.units.every((u) => u.kind === "Definition" && free(u.body)) && increasing(bare.body, name);
    default:
      return false;
  }
}

/** The same action with its witnesses bound inside the guards. */
export function sinkWitnesses(action: LocalAction): LocalAction {
  return action.params.reduce((a, p) => (isWitness(a, p) ? sink(a, p) : a), action);
}

function isWitness(action: LocalAction, param: Parameter): boolean {
  const only = new Set([param.name]);
  if (param.client || action.ownedKey?.param === param.name) return false;
  const elsewhere = [
    ...action.lets.map((l) => l.body),
    ...action.updates.map((u) => u.value),
    ...action.sends.map((s) => s.messages),
    ...action.params.map((p) => p.domain),
  ];
  if (elsewhere.some((e) => mentions(e, only))) return false;
  const inputNames = new Set(action.inputs.map((i) => i.name));
  if (mentions(param.domain, inputNames)) return false;
  const reading = action.guards.filter((g) => mentions(g, only));
  const filtered = action.inputs.filter((i) => i.filter.some((f) => mentions(f, only)));
  return reading.length > 0 && filtered.every((i) => i.mode === "set" && isIncreasing(action, i));
}

function sink(action: LocalAction, param: Parameter): LocalAction {
  const only = new Set([param.name]);
  const [reading, rest] = [
    action.guards.filter((g) => mentions(g, only)),
    action.guards.filter((g) => !mentions(g, only)),
  ];
  const [first] = reading;
  if (first === undefined) return action;
  const { id, span } = first;
  const name: Name = { kind: "Name", id, span, text: param.name };
  const bound: Bound = { kind: "Bound", id, span, names: [name], tuple: false, domain: param.domain };
  const body: Expr = reading.length === 1 ? first : { kind: "Junction", id, span, op: "/\\", items: reading };
  const guard: Expr = { kind: "Quantifier", id, span, op: "\\E", bounds: [bound], body };
  return {
    ...action,
    params: action.params.filter((p) => p !== param),
    order: action.order.filter((o) => o !== param.name),
    inputs: action.inputs.map((i) => ({ ...i, filter: i.filter.filter((f) => !mentions(f, only)) })),
    guards: [...rest, guard],
  };
}
