/** Constant parts of temporal formulas, such as the sets that quantifiers range over: evaluated before the model is. */
import type { ResolvedSpec } from "../../resolve/types.js";
import { compileLowered } from "../compile.js";
import type { Ir } from "../lower/ir.js";
import { Lowering } from "../lower/lower.js";
import type { LoweredModel } from "../lower/lowered.js";
import { EvaluationError } from "../values/bank-errors.js";
import { toTree } from "../values/show.js";
import type { ConstantOf } from "./lower.js";

/** Evaluates an expression in a model that has nothing else. */
export function constantIn(spec: ResolvedSpec): ConstantOf {
  return (e) => {
    if (e.op === "const") return e.value;
    const nothing: Ir = { op: "const", value: { kind: "bool", value: true }, at: e.at };
    const place = { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const lowered: LoweredModel = {
      spec,
      variables: [],
      tokens: [],
      init: nothing,
      next: nothing,
      actions: [],
      invariants: [],
      constraints: [],
      actionConstraints: [],
      assumptions: [],
      tests: [],
      terms: [{ name: "a constant", ir: e, place }],
      checkDeadlock: false,
      temporal: { initial: [], steps: [], goals: [], atoms: [], hints: new Map() },
      modes: { view: undefined, symmetry: undefined, alias: undefined, postconditions: [], order: [] },
    };
    const lowering = new Lowering(spec, undefined);
    const { model } = compileLowered({ model: lowered, diagnostics: [], lowering });
    const [term] = model?.terms ?? [];
    if (model === undefined || term === undefined) return undefined;
    try {
      return toTree(model.bank, term.value(new Int32Array(model.width)));
    } catch (error) {
      if (error instanceof EvaluationError) return undefined;
      throw error;
    }
  };
}
