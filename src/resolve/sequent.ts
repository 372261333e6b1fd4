/** ASSUME … PROVE: what it introduces is known after it, in it alone. */
import type { Sequent } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { declare, resolveExpr, within } from "./expressions.js";
import type { Walk } from "./tables.js";
import type { Level } from "./types.js";

const levels: Readonly<Record<string, Level>> = {
  CONSTANT: 0,
  VARIABLE: 1,
  STATE: 1,
  ACTION: 2,
  TEMPORAL: 3,
};

export function resolveSequent(walk: Walk, sequent: Sequent): void {
  within(walk, () => {
    for (const part of sequent.assumptions) {
      if (part.kind === "Sequent") resolveSequent(walk, part);
      else if (part.kind === "NewParam") {
        if (part.domain !== undefined) resolveExpr(walk, part.domain);
        const name = canonicalOp(part.param.name.text);
        const params = Array.from({ length: part.param.arity }, () => 0);
        const level = levels[part.level] ?? 0;
        declare(walk, part.param, name, {
          kind: "new",
          name,
          module: walk.module,
          params,
          node: part,
          level,
        });
      } else resolveExpr(walk, part);
    }
    resolveExpr(walk, sequent.prove);
  });
}
