/** One constructor for each fault in the text of a configuration file. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import { didYouMean, nearest } from "../report/suggest.js";
import { keywordSpellings } from "./cfg-keywords.js";
import type { CfgToken } from "./cfg-lexer.js";

const error = (code: string, message: string, place: Place, hint?: string): Diagnostic => ({
  code: `cfg/${code}`,
  severity: "error",
  message,
  place,
  ...(hint === undefined ? {} : { hint }),
});

const warning = (code: string, message: string, place: Place, hint: string): Diagnostic => ({
  ...error(code, message, place, hint),
  severity: "warning",
});

const shown = (token: CfgToken): string =>
  token.kind === "end" ? "the end of the file" : `\`${token.text}\``;

const useOperator = "define an operator in the module that has this value, and write `<-` and its name";

/** The keyword that a word in capitals is probably meant to be. */
export function nearestKeyword(word: string): string | undefined {
  return nearest(word.toUpperCase(), keywordSpellings);
}

export const cfgFaults = {
  unclosedComment: (place: Place) => error("unclosed-comment", "this comment is never closed", place),
  badString: (place: Place) =>
    error(
      "bad-string",
      "no string of TLA+",
      place,
      'a string ends on its line; `\\` stands only before " \\ n t f r',
    ),
  unknownCharacter: (place: Place, text: string) =>
    error("unknown-character", `\`${text}\` is nothing that TLA+ can be written with`, place),
  unknownKeyword: (place: Place, token: CfgToken) => {
    const near = nearestKeyword(token.text);
    return error(
      "unknown-keyword",
      `${shown(token)} is not a keyword of TLC's configuration`,
      place,
      didYouMean(near).hint ?? `one of ${keywordSpellings.join(", ")}`,
    );
  },
  expectedName: (place: Place, found: CfgToken) =>
    error("expected-name", `expected the name of a definition but found ${shown(found)}`, place),
  expectedAssignment: (place: Place, found: CfgToken) =>
    error("expected-assignment", `expected \`=\` or \`<-\` but found ${shown(found)}`, place),
  expectedModule: (place: Place, found: CfgToken) =>
    error("expected-module", `expected the name of a module and \`]\` but found ${shown(found)}`, place),
  expectedTruth: (place: Place, found: CfgToken) =>
    error("expected-truth", `expected TRUE or FALSE but found ${shown(found)}`, place),
  badValue: (place: Place, name: string) =>
    error(
      "bad-value",
      `the value of ${name} cannot be read`,
      place,
      `write a number, a string, TRUE, FALSE, a model value, or a set of these; otherwise ${useOperator}`,
    ),
  negative: (place: Place) =>
    error("negative-number", "TLC's configuration has no negative numbers", place, useOperator),
  numberRange: (place: Place, text: string) =>
    error("number-range", `${text} is more than TLC's integers hold (2147483647)`, place),
  escape: (place: Place) =>
    warning(
      "escape",
      "in a configuration TLC takes the backslash for a character of the string",
      place,
      useOperator,
    ),
  qualifiedName: (place: Place) =>
    error(
      "qualified-name",
      "TLC takes no name with `!` here",
      place,
      "define an operator of the module that stands for it, and name that",
    ),
  duplicate: (place: Place, keyword: string, first: Place): Diagnostic => ({
    ...error("duplicate", `${keyword} is given more than once`, place, "keep one of them"),
    notes: [{ message: "first here", place: first }],
  }),
  obsolete: (place: Place, keyword: string) =>
    warning(
      "obsolete-keyword",
      `${keyword} does nothing in old versions of TLC, and newer ones do not know it`,
      place,
      "leave it out and check types with an invariant",
    ),
};
