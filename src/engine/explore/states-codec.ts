/**
 * Between rows and packed rows, in one layout: by loops, or by functions made for the layout, which has to pay.
 *
 * What a successor is packed to is what its state is packed to, but for the cells that changed. A function that is made
 * has the words in local variables, and the place of each cell as constants:
 *
 *     if ((v = next[3]) !== base[3]) {
 *       changed |= 8;
 *       if ((c = code(P, 3, v)) < 0) kind = 2;
 *       w0 = w0 & -193 | c << 6;
 *     }
 */
import { LAST_TOUCHED, type Row } from "../model.js";
import { hashOf } from "../values/words.js";
import { type Layout, type Packing, RAW, UNKNOWN } from "./states-packing.js";

/** What `delta` says of a successor: equal to the state it comes from; packed; with a value unknown to its cell. */
export const SAME = 0;
export const PACKED = 1;
export const FOREIGN = 2;

/** What stands after the words that `delta` writes: their hash, and the changed cells. */
export const TAIL_WORDS = 2;

export interface Codec {
  /**
   * Packs a successor of `base`, whose packed row is `packed`: from `out[at]` on stand the words, their hash, and the
   * cells in which it differs, bit i for the cells i, i + 32, i + 64… Variables without a bit in `touched` are as in
   * `base` (see `CompiledAction.successors`). Only the latter means something if it gives `FOREIGN`,
   * and nothing if `SAME`.
   */
  delta(next: Row, base: Row, packed: Int32Array, out: Int32Array, at: number, touched: number): number;
  /** The row that was packed into the words from `start` on. */
  unpack(words: Int32Array, start: number, row: Row): void;
  /** The same, of a row that holds what is packed in `before`, which is then as those words are. */
  unpackFrom(words: Int32Array, start: number, row: Row, before: Int32Array): void;
  /** The same of a successor of `base`; `changed` is what `delta` said. */
  unpackAfter(words: Int32Array, start: number, row: Row, base: Row, changed: number): void;
}

export function codecOf(packing: Packing): Codec {
  return {
    delta: (next, base, packed, out, at, touched) => {
      const { words, bits, wordOf, shiftOf, maskOf } = packing.layout;
      const { firsts, all } = packing.touchable;
      for (let w = 0; w < words; w++) out[at + w] = packed[w]!;
      let changed = 0;
      let isForeign = false;
      for (let rest = touched & all; rest !== 0; rest &= rest - 1) {
        const variable = 31 - Math.clz32(rest & -rest);
        const end = firsts[variable + 1]!;
        for (let cell = firsts[variable]!; cell < end; cell++) {
          const value = next[cell]!;
          if (value === base[cell]) continue;
          changed |= 1 << (cell & 31);
          const code = packing.code(cell, value);
          if (code === UNKNOWN && bits[cell] !== RAW) isForeign = true;
          const w = at + wordOf[cell]!;
          out[w] = (out[w]! & ~maskOf[cell]!) | (code << shiftOf[cell]!);
        }
      }
      if (changed === 0) return SAME;
      out[at + words + 1] = changed;
      if (isForeign) return FOREIGN;
      out[at + words] = hashOf(out, at, words);
      return PACKED;
    },
    unpack: (words, start, row) => packing.unpack(words, start, row),
    unpackFrom: (words, start, row, before) => packing.unpackFrom(words, start, row, before),
    unpackAfter: (words, start, row, base, changed) => {
      row.set(base);
      packing.unpackChanged(words, start, row, changed);
    },
  };
}

// ----------------------------------------------------------------------------------------------- made for a layout

/** Functions of more cells than this would be too long to be compiled well. */
const MOST_CELLS = 200;

/** The same by functions made for the present layout; undefined if it is too wide for that. */
export function madeCodec(packing: Packing): Codec | undefined {
  const { width, layout } = packing;
  if (width > MOST_CELLS || layout.words === 0) return undefined;
  const body = `"use strict";
function code(P, cell, value) {
  const table = P.table, mask = P.mask;
  let h = Math.imul(value ^ Math.imul(cell + 1, 0x9e3779b1), 0x85ebca6b);
  h = (h ^ (h >>> 15)) & mask;
  for (let pair = table[2 * h + 1]; pair !== 0; pair = table[2 * h + 1]) {
    if (table[2 * h] === value && pair >>> 16 === cell + 1) return pair & 0xffff;
    h = (h + 1) & mask;
  }
  return -1;
}
function unpack(words, start, row) {
${unpackBody(packing)}
}
function unpackFrom(words, start, row, before) {
${unpackFromBody(packing)}
}
return { delta(next, base, packed, out, at, touched) {
${deltaBody(packing)}
}, unpack, unpackFrom, unpackAfter: unpack };`;
  return new Function("P", body)(packing) as Codec;
}

function deltaBody({ width, layout, patterns, starts }: Packing): string {
  const { words } = layout;
  const lines = [`let v = 0, c = 0, kind = ${PACKED}, changed = 0, hash = 0, word = 0;`];
  for (let w = 0; w < words; w++) lines.push(`let w${w} = packed[${w}];`);
  let variable = -1;
  for (let cell = 0; cell < width; cell++) {
    const isFirst = starts[variable + 1] === cell && variable < LAST_TOUCHED;
    if (isFirst) {
      if (variable >= 0) lines.push("}");
      while (starts[variable + 1] === cell) variable += 1;
      lines.push(`if ((touched & ${1 << variable}) !== 0) {`);
    }
    lines.push(`if ((v = next[${cell}]) !== base[${cell}]) {`, ` changed |= ${1 << (cell & 31)};`);
    lines.push(...fieldLines(layout, cell, patterns[cell] === 1), "}");
  }
  if (variable >= 0) lines.push("}");
  lines.push(`if (changed === 0) return ${SAME};`, `out[at + ${words + 1}] = changed;`);
  lines.push(`if (kind !== ${PACKED}) return kind;`, `hash = ${words};`);
  for (let w = 0; w < words; w++) {
    lines.push(
      `word = Math.imul(w${w}, 0xcc9e2d51); word = (word << 15) | (word >>> 17);`,
      "hash ^= Math.imul(word, 0x1b873593);",
      "hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;",
      `out[at + ${w}] = w${w};`,
    );
  }
  lines.push(
    "hash ^= hash >>> 16; hash = Math.imul(hash, 0x85ebca6b);",
    "hash ^= hash >>> 13; hash = Math.imul(hash, 0xc2b2ae35);",
    `out[at + ${words}] = hash ^ (hash >>> 16);`,
    `return ${PACKED};`,
  );
  return lines.join("\n");
}

/** Puts the value `v` of a cell into its word. */
function fieldLines({ bits, wordOf, shiftOf, maskOf }: Layout, cell: number, isPattern: boolean): string[] {
  const word = `w${wordOf[cell]}`;
  const wide = bits[cell]!;
  if (wide === RAW) return [` ${word} = v;`];
  // A cell without a field has had one value.
  if (wide === 0) return [` kind = ${FOREIGN};`];
  const field = (content: string): string =>
    ` ${word} = ${word} & ${~maskOf[cell]!} | ${content} << ${shiftOf[cell]};`;
  if (isPattern) return [` if (v >>> ${wide} !== 0) kind = ${FOREIGN};`, field("v")];
  return [` if ((c = code(P, ${cell}, v)) < 0) kind = ${FOREIGN};`, field("c")];
}

function unpackBody({ width, layout, patterns }: Packing): string {
  const lines = ["const values = P.values;"];
  for (let w = 0; w < layout.words; w++) lines.push(`const w${w} = words[start + ${w}];`);
  for (let cell = 0; cell < width; cell++) lines.push(cellLine(layout, cell, patterns[cell] === 1));
  return lines.join("\n");
}

function unpackFromBody({ layout, patterns }: Packing): string {
  const { words, cells, firstIn } = layout;
  const lines = ["const values = P.values;"];
  for (let w = 0; w < words; w++) {
    lines.push(
      `const w${w} = words[start + ${w}];`,
      `if (w${w} !== before[${w}]) {`,
      ` before[${w}] = w${w};`,
    );
    for (const cell of cells.subarray(firstIn[w], firstIn[w + 1]))
      lines.push(` ${cellLine(layout, cell, patterns[cell] === 1)}`);
    lines.push("}");
  }
  return lines.join("\n");
}

/** Puts what stands in a cell's field into the row. */
function cellLine({ bits, wordOf, shiftOf, maskOf }: Layout, cell: number, isPattern: boolean): string {
  const content = `(w${wordOf[cell]} & ${maskOf[cell]}) >>> ${shiftOf[cell]}`;
  if (bits[cell] === RAW) return `row[${cell}] = w${wordOf[cell]};`;
  return isPattern ? `row[${cell}] = ${content};` : `row[${cell}] = values[${cell}][${content}];`;
}

/** As `Packing.move`, for so many rows of a chunk from its start on. */
export type Move = (from: Int32Array, to: Int32Array, rows: number) => void;

export function madeMove({ width, layout, patterns, values }: Packing, before: Layout): Move | undefined {
  if (width > MOST_CELLS) return undefined;
  const lines = ["for (let i = 0, a = 0, b = 0; i < rows; i++) {", "let c = 0;"];
  for (let w = 0; w < before.words; w++) lines.push(`const w${w} = from[a + ${w}];`);
  for (let w = 0; w < layout.words; w++) lines.push(`let t${w} = 0;`);
  for (let cell = 0; cell < width; cell++) {
    const wide = before.bits[cell]!;
    if (wide === 0) continue;
    const isCode = wide !== RAW && patterns[cell] === 0;
    const code = `(w${before.wordOf[cell]} & ${before.maskOf[cell]}) >>> ${before.shiftOf[cell]}`;
    const content = isCode && layout.bits[cell] === RAW ? `values[${cell}][${code}]` : code;
    lines.push(`c = ${content}; t${layout.wordOf[cell]} |= c << ${layout.shiftOf[cell]};`);
  }
  for (let w = 0; w < layout.words; w++) lines.push(`to[b + ${w}] = t${w};`);
  lines.push(`a += ${before.words}; b += ${layout.words};`, "}");
  const body = `"use strict"; return (from, to, rows) => { ${lines.join("\n")} };`;
  return new Function("values", body)(values) as Move;
}
