/**
 * What a node has decided, over its slice: the operator that the mapping names, or the variables on which no message
 * depends (`observed`): what properties look at, and nothing else.
 */
import { analyse } from "../analysis/index.js";
import type { Analysis } from "../analysis/types.js";
import { atNode } from "../protocol/decided.js";
import { placeOfName } from "../protocol/table.js";
import type { Place } from "../report/diagnostic.js";
import type { Definition, Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { substitute } from "../tla/substitute.js";
import { liftedUnits } from "../transform/lift.js";
import { unitName } from "../transform/pass.js";
import type { LoadedSubject } from "../verify/subject.js";

export interface Decision {
  /** The operator's name, or the variable's. */
  readonly name: string;
  readonly place: Place | undefined;
  /** Pure operators that it uses and the hybrid has not. */
  readonly uses: readonly Unit[];
  /** At a node whose slice is `state`. */
  at(node: Expr, state: Expr): Expr;
}

export const analysisOf = (subject: LoadedSubject): Analysis =>
  subject.planned?.analysis ?? analyse(subject.protocol);

export function decisionsOf(subject: LoadedSubject): readonly Decision[] {
  const { protocol, table, mapping } = subject;
  const operator = mapping.run?.decided;
  const named = operator === undefined ? undefined : atNode(protocol, table, operator);
  if (operator !== undefined && named !== undefined) {
    const { actor, value } = named;
    const slice = protocol.names.slice;
    return [
      {
        name: operator,
        place: placeOfName(table, operator),
        uses: missing(subject, value),
        at: (node, state) =>
          substitute(
            value,
            new Map([
              [actor, node],
              [slice, state],
            ]),
          ),
      },
    ];
  }
  return analysisOf(subject)
    .variables.filter((v) => v.observed && v.writes.length > 0)
    .map(({ name, place }) => ({ name, place, uses: [], at: (_, state) => b.field(state, name) }));
}

/** What the specification defines and the hybrid does not carry over. */
function missing({ table, hybrid }: LoadedSubject, value: Expr): readonly Definition[] {
  const there = new Set((hybrid.stages.at(-1)?.draft.units ?? []).flatMap((u) => unitName(u) ?? []));
  const probe = "the decision";
  const definition = b.definition(probe, [], value);
  const definitions = new Map([...table.definitions, [probe, definition] as const]);
  return liftedUnits({ ...table, definitions }, [probe], there).filter((d) => d.name.text !== probe);
}
