/**
 * The library's face: reading, linking, printing, rewriting and running TLA+. `docs/library.md` and `docs/engine.md` show each of these in use;
 * what is not exported here may change at any time.
 */

export {
  type DeadEnd,
  type Explanation,
  type Finding,
  findingText,
} from "./engine/explain/explain-action.js";
export {
  type Action,
  type ActionParameter,
  type Arguments,
  type CompileOptions,
  compile,
  SpecModel,
  type Step,
} from "./engine/library/library-face.js";
export { State, TlaValue } from "./engine/library/library-values.js";
export { locate as locatePluscal, type PluscalRegions } from "./pluscal/locate.js";
export { type PluscalStatus, type PluscalVerdict, pluscalStatus } from "./pluscal/status.js";
export { type Translated, type Translator, translate as translatePluscal } from "./pluscal/translate.js";
export { type Diagnostic, DiagnosticError, type Place, type Severity } from "./report/diagnostic.js";
export { type JsonReport, jsonReport, renderJson } from "./report/json.js";
export { type RenderOptions, renderDiagnostic, renderDiagnostics } from "./report/render.js";
export { renderSarif, type SarifLog, type SarifOptions, sarifLog } from "./report/sarif.js";
export { type ModuleSource, type Resolved, resolve } from "./resolve/resolve.js";
export type {
  Declaration,
  Level,
  ModuleScope,
  Reference,
  ResolvedSpec,
  ScopeEntry,
} from "./resolve/types.js";
export { type LoadedSpec, loadSpec, loadText, type SearchOptions } from "./spec/modules.js";
export type { Comment, Expr, Module, Node, ParsedModule, Span, Unit } from "./tla/ast.js";
export { type Cfg, type CfgEntry, type CfgItem, parseCfg, printCfg } from "./tla/cfg.js";
export { applyEdits, type Edit, reindent } from "./tla/edit.js";
export { type ParsedExpression, type ParseResult, parseExpression, parseModule } from "./tla/parse.js";
export { placeOf } from "./tla/place.js";
export { type PrettyOptions, prettyExpr, prettyModule, prettyUnit } from "./tla/pretty.js";
export { printSource as print } from "./tla/print.js";
export { expr, units } from "./tla/quote.js";
export { children, freeNames, mapChildren, mapExpr, plainName, substitute, walk } from "./tla/visit.js";
export { type FoundTlc, findTlc } from "./tlc/find.js";
export { type FoundJava, findJava } from "./tlc/java.js";
