/**
 * Why the specification does not allow an event: TLC evaluates, at the state before it, the guard conjunct by conjunct
 * up to the first that is false, and then what the step would do; what it prints is compared with the record here.
 */

import { freshName } from "../protocol/terms.js";
import type { Definition, Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import type { CfgItem } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import { equalValues, parseValue, printValue, setOf, type Value } from "../tla/value.js";
import { walk } from "../tla/visit.js";
import { draftText } from "../transform/pass.js";
import type { GeneratedModule } from "../transform/seen.js";
import type { RecordedEvent } from "./format.js";
import { valueOfJson } from "./json-value.js";
import type { TraceModel, TraceSetting } from "./model.js";

export type Reason =
  /** `reads`: what the conjunct reads of the node's state and of the event, with values. */
  | { readonly kind: "guard"; readonly conjunct: string; readonly reads: readonly Read[] }
  /** A conjunct, or what the step does, has no value here. */
  | { readonly kind: "undefined"; readonly what: string; readonly reads: readonly Read[] }
  | {
      readonly kind: "value";
      readonly variable: string;
      readonly recorded: string;
      readonly specification: string;
      /** Recorded as changed, or left out of the record and so unchanged. */
      readonly changed: boolean;
    }
  | { readonly kind: "messages"; readonly recorded: string; readonly specification: string }
  | { readonly kind: "sender"; readonly node: string }
  | { readonly kind: "unknown" };

export interface Read {
  readonly name: string;
  readonly value: string;
}

const mark = "bumblebee-why";

export interface Question {
  readonly model: GeneratedModule;
  readonly conjuncts: readonly Expr[];
  readonly guard: Definition;
}

/** The module that asks about event `position` (from 0) of the run. */
export function question(setting: TraceSetting, model: TraceModel, position: number): Question {
  const event = eventAt(setting, position);
  const { words, stages } = setting.hybrid;
  const w = words.of;
  const guardName = words.part(event.action, "guard");
  const guard = stages
    .at(-1)
    ?.draft.units.find((u): u is Definition => u.kind === "Definition" && u.name.text === guardName);
  if (guard === undefined) throw new Error(`the hybrid has no ${guardName}`);
  const taken = new Set(model.names.taken);
  const fresh = (name: string): string => {
    const made = freshName(name, taken);
    taken.add(made);
    return made;
  };
  const params = guard.params.map((p) => p.name.text);
  const conjuncts = conjunctsOf(guard.body);
  const asked = conjuncts.map((conjunct, k) => ({ name: fresh(`Asked${k + 1}`), conjunct }));
  const [why, short] = [fresh("Why"), fresh("Short")];
  const at = b.num(position + 1);
  const node = b.field(b.index(b.apply(model.names.trace), at), "node");
  const slice = b.index(b.apply(w.slices), node);
  const args = [node, slice, b.index(b.apply(model.names.events), at)];
  const tell = (...parts: readonly Expr[]): Expr => b.apply("PrintT", b.tuple(b.str(mark), ...parts));
  const told = [
    tell(b.str("slice"), slice),
    ...asked.flatMap(({ name }, k) => [
      tell(b.str("guard"), b.num(k + 1), b.apply(name, ...args)),
      b.apply(name, ...args),
    ]),
    tell(b.str("effect"), b.apply(words.part(event.action, "effect"), ...args)),
  ];
  const units = [
    ...model.units,
    ...asked.map(({ name, conjunct }) => b.definition(name, params, conjunct)),
    b.definition(
      why,
      [],
      b.or([
        b.neq(b.apply(model.names.at), b.num(position)),
        b.ifThenElse(b.and(told), b.bool(true), b.bool(true)),
      ]),
    ),
    b.definition(short, [], b.infix("<", b.apply(model.names.at), b.num(position))),
  ];
  const additions: readonly CfgItem[] = [
    { kind: "definition", keyword: "INVARIANT", name: why },
    // Nothing is to be done after the question: TLC would print the whole behaviour with a failure.
    { kind: "definition", keyword: "CONSTRAINT", name: short },
  ];
  return {
    model: {
      module: model.module,
      text: draftText({ name: model.module, units, comments: new Map() }),
      cfg: [...model.cfg, ...additions],
    },
    conjuncts,
    guard,
  };
}

function eventAt(setting: TraceSetting, position: number): RecordedEvent {
  const event = setting.run.events[position];
  if (event === undefined) throw new Error(`the run has no event ${position}`);
  return event;
}

/** The conjuncts of a guard, each with the definitions around them. */
function conjunctsOf(body: Expr): readonly Expr[] {
  if (body.kind === "Paren") return conjunctsOf(body.body);
  if (body.kind === "Junction" && body.op === "/\\") return body.items.flatMap(conjunctsOf);
  if (body.kind === "Infix" && body.op === "/\\")
    return [...conjunctsOf(body.left), ...conjunctsOf(body.right)];
  if (body.kind === "Let") return conjunctsOf(body.body).map((part) => b.letIn(body.units, part));
  return [body];
}

/** What TLC printed in answer, as reasons; the first is the one that matters. */
export function answer(
  setting: TraceSetting,
  position: number,
  asked: Question,
  printed: readonly string[],
): readonly Reason[] {
  const event = eventAt(setting, position);
  const told = readAnswers(printed);
  const before = told.find((t) => t.what === "slice")?.value;
  const guards = told.filter((t) => t.what === "guard");
  const reads = (e: Expr): readonly Read[] => readsOf(setting, event, asked, before, e);
  const shown = (e: Expr): string => prettyExpr(e.kind === "Let" ? e.body : e, 100);
  const last = asked.conjuncts[guards.length - 1];
  if (last !== undefined && guards.at(-1)?.value.kind === "bool" && !isTrue(guards.at(-1)?.value))
    return [{ kind: "guard", conjunct: shown(last), reads: reads(last) }];
  const next = asked.conjuncts[guards.length];
  if (before !== undefined && next !== undefined)
    return [{ kind: "undefined", what: shown(next), reads: reads(next) }];
  const effect = told.find((t) => t.what === "effect")?.value;
  if (effect === undefined)
    return before === undefined
      ? [{ kind: "unknown" }]
      : [{ kind: "undefined", what: `the new state of ${event.node}`, reads: reads(asked.guard.body) }];
  const found = differences(setting, event, before, effect);
  if (found.length > 0) return found;
  return setting.run.byzantine.includes(event.node)
    ? [{ kind: "sender", node: event.node }]
    : [{ kind: "unknown" }];
}

const isTrue = (v: Value | undefined): boolean => v?.kind === "bool" && v.value;

function readAnswers(
  printed: readonly string[],
): readonly { readonly what: string; readonly value: Value }[] {
  return printed
    .join("\n")
    .split(new RegExp(`(?=<<\\s*"${mark}")`))
    .flatMap((text) => {
      if (!text.includes(mark)) return [];
      const value = parseValue(text.trim());
      const items = value.kind === "tuple" ? value.items : [];
      const [what, last] = [items[1], items.at(-1)];
      return what?.kind === "string" && last !== undefined ? [{ what: what.value, value: last }] : [];
    });
}

function fieldOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === "record" ? value.fields.find(([n]) => n === name)?.[1] : undefined;
}

/** What the record says against what the step does. */
function differences(
  setting: TraceSetting,
  event: RecordedEvent,
  before: Value | undefined,
  effect: Value,
): readonly Reason[] {
  const found: Reason[] = [];
  const after = fieldOf(effect, "slice");
  for (const [name, value] of event.changed === undefined || after?.kind !== "record" ? [] : after.fields) {
    const json = event.changed?.[name];
    const changed = json !== undefined;
    const recorded = changed ? valueOfJson(json, setting.models) : fieldOf(before, name);
    if (recorded === undefined || equalValues(recorded, value)) continue;
    found.push({
      kind: "value",
      variable: name,
      recorded: printValue(recorded),
      specification: printValue(value),
      changed,
    });
  }
  const out = fieldOf(effect, "out");
  const messages = event.messages.flatMap((m) => valueOfJson(m, setting.models) ?? []);
  const recorded = setOf(messages);
  if (out !== undefined && !equalValues(recorded, out)) {
    found.push({ kind: "messages", recorded: printValue(recorded), specification: printValue(out) });
  }
  return found;
}

/** The constants, the parts of the node's state and those of the event that an expression mentions. */
function readsOf(
  setting: TraceSetting,
  event: RecordedEvent,
  asked: Question,
  before: Value | undefined,
  e: Expr,
): readonly Read[] {
  const [, slice, happening] = asked.guard.params.map((p) => p.name.text);
  const action = setting.protocol.actions.find((a) => a.name === event.action);
  const isOne = (input: string): boolean =>
    action?.inputs.some((i) => i.name === input && i.mode === "one") ?? false;
  const contents = new Map(setting.run.events.flatMap((x) => x.out.map((id, k) => [id, x.messages[k]])));
  const found = new Map<string, string>();
  const constants = new Map(
    setting.constants.flatMap((c) => (c.kind === "constant" ? [[c.name, c.value] as const] : [])),
  );
  walk(e, (node) => {
    const constant = node.kind === "Apply" && node.args.length === 0 ? constants.get(node.name) : undefined;
    if (node.kind === "Apply" && constant !== undefined && constant.kind !== "model")
      found.set(node.name, printValue(constant));
    if (node.kind !== "Field" || node.record.kind !== "Apply" || node.record.args.length > 0) return;
    const name = node.name.text;
    if (node.record.name === slice) {
      const value = fieldOf(before, name);
      if (value !== undefined) found.set(`${slice}.${name}`, printValue(value));
    } else if (node.record.name === happening) {
      const ids = event.inputs[name];
      const messages = ids?.map((id) => contents.get(id));
      const consumed = isOne(name) ? messages?.[0] : { "#set": messages };
      const value = valueOfJson(ids === undefined ? event.args[name] : consumed, setting.models);
      if (value !== undefined) found.set(`${happening}.${name}`, printValue(value));
    }
  });
  return [...found].map(([name, value]) => ({ name, value }));
}
