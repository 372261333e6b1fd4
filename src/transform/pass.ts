/** A transformation is an ordered list of passes over a module; each is a pure function, and any prefix can be shown. */

import type { Protocol } from "../protocol/types.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { Definition, Module, Unit } from "../tla/ast.js";
import { parseModule } from "../tla/parse.js";
import { prettyModule } from "../tla/pretty.js";
import type { Limit } from "./limits.js";
import type { Vocabulary } from "./vocabulary.js";

/** A module on its way: units with the comments that belong to them, by node id. */
export interface Draft {
  readonly name: string;
  readonly units: readonly Unit[];
  readonly comments: ReadonlyMap<number, string>;
}

export interface PassContext {
  readonly protocol: Protocol;
  readonly words: Vocabulary;
  /** Definitions of the source that speak of its state and are carried over: invariants, goals, what they use. */
  readonly lifted: readonly Unit[];
  /** Definitions that models put for constants, with what they use: they stay as they are. */
  readonly put: readonly Definition[];
  /** Variables that survive a crash; all where it is not said. */
  readonly durable?: readonly string[] | undefined;
  /** What bounds models, over slices and messages. */
  readonly limits: readonly Limit[];
}

export interface Pass {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What must have been done before, and what is done after: checked when the list is run. */
  readonly needs: readonly string[];
  readonly gives: readonly string[];
  readonly run: (draft: Draft, context: PassContext) => Draft;
}

export interface Stage {
  readonly pass: Pass;
  readonly draft: Draft;
  readonly text: string;
}

/** Runs the passes in order; the text after each one parses. */
export function runPasses(passes: readonly Pass[], start: Draft, context: PassContext): readonly Stage[] {
  const done = new Set<string>();
  const stages: Stage[] = [];
  let draft = start;
  for (const pass of passes) {
    for (const need of pass.needs) {
      if (!done.has(need)) throw new Error(`pass ${pass.name} needs ${need}, which no earlier pass gives`);
    }
    draft = pass.run(draft, context);
    for (const given of pass.gives) done.add(given);
    stages.push({ pass, draft, text: draftText(draft) });
  }
  return stages;
}

export function draftModule(draft: Draft): Module {
  return {
    kind: "Module",
    id: -1,
    span: { start: 0, end: 0 },
    name: { kind: "Name", id: -2, span: { start: 0, end: 0 }, text: draft.name },
    units: draft.units,
  };
}

/** The module's text; that it parses is checked here, so that no pass can write something else. */
export function draftText(draft: Draft): string {
  const text = prettyModule(draftModule(draft), { comments: draft.comments });
  const { parsed, diagnostics } = parseModule(`${draft.name}.tla`, text);
  if (parsed === undefined || diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return text;
}

/** Replaces the definition called `name` (it must be there). */
export function replaceUnit(draft: Draft, name: string, by: readonly Unit[]): Draft {
  const at = draft.units.findIndex((u) => unitName(u) === name);
  if (at < 0) throw new Error(`no definition ${name} in ${draft.name}`);
  return { ...draft, units: [...draft.units.slice(0, at), ...by, ...draft.units.slice(at + 1)] };
}

/** Puts units before the definition called `name`. */
export function insertBefore(draft: Draft, name: string, more: readonly Unit[]): Draft {
  const at = draft.units.findIndex((u) => unitName(u) === name);
  if (at < 0) throw new Error(`no definition ${name} in ${draft.name}`);
  return { ...draft, units: [...draft.units.slice(0, at), ...more, ...draft.units.slice(at)] };
}

export function unitName(unit: Unit): string | undefined {
  return unit.kind === "Definition" || unit.kind === "FunctionDefinition" ? unit.name.text : undefined;
}

/** The same draft with a comment before a unit, or before an item of a bulleted list. */
export function commented(
  draft: Draft,
  notes: readonly (readonly [{ id: number } | undefined, string])[],
): Draft {
  const comments = new Map(draft.comments);
  for (const [node, text] of notes) if (node !== undefined) comments.set(node.id, text);
  return { ...draft, comments };
}
