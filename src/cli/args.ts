/** Command lines, strictly: what is not known is refused, with a suggestion. */
import { parseArgs } from "node:util";
import { nearest } from "../report/suggest.js";
import { type Args, type Command, type OptionSpec, UsageError } from "./command.js";

/** Options that every command has. */
export const COMMON: readonly OptionSpec[] = [
  { name: "help", short: "h", type: "flag", help: "show this help" },
];

/** Reads the arguments after the command's name. Throws a UsageError. */
export function readArgs(command: Command, argv: readonly string[]): Args {
  const specs = [...command.options, ...COMMON];
  const { tokens } = parseArgs({
    args: fillOptional(specs, argv),
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      specs.map((s) => [
        s.name,
        {
          type: s.type === "flag" ? "boolean" : "string",
          ...(s.short === undefined ? {} : { short: s.short }),
        },
      ]),
    ),
  });
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = specs.find((s) => s.name === token.name);
    if (spec === undefined) throw unknownOption(command, token.rawName, specs);
    const value = checkValue(spec, token.rawName, token.value, token.inlineValue === true);
    const before = values.get(spec.name) ?? [];
    values.set(spec.name, spec.multiple === true ? [...before, value] : [value]);
  }
  if (!values.has("help")) checkPositionals(command, positionals);
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  return {
    positionals,
    flag: (name) => values.has(name),
    string: last,
    number: (name) => {
      const text = last(name);
      return text === undefined || text === "" ? undefined : Number(text);
    },
    all: (name) => values.get(name) ?? [],
  };
}

/** Gives `--name` with an optional number its number, or an empty one, so that the parser need not guess. */
function fillOptional(specs: readonly OptionSpec[], argv: readonly string[]): string[] {
  const optional = new Set(specs.filter((s) => s.type === "optional-number").map((s) => `--${s.name}`));
  const out: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? "";
    if (arg === "--") return [...out, ...argv.slice(i)];
    if (!optional.has(arg)) out.push(arg);
    else if (/^\d+$/.test(argv[i + 1] ?? "")) out.push(`${arg}=${argv[++i]}`);
    else out.push(`${arg}=`);
  }
  return out;
}

function checkValue(spec: OptionSpec, raw: string, value: string | undefined, inline: boolean): string {
  if (spec.type === "flag") {
    if (inline) throw new UsageError(`${raw} takes no value`);
    return "";
  }
  if (spec.type === "optional-number" && (value ?? "") === "") return "";
  if (value === undefined || (!inline && value.startsWith("-"))) {
    throw new UsageError(`${raw} needs a value: ${raw} ${spec.value ?? "VALUE"}`);
  }
  if (spec.type === "string") return value;
  const min = spec.min ?? 1;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`${raw} needs a whole number of at least ${min}, not \`${value}\``);
  }
  return value;
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const { min, max } = command.positionals;
  const usage = `usage: bumblebee ${command.name} ${command.usage}`.trimEnd();
  if (positionals.length < min) throw new UsageError(`an argument is missing for \`${command.name}\``, usage);
  if (positionals.length > max) {
    throw new UsageError(`\`${positionals[max]}\` is one argument too many for \`${command.name}\``, usage);
  }
}

function unknownOption(command: Command, raw: string, specs: readonly OptionSpec[]): UsageError {
  const near = raw.startsWith("--")
    ? nearest(
        raw.slice(2),
        specs.map((s) => s.name),
      )
    : undefined;
  const hint =
    near === undefined ? `\`bumblebee help ${command.name}\` lists its options` : `did you mean --${near}?`;
  return new UsageError(`\`${command.name}\` has no option ${raw}`, hint);
}
