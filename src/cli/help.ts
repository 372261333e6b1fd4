/** Help, made from the table of commands. */
import { table } from "../report/table.js";
import { COMMON } from "./args.js";
import type { Command, OptionSpec } from "./command.js";
import { EXIT_MEANING } from "./exit-codes.js";

const SUMMARY = "From a crash-tolerant TLA+ specification to a hybrid-tolerant one that is checked and run.";

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** The overview. */
export function overview(commands: readonly Command[]): string {
  const rows = [...commands.map((c) => [c.name, c.summary]), ["help [COMMAND]", "show help"]];
  return text([
    SUMMARY,
    "",
    "usage: bumblebee COMMAND [ARGUMENTS]",
    "",
    "commands:",
    ...indent(table(rows)),
    "",
    "`bumblebee help COMMAND` shows a command's options; `bumblebee --version` the version.",
  ]);
}

function optionRow(spec: OptionSpec): readonly string[] {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const value = spec.value ?? (spec.type === "string" ? "VALUE" : "N");
  const shown = spec.type === "flag" ? "" : spec.type === "optional-number" ? ` [${value}]` : ` ${value}`;
  return [`${short}--${spec.name}${shown}`, spec.help];
}

/** One command's help. */
export function commandHelp(command: Command): string {
  return text([
    command.summary,
    "",
    `usage: bumblebee ${command.name} ${command.usage}`.trimEnd(),
    ...(command.description === undefined ? [] : ["", ...command.description]),
    "",
    "options:",
    ...indent(table([...command.options, ...COMMON].map(optionRow))),
    "",
    "examples:",
    ...indent(command.examples.map((example) => `bumblebee ${example}`)),
    "",
    "exit codes:",
    ...indent(table(command.exitCodes.map((code) => [String(code), EXIT_MEANING[code]]))),
  ]);
}

const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;
