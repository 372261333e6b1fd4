/** The CONSTANTS of a configuration file: which declaration each value or substitution is for. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { nearest } from "../report/suggest.js";
import type { Cfg, CfgEntry } from "../tla/cfg.js";
import { equalValues, modelNames, printValue, type Value } from "../tla/value.js";
import { linkFaults } from "./cfg-faults.js";
import { find, findModule, findOperator, levelOf, near, placeOfDeclaration } from "./cfg-scope.js";
import { incomparable } from "./cfg-values.js";
import type {
  ConstantDeclaration,
  Declaration,
  ModuleScope,
  OperatorDeclaration,
  ResolvedSpec,
  ScopeEntry,
} from "./types.js";

type ConstantEntry = CfgEntry & { readonly kind: "constant" };
type SubstitutionEntry = CfgEntry & { readonly kind: "substitution" };

/** What a constant or a definition is replaced by. */
export type Replacement =
  | { readonly kind: "value"; readonly value: Value }
  /** An operator by its table: `F(1, a) = 2` gives a row. Other arguments are an error to TLC. */
  | {
      readonly kind: "table";
      readonly rows: readonly { readonly args: readonly Value[]; readonly value: Value }[];
    }
  | { readonly kind: "operator"; readonly name: string; readonly entry: ScopeEntry };

export interface LinkedConstant {
  readonly name: string;
  readonly target: ConstantDeclaration | OperatorDeclaration;
  /** The module in which the name is meant: the root, or the `[M]` that the entry names. */
  readonly module: ModuleScope;
  readonly by: Replacement;
  /** Where it is given; for a table its first row. */
  readonly place: Place;
}

/**
 * Links all values and substitutions; the last one given for a name counts, a substitution before a value, as
 * for TLC.
 */
export function linkConstants(
  spec: ResolvedSpec,
  cfg: Cfg,
  diagnostics: Diagnostic[],
): readonly LinkedConstant[] {
  const linker = new ConstantLinker(spec, cfg, diagnostics);
  for (const entry of cfg.entries) {
    if (entry.kind === "constant") linker.value(entry);
    else if (entry.kind === "substitution") linker.substitution(entry);
  }
  linker.missing();
  return [...linker.linked.values()];
}

class ConstantLinker {
  /** By `module name`. */
  readonly linked = new Map<string, LinkedConstant>();
  private readonly given = new Set<string>();
  private readonly substituted = new Map<string, Place>();
  private readonly mentioned: ReadonlySet<string>;
  private readonly spec: ResolvedSpec;
  private readonly cfg: Cfg;
  private readonly diagnostics: Diagnostic[];

  constructor(spec: ResolvedSpec, cfg: Cfg, diagnostics: Diagnostic[]) {
    this.spec = spec;
    this.cfg = cfg;
    this.diagnostics = diagnostics;
    const mentioned = new Set<string>();
    for (const e of cfg.entries) {
      if (e.kind === "substitution") this.substituted.set(keyOf(e.module, e.name), e.parts.name);
      else if (e.kind === "constant" && !isItself(e)) modelNames(e.value, mentioned);
    }
    this.mentioned = mentioned;
  }

  value(entry: ConstantEntry): void {
    const module = this.module(entry, "value");
    if (module === undefined) return;
    const found = target(module, entry.name);
    if (found === undefined || (entry.module !== undefined && found.declaration.kind === "constant")) {
      const hint = near(module, entry.name, isTarget);
      // `a = a` for what is no constant makes nothing, but tells the reader that `a` is a model value.
      if (isItself(entry) && (hint === undefined || this.mentioned.has(entry.name))) return;
      this.report(linkFaults.valueForNothing(entry.parts.name, entry.name, module.name, hint));
      return;
    }
    const takes = found.params.length;
    const has = entry.args?.length ?? 0;
    if (entry.args === undefined) {
      if (takes > 0) this.report(linkFaults.valueForAll(entry.place, entry.name, takes));
    } else if (takes !== has) this.report(linkFaults.valueArity(entry.place, entry.name, takes, has));
    else if (found.declaration.kind === "constant") {
      this.report(linkFaults.operatorTable(entry.place, entry.name));
    }
    this.checkModelValue(entry);
    const mixed = incomparable(entry.value);
    if (mixed !== undefined) {
      const [one, other] = [printValue(mixed[0]), printValue(mixed[1])];
      const at = entry.parts.target ?? entry.place;
      this.report(linkFaults.mixedSet(at, entry.name, one, other, found.declaration.kind === "constant"));
    }
    const before = this.linked.get(keyOf(entry.module, entry.name));
    if (entry.args === undefined) {
      this.add(entry, module, found.declaration, { kind: "value", value: entry.value });
      return;
    }
    const row = { args: entry.args, value: entry.value };
    if (before?.by.kind === "table") {
      const same = before.by.rows.some((r) =>
        r.args.every((a, i) => row.args[i] && equalValues(a, row.args[i])),
      );
      if (same) this.report(linkFaults.givenTwice(entry.place, entry.name, before.place));
      const by = { kind: "table", rows: [...before.by.rows, row] } as const;
      this.linked.set(keyOf(entry.module, entry.name), { ...before, by });
    } else this.add(entry, module, found.declaration, { kind: "table", rows: [row] });
  }

  /** `x = Op` where `Op` is defined makes a model value that is called so: hardly ever meant. */
  private checkModelValue(entry: ConstantEntry): void {
    if (entry.value.kind !== "model" || entry.args !== undefined || isItself(entry)) return;
    const { name } = entry.value;
    if (findOperator(this.spec.root, name) === undefined) return;
    const declared = this.cfg.entries.some((e) => e.kind === "constant" && e.name === name && isItself(e));
    if (declared) return;
    this.report(linkFaults.modelValueName(entry.parts.target ?? entry.place, entry.name, name));
  }

  substitution(entry: SubstitutionEntry): void {
    const module = this.module(entry, "substitution");
    if (module === undefined) return;
    const found = target(module, entry.name);
    if (found === undefined) {
      const hint = near(module, entry.name, isTarget);
      this.report(linkFaults.substitutionForNothing(entry.parts.name, entry.name, module.name, hint));
    } else if (entry.module !== undefined && found.declaration.kind === "constant") {
      this.report(linkFaults.constantOfModule(entry.parts.name, entry.name, module.name));
    }
    // What the parser has refused needs no second complaint.
    if (entry.operator.includes("!")) return;
    const operator = findOperator(this.spec.root, entry.operator);
    const at = entry.parts.target ?? entry.place;
    if (operator === undefined) {
      const hint = near(this.spec.root, entry.operator, isTarget);
      this.report(linkFaults.unknownOperator(at, entry.operator, this.spec.root.name, hint));
      return;
    }
    const chain = this.substituted.get(keyOf(entry.module, entry.operator));
    if (chain !== undefined) this.report(linkFaults.chained(at, entry.operator, chain));
    if (found === undefined) return;
    this.checkFit(entry, found, operator, at);
    this.add(entry, module, found.declaration, { kind: "operator", name: entry.operator, entry: operator });
  }

  /**
   * Arity and level of a substitution. A definition that is given a value is that value, which fits
   * everywhere.
   */
  private checkFit(
    entry: SubstitutionEntry,
    found: NonNullable<ReturnType<typeof target>>,
    operator: NonNullable<ReturnType<typeof findOperator>>,
    at: Place,
  ): void {
    const isValue = (e: CfgEntry): boolean =>
      e.kind === "constant" && e.name === entry.operator && e.module === undefined;
    if (this.cfg.entries.some(isValue)) return;
    const [takes, has] = [found.params.length, operator.params.length];
    if (takes !== has) this.report(linkFaults.substitutionArity(at, entry.name, takes, entry.operator, has));
    const level = levelOf(this.spec, operator);
    // One with parameters may speak of states: TLC evaluates it where it is applied.
    if (found.declaration.kind === "constant" && takes === 0 && level !== undefined && level > 0) {
      this.report(linkFaults.substitutionLevel(at, entry.name, entry.operator, level));
    }
  }

  /** Constants of the root and of what it extends that nothing is given for. */
  missing(): void {
    const place = { file: this.cfg.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    for (const constant of this.spec.root.constants) {
      if (this.given.has(constant.name)) continue;
      this.report(linkFaults.noValue(place, constant.name, placeOfDeclaration(constant)));
    }
  }

  private module(
    entry: ConstantEntry | SubstitutionEntry,
    what: "value" | "substitution",
  ): ModuleScope | undefined {
    if (entry.module === undefined) {
      this.given.add(entry.name);
      return this.spec.root;
    }
    const found = findModule(this.spec, entry.module);
    if (found === undefined) {
      const fault = linkFaults.unknownModule(
        entry.parts.module ?? entry.place,
        entry.module,
        nearest(entry.module, this.spec.modules.keys()),
      );
      // A value for an unknown module is passed over by TLC, a substitution refused.
      this.report(what === "value" ? { ...fault, severity: "warning" } : fault);
    }
    return found;
  }

  private add(
    entry: ConstantEntry | SubstitutionEntry,
    module: ModuleScope,
    declaration: ConstantDeclaration | OperatorDeclaration,
    by: Replacement,
  ): void {
    const key = keyOf(entry.module, entry.name);
    const before = this.linked.get(key);
    if (before !== undefined) this.report(linkFaults.givenTwice(entry.parts.name, entry.name, before.place));
    if (before?.by.kind === "operator" && by.kind !== "operator") return;
    this.linked.set(key, { name: entry.name, target: declaration, module, by, place: entry.parts.name });
  }

  private report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }
}

const keyOf = (module: string | undefined, name: string): string => `${module ?? ""} ${name}`;

function isItself(entry: ConstantEntry): boolean {
  return entry.value.kind === "model" && entry.value.name === entry.name && entry.args === undefined;
}

function isTarget(declaration: Declaration): declaration is ConstantDeclaration | OperatorDeclaration {
  return declaration.kind === "constant" || declaration.kind === "operator";
}

/** What a value can be given for: a constant or a definition. */
function target(
  module: ModuleScope,
  name: string,
):
  | {
      readonly declaration: ConstantDeclaration | OperatorDeclaration;
      readonly params: readonly number[];
    }
  | undefined {
  const found = find(module, name);
  if (found === undefined || !isTarget(found.declaration)) return undefined;
  return { declaration: found.declaration, params: found.params };
}
