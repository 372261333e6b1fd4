/**
 * Paths into a line, as they stand in a mapping's TLA+: `$.msg.to`, `$.args[1]` (from 1), `^.ts`, `$["odd key"]`, with `?`
 * after one that may be absent; `.length` of an array is how many elements it has. `$` is the event, `^` the whole line; `$name`, `$node`, `$line` are the event's name, its
 * node, and the number of its line.
 *
 *     Deliver($.msg.to, $.args[1]?)   ⇒   Deliver(hole 0, hole 1)   with the paths [msg, to] and [args, 1] (optional)
 */

export type PathRoot = "event" | "line" | "name" | "node" | "number";

export interface LinePath {
  readonly root: PathRoot;
  /** Keys, and places in arrays (from 0); `*` for each element. */
  readonly steps: readonly (string | number)[];
  readonly optional: boolean;
  /** As written, without the `?`. */
  readonly text: string;
}

const special: Readonly<Record<string, PathRoot>> = { name: "name", node: "node", line: "number" };
const stepPattern = /\.([A-Za-z_]\w*)|\[(\d+)\]|\[(\*)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** The path that begins at `start` of a text, and where it ends; undefined if none begins there. */
export function pathAt(
  text: string,
  start: number,
): { readonly path: LinePath; readonly end: number } | undefined {
  const sign = text[start];
  if (sign !== "$" && sign !== "^") return undefined;
  let end = start + 1;
  if (sign === "^" && !/^[.[]/.test(text.slice(end))) return undefined;
  if (sign === "$" && (text[end] === "$" || text[start - 1] === "$")) return undefined;
  const word = sign === "$" ? /^(name|node|line)\b/.exec(text.slice(end))?.[1] : undefined;
  const root = word === undefined ? (sign === "$" ? "event" : "line") : (special[word] ?? "event");
  end += word?.length ?? 0;
  const steps: (string | number)[] = [];
  for (;;) {
    stepPattern.lastIndex = end;
    const found = stepPattern.exec(text);
    if (found === null) break;
    const [, field, index, each, key] = found;
    if (index === "0") break;
    steps.push(index === undefined ? (field ?? each ?? JSON.parse(`"${key ?? ""}"`)) : Number(index) - 1);
    end = stepPattern.lastIndex;
  }
  const written = text.slice(start, end);
  const optional = text[end] === "?" && text[end + 1] !== "?";
  return { path: { root, steps, optional, text: written }, end: optional ? end + 1 : end };
}

/** A path alone; undefined if the text is anything else. */
export function parsePath(text: string): LinePath | undefined {
  const found = pathAt(text, 0);
  return found?.end === text.length ? found.path : undefined;
}

/** Replaces the paths of a TLA+ text by names; strings and comments are left alone. */
export function replacePaths(text: string, nameOf: (path: LinePath) => string): string {
  let out = "";
  for (let i = 0; i < text.length; ) {
    const skipped = /^(?:"(?:[^"\\]|\\.)*"|\\\*[^\n]*|\(\*[\s\S]*?\*\))/.exec(text.slice(i, i + 4000))?.[0];
    if (skipped !== undefined) {
      out += skipped;
      i += skipped.length;
      continue;
    }
    const found = pathAt(text, i);
    if (found === undefined) {
      out += text[i];
      i += 1;
      continue;
    }
    out += nameOf(found.path);
    i = found.end;
  }
  return out;
}

/** What lies at the end of steps, without `*`; undefined where something on the way is missing, and for null. */
export function valueAt(json: unknown, steps: readonly (string | number)[]): unknown {
  let at: unknown = json;
  for (const step of steps) {
    if (typeof at !== "object" || at === null) return undefined;
    if (typeof step === "string" && Array.isArray(at)) {
      if (step !== "length") return undefined;
      at = at.length;
      continue;
    }
    at = Object.hasOwn(at, step) ? (at as Readonly<Record<string | number, unknown>>)[step] : undefined;
  }
  return at === null ? undefined : at;
}

/** Everything at the end of steps, `*` standing for each element of an array. */
export function valuesAt(json: unknown, steps: readonly (string | number)[]): readonly unknown[] {
  const star = steps.indexOf("*");
  if (star < 0) {
    const value = valueAt(json, steps);
    return value === undefined ? [] : [value];
  }
  const list = valueAt(json, steps.slice(0, star));
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => valuesAt(item, steps.slice(star + 1)));
}
