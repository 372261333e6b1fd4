/**
 * What can go wrong while a value is computed: the specification's fault, never ours. Thrown, because evaluation is
 * recursive and compiled; caught once, where a behaviour is at hand to be shown with it.
 *
 * The texts say what TLC's say for the same fault, so that the two can be compared.
 */
import type { Ref } from "./bank.js";

export type EvaluationFault =
  | "compare"
  | "equality"
  | "member"
  | "wrong-argument"
  | "overflow"
  | "division-by-zero"
  | "not-in-domain"
  | "duplicate"
  | "not-enumerable"
  | "too-large"
  | "not-a-function"
  | "not-a-set"
  | "not-a-boolean"
  | "empty-sequence"
  | "no-choice"
  | "unreadable"
  | "no-case"
  | "incomplete-state"
  | "unassigned-variable"
  | "too-deep"
  | "assertion"
  | "undefined-register"
  /** No fault of the specification: this engine cannot tell, and TLC can. */
  | "beyond-engine";

/** `fault` tells the kind of error, `values` are those involved (refs into the bank of the evaluation). */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  readonly fault: EvaluationFault;
  readonly values: readonly Ref[];
  constructor(fault: EvaluationFault, message: string, values: readonly Ref[] = []) {
    super(message);
    this.fault = fault;
    this.values = values;
  }
}

/** What was asked for: an order, or an equality. */
export type Comparison = "compare" | "equality";

const attempted = (comparison: Comparison, rest: string, values: readonly Ref[]): EvaluationError =>
  new EvaluationError(
    comparison,
    `Attempted to ${comparison === "compare" ? "compare" : "check equality of"} ${rest}`,
    values,
  );

/** `first` and `second` as printed; `what` and `other` name their kinds (`integer`, `non-integer`). */
export function incomparable(
  comparison: Comparison,
  what: string,
  first: string,
  other: string,
  second: string,
  values: readonly Ref[],
): EvaluationError {
  return attempted(comparison, `${what} ${first} with ${other}:\n${second}`, values);
}

export function recordClash(
  comparison: Comparison,
  record: string,
  other: string,
  values: readonly Ref[],
): EvaluationError {
  return attempted(comparison, `record:\n${record}\nwith non-record\n${other}`, values);
}

export function differentlyTyped(
  comparison: Comparison,
  first: string,
  second: string,
  values: readonly Ref[],
): EvaluationError {
  return attempted(comparison, `the differently-typed model values ${first} and ${second}`, values);
}

export function typedWithOther(
  comparison: Comparison,
  first: string,
  second: string,
  values: readonly Ref[],
): EvaluationError {
  return attempted(comparison, `the typed model value ${first} and the non-model value\n${second}`, values);
}

/** What kind of described set was asked for an element of a wrong kind. */
export type SetForm = "interval" | "functions" | "records" | "tuples" | "subsets" | "other";

const ASKED: Readonly<Record<SetForm, (element: string, set: string) => string>> = {
  interval: (x, s) => `Attempted to check if the value:\n${x}\nis in the integer interval ${s}`,
  functions: (x, s) =>
    `Attempted to check if \n${x}\nwhich is not a TLC function value, is in the set of functions:\n${s}`,
  records: (x, s) => `Attempted to check if non-record\n${x}\nis in the set of records:\n${s}`,
  tuples: (x, s) => `Attempted to check if non-tuple\n${x}\nis in the set of tuples:\n${s}`,
  subsets: (x, s) => `Attempted to check if the non-enumerable value\n${x}\nis element of\n${s}`,
  other: (x, s) => `Attempted to check if the value:\n${x}\nis an element of ${s}.`,
};

/** `element` is of a kind that no element of a set of this form has. */
export function neverAnElement(
  form: SetForm,
  element: string,
  set: string,
  values: readonly Ref[],
): EvaluationError {
  return new EvaluationError("member", ASKED[form](element, set), values);
}

export function typedElement(element: string, set: string, values: readonly Ref[]): EvaluationError {
  const text = `Attempted to check if the typed model value ${element} is an element of\n${set}`;
  return new EvaluationError("member", text, values);
}

export function unionNotEnumerable(first: string, second: string): EvaluationError {
  const text = `Attempted to enumerate S \\cup T when S:\n${first}\nand T:\n${second}\nare not both enumerable`;
  return new EvaluationError("not-enumerable", text);
}

export function subsetOfNonSet(): EvaluationError {
  const text = "Attempted to evaluate an expression of form S \\subseteq T, but S was not enumerable.";
  return new EvaluationError("not-a-set", text);
}

export function unionOfNonSet(values: readonly Ref[]): EvaluationError {
  const text = "Attempted to enumerate UNION(s), but some element of s is nonenumerable.";
  return new EvaluationError("not-a-set", text, values);
}

/** `expression` is the computation as written: `2147483647+1`. */
export function overflow(expression: string): EvaluationError {
  return new EvaluationError("overflow", `Overflow when computing ${expression}`);
}

/** `which`: `first`, `second`…; `wanted`: a noun with its article. */
export function wrongArgument(
  which: string,
  operator: string,
  wanted: string,
  shown: string,
  values: readonly Ref[] = [],
): EvaluationError {
  return wrongOnlyArgument(operator, wanted, shown, values, `${which} argument`);
}

/** The same of an operator with one argument, or with one that matters. */
export function wrongOnlyArgument(
  operator: string,
  wanted: string,
  shown: string,
  values: readonly Ref[] = [],
  argument = "argument",
): EvaluationError {
  return new EvaluationError(
    "wrong-argument",
    `The ${argument} of ${operator} should be ${wanted}, but instead it is:\n${shown}`,
    values,
  );
}

export function appliedToWrongValue(
  operator: string,
  wanted: string,
  shown: string,
  values: readonly Ref[] = [],
): EvaluationError {
  return new EvaluationError(
    "wrong-argument",
    `Applying ${operator} to the following value,\nwhich is not ${wanted}:\n${shown}`,
    values,
  );
}

export function wrongForm(
  form: string,
  wanted: string,
  shown: string,
  values: readonly Ref[] = [],
): EvaluationError {
  return new EvaluationError(
    "wrong-argument",
    `Evaluating an expression of the form ${form} when s is not a ${wanted}:\n${shown}`,
    values,
  );
}

export function divisionByZero(): EvaluationError {
  return new EvaluationError("division-by-zero", "The second argument of \\div is 0.");
}

export function zeroToTheZero(): EvaluationError {
  return new EvaluationError("wrong-argument", "0^0 is undefined.");
}

export function emptySequence(operator: string): EvaluationError {
  return new EvaluationError("empty-sequence", `Attempted to apply ${operator} to the empty sequence.`);
}

export function tooLarge(limit: number): EvaluationError {
  return new EvaluationError("too-large", `Attempted to construct a set with too many elements (>${limit}).`);
}

/** `set` as printed: it is infinite, or not a set that can be listed. */
export function notEnumerable(set: string): EvaluationError {
  return new EvaluationError("not-enumerable", `Attempted to enumerate the non-enumerable set:\n${set}`);
}

export function notASet(shown: string, values: readonly Ref[] = []): EvaluationError {
  return new EvaluationError("not-a-set", `Attempted to use as a set the value:\n${shown}`, values);
}

/** `what` as in `integer 3` or `record: [a |-> 1]`. */
export function elementOfNonSet(element: string, what: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-a-set",
    `Attempted to check if the value:\n${element}\nis an element of the ${what}`,
    values,
  );
}

/** `kind` as in «the string "a"». */
export function notAFunction(kind: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError("not-a-function", `A non-function (${kind}) was applied as a function.`, values);
}

export function notInDomain(f: string, argument: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-in-domain",
    `Attempted to apply function:\n${f}\nto argument ${argument}, which is not in the domain of the function.`,
    values,
  );
}

export function outOfBounds(tuple: string, index: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-in-domain",
    `Attempted to access index ${index} of tuple\n${tuple}\nwhich is out of bounds.`,
    values,
  );
}

export function nonIntegralIndex(index: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-in-domain",
    `Attempted to access tuple at a non integral index: ${index}`,
    values,
  );
}

export function noSuchField(record: string, field: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-in-domain",
    `Attempted to access nonexistent field '${field}' of record\n${record}`,
    values,
  );
}

export function nonStringField(argument: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "not-in-domain",
    `Attempted to access record by a non-string argument: ${argument}`,
    values,
  );
}

export function duplicateArgument(key: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError(
    "duplicate",
    `The value\n${key}\noccurs multiple times in the function domain.`,
    values,
  );
}

export function nothingToChoose(set: string): EvaluationError {
  return new EvaluationError(
    "no-choice",
    `Attempted to compute the value of an expression of the form\nCHOOSE x \\in S: P, but no element of S satisfied P.\n${set}`,
  );
}

export function integerTooBig(text: string): EvaluationError {
  return new EvaluationError("overflow", `TLC can't handle a number this big.\n${text}`);
}

export function unreadable(what: string, text: string): EvaluationError {
  return new EvaluationError("unreadable", `Cannot read ${what} as a value: ${text}`);
}

export function unwritable(path: string, reason: string): EvaluationError {
  return new EvaluationError("unreadable", `Cannot write the file ${path}: ${reason}`);
}

/** A template of `String.format` that asks for a value that is not there, or in a way that is none of strings. */
export function badTemplate(template: string, part: string): EvaluationError {
  return new EvaluationError("wrong-argument", `The template ${template} cannot be filled in at ${part}.`);
}

/** `options` are not those of plain text. */
export function notFormattedAs(operator: string, options: string): EvaluationError {
  const text = `${operator} needs the format "TXT" and its options, but it is given:\n${options}`;
  return new EvaluationError("wrong-argument", text);
}

/** `what` as in `integer 3`. */
export function notFiniteOrNot(what: string, values: readonly Ref[]): EvaluationError {
  return new EvaluationError("not-a-set", `Attempted to check if the ${what} is a finite set.`, values);
}

export function bankFull(bytes: number): EvaluationError {
  return new EvaluationError("too-large", `The values take more than ${bytes / 2 ** 30} GB.`);
}

/** A set, tuple, record or function with so many parts or more. */
export function tooManyParts(most: number): EvaluationError {
  return new EvaluationError("too-large", `A value has more than ${most - 1} elements.`);
}

/** A `CHOOSE` or quantifier of this form, whose names range over everything. */
export function unbounded(form: string): EvaluationError {
  const text = `Attempted to evaluate an unbounded ${form}.\nMake sure that the expression is of form ${form} x \\in S: P(x).`;
  return new EvaluationError("not-enumerable", text);
}

/** `shown`: the second argument of Assert. */
export function assertionFailed(shown: string): EvaluationError {
  const text = `The first argument of Assert evaluated to FALSE; the second argument was:\n${shown}`;
  return new EvaluationError("assertion", text);
}

/** `key`: the register or fact, as printed. */
export function undefinedRegister(key: string): EvaluationError {
  return new EvaluationError("undefined-register", `TLCGet(${key}) was undefined.`);
}

/** `what` is something that TLC has no values for. */
export function notEvaluated(what: string): EvaluationError {
  return new EvaluationError(
    "not-enumerable",
    `${what} cannot be evaluated: there are no real numbers here.`,
  );
}

/** `reason`: why an expression has no value. */
export function failed(reason: string): EvaluationError {
  return new EvaluationError("unreadable", reason);
}

/** `what` only TLC knows. */
export function beyondEngine(what: string): EvaluationError {
  return new EvaluationError("beyond-engine", `${what} is told by TLC alone: --engine tlc has it.`);
}

/** A choosing operator gave `element`, which is not in `set`. */
export function chosenOutside(element: string, set: string): EvaluationError {
  const text = `A fold would never end: its operator chose ${element}, which is not an element of:\n${set}`;
  return new EvaluationError("no-choice", text);
}

/** Trace, where no state is there yet. */
export function noTrace(): EvaluationError {
  return failed("In evaluating TLCExt!Trace, the state is not completely specified yet.");
}

/** An operator that asks the user. */
export function onlyInteractive(operator: string): EvaluationError {
  return failed(`${operator} would ask which step is to be taken; nobody is asked here.`);
}

/** A value where a formula is needed; the interpreter tells which formula. */
export function needsBoolean(shown: string, values: readonly Ref[] = []): EvaluationError {
  return new EvaluationError("not-a-boolean", `${shown} stands where TRUE or FALSE is needed`, values);
}

export function noCase(): EvaluationError {
  return new EvaluationError("no-case", "Attempted to evaluate a CASE with no conditions true.");
}

export function notATuple(shown: string, size: number, values: readonly Ref[] = []): EvaluationError {
  return new EvaluationError("member", `${shown} is no tuple of ${size} components`, values);
}
