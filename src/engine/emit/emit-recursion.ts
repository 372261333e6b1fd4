/**
 * Recursive operators that are gone through, as TLC does: each becomes a function of its arguments and of what is to be
 * done after it. As it may leave different variables with values, `go` has a function for each such set:
 *
 *   Loop(S) == IF S = {} THEN x' = x ELSE \E i \in S : Loop(S \ {i})
 *   const again = (S, go) => { if (empty(S)) go.end0(); else for (const i of S) again(minus(S, i), { end0: () => go.end0() }); };
 */
import type { Ir, IrFunction, LocalId } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import { strictIn } from "../lower/strict.js";
import type { Emitter } from "./emit.js";
import { renamed } from "./emit-analysis.js";
import { NotEmitted } from "./emit-scope.js";

/** Variables that have a value. */
export type Slots = ReadonlySet<number>;
/** The code of what follows. */
export type Then = (done: Slots) => string;

/** A name for each set of variables that have a value. */
export class Keyed {
  private readonly known = new Map<string, readonly [name: string, slots: Slots]>();

  constructor(private readonly name: () => string) {}

  of(slots: Slots): string {
    const key = keyOf(slots);
    const found = this.known.get(key) ?? ([this.name(), slots] as const);
    this.known.set(key, found);
    return found[0];
  }

  get all(): readonly (readonly [name: string, slots: Slots])[] {
    return [...this.known.values()];
  }
}

export const keyOf = (slots: Slots): string => [...slots].sort((a, b) => a - b).join();

type Call = Extract<Ir, { op: "call" }>;

/** What of a formula's code is needed here. */
export interface Going {
  steps(e: Ir, done: Slots, then: Then): string;
  /** A call of a function that goes on. */
  call(code: string): string;
  fresh(letter: string): string;
}

interface Open {
  readonly name: string;
  /** The parameter that goes on: a name of its own, so that what uses it is seen to. */
  readonly go: string;
  readonly ends: Keyed;
}

/** More sets of variables with values than this, after one operator, are refused. */
const MOST_ENDS = 32;

export class Recursions {
  /** The functions that are being written, by operator and variables with values. */
  private readonly open = new Map<string, Open>();

  constructor(
    private readonly emitter: Emitter,
    private readonly going: Going,
  ) {}

  code(e: Call, done: Slots, then: Then): string {
    const key = `${e.fn.id} ${keyOf(done)}`;
    const before = this.open.get(key);
    if (before !== undefined) return this.again(before, e, then);
    let count = 0;
    const { going } = this;
    const ends = new Keyed(() => `end${count++}`);
    const open = { name: going.fresh("again"), go: going.fresh("go"), ends };
    this.open.set(key, open);
    // How it ends is known once it is written; where it calls itself, that must be known.
    let [written, known] = ["", -1];
    while (known < count) {
      if (count > MOST_ENDS) throw new NotEmitted("a recursive operator that ends in so many ways", e);
      known = count;
      written = this.body(open, e.fn, done);
    }
    this.open.delete(key);
    return `${written}\n${this.again(open, e, then)}`;
  }

  private body({ name, go, ends }: Open, fn: IrFunction, done: Slots): string {
    const { emitter, going } = this;
    const strict = strictIn(fn);
    const ids = new Map(fn.params.map((id) => [id, emitter.freshLocal()] as const));
    const params = fn.params.map((id) => emitter.bindParameter(ids.get(id)!, strict.has(id)));
    const body = renamed(fn.body, ids, () => emitter.freshLocal());
    const code = emitter.scoped(() =>
      going.steps(body, done, (now) => going.call(`${go}.${ends.of(now)}()`)),
    );
    return `const ${name} = (${[...params, go].join(", ")}) => {\n${code}\n};`;
  }

  private again({ name, ends }: Open, { fn, args }: Call, then: Then): string {
    const { emitter, going } = this;
    const strict = strictIn(fn);
    const given = fn.params.map((id: LocalId, i) =>
      strict.has(id) ? emitter.ref(args[i]!) : emitter.lazy(args[i]!),
    );
    const go = ends.all.map(([end, now]) => `${end}: () => {\n${emitter.scoped(() => then(now))}\n},`);
    return going.call(`${name}(${[...given, `{\n${go.join("\n")}\n}`].join(", ")})`);
  }
}

const recursive = new WeakMap<IrFunction, boolean>();

/** Whether an operator is called in its own body, or in those of what it calls. */
export function isRecursive(fn: IrFunction): boolean {
  const before = recursive.get(fn);
  if (before !== undefined) return before;
  const seen = new Set<IrFunction>();
  const pending: Ir[] = [fn.body];
  for (let e = pending.pop(); e !== undefined && !seen.has(fn); e = pending.pop()) {
    if (e.op === "call" && !seen.has(e.fn)) {
      seen.add(e.fn);
      pending.push(e.fn.body);
    }
    pending.push(...partsOf(e));
  }
  recursive.set(fn, seen.has(fn));
  return seen.has(fn);
}
