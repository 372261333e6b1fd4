/** What level checking remembers: the summaries of operators and modules, and where it stands. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Instance, Node } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import type { Links } from "./opaque.js";
import { constant, type OperatorSummary, type Summary, without } from "./summary.js";
import type { Tables } from "./tables.js";
import type { Declaration, Level, ModuleScope } from "./types.js";

export interface ModuleLevels {
  /** No variables, and nothing in it above the level of constants. */
  readonly constant: boolean;
  readonly summary: Summary;
}

export class LevelState {
  protected readonly operators = new Map<Declaration, OperatorSummary>();
  protected readonly instances = new Map<Instance, Map<OperatorSummary, OperatorSummary>>();
  protected readonly modules = new Map<ModuleScope, ModuleLevels>();
  /** What `@` stands for, innermost last. */
  protected readonly updated: Summary[] = [];
  /** Faults are kept back while a recursive section is gone through for the first time. */
  protected silent = false;
  /** The level that every definition of a recursive section has at least, and its parameters: SANY's rule. */
  protected floor: Summary = constant;
  protected scope: ModuleScope | undefined;
  protected readonly links: Links;

  constructor(
    protected readonly tables: Tables,
    protected readonly levels: Map<Node, Level>,
  ) {
    this.links = {
      reference: (node) => tables.references.get(node),
      declaration: (node) => tables.declarations.get(node),
    };
  }

  protected report(node: { readonly span: Node["span"] }, make: (place: Place) => Diagnostic): void {
    if (this.silent || this.scope === undefined) return;
    const { parsed } = this.scope;
    this.tables.diagnostics.push(make(placeOf(parsed.file, parsed.source, node.span)));
  }

  /** What an operator's body says of anything but its parameters. */
  protected bodyOutside(op: OperatorSummary): Summary {
    return without(op.body, new Set(op.params.map((p) => p.declaration)));
  }

  protected formals(params: readonly Node[]): OperatorSummary["params"] {
    return params.flatMap((p) => {
      const declaration = this.tables.declarations.get(p);
      return declaration === undefined ? [] : [{ declaration, arity: declaration.params.length }];
    });
  }
}
