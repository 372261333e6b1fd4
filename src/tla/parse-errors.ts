/** The parser's diagnostics, one constructor per message. */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Token } from "./lexer.js";

function error(
  code: string,
  place: Place,
  message: string,
  hint?: string,
  notes?: Diagnostic["notes"],
): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    place,
    ...(notes === undefined ? {} : { notes }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** A token in words, for messages. */
export function describeToken(token: Token): string {
  if (token.type === "eof") return "the end of the text";
  if (token.type === "end") return "the end of the module";
  if (token.type === "separator" || token.type === "heading") return "a separator line";
  return `\`${token.text}\``;
}

export function unexpectedToken(place: Place, expected: string, found: string, hint?: string): Diagnostic {
  return error("tla/unexpected-token", place, `expected ${expected}, found ${found}`, hint);
}

export function unclosedBracket(
  place: Place,
  close: string,
  found: string,
  open: string,
  at: Place,
): Diagnostic {
  const message = `expected \`${close}\`, found ${found}`;
  const notes = [{ message: `the \`${open}\` was opened here`, place: at }];
  return error("tla/unclosed-bracket", place, message, `missing \`${close}\`?`, notes);
}

export function outdented(place: Place, expected: string, found: string, bullet: number): Diagnostic {
  const message = `expected ${expected}, but the list item ends here: ${found} is not right of column ${bullet}`;
  return error("tla/unexpected-token", place, message, "indent this text further than the item's bullet");
}

export function precedenceConflict(place: Place, left: string, right: string, at: Place): Diagnostic {
  const same = left === right;
  const message = same
    ? `\`${left}\` cannot be chained: a ${left} b ${left} c has no meaning without parentheses`
    : `\`${left}\` and \`${right}\` have no order of precedence between them`;
  const notes = [{ message: `\`${left}\` is here`, place: at }];
  return error("tla/precedence-conflict", place, message, "add parentheses", notes);
}

export function duplicateBullet(place: Place, op: string): Diagnostic {
  return error("tla/duplicate-bullet", place, `this \`${op}\` has no item after it`, `remove one \`${op}\``);
}

export function unclosedComment(place: Place): Diagnostic {
  return error(
    "tla/unclosed-comment",
    place,
    "this comment is not closed",
    "comments nest: every `(*` needs its `*)`",
  );
}

export function unclosedString(place: Place): Diagnostic {
  return error("tla/unclosed-string", place, "this string is not closed on its line", 'missing `"`?');
}

export function unknownEscape(place: Place, text: string): Diagnostic {
  const message = `\`${text}\` means nothing in a string`;
  return error("tla/unknown-escape", place, message, 'known are `\\"`, `\\\\`, `\\t`, `\\n`, `\\f`, `\\r`');
}

export function unknownCharacter(place: Place, text: string): Diagnostic {
  return error("tla/unknown-character", place, `${JSON.stringify(text)} is not part of TLA+`);
}

export function noModule(place: Place): Diagnostic {
  const hint = "a module starts with `---- MODULE Name ----` and ends with `====`";
  return error("tla/no-module", place, "no module found in this file", hint);
}

export function missingEnd(place: Place, module: string): Diagnostic {
  return error(
    "tla/missing-end",
    place,
    `module ${module} is not closed`,
    "end the module with a line `====`",
  );
}

export function extendsNotFirst(place: Place): Diagnostic {
  const message = "EXTENDS must be the first thing in a module";
  return error("tla/extends-not-first", place, message, "move it right below the module's header");
}

export function tooDeep(place: Place): Diagnostic {
  return error(
    "tla/too-deep",
    place,
    "this expression is nested too deeply",
    "name parts of it with definitions",
  );
}

export function labelBindsLess(place: Place, label: string): Diagnostic {
  const message = `the label \`${label}\` changes what the operator before it is applied to`;
  return error("tla/label-precedence", place, message, "put the labelled expression in parentheses");
}

export function badStepLevel(place: Place, step: string): Diagnostic {
  const message = `the proof step ${step} has the wrong level`;
  const hint = "the steps of one proof have one level, higher than that of the step they prove";
  return error("tla/proof-level", place, message, hint);
}

export function stepTakesNoProof(place: Place): Diagnostic {
  return error("tla/proof-not-allowed", place, "this proof step cannot have a proof", "remove the proof");
}

export function stepOutsideProof(place: Place, step: string): Diagnostic {
  return error("tla/step-outside-proof", place, `the proof step ${step} is not known outside of its proof`);
}
