/**
 * Checkpoints: a snapshot of a search as bytes.
 *
 * Form. One line of text, `bumblebee checkpoint 3 HEADER CHECKSUM`; HEADER bytes of JSON (see `Header`), whose checksum
 * was that; then the arrays that the header lists, one after another, each as it lies in memory (little-endian). Row
 * chunks are written whole, also the last one, whose rest is what it was. The hash tables are not saved: they are made
 * anew. Each array has a checksum in the header, so that a file that was cut off or damaged is never taken up.
 *
 * `model` in the header is a fingerprint of all texts that were compiled and of the engine's version: refs and cells
 * mean the same only then.
 */
import type { SavedBank } from "../values/bank.js";
import { inOrder } from "./explore-order.js";
import type { Position, Snapshot } from "./explore-snapshot.js";
import type { SavedStates } from "./states.js";
import type { SavedPacking } from "./states-packing.js";
import type { SavedRows } from "./states-rows.js";

type Numbers = Int32Array | Uint16Array;

/** Fills an array from where reading stands; false if the file ends before. */
export type Fill = (bytes: Uint8Array) => Promise<boolean>;

export type Restored =
  | { readonly kind: "restored"; readonly snapshot: Snapshot }
  /** No file of this form: of an earlier or later one, or something else. */
  | { readonly kind: "no-checkpoint" }
  /** It ends too early, or a checksum is wrong. */
  | { readonly kind: "damaged" }
  /** Of other texts, or by another version of the engine. */
  | { readonly kind: "other-model" };

interface RowsHeader {
  readonly packing: readonly ArrayHeader[];
  readonly chunks: readonly ArrayHeader[];
}

interface ArrayHeader {
  readonly type: "i32" | "u16";
  readonly length: number;
  readonly checksum: number;
}

interface Header {
  readonly model: string;
  readonly littleEndian: boolean;
  readonly position: Position;
  readonly pending: Snapshot["pending"];
  readonly registers: Snapshot["registers"];
  readonly names: readonly string[];
  readonly words: ArrayHeader;
  readonly universes: readonly ArrayHeader[];
  readonly count: number;
  readonly keys: RowsHeader;
  readonly rows: RowsHeader | undefined;
  readonly parents: readonly ArrayHeader[];
  readonly steps: readonly ArrayHeader[];
}

const MAGIC = "bumblebee checkpoint 3 ";
/** The first line: the magic words and two numbers of ten digits. */
const FIRST_LINE = MAGIC.length + 10 + 1 + 10 + 1;

const bytesOf = (numbers: Numbers): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

// -------------------------------------------------------------------------------------------------------- writing

/** The bytes of a checkpoint, in pieces that are views of the snapshot's arrays where they can be. */
export function encodeCheckpoint(snapshot: Snapshot, model: string): readonly Uint8Array[] {
  const { position, pending, states, bank, universes, registers } = snapshot;
  const arrays: Numbers[] = [];
  const described = (numbers: Numbers): ArrayHeader => {
    arrays.push(numbers);
    const type = numbers instanceof Int32Array ? "i32" : "u16";
    return { type, length: numbers.length, checksum: checksum(bytesOf(numbers)) };
  };
  const rows = ({ packing, chunks }: SavedRows): RowsHeader => ({
    packing: [packing.bits, packing.known, packing.values].map(described),
    chunks: chunks.map(described),
  });
  const header: Header = {
    model,
    littleEndian: isLittleEndian,
    position,
    pending,
    registers,
    names: bank.names,
    words: described(bank.words),
    universes: universes.map(described),
    count: states.count,
    keys: rows(states.keys),
    rows: states.rows === undefined ? undefined : rows(states.rows),
    parents: states.parents.map(described),
    steps: states.steps.map(described),
  };
  const json = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const digits = (n: number): string => String(n >>> 0).padStart(10, "0");
  const line = `${MAGIC}${digits(json.length)} ${digits(checksum(json))}\n`;
  return [new TextEncoder().encode(line), json, ...arrays.map(bytesOf)];
}

/** Exact for equal bytes, and hardly ever the same for others: each word changes all bits that follow. */
function checksum(bytes: Uint8Array): number {
  const whole = bytes.byteLength & ~3;
  const isAligned = (bytes.byteOffset & 3) === 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = isAligned ? new Int32Array(bytes.buffer, bytes.byteOffset, whole >> 2) : undefined;
  let sum = bytes.byteLength | 0;
  for (let i = 0; i < whole; i += 4) {
    sum = Math.imul(sum ^ (words === undefined ? view.getInt32(i, true) : words[i >> 2]!), 0x85ebca6b);
    sum ^= sum >>> 15;
  }
  for (let i = whole; i < bytes.byteLength; i++) sum = Math.imul(sum ^ bytes[i]!, 0xc2b2ae35);
  return (sum ^ (sum >>> 13)) | 0;
}

// -------------------------------------------------------------------------------------------------------- reading

class Damaged extends Error {}

/** Reads a checkpoint of the model with this fingerprint; what it gives is in order, whoever searched. */
export async function decodeCheckpoint(fill: Fill, model: string): Promise<Restored> {
  const first = new Uint8Array(FIRST_LINE);
  if (!(await fill(first))) return { kind: "no-checkpoint" };
  const [, length, expected] = /^(\d{10}) (\d{10})\n$/.exec(textOf(first).slice(MAGIC.length)) ?? [];
  if (!textOf(first).startsWith(MAGIC) || length === undefined) return { kind: "no-checkpoint" };
  if (Number(length) >= 2 ** 31) return { kind: "damaged" };
  const json = new Uint8Array(Number(length));
  if (!(await fill(json)) || checksum(json) >>> 0 !== Number(expected)) return { kind: "damaged" };
  // What passes its checksum was written by us.
  const header = JSON.parse(textOf(json)) as Header;
  if (header.model !== model || header.littleEndian !== isLittleEndian) return { kind: "other-model" };
  try {
    return { kind: "restored", snapshot: inOrder(await arraysOf(header, fill)) };
  } catch (error) {
    if (error instanceof Damaged) return { kind: "damaged" };
    throw error;
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function arraysOf(header: Header, fill: Fill): Promise<Snapshot> {
  const read = async (described: ArrayHeader): Promise<Numbers> => {
    const { type, length } = described;
    const numbers = type === "i32" ? new Int32Array(length) : new Uint16Array(length);
    const bytes = bytesOf(numbers);
    if (!(await fill(bytes)) || checksum(bytes) !== described.checksum) throw new Damaged();
    return numbers;
  };
  const integers = async (described: ArrayHeader | undefined): Promise<Int32Array> => {
    const numbers = described === undefined ? undefined : await read(described);
    if (!(numbers instanceof Int32Array)) throw new Damaged();
    return numbers;
  };
  const all = async <T>(list: readonly ArrayHeader[], one: (h: ArrayHeader) => Promise<T>): Promise<T[]> => {
    const out: T[] = [];
    for (const item of list) out.push(await one(item));
    return out;
  };
  const packing = async ([bits, known, values]: readonly ArrayHeader[]): Promise<SavedPacking> => ({
    bits: await integers(bits),
    known: await integers(known),
    values: await integers(values),
  });
  const rows = async (described: RowsHeader): Promise<SavedRows> => ({
    packing: await packing(described.packing),
    chunks: await all(described.chunks, integers),
  });
  const bank: SavedBank = { words: await integers(header.words), names: header.names };
  const universes = await all(header.universes, integers);
  const states: SavedStates = {
    count: header.count,
    keys: await rows(header.keys),
    rows: header.rows === undefined ? undefined : await rows(header.rows),
    parents: await all(header.parents, integers),
    steps: await all(header.steps, read),
  };
  const { position, pending, registers } = header;
  return { position, ...(pending === undefined ? {} : { pending }), states, bank, universes, registers };
}
