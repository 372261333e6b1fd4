/** Values as TLC prints them, on one line. */
import type { Value as Tree } from "../../tla/value.js";
import { functionOf, parseValue, quote, recordOf, setOf, tupleOf } from "../../tla/value.js";
import { type Bank, FALSE, Kind, type Ref } from "./bank.js";

/** The value as TLC prints it: sets, fields and arguments in the order of the bank. */
export function show(bank: Bank, ref: Ref): string {
  switch (bank.kind(ref)) {
    case Kind.integer:
    case Kind.wide:
      return String(bank.intOf(ref));
    case Kind.boolean:
      return ref === FALSE ? "FALSE" : "TRUE";
    case Kind.string:
      return quote(bank.textOf(ref));
    case Kind.model:
      return bank.textOf(ref);
    case Kind.set:
      return `{${showList(bank, ref)}}`;
    case Kind.tuple:
      return `<<${showList(bank, ref)}>>`;
    case Kind.record:
    case Kind.function:
      return showFunction(bank, ref);
  }
}

/** The kind of a value with its article: `an integer`. */
export function aKind(bank: Bank, ref: Ref): string {
  const name = kindName(bank, ref);
  return name === "integer" ? `an ${name}` : `a ${name}`;
}

export function kindName(bank: Bank, ref: Ref): string {
  switch (bank.kind(ref)) {
    case Kind.integer:
    case Kind.wide:
      return "integer";
    case Kind.boolean:
      return "boolean";
    case Kind.string:
      return "string";
    case Kind.model:
      return "model value";
    case Kind.set:
      return "set";
    case Kind.tuple:
      return "tuple";
    case Kind.record:
      return "record";
    case Kind.function:
      return "function";
  }
}

function showList(bank: Bank, ref: Ref): string {
  return bank
    .list(ref)
    .map((item) => show(bank, item))
    .join(", ");
}

function showFunction(bank: Bank, ref: Ref): string {
  const keys = bank.list(bank.domainOf(ref));
  const values = bank.list(ref);
  if (bank.kind(ref) === Kind.record && keys.every((key) => isFieldName(bank.textOf(key)))) {
    return `[${keys.map((key, i) => `${bank.textOf(key)} |-> ${show(bank, values[i]!)}`).join(", ")}]`;
  }
  return `(${keys.map((key, i) => `${show(bank, key)} :> ${show(bank, values[i]!)}`).join(" @@ ")})`;
}

/** Whether TLC prints a string as a field name: letters, digits, `_`, not all digits, no fairness prefix. */
function isFieldName(text: string): boolean {
  if (!/^[\p{L}\p{Nd}_]*\p{L}[\p{L}\p{Nd}_]*$/u.test(text)) return false;
  return text.length < 4 || !/^[WS]F_/.test(text);
}

// ------------------------------------------------------------------------------------------------ trees of values

/** The value that a text is, as TLC prints it. Throws a DiagnosticError where the text stops being one. */
export function readValue(bank: Bank, text: string): Ref {
  return fromTree(bank, parseValue(text));
}

/** The value of a tree (what `parseValue` reads), in the bank. Throws an EvaluationError for what TLC cannot hold. */
export function fromTree(bank: Bank, tree: Tree): Ref {
  switch (tree.kind) {
    case "int":
      return bank.int(tree.value);
    case "bool":
      return bank.bool(tree.value);
    case "string":
      return bank.string(tree.value);
    case "model":
      return bank.model(tree.name);
    case "set":
      return bank.setOf(tree.items.map((item) => fromTree(bank, item)));
    case "tuple":
      return bank.tupleOf(tree.items.map((item) => fromTree(bank, item)));
    case "record":
      return bank.recordOf(tree.fields.map(([name, value]) => [name, fromTree(bank, value)] as const));
    case "function": {
      const refs = tree.pairs.flatMap(([key, value]) => [fromTree(bank, key), fromTree(bank, value)]);
      const mark = bank.mark();
      for (const ref of refs) bank.push(ref);
      return bank.functionOf(mark);
    }
  }
}

/** The value as a tree, for the printers and comparisons of `src/tla/value.ts`. */
export function toTree(bank: Bank, ref: Ref): Tree {
  switch (bank.kind(ref)) {
    case Kind.integer:
    case Kind.wide:
      return { kind: "int", value: bank.intOf(ref) };
    case Kind.boolean:
      return { kind: "bool", value: ref !== FALSE };
    case Kind.string:
      return { kind: "string", value: bank.textOf(ref) };
    case Kind.model:
      return { kind: "model", name: bank.textOf(ref) };
    case Kind.set:
      return setOf(bank.list(ref).map((item) => toTree(bank, item)));
    case Kind.tuple:
      return tupleOf(bank.list(ref).map((item) => toTree(bank, item)));
    case Kind.record:
    case Kind.function:
      return functionTree(bank, ref);
  }
}

function functionTree(bank: Bank, ref: Ref): Tree {
  const keys = bank.list(bank.domainOf(ref));
  const values = bank.list(ref).map((value) => toTree(bank, value));
  if (bank.kind(ref) === Kind.record && keys.every((key) => isFieldName(bank.textOf(key)))) {
    return recordOf(keys.map((key, i) => [bank.textOf(key), values[i]!] as const));
  }
  return functionOf(keys.map((key, i) => [toTree(bank, key), values[i]!] as const));
}
