/**
 * What of a specification traces can exercise: the actions of Next, and the points of their formulas.
 *
 * Rules evaluate the operators that the mapping names, as the specification has them. What stands around these in Next is
 * copied into rules (see `next.ts`) and is not evaluated in its own place: whoever takes an operator was on the way to it.
 * `Around` says what that is. Where Next has several ways to an operator, what is not on all of them cannot be told.
 */
import {
  type CoveragePoint,
  type CoverageTable,
  coverageTable,
} from "../../engine/coverage/coverage-table.js";
import { Places } from "../../engine/explain/explain-places.js";
import type { Ir, NamedIr } from "../../engine/lower/ir.js";
import { partsOf } from "../../engine/lower/ir-parts.js";
import { type LoweredModel, lowerModel } from "../../engine/lower/lowered.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import { linkCfg } from "../../resolve/cfg.js";
import { parseCfg, printCfg } from "../../tla/cfg.js";
import type { Prepared } from "../prepare.js";
import { EVALUATED, type Marks, WAS_FALSE, WAS_TRUE } from "./way-recorder.js";

export interface Around {
  /** Marks of what every way to the operator goes through. */
  readonly always: Marks;
  /** Marks of what may have been gone through. */
  readonly perhaps: ReadonlySet<number>;
}

export interface SpecPoints {
  /** Next alone, by itself: as the specification has it. */
  readonly lowered: LoweredModel;
  readonly table: CoverageTable;
  /** Those that stand in the specification. */
  readonly points: readonly CoveragePoint[];
  /** The disjuncts of Next, each name once. */
  readonly actions: readonly NamedIr[];
  /** Marks of each action's disjuncts, by name. */
  readonly actionMarks: ReadonlyMap<string, readonly number[]>;
  /** Operators that the mapping names, and Next. */
  readonly entries: ReadonlySet<string>;
  /** By the operators of `entries`. */
  readonly around: ReadonlyMap<string, Around>;
  /** Names of actions that some rule can take. */
  readonly mapped: ReadonlySet<string>;
  nameMark(name: string): number | undefined;
  nameOf(mark: number): string | undefined;
}

/** `steps`: an operator in the place of Next. */
export function specPoints(prepared: Prepared, steps?: string): SpecPoints {
  const { own } = prepared;
  const model = nextOf(prepared, steps);
  const at = model.next.at;
  const lowered: LoweredModel = {
    ...model,
    init: { op: "const", value: { kind: "bool", value: true }, at },
    actions: [
      { name: "Next", place: { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 }, ir: model.next },
    ],
    ...{ invariants: [], constraints: [], actionConstraints: [] },
  };
  const table = coverageTable(lowered, new Places(lowered.spec), own.lowered.actions);
  const generated = `${own.module.name}.tla`;
  const names = new Names(table.points.length);
  const entries = entriesOf(prepared, lowered);
  visit([model.next, ...own.lowered.actions.map((a) => a.ir)], (e) => {
    if (e.op === "named") names.add(e.name);
  });
  const actions = [...new Map(model.actions.map((a) => [a.name, a])).values()];
  const found = new Surroundings(table, names, entries);
  found.go(model.next, []);
  const marks = actionMarks(model.actions, table, names);
  const around = new Map(found.around());
  const unknown = { always: new Map(), perhaps: outsideOf(prepared, table, marks) };
  for (const name of entries) if (!around.has(name)) around.set(name, unknown);
  return {
    ...{ lowered, table, actions, entries },
    points: table.points.filter((p) => !p.place.file.endsWith(generated)),
    ...{ around, actionMarks: marks },
    mapped: mappedIn(prepared, model, entries),
    nameMark: (name) => names.markOf(name),
    nameOf: (mark) => names.of(mark),
  };
}

/** What no rule evaluates: where an operator is not found in Next, nothing of this can be told. */
function outsideOf(
  { own }: Prepared,
  table: CoverageTable,
  actions: ReadonlyMap<string, readonly number[]>,
): ReadonlySet<number> {
  const outside = new Set([...table.points.map((p) => p.id), ...[...actions.values()].flat()]);
  visit(
    own.lowered.actions.map((a) => a.ir),
    (e) => outside.delete(table.pointOf(e) ?? -1),
  );
  return outside;
}

/** A disjunct is known by what is inside of the choices around it. */
function actionMarks(
  actions: readonly NamedIr[],
  table: CoverageTable,
  names: Names,
): ReadonlyMap<string, readonly number[]> {
  const out = new Map<string, number[]>();
  for (const { name, ir } of actions) {
    let leaf = ir;
    while ((leaf.op === "bind" && leaf.form === "some") || leaf.op === "let") leaf = leaf.body;
    const mark = table.pointOf(leaf) ?? names.markOf(name);
    out.set(name, [...(out.get(name) ?? []), ...(mark === undefined ? [] : [mark])]);
  }
  return out;
}

/** The specification's own steps, lowered once more in the module that the mapping makes. */
function nextOf({ own, cfg, behaviour }: Prepared, steps: string | undefined): LoweredModel {
  const meant = behaviour.map((item) =>
    steps !== undefined && item.kind === "definition" && item.keyword === "NEXT"
      ? { ...item, name: steps }
      : item,
  );
  const items = [...cfg, ...meant, { kind: "deadlock", check: false } as const];
  const { cfg: parsed } = parseCfg("model", printCfg({ entries: items }));
  const { linked, diagnostics } = linkCfg(own.lowered.spec, parsed);
  const { model, diagnostics: further } = lowerModel(own.lowered.spec, linked);
  if (model === undefined) throw new DiagnosticError([...diagnostics, ...further]);
  return model;
}

/** Operators of rules; and Next, where a rule may take any of its steps. */
function entriesOf({ lineRules, silent }: Prepared, { next }: LoweredModel): ReadonlySet<string> {
  const rules = [...lineRules.map((l) => l.rule), ...silent];
  const entries = new Set(rules.flatMap((r) => r.actions));
  if (next.op === "named") entries.add(next.name);
  return entries;
}

/** Actions that are named, are inside of what is named, or lead to it; all of them, if a rule takes any step. */
function mappedIn(
  { lineRules, silent, own }: Prepared,
  { actions, next }: LoweredModel,
  entries: ReadonlySet<string>,
): ReadonlySet<string> {
  const named = new Set([...lineRules.map((l) => l.rule), ...silent].flatMap((r) => r.actions));
  const inRules = new Set<string>();
  visit(
    own.lowered.actions.map((a) => a.ir),
    (e) => {
      if (e.op === "named" && entries.has(e.name)) visit([e], (x) => x.op === "named" && inRules.add(x.name));
    },
  );
  const takesAny = next.op === "named" && inRules.has(next.name);
  const leads = (ir: Ir): boolean => {
    let does = false;
    visit([ir], (e) => {
      if (e.op === "named" && named.has(e.name)) does = true;
    });
    return does;
  };
  return new Set(actions.filter((a) => takesAny || inRules.has(a.name) || leads(a.ir)).map((a) => a.name));
}

class Names {
  private readonly marks = new Map<string, number>();
  private readonly list: string[] = [];
  constructor(private readonly first: number) {}

  add(name: string): void {
    if (this.marks.has(name)) return;
    this.marks.set(name, this.first + this.list.length);
    this.list.push(name);
  }

  markOf(name: string): number | undefined {
    return this.marks.get(name);
  }

  of(mark: number): string | undefined {
    return this.list[mark - this.first];
  }
}

/** One way through Next to an operator. */
interface Way {
  readonly always: Marks;
  /** Points inside of what stands beside it. */
  readonly beside: ReadonlySet<number>;
}

type Passed = readonly (readonly [Ir, number])[];

class Surroundings {
  private readonly ways = new Map<string, Way[]>();

  constructor(
    private readonly table: CoverageTable,
    private readonly names: Names,
    private readonly entries: ReadonlySet<string>,
  ) {}

  /** `passed`: what lies around it, with what came of each; formulas beside the way are in it, too. */
  go(e: Ir, passed: Passed): void {
    if (e.op === "named" && this.entries.has(e.name)) {
      const way = this.way([...passed, [e, EVALUATED | WAS_TRUE]]);
      this.ways.set(e.name, [...(this.ways.get(e.name) ?? []), way]);
    }
    const here: Passed = [...passed, [e, EVALUATED | WAS_TRUE]];
    switch (e.op) {
      case "and":
        for (const item of e.items) {
          const others = e.items.filter((x) => x !== item).map((x) => [x, EVALUATED | WAS_TRUE] as const);
          this.go(item, [...here, ...others]);
        }
        return;
      case "or":
        for (const item of e.items) this.go(item, here);
        return;
      case "bind":
        if (e.form === "some" || e.form === "all") this.go(e.body, here);
        return;
      case "let":
      case "named":
        this.go(e.body, here);
        return;
      case "if":
        this.go(e.then, [...here, [e.test, EVALUATED | WAS_TRUE]]);
        this.go(e.else, [...here, [e.test, EVALUATED | WAS_FALSE]]);
        return;
      case "case":
        for (const arm of e.arms) {
          const test: Passed = arm.test === undefined ? [] : [[arm.test, EVALUATED | WAS_TRUE]];
          this.go(arm.value, [...here, ...test]);
        }
        return;
      default:
        return;
    }
  }

  around(): ReadonlyMap<string, Around> {
    return new Map(
      [...this.ways].map(([name, [first, ...others]]): [string, Around] => {
        const always: Marks = new Map();
        const perhaps = new Set<number>([...(first?.beside ?? [])]);
        for (const [mark, came] of first?.always ?? []) {
          const everywhere = others.reduce((bits, o) => bits & (o.always.get(mark) ?? 0), came);
          if ((everywhere & EVALUATED) !== 0) always.set(mark, everywhere);
          else perhaps.add(mark);
        }
        for (const other of others)
          for (const mark of [...other.always.keys(), ...other.beside])
            if (!always.has(mark)) perhaps.add(mark);
        return [name, { always, perhaps }];
      }),
    );
  }

  private way(passed: Passed): Way {
    const always: Marks = new Map();
    const beside = new Set<number>();
    const onWay = new Set(passed.map(([e]) => e));
    for (const [e, came] of passed) {
      const id = this.table.pointOf(e);
      if (id !== undefined) always.set(id, came);
      const name = e.op === "named" ? this.names.markOf(e.name) : undefined;
      if (name !== undefined) always.set(name, came);
    }
    // Of what stands beside the way it is not known how it came about.
    for (const [e] of passed.slice(0, -1))
      for (const part of besides(e, onWay))
        visit([part], (x) => {
          const id = this.table.pointOf(x);
          if (id !== undefined && !always.has(id)) beside.add(id);
        });
    return { always, beside };
  }
}

/** Parts of what lies on a way that are evaluated there, but are not on it themselves. */
function besides(e: Ir, onWay: ReadonlySet<Ir>): readonly Ir[] {
  const parts = partsOf(e).filter((x) => !onWay.has(x));
  const isOnWay = parts.length < partsOf(e).length;
  if (!isOnWay) return parts;
  if (e.op === "or" || e.op === "if") return [];
  return e.op === "case" ? parts.filter((x) => e.arms.some((a) => a.test === x)) : parts;
}

/** All expressions, with the bodies of functions that they call. */
function visit(roots: readonly Ir[], f: (e: Ir) => void): void {
  const seen = new Set<Ir>();
  const pending = [...roots];
  for (let e = pending.pop(); e !== undefined; e = pending.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    f(e);
    pending.push(...partsOf(e));
    if (e.op === "call") pending.push(e.fn.body);
  }
}
