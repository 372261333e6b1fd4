/**
 * What name resolution and level checking give: the stage after parsing.
 *
 * Representation: syntax trees stay as they were parsed; everything found is in side tables keyed by node (node identity,
 * as ids are unique within one file only). A `ResolvedSpec` can only be made by `resolve`, so what needs resolved names
 * cannot be called on a parsed module.
 */
import type { Diagnostic } from "../report/diagnostic.js";
import type {
  Assume,
  Definition,
  Expr,
  FunctionDefinition,
  Instance,
  Label,
  Module,
  Name,
  Node,
  Param,
  ParsedModule,
  Theorem,
} from "../tla/ast.js";

/** 0 constant, 1 state (one state), 2 action (two states), 3 temporal (a behaviour). Specifying Systems, §17.2. */
export type Level = 0 | 1 | 2 | 3;

interface Declared {
  readonly name: string;
  /** The module whose text declares it; `undefined` for what the language itself has. */
  readonly module: ModuleScope | undefined;
  /** Arity of each parameter (0: a value, n: an operator of n arguments); empty for what takes none. */
  readonly params: readonly number[];
}
/** An operator of the language itself: `\in`, `'`, `=`, `TRUE`, … */
export interface BuiltinDeclaration extends Declared {
  readonly kind: "builtin";
}
export interface ConstantDeclaration extends Declared {
  readonly kind: "constant";
  readonly node: Param;
}
export interface VariableDeclaration extends Declared {
  readonly kind: "variable";
  readonly node: Name;
}
/** A definition, in a module or a LET. */
export interface OperatorDeclaration extends Declared {
  readonly kind: "operator";
  readonly node: Definition | FunctionDefinition;
  /** Declared RECURSIVE before (a function may always speak of itself). */
  readonly recursive: boolean;
  readonly local: boolean;
  readonly inLet: boolean;
}
/** `N(x) == INSTANCE M`: `N` alone is no expression, `N!Op` is. */
export interface InstanceDeclaration extends Declared {
  readonly kind: "instance";
  readonly node: Instance;
  readonly of: ModuleScope;
  readonly local: boolean;
}
/** A named THEOREM or ASSUME. */
export interface StatementDeclaration extends Declared {
  readonly kind: "statement";
  readonly node: Theorem | Assume;
}
/** A parameter of a definition or of LAMBDA. */
export interface ParameterDeclaration extends Declared {
  readonly kind: "parameter";
  readonly node: Param | Name;
}
/** A name bound by a quantifier, CHOOSE, a set or a function; `temporal` for `\AA` and `\EE`, where it is a variable. */
export interface BoundDeclaration extends Declared {
  readonly kind: "bound";
  readonly node: Name;
  readonly temporal: boolean;
}
/** `lbl(x) :: e`, reached as `Op!lbl(x)`. */
export interface LabelDeclaration extends Declared {
  readonly kind: "label";
  readonly node: Label;
}
/** A parameter that an ASSUME … PROVE introduces (`NEW CONSTANT c`). */
export interface NewDeclaration extends Declared {
  readonly kind: "new";
  readonly node: Node;
  readonly level: Level;
}

export type Declaration =
  | BuiltinDeclaration
  | ConstantDeclaration
  | VariableDeclaration
  | OperatorDeclaration
  | InstanceDeclaration
  | StatementDeclaration
  | ParameterDeclaration
  | BoundDeclaration
  | LabelDeclaration
  | NewDeclaration;

/** What an INSTANCE puts for one constant or variable of the module: an expression, or (not written) the same name here. */
export interface ResolvedSubstitution {
  readonly target: ConstantDeclaration | VariableDeclaration;
  readonly value: Expr | ScopeEntry;
}

/** One INSTANCE gone through on the way to a declaration; `args` are those of `N(args)!Op`, empty otherwise. */
export interface Through {
  readonly instance: Instance;
  readonly of: ModuleScope;
  readonly args: readonly Expr[];
}

/** What an identifier, or an operator between its operands, stands for. */
export interface Reference {
  readonly to: Declaration;
  /**
   * The INSTANCEs between the use and the declaration, outermost first: `Op` of the instantiated module is meant with
   * the substitutions of all of them.
   */
  readonly through: readonly Through[];
  /** Selectors of a subexpression after the definition's name, as written: `Op!1!<<`. */
  readonly selectors: readonly string[];
}

/** A name as a module sees it: declared there, extended, or had through an unnamed INSTANCE. */
export interface ScopeEntry {
  readonly declaration: Declaration;
  readonly through: readonly Through[];
  /** Whether modules that extend or instantiate this one see it too. */
  readonly exported: boolean;
}

/** A module with its names. Nested modules have a scope of their own and their parent's `parsed`. */
export interface ModuleScope {
  readonly name: string;
  readonly parsed: ParsedModule;
  readonly module: Module;
  /** `library`: one of the standard modules, which this tool brings along. */
  readonly origin: "file" | "library";
  /** Everything visible at its end, EXTENDS and INSTANCE included. */
  readonly names: ReadonlyMap<string, ScopeEntry>;
  /** The modules it extends directly, in order. */
  readonly extends: readonly ModuleScope[];
  /** Constants and variables, those extended first, in order of declaration. */
  readonly constants: readonly ConstantDeclaration[];
  readonly variables: readonly VariableDeclaration[];
  /** Definitions of its own, in order (not those of LETs, EXTENDS, INSTANCE). */
  readonly definitions: readonly OperatorDeclaration[];
  readonly inner: ReadonlyMap<string, ModuleScope>;
}

/** A root module with everything it needs, all names linked and all levels known. */
export interface ResolvedSpec {
  readonly stage: "resolved";
  readonly root: ModuleScope;
  /** All modules read, by name, each after those it extends or instantiates; the root is last. */
  readonly modules: ReadonlyMap<string, ModuleScope>;
  /**
   * What a node stands for. Nodes that have one: `Apply`, `OperatorRef`, `Prefix`, `Infix`, `Postfix`, `Junction` (its
   * operator), the `name` of a `Substitution`.
   */
  reference(node: Node): Reference | undefined;
  /** What a `Name`, `Param`, `Definition`, `FunctionDefinition`, `Instance`, `Label` … declares. */
  declaration(node: Node): Declaration | undefined;
  /** What an INSTANCE substitutes, one for each constant and variable of its module. */
  substitutions(instance: Instance): readonly ResolvedSubstitution[];
  /** Level of an expression as it stands in its module, parameters counted as constants; of a definition: of its body. */
  level(node: Node): Level | undefined;
  /**
   * Links a module as if its units stood at the end of the root and of what was appended before. It joins `appended`, not
   * `modules`, if there is no error; its nodes are then looked up as all others are.
   */
  append(parsed: ParsedModule): Appended;
  /** What was appended so far, in order. */
  readonly appended: readonly ModuleScope[];
}

/** Units linked after the root's: expressions that a user asks about, definitions of a session. */
export interface Appended {
  readonly scope: ModuleScope;
  /** Without an error the units can be used. */
  readonly diagnostics: readonly Diagnostic[];
}
