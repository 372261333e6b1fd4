/**
 * A behaviour as a chart: which node took which step, what it sent, who received it, and what changed.
 *
 * Nothing is guessed. Lifelines are the arguments of the variables that are functions of nodes; a node takes a step if the
 * step names it, or if no other node's part of the state changes. A message is received where a step says that it
 * consumes it, or where it is taken out of the network; one that is only known to name a node is told apart.
 */
import type { NetworkFact, Structure } from "../structure/types.js";
import { compareValues, parseValue, printValue, type Value } from "../tla/value.js";
import { diffStates, type Loop, printChange, type State } from "../tlc/counterexample.js";
import { inNetwork, type Message, networkVariables } from "./messages.js";

export interface ChartStep {
  /** Undefined for an initial state, and where it is not known. */
  readonly action: string | undefined;
  /** As printed: `s1`, `m = […]`. */
  readonly args: readonly string[];
  readonly values: State;
}

export interface ChartRow {
  /** From 1. */
  readonly number: number;
  readonly title: string;
  /** The step with everything that was chosen. */
  readonly detail: string;
  /** Who took the step; several where their parts of the state change and none is named. */
  readonly nodes: readonly string[];
  /** What changed, but for messages. */
  readonly changes: readonly string[];
}

export interface ChartEnd {
  /** From 0. */
  readonly row: number;
  readonly node: string;
}

export interface ChartArrow {
  readonly label: string;
  /** The message. */
  readonly text: string;
  readonly from: ChartEnd | undefined;
  readonly to: ChartEnd | undefined;
  /** `names`: the message names the node at its head; nothing says that it has received it. */
  readonly how: "received" | "names" | "sent";
}

export interface Chart {
  readonly title: string;
  readonly lifelines: readonly string[];
  readonly rows: readonly ChartRow[];
  readonly arrows: readonly ChartArrow[];
  readonly loop: Loop;
}

export function chartOf(
  title: string,
  steps: readonly ChartStep[],
  loop: Loop,
  structure: Pick<Structure, "roles" | "networks" | "kinds"> | undefined,
): Chart {
  const lifelines = structure === undefined ? [] : lifelinesOf(structure, steps);
  const networks = structure?.networks ?? [];
  const hidden = networkVariables(networks);
  const rows = steps.map((step, i): ChartRow => {
    const before = steps[i - 1]?.values;
    const shown = (values: State): State => new Map([...values].filter(([name]) => !hidden.has(name)));
    const changes = before === undefined ? [] : diffStates(shown(before), shown(step.values));
    return {
      number: i + 1,
      title: titleOf(step, i, lifelines),
      detail: detailOf(step, i),
      nodes:
        before === undefined || structure === undefined ? [] : actors(structure, lifelines, before, step),
      changes: before === undefined ? initially(shown(step.values)) : changes.map(printChange),
    };
  });
  if (structure === undefined) return { title, lifelines, rows, arrows: [], loop };
  const messages = new Arrows(structure, lifelines, rows);
  const arrows = messages.of(steps);
  const told = rows.map((row, i) => ({ ...row, changes: [...row.changes, ...messages.loose(i)] }));
  return { title, lifelines, rows: told, arrows, loop };
}

const initially = (values: State): readonly string[] =>
  [...values].map(([name, value]) => `${name} = ${printValue(value)}`);

const detailOf = ({ action, args }: ChartStep, i: number): string => {
  if (action === undefined) return i === 0 ? "initial state" : "step";
  return args.length === 0 ? action : `${action}(${args.join(", ")})`;
};

/** The step with what is short of its arguments. */
function titleOf(step: ChartStep, i: number, lifelines: readonly string[]): string {
  const short = step.args.filter((a) => lifelines.includes(a) || a.length <= 12);
  return detailOf({ ...step, args: short }, i);
}

/**
 * The arguments of functions of nodes, in the first state. Of several sets of arguments those count that have senders of
 * messages; where none has, those that most variables are functions of.
 */
function lifelinesOf(
  { roles, networks, kinds }: Pick<Structure, "roles" | "networks" | "kinds">,
  steps: readonly ChartStep[],
): readonly string[] {
  const first = steps[0]?.values;
  const sets = roles.map(({ variables }) => {
    const own = variables.filter((v) => v.position === 1);
    const value = own[0] === undefined ? undefined : first?.get(own[0].name);
    return { members: value === undefined ? [] : entriesOf(value).map(([key]) => key), count: own.length };
  });
  const senders = new Set<string | undefined>();
  for (const message of steps.flatMap(({ values }) => networks.flatMap((n) => inNetwork(n, values)))) {
    for (const { sender } of kinds) if (sender !== undefined) senders.add(message.part(sender));
  }
  const sending = sets.filter(({ members }) => members.some((m) => senders.has(m)));
  const most = Math.max(0, ...sets.map(({ count }) => count));
  const taken = sending.length > 0 ? sending : sets.filter(({ count }) => count === most);
  return [...new Set(taken.flatMap(({ members }) => members))];
}

/** The arguments, as printed, and values of a function of any form. */
export function entriesOf(value: Value): readonly (readonly [string, Value])[] {
  switch (value.kind) {
    case "function":
      return value.pairs.map(([key, of]) => [printValue(key), of]);
    case "record":
      return value.fields.map(([name, of]) => [`"${name}"`, of]);
    case "tuple":
      return value.items.map((of, i) => [String(i + 1), of]);
    default:
      return [];
  }
}

function actors(
  { roles }: Pick<Structure, "roles">,
  lifelines: readonly string[],
  before: State,
  { args, values }: ChartStep,
): readonly string[] {
  const named = args.find((a) => lifelines.includes(a));
  if (named !== undefined) return [named];
  const changed = new Set<string>();
  for (const { name, position } of roles.flatMap((r) => r.variables)) {
    const [old, now] = [before.get(name), values.get(name)];
    if (position !== 1 || old === undefined || now === undefined) continue;
    const had = new Map(entriesOf(old));
    for (const [key, value] of entriesOf(now)) {
      const was = had.get(key);
      if (was === undefined || compareValues(was, value) !== 0) changed.add(key);
    }
  }
  return lifelines.filter((node) => changed.has(node));
}

// ---------------------------------------------------------------------------------------------------- messages

interface Sent {
  readonly message: Message;
  readonly row: number;
  readonly from: ChartEnd | undefined;
  isReceived: boolean;
}

class Arrows {
  private readonly arrows: ChartArrow[] = [];
  private readonly sent: Sent[] = [];

  constructor(
    private readonly structure: Pick<Structure, "networks" | "kinds">,
    private readonly lifelines: readonly string[],
    private readonly rows: readonly ChartRow[],
  ) {}

  of(steps: readonly ChartStep[]): readonly ChartArrow[] {
    const { networks } = this.structure;
    let before: readonly Message[] = [];
    for (const [row, { args, values }] of steps.entries()) {
      const now = networks.flatMap((network) => inNetwork(network, values));
      const gone = without(before, now);
      // A step consumes what was there before it.
      this.receive(row, [...gone, ...consumed(args, before)]);
      for (const message of without(now, before)) this.send(message, row, networks);
      before = now;
    }
    for (const { message, from, isReceived } of this.sent) if (!isReceived) this.unreceived(message, from);
    return this.arrows;
  }

  /** Messages of a step of which neither who sent nor who received them is known. */
  loose(row: number): readonly string[] {
    const those = this.sent.filter((s) => s.row === row && s.from === undefined && !s.isReceived);
    return those.map(({ message }) => `message ${message.text}`);
  }

  private send(message: Message, row: number, networks: readonly NetworkFact[]): void {
    const kind = this.structure.kinds.find(
      (k) => k.name === message.kind || (networks.length === 1 && this.structure.kinds.length === 1),
    );
    const says = kind?.sender === undefined ? undefined : message.part(kind.sender);
    const [only, ...others] = this.rows[row]?.nodes ?? [];
    const node =
      says !== undefined && this.lifelines.includes(says) ? says : others.length === 0 ? only : undefined;
    this.sent.push({ message, row, from: node === undefined ? undefined : { row, node }, isReceived: false });
  }

  private receive(row: number, messages: readonly Message[]): void {
    const [node, ...others] = this.rows[row]?.nodes ?? [];
    for (const { text } of new Map(messages.map((m) => [m.text, m])).values()) {
      const same = this.sent.filter((s) => s.message.text === text);
      const sent = same.find((s) => !s.isReceived) ?? same.at(-1);
      if (sent === undefined) continue;
      const to = node === undefined || others.length > 0 ? undefined : { row, node };
      if (to === undefined && sent.from === undefined) continue;
      sent.isReceived = true;
      this.add(sent.message, sent.from, to, to === undefined ? "sent" : "received");
    }
  }

  private unreceived(message: Message, from: ChartEnd | undefined): void {
    if (from === undefined) return;
    const to = message.names.find((n) => this.lifelines.includes(n) && n !== from.node);
    if (to === undefined) this.add(message, from, undefined, "sent");
    else this.add(message, from, { row: from.row, node: to }, "names");
  }

  private add(
    { kind, text }: Message,
    from: ChartEnd | undefined,
    to: ChartEnd | undefined,
    how: ChartArrow["how"],
  ): void {
    this.arrows.push({ label: kind, text, from, to, how });
  }
}

/** The messages of the first list that the second has not, each as often as it is missing. */
function without(list: readonly Message[], other: readonly Message[]): readonly Message[] {
  const left = new Map<string, number>();
  for (const { text } of other) left.set(text, (left.get(text) ?? 0) + 1);
  return list.filter(({ text }) => {
    const n = left.get(text) ?? 0;
    left.set(text, n - 1);
    return n <= 0;
  });
}

/** The messages that a step says to consume: as an argument, or as an element of one. */
function consumed(args: readonly string[], there: readonly Message[]): readonly Message[] {
  const asked = new Set<string>();
  for (const arg of args) {
    const value = read(arg.replace(/^\w+ = /, ""));
    if (value === undefined) continue;
    asked.add(printValue(value));
    if (value.kind === "set") for (const item of value.items) asked.add(printValue(item));
  }
  return there.filter((message) => asked.has(message.text));
}

function read(text: string): Value | undefined {
  try {
    return parseValue(text);
  } catch {
    return undefined;
  }
}
