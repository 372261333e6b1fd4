/**
 * A first mapping of a log, by names alone: events that are called as actions are, fields as parameters and variables. What
 * could not be matched is listed, with what it might be; the mapping leaves it out with that as the reason.
 */
import type { LogLine } from "../../log/types.js";
import { nearest } from "../../report/suggest.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import type { Expr } from "../../tla/ast.js";
import { plainName, walk } from "../../tla/visit.js";
import { definitionOf, reachable, type SpecBehaviour } from "../rules/next.js";
import { valueAt } from "./paths.js";
import { isRecorded, recordedMapping } from "./recorded-mapping.js";

export interface FirstMapping {
  /** To be written as JSON. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** One line each. */
  readonly unmatched: readonly string[];
}

interface Action {
  readonly name: string;
  readonly params: readonly string[];
}

/** `sample`: some lines of the log, which should show every event; `modelValues`: those of the model, by name. */
export function firstMapping(
  spec: ResolvedSpec,
  behaviour: SpecBehaviour,
  sample: readonly LogLine[],
  modelValues: ReadonlySet<string> = new Set(),
): FirstMapping {
  const actions = actionsOf(spec, behaviour);
  const shapes = shapesOf(spec, behaviour.init);
  if (isRecorded(sample)) {
    const variables = spec.root.variables.map((v) => v.name);
    const constants = spec.root.constants.map((c) => c.name);
    const { functions } = shapes;
    return recordedMapping({ actions, variables, constants, functions, modelValues }, sample);
  }
  const at = namePathOf(sample, actions) ?? usualPathOf(sample);
  const unmatched: string[] = [];
  if (at === undefined) {
    const known = actions.map((a) => a.name).join(", ");
    return {
      mapping: { events: [] },
      unmatched: [`no field holds names of events; the actions are ${known}`],
    };
  }
  const eventAt = at.slice(0, -1);
  const variables = spec.root.variables.map((v) => v.name);
  const events: unknown[] = [];
  const ignored: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const [name, lines] of byName(sample, at)) {
    const action = actions.find((a) => alike(a.name, name));
    if (action === undefined) {
      const near = nearest(
        name,
        actions.map((a) => a.name),
      );
      const hint = near === undefined ? "" : ` (is it ${near}?)`;
      unmatched.push(`event ${name}: no action is called so${hint}`);
      ignored[name] = `not matched with an action yet${hint}`;
      continue;
    }
    const found = fieldsOf(lines, eventAt).filter((f) => f !== at.at(-1));
    const read = readingOf(lines, eventAt, modelValues);
    const { rule, used } = ruleOf(name, action, { fields: found, read }, variables, shapes);
    events.push(rule);
    for (const field of found) {
      if (used.has(field) || Object.hasOwn(fields, `$.${field}`)) continue;
      unmatched.push(
        `field ${field} of ${name}: neither a parameter of ${action.name} nor a variable is called so`,
      );
      fields[`$.${field}`] = "not matched yet";
    }
  }
  // A field that one event leaves alone may be read of another: ignoring it does not keep a rule from reading it.
  const envelope = fieldsOf(sample, []).filter((f) => f !== at[0]);
  if (eventAt.length > 0) for (const field of envelope) fields[`^.${field}`] = "not matched yet";
  for (const { name } of actions)
    if (!events.some((e) => JSON.stringify(e).includes(`"${name}`)))
      unmatched.push(`action ${name}: no event is called so`);
  const log = { ...(eventAt.length === 0 ? {} : { line: `^.${eventAt.join(".")}` }), name: `$.${at.at(-1)}` };
  return { mapping: { log, events, ignore: { events: ignored, fields } }, unmatched };
}

function ruleOf(
  name: string,
  action: Action,
  { fields, read }: { readonly fields: readonly string[]; readonly read: (field: string) => string },
  variables: readonly string[],
  shapes: Shapes,
): { readonly rule: unknown; readonly used: ReadonlySet<string> } {
  const used = new Set<string>();
  const args = action.params.map((param): string | undefined => {
    const field = fields.find((f) => alike(f, param)) ?? abbreviated(param, fields, variables);
    if (field !== undefined) used.add(field);
    return field;
  });
  // A single field that nothing else is called by may be the only parameter.
  const [only] = fields.filter((f) => !variables.some((v) => alike(v, f)));
  if (args.length > 0 && !args.some((a) => a !== undefined) && only !== undefined && fields.length <= 2) {
    args[0] = only;
    used.add(only);
  }
  const first = args[0];
  const after: Record<string, string> = {};
  for (const field of fields) {
    const variable = variables.find((v) => alike(v, field));
    if (used.has(field) || variable === undefined) continue;
    if (shapes.functions.has(variable) && first === undefined) continue;
    after[shapes.functions.has(variable) ? `${variable}[${read(first ?? "")}]` : variable] = shapes.sets.has(
      variable,
    )
      ? `set($.${field})`
      : read(field);
    used.add(field);
  }
  const given = args.map((a, i) => (a === undefined ? `$.${action.params[i]}?` : read(a)));
  const call = args.every((a) => a === undefined) ? action.name : `${action.name}(${given.join(", ")})`;
  return { rule: { on: name, do: call, ...(Object.keys(after).length === 0 ? {} : { after }) }, used };
}

/** A field as the specification has it: text that is always a model value, or always a number; absent in some lines. */
function readingOf(
  lines: readonly LogLine[],
  eventAt: readonly string[],
  modelValues: ReadonlySet<string>,
): (field: string) => string {
  return (field) => {
    const all = lines.map((line) => valueAt(line.json, [...eventAt, field]));
    const there = all.filter((value) => value !== undefined && value !== null);
    const path = `$.${field}${there.length < all.length ? "?" : ""}`;
    const isAll = (test: (text: string) => boolean): boolean =>
      there.length > 0 && there.every((value) => typeof value === "string" && test(value));
    if (isAll((text) => modelValues.has(text))) return `model(${path})`;
    return isAll((text) => /^-?\d+$/.test(text)) ? `int(${path})` : path;
  };
}

/** The only field that a parameter such as `w` may stand for, by its beginning. */
function abbreviated(
  param: string,
  fields: readonly string[],
  variables: readonly string[],
): string | undefined {
  const begins = fields.filter(
    (f) => f.toLowerCase().startsWith(param.toLowerCase()) && !variables.some((v) => alike(v, f)),
  );
  return begins.length === 1 ? begins[0] : undefined;
}

/** Letters and digits alone count, without case. */
function alike(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
  return plain(a) === plain(b);
}

/** Operators with primed variables that Next needs and that no other such operator stands between. */
function actionsOf(spec: ResolvedSpec, { next }: SpecBehaviour): readonly Action[] {
  return [...reachable(spec, next)].flatMap((name) => {
    const node = definitionOf(spec, name);
    if (node === undefined || spec.level(node) !== 2 || plainName(next) === name) return [];
    return [{ name, params: node.params.map((p) => p.name.text) }];
  });
}

interface Shapes {
  readonly functions: ReadonlySet<string>;
  readonly sets: ReadonlySet<string>;
}

/** Variables that Init makes functions, and sets. */
function shapesOf(spec: ResolvedSpec, init: Expr): Shapes {
  const functions = new Set<string>();
  const sets = new Set<string>();
  const bodies = [init, ...[...reachable(spec, init)].flatMap((n) => definitionOf(spec, n)?.body ?? [])];
  for (const body of bodies)
    walk(body, (node) => {
      if (node.kind !== "Infix" || node.op !== "=") return;
      const name = plainName(node.left);
      if (name !== undefined && node.right.kind === "Function") functions.add(name);
      if (name !== undefined && node.right.kind === "Set") sets.add(name);
    });
  return { functions, sets };
}

/** The field, at most two levels down, most of whose values are names of actions. */
function namePathOf(sample: readonly LogLine[], actions: readonly Action[]): readonly string[] | undefined {
  const scores = new Map<
    string,
    { readonly path: readonly string[]; readonly names: Set<string>; hits: number }
  >();
  const usual = /^(?:event|name|action|type|kind|op|tag|msg)$/i;
  for (const line of sample)
    for (const path of textPaths(line.json)) {
      const value = String(valueAt(line.json, path));
      const key = path.join(".");
      const score = scores.get(key) ?? { path, names: new Set<string>(), hits: 0 };
      scores.set(key, score);
      if (score.names.has(value)) continue;
      score.names.add(value);
      if (actions.some((a) => alike(a.name, value))) score.hits += 1;
    }
  const ranked = [...scores.values()].sort(
    (a, b) =>
      b.hits - a.hits || Number(usual.test(b.path.at(-1) ?? "")) - Number(usual.test(a.path.at(-1) ?? "")),
  );
  const [best] = ranked;
  return best === undefined || best.hits === 0 ? undefined : best.path;
}

/** Where no name of an action is logged: a field that is called as such fields are, with few different texts. */
function usualPathOf(sample: readonly LogLine[]): readonly string[] | undefined {
  const paths = new Map<
    string,
    { readonly path: readonly string[]; readonly texts: Set<string>; lines: number }
  >();
  for (const line of sample)
    for (const path of textPaths(line.json)) {
      const known = paths.get(path.join(".")) ?? { path, texts: new Set<string>(), lines: 0 };
      paths.set(path.join("."), known);
      known.texts.add(String(valueAt(line.json, path)));
      known.lines += 1;
    }
  const rank = ({ path }: { readonly path: readonly string[] }): number =>
    USUAL.indexOf((path.at(-1) ?? "").toLowerCase());
  return [...paths.values()]
    .filter((p) => rank(p) >= 0 && p.texts.size <= MOST_NAMES && p.lines * 2 > sample.length)
    .sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length)[0]?.path;
}

const USUAL = ["event", "action", "name", "type", "kind", "op", "step", "msg", "tag"];
const MOST_NAMES = 60;

function textPaths(json: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json === "string") return [path];
  if (typeof json !== "object" || json === null || Array.isArray(json) || path.length >= 2) return [];
  return Object.entries(json).flatMap(([key, value]) => textPaths(value, [...path, key]));
}

function byName(sample: readonly LogLine[], at: readonly string[]): ReadonlyMap<string, readonly LogLine[]> {
  const out = new Map<string, LogLine[]>();
  for (const line of sample) {
    const name = valueAt(line.json, at);
    if (typeof name === "string") out.set(name, [...(out.get(name) ?? []), line].slice(-100));
  }
  return out;
}

function fieldsOf(lines: readonly LogLine[], at: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) {
    const event = valueAt(line.json, at);
    if (typeof event === "object" && event !== null) for (const key of Object.keys(event)) found.add(key);
  }
  return [...found];
}
