/** Constants of the specification that logs or the mapping say: `Server` is every node that is logged. */
import type { LogBatch } from "../../log/types.js";
import { DiagnosticError } from "../../report/diagnostic.js";
import type { ResolvedSpec } from "../../resolve/types.js";
import { parseExpression } from "../../tla/parse.js";
import { printValue, setOf, type Value } from "../../tla/value.js";
import { mappingFault } from "../faults.js";
import { Opened, pathIn } from "../reader.js";
import { Columns } from "./columns.js";
import { Expressions } from "./expressions.js";
import type { Mapping } from "./mapping.js";
import { type LinePath, replacePaths, valueAt, valuesAt } from "./paths.js";

/** Whether lines must be looked at before the specification can be compiled. */
export function readsConstants({ content }: Mapping): boolean {
  return (
    (content.config ?? []).length > 0 ||
    Object.values(content.constants ?? {}).some((c) => typeof c !== "string")
  );
}

/** The constants as TLA+ by name. Throws a DiagnosticError. */
export async function constantsOf(
  spec: ResolvedSpec,
  mapping: Mapping,
  batches: () => AsyncIterable<LogBatch>,
): Promise<ReadonlyMap<string, string>> {
  const { content, whereOf } = mapping;
  const out = new Map<string, string>();
  const known = spec.root.constants.map((c) => c.name);
  const give = (name: string, text: string, key: string): void => {
    if (!known.includes(name))
      throw new DiagnosticError([mappingFault.unknownName(whereOf(key), "constant", name, known)]);
    const { expr, diagnostics } = parseExpression(key, text);
    if (expr === undefined)
      throw new DiagnosticError(diagnostics.map((d) => mappingFault.tla(whereOf(key), d)));
    out.set(name, text);
  };
  const collected = new Map<string, { readonly paths: readonly LinePath[]; readonly found: Value[] }>();
  for (const [name, given] of Object.entries(content.constants ?? {})) {
    const key = `constants.${name}`;
    if (typeof given === "string") give(name, given, key);
    else collected.set(name, { paths: given.collect.map((p) => pathIn(p, whereOf(key))), found: [] });
  }
  if (!readsConstants(mapping)) return out;
  const opened = new Opened({ mapping, expressions: lineExpressions(mapping) });
  for await (const { lines } of batches())
    for (const line of lines) {
      const view = opened.of(line);
      const config = content.config?.[opened.configOf(view)];
      for (const [name, text] of Object.entries(config?.constants ?? {}))
        give(name, filledIn(text, view.event), `config.constants.${name}`);
      if (!opened.counts(view)) continue;
      for (const { paths, found } of collected.values())
        for (const path of paths) {
          const values = valuesAt(path.root === "line" ? view.line : view.event, path.steps);
          found.push(...values.map((v) => literal(v)));
        }
    }
  for (const [name, { found }] of collected) give(name, printValue(setOf(found)), `constants.${name}`);
  return out;
}

/** Reads tests of lines; nothing else of the specification is known yet. */
function lineExpressions({ content, whereOf }: Mapping): Expressions {
  const maps = new Set(Object.keys(content.maps ?? {}));
  return new Expressions(new Columns(new Set()), "Absent", maps, content.let ?? {}, whereOf, () => {});
}

/** `set($.RM)` with what is logged put in. */
function filledIn(text: string, event: unknown): string {
  const filled = replacePaths(text, (path) => `(${printValue(literal(valueAt(event, path.steps)))})`);
  const set = /^\s*set\((\(<<.*>>\))\)\s*$/s.exec(filled)?.[1];
  return set === undefined ? filled : `{${set.slice(3, -3)}}`;
}

function literal(json: unknown): Value {
  if (typeof json === "string") return { kind: "string", value: json };
  if (typeof json === "number") return { kind: "int", value: json };
  if (typeof json === "boolean") return { kind: "bool", value: json };
  if (Array.isArray(json)) return { kind: "tuple", items: json.map(literal) };
  if (typeof json !== "object" || json === null)
    throw new DiagnosticError([mappingFault.constantValue("?", "what it reads is not logged in this line")]);
  return { kind: "record", fields: Object.entries(json).map(([k, v]) => [k, literal(v)] as const) };
}
