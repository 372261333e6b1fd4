/** The side tables that resolution fills, and the state it keeps while it walks one file. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import type { Instance, Label, Name, Node, ParsedModule } from "../tla/ast.js";
import { placeOf } from "../tla/place.js";
import type { LabelFrame } from "./labels.js";
import { Pending } from "./pending.js";
import { type Frame, lookup, lookupModule, visibleNames } from "./scope.js";
import { standardHome } from "./standard.js";
import type { Declaration, ModuleScope, Reference, ResolvedSubstitution, ScopeEntry } from "./types.js";

/** What all modules share. */
export interface Tables {
  readonly references: Map<Node, Reference>;
  readonly declarations: Map<Node, Declaration>;
  readonly substitutions: Map<Instance, readonly ResolvedSubstitution[]>;
  readonly instantiated: Map<Instance, ModuleScope>;
  /** Labels right inside a definition, a named statement or a label. */
  readonly labels: Map<Node, ReadonlyMap<string, Label>>;
  readonly diagnostics: Diagnostic[];
}

/** Where a walk stands: one module's text, and the names visible. */
export class Walk {
  /** How many EXCEPT updates are around the position: `@` means something in them alone. */
  updates = 0;
  /** Definitions and labels around the position, innermost last. */
  readonly labelFrames: LabelFrame[] = [];
  /** RECURSIVE operators not yet defined. */
  readonly pending = new Pending();
  constructor(
    readonly tables: Tables,
    readonly parsed: ParsedModule,
    readonly module: ModuleScope,
    public scope: Frame,
    /** A module that this one needs; faults of finding it have been reported. */
    readonly known: (name: Name) => ModuleScope | undefined,
  ) {}

  place(node: { readonly span: Node["span"] }): Place {
    return placeOf(this.parsed.file, this.parsed.source, node.span);
  }

  report(diagnostic: Diagnostic): void {
    this.tables.diagnostics.push(diagnostic);
  }

  find(name: string): ScopeEntry | undefined {
    return lookup(this.scope, name);
  }

  /** A module as EXTENDS and INSTANCE name it: one nested here, or another file's. */
  moduleNamed(name: Name): ModuleScope | undefined {
    return lookupModule(this.scope, name.text) ?? this.known(name);
  }

  refer(node: Node, entry: ScopeEntry): void {
    this.tables.references.set(node, { to: entry.declaration, through: entry.through, selectors: [] });
  }

  /** A hint that names the nearest of some candidates. */
  near(name: string, candidates: Iterable<string>): string | undefined {
    const near = nearest(name, candidates);
    return near === undefined ? undefined : `did you mean \`${near}\`?`;
  }

  /** A hint for a name that is not there: one that is nearly it, or the standard module that has it. */
  guess(name: string): string | undefined {
    const near = nearest(name, visibleNames(this.scope));
    const home = standardHome(name);
    if (home !== undefined && (near === undefined || !/^\w{3,}/.test(name))) {
      return `\`${name}\` is defined in ${home}: add it to EXTENDS`;
    }
    return near === undefined ? undefined : `did you mean \`${near}\`?`;
  }
}

/** Where a declaration stands; the language's own operators stand nowhere. */
export function placeOfDeclaration(declaration: Declaration): Place | undefined {
  if (declaration.kind === "builtin" || declaration.module === undefined) return undefined;
  const { parsed } = declaration.module;
  const { node } = declaration;
  const named = "name" in node && node.name !== undefined && typeof node.name === "object" ? node.name : node;
  return placeOf(parsed.file, parsed.source, named.span);
}
