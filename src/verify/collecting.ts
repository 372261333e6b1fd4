/**
 * The original, with a module that notes what its messages and variables are.
 *
 * As it is written, unless its normal form keeps messages otherwise, leaves out what the environment does, or has restarts
 * that the text has not: copies and losses make a model of the text far larger, and say nothing that the normal form does
 * not. The normal form has every
 * state of the text and more (that it has every step is a gate), so that what holds in it holds in the text, and its
 * states are what a hybrid's can be compared with.
 */
import { allNames } from "../protocol/terms.js";
import { type Cfg, type CfgItem, cfgItems, cfgNames } from "../tla/cfg.js";
import { hasRestarts } from "../transform/extend/index.js";
import { limitItems } from "../transform/models.js";
import { draftText } from "../transform/pass.js";
import { collector, type GeneratedModule } from "../transform/seen.js";
import { hybridConstants } from "./constants.js";
import type { Subject } from "./hybrid.js";
import { invariantsFor } from "./plan.js";

export interface Collecting {
  readonly made: GeneratedModule;
  /** All that must be written, `made` included. */
  readonly modules: readonly { readonly name: string; readonly text: string }[];
  /** Its states say already who owns which key. */
  readonly hasOwners: boolean;
}

export function collecting(subject: Subject, cfg: Cfg): Collecting {
  const { protocol, table, source, modules } = subject;
  const differs =
    protocol.transport !== undefined ||
    protocol.actions.some((a) => (a.weakened ?? []).length > 0) ||
    hasRestarts(subject.extensions);
  if (differs) return ofNormalForm(subject, cfg);
  const made = collector(protocol, table.names, cfgItems(cfg));
  const text = { name: protocol.module, text: source };
  return { made, modules: [text, ...modules, { name: made.module, text: made.text }], hasOwners: false };
}

function ofNormalForm(subject: Subject, cfg: Cfg): Collecting {
  const { protocol, table, hybrid } = subject;
  const start = hybrid.stages[0]?.draft;
  if (start === undefined) throw new Error("a transformation has a first stage");
  const name = `Normal${protocol.module}`;
  const taken = new Set<string>([...table.names, ...Object.values(hybrid.words.of)]);
  for (const u of start.units) allNames(u, taken);
  const invariants = invariantsFor(subject.mapping.invariants, cfg).filter((i) => hybrid.carried.includes(i));
  const items: readonly CfgItem[] = [
    ...hybridConstants(subject, cfg),
    { kind: "definition", keyword: "SPECIFICATION", name: hybrid.words.of.spec },
    ...limitItems(hybrid, cfgNames(cfg, "CONSTRAINT")),
    ...invariants.map((i): CfgItem => ({ kind: "definition", keyword: "INVARIANT", name: i })),
    { kind: "deadlock", check: false },
  ];
  const made = collector(protocol, taken, items, name);
  const normal = { name, text: draftText({ ...start, name }) };
  return { made, modules: [normal, { name: made.module, text: made.text }], hasOwners: true };
}
