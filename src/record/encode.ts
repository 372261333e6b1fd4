/**
 * Values as JSON, byte by byte: a line is made where it will be written from, so that an event costs no strings. A set is
 * `{"#set": […]}`, a map `{"#map": [[key, value], …]}`; a field that begins with `#` has one more. `undefined` fields are
 * left out. Written by hand since JSON.stringify would ask for a function for sets and maps, which costs ten times as much.
 */
import { createHmac } from "node:crypto";

const DEEPEST = 64;
const FIRST_BYTES = 1 << 12;
/** Of a longer string the system's own copy is faster than a loop. */
const LONGEST_COPIED = 100;
/** A character takes at most so many bytes, with the escape `\u0000`. */
const MOST_BYTES = 6;
/** What must be written otherwise inside a JSON string: controls, the quote, the backslash, halves of pairs. */
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

const [SPACE, QUOTE, COMMA, COLON] = [0x20, 0x22, 0x2c, 0x3a];
const [BACKSLASH, LAST_ASCII, ZERO] = [0x5c, 0x7f, 0x30];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];
const TEN = 10;
const LARGEST_SMALL = 1_000_000_000;

export interface Redaction {
  readonly fields: ReadonlySet<string>;
  readonly key: string;
}

/** Throws a TypeError for what is no value: functions, symbols, cycles, numbers that are none. */
export function encode(value: unknown, redaction?: Redaction): string {
  const out = new JsonBytes(redaction);
  out.value(value);
  return out.take().toString("utf8");
}

/** UTF-8 that grows at its end; what was written last can be taken back. */
export class JsonBytes {
  /** How many bytes there are. */
  length = 0;
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);

  constructor(private readonly redaction?: Redaction) {}

  /** All bytes, of which none is left here. They are valid until something is written again. */
  take(): Buffer {
    const { length } = this;
    this.length = 0;
    return this.bytes.subarray(0, length);
  }

  /** Text as it is, each character a byte: ASCII, or UTF-8 read as Latin-1. */
  ascii(text: string): void {
    this.room(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.length = at;
  }

  /** What another has. */
  append({ bytes, length }: JsonBytes): void {
    this.room(length);
    bytes.copy(this.bytes, this.length, 0, length);
    this.length += length;
  }

  /** Text as a JSON string. */
  text(text: string): void {
    if (text.length > LONGEST_COPIED) {
      this.raw(SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
      return;
    }
    this.room(text.length + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = QUOTE;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < SPACE || code >= LAST_ASCII || code === QUOTE || code === BACKSLASH) {
        this.raw(JSON.stringify(text));
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.length = at;
  }

  number(n: number): void {
    if (n < 0 || n >= LARGEST_SMALL || !Number.isInteger(n)) {
      if (!Number.isFinite(n)) throw new TypeError(`${n} cannot be recorded`);
      this.ascii(String(n));
      return;
    }
    this.room(TEN);
    let digits = 1;
    for (let most = TEN; n >= most; most *= TEN) digits += 1;
    this.length += digits;
    this.digits(n, this.length, digits);
  }

  /** A number below 10^9 with leading zeros. */
  padded(n: number, digits: number): void {
    this.room(digits);
    this.length += digits;
    this.digits(n, this.length, digits);
  }

  /** Throws as `encode` does; what was written up to there stays, and is the caller's to take back. */
  value(value: unknown, depth = 0): void {
    switch (typeof value) {
      case "string":
        this.text(value);
        return;
      case "number":
        this.number(value);
        return;
      case "boolean":
        this.ascii(value ? "true" : "false");
        return;
      case "bigint":
        this.ascii(String(value));
        return;
      case "object":
        if (value === null) this.ascii("null");
        else if (depth > DEEPEST) throw new TypeError("a value is nested too deeply, or contains itself");
        else this.object(value, depth + 1);
        return;
      default:
        throw new TypeError(`a ${typeof value} cannot be recorded`);
    }
  }

  private object(value: object, depth: number): void {
    if (Array.isArray(value)) this.list(value, depth);
    else if (Object.getPrototypeOf(value) === Object.prototype && !("toJSON" in value))
      this.fields(value, depth);
    else if (value instanceof Set) this.wrapped('{"#set":', [...value], depth);
    else if (value instanceof Map) this.wrapped('{"#map":', [...value], depth);
    else if ("toJSON" in value && typeof value.toJSON === "function")
      this.value(value.toJSON() as unknown, depth);
    else this.fields(value, depth);
  }

  private wrapped(head: string, items: readonly unknown[], depth: number): void {
    this.ascii(head);
    this.list(items, depth);
    this.byte(CLOSE);
  }

  private fields(value: object, depth: number): void {
    const { redaction } = this;
    let before = OPEN;
    for (const name in value) {
      if (!Object.hasOwn(value, name)) continue;
      const part = (value as Record<string, unknown>)[name];
      if (part === undefined) continue;
      this.byte(before);
      before = COMMA;
      this.text(name.startsWith("#") ? `#${name}` : name);
      this.byte(COLON);
      if (redaction?.fields.has(name) === true) this.text(redacted(part, redaction.key));
      else this.value(part, depth);
    }
    if (before === OPEN) this.byte(OPEN);
    this.byte(CLOSE);
  }

  private list(items: readonly unknown[], depth: number): void {
    this.byte(OPEN_LIST);
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.byte(COMMA);
      this.value(items[i] ?? null, depth);
    }
    this.byte(CLOSE_LIST);
  }

  private raw(text: string): void {
    this.room(text.length * MOST_BYTES);
    this.length += this.bytes.write(text, this.length, "utf8");
  }

  private byte(byte: number): void {
    this.room(1);
    this.bytes[this.length++] = byte;
  }

  /** Digits that end before `end`; there is room. */
  private digits(n: number, end: number, count: number): void {
    const { bytes } = this;
    let rest = n;
    for (let at = end - 1; at >= end - count; at--) {
      const tenth = (rest / TEN) | 0;
      bytes[at] = ZERO + rest - tenth * TEN;
      rest = tenth;
    }
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** What has the same value shows the same: fields inside it are not hidden by themselves. */
function redacted(value: unknown, key: string): string {
  const digest = createHmac("sha256", key).update(encode(value)).digest("hex");
  return `redacted:${digest.slice(0, 16)}`;
}
