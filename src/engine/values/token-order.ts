/**
 * The order of strings, model values and field names, which decides what CHOOSE takes and how sets are listed. In TLC it is
 * that of their first appearance: in the model's values; then as a name in the modules, as SANY parses them (the
 * root first, what it extends breadth first, then what is instantiated); then as a string, as SANY goes through them
 * once more (each module after those it needs).
 */
import { importsOf } from "../../resolve/imports.js";
import type { ModuleScope, ResolvedSpec } from "../../resolve/types.js";
import type { Cfg } from "../../tla/cfg.js";
import { lex } from "../../tla/lexer.js";
import { unquote } from "../../tla/value.js";

/** Names and strings of a model in TLC's order, each once. */
export function tokensOf(spec: ResolvedSpec, cfg: Cfg): readonly string[] {
  const found = new Set<string>(cfg.words ?? []);
  const tokens = new Map([...spec.modules.values()].map((m) => [m, wordsOf(m)] as const));
  for (const module of parsingOrder(spec))
    for (const name of tokens.get(module)?.names ?? []) found.add(name);
  for (const { strings } of tokens.values()) for (const text of strings) found.add(text);
  return [...found];
}

interface Words {
  readonly names: readonly string[];
  readonly strings: readonly string[];
}

/** What a module's text mentions; that of the library does not change. */
const known = new WeakMap<ModuleScope["parsed"], Words>();

function wordsOf({ parsed, module }: ModuleScope): Words {
  const before = known.get(parsed);
  if (before !== undefined) return before;
  const names = new Set<string>();
  const strings = new Set<string>();
  for (const { type, text } of lex(parsed.source, module.span.start, true).tokens) {
    if (type === "id") names.add(text);
    else if (type === "string") strings.add(unquote(text));
  }
  const words = { names: [...names], strings: [...strings] };
  known.set(parsed, words);
  return words;
}

function parsingOrder(spec: ResolvedSpec): ReadonlySet<ModuleScope> {
  const found = new Set([spec.root]);
  for (const module of found) for (const one of module.extends) found.add(one);
  for (const module of found) {
    for (const { text } of importsOf(module.module)) {
      const other = spec.modules.get(text);
      if (other !== undefined) found.add(other);
    }
  }
  return found;
}
