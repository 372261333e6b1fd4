/**
 * Does a translation say what its algorithm says? Compared are the variables, their initial values, the processes, the
 * defined operators, and label by label the action: its words in order, and where it goes next.
 */
import type { Algorithm, Process, Statement, Tokens, VariableDeclaration } from "./ast.js";
import { expandMacros } from "./expand.js";
import { addLabels, type Bodies, labelsOf } from "./labels.js";
import { counterTargets, matchesAt, normalise, unquoted, type Words } from "./normal.js";
import { defaultValue } from "./parse.js";
import { type Owner, type Step, stepsOf } from "./steps.js";
import type { TranslatedDefinition, Translation } from "./translation.js";

/** One way in which they differ; `offset` is the algorithm's place, or the translation's where nothing is there. */
export interface Difference {
  readonly what: string;
  readonly offset: number;
}

export function compare(written: Algorithm, translation: Translation): readonly Difference[] {
  const algorithm = withoutMacros(written);
  const bodies = addLabels(algorithm);
  const names = new Names(algorithm, bodies);
  const steps = allSteps(algorithm, bodies);
  const differing = stepDifferences(steps, translation, names);
  return [
    ...variableDifferences(algorithm, translation, names),
    ...initDifferences(algorithm, translation, names),
    ...definitionDifferences(algorithm, translation),
    ...processDifferences(algorithm, translation, names),
    ...(differing.length > 0 ? differing : assemblyDifferences(algorithm, steps, translation, names)),
    ...fairnessDifferences(algorithm, translation),
  ];
}

function withoutMacros(a: Algorithm): Algorithm {
  const expand = (body: readonly Statement[]): readonly Statement[] => expandMacros(body, a.macros);
  return {
    ...a,
    procedures: a.procedures.map((p) => ({ ...p, body: expand(p.body) })),
    processes: a.processes.map((p) => ({ ...p, body: expand(p.body) })),
    body: expand(a.body),
  };
}

/** Names that the translator may have changed: it adds `_`, or `_` and a beginning of the owner's name. */
class Names {
  private readonly owners: readonly string[];
  private readonly written: ReadonlySet<string>;

  constructor(algorithm: Algorithm, bodies: Bodies) {
    this.owners = [...algorithm.procedures, ...algorithm.processes].map((p) => p.name);
    const labels = [...bodies.processes, ...bodies.procedures, bodies.main].flatMap(labelsOf);
    const variables = declarationsOf(algorithm).map(({ variable }) => variable.name);
    this.written = new Set([...labels, ...variables, ...this.owners]);
  }

  /** True: `translated` is `written`, perhaps renamed. */
  same(written: string, translated: string): boolean {
    if (written === translated) return true;
    if (isQuoted(written) && isQuoted(translated)) return this.same(unquoted(written), unquoted(translated));
    if (!this.written.has(written) || !translated.startsWith(`${written}_`)) return false;
    const suffix = translated.slice(written.length + 1);
    return this.owners.some((name) => name.startsWith(suffix)) || /^[0-9]*$/.test(suffix);
  }

  /** The same words, renamed ones taken back, in any order: calls sort their assignments by the new names. */
  sameBag(written: Words, translated: Words): boolean {
    const back = translated.map((word) => {
      if (this.written.has(word)) return word;
      return [...this.written].find((name) => this.same(name, word)) ?? word;
    });
    return written.length === back.length && [...written].sort().join(" ") === back.sort().join(" ");
  }

  sameWords(written: Words, translated: Words): boolean {
    if (written.length !== translated.length) return false;
    return written.every((word, i) => this.same(word, translated[i] ?? ""));
  }
}

const isQuoted = (word: string): boolean => word.startsWith('"');
const texts = (tokens: Tokens): Words => tokens.map((token) => token.text);

// ------------------------------------------------------------------------------------------------------ variables

interface Declared {
  readonly variable: VariableDeclaration;
  /** The set over which the variable is a function; undefined: it is none. */
  readonly over: Words | undefined;
  readonly process: Process | undefined;
}

function declarationsOf(a: Algorithm): readonly Declared[] {
  const over = a.processes.length > 0 ? ["ProcSet"] : undefined;
  return [
    ...a.variables.map((variable) => ({ variable, over: undefined, process: undefined })),
    ...a.procedures.flatMap((p) =>
      [...p.params, ...p.variables].map((variable) => ({ variable, over, process: undefined })),
    ),
    ...a.processes.flatMap((process) =>
      process.variables.map((variable) => ({
        variable,
        over: process.op === "=" ? undefined : texts(process.id),
        process,
      })),
    ),
  ];
}

function variableDifferences(a: Algorithm, t: Translation, names: Names): readonly Difference[] {
  const declared = declarationsOf(a).map((d) => d.variable);
  const missing = declared.filter((v) => !t.variables.some((w) => names.same(v.name, w.name)));
  const added = t.variables.filter(
    (w) => w.name !== "pc" && w.name !== "stack" && !declared.some((v) => names.same(v.name, w.name)),
  );
  return [
    ...missing.map((v) => ({ what: `variable \`${v.name}\` is not in the translation`, offset: v.offset })),
    ...added.map((w) => ({ what: `variable \`${w.name}\` is not in the algorithm`, offset: w.offset })),
  ];
}

function initDifferences(a: Algorithm, t: Translation, names: Names): readonly Difference[] {
  const init = t.definitions.find((d) => d.name === "Init");
  if (init === undefined)
    return [{ what: "the translation has no `Init`", offset: t.definitions[0]?.offset ?? 0 }];
  return declarationsOf(a).flatMap(({ variable, over, process }) => {
    const own: Words[] = [["self"]];
    if (process?.op === "=") own.push(texts(process.id));
    const words = normalise(init.body, own);
    const value = texts(variable.value?.tokens ?? defaultValue);
    const op = variable.value?.op ?? "=";
    const lifted =
      over === undefined
        ? value
        : op === "="
          ? ["[", "self", "\\in", ...over, "|->", ...value, "]"]
          : ["[", ...over, "->", ...value, "]"];
    const expected = normalise([op, ...lifted], own);
    const found = words.some(
      (word, i) =>
        names.same(variable.name, word) &&
        names.sameWords(expected, words.slice(i + 1, i + 1 + expected.length)),
    );
    if (found || !t.variables.some((w) => names.same(variable.name, w.name))) return [];
    return [{ what: `the initial value of \`${variable.name}\` differs`, offset: variable.offset }];
  });
}

function definitionDifferences(a: Algorithm, t: Translation): readonly Difference[] {
  const wanted = texts(a.definitions);
  if (wanted.length === 0 || t.words.some((_, i) => matchesAt(t.words, i, wanted))) return [];
  return [{ what: "the `define` block differs", offset: a.definitions[0]?.offset ?? 0 }];
}

function processDifferences(a: Algorithm, t: Translation, names: Names): readonly Difference[] {
  if (a.processes.length === 0) return [];
  const set = t.definitions.find((d) => d.name === "ProcSet");
  const expected = a.processes.flatMap((p, i) => [
    ...(i === 0 ? [] : ["\\cup"]),
    ...(p.op === "=" ? ["{", ...texts(p.id), "}"] : texts(p.id)),
  ]);
  const same = set !== undefined && names.sameWords(normalise(expected, []), normalise(set.body, []));
  if (same) return [];
  return [{ what: "the set of processes differs", offset: a.processes[0]?.offset ?? 0 }];
}

/** Fairness that the algorithm asks for and `Spec` lacks. More of it may come from the translator's options. */
function fairnessDifferences(a: Algorithm, t: Translation): readonly Difference[] {
  const { weak, strong } = asked(a);
  const lacks = (weak && !has(t, "WF") && !has(t, "SF")) || (strong && !has(t, "SF"));
  if (!lacks) return [];
  const at = a.processes[0]?.offset ?? a.body[0]?.offset ?? 0;
  return [{ what: "`Spec` lacks fairness that the algorithm asks for", offset: at }];
}

/** True: `Spec` has fairness for which the algorithm does not ask. */
export function hasMoreFairness(a: Algorithm, t: Translation): boolean {
  const { weak, strong } = asked(a);
  if (a.labelFairness) return false;
  return (has(t, "WF") && !weak && !strong) || (has(t, "SF") && !strong);
}

function asked(a: Algorithm): { readonly weak: boolean; readonly strong: boolean } {
  const wants = [a.fairness, ...a.processes.map((p) => p.fairness)];
  return { weak: wants.includes("weak"), strong: wants.includes("strong") };
}

function has(t: Translation, op: "WF" | "SF"): boolean {
  return t.definitions.some((d) => d.name === "Spec" && d.body.includes(`${op}_vars`));
}

// ---------------------------------------------------------------------------------------------------------- steps

interface OwnedStep {
  readonly step: Step;
  readonly owner: Owner;
  readonly own: readonly Words[];
}

function allSteps(a: Algorithm, bodies: Bodies): readonly OwnedStep[] {
  const entries = new Map(a.procedures.map((p, i) => [p.name, bodies.procedures[i]?.[0]?.label ?? ""]));
  const of = (body: readonly Statement[], owner: Owner): readonly OwnedStep[] => {
    const own = owner.id === undefined ? [["self"]] : [["self"], texts(owner.id)];
    return stepsOf(body, owner, a, entries).map((step) => ({ step, owner, own }));
  };
  return [
    ...a.procedures.flatMap((p, i) =>
      of(bodies.procedures[i] ?? [], { kind: "procedure", name: p.name, id: undefined }),
    ),
    ...a.processes.flatMap((p, i) =>
      of(bodies.processes[i] ?? [], { kind: "process", name: p.name, id: p.op === "=" ? p.id : undefined }),
    ),
    ...of(bodies.main, { kind: "main", name: undefined, id: undefined }),
  ];
}

function stepDifferences(steps: readonly OwnedStep[], t: Translation, names: Names): readonly Difference[] {
  const counted = t.variables.some((v) => v.name === "pc");
  const used = new Set<TranslatedDefinition>();
  const found: Difference[] = [];
  for (const owned of steps) {
    const { step, owner } = owned;
    const candidates = counted
      ? t.definitions.filter((d) => names.same(step.label, d.name) && !used.has(d))
      : t.definitions.filter((d) => d.name === (owner.name ?? "Next"));
    const match = candidates.find((d) => agrees(owned, d, names, counted));
    const taken = match ?? candidates[0];
    if (taken === undefined) {
      found.push({ what: `label \`${step.label}\` has no action in the translation`, offset: step.offset });
      continue;
    }
    used.add(taken);
    if (match === undefined) {
      found.push({ what: `the step at label \`${step.label}\` differs`, offset: step.offset });
    }
  }
  for (const d of t.definitions) {
    if (counted && isAction(d) && !used.has(d)) {
      found.push({ what: `the action \`${d.name}\` has no label in the algorithm`, offset: d.offset });
    }
  }
  return found;
}

/** Does each process have its steps, and `Next` the processes? */
function assemblyDifferences(
  a: Algorithm,
  steps: readonly OwnedStep[],
  t: Translation,
  names: Names,
): readonly Difference[] {
  if (!t.variables.some((v) => v.name === "pc")) return [];
  const owners = [...a.procedures, ...a.processes];
  const parts = new Map<string, readonly string[]>(
    owners.map(({ name }) => [name, labelsOwned(steps, name)]),
  );
  const main = a.processes.length === 0 ? labelsOwned(steps, undefined) : a.processes.map((p) => p.name);
  parts.set("Next", [...main, ...a.procedures.map((p) => p.name)]);
  return [...parts].flatMap(([name, wanted]) => {
    const offset = owners.find((o) => o.name === name)?.offset ?? steps[0]?.step.offset ?? 0;
    const body = t.definitions.find((d) => d.name === name)?.body;
    if (body === undefined) return [{ what: `the translation does not define \`${name}\``, offset }];
    if (wanted.every((part) => body.some((word) => names.same(part, word)))) return [];
    return [{ what: `\`${name}\` in the translation lacks a part`, offset }];
  });
}

const labelsOwned = (steps: readonly OwnedStep[], owner: string | undefined): readonly string[] =>
  steps.filter((s) => s.owner.name === owner).map((s) => s.step.label);

/** An action of a label begins with its guard, `/\ pc = "label"`. */
function isAction(d: TranslatedDefinition): boolean {
  const first = d.body[0] === "/\\" ? 1 : 0;
  if (d.body[first] !== "pc") return false;
  const at = d.body.indexOf("=", first);
  return unquoted(d.body[at + 1] ?? "") === d.name;
}

function agrees(owned: OwnedStep, d: TranslatedDefinition, names: Names, counted: boolean): boolean {
  const { step, own } = owned;
  const expected = normalise(step.words, own);
  const seen = normalise(d.body, own);
  const calls = expected.includes("procedure");
  if (!names.sameWords(expected, seen) && !(calls && names.sameBag(expected, seen))) return false;
  if (!counted) return true;
  if (!isAction(d)) return false;
  const targets = [...counterTargets(d.body)];
  const covers = [...step.targets].every((label) => targets.some((to) => names.same(label, to)));
  return covers && targets.every((to) => [...step.targets].some((label) => names.same(label, to)));
}
