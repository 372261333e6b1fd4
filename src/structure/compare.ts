/**
 * Two models that tell whether the steps that were read are the next-state relation: every step of the one must be a
 * step of the other. TLC checks each as an action property; running it is the caller's.
 */

import type { Expr } from "../tla/ast.js";
import { and, apply, box, definition, extendsUnit, infix, module, prefix, tuple } from "../tla/build.js";
import { type Cfg, type CfgItem, cfgItems, printCfg } from "../tla/cfg.js";
import { prettyModule } from "../tla/pretty.js";
import type { Located } from "./behaviour.js";
import { extractedNext, type ModuleText } from "./extracted.js";
import type { Extraction } from "./structure.js";

export interface ComparisonModel extends ModuleText {
  /** `forth`: steps of Next are extracted; `back`: extracted steps are Next's. */
  readonly direction: "forth" | "back";
  readonly cfg: string;
}

export interface Comparison {
  /** The module with `ExtractedNext`, which both models extend. */
  readonly extracted: ModuleText;
  readonly models: readonly ComparisonModel[];
}

/** The models, with the constants and constraints of `cfg`; undefined if there is no Init or Next. */
export function comparison(extraction: Extraction, cfg: Cfg | undefined): Comparison | undefined {
  const { behaviour, variables } = extraction;
  const extracted = extractedNext(extraction);
  const [first] = behaviour.init;
  if (extracted === undefined || first === undefined || behaviour.next === undefined) return undefined;
  const init = behaviour.init.map((i) => named(extraction, i));
  const next = named(extraction, behaviour.next);
  const model = (direction: "forth" | "back", does: Expr, must: Expr): ComparisonModel => {
    const name = `${extracted.name}${direction === "forth" ? "Forth" : "Back"}`;
    const all = tuple(...variables.map((v) => apply(v)));
    const text = prettyModule(
      module(name, [
        extendsUnit(
          extracted.name,
          ...[...extraction.el.needs].filter((m) => m !== extraction.el.spec.root.name),
        ),
        definition("CompareInit", [], and(init)),
        definition("CompareNext", [], does),
        definition("CompareMust", [], must),
        definition(
          "CompareSpec",
          [],
          infix("/\\", apply("CompareInit"), prefix("[]", box(apply("CompareNext"), all))),
        ),
        definition("CompareSteps", [], prefix("[]", box(apply("CompareMust"), all))),
      ]),
    );
    return { direction, name, text, cfg: cfgText(cfg) };
  };
  return {
    extracted,
    models: [model("forth", next, apply("ExtractedNext")), model("back", apply("ExtractedNext"), next)],
  };
}

/** The name that the root has for it, or the formula with everything put in. */
function named(extraction: Extraction, at: Located): Expr {
  const { el } = extraction;
  const { node } = at;
  const name = node.kind === "Label" ? node.name.text : node.kind === "Apply" ? node.name : undefined;
  const known = name === undefined ? undefined : el.spec.root.names.get(name);
  if (name !== undefined && known?.declaration.kind === "operator" && known.through.length === 0) {
    if (node.kind === "Label" || (node.kind === "Apply" && node.path.length === 0 && node.args.length === 0))
      return apply(name);
  }
  return el.elaborate(node, at.env, new Set());
}

const kept = new Set(["CONSTRAINT", "ACTION_CONSTRAINT"]);

function cfgText(cfg: Cfg | undefined): string {
  const own: readonly CfgItem[] = (cfg === undefined ? [] : cfgItems(cfg)).filter(
    (i) =>
      i.kind === "constant" || i.kind === "substitution" || (i.kind === "definition" && kept.has(i.keyword)),
  );
  const entries: readonly CfgItem[] = [
    ...own,
    { kind: "definition", keyword: "SPECIFICATION", name: "CompareSpec" },
    { kind: "definition", keyword: "PROPERTY", name: "CompareSteps" },
    { kind: "deadlock", check: false },
  ];
  return printCfg({ entries });
}
