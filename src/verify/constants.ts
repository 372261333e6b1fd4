/** What a model gives its constants, where one name space has taken the place of several modules. */
import { type ModuleTable, placeOfName } from "../protocol/table.js";
import type { Protocol } from "../protocol/types.js";
import type { Definition } from "../tla/ast.js";
import type { Cfg, CfgItem } from "../tla/cfg.js";
import { boolean } from "../tla/value.js";
import { liftedUnits } from "../transform/lift.js";
import { unitName } from "../transform/pass.js";
import { cannotRun } from "./faults.js";
import type { Subject } from "./hybrid.js";
import { constantsOf } from "./plan.js";

type Place = Pick<Subject, "table" | "modules" | "hybrid" | "protocol">;

/** What the transformation has added is on in the models. */
export const switchesOf = ({ constants }: Protocol): readonly CfgItem[] =>
  constants.flatMap((c) =>
    c.isSwitch === true ? [{ kind: "constant", name: c.name, value: boolean(true) } as const] : [],
  );

/** Definitions of the specification that models put for constants: the hybrid must have them. */
export function putForConstants(models: Iterable<Cfg>): readonly string[] {
  const out = new Set<string>();
  for (const cfg of models) {
    for (const item of constantsOf(cfg)) if (item.kind === "substitution") out.add(item.operator);
  }
  return [...out];
}

/**
 * The constants of a model as the hybrid has them: what replaces a definition that the hybrid has no use for is left
 * out. Throws a DiagnosticError for `Name <-[M] Op` where M's definitions are there under other names.
 */
export function hybridConstants({ table, modules, hybrid, protocol }: Place, cfg: Cfg): readonly CfgItem[] {
  const units = hybrid.stages.at(-1)?.draft.units ?? [];
  const kept = new Set(units.map(unitName));
  const files = new Map(modules.map((m) => [m.name, m.file]));
  const own = new Set([...table.definitions.keys()].filter((name) => !kept.has(name)));
  const given = constantsOf(cfg).flatMap((item): CfgItem[] => {
    if (item.kind !== "substitution" || item.module === undefined) {
      return "name" in item && own.has(item.name) ? [] : [item];
    }
    const file = files.get(item.module);
    if (file === undefined) return [item];
    const there = [...kept].some((name) => name !== undefined && placeOfName(table, name)?.file === file);
    if (!there) return [];
    throw cannotRun.inModule(item.name, item.module, cfg.file);
  });
  return [...given, ...switchesOf(protocol)];
}

/** What a model gives the normal form alone: its values, and the definitions that it puts for others, with what they use. */
export interface Given {
  readonly constants: readonly CfgItem[];
  readonly put: readonly Definition[];
}

/** What replaces a definition that the normal form has no use for is left out. */
export function givenTo(protocol: Protocol, table: ModuleTable, cfg: Cfg): Given {
  const pure = new Set(protocol.operators.map((o) => o.name.text));
  const known = new Set([...protocol.constants.map((c) => c.name), ...pure]);
  const plain = constantsOf(cfg).filter(
    (c) => "name" in c && known.has(c.name) && (c.kind !== "substitution" || c.module === undefined),
  );
  const names = plain.flatMap((c) => (c.kind === "substitution" ? [c.operator] : []));
  return { constants: plain, put: liftedUnits(table, names, pure) };
}
