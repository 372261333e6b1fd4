/** Generated steps and events that nobody honest would make: they are refused or undefined, and nothing else happens. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protocol as paxos } from "../../codegen/generated/paxos/index.js";
import { protocol as raft } from "../../codegen/generated/raft/index.js";
import {
  type Config,
  canonical,
  type Event,
  type Protocol,
  TlaSet,
  Undefined,
  type Value,
} from "../../codegen/runtime/index.js";

interface Case {
  readonly name: string;
  readonly protocol: Protocol<object, unknown>;
  readonly config: Config;
}

const nodes = ["n1", "n2", "n3"];
const cases: readonly Case[] = [
  {
    name: "Raft",
    protocol: raft as unknown as Protocol<object, unknown>,
    config: {
      constants: { Server: TlaSet.of(nodes), Value: TlaSet.of(["v1"]), Nil: "Nil", MaxTerm: 3, MaxLog: 3 },
      offered: ["v1"],
    },
  },
  {
    name: "Paxos",
    protocol: paxos as unknown as Protocol<object, unknown>,
    config: {
      constants: {
        Replica: TlaSet.of(nodes),
        Value: TlaSet.of(["v1"]),
        None: "None",
        MaxBallot: 3,
        MaxInstance: 2,
      },
      offered: ["v1"],
    },
  },
];

/** A walk of the whole system; the numbers say which candidate is taken. */
function walk({ protocol, config }: Case, choices: readonly number[]) {
  const slices = new Map(nodes.map((n) => [n, protocol.initial(n, config)]));
  const sent: unknown[] = [];
  const taken: { node: string; before: object; event: Event<unknown> }[] = [];
  for (const choice of choices) {
    const possible = nodes.flatMap((node) => {
      const before = slices.get(node)!;
      return [...protocol.enabled(node, before, sent, config)].flatMap((event) => {
        const result = outcome(() => protocol.step(node, before, event, config));
        return result === "undefined" || !result.ok ? [] : [{ node, before, event, result }];
      });
    });
    const next = possible[choice % Math.max(1, possible.length)];
    if (next === undefined) break;
    taken.push({ node: next.node, before: next.before, event: next.event });
    slices.set(next.node, next.result.slice);
    const known = new Set(sent.map(canonical));
    sent.push(...next.result.out.filter((m) => !known.has(canonical(m))));
  }
  return { slices, sent, taken };
}

/**
 * `Undefined` is how a step says that TLA+ gives it no meaning; `TypeError` is how the runtime's values refuse what is
 * none, such as a parameter that is missing. Anything else that is thrown is a fault.
 */
function outcome<T>(run: () => T): T | "undefined" {
  try {
    return run();
  } catch (fault) {
    if (fault instanceof Undefined || fault instanceof TypeError) return "undefined";
    throw fault;
  }
}

const walks = fc.array(fc.nat(1000), { minLength: 5, maxLength: 25 });
const leaves: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.boolean(),
  fc.constantFrom("v1", "n1", "n2", "Nil", "None", "", "constructor", "__proto__"),
);
const values: fc.Arbitrary<Value> = fc.oneof(
  leaves,
  fc.array(leaves, { maxLength: 2 }),
  fc.array(leaves, { maxLength: 3 }).map((x) => TlaSet.of(x)),
  fc.record({ bal: leaves, val: leaves }),
);

describe.each(cases)("$name", (c) => {
  const { protocol, config } = c;
  const names = [...Object.keys(protocol.actions), "NoSuchAction", "constructor"];
  const params = [...new Set(Object.values(protocol.actions).flatMap((a) => a.params))];
  const inputs = [...new Set(Object.values(protocol.actions).flatMap((a) => a.inputs.map((i) => i.name)))];

  it("steps on any events whatsoever refuse or are undefined, change nothing that they were given, and do nothing else", () => {
    const event = fc.record({
      action: fc.constantFrom(...names),
      args: fc.dictionary(fc.constantFrom(...params, "x"), values, { noNullPrototype: true }),
      picks: fc.dictionary(fc.constantFrom(...inputs), fc.array(fc.nat(100), { maxLength: 4 })),
    });
    fc.assert(
      fc.property(walks, fc.array(event, { minLength: 10, maxLength: 30 }), (choices, events) => {
        const { slices, sent } = walk(c, choices);
        for (const { action, args, picks } of events) {
          const given = Object.entries(picks).map(([name, list]) => {
            const messages = sent.length === 0 ? [] : list.map((k) => sent[k % sent.length]);
            return [name, messages] as const;
          });
          for (const node of [...nodes, "stranger"]) {
            const slice = slices.get(node) ?? slices.get("n1")!;
            const before = canonical(slice);
            outcome(() =>
              protocol.step(node, slice, { action, args, inputs: Object.fromEntries(given) }, config),
            );
            expect(canonical(slice)).toBe(before);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("a step is a function of node, slice and event alone; what it sends names its sender", () => {
    fc.assert(
      fc.property(walks, (choices) => {
        for (const { node, before, event } of walk(c, choices).taken) {
          const bare: Config = { constants: { ...config.constants }, offered: [] };
          const [a, b] = [config, bare].map((k) => protocol.step(node, before, event, k));
          expect(canonical(a)).toBe(canonical(b));
          for (const m of a?.ok ? a.out : []) expect(protocol.sender(m, config)).toBe(node);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("an event that lacks a parameter, or the messages that it consumed, is not enabled", () => {
    fc.assert(
      fc.property(walks, (choices) => {
        for (const { node, before, event } of walk(c, choices).taken) {
          for (const name of Object.keys(event.args)) {
            const { [name]: _gone, ...less } = event.args;
            const result = outcome(() => protocol.step(node, before, { ...event, args: less }, config));
            expect(result === "undefined" || !result.ok).toBe(true);
          }
          for (const name of Object.keys(event.inputs)) {
            const { [name]: messages, ...less } = event.inputs;
            const result = outcome(() => protocol.step(node, before, { ...event, inputs: less }, config));
            if ((messages ?? []).length > 0) expect(result === "undefined" || !result.ok).toBe(true);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
