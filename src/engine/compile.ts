/** From a resolved specification and a linked model to functions that can be run: the front door of compilation. */
import type { Diagnostic } from "../report/diagnostic.js";
import type { LinkedCfg } from "../resolve/cfg.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Expr } from "../tla/ast.js";
import { describer, indented } from "./emit/emit-describe.js";
import { NotEmitted } from "./emit/emit-scope.js";
import { programOf } from "./emit/program.js";
import * as faults from "./faults.js";
import { type LoweredModel, type LoweringResult, lowerModel } from "./lower/lowered.js";
import type { CompiledModel } from "./model.js";
import { requestModes, withModes } from "./modes/view.js";
import type { EngineContext } from "./natives/natives-context.js";
import { requestTemporal, withTemporal } from "./temporal/checks.js";
import type { Bank } from "./values/bank.js";

export interface Compilation {
  /** There exactly if no diagnostic is an error. */
  readonly model: CompiledModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The JavaScript, for people who want to look. */
  readonly code: string;
}

export function compileModel(spec: ResolvedSpec, linked: LinkedCfg): Compilation {
  return compileLowered(lowerModel(spec, linked));
}

/**
 * Makes code of a lowered model, to which tests and terms may have been added. Values are kept in `bank`, if given; a
 * `context` is given where constants need the environment or files. `growing`: for one long behaviour (see `ProgramOptions`).
 */
export function compileLowered(
  { model: lowered, diagnostics, lowering }: LoweringResult,
  bank?: Bank,
  context?: EngineContext,
  growing = false,
): Compilation {
  if (lowered === undefined) return { model: undefined, diagnostics, code: "" };
  try {
    const { model, code, diagnostics: found, choices } = assemble(lowered, bank, context, growing);
    if (model?.context !== undefined) {
      model.context.placeOfChoice = (choice) => {
        const at = choices[choice];
        return at === undefined ? undefined : lowering.ownPlace(at);
      };
    }
    return { model, diagnostics: [...diagnostics, ...found], code };
  } catch (error) {
    if (!(error instanceof NotEmitted)) throw error;
    const refused = faults.unsupported(error.what, lowering.place(error.at.at));
    return { model: undefined, diagnostics: [...diagnostics, refused], code: "" };
  }
}

/** The JavaScript of a model for people: each function with the place and the text that it was made of. */
export function readableCode({ model: lowered }: LoweringResult): string {
  if (lowered === undefined) return "";
  const asked = requestTemporal(requestModes(lowered));
  return indented(programOf(asked, { describe: describer(lowered.spec) }).code);
}

/** The program with all that is asked of it. Throws a NotEmitted for what has no code. */
export function assemble(
  lowered: LoweredModel,
  bank?: Bank,
  context?: EngineContext,
  growing = false,
): Compilation & { readonly choices: readonly Expr[] } {
  const whole = requestModes(lowered);
  const {
    model: compiled,
    code,
    choices,
  } = programOf(requestTemporal(whole), {
    ...(bank === undefined ? {} : { bank }),
    ...(context === undefined ? {} : { context }),
    growing,
  });
  if (compiled.context !== undefined) compiled.context.settings.deadlock = lowered.checkDeadlock;
  const { model, diagnostics } = withModes(withTemporal(compiled, whole), lowered);
  return { model, code, diagnostics, choices };
}
