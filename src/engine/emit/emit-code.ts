/** The JavaScript of a program as it grows: top-level declarations, constants, names that are in use. */
import { printValue, type Value } from "../../tla/value.js";

export class ProgramText {
  /** Constants of the program; `k[i]` in the code. */
  readonly constants: Value[] = [];
  private readonly constantIndex = new Map<string, number>();
  private readonly declarations: string[] = [];
  private readonly functions: string[] = [];
  private readonly taken = new Set<string>();
  private readonly counters = new Map<string, number>();

  constant(value: Value): string {
    const key = printValue(value);
    let index = this.constantIndex.get(key);
    if (index === undefined) {
      index = this.constants.length;
      this.constants.push(value);
      this.constantIndex.set(key, index);
      this.declarations.push(`const k${index} = k[${index}]; // ${comment(key)}`);
    }
    return `k${index}`;
  }

  /** A name that nothing else has, made of one of the specification. */
  name(wanted: string): string {
    const base = `${wanted.replace(/[^A-Za-z0-9_$]/g, "_").replace(/^(?=[0-9])/, "_")}`;
    for (let count = this.counters.get(base) ?? 0; ; count++) {
      // Locals, cells and constants are one letter and a number: nothing else may look like that.
      const name = count === 0 && !/^[a-zA-Z]\d*$/.test(base) ? base : `${base}_${count + 1}`;
      if (this.taken.has(name) || reserved.has(name)) continue;
      this.taken.add(name);
      this.counters.set(base, count + 1);
      return name;
    }
  }

  /** A top-level declaration, before all functions. */
  declare(code: string): void {
    this.declarations.push(code);
  }

  add(code: string): void {
    this.functions.push(code);
  }

  /** All of it, with the operators of the runtime that the text names. */
  print(rest: string): string {
    const body = [...this.declarations, ...this.functions, rest].join("\n");
    const used = new Set<string>();
    const text = body.replace(/\bR\.(\w+)/g, (_, name: string) => {
      used.add(name);
      return `R_${name}`;
    });
    const operators = [...used].sort().map((name) => `R_${name} = R.${name}`);
    const names = ["B = R.bank", ...operators].join(", ");
    return `"use strict";\nconst ${names};\n${text}`;
  }
}

/** One line, and nothing that ends a comment. */
export function comment(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("*/", "* /");
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}

const reserved = new Set(
  (
    "abstract arguments await boolean break byte case catch char class const continue debugger default delete do double " +
    "else enum eval export extends false final finally float for function goto if implements import in instanceof int " +
    "interface let long native new null package private protected public return short static super switch synchronized " +
    "this throw throws transient true try typeof var void volatile while with yield undefined NaN Infinity Object Array " +
    "R B k s n m emit row"
  ).split(" "),
);

/** Locals that statements use and do not declare; undefined if they use other things from where they stand. */
export function namesFromOutside(code: string): readonly string[] | undefined {
  const declared = new Set<string>();
  const declare = (text: string, names: RegExp): void => {
    for (const [, name] of text.matchAll(names)) if (name !== undefined) declared.add(name);
  };
  for (const [, list] of code.matchAll(/\b(?:let|const) (\[[^\]]*\]|\w+(?:, \w+)*)/g))
    declare(list ?? "", /\b([a-z]\w*)/g);
  for (const [, list] of code.matchAll(/\(([^()]*)\) =>/g)) declare(list ?? "", /\b([a-z]\w*)/g);
  // `const a1 = …, b1 = …;` declares both.
  for (const [, rest] of code.matchAll(/\bconst ([^;]*);/g)) declare(rest ?? "", /(?:^|, )([a-z]\d+) = /g);
  const used = new Set(code.match(/\b(?:[a-jl-z]\d+|[a-z]+\d+_c?)\b/g) ?? []);
  const outside = [...used].filter((name) => !declared.has(name));
  return outside.every((name) => /^[vi]\d+$/.test(name)) ? outside : undefined;
}
