/**
 * The generated step functions against TLC: from the initial state on, the states and the transitions that they
 * make are exactly those of TLC's state graph of the specification, nothing missing and nothing extra (stuttering
 * aside).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { protocol as paxos } from "../../codegen/generated/paxos/index.js";
import { protocol as raft } from "../../codegen/generated/raft/index.js";
import {
  type Config,
  canonical,
  type Event,
  type Protocol,
  type Value as RuntimeValue,
  subsets,
  TlaMap,
  TlaSet,
  Undefined,
} from "../../codegen/runtime/index.js";
import {
  functionOf,
  model,
  parseState,
  printValue,
  recordOf,
  setOf,
  string,
  tupleOf,
  type Value,
} from "../../src/tla/value.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { runTlc } from "../../src/tlc/run.js";

interface Case {
  readonly name: string;
  readonly dir: string;
  readonly module: string;
  readonly cfg: string;
  readonly network: string;
  readonly protocol: Protocol<object, unknown>;
  readonly nodes: readonly string[];
  readonly offered: readonly string[];
  readonly constants: Readonly<Record<string, RuntimeValue>>;
  /** Values tried for each parameter, some outside of its domain, besides those that `enabled` gives. */
  readonly tried: Readonly<Record<string, readonly RuntimeValue[]>>;
  /** Variables that the specification has. */
  readonly variables: readonly string[];
}

const specs = fileURLToPath(new URL("../../specs", import.meta.url));
const servers = ["s1", "s2", "s3"];
const replicas = ["r1", "r2", "r3"];
const cases: readonly Case[] = [
  {
    name: "Raft",
    dir: join(specs, "raft"),
    module: "Raft",
    cfg: "Raft.small.cfg",
    network: "msgs",
    protocol: raft as unknown as Protocol<object, unknown>,
    nodes: servers,
    offered: ["v1"],
    constants: { Server: TlaSet.of(servers), Nil: "Nil", MaxTerm: 1, MaxLog: 1 },
    tried: { v: ["v1"], k: [0, 1, 2], n: [0, 1, 2] },
    variables: ["currentTerm", "votedFor", "log", "role", "commitIndex"],
  },
  {
    name: "Paxos",
    dir: join(specs, "paxos"),
    module: "Paxos",
    cfg: "Paxos.small.cfg",
    network: "msgs",
    protocol: paxos as unknown as Protocol<object, unknown>,
    nodes: replicas,
    offered: ["v1", "v2"],
    constants: { Replica: TlaSet.of(replicas), None: "None", MaxBallot: 1, MaxInstance: 1 },
    tried: { b: [0, 1, 2], k: [1, 2], v: ["v1", "v2"], Q: [...subsets(TlaSet.of(replicas))] },
    variables: ["maxBal", "accepted", "decided"],
  },
];

let dump = "";
let tools = { java: "", jar: "" };
beforeAll(async () => {
  const signal = new AbortController().signal;
  const { jar } = await findTlc({ env: process.env, signal });
  tools = { jar, java: (await findJava(process.env, signal)).java };
  dump = mkdtempSync(join(tmpdir(), "bumblebee-graph-"));
});
afterAll(() => rmSync(dump, { recursive: true, force: true }));

interface Graph {
  readonly states: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** TLC's graph, its states as canonical texts. */
async function graphOfTlc(c: Case): Promise<Graph> {
  const file = join(dump, `${c.name}.dot`);
  const extraArgs = ["-dump", "dot,actionlabels", file];
  const outcome = await runTlc({
    ...tools,
    dir: c.dir,
    module: c.module,
    cfgFile: c.cfg,
    extraArgs,
    env: process.env,
  });
  expect(outcome.kind).toBe("holds");
  const text = readFileSync(file, "utf8");
  const states = new Map<string, string>();
  for (const [, id, label] of text.matchAll(/^(-?\d+) \[label="((?:[^"\\]|\\.)*)"/gm)) {
    const plain = (label ?? "").replaceAll("\\n", "\n").replaceAll('\\"', '"').replaceAll("\\\\", "\\");
    states.set(id ?? "", stateText(parseState(plain)));
  }
  const edges = new Set<string>();
  for (const [, from, to] of text.matchAll(/^(-?\d+) -> (-?\d+)/gm)) {
    const [a, b] = [states.get(from ?? ""), states.get(to ?? "")];
    if (a !== b) edges.add(`${a}\n->\n${b}`);
  }
  return { states: new Set(states.values()), edges };
}

function stateText(variables: ReadonlyMap<string, Value>): string {
  return [...variables.keys()]
    .sort()
    .map((v) => `${v} = ${printValue(variables.get(v)!)}`)
    .join("\n");
}

/**
 * Events that `step` must judge by itself, since `enabled` leaves out what it knows to be refused: every choice of
 * parameters with every message, or up to two messages where a set is read.
 */
function* guesses(c: Case, sent: readonly unknown[]): Iterable<Event<unknown>> {
  for (const [action, { params, inputs }] of Object.entries(c.protocol.actions)) {
    let events: readonly Event<unknown>[] = [{ action, args: {}, inputs: {} }];
    for (const p of params) {
      events = events.flatMap((e) => (c.tried[p] ?? []).map((v) => ({ ...e, args: { ...e.args, [p]: v } })));
    }
    for (const { name, kind, set } of inputs) {
      const fitting = sent.filter((m) => c.protocol.kind(m) === kind);
      const singles = fitting.map((m) => [m]);
      const pairs = fitting.flatMap((m, k) => fitting.slice(k + 1).map((other) => [m, other]));
      const given = set ? [[], ...singles, ...pairs] : singles;
      events = events.flatMap((e) => given.map((g) => ({ ...e, inputs: { ...e.inputs, [name]: g } })));
    }
    yield* events;
  }
}

/** As `step`, where a step without meaning is not enabled. */
function stepped(c: Case, node: string, slice: object, event: Event<unknown>, config: Config) {
  try {
    return c.protocol.step(node, slice, event, config);
  } catch (fault) {
    if (fault instanceof Undefined) return { ok: false as const, conjunct: fault.message };
    throw fault;
  }
}

/** The graph that the generated code makes. */
function graphOfCode(c: Case): Graph {
  const config: Config = { constants: c.constants, offered: c.offered };
  type State = { readonly slices: ReadonlyMap<string, object>; readonly sent: readonly unknown[] };
  const models = new Set([...c.nodes, ...c.offered, "Nil", "None"]);
  const textOf = ({ slices, sent }: State): string => {
    const variables = new Map<string, Value>();
    for (const v of c.variables) {
      const pairs = c.nodes.map((n): [Value, Value] => {
        const slice = slices.get(n) as Readonly<Record<string, unknown>>;
        return [model(n), asValue(slice[v], models)];
      });
      variables.set(v, functionOf(pairs));
    }
    variables.set(c.network, setOf(sent.map((m) => asValue(m, models))));
    return stateText(variables);
  };
  const start: State = {
    slices: new Map(c.nodes.map((n) => [n, c.protocol.initial(n, config)])),
    sent: [],
  };
  const states = new Set([textOf(start)]);
  const edges = new Set<string>();
  const queue: State[] = [start];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    const from = textOf(state);
    for (const n of c.nodes) {
      const slice = state.slices.get(n)!;
      for (const event of [...c.protocol.enabled(n, slice, state.sent, config), ...guesses(c, state.sent)]) {
        // A replica may learn any client's value; the model has those of its constant only.
        if (event.args.v !== undefined && !c.offered.includes(String(event.args.v))) continue;
        const result = stepped(c, n, slice, event, config);
        if (!result.ok) continue;
        const known = new Set(state.sent.map(canonical));
        const fresh = result.out.filter((m) => !known.has(canonical(m)));
        const next: State = {
          slices: new Map(state.slices).set(n, result.slice),
          sent: [...state.sent, ...fresh],
        };
        const to = textOf(next);
        if (to !== from) edges.add(`${from}\n->\n${to}`);
        if (states.has(to)) continue;
        states.add(to);
        queue.push(next);
      }
    }
  }
  return { states, edges };
}

/** A value of generated code as TLC prints it; strings that are model values there become such. */
function asValue(v: unknown, models: ReadonlySet<string>): Value {
  const go = (x: unknown): Value => asValue(x, models);
  if (typeof v === "number") return { kind: "int", value: v };
  if (typeof v === "boolean") return { kind: "bool", value: v };
  if (typeof v === "string") return models.has(v) ? model(v) : string(v);
  if (Array.isArray(v)) return tupleOf(v.map(go));
  if (v instanceof TlaSet) return setOf(v.elements.map(go));
  if (v instanceof TlaMap) return functionOf([...v].map(([k, x]): [Value, Value] => [go(k), go(x)]));
  return recordOf(Object.entries(v as object).map(([k, x]) => [k, go(x)] as const));
}

const missing = (all: ReadonlySet<string>, some: ReadonlySet<string>): readonly string[] =>
  [...all].filter((x) => !some.has(x)).slice(0, 2);

describe("generated steps make TLC's state graph", () => {
  for (const c of cases) {
    it(c.name, async () => {
      const wanted = await graphOfTlc(c);
      const made = graphOfCode(c);
      expect(wanted.states.size).toBeGreaterThan(100);
      expect({
        states: missing(wanted.states, made.states),
        edges: missing(wanted.edges, made.edges),
      }).toEqual({
        states: [],
        edges: [],
      });
      expect({
        states: missing(made.states, wanted.states),
        edges: missing(made.edges, wanted.edges),
      }).toEqual({
        states: [],
        edges: [],
      });
    });
  }
});
