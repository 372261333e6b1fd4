/** Where the values of a JSON text stand, and their keys: what JSON.parse does not tell. */
import type { Span } from "../tla/ast.js";

/** A value: where it stands, and what is in it by key or by index. Of a key that is there twice it is the last, as in JSON.parse. */
export interface JsonValue {
  readonly span: Span;
  readonly key: Span | undefined;
  readonly parts: ReadonlyMap<string | number, JsonValue>;
}

interface Open {
  readonly value: {
    span: Span;
    readonly key: Span | undefined;
    readonly parts: Map<string | number, JsonValue>;
  };
  readonly isObject: boolean;
  /** The key that was read last, until its value is. */
  key: { readonly name: string; readonly span: Span } | undefined;
}

const token = /[{}[\]]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g;

/** The value of a text that JSON.parse takes; undefined for a text without any. */
export function locateJson(source: string): JsonValue | undefined {
  // The text as the only element of an array. Nesting may be as deep as it likes: nothing calls itself here.
  const outside: Open = {
    value: { span: { start: 0, end: source.length }, key: undefined, parts: new Map() },
    isObject: false,
    key: undefined,
  };
  const open = [outside];
  for (const { 0: text, index } of source.matchAll(token)) {
    const span = { start: index, end: index + text.length };
    const inner = open.at(-1) ?? outside;
    if (text === "}" || text === "]") {
      inner.value.span = { start: inner.value.span.start, end: span.end };
      open.pop();
    } else if (inner.isObject && inner.key === undefined) {
      inner.key = { name: JSON.parse(text) as string, span };
    } else {
      const { parts } = inner.value;
      const value = { span, key: inner.key?.span, parts: new Map<string | number, JsonValue>() };
      parts.set(inner.key?.name ?? parts.size, value);
      inner.key = undefined;
      if (text === "{" || text === "[") open.push({ value, isObject: text === "{", key: undefined });
    }
  }
  return outside.value.parts.get(0);
}
