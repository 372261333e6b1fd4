/** The keywords of TLC's configuration files. */

/** Keywords that name one definition, at most once in a file. */
const singles = [
  "SPECIFICATION",
  "INIT",
  "NEXT",
  "SYMMETRY",
  "VIEW",
  "ALIAS",
  "TYPE",
  "TYPE_CONSTRAINT",
  "_PERIODIC",
  "_RL_REWARD",
] as const;
/** Keywords that name any number of definitions. */
const lists = [
  "INVARIANT",
  "PROPERTY",
  "CONSTRAINT",
  "ACTION_CONSTRAINT",
  "POSTCONDITION",
  "_POSSIBLE",
] as const;

type SingleKeyword = (typeof singles)[number];
/** A keyword that names definitions, in the spelling we store: the singular. */
export type CfgKeyword = SingleKeyword | (typeof lists)[number];

/** What a keyword opens. */
export type Section = CfgKeyword | "CONSTANT" | "CHECK_DEADLOCK";

const sections: ReadonlyMap<string, Section> = new Map<string, Section>([
  ...[...singles, ...lists].map((k) => [k, k] as const),
  ["CONSTANT", "CONSTANT"],
  ["CONSTANTS", "CONSTANT"],
  ["INVARIANTS", "INVARIANT"],
  ["PROPERTIES", "PROPERTY"],
  ["CONSTRAINTS", "CONSTRAINT"],
  ["ACTION_CONSTRAINTS", "ACTION_CONSTRAINT"],
  ["POSTCONDITIONS", "POSTCONDITION"],
  ["CHECK_DEADLOCK", "CHECK_DEADLOCK"],
]);

/** Keywords as one may write them, for suggestions. */
export const keywordSpellings: readonly string[] = [...sections.keys()];

/** What a word opens, if it is a keyword. */
export function sectionOf(word: string): Section | undefined {
  return sections.get(word);
}

export function isSingle(keyword: Section): keyword is SingleKeyword {
  return singles.some((k) => k === keyword);
}

/** Without effect in old versions of TLC, and names like any other in newer ones. */
export function isObsolete(word: string): boolean {
  return word === "TYPE" || word === "TYPE_CONSTRAINT";
}
