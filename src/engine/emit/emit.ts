/**
 * Programs as JavaScript. An expression becomes one expression of JavaScript; a binder becomes a function with a loop;
 * what TLA+ evaluates when needed becomes a function without arguments that remembers. Names in the code: `s` the state,
 * `n` the next one (rows), `v7` a local and `i7` its number in a constant set, `k3` a constant, `R` the runtime (see
 * `runtime.ts`), `B` its bank.
 */
import { unreachable } from "../../report/diagnostic.js";
import type { Ir, IrFunction, IrUpdate, LocalId } from "../lower/ir.js";
import { strictIn } from "../lower/strict.js";
import { isCostly, readsOf } from "./emit-analysis.js";
import { BinderEmitter } from "./emit-binders.js";
import { EntryReader } from "./emit-entries-read.js";
import { MOST_KEYS_OF_CALLS } from "./emit-functions.js";
import { type Cell, EmitterScope, type Local, NotEmitted, placeless } from "./emit-scope.js";
import { SetReader } from "./emit-sets.js";
import { constants, givesRef, tests, values } from "./emit-tables.js";
import { TestWriter } from "./emit-tests.js";
import { LEAF } from "./layout.js";

export class Emitter extends EmitterScope {
  readonly binders: BinderEmitter = new BinderEmitter(this);
  readonly sets: SetReader = new SetReader(this);
  private readonly tests: TestWriter = new TestWriter(this);
  readonly entries: EntryReader = new EntryReader(this);
  private readonly functionNames = new Map<string, string>();
  private readonly refFunctions = new Map<number, boolean>();
  private readonly refValues = new Map<number, boolean>();
  private sites = 0;

  // ------------------------------------------------------------------------------------------------ expressions

  /** JavaScript that gives a value (a ref, or a described set). */
  value(e: Ir): string {
    return this.hoist(e) ?? this.tabulated(e) ?? this.valueInPlace(e);
  }

  protected valueInPlace(e: Ir): string {
    const cell = this.cell(e);
    if (cell !== undefined) return this.packed(cell);
    switch (e.op) {
      case "const":
        return this.text.constant(e.value);
      case "state":
        return `R.unassigned(${JSON.stringify(this.context.variables[e.slot] ?? "of an instantiated module")})`;
      case "local":
        return this.local(e.id);
      case "prim":
        return this.prim(e);
      case "call":
        return this.call(e.fn, e.args);
      case "and":
      case "or":
        return `R.bool(${this.testInPlace(e)})`;
      case "if":
        return `(${this.test(e.test)} ? ${this.value(e.then)} : ${this.value(e.else)})`;
      case "case":
        return this.cases(e.arms, (arm) => this.value(arm));
      case "bind":
        return this.binders.value(e);
      case "record":
        return this.record(e);
      case "record-set":
        return `R.recordSet([${e.fields.map(([n, v]) => `[${JSON.stringify(n)}, ${this.value(v)}]`).join(", ")}])`;
      case "field":
        return this.field(e);
      case "except":
        return this.except(e);
      case "named":
        return this.value(e.body);
      case "let":
        return this.letIn(e, (body) => this.value(body));
      case "lambda":
        return this.lambda(e);
      case "enabled":
      case "compose":
        return `R.bool(${this.testInPlace(e)})`;
      default:
        return unreachable(e);
    }
  }

  /** Where a variable begins in a row; those that only a step under ENABLED has come last. */
  baseOf(slot: number): number {
    return this.bases[slot] ?? this.width + slot - this.context.variables.length;
  }

  override cell(e: Ir): Cell | undefined {
    const isGhost = e.op === "state" && e.primed && e.slot >= this.context.variables.length;
    if (!isGhost) return super.cell(e);
    return this.missing.n.has(e.slot)
      ? undefined
      : { row: "n", layout: LEAF, offset: String(this.baseOf(e.slot)) };
  }

  /** JavaScript that gives a ref. */
  ref(e: Ir): string {
    return this.isRef(e) ? this.value(e) : `R.force(${this.value(e)})`;
  }

  /** JavaScript that gives `true` or `false`. */
  test(e: Ir): string {
    return this.isHoistable(e) ? `R.truth(${this.value(e)})` : this.testInPlace(e);
  }

  private testInPlace(e: Ir): string {
    switch (e.op) {
      case "const":
        if (e.value.kind === "bool") return String(e.value.value);
        break;
      case "and":
      case "or": {
        const op = e.op === "and" ? " && " : " || ";
        return e.items.length === 0
          ? String(e.op === "and")
          : `(${e.items.map((i) => this.test(i)).join(op)})`;
      }
      case "prim": {
        const found = this.primTest(e);
        if (found !== undefined) return found;
        break;
      }
      case "if":
        return `(${this.test(e.test)} ? ${this.test(e.then)} : ${this.test(e.else)})`;
      case "case":
        return this.cases(e.arms, (arm) => this.test(arm));
      case "bind":
        if (e.form === "all" || e.form === "some") return this.binders.quantified(e);
        break;
      case "named":
        return this.test(e.body);
      case "let":
        return this.letIn(e, (body) => this.test(body));
      case "local": {
        const instead = this.locals.get(e.id)?.instead;
        if (instead !== undefined) return this.test(instead);
        break;
      }
      case "enabled":
      case "compose":
        return this.enabled(e);
      default:
        break;
    }
    return `R.truth(${this.value(e)})`;
  }

  /** From here on the local is a parameter: listed, or evaluated when needed. */
  bindParameter(id: LocalId, strict: boolean): string {
    this.locals.set(id, { strict, ref: strict });
    return `v${id}`;
  }

  /** Set by who emits actions: whether an action can be taken, or whether there is a state between the two of a step. */
  enabled: (e: Extract<Ir, { op: "enabled" | "compose" }>) => string = (e) => {
    throw new NotEmitted("ENABLED", e);
  };

  /** Whether the code of an expression gives a ref already. */
  isRef(e: Ir): boolean {
    switch (e.op) {
      case "const":
      case "state":
      case "record":
      case "except":
      case "field":
      case "and":
      case "or":
      case "enabled":
      case "compose":
        return true;
      case "local": {
        const local = this.locals.get(e.id);
        if (local?.instead !== undefined) return this.isRef(local.instead);
        return local?.cell !== undefined || local?.ref === true;
      }
      case "call":
        return this.givesRef(e.fn);
      case "let":
        return this.isRef(e.body);
      case "case":
        return e.arms.every((a) => this.isRef(a.value));
      case "prim":
        if (setOperators.has(e.prim)) return e.args.every((a) => this.isRef(a));
        // A function that is only described may give others.
        if (e.prim === "apply")
          return (
            this.cell(e) !== undefined || e.args.slice(0, 1).every((f) => this.isRef(f) || this.givesRefs(f))
          );
        return givesRef(e.prim);
      case "bind":
        return e.form === "all" || e.form === "some" || e.form === "choose" || this.binders.isListed(e);
      case "if":
        return this.isRef(e.then) && this.isRef(e.else);
      case "named":
        return this.isRef(e.body);
      default:
        return false;
    }
  }
  // ------------------------------------------------------------------------------------------------ operators

  private prim(e: Extract<Ir, { op: "prim" }>): string {
    const test = this.primTest(e);
    if (test !== undefined) return `R.bool(${test})`;
    const constant = constants[e.prim];
    if (constant !== undefined) return `R.${constant}`;
    if (e.prim === "UNION") {
      const united = this.binders.unionOfDescribed(e.args[0]);
      if (united !== undefined) return united;
    }
    const size = e.prim === "FiniteSets.Cardinality" ? this.sets.size(e.args[0] ?? e) : undefined;
    if (size !== undefined) return size;
    const name = values[e.prim];
    if (name !== undefined) return `R.${name}(${e.args.map((a) => this.value(a)).join(", ")})`;
    switch (e.prim) {
      case "tuple":
      case "set":
        if (e.args.length === 0) return this.text.constant({ kind: e.prim, items: [] });
        return e.args.length <= 4
          ? `R.${e.prim}${e.args.length}(${e.args.map((a) => this.ref(a)).join(", ")})`
          : `R.${e.prim}([${e.args.map((a) => this.ref(a)).join(", ")}])`;
      case "product":
        return `R.product([${e.args.map((a) => this.value(a)).join(", ")}])`;
      case "apply": {
        const [f, x] = e.args;
        const found =
          f === undefined || x === undefined ? undefined : (this.valueAt(f, x) ?? this.entries.at(f, x));
        if (found !== undefined) return found;
        return `R.${this.isRef(e) ? "apply" : "applied"}(${e.args.map((a) => this.value(a)).join(", ")})`;
      }
      case "TLCExt.TLCDefer": {
        // By then all variables have their values.
        const { missing } = this;
        this.missing = { s: new Set(), n: new Set() };
        const code = this.nativeCall(e);
        this.missing = missing;
        return code;
      }
      default:
        return this.nativeCall(e);
    }
  }

  private nativeCall({ prim, args }: Extract<Ir, { op: "prim" }>): string {
    return `R.native[${JSON.stringify(prim)}](${args.map((a) => this.argument(prim, a)).join(", ")})`;
  }

  /** An argument of the engine's own operator. What functions are applied to is a ref, but for functions themselves. */
  private argument(prim: string, e: Ir): string {
    if (e.op !== "lambda") return this.value(e);
    return this.lambda(e, prim === "Engine.Kept" || prim === "Engine.Described");
  }

  private primTest(e: Extract<Ir, { op: "prim" }>): string | undefined {
    const { prim, args } = e;
    const [a, b] = args;
    if (a === undefined) return undefined;
    switch (prim) {
      case "~":
        return `!${this.test(a)}`;
      case "#":
        return b === undefined ? undefined : `!${this.tests.equality(a, b)}`;
      case "=>":
        return b === undefined ? undefined : `(!${this.test(a)} || ${this.test(b)})`;
      case "<=>":
        return b === undefined ? undefined : `(${this.test(a)} === ${this.test(b)})`;
      case "\\in":
        return b === undefined ? undefined : this.tests.membership(a, b);
      case "\\notin":
        return b === undefined ? undefined : `!${this.tests.membership(a, b)}`;
      case "\\subseteq":
        if (b === undefined) return undefined;
        return (
          this.sets.isWithin(a, b, (set) => this.tests.fixed("R.subsetOrEqual", set, b)) ??
          this.tests.fixed("R.subsetOrEqual", this.value(a), b)
        );
      case "=":
        return b === undefined ? undefined : this.tests.equality(a, b);
      default: {
        const name = tests[prim];
        return name === undefined ? undefined : `R.${name}(${args.map((x) => this.value(x)).join(", ")})`;
      }
    }
  }

  private lambda(e: Extract<Ir, { op: "lambda" }>, ref = false): string {
    for (const id of e.params) this.locals.set(id, { strict: true, ref });
    const code = this.scoped(() => `return ${this.value(e.body)};`);
    return `((${e.params.map((id) => `v${id}`).join(", ")}) => { ${code} })`;
  }

  private call(fn: IrFunction, args: readonly Ir[]): string {
    const strict = strictIn(fn);
    const forms = fn.params.map((param, i) => this.formOfArgument(args[i], strict.has(param)));
    const name = this.define(fn, forms);
    const given = args.flatMap((arg, i) => {
      const form = forms[i];
      if (form?.strict !== true) return [this.lazy(arg)];
      const index = form.keysId === undefined ? undefined : this.indexVariable(arg);
      return index === undefined ? [this.value(arg)] : [this.value(arg), index];
    });
    return `${name}(${[...this.rowsOf(fn), ...given, ...fn.free.flatMap((id) => this.passed(id))].join(", ")})`;
  }

  /** How an argument is given: what costs nothing and cannot fail need not wait until it is needed. */
  private formOfArgument(arg: Ir | undefined, isStrict: boolean): Local {
    if (arg === undefined) return { strict: false, ref: false };
    const strict = isStrict || this.isSafe(arg);
    const keysId = strict && this.indexVariable(arg) !== undefined ? this.keysIdOf(arg) : undefined;
    return { strict, ref: this.isRef(arg), ...(keysId === undefined ? {} : { keysId }) };
  }

  private isSafe(e: Ir): boolean {
    if (e.op === "const") return true;
    if (e.op === "state") return this.cell(e)?.layout.kind === "leaf";
    if (e.op === "prim" && e.prim === "apply") {
      const cell = this.cell(e);
      // A number of a local that runs through the domain, and no call.
      return cell?.layout.kind === "leaf" && /^[\w +*]+$/.test(cell.offset);
    }
    if (e.op !== "local") return false;
    const local = this.locals.get(e.id);
    if (local?.instead !== undefined) return this.isSafe(local.instead);
    return local?.strict === true && local.cell === undefined;
  }

  private rowsOf(fn: IrFunction): readonly string[] {
    const reads = readsOf(fn.body);
    return [...(reads.s.size > 0 ? ["s"] : []), ...(reads.n.size > 0 ? ["n"] : [])];
  }

  /** A local given to a function that uses it, as that function expects it. */
  private passed(id: LocalId): readonly string[] {
    const local = this.locals.get(id);
    if (local?.instead === undefined && local?.cell === undefined) return this.namesOf(id);
    return [this.lazy({ op: "local", id, at: placeless })];
  }

  /** The function's name; it is written when it is first called, and again for each set of variables without a value. */
  private define(fn: IrFunction, forms: readonly Local[]): string {
    const reads = readsOf(fn.body);
    const missing = [
      ...[...this.missing.s].filter((slot) => reads.s.has(slot)).map((slot) => `s${slot}`),
      ...[...this.missing.n].filter((slot) => reads.n.has(slot)).map((slot) => `n${slot}`),
    ].join();
    const free = fn.free.map((id) => this.formOf(id)).join();
    const key = `${fn.id} ${missing} (${forms.map(formText).join()}) ${free}`;
    const before = this.functionNames.get(key);
    if (before !== undefined) return before;
    const name = this.text.name(fn.name);
    this.functionNames.set(key, name);
    const kept = [...fn.params, ...fn.free].map((id) => [id, this.locals.get(id)] as const);
    for (const [i, id] of fn.params.entries()) {
      const form = forms[i];
      if (form !== undefined) this.locals.set(id, form);
    }
    const freeNames = fn.free.flatMap((id) => {
      const local = this.locals.get(id);
      if (local?.instead === undefined && local?.cell === undefined) return this.namesOf(id);
      this.locals.set(id, { strict: false, ref: false });
      return [`v${id}`];
    });
    const params = [...this.rowsOf(fn), ...fn.params.flatMap((id) => this.namesOf(id)), ...freeNames];
    const code = this.scoped(() => `return ${this.value(fn.body)};`);
    const gives = this.givesRef(fn) ? "ref" : "value";
    const keys = isCostly(fn) ? this.memoKeys(fn.body, MOST_KEYS_OF_CALLS, true) : undefined;
    for (const [id, local] of kept) {
      if (local === undefined) this.locals.delete(id);
      else this.locals.set(id, local);
    }
    this.function(fn.body, name, params.join(", "), code, gives, keys);
    return name;
  }

  /** Whether a function always gives a ref, whatever it is given. */
  private givesRef(fn: IrFunction): boolean {
    return this.foundOf(this.refFunctions, fn, (body) => this.isRef(body));
  }

  /** Whether the values of a function that may be described are refs. */
  private givesRefs(f: Ir): boolean {
    if (f.op === "named") return this.givesRefs(f.body);
    if (f.op === "call") return this.foundOf(this.refValues, f.fn, (body) => this.givesRefs(body));
    const described = f.op === "prim" && (f.prim === "Engine.Kept" || f.prim === "Engine.Described");
    const [, values] = described ? f.args : [];
    if (values?.op !== "lambda") return false;
    for (const id of values.params) this.locals.set(id, { strict: true, ref: true });
    return this.isRef(values.body);
  }

  /** What is found of a function's body, whatever it is given. */
  private foundOf(known: Map<number, boolean>, fn: IrFunction, find: (body: Ir) => boolean): boolean {
    const before = known.get(fn.id);
    if (before !== undefined) return before;
    known.set(fn.id, false);
    const kept = [...fn.params, ...fn.free].map((id) => [id, this.locals.get(id)] as const);
    for (const [id] of kept) this.locals.set(id, { strict: false, ref: false });
    const found = find(fn.body);
    for (const [id, local] of kept) {
      if (local === undefined) this.locals.delete(id);
      else this.locals.set(id, local);
    }
    known.set(fn.id, found);
    return found;
  }

  /** How a local is handed on: functions are written once for each way. */
  private formOf(id: LocalId): string {
    const local = this.locals.get(id);
    if (local === undefined || local.instead !== undefined || local.cell !== undefined) return "lazy";
    return formText(local);
  }

  private cases(
    arms: readonly { readonly test: Ir | undefined; readonly value: Ir }[],
    then: (e: Ir) => string,
  ): string {
    const parts = arms.map(({ test, value }) =>
      test === undefined ? then(value) : `${this.test(test)} ? ${then(value)} : `,
    );
    const other = arms.some((a) => a.test === undefined);
    return `(${parts.join("")}${other ? "" : "R.noCase()"})`;
  }

  private record(e: Extract<Ir, { op: "record" | "record-set" }>): string {
    const names = e.fields.map(([name]) => name);
    const maker = this.text.name("record");
    this.text.declare(`const ${maker} = R.recordMaker(${JSON.stringify(names)});`);
    return `${maker}(${e.fields.map(([, value]) => this.ref(value)).join(", ")})`;
  }

  private field(e: Extract<Ir, { op: "field" }>): string {
    this.sites += 1;
    const site = `site${this.sites}`;
    this.text.declare(`const ${site} = R.site();`);
    const name = this.text.constant({ kind: "string", value: e.name });
    return `R.field(${this.value(e.record)}, ${name}, ${site})`;
  }

  private except(e: Extract<Ir, { op: "except" }>): string {
    let out = this.ref(e.base);
    for (const u of e.updates) {
      this.locals.set(u.at, { strict: true, ref: true });
      this.lets.push(`v${u.at}`);
      out = this.updated(out, u);
    }
    return out;
  }

  /** `[f EXCEPT ![a][b] = e]`: `f` itself where an argument is in no domain; else what is on the way, replaced from within. */
  private updated(base: string, u: IrUpdate): string {
    const fn = this.temporary();
    const isPath = u.path.length > 1;
    const steps = u.path.map((argument) => ({
      name: isPath ? this.temporary() : "",
      code: this.ref(argument),
    }));
    const inside = (outer: string, depth: number, put: (value: string) => string): string => {
      const step = steps[depth];
      if (step === undefined) return put(this.ref(u.value));
      const place = this.temporary();
      const inner = depth === steps.length - 1 ? `v${u.at}` : this.temporary();
      const next = inside(inner, depth + 1, (value) => put(`R.putAt(${outer}, ${place}, ${value})`));
      const argument = isPath ? step.name : step.code;
      return (
        `${place} = R.placeIn(${outer}, ${argument}), ${place} < 0 ? ${fn} : ` +
        `(${inner} = R.at(${outer}, ${place}), ${next})`
      );
    };
    // All arguments are evaluated before any is looked for.
    const given = isPath ? steps.map(({ name, code }) => `${name} = ${code}, `).join("") : "";
    return `(${fn} = ${base}, ${given}${inside(fn, 0, (value) => value)})`;
  }
}

/** Of listed sets they give listed ones. */
const setOperators = new Set(["\\cup", "\\cap", "\\"]);

function formText({ strict, ref, keysId }: Local): string {
  return `${strict ? "strict" : "lazy"} ${ref} ${keysId ?? ""}`;
}
