/** What is asked of functions that lie in a row as bits of their entries, without putting them together. */
import type { Ir, LocalId } from "../lower/ir.js";
import { withParts } from "../lower/ir-parts.js";
import type { Emitter } from "./emit.js";
import { freeLocals, isPureDeep, isSame, readsOf, renamed } from "./emit-analysis.js";
import { isPure } from "./emit-tables.js";

type Bind = Extract<Ir, { op: "bind" }>;

/** Code that is undefined where that is no gain, or does not lie so. */
export class EntryReader {
  constructor(private readonly emitter: Emitter) {}

  /** `f[x]`. */
  at(f: Ir, x: Ir): string | undefined {
    const { emitter } = this;
    const cell = emitter.entryCell(f);
    if (cell === undefined) return undefined;
    return `${emitter.universe(cell.layout)}.apply(${cell.row}, ${cell.offset}, ${emitter.ref(x)})`;
  }

  /** `x \in DOMAIN f`. */
  has(x: Ir, set: Ir): string | undefined {
    const { emitter } = this;
    const cell = emitter.domainCell(set);
    if (cell === undefined || !emitter.isRef(x)) return undefined;
    return `${emitter.universe(cell.layout)}.hasArgument(${cell.row}, ${cell.offset}, ${emitter.value(x)})`;
  }

  /** `\A x \in DOMAIN f : P`, where P speaks of x and f[x] alone; what is not certain is found out the `long` way. */
  all(e: Bind, long: () => string): string | undefined {
    const { emitter } = this;
    const [binder, ...more] = e.binders;
    const [x] = binder?.locals ?? [];
    const domain = binder?.domain;
    const cell = domain === undefined ? undefined : emitter.domainCell(domain);
    const f = domain === undefined ? undefined : functionOf(domain);
    if (cell === undefined || f === undefined || x === undefined || binder?.tuple !== false) return undefined;
    const value = emitter.freshLocal();
    const test = withValue(e.body, f, x, value);
    if (more.length > 0 || !isOwn(test, [x, value])) return undefined;
    const universe = emitter.universe(cell.layout);
    const site = emitter.text.name("forAllSite");
    emitter.text.declare(`const ${site} = ${universe}.forAllSite(${this.closure(x, value, [test])});`);
    const told = emitter.temporary();
    const ask = `${universe}.holdsForAll(${cell.row}, ${cell.offset}, ${site})`;
    return `((${told} = ${ask}) < 0 ? ${long()} : ${told} === 1)`;
  }

  private closure(x: LocalId, value: LocalId, tests: readonly Ir[]): string {
    const { emitter } = this;
    const params = [emitter.bindElement(x), emitter.bindElement(value)];
    const code = emitter.scoped(() => `return ${tests.map((test) => emitter.test(test)).join(" && ")};`);
    return `(${params.join(", ")}) => { ${code} }`;
  }

  /**
   * The head of a loop over the domain of a function, or over `{k \in DOMAIN f : P}` where P speaks of k and f[k] alone;
   * in the order of values. The value at the element is bound, too. Of `guards`, conditions with which the body begins,
   * those that speak of the element and its value alone tell which entries need not be gone through.
   */
  loop(
    domain: Ir,
    x: LocalId,
    id: number,
    guards: (is: (test: Ir) => boolean) => readonly Ir[],
  ): string | undefined {
    const { emitter } = this;
    const filter = filterOf(domain, x, () => emitter.freshLocal());
    const of = filter?.of ?? domain;
    const [cell, f] = [emitter.domainCell(of), functionOf(of)];
    if (cell === undefined || f === undefined) return undefined;
    const value = emitter.freshLocal();
    const own = (test: Ir): Ir | undefined => {
      const found = withValue(test, f, x, value);
      return isOwn(found, [x, value]) ? found : undefined;
    };
    const condition = filter === undefined ? undefined : own(filter.test);
    if (filter !== undefined && condition === undefined) return undefined;
    const tests =
      condition !== undefined
        ? [condition]
        : guards((test) => own(test) !== undefined).flatMap((t) => own(t) ?? []);
    const universe = emitter.universe(cell.layout);
    const site = emitter.text.name("site");
    const test = tests.length === 0 ? "" : this.closure(x, value, tests);
    emitter.text.declare(`const ${site} = ${universe}.entrySite(${test});`);
    const place = `${cell.row}, ${cell.offset}`;
    const all = `${universe}.entries(${place}, ${site})`;
    const cursor =
      filter === undefined
        ? all
        : `${universe}.isTold(${place}, ${site}) ? ${all} : ${universe}.chosen(${place}, ${emitter.ref(domain)})`;
    const [element, given] = [emitter.bindElement(x), emitter.bindElement(value)];
    emitter.bindValueAt(x, f, given);
    return (
      `const c${id} = ${cursor}, m${id} = c${id}.numbers, f${id} = c${id}.args, h${id} = c${id}.values, ` +
      `w${id} = c${id}.row, o${id} = c${id}.at;\n` +
      `for (let p${id} = 0; p${id} < m${id}.length; p${id}++) {\nconst q${id} = m${id}[p${id}];\n` +
      `if ((w${id}[o${id} + (q${id} >> 5)] >>> (q${id} & 31) & 1) === 0) continue;\n` +
      `const ${element} = f${id}[q${id}], ${given} = h${id}[q${id}];`
    );
  }
}

function functionOf(domain: Ir): Ir | undefined {
  if (domain.op === "named") return functionOf(domain.body);
  return domain.op === "prim" && domain.prim === "DOMAIN" ? domain.args[0] : undefined;
}

/** `{k \in S : P}`, with x for k. */
function filterOf(
  e: Ir,
  x: LocalId,
  fresh: () => LocalId,
): { readonly of: Ir; readonly test: Ir } | undefined {
  if (e.op === "named") return filterOf(e.body, x, fresh);
  const [binder, ...more] = e.op === "bind" && e.form === "filter" ? e.binders : [];
  const [k] = binder?.locals ?? [];
  if (e.op !== "bind" || binder?.domain === undefined || binder.tuple || more.length > 0 || k === undefined)
    return undefined;
  return { of: binder.domain, test: renamed(e.body, new Map([[k, x]]), fresh) };
}

/** An expression with a local in the place of `f[x]`. */
function withValue(e: Ir, f: Ir, x: LocalId, value: LocalId): Ir {
  if (e.op === "prim" && e.prim === "apply") {
    const [g, argument] = e.args;
    if (g !== undefined && isSame(g, f) && argument?.op === "local" && argument.id === x)
      return { op: "local", id: value, at: e.at };
  }
  return withParts(e, (part) => withValue(part, f, x, value));
}

/** Whether a condition is told by these locals alone. */
function isOwn(test: Ir, own: readonly LocalId[]): boolean {
  const { s, n } = readsOf(test);
  if (s.size > 0 || n.size > 0 || !isPureDeep(test, isPure)) return false;
  return freeLocals(test).every((id) => own.includes(id));
}
