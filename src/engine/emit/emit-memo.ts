/**
 * Functions that remember what they gave, by the values that they depend on: cells of rows and locals.
 *
 * A set that lies in a row as bits is often only gone through, and asked for elements. Then what is remembered depends on
 * the bits that were looked at, not on the whole set (`BitsMemo`): that two nodes have promised, say, in most states of a
 * protocol. Locals that run through small constant sets have a memory for each number, with bits of its own.
 */
import type { Ir, IrFunction } from "../lower/ir.js";
import { partsOf } from "../lower/ir-parts.js";
import type { ProgramText } from "./emit-code.js";
import { type Index, indexText } from "./emit-indices.js";

/** What a function gives: `true` or `false`, a ref, any value, or a number of ways (see `emit-ways.ts`). */
export type Gives = "test" | "ref" | "value" | "ways";

/** The cells of a variable. */
export interface KeyCells {
  readonly row: "s" | "n";
  readonly base: number;
  readonly width: number;
  /** Where it is a set of bits: `U2`, and whether it is only gone through and asked for elements. */
  readonly universe: string | undefined;
  readonly isAsked: boolean;
}

export interface MemoKeys {
  /** JavaScript of words. */
  readonly plain: readonly string[];
  /** Patterns of which some bits are asked for, all of one universe. */
  readonly asked: readonly KeyCells[];
  /** Numbers that lead to a memory. */
  readonly indices: readonly Index[];
  /** Universes of patterns of the present state that are in `plain`. */
  readonly whole: ReadonlySet<string>;
}

/** Undefined if there are none, or more than `most`. `locals`: their names, and their numbers where they have them. */
export function memoKeysOf(
  cells: readonly KeyCells[],
  locals: ReadonlyMap<string, Index | undefined>,
  most: number,
): MemoKeys | undefined {
  const universe = cells.find((c) => c.isAsked)?.universe;
  const asked = cells.filter((c) => c.isAsked && c.universe === universe);
  const others = cells.filter((c) => !asked.includes(c));
  const plain = others.flatMap(({ row, base, width }) =>
    Array.from({ length: width }, (_, i) => `${row}[${base + i}]`),
  );
  const indices: Index[] = [];
  let memories = 1;
  for (const [name, index] of locals) {
    const isLeading = asked.length > 0 && index !== undefined && memories * index.size <= MOST_MEMORIES;
    if (!isLeading) plain.push(name);
    else {
      memories *= index.size;
      indices.push(index);
    }
  }
  const keys = plain.length + asked.reduce((total, { width }) => total + width, 0);
  if (keys === 0 || keys > most) return undefined;
  const whole = new Set(
    others.flatMap((c) => (c.universe === undefined || c.row === "n" ? [] : [c.universe])),
  );
  return { plain, asked, indices, whole };
}

/** Whether a set that a variable holds is only gone through and asked for elements, in functions that are called, too. */
export function asksOnly(e: Ir, slot: number): boolean {
  const seen = new Set<IrFunction>();
  const isIt = (x: Ir | undefined): boolean => x?.op === "state" && !x.primed && x.slot === slot;
  const go = (x: Ir): boolean => {
    switch (x.op) {
      case "state":
        return !isIt(x);
      case "enabled":
      case "compose":
        return false;
      case "prim": {
        const isMembership = x.prim === "\\in" || x.prim === "\\notin";
        return x.args.every((arg, i) => (isMembership && i === 1 && isIt(arg)) || go(arg));
      }
      case "bind":
        return (
          x.binders.every(({ domain }) => domain === undefined || isIt(domain) || go(domain)) && go(x.body)
        );
      case "call":
        if (!x.args.every(go)) return false;
        if (seen.has(x.fn)) return true;
        seen.add(x.fn);
        return go(x.fn.body);
      default:
        return partsOf(x).every(go);
    }
  };
  return go(e);
}

/**
 * Whether a quantifier over a set of bits is as quick as what remembers it: its body is nothing but conditions on the
 * element, so that it goes through those alone for which they hold.
 */
export function isQuickLoop(e: Ir, isBits: (domain: Ir) => boolean): boolean {
  if (e.op !== "bind" || (e.form !== "some" && e.form !== "all")) return false;
  const [binder, ...more] = e.binders;
  return binder?.domain !== undefined && more.length === 0 && isBits(binder.domain) && isShort(e.body);
}

function isShort(e: Ir): boolean {
  return e.op !== "bind" && e.op !== "call" && e.op !== "lambda" && partsOf(e).every(isShort);
}

interface Remembering {
  readonly name: string;
  readonly params: string;
  /** Statements that return what is remembered. */
  readonly code: string;
  readonly gives: Gives;
}

/** The function, and that of its evaluations. */
export function memoCode(text: ProgramText, of: Remembering, keys: MemoKeys): string {
  const { name, params, code, gives } = of;
  const [memory, inner] = [text.name(`${name}_memo`), text.name(`${name}_once`)];
  const once = `${inner}(${params})`;
  const body =
    keys.asked.length === 0
      ? plainCode(text, memory, once, gives, keys)
      : bitsCode(text, memory, once, gives, keys);
  return `function ${name}(${params}) {\n${body}\n}\nfunction ${inner}(${params}) {\n${code}\n}`;
}

function plainCode(
  text: ProgramText,
  memo: string,
  once: string,
  gives: Gives,
  { plain, whole }: MemoKeys,
): string {
  text.declare(`const ${memo} = R.memo(${plain.length});`);
  const { names, same, hash, store } = table(plain.length, memo);
  return (
    `const t = ${memo}.table;\nif (t === undefined) return ${once};\n` +
    `const ${plain.map((key, i) => `${names[i]} = ${key}`).join(", ")};\nlet h;\n${hash}\n` +
    `if (${same}) { ${memo}.hits++; ${readAll(whole)}return ${taken(plain.length, gives)}; }\n` +
    `const result = ${once};\n${keptIf(gives)}{ ${store(gives)} }\n${memo}.missed();\nreturn result;`
  );
}

function bitsCode(text: ProgramText, memory: string, once: string, gives: Gives, keys: MemoKeys): string {
  const { plain, asked, indices, whole } = keys;
  const [universe] = asked.flatMap((c) => c.universe ?? []);
  const words = asked.flatMap(({ base, width }) =>
    Array.from({ length: width }, (_, i) => `s[${base + i}] & b[${i}]`),
  );
  const all = [...plain, ...words];
  const { names, same, hash, store } = table(all.length, "memo");
  const made = `R.bitsMemo(${universe}, ${all.length})`;
  text.declare(indices.length === 0 ? `const ${memory} = ${made};` : `const ${memory} = [];`);
  const memo = indices.length === 0 ? memory : `(${memory}[${indexText(indices)}] ??= ${made})`;
  const listed = asked.map(({ base, width }) => `s[${base + width - 1}] < 0`).join(" || ");
  const again = words.map((word, i) => `${names[plain.length + i]} = ${word};`).join(" ");
  return (
    `if (${listed}) return ${once};\nconst memo = ${memo}, t = memo.now();\nif (t === undefined) return ${once};\n` +
    `const b = memo.bits, e = memo.epoch;\nlet ${all.map((key, i) => `${names[i]} = ${key}`).join(", ")};\n` +
    `let h;\n${hash}\n` +
    `if (${same}) { memo.hits++; ${universe}.noteRead(b); ${readAll(whole)}return ${taken(all.length, gives)}; }\n` +
    `const outer = ${universe}.beginReading(b);\nlet result;\n` +
    `try { result = ${once}; } finally { ${universe}.endReading(b, outer); }\n` +
    `if (!memo.isCurrent(e)) return result;\n` +
    `${again}\n${hash}\n${keptIf(gives)}{ ${store(gives)} }\nmemo.missed();\nreturn result;`
  );
}

/** Code around a table of so many keys and a result in each entry. */
function table(keys: number, memo: string) {
  const names = Array.from({ length: keys }, (_, i) => `key${i}`);
  const mixed = names.map((key, i) => `Math.imul(${key}, ${PRIMES[i % PRIMES.length]})`).join(" ^ ");
  const stored = names.map((key, i) => `t[h + ${i}] = ${key};`).join(" ");
  return {
    names,
    same: names.map((key, i) => `t[h + ${i}] === ${key}`).join(" && "),
    hash: `h = ${mixed};\nh = ((h ^ (h >>> 15)) & ${memo}.mask) * ${keys + 1};`,
    store: (gives: Gives) => `${stored} t[h + ${keys}] = ${gives === "test" ? "result ? 2 : 0" : "result"};`,
  };
}

function taken(keys: number, gives: Gives): string {
  return `t[h + ${keys}]${gives === "test" ? " === 2" : ""}`;
}

/** What is only described may speak of the row, which changes; ways that end with an error are gone each time. */
function keptIf(gives: Gives): string {
  return gives === "value" ? 'if (typeof result === "number") ' : gives === "ways" ? "if (result >= 0) " : "";
}

/** What is found depends on whole patterns: who notes bits has to know. */
function readAll(universes: ReadonlySet<string>): string {
  return [...universes].map((universe) => `${universe}.noteRead(); `).join("");
}

/** Of one expression, each with a table. */
const MOST_MEMORIES = 64;

const PRIMES = [
  "0x9e3779b1",
  "0x85ebca6b",
  "0xc2b2ae35",
  "0x27d4eb2f",
  "0x165667b1",
  "0x9e3779b9",
  "0x7feb352d",
  "0x846ca68b",
  "0xd35a2d97",
  "0x2c1b3c6d",
  "0x297a2d39",
];
