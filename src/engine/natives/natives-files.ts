/** What the modules Json, CSV and IOUtils do to files; each is written when the operator is evaluated. */
import { type Bank, EMPTY_SET, Kind, type Ref, TRUE } from "../values/bank.js";
import {
  badTemplate,
  notFormattedAs,
  unreadable,
  unwritable,
  wrongArgument,
  wrongOnlyArgument,
} from "../values/bank-errors.js";
import { force, showValue } from "../values/lazy.js";
import { isFunction } from "../values/operators-functions.js";
import { show } from "../values/show.js";
import { toJson } from "../values/show-json.js";
import type { Writing } from "./natives-context.js";
import { type Argument, type Native, type NativeSetting, native, truthOf, value } from "./natives-kind.js";

type Call = (setting: NativeSetting) => (args: readonly Argument[]) => Ref;

/** It reads and writes what others may have written. */
const acting = (arity: number, call: Call): Native =>
  native(
    arity,
    (setting) => {
      const run = call(setting);
      return (...args) => run(args);
    },
    { effects: true },
  );

export const files: Readonly<Record<string, Native>> = {
  "Json.JsonSerialize": acting(2, (setting) => ([path, what]) => {
    const { bank } = setting;
    const given = ref(what);
    if (!isSequence(bank, given) && !isRecord(bank, given))
      throw wrongArgument("second", "JsonSerialize", "a sequence or record", show(bank, given));
    return write(setting, text(bank, path), toJson(bank, given), "whole");
  }),
  "Json.ndJsonSerialize": acting(2, (setting) => ([path, what]) => {
    const { bank } = setting;
    const given = ref(what);
    if (!isSequence(bank, given))
      throw wrongArgument("second", "ndJsonSerialize", "a sequence", show(bank, given));
    const lines = itemsOf(bank, given).map((item) => `${toJson(bank, item)}\n`);
    return write(setting, text(bank, path), lines.join(""), "whole");
  }),
  "CSV.CSVWrite": acting(3, (setting) => ([template, what, path]) => {
    const { bank } = setting;
    const given = ref(what);
    if (!isSequence(bank, given)) throw wrongOnlyArgument("CSVWrite", "a sequence", show(bank, given));
    const shown = itemsOf(bank, given).map((item) => show(bank, item));
    return write(setting, text(bank, path), `${formatted(text(bank, template), shown)}\n`, "append");
  }),
  "CSV.CSVWriteRecord": acting(4, (setting) => ([record, delimiter, headers, path]) => {
    const { bank } = setting;
    const given = ref(record);
    if (!isRecord(bank, given)) throw wrongOnlyArgument("CSVWriteRecord", "a record", show(bank, given));
    const names = bank.list(bank.domainOf(given));
    const between = text(bank, delimiter);
    const rows = [
      ...(truthOf(bank, value(headers)) ? [names.map((name) => bank.textOf(name))] : []),
      names.map((_, i) => show(bank, bank.at(given, i))),
    ];
    return write(setting, text(bank, path), rows.map((row) => `${row.join(between)}\n`).join(""), "append");
  }),
  "CSV.CSVRead": acting(3, ({ bank, context }) => ([columns, delimiter, path]) => {
    const names = ref(columns);
    if (!isSequence(bank, names)) throw wrongOnlyArgument("CSVRead", "a sequence", show(bank, names));
    const fields = itemsOf(bank, names).map((name) => bank.textOf(name));
    const between = new RegExp(text(bank, delimiter));
    const rows = linesOf(context.readFile(text(bank, path)) ?? "").map((line) => {
      const cells = line.split(between);
      if (cells.length < fields.length) throw unreadable(`a line of ${fields.length} columns`, line);
      return bank.recordOf(fields.map((name, i) => [name, bank.string(cells[i] ?? "")] as const));
    });
    return bank.tupleOf(rows);
  }),
  "CSV.CSVRecords": acting(1, ({ bank, context }) => ([path]) => {
    return bank.int(linesOf(context.readFile(text(bank, path)) ?? "").length);
  }),
  "IOUtils.Serialize": acting(3, (setting) => ([what, path, options]) => {
    const { bank } = setting;
    const { openOptions } = optionsOf(bank, options, "Serialize", ["openOptions"]);
    const ways = itemsOf(bank, openOptions ?? EMPTY_SET).map((way) => bank.textOf(way));
    const fault = written(setting, text(bank, path), text(bank, what), ways);
    if (fault === undefined) return outcome(bank, 0, "Finish writing to the file with success!", "");
    return outcome(bank, 1, "", `Serialize error writing to the file: ${fault}`);
  }),
  "IOUtils.Deserialize": acting(2, ({ bank, context }) => ([path, options]) => {
    optionsOf(bank, options, "Deserialize", []);
    const found = context.readFile(text(bank, path));
    if (found !== undefined) return outcome(bank, 0, found, "");
    const fault = `java.nio.file.NoSuchFileException: ${text(bank, path)}`;
    return outcome(bank, 1, "", `Deserialize error reading from the file: ${fault}`);
  }),
};

const ref = (argument: Argument | undefined): Ref => force(value(argument));
const text = (bank: Bank, argument: Argument | undefined): string => bank.textOf(ref(argument));
const itemsOf = (bank: Bank, sequence: Ref): readonly Ref[] => bank.list(sequence);

const isSequence = (bank: Bank, given: Ref): boolean => bank.kind(given) === Kind.tuple;
const isRecord = (bank: Bank, given: Ref): boolean => bank.kind(given) === Kind.record;

const linesOf = (content: string): readonly string[] =>
  content === "" ? [] : content.replace(/\r?\n$/, "").split(/\r?\n/);

function write({ context }: NativeSetting, path: string, content: string, how: Writing): Ref {
  const fault = context.writeFile(path, content, how);
  if (fault !== undefined) throw unwritable(path, fault);
  return TRUE;
}

/** Java's options for opening a file; the fault, as its exception says it. */
const OPTIONS = [
  "WRITE",
  "CREATE",
  "CREATE_NEW",
  "APPEND",
  "TRUNCATE_EXISTING",
  "READ",
  "SYNC",
  "DSYNC",
  "SPARSE",
];

function written(
  { context }: NativeSetting,
  path: string,
  content: string,
  options: readonly string[],
): string | undefined {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined)
    return `java.lang.IllegalArgumentException: No enum constant java.nio.file.StandardOpenOption.${unknown}`;
  const has = (option: string): boolean => options.includes(option);
  const isThere = context.readFile(path) !== undefined;
  if (has("CREATE_NEW") && isThere) return `java.nio.file.FileAlreadyExistsException: ${path}`;
  if (!isThere && !has("CREATE") && !has("CREATE_NEW") && options.length > 0)
    return `java.nio.file.NoSuchFileException: ${path}`;
  const isReplaced = has("TRUNCATE_EXISTING") || options.length === 0 || !isThere;
  const how = has("APPEND") ? "append" : isReplaced ? "replace" : "over";
  return context.writeFile(path, content, how);
}

/** The options of a call, if they ask for plain text; nothing else can be written and read here, nor there. */
function optionsOf(
  bank: Bank,
  argument: Argument | undefined,
  operator: string,
  names: readonly string[],
): Readonly<Record<string, Ref>> {
  const given = ref(argument);
  if (!isFunction(bank, given)) throw wrongArgument("last", operator, "a record", showValue(bank, given));
  const fields = bank.kind(given) === Kind.record ? bank.list(bank.domainOf(given)) : [];
  const found = Object.fromEntries(fields.map((name, i) => [bank.textOf(name), bank.at(given, i)]));
  const { format } = found;
  if (
    format === undefined ||
    bank.textOf(format) !== "TXT" ||
    names.some((name) => found[name] === undefined)
  )
    throw notFormattedAs(operator, show(bank, given));
  return found;
}

function outcome(bank: Bank, exitValue: number, stdout: string, stderr: string): Ref {
  return bank.recordOf([
    ["exitValue", bank.int(exitValue)],
    ["stdout", bank.string(stdout)],
    ["stderr", bank.string(stderr)],
  ]);
}

/** Java's `String.format` of strings: `%s`, `%2$s`, `%-5s`, `%%`, `%n`. */
function formatted(template: string, values: readonly string[]): string {
  let next = 0;
  return template.replace(/%(?:(\d+)\$)?(-?)(\d*)([A-Za-z%]?)/g, (all, index, left, width, kind) => {
    if (kind === "%") return "%";
    if (kind === "n") return "\n";
    const shown = values[index === undefined ? next++ : Number(index) - 1];
    if ((kind !== "s" && kind !== "S") || shown === undefined) throw badTemplate(template, all);
    const given = kind === "S" ? shown.toUpperCase() : shown;
    return left === "-" ? given.padEnd(Number(width)) : given.padStart(Number(width));
  });
}
