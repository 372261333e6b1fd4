/**
 * The module that a mapping and a specification make: it extends the specification and has an operator for each rule,
 * whose parameters are the columns that the rule reads.
 *
 *     Rule2(ev_node, ev_term) == /\ Timeout(ev_node) … /\ (currentTerm[ev_node])' = ev_term
 *
 * For our engine columns are variables too, which the matcher sets before a step and which no step changes:
 *
 *     Own2 == UNCHANGED <<at_node, at_term>> /\ Rule2(at_node, at_term)
 */
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { prettyModule } from "../../tla/pretty.js";
import type { Column } from "../mapping/columns.js";
import type { Phase } from "./rule-types.js";

export interface ModuleParts {
  readonly root: string;
  /** Modules beside it that the mapping's TLA+ needs. */
  readonly extended: readonly string[];
  readonly absent: string;
  /** Values of the model that the mapping names: constants that stand for themselves. */
  readonly models: readonly string[];
  /** Constants that the specification declares. */
  readonly rootConstants: readonly string[];
  readonly init: Expr;
  /** The next-state relation of the specification. */
  readonly next: Expr;
  readonly phases: readonly Phase[];
  /** Variables of its own that phases set: what lines of several steps took. */
  readonly kept: readonly string[];
  /** Definitions that the mapping needs: constants, values of maps, what changes do. */
  readonly definitions: readonly Unit[];
  readonly fresh: (wanted: string) => string;
}

export interface OwnModule {
  readonly name: string;
  readonly text: string;
  readonly init: string;
  readonly next: string;
  /** Any step of the specification, whatever a line says. */
  readonly any: string;
  /** The action of each phase, in order. */
  readonly actions: readonly string[];
  /** The variable of each column, in the order of `columns`. */
  readonly variables: readonly string[];
  readonly columns: readonly Column[];
}

/** The operators that both engines run. */
export function ruleUnits(parts: ModuleParts): readonly Unit[] {
  return [
    ...parts.definitions,
    ...parts.phases.map((p) =>
      b.definition(
        p.operator,
        p.columns.map((c) => c.name),
        p.body,
      ),
    ),
  ];
}

export function ownModule(parts: ModuleParts): OwnModule {
  const { fresh, phases } = parts;
  const name = fresh(`${parts.root}Log`);
  const columns = [...new Set(phases.flatMap((p) => p.columns))];
  const variables = columns.map((c) => fresh(c.name.replace(/^ev_/, "at_")));
  const variableOf = new Map(columns.map((c, i) => [c, variables[i] ?? ""]));
  const actions = phases.map((p) => fresh(`Own${p.operator}`));
  const [init, next, any] = [fresh("LogInit"), fresh("LogNext"), fresh("LogAny")];
  const unchanged = (sets: readonly string[]): readonly Expr[] => {
    const left = [...variables, ...parts.kept.filter((v) => !sets.includes(v))];
    return left.length === 0 ? [] : [b.unchanged(...left)];
  };
  const all = [...variables, ...parts.kept];
  const units: Unit[] = [
    b.extendsUnit(parts.root, ...parts.extended),
    b.constants(parts.absent, ...parts.models),
    ...(all.length === 0 ? [] : [b.variables(...all)]),
    ...ruleUnits(parts),
    ...phases.map((p, i) =>
      b.definition(
        actions[i] ?? "",
        [],
        b.and([
          ...unchanged(p.sets),
          b.apply(p.operator, ...p.columns.map((c) => b.apply(variableOf.get(c) ?? ""))),
        ]),
      ),
    ),
    b.definition(init, [], b.and([parts.init, ...all.map((v) => b.eq(b.apply(v), b.num(0)))])),
    b.definition(next, [], b.or(actions.map((a) => b.apply(a)))),
    b.definition(any, [], parts.next),
  ];
  return { name, text: prettyModule(b.module(name, units)), init, next, any, actions, variables, columns };
}
