/** Binders as loops: each quantifier, CHOOSE, set and function becomes a function of its own with loops inside. */
import { unreachable } from "../../report/diagnostic.js";
import type { Ir, IrBinder, LocalId } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { renamed } from "./emit-analysis.js";
import type { Index } from "./emit-indices.js";
import { keysOf } from "./emit-keys.js";
import { isRecursive } from "./emit-recursion.js";
import { NotEmitted } from "./emit-scope.js";
import { extensionOf } from "./layout-entries.js";

/** In how many evaluations of a CHOOSE a second witness is looked for, and among how many elements. */
const LOOKS = 100;
const MORE = 1000;

type Bind = Extract<Ir, { op: "bind" }>;

export class BinderEmitter {
  private loops_ = 0;

  constructor(private readonly emitter: Emitter) {}

  value(e: Bind): string {
    const { emitter } = this;
    switch (e.form) {
      case "all":
      case "some":
        return `R.bool(${this.quantified(e)})`;
      case "choose":
        return emitter.helper(e, "choose", "ref", () => this.choice(e));
      case "filter":
        return emitter.helper(e, "filter", this.isListed(e) ? "ref" : "value", () => this.filter(e));
      case "map":
        return emitter.helper(e, "map", "ref", () => {
          const add = this.loops(e.binders, e, () => `B.push(${emitter.ref(e.body)});`);
          return `const mark = B.mark();\n${add}\nreturn B.set(mark);`;
        });
      case "function":
        return emitter.helper(e, "functionOf", "ref", () => this.functionLiteral(e));
      default:
        return unreachable(e.form);
    }
  }

  /** Whether the code gives a listed value. */
  isListed(e: Bind): boolean {
    if (e.form === "map") return true;
    if (e.form === "filter")
      return e.binders.every((b) => b.domain !== undefined && this.emitter.isRef(b.domain));
    return e.form === "function";
  }

  /** A quantifier as a test. */
  quantified(e: Bind): string {
    const { emitter } = this;
    const isAll = e.form === "all";
    const long = (): string => this.gone(e);
    return (isAll ? emitter.entries.all(e, long) : undefined) ?? long();
  }

  private gone(e: Bind): string {
    const { emitter } = this;
    const isAll = e.form === "all";
    return emitter.helper(e, isAll ? "forAll" : "exists", "test", () => {
      const test = (): string =>
        isAll ? `if (!${emitter.test(e.body)}) return false;` : `if (${emitter.test(e.body)}) return true;`;
      return `${this.loops(e.binders, e, test)}\nreturn ${isAll};`;
    });
  }

  /**
   * `UNION` of a set that is written out, or of the form `{e : x \\in S}`, whose elements are only described: TLC goes
   * through them one after the other, and through what two of them have twice.
   */
  unionOfDescribed(set: Ir | undefined): string | undefined {
    const { emitter } = this;
    if (set?.op === "named") return this.unionOfDescribed(set.body);
    if (set?.op === "call" && set.args.length === 0) return this.unionOfDescribed(set.fn.body);
    if (set?.op === "prim" && set.prim === "set") {
      const [only, ...more] = set.args;
      if (only === undefined || set.args.every((a) => emitter.isRef(a))) return undefined;
      if (more.length === 0) return emitter.value(only);
      return `R.unionOf([${set.args.map((a) => emitter.value(a)).join(", ")}])`;
    }
    if (set?.op !== "bind" || set.form !== "map" || emitter.isRef(set.body)) return undefined;
    return emitter.helper(set, "unionOf", "value", () => this.union(set));
  }

  /** `UNION {e : x \\in S}` where the sets are only described. */
  private union(e: Bind): string {
    const add = this.loops(e.binders, e, () => `sets.push(${this.emitter.value(e.body)});`);
    return `const sets = [];\n${add}\nreturn R.unionOf(sets);`;
  }

  private only(e: Bind): { readonly binder: IrBinder; readonly domain: Ir } {
    const [binder] = e.binders;
    if (binder?.domain === undefined || e.binders.length > 1) throw new NotEmitted("CHOOSE without a set", e);
    return { binder, domain: binder.domain };
  }

  /**
   * The first element that will do. In the first evaluations of each place it looks on for a second one, so that people
   * can be told of it: not for long, and whatever is wrong with the others does not matter.
   */
  private choice(e: Bind): string {
    const { emitter } = this;
    const { binder, domain } = this.only(e);
    // The set is shown where nothing in it will do.
    const set = emitter.value(domain);
    const watch = emitter.text.name("looksOn");
    emitter.text.declare(`let ${watch} = R.context.warnsOfChoices ? ${LOOKS} : 0;`);
    const place = emitter.choices.push(e.at) - 1;
    const inside = (element: string): string =>
      `if (first !== undefined && ++more > ${MORE}) return first;\n` +
      `if (${emitter.test(e.body)}) {\nif (${watch} === 0) return ${element};\n` +
      `if (first !== undefined) { ${watch} = 0; R.secondWitness(${place}, first, ${element}); return first; }\n` +
      `first = ${element};\n}`;
    const isOrdered = emitter.isRef(domain) || emitter.setCell(domain) !== undefined;
    const pick = isOrdered
      ? this.overElements(binder, "set", domain, inside, e)
      : this.overOrdered(binder, inside);
    return (
      `const set = ${set}, mark = B.mark();\nlet first, more = 0;\n` +
      `try {\n${pick}\n} catch (error) {\nif (first === undefined) throw error;\n` +
      `B.release(mark); return first;\n}\n` +
      `if (first === undefined) return R.nothingToChoose(set);\n${watch} -= 1; return first;`
    );
  }

  private filter(e: Bind): string {
    const { emitter } = this;
    const { binder, domain } = this.only(e);
    const of = domain.op === "prim" && domain.prim === "DOMAIN" ? domain.args[0] : undefined;
    if (of !== undefined && emitter.isRef(of)) {
      const keep = this.loop(
        binder,
        domain,
        (element) => `if (${emitter.test(e.body)}) B.push(${element});`,
        e,
      );
      return `const mark = B.mark();\n${keep}\nreturn B.sortedSet(mark);`;
    }
    if (!emitter.isRef(domain)) {
      const set = emitter.value(domain);
      const pattern = this.pattern(binder);
      const code = emitter.scoped(() => `return ${emitter.test(e.body)};`);
      return `return R.filter(${set}, (${pattern}) => { ${code} });`;
    }
    const keep = this.overElements(
      binder,
      "set",
      domain,
      (element) => `if (${emitter.test(e.body)}) B.push(${element});`,
      e,
    );
    const set = emitter.setCell(domain) === undefined ? `set = ${emitter.ref(domain)}, ` : "";
    return `const ${set}mark = B.mark();\n${keep}\nreturn B.sortedSet(mark);`;
  }

  private functionLiteral(e: Bind): string {
    const { emitter } = this;
    const [only] = e.binders;
    if (e.binders.length === 1 && only?.domain !== undefined) {
      const longer = this.extension(e);
      if (longer !== undefined) return longer;
      const set = emitter.ref(only.domain);
      const push = (): string => `B.push(${emitter.ref(e.body)});`;
      // The values stand in the order of the listed set, which that of a description need not be.
      const isListed = emitter.constantList(only.domain)?.elements !== undefined;
      this.loops_ += 1;
      const body = isListed
        ? this.loop(only, only.domain, push)
        : this.overRef(only, "set", this.loops_, push);
      return `const set = ${set}, mark = B.mark();\n${body}\nreturn B.functionOver(set, mark);`;
    }
    // Several names: a function of tuples.
    const domains = e.binders.map((b) => {
      if (b.domain === undefined) throw new NotEmitted("a function without a domain", e);
      return emitter.value(b.domain);
    });
    const inner = e.binders.map((b, i) => {
      const names = b.locals.map((id) => emitter.bindElement(id));
      return b.tuple ? `[${names.join(", ")}] = R.parts(p[${i}], ${names.length})` : `${names[0]} = p[${i}]`;
    });
    const code = emitter.scoped(() => `return ${emitter.value(e.body)};`);
    return (
      `return R.functionFrom(R.product([${domains.join(", ")}]), ` +
      `(t) => { const p = R.parts(t, ${e.binders.length}), ${inner.join(", ")}; ${code} });`
    );
  }

  /** `[k \\in DOMAIN f \\cup {x} |-> IF k = x THEN v ELSE f[k]]`: a function with one more argument. */
  private extension(e: Bind): string | undefined {
    const { emitter } = this;
    const found = extensionOf(e);
    if (found === undefined || !emitter.isRef(found.f) || !emitter.isRef(found.x)) return undefined;
    const { f, x, k, value } = found;
    const [base, argument] = [emitter.ref(f), emitter.ref(x)];
    emitter.bindInstead(k, x);
    return `return R.extended(${base}, ${argument}, ${emitter.ref(value)});`;
  }

  /** The parameter of a JavaScript function for what a binder binds. */
  private pattern(binder: IrBinder): string {
    const names = binder.locals.map((id) => this.emitter.bindElement(id));
    return binder.tuple ? `t, [${names.join(", ")}] = R.parts(t, ${names.length})` : names.join(", ");
  }

  /** Nested loops over binders, statements inside. Of several, the first one counts fastest, as in TLC. */
  loops(binders: readonly IrBinder[], at: Ir, inside: () => string): string {
    const outer = binders.at(-1);
    if (outer === undefined) return inside();
    const { domain } = outer;
    if (domain === undefined) throw new NotEmitted("a name bound without a set", at);
    const body = (): string => this.loops(binders.slice(0, -1), at, inside);
    return this.loop(outer, domain, body, at);
  }

  private loop(binder: IrBinder, domain: Ir, inside: (element: string) => string, body?: Ir): string {
    const { emitter } = this;
    const list = emitter.constantList(domain);
    this.loops_ += 1;
    const id = this.loops_;
    const bits =
      this.overEntries(binder, domain, id, inside, body) ?? this.overBits(binder, domain, id, inside, body);
    if (bits !== undefined) return bits;
    if (list !== undefined) {
      const [local] = binder.locals;
      const single = !binder.tuple && local !== undefined;
      const index = single ? `i${local}` : `j${id}`;
      const element = single ? emitter.bindElement(local, list.elements?.keysId) : `x${id}`;
      const parts = single ? "" : `${this.parts(binder, id)} `;
      return (
        `const l${id} = ${list.name}();\n` +
        `for (let ${index} = 0; ${index} < l${id}.length; ${index}++) {\n` +
        `const ${element} = l${id}[${index}]; ${parts}${inside(element)}\n}`
      );
    }
    const [low, high] = domain.op === "prim" && domain.prim === "Naturals..." ? domain.args : [];
    if (low !== undefined && high !== undefined) {
      const bounds = `const a${id} = R.small(${emitter.ref(low)}), b${id} = R.small(${emitter.ref(high)});\n`;
      const { element, parts } = this.element(binder, id);
      return `${bounds}for (let j${id} = a${id}; j${id} <= b${id}; j${id} += 2) {\nconst ${element} = j${id}; ${parts}${inside(element)}\n}`;
    }
    const of = domain.op === "prim" && domain.prim === "DOMAIN" ? domain.args[0] : undefined;
    if (of !== undefined) {
      const set = `const g${id} = ${emitter.value(of)}, d${id} = R.domainSet(g${id});\n`;
      return set + this.overRef(binder, `d${id}`, id, inside, emitter.isRef(of) ? of : undefined);
    }
    if (emitter.isRef(domain))
      return `const d${id} = ${emitter.value(domain)};\n${this.overRef(binder, `d${id}`, id, inside)}`;
    const set = emitter.value(domain);
    const { element, parts } = this.element(binder, id);
    return `for (const ${element} of R.elements(${set})) {\n${parts}${inside(element)}\n}`;
  }

  /** A loop over a set that stands in a variable already. */
  private overElements(
    binder: IrBinder,
    set: string,
    domain: Ir,
    inside: (element: string) => string,
    at: Ir,
  ): string {
    this.loops_ += 1;
    const id = this.loops_;
    const bits = this.overBits(binder, domain, id, inside, at);
    if (bits !== undefined) return bits;
    if (this.emitter.isRef(domain) || this.emitter.constantList(domain) === undefined) {
      if (this.emitter.isRef(domain)) return this.overRef(binder, set, id, inside);
      const { element, parts } = this.element(binder, id);
      return `for (const ${element} of R.elements(${set})) {\n${parts}${inside(element)}\n}`;
    }
    return this.loop(binder, domain, inside);
  }

  /** A loop over a set that may be described, in the order of values: not all descriptions are gone through so. */
  private overOrdered(binder: IrBinder, inside: (element: string) => string): string {
    this.loops_ += 1;
    const { element, parts } = this.element(binder, this.loops_);
    return `for (const ${element} of R.inOrder(set)) {\n${parts}${inside(element)}\n}`;
  }

  /** A loop over the domain of a function that lies in the row as bits; `at` is what the binder belongs to. */
  private overEntries(
    binder: IrBinder,
    domain: Ir,
    id: number,
    inside: (element: string) => string,
    at: Ir | undefined,
  ): string | undefined {
    const { emitter } = this;
    const [x] = binder.locals;
    if (binder.tuple || x === undefined) return undefined;
    const guards = (is: (test: Ir) => boolean): readonly Ir[] => {
      if (at?.op !== "bind") return [];
      const indicesOf = (e: Ir): readonly Index[] | undefined => (is(e) ? [] : undefined);
      return guardOf(at, indicesOf, () => emitter.freshLocal())?.tests ?? [];
    };
    const head = emitter.entries.loop(domain, x, id, guards);
    return head === undefined ? undefined : `${head} ${inside(`v${x}`)}\n}`;
  }

  /** A loop over a set that lies in the row as bits; `at` is what the binder belongs to. */
  private overBits(
    binder: IrBinder,
    domain: Ir,
    id: number,
    inside: (element: string) => string,
    at: Ir | undefined,
  ): string | undefined {
    const { emitter } = this;
    if (emitter.setCell(domain) === undefined) return undefined;
    const { element, parts } = this.element(binder, id);
    const [local] = binder.locals;
    const own = at?.op === "bind" && !binder.tuple && local !== undefined ? { at, local } : undefined;
    const guard =
      own &&
      guardOf(
        own.at,
        (e) => emitter.indicesOf(e, own.local),
        () => emitter.freshLocal(),
      );
    const keys =
      own && emitter.context.growing === true ? keysOf(own.at, own.local, guard?.tests ?? []) : undefined;
    const head = emitter.sets.loop(
      domain,
      element,
      id,
      guard && {
        indices: guard.indices,
        code: emitter.scoped(() => `return ${guard.tests.map((e) => emitter.test(e)).join(" && ")};`),
      },
      keys && {
        fields: keys.fields,
        code: emitter.scoped(() => `return [${keys.values.map((e) => emitter.ref(e)).join(", ")}];`),
      },
    );
    return head === undefined ? undefined : `${head} ${parts}${inside(element)}\n}`;
  }

  /** `of`, if given, is a function that stands in `g`, and the set is its domain. */
  private overRef(
    binder: IrBinder,
    set: string,
    id: number,
    inside: (element: string) => string,
    of?: Ir,
  ): string {
    const { element, parts } = this.element(binder, id);
    const [local] = binder.locals;
    let before = "";
    if (of !== undefined && !binder.tuple && local !== undefined) {
      this.emitter.bindValueAt(local, of, `B.arena[p${id} + y${id}]`);
      before = `const y${id} = R.firstValue(g${id}) - R.begin(${set});\n`;
    }
    return (
      `${before}for (let p${id} = R.begin(${set}), e${id} = p${id} + R.count(${set}); p${id} < e${id}; p${id}++) {\n` +
      `const ${element} = B.arena[p${id}]; ${parts}${inside(element)}\n}`
    );
  }

  private element(binder: IrBinder, id: number): { readonly element: string; readonly parts: string } {
    const [local] = binder.locals;
    if (!binder.tuple && local !== undefined) return { element: this.emitter.bindElement(local), parts: "" };
    return { element: `x${id}`, parts: `${this.parts(binder, id)} ` };
  }

  /** Names for the items of the element `x7`, read where they lie. */
  private parts(binder: IrBinder, id: number): string {
    const names = binder.locals.map((local) => this.emitter.bindElement(local));
    const items = names.map((name, i) => `${name} = B.arena[q${id} + ${i}]`);
    return `const q${id} = R.partsIn(x${id}, ${names.length}), ${items.join(", ")};`;
  }
}

/**
 * Conditions on the element alone (and on locals with numbers) with which the body of a binder begins: where one is
 * false, the binder does nothing for the element.
 */
function guardOf(
  e: Bind,
  indicesOf: (e: Ir) => readonly Index[] | undefined,
  fresh: () => LocalId,
): { readonly tests: readonly Ir[]; readonly indices: readonly Index[] } | undefined {
  if (e.form === "map" || e.form === "function") return undefined;
  const tests: Ir[] = [];
  const indices = new Map<string, Index>();
  const take = (item: Ir): boolean => {
    if (item.op === "named") return take(item.body);
    if (item.op === "and") return item.items.every(take);
    if (item.op === "call") {
      const inside = bodyOf(item, fresh);
      if (inside !== undefined) return take(inside);
    }
    const found = indicesOf(item);
    if (found === undefined) return false;
    const all = new Map([...indices, ...found.map((index) => [index.name, index] as const)]);
    if ([...all.values()].reduce((product, { size }) => product * size, 1) > MOST_SITES) return false;
    for (const [name, index] of all) indices.set(name, index);
    tests.push(item);
    return true;
  };
  let { body } = e;
  while (body.op === "named") body = body.body;
  if (e.form !== "all") take(body);
  else if (body.op === "prim" && body.prim === "=>" && body.args[0] !== undefined) take(body.args[0]);
  return tests.length === 0 ? undefined : { tests, indices: [...indices.values()] };
}

/** What a call of a formula with locals says, if it begins with conditions. */
function bodyOf({ fn, args }: Extract<Ir, { op: "call" }>, fresh: () => LocalId): Ir | undefined {
  if (fn.body.op !== "and" || isRecursive(fn) || args.length !== fn.params.length) return undefined;
  const ids = new Map<LocalId, LocalId>();
  for (const [i, param] of fn.params.entries()) {
    const arg = args[i];
    if (arg?.op !== "local") return undefined;
    ids.set(param, arg.id);
  }
  return renamed(fn.body, ids, fresh);
}

/** Lists of elements for one loop. */
const MOST_SITES = 256;
