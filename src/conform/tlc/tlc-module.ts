/**
 * Traces as one module for TLC. The rules are those of our engine; the events are constants: each distinct line stands
 * once, as a tuple of its rule's number, of each silent rule whether the line allows it and what it reads of the line, and
 * its columns; a trace is a sequence of numbers of such lines. A variable says which trace is followed, one how many of its lines are matched, one how many steps of
 * the present line were taken.
 *
 *     Take == \E e \in {Lines[Traces[trace][at + 1]]} : \/ e[1] = 1 /\ step = 0 /\ Rule0(e[3], e[4]) /\ … /\ at' = at + 1
 */
import { toTree } from "../../engine/values/show.js";
import type { Expr, Unit } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import type { CfgItem } from "../../tla/cfg.js";
import { prettyModule } from "../../tla/pretty.js";
import { model as modelValue } from "../../tla/value.js";
import type { Prepared } from "../prepare.js";
import type { Event } from "../reader.js";
import { ruleUnits } from "../rules/module.js";
import type { Rule } from "../rules/rule-types.js";
import { interner } from "./intern.js";
import { checksOf } from "./tlc-checks.js";

export interface TlcModule {
  readonly name: string;
  readonly text: string;
  readonly cfg: readonly CfgItem[];
  /** The variables that say where TLC is, for reading counterexamples: trace and lines matched. */
  readonly trace: string;
  readonly at: string;
}

/** What TLC prints: that a trace matches, or (with `steps`) how far it got. */
export const MARK = "bumblebee-log";

export function tlcModule(
  prepared: Prepared,
  traces: readonly (readonly Event[])[],
  { steps }: { readonly steps: boolean },
): TlcModule {
  const { parts, silent } = prepared;
  const fresh = parts.fresh;
  const name = fresh(`${parts.root}Logs`);
  const n = Object.fromEntries(
    ["trace", "at", "step", "used", "Lines", "Traces", "LogsInit", "LogsNext", "e"].map((w) => [w, fresh(w)]),
  ) as Record<"trace" | "at" | "step" | "used" | "Lines" | "Traces" | "LogsInit" | "LogsNext" | "e", string>;
  const data = encoded(prepared, traces, fresh);
  const { trace, at, step, used, e } = n;
  const v = (text: string): Expr => b.apply(text);
  const column = (k: number): Expr => b.index(v(e), b.num(k));
  const here = b.index(v(n.Traces), v(trace));
  const line = b.index(v(n.Lines), b.index(here, b.infix("+", v(at), b.num(1))));
  const none = b.fn(b.bound("k_", b.range(b.num(1), b.num(silent.length))), b.num(0));
  const keeps = (sets: readonly string[]): readonly Expr[] => {
    const left = parts.kept.filter((k) => !sets.includes(k));
    return left.length === 0 ? [] : [b.unchanged(...left)];
  };
  const apply = (rule: Rule, phase: Rule["phases"][number]): Expr =>
    b.apply(phase.operator, ...phase.columns.map((c) => column(3 + rule.columns.indexOf(c))));
  const ways = prepared.lineRules.flatMap(({ rule }, i) =>
    rule.transitions.flatMap((list, taken) =>
      list.map(({ phase, to }) =>
        b.and([
          b.eq(column(1), b.num(i + 1)),
          b.eq(v(step), b.num(taken)),
          // Before the rule, which may ask for their values after the step.
          ...keeps(phase.sets),
          apply(rule, phase),
          b.eq(b.prime(v(at)), to === "done" ? b.infix("+", v(at), b.num(1)) : v(at)),
          b.eq(b.prime(v(step)), b.num(to === "done" ? 0 : to)),
          b.eq(b.prime(v(used)), to === "done" ? none : v(used)),
        ]),
      ),
    ),
  );
  const silents = silent.flatMap((rule, i) => {
    const count = b.index(v(used), b.num(i + 1));
    const max = prepared.mapping.content.silent?.[i]?.max ?? 1;
    const own = b.index(column(2), b.num(i + 1));
    return rule.phases.map((phase) =>
      b.and([
        b.index(own, b.num(1)),
        b.eq(v(step), b.num(0)),
        b.infix("<", count, b.num(max)),
        b.apply(
          phase.operator,
          ...phase.columns.map((c) => b.index(own, b.num(2 + rule.columns.indexOf(c)))),
        ),
        ...keeps([]),
        b.unchanged(at, step),
        b.eq(b.prime(v(used)), b.except(v(used), [[[[b.num(i + 1)]], b.infix("+", b.at(), b.num(1))]])),
      ]),
    );
  });
  const length = b.apply("Len", here);
  const next = b.and([
    b.infix("<", v(at), length),
    b.unchanged(trace),
    b.exists(b.bound(e, b.set(line)), b.or([...ways, ...silents])),
  ]);
  const print = b.apply("PrintT", b.tuple(b.str(MARK), v(trace), v(at)));
  const told = steps ? print : b.ifThenElse(b.eq(v(at), length), print, b.bool(true));
  const init = b.and([
    parts.init,
    b.inSet(v(trace), b.range(b.num(1), b.num(traces.length))),
    b.eq(v(at), b.num(0)),
    b.eq(v(step), b.num(0)),
    b.eq(v(used), none),
    ...parts.kept.map((k) => b.eq(v(k), b.num(0))),
  ]);
  const boots = traces.map((events) => events.filter((event) => event.rule === prepared.boot).length);
  const checks = checksOf({ prepared, at, trace, told, boots });
  const extended = new Set([parts.root, ...parts.extended, "Naturals", "Sequences", "TLC"]);
  const units: Unit[] = [
    b.extendsUnit(...extended),
    b.constants(parts.absent, ...parts.models, ...data.models.values()),
    b.variables(trace, at, step, used, ...parts.kept),
    ...ruleUnits(parts),
    ...data.tables,
    b.definition(n.Lines, [], data.lines),
    b.definition(n.Traces, [], NO_TRACES),
    b.definition(n.LogsInit, [], init),
    b.definition(n.LogsNext, [], next),
    ...checks.definitions,
  ];
  const cfg: CfgItem[] = [
    ...prepared.cfg,
    ...[...data.models].map(
      ([model, own]): CfgItem => ({ kind: "constant", name: own, value: modelValue(model) }),
    ),
    { kind: "definition", keyword: "INIT", name: n.LogsInit },
    { kind: "definition", keyword: "NEXT", name: n.LogsNext },
    { kind: "definition", keyword: "CONSTRAINT", name: checks.constraint },
    { kind: "definition", keyword: "ACTION_CONSTRAINT", name: checks.actionConstraint },
    { kind: "deadlock", check: false },
  ];
  const text = withTraces(prettyModule(b.module(name, units)), n.Traces, data.traces);
  return { name, text, cfg, trace, at };
}

const NO_TRACES = b.tuple();

/** Numbers by the ten thousand need no layout, which would take as long as TLC takes for their traces. */
function withTraces(text: string, name: string, traces: readonly (readonly number[])[]): string {
  const [before, after, ...more] = text.split(`\n${name} == <<>>\n`);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error("a module without traces");
  const rows = traces.map((numbers) => `<<${numbers.join(", ")}>>`);
  return `${before}\n${name} == <<\n${rows.join(",\n")}>>\n${after}`;
}

interface Encoded {
  readonly tables: readonly Unit[];
  readonly lines: Expr;
  /** Numbers of lines, from 1. */
  readonly traces: readonly (readonly number[])[];
  /** Constants that stand for model values that values of the log have. */
  readonly models: ReadonlyMap<string, string>;
}

function encoded(
  prepared: Prepared,
  traces: readonly (readonly Event[])[],
  fresh: (wanted: string) => string,
): Encoded {
  const { own, parts, lineRules } = prepared;
  const { bank } = own.model;
  const models = new Map<string, string>();
  const declared = new Set([...parts.rootConstants, ...parts.models]);
  const nameOf = (model: string): string => {
    if (model === parts.absent || declared.has(model)) return model;
    const known = models.get(model) ?? fresh(`Model_${model.replace(/\W/g, "_")}`);
    models.set(model, known);
    return known;
  };
  const tableNames: string[] = [];
  const values = interner((depth) => (tableNames[depth] ??= fresh(`Values${depth}_`)), nameOf);
  const numbers = new Map<string, number>();
  const lines: Expr[] = [];
  const index = new Map(lineRules.map((rule, i) => [rule, i + 1]));
  const lineOf = (event: Event): number => {
    const rule = index.get(event.rule) ?? 0;
    const allowed = silentFor(prepared, event.name);
    const key = `${rule} ${allowed.join()} ${event.values.join()}`;
    let number = numbers.get(key);
    if (number === undefined) {
      const columns = [...event.values].map((ref) => values.expr(toTree(bank, ref)));
      const silent = prepared.silent.map(({ columns: read }, k) => {
        if (allowed[k] !== true) return b.tuple(b.bool(false));
        const places = read.map((c) => event.rule.rule.columns.indexOf(c));
        return b.tuple(b.bool(true), ...places.flatMap((place) => columns[place] ?? []));
      });
      number = lines.push(b.tuple(b.num(rule), b.tuple(...silent), ...columns));
      numbers.set(key, number);
    }
    return number;
  };
  const all = traces.map((events) => events.map(lineOf));
  return { tables: values.tables(), lines: b.tuple(...lines), traces: all, models };
}

/** Of each silent rule whether it may be taken before an event. */
function silentFor({ mapping }: Prepared, name: string | undefined): readonly boolean[] {
  return (mapping.content.silent ?? []).map((rule) => rule.for.includes(name ?? ""));
}
