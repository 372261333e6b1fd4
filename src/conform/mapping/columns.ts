/**
 * Columns: everything that rules read from lines, each distinct path with its conversions once. In rules a column is a
 * name; the reader fills it with a value for each line.
 */
import type { LinePath } from "./paths.js";

/** What is done to the JSON at a path, outermost last. */
export type Conversion =
  /** An array as a set. */
  | { readonly kind: "set" }
  /** An object, or an array of pairs, as a function; its keys through a map, or as integers. */
  | { readonly kind: "fun"; readonly keys: Conversion | undefined }
  /** Text as an integer. */
  | { readonly kind: "int" }
  /** A number or truth value as text. */
  | { readonly kind: "str" }
  /** A value in the form of our recorders: sets, functions and model values inside it too. */
  | { readonly kind: "recorded" }
  /** Text as the model value of that name. */
  | { readonly kind: "model" }
  /** By a table of the mapping; in an array each element. */
  | { readonly kind: "map"; readonly name: string };

export interface Column {
  /** Its name in rules. */
  readonly name: string;
  readonly path: LinePath;
  readonly conversions: readonly Conversion[];
}

/** As it stands in the mapping: `server($.msg.to?)`. */
export function columnText({ path, conversions }: Column): string {
  const open = path.optional ? `${path.text}?` : path.text;
  return conversions.reduce((text, c) => {
    if (c.kind === "map") return `${c.name}(${text})`;
    const keys = c.kind !== "fun" || c.keys === undefined ? "" : `, ${conversionName(c.keys)}`;
    return `${c.kind}(${text}${keys})`;
  }, open);
}

const conversionName = (c: Conversion): string => (c.kind === "map" ? c.name : c.kind);

export class Columns {
  readonly list: Column[] = [];
  private readonly known = new Map<string, Column>();
  private readonly byName = new Map<string, Column>();

  /** `taken` has the names of the specification; it grows. */
  constructor(private readonly taken: Set<string>) {}

  named(name: string): Column | undefined {
    return this.byName.get(name);
  }

  of(path: LinePath, conversions: readonly Conversion[] = []): Column {
    const key = `${path.text}${path.optional ? "?" : ""} ${JSON.stringify(conversions)}`;
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const words = [...(path.root === "event" ? [] : [path.root]), ...path.steps].join("_");
    const column: Column = { name: this.fresh(`ev_${words.replace(/\W/g, "_")}`), path, conversions };
    this.known.set(key, column);
    this.byName.set(column.name, column);
    return column;
  }

  fresh(wanted: string): string {
    let name = wanted;
    for (let k = 2; this.taken.has(name); k++) name = `${wanted}_${k}`;
    this.taken.add(name);
    return name;
  }
}
