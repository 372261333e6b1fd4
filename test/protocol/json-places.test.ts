import fc from "fast-check";
import { expect, it } from "vitest";
import { type JsonValue, locateJson } from "../../src/protocol/json-places.js";

/** Every value's text, read by itself, is the value; every key's is the key. */
function agrees(source: string, value: unknown, found: JsonValue | undefined): void {
  if (found === undefined) throw new Error("no value");
  expect(JSON.parse(source.slice(found.span.start, found.span.end))).toEqual(value);
  if (typeof value !== "object" || value === null) return;
  const parts = Array.isArray(value) ? value.map((part, i) => [i, part] as const) : Object.entries(value);
  expect(found.parts.size).toBe(parts.length);
  for (const [key, part] of parts) {
    const at = found.parts.get(key);
    if (typeof key === "string") expect(JSON.parse(source.slice(at?.key?.start, at?.key?.end))).toBe(key);
    agrees(source, part, at);
  }
}

it("finds every value and every key", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const source = JSON.stringify(value, undefined, indent);
      agrees(source, JSON.parse(source), locateJson(source));
    }),
  );
});

it("takes the last of keys that are the same, as JSON.parse does", () => {
  const source = '{ "a": 1, "a": [2] }';
  agrees(source, JSON.parse(source), locateJson(source));
});

it("minds no depth", () => {
  expect(locateJson("[".repeat(1e5) + "]".repeat(1e5))?.span.end).toBe(2e5);
});
