/** One module's units in order: declarations, definitions, EXTENDS, INSTANCE, nested modules. */
import { unreachable } from "../report/diagnostic.js";
import type { Extends, Module, Name, ParsedModule, Unit } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { declare, resolveExpr } from "./expressions.js";
import * as faults from "./faults.js";
import { withLabels } from "./labels.js";
import { type Frame, frame } from "./scope.js";
import { resolveSequent } from "./sequent.js";
import { type Tables, Walk } from "./tables.js";
import type { ConstantDeclaration, ModuleScope, OperatorDeclaration, VariableDeclaration } from "./types.js";
import { bring, declareRecursive, define, instantiate, reportOpen } from "./units.js";

class Building implements ModuleScope {
  readonly extends: ModuleScope[] = [];
  readonly constants: ConstantDeclaration[] = [];
  readonly variables: VariableDeclaration[] = [];
  readonly definitions: OperatorDeclaration[] = [];
  readonly inner = new Map<string, ModuleScope>();
  constructor(
    readonly name: string,
    readonly parsed: ParsedModule,
    readonly module: Module,
    readonly origin: "file" | "library",
    readonly names: Frame["names"],
  ) {}
}

/** Resolves one module (not those it needs: `known` has them) and gives its scope. */
export function resolveModule(
  tables: Tables,
  parsed: ParsedModule,
  module: Module,
  origin: "file" | "library",
  known: (name: Name) => ModuleScope | undefined,
  outer?: Frame,
): ModuleScope {
  const scope = frame(outer);
  const building = new Building(module.name.text, parsed, module, origin, scope.names);
  const walk = new Walk(tables, parsed, building, scope, known);
  for (const unit of module.units) resolveUnit(walk, building, unit);
  reportOpen(walk);
  return building;
}

const sectionFaults: Partial<Record<Unit["kind"], string>> = {
  Constants: "a declaration",
  Variables: "a VARIABLE declaration",
  NestedModule: "a module",
  Theorem: "a THEOREM",
  Assume: "an ASSUME",
  UseHide: "USE or HIDE",
};

function resolveUnit(walk: Walk, building: Building, unit: Unit): void {
  const wrong = sectionFaults[unit.kind];
  if (wrong !== undefined && walk.pending.any)
    walk.report(faults.inRecursiveSection(wrong, walk.place(unit)));
  switch (unit.kind) {
    case "Extends":
      extend(walk, building, unit);
      return;
    case "Constants":
      for (const param of unit.params) {
        const name = canonicalOp(param.name.text);
        const params = Array.from({ length: param.arity }, () => 0);
        const declaration: ConstantDeclaration = {
          kind: "constant",
          name,
          module: building,
          params,
          node: param,
        };
        declare(walk, param, name, declaration, true);
        if (walk.scope.names.get(name)?.declaration === declaration) building.constants.push(declaration);
      }
      return;
    case "Variables":
      for (const node of unit.names) {
        const declaration: VariableDeclaration = {
          kind: "variable",
          name: node.text,
          module: building,
          params: [],
          node,
        };
        declare(walk, node, node.text, declaration, true);
        if (walk.scope.names.get(node.text)?.declaration === declaration)
          building.variables.push(declaration);
      }
      return;
    case "Recursive":
      declareRecursive(walk, unit.params, false);
      return;
    case "Definition":
    case "FunctionDefinition":
      building.definitions.push(define(walk, unit, false));
      return;
    case "Instance":
      instantiate(walk, unit, false);
      return;
    case "Assume":
    case "Theorem":
      resolveStatement(walk, building, unit);
      return;
    case "NestedModule":
      nest(walk, building, unit.module);
      return;
    case "Separator":
    case "UseHide":
      return;
    default:
      unreachable(unit);
  }
}

function resolveStatement(
  walk: Walk,
  building: Building,
  unit: Extract<Unit, { kind: "Assume" | "Theorem" }>,
): void {
  const { body } = unit;
  const resolve = (): void => {
    if (body.kind === "Sequent") resolveSequent(walk, body);
    else resolveExpr(walk, body);
  };
  if (unit.name === undefined) {
    resolve();
    return;
  }
  withLabels(walk, unit, resolve);
  const name = unit.name.text;
  declare(walk, unit, name, { kind: "statement", name, module: building, params: [], node: unit }, true);
}

function extend(walk: Walk, building: Building, unit: Extends): void {
  for (const name of unit.modules) {
    const module = walk.moduleNamed(name);
    if (module === undefined || building.extends.includes(module)) continue;
    building.extends.push(module);
    for (const [key, entry] of module.names) {
      if (!entry.exported) continue;
      bring(walk, key, entry, module.name, walk.place(name), true);
    }
    // Of two declarations of a name the first is the one that is meant.
    const meant = (d: ConstantDeclaration | VariableDeclaration): boolean =>
      walk.scope.names.get(d.name)?.declaration === d;
    for (const c of module.constants)
      if (meant(c) && !building.constants.includes(c)) building.constants.push(c);
    for (const v of module.variables)
      if (meant(v) && !building.variables.includes(v)) building.variables.push(v);
    for (const [key, inner] of module.inner) walk.scope.modules.set(key, inner);
  }
}

function nest(walk: Walk, building: Building, module: Module): void {
  if (building.inner.has(module.name.text)) {
    walk.report(faults.moduleTwice(module.name.text, walk.place(module.name)));
  }
  const inner = resolveModule(walk.tables, walk.parsed, module, building.origin, walk.known, walk.scope);
  building.inner.set(inner.name, inner);
  walk.scope.modules.set(inner.name, inner);
}
