/** The class of each field of a kind: what is in the counter value, what is bound, what follows, what is routing. */
import type { Expr } from "../tla/ast.js";
import { walk } from "../tla/visit.js";
import { type Ground, newValue, showsCounter } from "./events.js";
import { fieldOf, kindsOfInput } from "./inputs.js";
import { fingerprint, infixOf, mentionsName, nameOf, parts, type Reader } from "./steps.js";
import type { SplitKind } from "./subkinds.js";
import type { CounterFact, Evidence, FieldClass, FieldFact, Site } from "./types.js";

export function fieldsOf(ground: Ground, kind: SplitKind, lane: CounterFact["lane"]): readonly FieldFact[] {
  const names = [...new Set(kind.sites.flatMap((s) => [...s.record.keys()]))];
  return names.map((name) => {
    const shows = shownBy(ground, kind, name, lane);
    const [is, reason] = classOf(ground, kind, name, { lane, shows });
    return { name, class: is, sort: ground.sorts.field(kind.tag, name), shows, reason };
  });
}

/** The variable whose new value the field equals wherever it is sent; in a lane, its element there. */
function shownBy(
  ground: Ground,
  kind: SplitKind,
  field: string,
  lane: readonly string[],
): string | undefined {
  const { reader, roles, writes } = ground;
  const shown = (site: Site, variable: string): boolean => {
    const value = site.record.get(field);
    if (value === undefined) return false;
    const step = reader.step(site.action);
    const print = fingerprint(value);
    if (roles.get(variable) === "counter") return showsCounter(ground, step, variable, value, site.condition);
    if (fingerprint(newValue(reader, step, variable)) === print) return true;
    return lane.some((f) => {
      const at = site.record.get(f);
      const own = writes.filter((w) => w.action === site.action && w.variable === variable);
      if (at === undefined || own.length > 0) return own.some((w) => fingerprint(w.value) === print);
      const { id, span } = value;
      return print === fingerprint({ kind: "Index", id, span, fn: reader.sliceField(variable), args: [at] });
    });
  };
  return reader.protocol.slice.map((v) => v.name).find((v) => kind.sites.every((s) => shown(s, v)));
}

function classOf(
  ground: Ground,
  kind: SplitKind,
  field: string,
  { lane, shows }: { readonly lane: readonly string[]; readonly shows: string | undefined },
): readonly [FieldClass, Evidence] {
  const { reader, roles, spokenFor } = ground;
  // Not all of its records need have it.
  const site = kind.sites.find((s) => s.record.has(field));
  const value = site?.record.get(field);
  if (site === undefined || value === undefined) throw new Error(`${kind.name} has no field ${field}`);
  const place = reader.place(value, site.place);
  const because = (is: FieldClass, text: string): readonly [FieldClass, Evidence] => [is, { place, text }];
  const sender = reader.protocol.kinds.find((k) => k.tag === kind.tag)?.sender;
  if (field === reader.protocol.kindField) return because("tag", "tells the kind");
  if (kind.fixed.some((f) => f.field === field)) return because("tag", "tells kinds with this tag apart");
  if (sender?.field === field)
    return sender.by === "field"
      ? because("sender", "names the sender")
      : because("key", "its owner is the sender");
  if (lane.includes(field)) return because("key", "the counter's lane");
  const role = shows === undefined ? undefined : roles.get(shows);
  if (role === "counter") return because("key", `the value of ${shows} after the step`);
  if (role === "slot") return because("bound", `the value of ${shows} after the step`);
  if (shows !== undefined && spokenFor.has(shows))
    return because("bound", `the value of ${shows} after the step`);
  return bySource(ground, kind, { field, value, site }, because);
}

/** What a field holds where it is sent. */
interface Held {
  readonly field: string;
  readonly value: Expr;
  readonly site: Site;
}

function bySource(
  { reader, roles, spokenFor }: Ground,
  kind: SplitKind,
  held: Held,
  because: (is: FieldClass, text: string) => readonly [FieldClass, Evidence],
): readonly [FieldClass, Evidence] {
  const { value, site } = held;
  const step = reader.step(site.action);
  const reads = [...reader.reads(value, site.place).keys()];
  const evidence = reads.filter((v) => ["maximum", "collected", "role"].includes(roles.get(v) ?? ""));
  if (evidence.length > 0)
    return because("derived", `shows ${evidence.join(", ")}: evidence of others supports it`);
  const outside = [...step.inputs.map((i) => i.name), step.action.actor].filter((n) =>
    mentionsName(value, n),
  );
  const bound = reads.filter((v) => spokenFor.has(v));
  if (bound.length > 0 && outside.length === 0) return because("derived", `follows from ${bound.join(", ")}`);
  const shownPart = step.action.params.find(
    (p) =>
      mentionsName(value, p.name) &&
      [...reader.reads(p.domain, site.place).keys()].some((v) => spokenFor.has(v)),
  );
  if (shownPart !== undefined && outside.length === 0)
    return because(
      "derived",
      `says which part of ${[...reader.reads(shownPart.domain, site.place).keys()].join(", ")} is shown`,
    );
  if (reads.length > 0 && reads.every((v) => roles.get(v) === "counter") && outside.length === 0)
    return because("derived", `follows from ${reads.join(", ")}`);
  if (isRouting(reader, kind, held))
    return because(
      "free",
      "receivers only ask whether they are meant; bound as long as the counter value determines it",
    );
  return because("bound", "the message's own content");
}

/** Receivers use it for nothing but to see whether it names them. */
function isRouting(reader: Reader, kind: SplitKind, { field, value, site }: Held): boolean {
  const step = reader.step(site.action);
  const names = step.inputs.some((i) =>
    kindsOfInput(reader, step, i).some((k) => fieldOf(value, i.name) === k.sender.field),
  );
  const param = step.action.params.find((p) => p.name === nameOf(value));
  const isNode = names || (param !== undefined && nameOf(param.domain) === reader.protocol.nodeSet);
  return isNode && kind.receivers.every((r) => onlyDestination(reader, r.action, r.input, field));
}

function onlyDestination(reader: Reader, action: string, input: string, field: string): boolean {
  const step = reader.step(action);
  const isTest = (e: Expr): boolean => {
    const infix = infixOf(e);
    return infix?.op === "=" && [infix.left, infix.right].some((s) => nameOf(s) === step.action.actor);
  };
  const uses = [
    ...step.guards.flatMap((g) => parts(g, "/\\")),
    ...step.inputs.flatMap((i) => i.filter),
    ...step.updates.map((u) => u.value),
    ...step.sends.flatMap((s) => [...s.fields.values()]),
  ].filter((e) => mentionsField(e, field) && mentionsName(e, input));
  return uses.every(isTest);
}

function mentionsField(e: Expr, field: string): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "Field" && node.name.text === field) found = true;
    return !found;
  });
  return found;
}
