/** Lines of a log as events: which rule each is for, and the values of the columns that the rule reads. */
import type { Ref } from "../engine/values/bank.js";
import { EvaluationError } from "../engine/values/bank-errors.js";
import { Completeness } from "../log/complete.js";
import type { Json, LogLine } from "../log/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import { logFault, mappingFault, type Where } from "./faults.js";
import type { Column } from "./mapping/columns.js";
import { FieldCover } from "./mapping/field-cover.js";
import type { MappingFile } from "./mapping/mapping-schema.js";
import { eventNamed } from "./mapping/names.js";
import { type LinePath, parsePath } from "./mapping/paths.js";
import { NoValue } from "./plain-values.js";
import type { LineRule, Prepared } from "./prepare.js";
import { accessOf, type LineTest, type LineView, lineTest } from "./rules/line-test.js";
import type { Rule } from "./rules/rule-types.js";
import { columnsOf } from "./rules/silent-columns.js";
import { converter } from "./values.js";

/** A mapped line. */
export interface Event {
  readonly line: LogLine;
  readonly name: string | undefined;
  readonly rule: LineRule;
  /** A value for each column of the rule, in its order. */
  readonly values: Int32Array;
}

export type ReadLine =
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "ignored"; readonly name: string; readonly why: string }
  | { readonly kind: "end" }
  /** It does not count: `log.select` is false of it, or it gives constants. */
  | { readonly kind: "left-out" };

interface Reading {
  readonly rule: LineRule;
  readonly test: LineTest | undefined;
  readonly columns: readonly ToColumn[];
  readonly cover: FieldCover;
}

type ToColumn = (view: LineView, line: LogLine, renamed: Map<string, Map<string, Ref>>) => Ref;

/** What readers of all traces have in common. */
interface Readings {
  readonly view: Opened;
  readonly all: readonly Reading[];
  readonly byName: Map<string | undefined, readonly Reading[]>;
  readonly ignored: ReadonlyMap<string, string>;
}

/** So many names of events are remembered with their rules. */
const MOST_NAMES = 10_000;

/** Short traces are many: nothing is made for each that is the same for all. */
const readingsKnown = new WeakMap<Prepared, Readings>();

function readingsOf(prepared: Prepared): Readings {
  const known = readingsKnown.get(prepared);
  if (known !== undefined) return known;
  const view = new Opened(prepared);
  const all = prepared.lineRules.map((rule) => readingOf(prepared, view, rule));
  const ignored = new Map(Object.entries(prepared.mapping.content.ignore?.events ?? {}));
  const readings = { view, all, byName: new Map(), ignored };
  readingsKnown.set(prepared, readings);
  return readings;
}

/** What values that are renamed by first appearance stand for, by path and by the value as JSON. */
export type Renames = ReadonlyMap<string, ReadonlyMap<string, Ref>>;

/** Reads lines one after another; renamings go by first appearance, so that a reader is for one trace. */
export class Reader {
  readonly faults: Diagnostic[] = [];
  private readonly view: Opened;
  private readonly readings: Readings;
  private renamed = new Map<string, Map<string, Ref>>();

  constructor(private readonly prepared: Prepared) {
    this.readings = readingsOf(prepared);
    this.view = this.readings.view;
  }

  /** Undefined for a line with a fault, which is noted. */
  read(line: LogLine): ReadLine | undefined {
    const view = this.view.of(line);
    if (!this.view.counts(view)) return { kind: "left-out" };
    if (this.view.isEnd(view)) return { kind: "end" };
    if (view.event === undefined) return this.fault(logFault.noEvent(line, this.view.eventPath));
    const { name } = view;
    const candidates = this.named(name);
    if (candidates.length === 0) {
      const why = name === undefined ? undefined : this.readings.ignored.get(name);
      if (why !== undefined && name !== undefined) return { kind: "ignored", name, why };
      if (name === undefined) return this.fault(logFault.noName(line, this.view.namePath));
      const known = this.prepared.lineRules.flatMap((r) => r.on.flatMap((on) => on ?? []));
      return this.fault(logFault.unknownEvent(line, name, known));
    }
    const fitting = fittingOf(candidates, view);
    const [reading, second] = fitting;
    const shown = name ?? "without a name";
    if (reading === undefined)
      return this.fault(
        logFault.noRule(
          line,
          shown,
          candidates.map((c) => c.rule.rule.id),
        ),
      );
    if (second !== undefined)
      return this.fault(
        logFault.severalRules(
          line,
          shown,
          fitting.map((c) => c.rule.rule.id),
        ),
      );
    const missing = reading.cover.missing(line.json);
    if (missing.length > 0) return this.fault(logFault.unmapped(line, shown, missing));
    const values = this.values(reading, view, line);
    if (values === undefined) return undefined;
    return { kind: "event", event: { line, name, rule: reading.rule, values } };
  }

  /** A start-up line as the event that its node starts with; undefined for a line with a fault, or of no use. */
  boot(line: LogLine): Event | undefined {
    const reading = this.readings.all.find((r) => r.rule === this.prepared.boot);
    if (reading === undefined) return undefined;
    const view = this.view.of(line);
    const values = this.values(reading, view, line);
    return values === undefined ? undefined : { line, name: view.name, rule: reading.rule, values };
  }

  /** A copy of what was renamed up to now. */
  get renames(): Renames {
    return new Map([...this.renamed].map(([path, values]) => [path, new Map(values)]));
  }

  /** Goes on as where these were had. */
  resume(renames: Renames): void {
    this.renamed = new Map([...renames].map(([path, values]) => [path, new Map(values)]));
  }

  /** What of completeness can be told: the mapping's sequence numbers, end markers, nodes. */
  completeness(): Completeness {
    return this.view.completeness();
  }

  private values(reading: Reading, view: LineView, line: LogLine): Int32Array | undefined {
    const values = new Int32Array(reading.columns.length);
    try {
      for (let i = 0; i < values.length; i++) values[i] = reading.columns[i]!(view, line, this.renamed);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return this.fault(...error.diagnostics);
    }
    return values;
  }

  private fault(...faults: readonly Diagnostic[]): undefined {
    this.faults.push(...faults);
    return undefined;
  }

  private named(name: string | undefined): readonly Reading[] {
    const { all, byName } = this.readings;
    const known = byName.get(name);
    if (known !== undefined) return known;
    const found = all
      .filter(({ rule }) => rule.on.some((on) => eventNamed(on, name)))
      .map((reading) => readingFor(this.prepared, this.view, reading, name));
    if (byName.size < MOST_NAMES) byName.set(name, found);
    return found;
  }
}

/** Those whose test holds for the line. */
function fittingOf(candidates: readonly Reading[], view: LineView): readonly Reading[] {
  if (candidates.length === 1 && candidates[0]?.test === undefined) return candidates;
  return candidates.filter((c) => c.test === undefined || c.test(view));
}

/** Of lines with one name: what only silent steps before other lines read is nothing to them. */
function readingFor(prepared: Prepared, view: Opened, whole: Reading, name: string | undefined): Reading {
  const { rule } = whole.rule;
  const needed = columnsOf(rule, name, prepared.silent, prepared.mapping.content.silent ?? []);
  return needed.size === rule.columns.length ? whole : readingOf(prepared, view, whole.rule, needed);
}

/** `needed`: the columns that are read, the others being absent. */
function readingOf(
  prepared: Prepared,
  view: Opened,
  rule: LineRule,
  needed: ReadonlySet<Column> = new Set(rule.rule.columns),
): Reading {
  const { mapping } = prepared;
  const { source } = rule;
  const cover = new FieldCover(view.eventAt);
  for (const column of [...needed, ...rule.tested]) cover.add(column.path);
  for (const path of view.paths) cover.add(path);
  for (const text of [
    ...Object.keys(mapping.content.ignore?.fields ?? {}),
    ...Object.keys(source.ignore ?? {}),
    ...Object.keys(mapping.content.rename ?? {}),
  ])
    cover.add(pathIn(text, mapping.whereOf("ignore.fields")));
  const columns = rule.rule.columns.map((c) =>
    needed.has(c) ? columnOf(prepared, c, rule.rule) : () => prepared.own.absent,
  );
  return { rule, test: rule.test, columns, cover };
}

function columnOf({ own, mapping }: Prepared, column: Column, { id, cases }: Rule): ToColumn {
  const get = accessOf(column.path);
  const convert = converter(own, column.conversions);
  const { optional, text } = column.path;
  const isRenamed = Object.hasOwn(mapping.content.rename ?? {}, text);
  const inCase = cases.get(column);
  const caseAt = inCase === undefined ? undefined : accessOf(inCase.by.path);
  return (view, line, renamed) => {
    // What is compared in lines of other cases only is nothing to this one.
    if (caseAt !== undefined && inCase?.texts.has(String(caseAt(view))) !== true) return own.absent;
    const json = get(view);
    if (json === undefined) {
      if (optional) return own.absent;
      const isNull = nullConverted(column, own.maps);
      if (isNull !== undefined && isLoggedNull(view, column.path)) return isNull;
      throw new DiagnosticError([logFault.missing(line, text, id)]);
    }
    const { bank } = own.model;
    const mark = bank.mark();
    try {
      return isRenamed ? renaming(own, text, json, line, renamed) : convert(json);
    } catch (error) {
      bank.release(mark);
      // A set of values that cannot be compared is none.
      if (error instanceof EvaluationError) {
        const [message = ""] = error.message.split(/:?\n/);
        throw new DiagnosticError([logFault.value(line, text, message)]);
      }
      if (!(error instanceof NoValue)) throw error;
      const { map } = error;
      throw new DiagnosticError([
        map === undefined
          ? logFault.value(line, text, error.message)
          : logFault.notTotal(line, text, map.name, map.value, map.known),
      ]);
    }
  };
}

function renaming(
  own: Prepared["own"],
  path: string,
  json: unknown,
  line: LogLine,
  renamed: Map<string, Map<string, Ref>>,
): Ref {
  const values = own.renames.get(path) ?? [];
  const known = renamed.get(path) ?? new Map<string, Ref>();
  renamed.set(path, known);
  const key = JSON.stringify(json);
  const before = known.get(key);
  if (before !== undefined) return before;
  const next = values[known.size];
  if (next === undefined) throw new DiagnosticError([logFault.renameFull(line, path, values.length)]);
  known.set(key, next);
  return next;
}

/** What a map gives for null, if it says so. */
function nullConverted(column: Column, maps: ReadonlyMap<string, ReadonlyMap<string, Ref>>): Ref | undefined {
  const [only] = column.conversions;
  return only?.kind === "map" ? maps.get(only.name)?.get("null") : undefined;
}

function isLoggedNull(view: LineView, path: LinePath): boolean {
  const last = path.steps.at(-1);
  const outer = accessOf({ ...path, steps: path.steps.slice(0, -1) })(view);
  return last !== undefined && typeof outer === "object" && outer !== null && Object.hasOwn(outer, last);
}

export function pathIn(text: string, where: Where): LinePath {
  const path = parsePath(text);
  if (path === undefined) throw new DiagnosticError([mappingFault.notAPath(where, text)]);
  return path;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Finds the event and its name in a line, and whether the line counts. */
export class Opened {
  readonly eventAt: readonly (string | number)[];
  readonly eventPath: string;
  readonly namePath: string;
  /** Paths that the mapping reads of every line. */
  readonly paths: readonly LinePath[];
  private readonly select: LineTest | undefined;
  private readonly end: LineTest | undefined;
  private readonly endCount: ((view: LineView) => unknown) | undefined;
  private readonly sequence: ((view: LineView) => unknown) | undefined;
  private readonly first: number | undefined;
  private readonly configs: readonly LineTest[];
  private readonly name: (view: LineView) => unknown;
  private readonly node: ((view: LineView) => unknown) | undefined;
  private readonly event: (view: LineView) => unknown;
  private readonly log: NonNullable<MappingFile["log"]>;

  constructor(prepared: Pick<Prepared, "mapping" | "expressions">) {
    const { content, whereOf } = prepared.mapping;
    const { log = {} } = content;
    this.log = log;
    const paths: LinePath[] = [];
    const path = (text: string, key: string): LinePath => {
      const found = pathIn(text, whereOf(`log.${key}`));
      paths.push(found);
      return found;
    };
    const test = (text: string | undefined, key: string): LineTest | undefined => {
      if (text === undefined) return undefined;
      const read = prepared.expressions.read(text, whereOf(key));
      paths.push(...read.columns.map((c) => c.path));
      return lineTest(prepared.expressions, read);
    };
    const event = log.line === undefined ? undefined : pathIn(log.line, whereOf("log.line"));
    this.eventPath = log.line ?? "^";
    this.eventAt = event?.steps ?? [];
    this.event = event === undefined ? (view) => view.line : accessOf({ ...event, root: "line" });
    this.namePath = log.name ?? "$.event";
    this.name = accessOf(path(this.namePath, "name"));
    this.node = log.node === undefined ? undefined : accessOf(path(log.node, "node"));
    if (typeof log.order === "object")
      for (const [key, text] of Object.entries(log.order)) if (text !== undefined) path(text, `order.${key}`);
    this.select = test(log.select, "log.select");
    const end = typeof log.end === "object" ? log.end : { if: log.end };
    this.end = test(end.if, "log.end");
    this.endCount = "count" in end ? accessOf(path(end.count, "end.count")) : undefined;
    const sequence =
      typeof log.sequence === "object" ? log.sequence : { path: log.sequence, first: undefined };
    this.sequence = sequence.path === undefined ? undefined : accessOf(path(sequence.path, "sequence"));
    this.first = sequence.first;
    this.configs = (content.config ?? []).flatMap((c, i) => test(c.if, `config[${i}].if`) ?? []);
    this.paths = paths;
  }

  /** Lines that do not count, config lines among them, are nobody's. */
  completeness(): Completeness {
    const { node, sequence, end, endCount } = this;
    const nodeOf = (line: LogLine): string | undefined => {
      const view = this.of(line);
      if (!this.counts(view)) return undefined;
      if (node === undefined) return "";
      return view.node === undefined ? undefined : String(view.node);
    };
    const isPlain = node === undefined && this.select === undefined && this.configs.length === 0;
    return new Completeness({
      ...(isPlain ? {} : { node: nodeOf }),
      ...(sequence === undefined ? {} : { sequence: (line) => sequence(this.of(line)) as Json | undefined }),
      ...(this.first === undefined ? {} : { first: this.first }),
      ...(end === undefined ? {} : { end: (line) => this.endOf(this.of(line), end, endCount) }),
      ...(this.log.nodes === undefined ? {} : { nodes: this.log.nodes }),
      ...(this.log.least === undefined ? {} : { least: this.log.least }),
    });
  }

  private endOf(
    view: LineView,
    end: LineTest,
    count: ((view: LineView) => unknown) | undefined,
  ): boolean | number {
    if (!end(view)) return false;
    const said = count?.(view);
    return typeof said === "number" ? said : true;
  }

  private line: LogLine | undefined;
  private view: LineView | undefined;

  /** The same line is asked for several times, one after another. */
  of(line: LogLine): LineView {
    const { view } = this;
    if (view !== undefined && this.line === line) return view;
    this.view = this.opened(line);
    this.line = line;
    return this.view;
  }

  private opened(line: LogLine): LineView {
    const view: Writable<LineView> = {
      line: line.json,
      event: undefined,
      name: undefined,
      node: undefined,
      number: line.line,
    };
    view.event = this.event(view);
    const name = this.name(view);
    // Whose line it is does not depend on its name.
    view.node = this.node?.(view);
    if (name !== undefined) view.name = String(name);
    return view;
  }

  counts(view: LineView): boolean {
    if (this.select !== undefined && !this.select(view)) return false;
    return !this.configs.some((test) => test(view));
  }

  isEnd(view: LineView): boolean {
    return this.end?.(view) ?? false;
  }

  /** Which of the mapping's `config` a line is. */
  configOf(view: LineView): number {
    return this.configs.findIndex((test) => test(view));
  }
}
