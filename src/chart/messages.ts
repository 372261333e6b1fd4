/** The messages that a network holds in a state, whatever form it has. */
import type { NetworkFact } from "../structure/types.js";
import { printValue, type Value } from "../tla/value.js";
import type { State } from "../tlc/counterexample.js";

export interface Message {
  readonly text: string;
  /** The value of its tag; `message` where it has none. */
  readonly kind: string;
  /** Values of its fields, and indices of its channel, as printed. */
  readonly names: readonly string[];
  /** A field (`source`), or an index of the channel (`[1]`), as printed. */
  part(which: string): string | undefined;
}

/** The variables that are networks as a whole: what changes there is told by messages. */
export const networkVariables = (networks: readonly NetworkFact[]): ReadonlySet<string> =>
  new Set(networks.filter((n) => !n.path.startsWith(".")).map((n) => n.variable));

export function inNetwork(
  { variable, path, tag, representation }: NetworkFact,
  state: State,
): readonly Message[] {
  const whole = state.get(variable);
  if (whole === undefined) return [];
  const steps = path.match(/\.\w+|\[[^\]]*\]/g) ?? [];
  const name = representation === "per-kind" ? (/\w+$/.exec(path)?.[0] ?? variable) : "message";
  return places(whole, steps, []).flatMap(({ value, keys }) =>
    items(value, representation === "bag").map((item) => messageOf(item, keys, tag, name)),
  );
}

interface Held {
  readonly value: Value;
  readonly keys: readonly string[];
}

/** Every value at a path: `[…]` goes through all arguments. */
function places(value: Value, steps: readonly string[], keys: readonly string[]): readonly Held[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [{ value, keys }];
  if (step.startsWith(".")) {
    const field = value.kind === "record" ? value.fields.find(([name]) => name === step.slice(1)) : undefined;
    return field === undefined ? [] : places(field[1], rest, keys);
  }
  return argumentsOf(value).flatMap(([key, of]) => places(of, rest, [...keys, printValue(key)]));
}

function argumentsOf(value: Value): readonly (readonly [Value, Value])[] {
  switch (value.kind) {
    case "function":
      return value.pairs;
    case "record":
      return value.fields.map(([name, of]) => [{ kind: "string", value: name }, of]);
    case "tuple":
      return value.items.map((of, i) => [{ kind: "int", value: i + 1 }, of]);
    default:
      return [];
  }
}

/** A set, a sequence, or a bag: a function to how many there are. */
function items(value: Value, isBag: boolean): readonly Value[] {
  if (value.kind === "set") return value.items;
  if (isBag) {
    return argumentsOf(value).flatMap(([item, count]) =>
      count.kind === "int" ? Array.from({ length: Math.max(0, count.value) }, () => item) : [],
    );
  }
  return value.kind === "tuple" ? value.items : [];
}

function messageOf(
  value: Value,
  keys: readonly string[],
  tag: string | undefined,
  otherwise: string,
): Message {
  const fields = value.kind === "record" ? value.fields : [];
  const field = (name: string): Value | undefined => fields.find(([n]) => n === name)?.[1];
  const tagged = tag === undefined ? undefined : field(tag);
  const kind =
    tagged === undefined ? otherwise : tagged.kind === "string" ? tagged.value : printValue(tagged);
  return {
    text: printValue(value),
    kind,
    names: [...fields.map(([, v]) => printValue(v)), ...keys],
    part: (which) => {
      const index = /^\[(\d+)\]$/.exec(which)?.[1];
      if (index !== undefined) return keys[Number(index) - 1];
      const found = field(which);
      return found === undefined ? undefined : printValue(found);
    },
  };
}
