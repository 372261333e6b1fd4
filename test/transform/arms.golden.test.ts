/** One file a case: an action as written, and the arm of the step function that is made of it. Update with `vitest -u`. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Protocol } from "../../src/protocol/types.js";
import { prettyUnit } from "../../src/tla/pretty.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { unitName } from "../../src/transform/pass.js";
import { type Case, load, positiveNames, readCase } from "../protocol/cases.js";

const folder = fileURLToPath(new URL("../golden/transform/", import.meta.url));

/** The definition at a place of the module, with the comment above it. */
function written(source: string, line: number): string {
  const lines = source.split("\n");
  let first = line - 1;
  while (lines[first - 1]?.startsWith("\\*")) first--;
  let end = line;
  while (/^( |$)/.test(lines[end] ?? "=") && (lines[end] !== "" || /^ /.test(lines[end + 1] ?? "="))) end++;
  return lines.slice(first, end).join("\n").trimEnd();
}

/** The actions that a case is about: all but the one that is there to send something. */
function shown(protocol: Protocol): Protocol["actions"] {
  const rest = protocol.actions.filter((a) => a.name !== "Ping");
  return rest.slice(0, 3);
}

async function golden(read: Case): Promise<string> {
  const { protocol, table, mapping } = await load(read);
  if (protocol === undefined || table === undefined) throw new Error(`${read.name} was not read`);
  const { words, stages } = transformHistory(protocol, table, mapping.mapping.invariants ?? []);
  const units = stages.at(-1)?.draft.units ?? [];
  const lines = [`# ${read.name}`];
  const places = new Set<number>();
  for (const action of shown(protocol)) {
    if (!places.has(action.place.line)) {
      lines.push("", "```tla", written(read.module, action.place.line), "```");
    }
    places.add(action.place.line);
    const names = (["guard", "effect", "events"] as const).map((part) => words.part(action.name, part));
    const arm = names.flatMap((name) => units.filter((u) => unitName(u) === name).map((u) => prettyUnit(u)));
    lines.push("", `becomes \`${action.name}\`:`, "", "```tla", arm.join("\n\n"), "```");
  }
  return `${lines.join("\n")}\n`;
}

describe("arms", () => {
  it.each(positiveNames)("of %s", async (name) => {
    await expect(await golden(readCase(name))).toMatchFileSnapshot(`${folder}${name}.md`);
  });
});
