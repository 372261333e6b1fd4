/** What two answers about one module disagree in. Pure. */
import { canonicalOp } from "../src/tla/operators.js";
import type {
  Answer,
  DeclaredFact,
  DefinitionFact,
  ModuleFacts,
  NodeFact,
  Place,
  SymbolFact,
} from "./facts.js";

/** What is compared, and the word for it in the list of exceptions. */
export const kinds = [
  "verdict",
  "proof",
  "declared",
  "definition",
  "span",
  "name",
  "arity",
  "level",
] as const;
export type Kind = (typeof kinds)[number];

export interface Disagreement {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: Kind;
  readonly what: string;
  readonly ours: string;
  readonly sany: string;
}

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  /** How many facts of each kind were compared. */
  readonly compared: Readonly<Record<Kind, number>>;
}

class Comparer {
  readonly disagreements: Disagreement[] = [];
  readonly compared: Record<Kind, number> = {
    verdict: 0,
    proof: 0,
    declared: 0,
    definition: 0,
    span: 0,
    name: 0,
    arity: 0,
    level: 0,
  };

  constructor(private readonly file: string) {}

  /** Notes one comparison. */
  check(kind: Kind, at: readonly number[], what: string, ours: string, sany: string): void {
    this.compared[kind] += 1;
    if (ours === sany) return;
    const [line = 1, column = 1] = at;
    this.disagreements.push({ file: this.file, line, column, kind, what, ours, sany });
  }
}

/** Accepted or rejected: which part of SANY rejects is no part of the verdict. */
function verdictOf(answer: Answer): string {
  return answer.verdict === "syntax" || answer.verdict === "semantic" ? "rejected" : answer.verdict;
}

/** Whether SANY rejects for something inside a proof: we check their syntax alone. */
function faultInProof(ours: Answer, sany: Answer): boolean {
  const place = /line (\d+), col \d+ to line \d+, col \d+ of module (\w+)/.exec(sany.messages[0] ?? "");
  if (place === null) return false;
  const [line, module] = [Number(place[1]), place[2]];
  return (ours.proofs ?? []).some((p) => p.module === module && p.from <= line && line <= p.to);
}

export function compare(file: string, ours: Answer, sany: Answer): Comparison {
  const comparer = new Comparer(file);
  const mine = verdictOf(ours);
  // SANY stops with an exception at some faults: what we reject then is no disagreement.
  const stopped = mine === "rejected" && /Exception/.test(sany.messages[0] ?? "");
  const other = stopped ? mine : verdictOf(sany);
  const reason = [...ours.messages, ...sany.messages][0] ?? "";
  const detail = mine === other ? "" : `: ${reason}`;
  // Without a verdict there is no agreement.
  const known = mine === "crash" || other === "crash" || other === "timeout" ? "?" : "";
  const kind = faultInProof(ours, sany) ? "proof" : "verdict";
  comparer.check(kind, [1, 1], `verdict${detail}`, mine + known, other);
  if (ours.facts !== undefined && sany.facts !== undefined) compareFacts(comparer, ours.facts, sany.facts);
  return comparer;
}

function compareFacts(comparer: Comparer, ours: ModuleFacts, sany: ModuleFacts): void {
  const declared = (what: string, mine: readonly DeclaredFact[], other: readonly DeclaredFact[]): void => {
    const text = (all: readonly DeclaredFact[]): string =>
      all
        .map((d) => `${d.name}/${d.arity}`)
        .sort()
        .join(" ");
    comparer.check("declared", [1, 1], what, text(mine), text(other));
  };
  declared("constants", ours.constants, sany.constants);
  declared("variables", ours.variables, sany.variables);
  compareDefinitions(comparer, ours.definitions, sany.definitions);
  compareNodes(comparer, ours.nodes, sany.nodes);
}

function grouped<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function compareDefinitions(
  comparer: Comparer,
  ours: readonly DefinitionFact[],
  sany: readonly DefinitionFact[],
): void {
  const key = (d: DefinitionFact): string => `${d.place[0]}:${d.place[1]} ${canonicalOp(d.name)}`;
  const theirs = grouped(
    sany.filter((d) => d.name !== "LAMBDA"),
    key,
  );
  const mine = grouped(ours, key);
  for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
    const [a] = mine.get(name) ?? [];
    const [b] = theirs.get(name) ?? [];
    const text = (d: DefinitionFact | undefined): string =>
      d === undefined ? "absent" : `(${d.params.join(",")}) to ${d.place[2]}:${d.place[3]}`;
    const at = (a ?? b)?.place ?? [];
    comparer.check("definition", at, name, text(a), text(b));
    if (a !== undefined && b !== undefined && a.level >= 0 && b.level >= 0) {
      comparer.check("level", at, `definition ${name}`, `${a.level}`, `${b.level}`);
    }
  }
}

/** SANY's operators for what has no node of its own with us: parts of CASE, EXCEPT, records, definitions. */
const synthetic: ReadonlySet<string> = new Set([
  "$Pair",
  "$Seq",
  "$Tuple",
  "$NonRecursiveFcnSpec",
  "$RecursiveFcnSpec",
]);

function isPart(node: NodeFact): boolean {
  return node.kind === "String" || (node.operator !== undefined && synthetic.has(node.operator.name));
}

function compareNodes(comparer: Comparer, ours: readonly NodeFact[], sany: readonly NodeFact[]): void {
  const key = (n: NodeFact): string => n.place.join(":");
  const mine = grouped(ours, key);
  const theirs = grouped(sany, key);
  for (const [span, nodes] of mine) {
    const others = theirs.get(span);
    const first = nodes[0]!;
    comparer.check(
      "span",
      first.place,
      `${first.kind} to ${end(first.place)}`,
      "node",
      others ? "node" : "none",
    );
    if (others !== undefined) compareAt(comparer, nodes, others);
  }
  for (const [span, nodes] of theirs) {
    const first = nodes.find((n) => !isPart(n));
    if (first === undefined || mine.has(span)) continue;
    const what = `${first.operator?.name ?? first.kind} to ${end(first.place)}`;
    comparer.check("span", first.place, what, "none", "node");
  }
}

const end = (place: Place): string => `${place[2]}:${place[3]}`;

/** The nodes with one span. */
function compareAt(comparer: Comparer, ours: readonly NodeFact[], sany: readonly NodeFact[]): void {
  const { place } = ours[0]!;
  const text = (level: number): string => `${level}`;
  const levels = (nodes: readonly NodeFact[]): readonly number[] =>
    [...new Set(nodes.map((n) => n.level).filter((level) => level >= 0))].sort();
  const [mine, other] = [levels(ours), levels(sany)];
  const shown = `${ours[0]!.kind} to ${end(place)}`;
  if (mine.length > 0 && other.length > 0) {
    const same = mine.every((level) => other.includes(level));
    comparer.check(
      "level",
      place,
      shown,
      mine.map(text).join(),
      same ? mine.map(text).join() : other.map(text).join(),
    );
  }
  if (ours.every((n) => n.kind !== "Let") && mine.length === 0) {
    comparer.check("level", place, shown, "unknown", other.length === 0 ? "unknown" : other.map(text).join());
  }
  if (ours.some((n) => n.kind === "Selected")) return;
  const a = ours.find((n) => n.operator !== undefined)?.operator;
  const b = sany.find((n) => n.operator !== undefined && named(n.operator))?.operator;
  if (b === undefined) return;
  compareSymbols(comparer, place, a, b);
}

/** Whether an operator has a name that is compared; the others are SANY's own for forms of expressions. */
function named({ name }: SymbolFact): boolean {
  return spellings.has(name) || (!name.startsWith("$") && name !== "LAMBDA");
}

const spellings: ReadonlyMap<string, string> = new Map([
  ["$ConjList", "\\land"],
  ["$DisjList", "\\lor"],
]);

function canonical(name: string): string {
  return canonicalOp(spellings.get(name) ?? name);
}

function compareSymbols(
  comparer: Comparer,
  place: Place,
  ours: SymbolFact | undefined,
  sany: SymbolFact,
): void {
  // Modules of our library differ from the jar's in text: of these, the file alone is compared.
  const shown = (s: SymbolFact): string => {
    if (s.file === "") return canonical(s.source);
    const where = ours?.line === 0 ? "" : `:${s.line}:${s.column}`;
    return `${canonical(s.source)} of ${s.file}${where}`;
  };
  const mine = ours === undefined ? "no reference" : shown(ours);
  comparer.check("name", place, canonical(sany.name), mine, shown(sany));
  if (ours === undefined || sany.arity < 0 || ours.file === "" || sany.file === "") return;
  comparer.check("arity", place, canonical(sany.name), `${ours.arity}`, `${sany.arity}`);
}
