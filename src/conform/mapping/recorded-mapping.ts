/**
 * The mapping of a log in the form of `bumblebee-tla/record`: it names actions, parameters and variables as the
 * specification does, so that nothing has to be matched by hand.
 *
 *     {"node": "n1", "event": "Timeout", "args": {"i": "n1"}, "after": {"term": 2}}
 *  ⇒  { on: "Timeout", do: "Timeout($.args.i)", after: { "term[$.node]": "$.after.term" } }
 */
import { isObject, type Json, type JsonObject, type LogLine } from "../../log/types.js";
import type { FirstMapping } from "./first-mapping.js";

/** What the specification says of its names. */
export interface SpecNames {
  readonly actions: readonly { readonly name: string; readonly params: readonly string[] }[];
  readonly variables: readonly string[];
  readonly constants: readonly string[];
  /** Variables that are functions: of the nodes, as a recorder knows its own part. */
  readonly functions: ReadonlySet<string>;
  /** Names of the model's model values: logs have them as texts. */
  readonly modelValues: ReadonlySet<string>;
}

/** Whether the lines are in that form. */
export function isRecorded(sample: readonly LogLine[]): boolean {
  const all = sample.map((line) => line.json);
  const own = (json: Json): boolean =>
    isObject(json) && json.v === 1 && typeof json.node === "string" && typeof json.seq === "number";
  return (
    all.length > 0 && all.every(own) && all.some((json) => isObject(json) && typeof json.event === "string")
  );
}

export function recordedMapping(names: SpecNames, sample: readonly LogLine[]): FirstMapping {
  const made = new RecordedMapping(names, sample);
  return made.mapping();
}

class RecordedMapping {
  private readonly unmatched: string[] = [];
  private readonly fields: Record<string, string> = { "$.v": "the form's version" };
  private readonly byName = new Map<string, JsonObject[]>();
  private readonly configs: JsonObject[] = [];

  constructor(
    private readonly names: SpecNames,
    sample: readonly LogLine[],
  ) {
    for (const { json } of sample) {
      if (!isObject(json)) continue;
      if (isObject(json.config)) this.configs.push(json.config);
      if (typeof json.event === "string")
        this.byName.set(json.event, [...(this.byName.get(json.event) ?? []), json].slice(-100));
    }
  }

  mapping(): FirstMapping {
    const { names, unmatched, fields } = this;
    const ignored: Record<string, string> = {};
    const events: unknown[] = [];
    for (const [name, lines] of this.byName) {
      const action = names.actions.find((a) => a.name === name);
      if (action !== undefined) events.push(this.rule(name, action.params, lines));
      else {
        unmatched.push(`event ${name}: no action is called so`);
        ignored[name] = "not matched with an action yet";
      }
    }
    for (const { name } of names.actions)
      if (!this.byName.has(name)) unmatched.push(`action ${name}: no event is called so`);
    const config = this.config();
    const sequence = { path: "$.seq", first: 1 };
    const log = { name: "$.event", node: "$.node", order: { by: "$.ts" }, sequence, end: "$.end" };
    return {
      mapping: {
        log,
        ...(config === undefined ? {} : { config: [config] }),
        events,
        ignore: { events: ignored, fields },
      },
      unmatched,
    };
  }

  private rule(name: string, params: readonly string[], lines: readonly JsonObject[]): unknown {
    const given = params.map((param) => this.value(lines, ["args", param]) ?? `$.args.${param}?`);
    for (const field of keysOf(lines, "args"))
      if (!params.includes(field)) this.leave(name, `args.${field}`, `no parameter of ${name} is called so`);
    const before = this.checks(name, lines, "before");
    const after = this.checks(name, lines, "after");
    const call = params.length === 0 ? name : `${name}(${given.join(", ")})`;
    return { on: name, do: call, ...before, ...after };
  }

  private checks(name: string, lines: readonly JsonObject[], when: "before" | "after"): object {
    const out: Record<string, string> = {};
    for (const field of keysOf(lines, when)) {
      const value = this.value(lines, [when, field]);
      if (!this.names.variables.includes(field))
        this.leave(name, `${when}.${field}`, "no variable is called so");
      else if (value === undefined) this.leave(name, `${when}.${field}`, "sets or functions inside a value");
      else out[this.names.functions.has(field) ? `${field}[${this.node(lines)}]` : field] = value;
    }
    return Object.keys(out).length === 0 ? {} : { [when]: out };
  }

  private leave(name: string, field: string, why: string): void {
    this.unmatched.push(`field ${field} of ${name}: ${why}`);
    this.fields[`$.${field}`] = `not matched yet: ${why}`;
  }

  private node(lines: readonly JsonObject[]): string {
    return lines.some((line) => this.names.modelValues.has(String(line.node))) ? "model($.node)" : "$.node";
  }

  /** The path with what converts its values; undefined for what no conversion does. */
  private value(lines: readonly JsonObject[], [where, field]: readonly [string, string]): string | undefined {
    const there = lines.flatMap((line) => {
      const part = line[where];
      return isObject(part) && part[field] !== undefined ? [part[field]] : [];
    });
    const [first] = there;
    if (first === undefined) return undefined;
    const path = `$.${where}.${field}`;
    const open = there.length < lines.length ? "?" : "";
    if (isObject(first) && Array.isArray(first["#set"])) {
      const items = there.flatMap((v) =>
        isObject(v) && Array.isArray(v["#set"]) ? (v["#set"] as Json[]) : [],
      );
      if (items.some(isCoded)) return undefined;
      return `set(${this.converted(items, `${path}["#set"]${open}`)})`;
    }
    if (there.some(isCoded)) return undefined;
    return this.converted(there, `${path}${open}`);
  }

  private converted(values: readonly Json[], path: string): string {
    const flat = values.flatMap((v) => (Array.isArray(v) ? (v as Json[]) : [v]));
    return flat.some((v) => typeof v === "string" && this.names.modelValues.has(v)) ? `model(${path})` : path;
  }

  private config(): object | undefined {
    const constants: Record<string, string> = {};
    for (const config of this.configs)
      for (const name of Object.keys(config)) {
        const value = this.value([{ config }], ["config", name]);
        if (this.names.constants.includes(name) && value !== undefined) constants[name] = value;
        else {
          const why = value === undefined ? "sets or functions inside a value" : "no constant is called so";
          this.unmatched.push(`config ${name}: ${why}`);
        }
      }
    return Object.keys(constants).length === 0 ? undefined : { if: "$.config", constants };
  }
}

/** Sets and functions inside a value have a form of their own. */
function isCoded(json: Json): boolean {
  if (Array.isArray(json)) return (json as Json[]).some(isCoded);
  if (!isObject(json)) return false;
  return Object.keys(json).some((key) => key.startsWith("#")) || Object.values(json).some(isCoded);
}

function keysOf(lines: readonly JsonObject[], where: string): readonly string[] {
  const keys = lines.flatMap((line) => (isObject(line[where]) ? Object.keys(line[where]) : []));
  return [...new Set(keys)];
}
