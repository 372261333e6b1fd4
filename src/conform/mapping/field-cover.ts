/** Which fields of a line a rule reads: those that nobody reads and nobody ignores are told. */
import type { LinePath } from "./paths.js";

interface Branch {
  whole: boolean;
  readonly parts: Map<string | number, Branch>;
  each: Branch | undefined;
}

const branch = (): Branch => ({ whole: false, parts: new Map(), each: undefined });

/** Fields read or ignored, as a tree over the whole line. */
export class FieldCover {
  private readonly root = branch();

  constructor(private readonly eventAt: readonly (string | number)[]) {}

  add(path: LinePath): void {
    if (path.root !== "event" && path.root !== "line") return;
    let at = this.root;
    for (const step of path.root === "event" ? [...this.eventAt, ...path.steps] : path.steps) {
      let next = step === "*" ? at.each : at.parts.get(step);
      if (next === undefined) {
        next = branch();
        if (step === "*") at.each = next;
        else at.parts.set(step, next);
      }
      at = next;
    }
    at.whole = true;
  }

  /** Paths of a line that are not covered, the shortest that say it. */
  missing(json: unknown): readonly string[] {
    const found: (readonly (string | number)[])[] = [];
    uncovered(json, this.root, undefined, [], found);
    return found.map((steps) => {
      const { eventAt } = this;
      const inEvent = eventAt.every((s, i) => steps[i] === s);
      return inEvent ? written("$", steps.slice(eventAt.length)) : written("^", steps);
    });
  }
}

function written(root: string, steps: readonly (string | number)[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step + 1}]`;
    return /^[A-Za-z_]\w*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, root);
}

/** `path`: the steps up to here. */
function uncovered(
  json: unknown,
  own: Branch | undefined,
  each: Branch | undefined,
  path: (string | number)[],
  found: (readonly (string | number)[])[],
): void {
  if (own?.whole === true || each?.whole === true) return;
  if (typeof json !== "object" || json === null || (own === undefined && each === undefined)) {
    found.push([...path]);
    return;
  }
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length; i++)
      inPart(json[i], own?.parts.get(i) ?? each?.parts.get(i), own?.each ?? each?.each, i, path, found);
    return;
  }
  for (const key in json) {
    const next = own?.parts.get(key) ?? each?.parts.get(key);
    if (next?.whole === true) continue;
    inPart((json as Record<string, unknown>)[key], next, undefined, key, path, found);
  }
}

function inPart(
  json: unknown,
  own: Branch | undefined,
  each: Branch | undefined,
  step: string | number,
  path: (string | number)[],
  found: (readonly (string | number)[])[],
): void {
  path.push(step);
  uncovered(json, own, each, path, found);
  path.pop();
}
