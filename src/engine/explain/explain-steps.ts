/** The steps that an action allows in a state, each with the choices made on the way: the names bound by \E. */
import { type Env, type Step, UNASSIGNED, type Values } from "../interpret/interpret-env.js";
import { WayInterpreter } from "../interpret/interpret-ways.js";
import type { Ir, IrBinder, LocalId } from "../lower/ir.js";
import { localNames, type NamedText, shown } from "./explain-names.js";

export class StepTeller extends WayInterpreter {
  private names: ReadonlyMap<LocalId, string> = new Map();
  private readonly choices: NamedText[] = [];

  /**
   * Calls `emit` once for each way to take the action; the arrays are used again. Variables that are none of the action's
   * (`isOther`) keep their values.
   */
  steps(
    action: Ir,
    state: Values,
    isOther: (variable: number) => boolean,
    emit: (next: Values, choices: readonly NamedText[]) => void,
  ): void {
    this.reset();
    this.names = localNames(action);
    this.choices.length = 0;
    const next = state.map((value, i) => (isOther(i) ? value : UNASSIGNED));
    this.successors(action, state, (to) => emit(to, this.choices), undefined, next);
  }

  protected override witnesses(
    binders: readonly IrBinder[],
    body: Ir,
    env: Env | undefined,
    step: Step,
    then: () => void,
  ): void {
    this.among(binders, this.choices.length, { body, env, step, then });
  }

  /** As they are gone through, the last name is chosen first; they are told in their order, from `base` on. */
  private among(binders: readonly IrBinder[], base: number, rest: Rest): void {
    const { body, env, step, then } = rest;
    const outer = binders.at(-1);
    if (outer === undefined) {
      super.witnesses([], body, env, step, then);
      return;
    }
    const name = outer.locals.map((id) => this.names.get(id) ?? "").join(", ");
    for (const x of this.elements(outer, env, step, "\\E")) {
      this.choices.splice(base, 0, { name, value: shown(this.bank, x) });
      this.among(binders.slice(0, -1), base, { ...rest, env: this.bound(outer, x, env) });
      this.choices.splice(base, 1);
    }
  }
}

interface Rest {
  readonly body: Ir;
  readonly env: Env | undefined;
  readonly step: Step;
  readonly then: () => void;
}
