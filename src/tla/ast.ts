/**
 * The syntax tree of a TLA+ module, typed and our own.
 *
 * Representation: nodes are plain immutable data with a `kind`, an `id` (unique in its module; side tables are keyed by
 * it) and a `span` into the module's source text. Facts found later (shapes, levels, roles) never live on nodes.
 * Operators keep their TLA+ spelling in `op` (`/\\`, `\\in`, `'`); ASCII synonyms are kept as written, see `canonicalOp`.
 * Parentheses are nodes (`Paren`), so that the tree says exactly what was written.
 */

/** Half-open range of UTF-16 offsets in the module's source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Base {
  readonly id: number;
  readonly span: Span;
}

export interface Name extends Base {
  readonly kind: "Name";
  readonly text: string;
}

// ---------------------------------------------------------------------------------------------------- expressions

/**
 * What stands before a `!`: an instance or a definition (`M`, `M(1)`), or a selector of a subexpression (`2`, `<<`, `@`).
 * The span is that of name and arguments; `name` is empty for the selector `(a, b)`.
 */
export interface PathPart {
  readonly span: Span;
  readonly name: string;
  readonly args: readonly Expr[];
}
/** A name with its arguments: `x`, `F(a, b)`, `M(1)!F(a)` (where `M(1)` is the path). */
export interface Apply extends Base {
  readonly kind: "Apply";
  readonly path: readonly PathPart[];
  readonly name: string;
  readonly args: readonly Expr[];
}
export interface NumberLit extends Base {
  readonly kind: "Number";
  readonly text: string;
}
export interface StringLit extends Base {
  readonly kind: "String";
  /** The value, escapes resolved. */
  readonly value: string;
}
export interface Prefix extends Base {
  readonly kind: "Prefix";
  /** `~ \lnot - [] <> DOMAIN SUBSET UNION UNCHANGED ENABLED` */
  readonly op: string;
  readonly arg: Expr;
}
export interface Infix extends Base {
  readonly kind: "Infix";
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
export interface Postfix extends Base {
  readonly kind: "Postfix";
  /** `'` (prime), `^+ ^* ^#` */
  readonly op: string;
  readonly arg: Expr;
}
/** A bulleted list: every item starts with `op` in the same column. */
export interface Junction extends Base {
  readonly kind: "Junction";
  readonly op: "/\\" | "\\/";
  readonly items: readonly Expr[];
}
export interface Paren extends Base {
  readonly kind: "Paren";
  readonly body: Expr;
}
/** `x`, `x, y` or `<<x, y>>` bound to `domain` (absent only for unbounded quantifiers and CHOOSE). */
export interface Bound extends Base {
  readonly kind: "Bound";
  readonly names: readonly Name[];
  readonly tuple: boolean;
  readonly domain: Expr | undefined;
}
export interface Quantifier extends Base {
  readonly kind: "Quantifier";
  /** `\A \E`, temporal `\AA \EE` */
  readonly op: "\\A" | "\\E" | "\\AA" | "\\EE";
  readonly bounds: readonly Bound[];
  readonly body: Expr;
}
export interface Choose extends Base {
  readonly kind: "Choose";
  readonly bound: Bound;
  readonly body: Expr;
}
export interface TupleLit extends Base {
  readonly kind: "Tuple";
  readonly items: readonly Expr[];
}
export interface SetLit extends Base {
  readonly kind: "Set";
  readonly items: readonly Expr[];
}
/** `{x \in S : P}` */
export interface SetFilter extends Base {
  readonly kind: "SetFilter";
  readonly bound: Bound;
  readonly body: Expr;
}
/** `{e : x \in S, y \in T}` */
export interface SetMap extends Base {
  readonly kind: "SetMap";
  readonly body: Expr;
  readonly bounds: readonly Bound[];
}
/** `[x \in S, y \in T |-> e]` */
export interface FunctionLit extends Base {
  readonly kind: "Function";
  readonly bounds: readonly Bound[];
  readonly body: Expr;
}
/** `[S -> T]` */
export interface FunctionSet extends Base {
  readonly kind: "FunctionSet";
  readonly domain: Expr;
  readonly range: Expr;
}
/** `f[a, b]` */
export interface Index extends Base {
  readonly kind: "Index";
  readonly fn: Expr;
  readonly args: readonly Expr[];
}
export interface FieldExpr extends Base {
  readonly kind: "FieldExpr";
  readonly name: Name;
  readonly value: Expr;
}
/** `[a |-> 1, b |-> 2]` */
export interface RecordLit extends Base {
  readonly kind: "Record";
  readonly fields: readonly FieldExpr[];
}
/** `[a : S, b : T]` */
export interface RecordSet extends Base {
  readonly kind: "RecordSet";
  readonly fields: readonly FieldExpr[];
}
/** `r.f` */
export interface Field extends Base {
  readonly kind: "Field";
  readonly record: Expr;
  readonly name: Name;
}
export type PathStep =
  | (Base & { readonly kind: "PathField"; readonly name: Name })
  | (Base & { readonly kind: "PathIndex"; readonly args: readonly Expr[] });
export interface ExceptUpdate extends Base {
  readonly kind: "ExceptUpdate";
  readonly path: readonly PathStep[];
  readonly value: Expr;
}
/** `[f EXCEPT ![a].b = e, ![c] = @ + 1]` */
export interface Except extends Base {
  readonly kind: "Except";
  readonly base: Expr;
  readonly updates: readonly ExceptUpdate[];
}
/** `@` inside EXCEPT */
export interface At extends Base {
  readonly kind: "At";
}
export interface If extends Base {
  readonly kind: "If";
  readonly test: Expr;
  readonly then: Expr;
  readonly else: Expr;
}
export interface CaseArm extends Base {
  readonly kind: "CaseArm";
  /** Absent for OTHER. */
  readonly test: Expr | undefined;
  readonly value: Expr;
}
export interface Case extends Base {
  readonly kind: "Case";
  readonly arms: readonly CaseArm[];
}
export interface Let extends Base {
  readonly kind: "Let";
  readonly units: readonly Unit[];
  readonly body: Expr;
}
export interface Lambda extends Base {
  readonly kind: "Lambda";
  readonly params: readonly Name[];
  readonly body: Expr;
}
/** An operator passed as an argument: `F` alone is an `Apply` without arguments; `+` or `\cup` is this. */
export interface OperatorRef extends Base {
  readonly kind: "OperatorRef";
  readonly op: string;
}
/** `[A]_v` (`box`) or `<<A>>_v` (`angle`) */
export interface ActionSub extends Base {
  readonly kind: "ActionSub";
  readonly form: "box" | "angle";
  readonly action: Expr;
  readonly subscript: Expr;
}
/** `WF_v(A)`, `SF_v(A)` */
export interface Fairness extends Base {
  readonly kind: "Fairness";
  readonly op: "WF" | "SF";
  readonly subscript: Expr;
  readonly action: Expr;
}
/** `lbl(x) :: e` */
export interface Label extends Base {
  readonly kind: "Label";
  readonly name: Name;
  readonly params: readonly Name[];
  readonly body: Expr;
}

export type Expr =
  | Apply
  | NumberLit
  | StringLit
  | Prefix
  | Infix
  | Postfix
  | Junction
  | Paren
  | Quantifier
  | Choose
  | TupleLit
  | SetLit
  | SetFilter
  | SetMap
  | FunctionLit
  | FunctionSet
  | Index
  | RecordLit
  | RecordSet
  | Field
  | Except
  | At
  | If
  | Case
  | Let
  | Lambda
  | OperatorRef
  | ActionSub
  | Fairness
  | Label;

// ---------------------------------------------------------------------------------------------------------- units

/** A parameter of an operator: `x` (arity 0) or `F(_, _)` (arity 2). */
export interface Param extends Base {
  readonly kind: "Param";
  readonly name: Name;
  readonly arity: number;
}
export interface Extends extends Base {
  readonly kind: "Extends";
  readonly modules: readonly Name[];
}
export interface Constants extends Base {
  readonly kind: "Constants";
  readonly params: readonly Param[];
}
export interface Variables extends Base {
  readonly kind: "Variables";
  readonly names: readonly Name[];
}
export interface Recursive extends Base {
  readonly kind: "Recursive";
  readonly params: readonly Param[];
}
/** `F(x, G(_)) == e`; infix, prefix and postfix definitions keep the operator's spelling as the name. */
export interface Definition extends Base {
  readonly kind: "Definition";
  readonly local: boolean;
  readonly name: Name;
  readonly fixity: "name" | "infix" | "prefix" | "postfix";
  readonly params: readonly Param[];
  readonly body: Expr;
}
/** `f[x \in S] == e` */
export interface FunctionDefinition extends Base {
  readonly kind: "FunctionDefinition";
  readonly local: boolean;
  readonly name: Name;
  readonly bounds: readonly Bound[];
  readonly body: Expr;
}
export interface Substitution extends Base {
  readonly kind: "Substitution";
  readonly name: Name;
  readonly value: Expr;
}
/** `INSTANCE M WITH a <- e`, or named: `N(x) == INSTANCE M WITH …` */
export interface Instance extends Base {
  readonly kind: "Instance";
  readonly local: boolean;
  readonly name: Name | undefined;
  readonly params: readonly Param[];
  readonly module: Name;
  readonly substitutions: readonly Substitution[];
}
export interface Assume extends Base {
  readonly kind: "Assume";
  readonly name: Name | undefined;
  readonly body: Expr;
}
/** The word that says what a NEW parameter may stand for; CONSTANT where none is written. */
export type NewLevel = "CONSTANT" | "VARIABLE" | "STATE" | "ACTION" | "TEMPORAL";
/** `NEW c`, `NEW x \in S`, `CONSTANT F(_)`, `NEW STATE p`: a parameter that an ASSUME introduces. */
export interface NewParam extends Base {
  readonly kind: "NewParam";
  readonly level: NewLevel;
  readonly param: Param;
  readonly domain: Expr | undefined;
}
/** `ASSUME a, NEW c, … PROVE e`. What it introduces is known in the assumptions after it and in `prove`. */
export interface Sequent extends Base {
  readonly kind: "Sequent";
  /** `lbl ::` before it. */
  readonly label: Name | undefined;
  /** Whether it is written with []ASSUME; []PROVE is not told apart from PROVE. */
  readonly box: boolean;
  readonly assumptions: readonly (Expr | Sequent | NewParam)[];
  readonly prove: Expr;
}
/** A theorem (LEMMA, …) with its proof kept as text: its syntax is checked, its meaning is not. */
export interface Theorem extends Base {
  readonly kind: "Theorem";
  readonly name: Name | undefined;
  readonly body: Expr | Sequent;
  readonly proof: Span | undefined;
}
/** A USE or HIDE between units, kept as text. */
export interface UseHide extends Base {
  readonly kind: "UseHide";
}
/** `-----` between units */
export interface Separator extends Base {
  readonly kind: "Separator";
}
export interface NestedModule extends Base {
  readonly kind: "NestedModule";
  readonly module: Module;
}

export type Unit =
  | Extends
  | Constants
  | Variables
  | Recursive
  | Definition
  | FunctionDefinition
  | Instance
  | Assume
  | Theorem
  | UseHide
  | Separator
  | NestedModule;

export interface Module extends Base {
  readonly kind: "Module";
  readonly name: Name;
  readonly units: readonly Unit[];
}

/** A comment as it stands in the source, with its delimiters. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** What parsing gives: the tree, the text it was read from, and the comments in order. */
export interface ParsedModule {
  readonly stage: "parsed";
  readonly file: string;
  readonly source: string;
  readonly module: Module;
  readonly comments: readonly Comment[];
}

export type Node =
  | Module
  | Unit
  | Expr
  | Name
  | Param
  | Bound
  | FieldExpr
  | PathStep
  | ExceptUpdate
  | CaseArm
  | Substitution
  | Sequent
  | NewParam;
