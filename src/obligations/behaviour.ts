/** Behaviours in words: which node took which action, whatever module the states are of. */
import type { Protocol } from "../protocol/types.js";
import type { Defended } from "../reduction/defended.js";
import type { CfgItem } from "../tla/cfg.js";
import { equalValues, printValue, setOf, type Value } from "../tla/value.js";
import type { Counterexample, TraceState } from "../tlc/counterexample.js";
import type { Transformed } from "../transform/history/index.js";

export interface Naming {
  readonly protocol: Protocol;
  readonly hybrid: Transformed;
  /** Actions that have other names in the module that was explored. */
  readonly probe: { readonly actions: ReadonlyMap<string, string> };
}

/** What was done, step by step: `Vote(s2)`, `s3 claims Vote`. */
export function eventsOf({ states }: Counterexample, naming?: Naming): readonly string[] {
  return states.slice(1).map((state, k) => {
    const plain = `${state.action ?? "?"}${state.args.length > 0 ? `(${state.args.join(", ")})` : ""}`;
    return naming === undefined ? plain : (named(naming, states[k]!, state) ?? plain);
  });
}

type Valued = TraceState & { readonly values: ReadonlyMap<string, Value> };

const isValued = (state: TraceState): state is Valued => "values" in state && state.values instanceof Map;

function named(
  { protocol, hybrid, probe }: Naming,
  before: TraceState,
  after: TraceState,
): string | undefined {
  const own = after.action ?? "";
  const { words } = hybrid;
  // A claim is what the step of a liar is called where steps have no names of their own.
  const action = own === words.of.claim ? words.of.lie : (probe.actions.get(own) ?? own);
  if (!isValued(before) || !isValued(after)) return undefined;
  const w = hybrid.words.of;
  const certificate = after.values.get(w.certified);
  if (certificate?.kind === "record" && !same(before, after, w.certified)) {
    const field = (name: string) => certificate.fields.find(([f]) => f === name)?.[1];
    const [node, event] = [field("node"), field("event")];
    const tag = event?.kind === "record" ? event.fields.find(([f]) => f === w.tag)?.[1] : undefined;
    if (node !== undefined && tag?.kind === "string")
      return action === w.lie
        ? `${printValue(node)} claims ${tag.value}`
        : `${tag.value}(${printValue(node)})`;
  }
  const who = [w.slices, w.counter, w.head].flatMap((v) =>
    changedAt(before.values.get(v), after.values.get(v)),
  );
  const sender = newMessages(before.values.get(protocol.network), after.values.get(protocol.network)).flatMap(
    (m) => senderIn(protocol, m),
  );
  const [whose = sender[0]] = who;
  const node = whose === undefined ? undefined : printValue(whose);
  if (action === w.lie) {
    const sent = newKinds(protocol, before.values.get(protocol.network), after.values.get(protocol.network));
    const what = sent.length === 0 ? "certifies and withholds" : `claims ${sent.join(", ")}`;
    return `${node ?? "a liar"} ${what}`;
  }
  return node === undefined ? action : `${action}(${node})`;
}

function same(before: Valued, after: Valued, variable: string): boolean {
  const [a, b] = [before.values.get(variable), after.values.get(variable)];
  return a !== undefined && b !== undefined && equalValues(a, b);
}

/** Arguments at which two functions differ. */
function changedAt(before: Value | undefined, after: Value | undefined): readonly Value[] {
  if (before?.kind !== "function" || after?.kind !== "function") return [];
  return after.pairs.flatMap(([at, value]) => {
    const old = before.pairs.find(([other]) => equalValues(at, other))?.[1];
    return old !== undefined && equalValues(old, value) ? [] : [at];
  });
}

function newMessages(before: Value | undefined, after: Value | undefined): readonly Value[] {
  if (before?.kind !== "set" || after?.kind !== "set") return [];
  return after.items.filter((m) => !before.items.some((o) => equalValues(m, o)));
}

const fieldOf = (value: Value, name: string): Value | undefined =>
  value.kind === "record" ? value.fields.find(([f]) => f === name)?.[1] : undefined;

function newKinds(
  { kindField }: Protocol,
  before: Value | undefined,
  after: Value | undefined,
): readonly string[] {
  return newMessages(before, after).flatMap((m) => {
    const kind = fieldOf(m, kindField);
    return kind?.kind === "string" ? [kind.value] : kind === undefined ? [] : [printValue(kind)];
  });
}

/** Who a message says that it is from, where it has a field for that. */
function senderIn({ kinds, kindField }: Protocol, message: Value): readonly Value[] {
  const tag = fieldOf(message, kindField);
  const kind = kinds.find((k) => tag?.kind === "string" && k.tag === tag.value);
  const sender = kind?.sender.by === "field" ? fieldOf(message, kind.sender.field) : undefined;
  return sender === undefined ? [] : [sender];
}

/** What a hybrid's model says beside its behaviour and its properties; nobody is in the set called `honest`, if it is given. */
export const constantsIn = ({ hybrid }: Defended, honest?: string): readonly CfgItem[] =>
  hybrid
    .config({ off: [], adversary: "lazy", invariants: [] })
    .filter((i) => i.kind !== "deadlock" && !(i.kind === "definition" && ownKeywords.includes(i.keyword)))
    .map((i) => (i.kind === "constant" && i.name === honest ? { ...i, value: setOf([]) } : i));

const ownKeywords: readonly string[] = ["SPECIFICATION", "INIT", "NEXT", "VIEW", "INVARIANT", "PROPERTY"];
