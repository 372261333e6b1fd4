/** Diagnostics about networks and messages. */
import type { Diagnostic } from "../report/diagnostic.js";
import { walk } from "../tla/visit.js";
import * as faults from "./faults.js";
import { isForwarded, nameOfNetwork } from "./messages.js";
import { kindsTaken, type Network, ownKind, type Seen } from "./network.js";
import { recordsOf, unknown } from "./shapes.js";
import type { Facts } from "./structure.js";
import { bare, nameOf, show } from "./terms.js";
import type { Structure } from "./types.js";

export function remarksOnMessages(facts: Facts, structure: Structure): readonly Diagnostic[] {
  const { el } = facts;
  const out: Diagnostic[] = [];
  const top = el.place(el.spec.root.module.name);
  if (facts.seen.length > 0 && facts.networks.length === 0)
    out.push(faults.noNetwork(top), ...tables(facts, structure));
  out.push(...typeSets(facts));
  for (const network of facts.networks) {
    out.push(...ofSends(facts, network), ...ofLooks(facts, structure, network));
    const looks = network.taken.filter((t) => t.consumption.form !== "empty");
    const [first] = looks;
    if (first !== undefined && looks.every((t) => t.consumption.counted))
      out.push(faults.onlyCounted(nameOfNetwork(network), el.place(first.consumption.at)));
    const records = network.added.flatMap((a) => recordsOf(a.shape));
    const fields = new Set(
      records.map((r) =>
        r.fields
          .map((f) => f.name)
          .sort()
          .join(),
      ),
    );
    if (facts.tag === undefined && fields.size > 1) {
      const at = network.added[0];
      out.push(faults.noTag(nameOfNetwork(network), at === undefined ? top : el.place(at.update.at)));
    }
  }
  for (const k of structure.kinds) if (k.sender === undefined) out.push(faults.noSender(k.name, k.place));
  out.push(...mailboxes(facts));
  return out;
}

/** `msgs \cup {[type : {"a"}, to : S]}`: the set of all such records, sent as one message. */
function typeSets(facts: Facts): readonly Diagnostic[] {
  return facts.seen.flatMap((seen) =>
    seen.reading.updates.flatMap((u) =>
      u.effects.flatMap((f) => {
        const value = bare(f.value);
        if (f.kind !== "add" || f.many || value.kind !== "RecordSet") return [];
        return [faults.typeSet(seen.reading.step.name, show(value), facts.el.place(value))];
      }),
    ),
  );
}

function ofSends(facts: Facts, network: Network): readonly Diagnostic[] {
  const { el } = facts;
  return network.added.flatMap((a) => {
    const name = a.seen.reading.step.name;
    const value = bare(a.effect.value);
    const place = el.place(value);
    if (isForwarded(a)) return [];
    const bound = nameOf(value);
    const parameter = a.seen.reading.bounds.find((b) => b.names.some((n) => n.text === bound));
    if (parameter?.domain !== undefined) return [faults.alreadyLies(name, place)];
    if (recordsOf(a.shape).length === 0 && a.shape.kind !== "tuple")
      return [faults.messageShape(name, nameOfNetwork(network), place)];
    return [];
  });
}

function ofLooks(facts: Facts, structure: Structure, network: Network): readonly Diagnostic[] {
  const { el, tag } = facts;
  const name = nameOfNetwork(network);
  const own = structure.kinds.filter((k) => k.network === name).map((k) => k.name);
  return network.taken.flatMap(({ seen, consumption }) => {
    const place = el.place(consumption.at);
    const step = seen.reading.step.name;
    if (consumption.form === "empty") return [faults.emptiness(step, name, place)];
    const shapeOf = (e: Parameters<typeof facts.inference.shape>[0]) => facts.inference.shape(e, seen.env);
    const kinds = kindsTaken(consumption, tag, network, own, shapeOf);
    const never = kinds.filter((k) => !own.includes(k) && k !== ownKind(network));
    const out: Diagnostic[] = never.map((k) => faults.wrongSet(k, name, place));
    if (consumption.mode === "absent" && !isUniversalTest(consumption, tag))
      out.push(faults.absence(step, kinds.join(" or "), place));
    return out;
  });
}

/** `\A m \in msgs : m.type = … => …` compares what was sent; it says of no message that there is none. */
function isUniversalTest(
  consumption: Network["taken"][number]["consumption"],
  tag: string | undefined,
): boolean {
  void tag;
  const { at } = consumption;
  return at.kind === "Quantifier" && at.op === "\\A" && consumption.mode === "absent" && hasImplication(at);
}

function hasImplication(at: Parameters<typeof walk>[0]): boolean {
  let found = false;
  walk(at, (n) => {
    if (n.kind === "Infix" && ["<", ">", "<=", ">=", "\\leq", "\\geq"].includes(n.op)) found = true;
    return !found;
  });
  return found;
}

/** `box' = [box EXCEPT ![d] = message]`: a slot for one message, of somebody else. */
function mailboxes(facts: Facts): readonly Diagnostic[] {
  const networks = new Set(facts.networks.map((n) => n.variable));
  return facts.seen.flatMap((seen: Seen) =>
    seen.reading.updates.flatMap((u) => {
      if (networks.has(u.variable)) return [];
      return u.effects.flatMap((f) => {
        const [index] = f.indices;
        if (f.kind !== "set" || index === undefined || f.indices.length > 1 || f.path !== "[*]") return [];
        const shape = facts.inference.shape(f.value, seen.env);
        if (recordsOf(shape).length === 0 || seen.actors.length === 0) return [];
        const foreign = sent(facts, u.variable, seen, show(index));
        return foreign ? [faults.mailbox(u.variable, seen.reading.step.name, facts.el.place(u.at))] : [];
      });
    }),
  );
}

/** Whether somebody writes at an index that is not the node whose other variables it reads. */
function sent(facts: Facts, variable: string, seen: Seen, index: string): boolean {
  const known = facts.inference.variables.get(variable) ?? unknown;
  const other = seen.reading.guards.some((g) => {
    let found = false;
    walk(g, (n) => {
      if (n.kind !== "Index" || n.args[0] === undefined) return;
      const name = nameOf(n.fn);
      if (
        name !== undefined &&
        name !== variable &&
        facts.variables.includes(name) &&
        show(n.args[0]) !== index
      )
        found = true;
    });
    return found;
  });
  return other && known.kind === "function";
}

/** Without a network: variables that one writes and others read. */
function tables(facts: Facts, structure: Structure): readonly Diagnostic[] {
  return structure.variables.flatMap((v) => {
    const writers = new Set(
      structure.actions.filter((a) => a.writes.some((w) => w.variable === v.name)).map((a) => a.operator),
    );
    const readers = structure.actions
      .filter((a) => a.reads.some((r) => r.variable === v.name))
      .map((a) => a.operator);
    const byNode = structure.roles.some((r) =>
      r.variables.some((x) => x.name === v.name && x.position === 1),
    );
    const ownRole = facts.seen.some((s) =>
      s.reading.updates.some(
        (u) => u.variable === v.name && u.effects.some((f) => s.actors.includes(show(f.indices[0] ?? u.at))),
      ),
    );
    if (v.ghost || (byNode && ownRole)) return [];
    return writers.size > 0 && new Set([...writers, ...readers]).size > 1 && readers.length > 0
      ? [faults.sharedTable(v.name, v.place)]
      : [];
  });
}
