/** What each keyword of a configuration file wants of the definition it names: TLC's rules. */
import type { CfgKeyword } from "../tla/cfg.js";
import type { Level } from "./types.js";

export interface Role {
  /** The highest level that TLC can evaluate there. */
  readonly most: Level;
  /** What it needs, in words. */
  readonly needs: string;
  /**
   * What TLC makes of a definition of constant level, which it has evaluated before it looks: `refuses`,
   * `ignores` (it holds in all states or in none), or `takes`.
   */
  readonly constant: "refuses" | "ignores" | "takes";
}

const state = "a state predicate";

export const roles: Readonly<Record<CfgKeyword, Role>> = {
  SPECIFICATION: { most: 3, needs: "a temporal formula, Init /\\ [][Next]_vars", constant: "refuses" },
  INIT: { most: 1, needs: state, constant: "refuses" },
  NEXT: { most: 2, needs: "an action", constant: "refuses" },
  INVARIANT: { most: 1, needs: state, constant: "ignores" },
  PROPERTY: { most: 3, needs: "a temporal formula", constant: "ignores" },
  CONSTRAINT: { most: 1, needs: state, constant: "takes" },
  ACTION_CONSTRAINT: { most: 2, needs: "an action", constant: "takes" },
  SYMMETRY: { most: 0, needs: "a constant set of permutations", constant: "takes" },
  VIEW: { most: 1, needs: "an expression about one state", constant: "refuses" },
  ALIAS: { most: 2, needs: "an expression about a state and the next", constant: "takes" },
  POSTCONDITION: { most: 1, needs: "an expression without primes", constant: "takes" },
  TYPE: { most: 1, needs: state, constant: "takes" },
  TYPE_CONSTRAINT: { most: 1, needs: state, constant: "takes" },
  _PERIODIC: { most: 2, needs: "an expression that is not temporal", constant: "takes" },
  _RL_REWARD: { most: 2, needs: "an expression that is not temporal", constant: "takes" },
  _POSSIBLE: { most: 2, needs: "a state predicate or an action", constant: "refuses" },
};
