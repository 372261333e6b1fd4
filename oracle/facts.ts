/**
 * What is compared: the facts of one module's file that both front ends must agree on.
 *
 * Representation: places are lines and columns, 1-based, the end inclusive, a tab moving to the next multiple of eight:
 * SANY's way. Nodes are the expressions of the file in no order; several may have the same place.
 */

/** First line, first column, last line, last column. */
export type Place = readonly [number, number, number, number];

export interface SymbolFact {
  readonly name: string;
  /** -1: any number of arguments. */
  readonly arity: number;
  /** Name of the file, without its extension, that declares it; empty for what the language has. */
  readonly file: string;
  /** 0: its place is not known, or in a text that the other side does not have. */
  readonly line: number;
  readonly column: number;
  /** Its name where it is declared: `Op` for `N!Op`. */
  readonly source: string;
}

export interface NodeFact {
  readonly place: Place;
  readonly kind: string;
  /** -1: not known. */
  readonly level: number;
  readonly operator: SymbolFact | undefined;
}

export interface DefinitionFact {
  readonly place: Place;
  readonly name: string;
  readonly level: number;
  /** Arity of each parameter. */
  readonly params: readonly number[];
}

export interface DeclaredFact {
  readonly name: string;
  readonly arity: number;
}

export interface ModuleFacts {
  readonly constants: readonly DeclaredFact[];
  readonly variables: readonly DeclaredFact[];
  readonly nodes: readonly NodeFact[];
  readonly definitions: readonly DefinitionFact[];
}

/** `syntax`, `semantic`: rejected, and by which part. `crash`, `timeout`: no verdict. */
export type Verdict = "accepted" | "syntax" | "semantic" | "crash" | "timeout";

/** Lines of a module's file that belong to a proof. */
export interface ProofLines {
  readonly module: string;
  readonly from: number;
  readonly to: number;
}

export interface Answer {
  readonly verdict: Verdict;
  /** The first reasons of a rejection. */
  readonly messages: readonly string[];
  /** There exactly if accepted. */
  readonly facts: ModuleFacts | undefined;
  /** Where proofs stand in the modules read; only our side tells. */
  readonly proofs?: readonly ProofLines[];
}

/** One module to ask both about. */
export interface Job {
  readonly id: string;
  /** Absolute path; `<module name>.tla`. */
  readonly file: string;
  /** Folders to look for modules in, after the file's own. */
  readonly folders: readonly string[];
}
