/** A structure as text for people: every fact with its line. */
import type { Place } from "../report/diagnostic.js";
import type { ActionFact, Behaviour, NetworkFact, Structure, VariableFact, WriteFact } from "./types.js";

export interface ShowStructureOptions {
  /** Shortens a path for display. */
  readonly display?: (file: string) => string;
}

type At = (place: Place) => string;

/** The whole structure, with a line end after each line. */
export function showStructure(structure: Structure, options: ShowStructureOptions = {}): string {
  const display = options.display ?? ((file: string): string => file);
  const at: At = (place) => `${display(place.file)}:${place.line}`;
  const lines = [
    `${structure.module}, ${display(structure.file)}`,
    ...section("behaviour", behaviour(structure.behaviour, at)),
    ...section(
      "constants",
      structure.constants.map((c) => `${c.name}${c.arity > 0 ? `(${places(c.arity)})` : ""}, ${at(c.place)}`),
    ),
    ...section(
      "assumptions",
      structure.assumptions.map((a) => `${oneLine(a.text)}, ${at(a.place)}`),
    ),
    ...section(
      "variables",
      structure.variables.flatMap((v) => variable(v, at)),
    ),
    ...section(
      "sets that variables are functions over",
      structure.roles.map((r) => {
        const names = r.variables.map((v) => (v.position === 1 ? v.name : `${v.name} (index ${v.position})`));
        return `${r.set}: ${names.join(", ")}`;
      }),
    ),
    ...section(
      "network",
      structure.networks.map((n) => network(n, at)),
    ),
    ...section("messages", messages(structure, at)),
    ...section("actions", structure.actions.flatMap((a) => ["", ...action(a, at)]).slice(1)),
    ...section(
      "could not be found",
      structure.notFound.map((n) => `${n.what}: ${n.reason}, ${at(n.place)}`),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", title, ...lines.map((l) => (l === "" ? "" : `  ${l}`))];
}

const places = (n: number): string => Array.from({ length: n }, () => "_").join(", ");

const widest = 110;

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > widest ? `${flat.slice(0, widest - 1)}…` : flat;
}

const chosenBy: Readonly<Record<Behaviour["by"], string>> = {
  option: "as asked for",
  config: "named by the model",
  formula: "the formula of the form Init /\\ [][Next]_v",
  name: "by name",
  nothing: "none found",
};

function behaviour(b: Behaviour, at: At): readonly string[] {
  const named = (what: string, n: Behaviour["init"]): readonly string[] =>
    n === undefined ? [] : [`${what} ${n.name}, ${at(n.place)}`];
  return [
    ...named("formula", b.specification),
    ...named("starts with", b.init),
    ...named("goes on with", b.next),
    `chosen: ${chosenBy[b.by]}`,
    ...b.fairness.map((f) => `fairness ${oneLine(f.text)}, ${at(f.place)}`),
    ...b.candidates.map((c) => `another behaviour: ${c.name}, ${at(c.place)}`),
  ];
}

function variable(v: VariableFact, at: At): readonly string[] {
  const from = v.evidence[0];
  const learnt =
    from === undefined ? "" : `, from ${from.from === "init" ? "Init" : from.from} ${at(from.place)}`;
  const lines = [`${v.name}: ${v.shown}${learnt}`];
  if (v.invariant !== undefined) lines.push(`    claimed: ${oneLine(v.invariant)}`);
  if (v.ghost) lines.push("    read by no guard and no other variable: history");
  return lines;
}

const representations: Readonly<Record<NetworkFact["representation"], string>> = {
  "growing-set": "a set that only grows",
  "shrinking-set": "a set that messages leave",
  bag: "a bag: how many copies of each message",
  channels: "channels, in order",
  outbox: "an outbox, emptied into the network",
  "per-kind": "a set for each kind",
};

function network(n: NetworkFact, at: At): string {
  const tag = n.tag === undefined ? "" : `; kinds by ${n.tag}`;
  return `${n.variable}${n.path}: ${representations[n.representation]}${tag}, ${at(n.place)}`;
}

function messages(structure: Structure, at: At): readonly string[] {
  return structure.kinds.flatMap((k) => {
    const fields = k.fields.map((f) => `${f.name}: ${f.shown}`).join(", ");
    const sender = k.sender === undefined ? "no field says who sent it" : `sent by ${k.sender}`;
    return [
      `${k.name} [${fields}], ${at(k.place)}`,
      `    ${sender}; from ${list(k.sentBy)}; to ${list(k.receivedBy)}`,
    ];
  });
}

const list = (names: readonly string[]): string => (names.length === 0 ? "nobody" : names.join(", "));

function action(a: ActionFact, at: At): readonly string[] {
  const params = a.parameters.map((p) => (p.domain === "" ? p.name : `${p.name} \\in ${oneLine(p.domain)}`));
  const lines = [`${a.name}${params.length === 0 ? "" : `(${params.join(", ")})`}, ${at(a.place)}`];
  const row = (what: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(`    ${what} ${items.join(", ")}`);
  };
  if (a.environment) lines.push("    environment: loses or copies messages");
  row("acts on the slice of", a.actors);
  for (const g of a.guards) lines.push(`    when ${oneLine(g.text)}`);
  row("reads", [
    ...new Set(a.reads.map((r) => (r.path === "whole" ? r.variable : `${r.variable}${r.path}`))),
  ]);
  for (const w of a.writes) lines.push(`    writes ${written(w)}`);
  for (const s of a.sends)
    lines.push(`    sends ${s.count === "set" ? "a set of " : ""}${s.kind} ${oneLine(s.message)}`);
  for (const r of a.receives)
    lines.push(`    ${received[r.mode]} ${r.kind}${r.removes ? ", taking it out" : ""}`);
  for (const f of a.frameFaults) lines.push(`    ! ${frame[f.fault]} ${f.variable}, ${at(f.place)}`);
  return lines;
}

/** `x[i] := e` for `[x EXCEPT ![i] = e]`, else the whole new value. */
function written(w: WriteFact): string {
  const [path] = w.paths;
  const start = `[${w.variable} EXCEPT !${path} = `;
  if (w.how === "=" && w.paths.length === 1 && path !== "whole" && w.value.startsWith(start)) {
    return `${w.variable}${path} := ${oneLine(w.value.slice(start.length, -1))}`;
  }
  const where = w.paths.map((p) => (p === "whole" ? w.variable : `${w.variable}${p}`)).join(", ");
  return `${where} ${w.how === "in" ? "\\in" : ":="} ${oneLine(w.value)}`;
}

const received = { one: "receives", set: "looks at a set of", absent: "looks that there is no" } as const;
const frame = {
  unassigned: "says nothing of",
  twice: "gives two values to",
  "primed-read": "reads the new value of",
} as const;
