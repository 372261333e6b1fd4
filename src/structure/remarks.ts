/** Diagnostics about a structure: places where a reader could go wrong without noticing. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { Expr, Node } from "../tla/ast.js";
import { walk } from "../tla/visit.js";
import { readsOf } from "./access.js";
import { stepReads } from "./action.js";
import * as faults from "./faults.js";
import type { Seen } from "./network.js";
import { remarksOnMessages } from "./remarks-messages.js";
import { type Shape, showShape } from "./shapes.js";
import type { Facts } from "./structure.js";
import { bare, infixOf, mentioned, nameOf, show } from "./terms.js";
import type { Structure } from "./types.js";

export function remarks(facts: Facts, structure: Structure): readonly Diagnostic[] {
  const out: Diagnostic[] = [];
  for (const seen of facts.seen) out.push(...ofStep(facts, structure, seen));
  if (facts.seen.length > 0) out.push(...ofVariables(facts, structure));
  out.push(...replacements(facts), ...remarksOnMessages(facts, structure));
  for (const name of facts.el.unnameable)
    out.push(faults.unnameable(name, facts.el.place(facts.el.spec.root.module.name)));
  return once(out);
}

function once(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return all.filter((d) => {
    const key = `${d.code} ${d.place?.file}:${d.place?.line}:${d.place?.column} ${d.message.replace(/^\w+(:| )/, "")}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function ofStep(facts: Facts, structure: Structure, seen: Seen): readonly Diagnostic[] {
  return [
    ...dead(facts, seen),
    ...bases(facts, seen),
    ...actors(facts, structure, seen),
    ...literals(facts, structure, seen),
    ...choices(facts, seen),
    ...depths(facts, seen),
    ...stateful(facts, seen),
    ...odd(facts, seen),
  ];
}

/** `FALSE`, or one expression that must be two literals at once. */
function dead(facts: Facts, { reading }: Seen): readonly Diagnostic[] {
  const is = new Map<string, string>();
  for (const g of reading.guards) {
    if (nameOf(g) === "FALSE") return [faults.deadAction(reading.step.name, "FALSE", facts.el.place(g))];
    if (infixOf(g) !== "=" || g.kind !== "Infix") continue;
    const right = bare(g.right);
    if (right.kind !== "String" && right.kind !== "Number") continue;
    const [left, value] = [show(g.left), show(right)];
    const before = is.get(left);
    if (before !== undefined && before !== value)
      return [
        faults.deadAction(reading.step.name, `${left} = ${before} /\\ ${left} = ${value}`, facts.el.place(g)),
      ];
    is.set(left, value);
  }
  return [];
}

/** `x' = [y EXCEPT …]`, `x' = [s \in S |-> IF … THEN … ELSE y[s]]`. */
function bases(facts: Facts, { reading }: Seen): readonly Diagnostic[] {
  const known = new Set(facts.variables);
  return reading.updates.flatMap((u) => {
    const value = bare(u.value);
    let base: Expr | undefined;
    if (value.kind === "Except") base = value.base;
    else if (value.kind === "Function") {
      const body = bare(value.body);
      const other = body.kind === "If" ? bare(body.else) : undefined;
      if (other?.kind === "Index") base = other.fn;
    }
    const name = base === undefined ? undefined : nameOf(base);
    if (name === undefined || name === u.variable || !known.has(name)) return [];
    return [faults.wrongBase(reading.step.name, u.variable, name, facts.el.place(u.at))];
  });
}

/** Steps of two nodes, and reads of other nodes' slices. */
function actors(facts: Facts, structure: Structure, seen: Seen): readonly Diagnostic[] {
  const networks = new Set(facts.networks.map((n) => n.variable));
  const { reading } = seen;
  const name = reading.step.name;
  const writes = reading.updates.flatMap((u) => {
    if (networks.has(u.variable) || !facts.needed.has(u.variable)) return [];
    const over = roleOf(structure, u.variable);
    return over === undefined
      ? []
      : u.effects.flatMap((f) =>
          f.indices[0] === undefined ? [] : [{ u, over, index: show(f.indices[0]) }],
        );
  });
  const [first] = writes;
  const other = writes.find((w) => (w.over === first?.over ? w.index !== first.index : first !== undefined));
  if (first !== undefined && other !== undefined) {
    const names = [`${first.u.variable}[${first.index}]`, `${other.u.variable}[${other.index}]`];
    return [faults.twoActors(name, names, facts.el.place(first.u.at), facts.el.place(other.u.at))];
  }
  const actor = first?.index ?? seen.actors[0];
  if (actor === undefined) return [];
  const role = first?.over ?? structure.roles.find((r) => r.variables.some((v) => v.position === 1))?.set;
  const told = new Set<string>();
  const matters = { ...reading, updates: reading.updates.filter((u) => facts.needed.has(u.variable)) };
  return stepReads(matters, new Set(facts.variables)).flatMap((r) => {
    const [index] = r.indices;
    if (
      index === undefined ||
      networks.has(r.variable) ||
      told.has(r.variable) ||
      !facts.needed.has(r.variable)
    )
      return [];
    if (roleOf(structure, r.variable) !== role || show(index) === actor) return [];
    if (equated(reading.guards, show(index), actor)) return [];
    told.add(r.variable);
    return [faults.peerRead(name, `${r.variable}${r.path}`, actor, facts.el.place(r.at))];
  });
}

/** `i = m.dest` among the guards: two names of one node. */
function equated(guards: readonly Expr[], a: string, b: string): boolean {
  return guards.some((g) => {
    if (g.kind !== "Infix" || infixOf(g) !== "=") return false;
    const sides = [show(g.left), show(g.right)];
    return sides.includes(a) && sides.includes(b);
  });
}

function roleOf(structure: Structure, variable: string): string | undefined {
  return structure.roles.find((r) => r.variables.some((v) => v.name === variable && v.position === 1))?.set;
}

/** Guards that name one node by a literal. */
function literals(facts: Facts, structure: Structure, seen: Seen): readonly Diagnostic[] {
  const nodes = new Set(
    structure.actions
      .find((a) => a.name === seen.reading.step.name)
      ?.parameters.filter((p) => structure.roles.some((r) => r.set === p.domain))
      .map((p) => p.name) ?? [],
  );
  return seen.reading.guards.flatMap((g) => {
    if (g.kind !== "Infix" || (infixOf(g) !== "=" && infixOf(g) !== "#")) return [];
    const name = nameOf(g.left);
    const right = bare(g.right);
    if (name === undefined || !nodes.has(name) || (right.kind !== "Number" && right.kind !== "String"))
      return [];
    return [faults.literalNode(seen.reading.step.name, show(g), facts.el.place(g))];
  });
}

/** CHOOSE from what the state holds. */
function choices(facts: Facts, seen: Seen): readonly Diagnostic[] {
  const known = new Set(facts.variables);
  const received = new Set(
    seen.reading.bounds.flatMap((b) =>
      b.domain !== undefined && readsOf(b.domain, known).length > 0 ? b.names.map((n) => n.text) : [],
    ),
  );
  const out: Diagnostic[] = [];
  const look = (n: Node): void => {
    if (n.kind !== "Choose" || n.bound.domain === undefined) return;
    if (readsOf(n.bound.domain, known).length === 0 && mentioned(n.bound.domain, received).size === 0) return;
    const text = show(n);
    const short = text.length > 70 ? `${text.slice(0, 67)}…` : text;
    out.push(faults.chosenOnce(seen.reading.step.name, short, facts.el.place(n)));
  };
  for (const u of seen.reading.updates) walk(u.value, look);
  for (const g of seen.reading.guards) walk(g, look);
  for (const l of seen.reading.lets) walk(l, look);
  return out;
}

/** An index where Init has no function. */
function depths(facts: Facts, seen: Seen): readonly Diagnostic[] {
  const { inference } = facts;
  const told = new Set<string>();
  return stepReads(seen.reading, new Set(facts.variables)).flatMap((r) => {
    const start = facts.init.find((i) => i.variable === r.variable && i.how === "=");
    if (start === undefined || told.has(r.variable)) return [];
    let shape: Shape | undefined = inference.shape(start.value, inference.bound(start.bounds, new Map()));
    for (let k = 0; k < r.indices.length && shape !== undefined; k++) {
      if (["integer", "boolean", "string"].includes(shape.kind)) {
        told.add(r.variable);
        const deep = `${r.variable}${"[_]".repeat(k)}`;
        return [faults.initShape(deep, showShape(shape), `${r.variable}${r.path}`, facts.el.place(r.at))];
      }
      shape = shape.kind === "function" ? shape.to : undefined;
    }
    return [];
  });
}

/** Quorums or nodes that depend on the state. */
function stateful(facts: Facts, seen: Seen): readonly Diagnostic[] {
  const networks = new Set(facts.networks.map((n) => n.variable));
  const known = new Set(facts.variables.filter((v) => !networks.has(v)));
  const out: Diagnostic[] = [];
  const look = (domain: Expr | undefined): void => {
    if (domain === undefined) return;
    const shape = facts.inference.shape(domain, seen.env);
    const of = shape.kind === "set" ? shape.of : undefined;
    const isNodes = of?.kind === "element" || (of?.kind === "set" && of.of.kind === "element");
    const [read] = readsOf(domain, known);
    if (!isNodes || read === undefined) return;
    out.push(faults.nodesAreState(`${read.variable}${read.path}`, facts.el.place(domain)));
  };
  for (const b of seen.reading.bounds) look(b.domain);
  for (const g of seen.reading.guards)
    walk(g, (n) =>
      n.kind === "Quantifier"
        ? n.bounds.forEach((b) => {
            look(b.domain);
          })
        : undefined,
    );
  return out;
}

/** Guards that the model decides, and such as ask for other actions. */
function odd(facts: Facts, { reading }: Seen): readonly Diagnostic[] {
  const constants = new Set(facts.el.spec.root.constants.map((c) => c.name));
  const changing = new Set([
    ...facts.variables,
    ...reading.bounds.flatMap((b) => b.names.map((n) => n.text)),
  ]);
  for (const l of reading.lets) if (l.kind === "Definition") changing.add(l.name.text);
  return reading.guards.flatMap((g) => {
    const inner = g.kind === "Prefix" ? bare(g.arg) : g;
    const enabled = [g, inner].find((e) => e.kind === "Prefix" && e.op === "ENABLED");
    const place = facts.el.place(g);
    if (enabled !== undefined) return [faults.enabledGuard(reading.step.name, show(g), place)];
    if (mentioned(g, changing).size > 0 || mentioned(g, constants).size === 0) return [];
    return [faults.constantGuard(reading.step.name, show(g), place)];
  });
}

function ofVariables(facts: Facts, structure: Structure): readonly Diagnostic[] {
  const written = new Set(
    facts.seen.flatMap((s) => [...s.reading.updates.map((u) => u.variable), ...s.reading.unseen]),
  );
  return structure.variables.flatMap((v) => {
    if (!written.has(v.name)) return [faults.constantVariable(v.name, v.place)];
    if (v.ghost) return [faults.ghost(v.name, v.place)];
    return isBudget(facts, v.name) ? [faults.budget(v.name, v.place)] : [];
  });
}

/** Only counted up, and read only where it is compared with constants. */
function isBudget(facts: Facts, variable: string): boolean {
  const own = new Set([variable]);
  let compared = false;
  for (const { reading } of facts.seen) {
    for (const u of reading.updates) {
      if (u.variable !== variable) {
        if (readsOf(u.value, own).length > 0) return false;
        continue;
      }
      const value = bare(u.value);
      const counts = value.kind === "Infix" && infixOf(value) === "+" && nameOf(value.left) === variable;
      if (!counts) return false;
    }
    for (const b of reading.bounds)
      if (b.domain !== undefined && readsOf(b.domain, own).length > 0) return false;
    for (const g of reading.guards) {
      if (readsOf(g, own).length === 0) continue;
      const bounded =
        g.kind === "Infix" && ["<", "<=", "#"].includes(infixOf(g)) && nameOf(g.left) === variable;
      if (!bounded || readsOf(g, new Set(facts.variables)).length > 1) return false;
      compared = true;
    }
  }
  return compared;
}

/** Definitions that the model replaces. */
function replacements(facts: Facts): readonly Diagnostic[] {
  const { cfg } = facts.options;
  const { root } = facts.el.spec;
  return (cfg?.entries ?? []).flatMap((e) => {
    if (e.kind !== "substitution") return [];
    const of = root.names.get(e.name)?.declaration;
    return of?.kind === "operator" ? [faults.replaced(e.name, e.operator, e.place)] : [];
  });
}
