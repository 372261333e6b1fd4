/** Rules of a mapping as TLA+: an operator for each phase of each rule, whose parameters are the columns that it reads. */
import { DiagnosticError } from "../../report/diagnostic.js";
import type { Bound, Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { mappingFault, type Where } from "../faults.js";
import { type Column, columnText } from "../mapping/columns.js";
import type { Read } from "../mapping/expressions.js";
import type {
  EventRule,
  Fields,
  MappingFile,
  Pattern,
  Right,
  SilentRule,
} from "../mapping/mapping-schema.js";
import type { ComparedKind } from "../verdict.js";
import { narrow, reachable } from "./next.js";
import {
  argumentOf,
  comparisonsOf,
  declared,
  fieldsThere,
  isByValue,
  namedIn,
  oneMore,
  paramsOf,
  type RuleContext,
  refuseForms,
  type Step,
  taking,
  targetOf,
} from "./rule-parts.js";
import type { Comparison, Phase, Rule, Transition } from "./rule-types.js";

const reserved = new Set(["any", "none"]);

/** A rule of `events`; `suffix` tells copies of one rule apart. */
export function eventRule(context: RuleContext, rule: EventRule, index: number, suffix = ""): Rule {
  return new RuleMaker(context, `events[${index}]`, `Rule${index}${suffix}`).event(rule);
}

export function silentRule(context: RuleContext, rule: SilentRule, index: number): Rule {
  return new RuleMaker(context, `silent[${index}]`, `Silent${index}`).silent(rule);
}

/** The start of a node: not a step of Next, but what takes the place of its part of Init. */
export function bootRule(context: RuleContext, boot: NonNullable<MappingFile["boot"]>): Rule {
  return new RuleMaker(context, "boot", "Boot").boot(boot.init);
}

class RuleMaker {
  private readonly comparisons: Comparison[] = [];
  private readonly where: Where;
  /** What names of `take` are called in the module. */
  private readonly taken = new Map<string, Expr>();
  private readonly actions: string[] = [];
  /** Of which lines the comparisons are that are being made. */
  private when: Comparison["when"];
  private readonly inCases = new Map<Column, { readonly by: Column; readonly texts: Set<string> }>();
  private readonly everywhere = new Set<Column>();

  constructor(
    private readonly context: RuleContext,
    private readonly id: string,
    private readonly operator: string,
  ) {
    this.where = context.whereOf(id);
  }

  event(rule: EventRule): Rule {
    const texts = typeof rule.do === "string" ? [rule.do] : Array.isArray(rule.do) ? rule.do : undefined;
    refuseForms(rule, this.where, this.context.delta !== undefined);
    if (texts !== undefined && (texts.length > 1 || rule.until !== undefined))
      return this.made(rule, texts, this.sequence(rule, texts));
    const choices = texts ?? (rule.do as { readonly oneOf: readonly string[] }).oneOf;
    const takes = this.takes(rule.take ?? {});
    const before = this.checks(rule.before, "before", false);
    const action = b.or(choices.map((text) => this.action(text)));
    const isIdle = choices.every((c) => c === "none");
    const inner = b.and([
      ...takes.patterns,
      ...(isIdle ? this.has(rule, false) : []),
      action,
      ...(isIdle ? [] : this.has(rule, true)),
      ...this.sends(rule),
      ...this.deltas(rule),
      ...this.checks(rule.after, "after", true),
    ]);
    const phase = this.phase(this.operator, b.and([...before, taking(takes.bounds, inner)]));
    return this.made(rule, choices, [[{ phase, to: "done" }]]);
  }

  /** Several actions in a row, or one again and again until something is true. What is taken is kept in variables. */
  private sequence(rule: EventRule, texts: readonly string[]): readonly (readonly Transition[])[] {
    const takes = this.takes(rule.take ?? {});
    const before = this.checks(rule.before, "before", false);
    const bound = [...this.taken];
    const variables = bound.map(([name]) => this.context.expressions.rename(`kept_${name}`));
    this.context.kept.push(...variables);
    const keeps = bound.map(([, own], i) => b.eq(b.prime(b.apply(variables[i] ?? "")), own));
    const first = (operator: string, action: Expr, rest: readonly Expr[]): Phase => {
      const inner = b.and([...keeps, ...takes.patterns, action, ...rest]);
      return this.phase(operator, b.and([...before, taking(takes.bounds, inner)]), variables);
    };
    const [text = "", ...others] = texts;
    const firstAction = this.action(text);
    for (const [i, [name]] of bound.entries()) this.taken.set(name, b.apply(variables[i] ?? ""));
    if (rule.until === undefined) {
      const phases = [
        first(`${this.operator}s1`, firstAction, []),
        ...others.map((other, i) => {
          const after = i === others.length - 1 ? this.checks(rule.after, "after", true) : [];
          return this.phase(`${this.operator}s${i + 2}`, b.and([this.action(other), ...after]));
        }),
      ];
      return phases.map((phase, i) => [{ phase, to: i === phases.length - 1 ? "done" : i + 1 }]);
    }
    const until = this.read(rule.until, "until").expr;
    const after = this.checks(rule.after, "after", true);
    const again = this.action(text);
    const [ends, goesOn] = [b.prime(until), b.not(b.prime(until))];
    const phases = {
      firstLast: first(`${this.operator}only`, firstAction, [ends, ...after]),
      firstMore: first(`${this.operator}first`, firstAction, [goesOn]),
      last: this.phase(`${this.operator}last`, b.and([again, ends, ...after])),
      more: this.phase(`${this.operator}more`, b.and([again, goesOn])),
    };
    const max = rule.max ?? 1;
    return Array.from({ length: max }, (_, i): readonly Transition[] => {
      const end: Transition = { phase: i === 0 ? phases.firstLast : phases.last, to: "done" };
      const on: Transition = { phase: i === 0 ? phases.firstMore : phases.more, to: i + 1 };
      return i === max - 1 ? [end] : [end, on];
    });
  }

  /** `term[n]` given a value is `term' = [term EXCEPT ![n] = value]`. */
  boot(init: Readonly<Record<string, string>>): Rule {
    const { context } = this;
    const updates = new Map<string, (readonly [readonly Step[], Expr])[]>();
    for (const [left, right] of Object.entries(init)) {
      const where = context.whereOf(`boot.init.${left}`);
      const target = targetOf(context.expressions.read(left, where).expr);
      if (target === undefined || !context.variables.includes(target.variable))
        throw new DiagnosticError([
          mappingFault.unsupported(where, `\`${left}\` is no variable or part of one`),
        ]);
      const read = context.expressions.read(right, where);
      this.comparisons.push({ kind: "after", specification: left, log: right, optional: [] });
      const list = updates.get(target.variable) ?? [];
      list.push([target.path, read.expr]);
      updates.set(target.variable, list);
    }
    const given = [...updates].map(([variable, list]) => {
      const whole = list.find(([path]) => path.length === 0);
      const value = whole?.[1] ?? b.except(b.apply(variable), list);
      return b.eq(b.prime(b.apply(variable)), value);
    });
    const others = context.variables.filter((v) => !updates.has(v));
    const kept = others.length === 0 ? [] : [b.unchanged(...others)];
    const phase = this.phase(this.operator, b.and([...given, ...kept]));
    return { ...this.made(undefined, ["none"], [[{ phase, to: "done" }]]), action: "the node starts" };
  }

  silent(rule: SilentRule): Rule {
    const test = rule.if === undefined ? [] : [this.whereThere(this.read(rule.if, "if").expr)];
    const phase = this.phase(this.operator, b.and([...test, this.action(rule.do)]));
    return this.made(undefined, [rule.do], [[{ phase, to: "done" }]]);
  }

  private made(
    rule: EventRule | undefined,
    texts: readonly string[],
    transitions: Rule["transitions"],
  ): Rule {
    const phases = [...new Set(transitions.flatMap((list) => list.map((t) => t.phase)))];
    const steps = !texts.every((t) => t === "none");
    const compared = this.comparisons.filter((c) => c.kind !== "argument");
    if (rule !== undefined && !steps && compared.length === 0)
      this.context.warnings.push(mappingFault.checksNothing(this.where));
    return {
      id: this.id,
      where: this.where,
      title: rule?.title,
      action: texts.join(texts.length > 1 && Array.isArray(rule?.do) ? "; " : " or "),
      actions: this.actions,
      steps,
      phases,
      transitions,
      comparisons: this.comparisons,
      columns: [...new Set(phases.flatMap((p) => p.columns))],
      cases: new Map([...this.inCases].filter(([column]) => !this.everywhere.has(column))),
    };
  }

  private phase(operator: string, body: Expr, sets: readonly string[] = []): Phase {
    return { operator, columns: this.context.expressions.columnsIn(body), body, sets };
  }

  // ------------------------------------------------------------------------------------------------ comparisons

  private read(text: string, key: string): Read {
    return this.noted(this.context.expressions.read(text, this.at(key), this.taken));
  }

  /** Remembers of which lines the columns are. */
  private noted(read: Read): Read {
    const { when } = this;
    for (const column of read.columns) {
      if (when === undefined) this.everywhere.add(column);
      else {
        const known = this.inCases.get(column) ?? { by: when.column, texts: new Set<string>() };
        known.texts.add(when.text);
        this.inCases.set(column, known);
      }
    }
    return read;
  }

  private at(key: string): Where {
    return key === "" ? this.where : this.context.whereOf(`${this.id}.${key}`);
  }

  private checks(given: EventRule["before"], key: "before" | "after", primed: boolean): readonly Expr[] {
    if (given === undefined) return [];
    const out: Expr[] = [];
    const add = (set: Readonly<Record<string, Right>>, path: string): void => {
      for (const [left, right] of Object.entries(set)) {
        if (left === "+" && typeof right === "string") {
          for (const name of right.split(/[\s,]+/)) named(name);
          continue;
        }
        const where = this.context.whereOf(`${path}.${left}`);
        const term = this.context.expressions.read(left, where, this.taken);
        out.push(this.compared(key, term, primed ? b.prime(term.expr) : term.expr, right, where));
      }
    };
    const named = (name: string): void => {
      add(namedIn(this.context.mapping.checks, "list of checks", name, this.at(key)), `checks.${name}`);
    };
    if (typeof given === "string") named(given);
    else add(given, `${this.id}.${key}`);
    return out;
  }

  /** `left` as it is compared, `term` as it is told. */
  private compared(
    kind: ComparedKind,
    term: { readonly text: string },
    left: Expr,
    right: Right,
    where: Where,
    there: readonly Expr[] = [],
  ): Expr {
    if (typeof right === "object" && ("atLeast" in right || "atMost" in right))
      this.context.expressions.needs([">=", "<="], where);
    const parts = comparisonsOf(right).map(([text, make]) =>
      this.comparison(kind, term, text, (r) => b.and([...there, make(left, r)]), where),
    );
    return b.and(parts);
  }

  private comparison(
    kind: ComparedKind,
    term: { readonly text: string },
    text: string,
    make: (right: Expr) => Expr,
    where: Where,
  ): Expr {
    const { expressions } = this.context;
    const read = this.noted(expressions.read(text, where, this.taken));
    if (read.columns.length === 0 && kind !== "take" && kind !== "has" && kind !== "sends")
      throw new DiagnosticError([mappingFault.noLog(where, text)]);
    const made = make(read.expr);
    const optional = expressions.droppedBy(made);
    const { when } = this;
    this.comparisons.push({ kind, specification: term.text, log: text, optional, when });
    return this.whereThere(made);
  }

  /** Left out in lines that do not have what it reads. */
  private whereThere(test: Expr): Expr {
    const { expressions } = this.context;
    const optional = expressions.droppedBy(test);
    if (optional.length === 0) return test;
    return b.ifThenElse(b.or(optional.map((c) => expressions.isAbsent(c))), b.bool(true), test);
  }

  /** A listed variable is what its changes make of it; those that are not listed are free. */
  private deltas(rule: EventRule): readonly Expr[] {
    const { delta, variables } = this.context;
    return Object.entries(rule.delta ?? {}).map(([variable, text]) => {
      const where = this.at(`delta.${variable}`);
      if (!variables.includes(variable))
        throw new DiagnosticError([mappingFault.unknownName(where, "variable", variable, variables)]);
      const own = b.apply(variable);
      const make = (list: Expr): Expr => b.eq(b.prime(own), b.apply(delta?.name ?? "", own, list));
      return this.comparison("delta", { text: variable }, text, make, where);
    });
  }

  // --------------------------------------------------------------------------------------------------- messages

  private takes(given: NonNullable<EventRule["take"]>): {
    readonly bounds: readonly Bound[];
    readonly patterns: readonly Expr[];
  } {
    const bounds: Bound[] = [];
    const patterns: Expr[] = [];
    for (const [name, how] of Object.entries(given)) {
      const set = this.read(typeof how === "string" ? how : how.in, `take.${name}`);
      const own = this.context.expressions.rename(name);
      this.taken.set(name, b.apply(own));
      bounds.push(b.bound(own, set.expr));
      if (typeof how !== "string" && how.match !== undefined)
        patterns.push(...this.matches("take", b.apply(own), how.match, `take.${name}.match`));
    }
    return { bounds, patterns };
  }

  private matches(kind: ComparedKind, message: Expr, given: Pattern, key: string): readonly Expr[] {
    if (typeof given === "string") {
      const found = namedIn(this.context.mapping.patterns, "pattern", given, this.at(key));
      return this.matches(kind, message, found, key);
    }
    if (!isByValue(given)) return this.fields(kind, message, given, key);
    const by = this.read(given.by, key);
    const [column] = by.columns;
    const [first] = Object.keys(given.always ?? {}).filter(
      (k) => !/\?/.test(JSON.stringify(given.always?.[k])),
    );
    const always = this.fields(kind, message, given.always ?? {}, key);
    // One case after another, not all at once: a line is of one, and only that one can be wrong about it.
    const cases = Object.entries(given.cases).map(([text, fields]) => {
      this.when = column === undefined ? undefined : { column, text };
      const made = b.and(this.fields(kind, message, fields, key, first));
      this.when = undefined;
      return [b.eq(by.expr, b.str(text)), made] as const;
    });
    const none: Expr = b.bool(false);
    return [...always, cases.reduceRight<Expr>((rest, [is, made]) => b.ifThenElse(is, made, rest), none)];
  }

  /** `asked`: a field that was compared before. */
  private fields(
    kind: ComparedKind,
    message: Expr,
    fields: Fields,
    key: string,
    asked?: string,
  ): readonly Expr[] {
    const first = asked ?? Object.keys(fields)[0];
    const isOptional = asked === undefined && JSON.stringify(fields[first ?? ""] ?? "").includes("?");
    return Object.entries(fields).map(([field, right]) => {
      const where = this.at(key);
      const left = field.includes("@")
        ? this.context.expressions.read(
            field.replaceAll("@", "message_"),
            where,
            new Map([...this.taken, ["message_", message]]),
          ).expr
        : field.split(".").reduce<Expr>((of, name) => b.field(of, name), message);
      // A first field that lines may lack says nothing of the message then.
      const isAsked = field !== first && /^\w+$/.test(first ?? "") && !isOptional;
      const given = isAsked ? first : undefined;
      const there = fieldsThere(this.context.labels, left, message, given);
      return this.compared(kind, { text: field }, left, right, where, there);
    });
  }

  /** A matching message is there: after the step, or now if there is none. */
  private has(rule: EventRule, primed: boolean): readonly Expr[] {
    return rule.has === undefined ? [] : [this.someMessage(rule.has, primed)];
  }

  private someMessage(given: NonNullable<EventRule["has"]>, primed: boolean): Expr {
    const set = this.read(given.in, "has.in").expr;
    const own = this.context.expressions.rename("message");
    const all = given.bag === true ? b.domain(primed ? b.prime(set) : set) : primed ? b.prime(set) : set;
    return b.exists(b.bound(own, all), b.and(this.matches("has", b.apply(own), given.match, "has.match")));
  }

  /** One more matching message than before. */
  private sends(rule: EventRule): readonly Expr[] {
    const given = rule.sends;
    if (given === undefined) return [];
    const set = this.read(given.in, "sends.in").expr;
    const own = this.context.expressions.rename("message");
    const match = this.matches("sends", b.apply(own), given.match, "sends.match");
    return [oneMore(set, own, match, given.bag === true)];
  }

  // ---------------------------------------------------------------------------------------------------- actions

  /** The steps of Next that a text names. */
  private action(text: string): Expr {
    const { context } = this;
    if (text === "any") return context.next;
    if (text === "none") return b.unchanged(...context.variables);
    const read = this.read(text, "do");
    const e = read.expr;
    if (e.kind !== "Apply" || e.path.length > 0) {
      if (read.columns.length > 0)
        this.comparisons.push({
          kind: "argument",
          specification: text,
          log: read.columns.map(columnText).join(", "),
          optional: [],
        });
      return b.and([e, context.next]);
    }
    const entry = context.spec.root.names.get(e.name);
    if (entry === undefined || reserved.has(e.name))
      throw new DiagnosticError([
        mappingFault.unknownName(this.at("do"), "action", e.name, context.spec.root.names.keys()),
      ]);
    this.actions.push(e.name);
    const arity = entry.declaration.params.length;
    if (e.args.length !== arity && e.args.length > 0)
      throw new DiagnosticError([mappingFault.arity(this.at("do"), e.name, arity, e.args.length)]);
    const args = e.args.length === 0 ? undefined : e.args.map((arg) => argumentOf(context.expressions, arg));
    this.argumentsTold(e.name, e.args, entry.declaration);
    const found = narrow(context.spec, context.next, { name: e.name, args }, context.opaque);
    if (found !== undefined) return found;
    const known = reachable(context.spec, context.next);
    if (!known.has(e.name)) {
      const actions = [...known].filter(
        (n) => (context.spec.level(declared(context.spec, n) ?? e) ?? 0) === 2,
      );
      throw new DiagnosticError([mappingFault.notInNext(this.at("do"), e.name, actions)]);
    }
    if (args === undefined && arity > 0)
      throw new DiagnosticError([
        mappingFault.unsupported(
          this.at("do"),
          `\`${e.name}\` is not a disjunct of Next by itself: give its arguments`,
        ),
      ]);
    const open = (args ?? []).flatMap((a) => (a.open === undefined ? [] : [a.open]));
    if (open.length > 0)
      throw new DiagnosticError([
        mappingFault.unsupported(
          this.at("do"),
          `\`${e.name}\` is not a disjunct of Next by itself: its arguments must be there`,
        ),
      ]);
    return b.and([e, context.next]);
  }

  private argumentsTold(name: string, args: readonly Expr[], declaration: object): void {
    const { expressions } = this.context;
    const params = paramsOf(declaration);
    for (const [i, arg] of args.entries()) {
      const columns = expressions.columnsIn(arg);
      if (columns.length === 0) continue;
      this.comparisons.push({
        kind: "argument",
        specification: `${name}: ${params[i] ?? `argument ${i + 1}`}`,
        log: columns.map(columnText).join(", "),
        optional: expressions.droppedBy(arg),
      });
    }
  }
}
