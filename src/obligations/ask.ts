/**
 * A probe explored with our engine: every step and every state is asked. Questions about steps are asked of each step as it
 * is taken; those about states, and whether what is justified stays so, when all states are there.
 */
import { type Exploration, type ExploreOptions, explore } from "../engine/explore/explore.js";
import { type Path, pathOf, pathTo } from "../engine/explore/path.js";
import { ABSENT, NO_PARENT } from "../engine/explore/states.js";
import type { LoweringResult } from "../engine/lower/lowered.js";
import type { CompiledModel, Row, StepPredicate } from "../engine/model.js";
import { type Bank, EMPTY_SET, type Ref } from "../engine/values/bank.js";
import { show } from "../engine/values/show.js";
import { writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { expressionIn } from "../spec/expression.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { readyModel, runOptions } from "../verify/own-ready.js";
import type { Probe, Question } from "./probe.js";

/** What was found of one question. */
export interface Answer {
  /** States or steps in which what it speaks of is there. */
  readonly occurred: number;
  /** Distinct states that were asked, or whose steps were. */
  readonly asked: number;
  /** A shortest behaviour to where the answer is no; of a step, its last one. */
  readonly bad: Path | undefined;
}

/** Of one action: what became of what could be certified. */
export interface Kept {
  /** How often something that could be certified was looked at after a step. */
  readonly looked: number;
  readonly asked: number;
  readonly lost: { readonly path: Path; readonly node: string; readonly claim: string } | undefined;
}

export interface Asked {
  readonly exploration: Exploration;
  /** Everything was asked of everything that was found. */
  readonly isWhole: boolean;
  readonly coverage: readonly Answer[];
  readonly complete: readonly Answer[];
  readonly stable: readonly Kept[];
}

export interface Wanted {
  readonly coverage: boolean;
  readonly complete: boolean;
  readonly stable: boolean;
}

/** States between two looks at the signal and the clock. */
const TURN = 200;
/** Room for the second index of a pair in one number. */
const PAIR = 2 ** 26;

/** `name` tells models of one probe apart. Throws a DiagnosticError if the model cannot be evaluated at all. */
export async function ask(
  probe: Probe,
  { dir, name, cfg }: { readonly dir: string; readonly name: string; readonly cfg: readonly CfgItem[] },
  wanted: Wanted,
  running: { readonly signal: AbortSignal; readonly seconds: number } & Pick<ExploreOptions, "onProgress">,
): Promise<Asked> {
  const cfgFile = join(dir, `${probe.module}-${name}.cfg`);
  await writeAtomic(join(dir, `${probe.module}.tla`), probe.text);
  await writeAtomic(cfgFile, printCfg({ entries: cfg }));
  const questions = [...(wanted.coverage ? probe.coverage : []), ...(wanted.complete ? probe.complete : [])];
  const ready = await readyModel({ dir, module: probe.module, cfgFile }, (lowered) =>
    asking(lowered, questions, wanted.stable ? [probe.stable.name] : []),
  );
  if (ready.kind === "answered") {
    const { outcome } = ready.answer;
    throw new DiagnosticError("diagnostics" in outcome ? outcome.diagnostics : []);
  }
  const { signal, seconds, ...more } = running;
  const job = { dir, module: probe.module, cfgFile, timeoutMs: seconds * 1000 };
  const options = { ...runOptions(job, signal), ...more };
  return await new Asking(ready.model, probe, wanted, options).run(seconds);
}

/** Asks for the definitions as tests, two for each question, and terms. */
function asking(
  result: LoweringResult,
  questions: readonly Question[],
  terms: readonly string[],
): LoweringResult {
  const { model, lowering } = result;
  if (model === undefined) return result;
  const diagnostics: Diagnostic[] = [];
  const lowered = (text: string) => {
    const { expression, diagnostics: found } = expressionIn(model.spec, text, "obligation");
    diagnostics.push(...found);
    return expression === undefined
      ? []
      : [{ name: text, place: expression.place, ir: lowering.lower(expression.expr) }];
  };
  const tests = questions.flatMap(({ occurs, bad }) => [...lowered(occurs ?? "TRUE"), ...lowered(bad)]);
  const values = terms.flatMap(lowered);
  diagnostics.push(...lowering.diagnostics);
  const failed = diagnostics.some((d) => d.severity === "error");
  const asked = { ...model, tests: [...model.tests, ...tests], terms: [...model.terms, ...values] };
  return {
    ...result,
    model: failed ? undefined : asked,
    diagnostics: [...result.diagnostics, ...diagnostics],
  };
}

interface Test {
  readonly occurs: StepPredicate;
  readonly bad: StepPredicate;
}

class Asking {
  private readonly steps: readonly Test[];
  private readonly states: readonly Test[];
  private readonly edges = new Set<number>();

  constructor(
    private readonly model: CompiledModel,
    private readonly probe: Probe,
    private readonly wanted: Wanted,
    private readonly options: ExploreOptions,
  ) {
    const tests: Test[] = [];
    for (let i = 0; i + 1 < model.tests.length; i += 2)
      tests.push({ occurs: model.tests[i]!, bad: model.tests[i + 1]! });
    const steps = wanted.coverage ? probe.coverage.length : 0;
    this.steps = tests.slice(0, steps);
    this.states = tests.slice(steps);
  }

  async run(seconds: number): Promise<Asked> {
    const { model, options, wanted, edges } = this;
    const covered = this.steps.map(() => ({ occurred: 0, at: undefined as [Row, Row] | undefined }));
    const watching: StepPredicate[] = this.steps.map(({ occurs, bad }, k) => ({
      name: bad.name,
      place: bad.place,
      holds: (state, next) => {
        const found = covered[k]!;
        if (!occurs.holds(state, next)) return true;
        found.occurred += 1;
        if (found.at === undefined && bad.holds(state, next)) found.at = [state.slice(), next.slice()];
        return true;
      },
    }));
    const { temporal: _, postconditions: __, ...rest } = model;
    const bare: CompiledModel = {
      ...rest,
      invariants: [],
      checkDeadlock: false,
      ...(watching.length > 0
        ? { temporal: { initial: [], steps: watching, goals: [], atoms: [], hints: new Map() } }
        : {}),
    };
    const onStep: NonNullable<ExploreOptions["onStep"]> = (from, _action, to) => {
      if (from !== NO_PARENT && from !== to) edges.add(from * PAIR + to);
    };
    const exploration = await explore(bare, wanted.stable ? { ...options, onStep } : options);
    const coverage = covered.map(
      ({ occurred, at }): Answer => ({
        occurred,
        asked: exploration.states.size,
        bad: at && this.stepTo(exploration, at),
      }),
    );
    const asked = await this.askStates(exploration, this.lateAfter(seconds));
    const kept = wanted.stable
      ? await this.keeping(exploration, this.lateAfter(seconds))
      : { stable: [], isWhole: true };
    const isWhole = exploration.verdict.kind === "holds" && asked.isWhole && kept.isWhole;
    return { exploration, isWhole, coverage, complete: asked.answers, stable: kept.stable };
  }

  /** Each part of the work may take so long. */
  private lateAfter(seconds: number): () => boolean {
    const { now, signal } = this.options;
    const begun = now();
    return () => signal?.aborted === true || now() - begun > seconds;
  }

  private stepTo({ states }: Exploration, [from, to]: readonly [Row, Row]): Path {
    const at = states.find(from);
    const beyond = { row: to, action: this.actionBetween(from, to) };
    return at === ABSENT ? pathOf(this.model, [beyond]) : pathTo(this.model, states, at, beyond);
  }

  /** Which action leads from one state to the next. */
  private actionBetween(from: Row, to: Row): number | undefined {
    this.model.begin?.(from);
    const at = this.model.actions.findIndex((action) => {
      let found = false;
      action.successors(from, (next) => {
        found ||= next.every((cell, i) => cell === to[i]);
      });
      return found;
    });
    return at < 0 ? undefined : at;
  }

  private async askStates(exploration: Exploration, isLate: () => boolean) {
    const { model, options } = this;
    const { states } = exploration;
    const row = new Int32Array(model.width);
    const found = this.states.map(() => ({ occurred: 0, asked: 0, bad: undefined as Path | undefined }));
    if (this.states.length === 0) return { answers: found, isWhole: true };
    for (let i = 0; i < states.size; i++) {
      states.read(i, row);
      for (const [k, { occurs, bad }] of this.states.entries()) {
        found[k]!.asked += 1;
        if (!occurs.holds(row, row)) continue;
        found[k]!.occurred += 1;
        if (found[k]!.bad === undefined && bad.holds(row, row))
          found[k]!.bad = pathTo(model, states, i, undefined);
      }
      if (i % TURN === 0) {
        await options.pause();
        if (isLate()) return { answers: found, isWhole: false };
      }
    }
    return { answers: found, isWhole: true };
  }

  /** Of each step: what a node could certify before it can do so after it, if no more is known of the node. */
  private async keeping(exploration: Exploration, isLate: () => boolean) {
    const { model, options, probe, edges } = this;
    const { states } = exploration;
    const term = model.terms.at(-1)!;
    const { bank } = model;
    const row = new Int32Array(model.width);
    const values: Ref[] = [];
    const kept = probe.stable.actions.map(() => ({ looked: 0, asked: 0, lost: undefined as Kept["lost"] }));
    for (let i = 0; i < states.size; i++) {
      states.read(i, row);
      values.push(term.value(row));
      if (i % TURN !== 0) continue;
      await options.pause();
      if (isLate()) break;
    }
    for (const one of kept) one.asked = values.length;
    const isPart = partOf(bank);
    const sorted = [...edges].sort((a, b) => a - b);
    for (const edge of sorted) {
      const [from, to] = [Math.floor(edge / PAIR), edge % PAIR];
      const [before, after] = [values[from], values[to]];
      if (before === undefined || after === undefined) continue;
      const now = new Map(bank.list(after).map((tuple) => [bank.list(tuple)[0]!, bank.list(tuple)] as const));
      for (const tuple of bank.list(before)) {
        const [node, known, ...claims] = bank.list(tuple);
        const [, knownNow, ...claimsNow] = now.get(node!) ?? [];
        if (known !== knownNow) continue;
        for (const [k, set] of claims.entries()) {
          if (set === EMPTY_SET) continue;
          const one = kept[k]!;
          one.looked += 1;
          if (one.lost !== undefined || isPart(set, claimsNow[k]!)) continue;
          const lost = bank.list(set).find((c) => !bank.list(claimsNow[k]!).includes(c))!;
          const beyond = {
            row: states.row(to),
            action: this.actionBetween(states.row(from), states.row(to)),
          };
          const path = pathTo(model, states, from, beyond);
          one.lost = { path, node: show(bank, node!), claim: show(bank, lost) };
        }
      }
    }
    return { stable: kept, isWhole: values.length === states.size };
  }
}

/** Whether a set is part of another one; each pair is looked at once. */
function partOf(bank: Bank): (set: Ref, other: Ref) => boolean {
  const known = new Map<Ref, Map<Ref, boolean>>();
  return (set, other) => {
    if (set === other) return true;
    const of = known.get(set) ?? new Map<Ref, boolean>();
    known.set(set, of);
    const told = of.get(other);
    if (told !== undefined) return told;
    const all = new Set(bank.list(other));
    const is = bank.list(set).every((c) => all.has(c));
    of.set(other, is);
    return is;
  };
}
