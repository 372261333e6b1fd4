import { append, at, Undefined } from "../../codegen/runtime/operators.js";
import type { Config, Event, Policy, Protocol, StepResult } from "../../codegen/runtime/protocol.js";
import { TlaSet, type Value } from "../../codegen/runtime/values.js";

/**
 * A made-up protocol: one leader appends values to a log, the others echo them in order, and whoever has seen
 * a majority
 * hold a slot delivers it. `delivered` is volatile, `Restart` resets it.
 */
export interface Slice {
  readonly log: readonly string[];
  readonly delivered: number;
  readonly suspicions: number;
}

export type Message =
  | { readonly kind: "Put" | "Echo"; readonly from: string; readonly slot: number; readonly value: string }
  | { readonly kind: "Suspect"; readonly from: string; readonly count: number };

type Arm = (self: string, slice: Slice, event: Event<Message>, config: Config) => StepResult<Slice, Message>;

const no = (conjunct: string) => ({ ok: false, conjunct }) as const;
const leader = (config: Config) => config.constants.Leader;

const put: Arm = (self, slice, event, config) => {
  const value = event.args.v;
  if (self !== leader(config)) return no("self = Leader");
  if (typeof value !== "string") return no("v \\in Value");
  const message = { kind: "Put", from: self, slot: slice.log.length + 1, value } as const;
  return { ok: true, slice: { ...slice, log: append(slice.log, value) }, out: [message] };
};

const echo: Arm = (self, slice, event) => {
  const m = at(event.inputs.m ?? [], 1, "Echo");
  if (m.kind !== "Put") return no('m.kind = "Put"');
  if (m.from === self) return no("m.from # self");
  if (m.slot !== slice.log.length + 1) return no("m.slot = Len(log) + 1");
  const message = { kind: "Echo", from: self, slot: m.slot, value: m.value } as const;
  return { ok: true, slice: { ...slice, log: append(slice.log, m.value) }, out: [message] };
};

const deliver: Arm = (self, slice, event, config) => {
  const slot = slice.delivered + 1;
  const value = at(slice.log, slot, "Deliver");
  const ms = event.inputs.ms ?? [];
  for (const m of ms) {
    if (m.kind === "Suspect" || m.slot !== slot || m.value !== value) return no("m speaks for the slot");
  }
  const holders = TlaSet.of([self, ...ms.map((m) => m.from)]);
  const nodes = config.constants.Node;
  if (!(nodes instanceof TlaSet)) throw new Undefined("Node");
  if (2 * holders.size <= nodes.size) return no("a majority");
  return { ok: true, slice: { ...slice, delivered: slot }, out: [] };
};

const suspect: Arm = (self, slice) => {
  const suspicions = slice.suspicions + 1;
  if (suspicions > 3) return no("suspicions < 3");
  return {
    ok: true,
    slice: { ...slice, suspicions },
    out: [{ kind: "Suspect", from: self, count: suspicions }],
  };
};

const restart: Arm = (_self, slice) => ({ ok: true, slice: { ...slice, delivered: 0 }, out: [] });

const arms: Readonly<Record<string, Arm>> = {
  Put: put,
  Echo: echo,
  Deliver: deliver,
  Suspect: suspect,
  Restart: restart,
};

export const nodes = ["a", "b", "c"] as const;
export const constants: Readonly<Record<string, Value>> = { Leader: "a", Node: TlaSet.of<Value>(nodes) };

export const protocol: Protocol<Slice, Message> = {
  name: "Echo",
  hash: "0".repeat(64),
  nodes,
  actions: {
    Put: { params: ["v"], inputs: [] },
    Echo: { params: [], inputs: [{ name: "m", kind: "Put", set: false }] },
    Deliver: { params: [], inputs: [{ name: "ms", kind: "Echo", set: true }] },
    Suspect: { params: [], inputs: [] },
    Restart: { params: [], inputs: [] },
  },
  initial: () => ({ log: [], delivered: 0, suspicions: 0 }),
  step: (self, slice, event, config) => arms[event.action]!(self, slice, event, config),
  sender: (message) => message.from,
  kind: (message) => message.kind,
  *enabled(_self, slice, inbox, config) {
    for (const m of inbox) {
      if (m.kind === "Put") yield { action: "Echo", args: {}, inputs: { m: [m] } };
    }
    const slot = slice.delivered + 1;
    const ms = inbox.filter((m) => m.kind !== "Suspect" && m.slot === slot);
    if (ms.length > 0) yield { action: "Deliver", args: {}, inputs: { ms } };
    for (const v of config.offered) yield { action: "Put", args: { v }, inputs: {} };
    yield { action: "Suspect", args: {}, inputs: {} };
    yield { action: "Restart", args: {}, inputs: {} };
  },
};

export const policy: Policy<Slice, Message> = {
  clientAction: { action: "Put", param: "v" },
  timeoutActions: ["Suspect"],
  restartAction: "Restart",
  eager: [],
  decided: (slice) => slice.log.slice(0, slice.delivered),
};
