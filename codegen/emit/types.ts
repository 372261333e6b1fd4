/**
 * Types of TLA+ values, found by unification, and how they are written in TypeScript.
 *
 * Representation: a type is a cell; `link` points to the cell that it was unified with (follow with `find`). `fn` is a
 * function of which it is not known yet whether it is a sequence. A `message` stands for all kinds, or the ones in `tags`.
 */
export type TypeKind =
  | "any"
  | "int"
  | "bool"
  | "string"
  | "set"
  | "fn"
  | "seq"
  | "map"
  | "record"
  | "message";

export interface Type {
  kind: TypeKind;
  link?: Type;
  /** Elements of a set or sequence, values of a function. */
  of?: Type;
  key?: Type;
  fields?: Map<string, Type>;
  /** Literals that a string is known to be one of; undefined: any string. */
  literals?: Set<string> | undefined;
  /** The kind of a message, where known. */
  tag?: string | undefined;
}

export class TypeClash extends Error {}

export const any = (): Type => ({ kind: "any" });
export const int = (): Type => ({ kind: "int" });
export const bool = (): Type => ({ kind: "bool" });
export const text = (...literals: readonly string[]): Type => ({
  kind: "string",
  literals: literals.length > 0 ? new Set(literals) : undefined,
});
export const setType = (of: Type): Type => ({ kind: "set", of });
export const seqType = (of: Type): Type => ({ kind: "seq", of });
export const fnType = (key: Type, of: Type): Type => ({ kind: "fn", key, of });
export const recordType = (fields: Iterable<readonly [string, Type]>): Type => ({
  kind: "record",
  fields: new Map(fields),
});

export function find(t: Type): Type {
  let cell = t;
  while (cell.link !== undefined) cell = cell.link;
  return cell;
}

const functions: ReadonlySet<TypeKind> = new Set(["fn", "seq", "map"]);

/** Whether two types can be made one, nothing changed; what is not known yet is taken to fit. */
export function compatible(left: Type, right: Type): boolean {
  const [a, b] = [find(left), find(right)];
  if (a === b || a.kind === "any" || b.kind === "any") return true;
  if (functions.has(a.kind) && functions.has(b.kind)) {
    if (a.kind !== "fn" && b.kind !== "fn" && a.kind !== b.kind) return false;
    const key = (t: Type): Type => t.key ?? (t.kind === "seq" ? int() : any());
    return compatible(key(a), key(b)) && compatible(a.of ?? any(), b.of ?? any());
  }
  if (a.kind !== b.kind) return false;
  if (a.kind === "set") return compatible(a.of ?? any(), b.of ?? any());
  if (a.kind !== "record") return true;
  return [...(a.fields ?? [])].every(([name, type]) => compatible(type, b.fields?.get(name) ?? any()));
}

/** Makes two types one; throws TypeClash where that cannot be. */
export function unify(left: Type, right: Type): void {
  const [a, b] = [find(left), find(right)];
  if (a === b) return;
  if (a.kind === "any") {
    a.link = b;
    return;
  }
  if (b.kind === "any") {
    b.link = a;
    return;
  }
  if (functions.has(a.kind) && functions.has(b.kind)) {
    unifyFunctions(a, b);
    return;
  }
  if (a.kind === "message" && b.kind === "message") {
    b.link = a;
    if (a.tag !== b.tag) a.tag = undefined;
    return;
  }
  if (a.kind !== b.kind) throw new TypeClash(`${typeName(a)} and ${typeName(b)}`);
  b.link = a;
  if (a.kind === "set" && a.of !== undefined && b.of !== undefined) unify(a.of, b.of);
  if (a.kind === "string") {
    if (a.literals === undefined || b.literals === undefined) a.literals = undefined;
    else for (const l of b.literals) a.literals.add(l);
  }
  if (a.kind === "record" && a.fields !== undefined) {
    for (const [name, type] of b.fields ?? []) {
      const known = a.fields.get(name);
      if (known === undefined) a.fields.set(name, type);
      else unify(known, type);
    }
  }
}

function unifyFunctions(a: Type, b: Type): void {
  if (a.kind !== "fn" && b.kind !== "fn" && a.kind !== b.kind)
    throw new TypeClash("a sequence and a function");
  const [kept, gone] = a.kind === "fn" ? [b, a] : [a, b];
  gone.link = kept;
  if (kept.key !== undefined && gone.key !== undefined) unify(kept.key, gone.key);
  else if (kept.kind === "seq") {
    if (gone.key !== undefined) unify(gone.key, int());
  } else kept.key ??= gone.key ?? any();
  unify(kept.of ?? any(), gone.of ?? any());
}

export function typeName(type: Type): string {
  const t = find(type);
  const names: Record<TypeKind, string> = {
    any: "an unknown value",
    int: "a number",
    bool: "a Boolean",
    string: "a string or model value",
    set: "a set",
    fn: "a function",
    seq: "a sequence",
    map: "a function",
    record: "a record",
    message: "a message",
  };
  return names[t.kind];
}

/** The TypeScript type. */
export function typescript(type: Type): string {
  const t = find(type);
  switch (t.kind) {
    case "any":
      return "Value";
    case "int":
      return "number";
    case "bool":
      return "boolean";
    case "string":
      return t.literals === undefined
        ? "string"
        : [...t.literals]
            .sort()
            .map((l) => JSON.stringify(l))
            .join(" | ");
    case "set":
      return `TlaSet<${typescript(t.of ?? any())}>`;
    case "seq":
      return `readonly ${arrayElement(t.of ?? any())}[]`;
    case "fn":
    case "map":
      return `TlaMap<${typescript(t.key ?? any())}, ${typescript(t.of ?? any())}>`;
    case "record":
      return `{ ${[...(t.fields ?? [])].map(([n, f]) => `readonly ${n}: ${typescript(f)}`).join("; ")} }`;
    case "message":
      return t.tag === undefined ? "Message" : messageName(t.tag);
  }
}

function arrayElement(t: Type): string {
  const inner = typescript(t);
  return inner.startsWith("readonly ") || inner.includes(" | ") ? `(${inner})` : inner;
}

/** `Vote` → `VoteMessage`. */
export function messageName(tag: string): string {
  const plain = tag.replace(/[^A-Za-z0-9_]/g, "_");
  return `${/^[A-Za-z_]/.test(plain) ? plain : `Kind${plain}`}Message`;
}
