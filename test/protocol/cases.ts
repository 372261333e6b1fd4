import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { showProtocol } from "../../src/protocol/show.js";
import { readSpecification } from "../../src/spec/load.js";

const directory = fileURLToPath(new URL("../cases/protocol/", import.meta.url));

/** A module, the text of its mapping file if there is one, and what reading them must give. */
export interface Case {
  readonly name: string;
  readonly module: string;
  readonly mapping: string | undefined;
  readonly expected: string;
}

/** The file's text: a module, a `MAPPING` block if there is a mapping file, an `EXPECT` block. */
export function readCase(name: string): Case {
  const text = readFileSync(`${directory}${name}.tla`, "utf8");
  const [before, expected] = split(text, "\nEXPECT\n");
  if (expected === undefined || expected === "") throw new Error(`${name} has no EXPECT`);
  const [module, mapping] = split(before, "\nMAPPING\n");
  return {
    name,
    module: `${module}\n`,
    mapping: mapping === undefined ? undefined : `${mapping}\n`,
    expected,
  };
}

function split(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

export type ReadCase = Awaited<ReturnType<typeof load>>;

export function load({ name, module, mapping }: Case): ReturnType<typeof readSpecification> {
  return readSpecification(`${name}.tla`, module, `${name}.json`, mapping);
}

export const caseNames: readonly string[] = readdirSync(directory)
  .filter((name) => name.endsWith(".tla"))
  .map((name) => name.slice(0, -4));

/** `bad-…`: refused, with these diagnostics. Others: read, with this description. */
export const positiveNames = caseNames.filter((name) => !name.startsWith("bad-"));

/** What a case file says after EXPECT. */
export function outcome({ protocol, diagnostics }: ReadCase): string {
  if (protocol !== undefined) return showProtocol(protocol);
  const lines = diagnostics.map((d) => {
    const place = d.place === undefined ? "-" : `${d.place.line}:${d.place.column}`;
    return `${place} ${d.code}\n    ${d.message}`;
  });
  return `${lines.join("\n")}\n`;
}
