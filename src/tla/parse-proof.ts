/**
 * Proofs are read for their syntax alone, of which the tree keeps the text: the steps of each level, what they state, and
 * the facts after BY, USE and HIDE.
 */
import { infixOp, postfixOp } from "./operators.js";
import { parseBounds, parseExprList } from "./parse-bracket.js";
import { type Cursor, SyntaxFault } from "./parse-cursor.js";
import { badStepLevel, stepTakesNoProof } from "./parse-errors.js";
import { parseExpr } from "./parse-expr.js";
import { isUnitKeyword } from "./parse-name.js";
import { parseSequent, startsSequent } from "./parse-sequent.js";
import { isDefinitionStart, parseDefinition, parseInstance } from "./parse-unit.js";

/** The level of the innermost proof, -1 if it is not known yet or there is none. */
function currentLevel(c: Cursor): number {
  return c.proofs.at(-1) ?? -1;
}

/** Whether a proof starts at the position; a step does if it is of a higher level than those around it. */
export function startsProof(c: Cursor): boolean {
  const { type, text } = c.raw();
  if (type !== "step") return type === "BY" || type === "PROOF" || type === "OBVIOUS" || type === "OMITTED";
  if (text.startsWith("<+>") || c.proofs.length === 0) return true;
  if (text.startsWith("<*>")) return false;
  return currentLevel(c) >= 0 && writtenLevel(text) > currentLevel(c);
}

/** The `2` of `<2>1.`; not a number for `<*>` and `<+>`. */
function writtenLevel(text: string): number {
  return Number(text.slice(1, text.indexOf(">")));
}

/** A proof, from BY, PROOF, OBVIOUS, OMITTED or its first step to its end. */
export function parseProof(c: Cursor): void {
  c.enter();
  c.proofs.push(-1);
  const second = c.is("PROOF") ? c.raw(1).type : undefined;
  if (second === "BY" || c.is("BY")) {
    c.accept("PROOF");
    parseFacts(c);
  } else {
    c.accept("PROOF");
    if (!c.accept("OBVIOUS") && !c.accept("OMITTED")) while (parseStep(c));
  }
  c.proofs.pop();
  c.leave();
}

/** Takes the token that starts a step, checking and noting its level. */
function takeStepStart(c: Cursor): void {
  if (!c.is("step")) c.unexpected("a proof step", "a proof of steps ends with a step `<1> QED`");
  const { text } = c.raw();
  const known = currentLevel(c);
  const around = c.proofs.at(-2) ?? -1;
  const written = writtenLevel(text);
  const next = known >= 0 ? known : Number.isNaN(written) ? around + 1 : written;
  const fits = known < 0 ? next > around : text.startsWith("<*>") || written === known;
  if (!fits) throw new SyntaxFault(badStepLevel(c.here(), text));
  c.proofs[c.proofs.length - 1] = next;
  c.take();
}

/** One step with its proof; false after the QED step, which is the last. */
function parseStep(c: Cursor): boolean {
  takeStepStart(c);
  const last = c.accept("QED");
  const mayHaveProof = last || parseStatement(c);
  if (startsProof(c)) {
    if (!mayHaveProof) throw new SyntaxFault(stepTakesNoProof(c.here()));
    parseProof(c);
  }
  return !last;
}

/** What a step states or does; whether it can have a proof. */
function parseStatement(c: Cursor): boolean {
  const { start, type } = c.raw();
  if (type === "USE" || type === "HIDE") parseFacts(c);
  else if (type === "INSTANCE") parseInstance(c, start, { local: false, name: undefined, params: [] });
  else if (c.accept("DEFINE") || isDefinitionStart(c)) parseDefinitions(c);
  else if (c.accept("HAVE")) parseExpr(c);
  else if (c.accept("WITNESS")) parseExprList(c);
  else if (c.accept("TAKE")) parseBounds(c);
  else {
    if (c.accept("PICK")) {
      parseBounds(c);
      c.expect(":");
      parseExpr(c);
    } else if (c.accept("CASE")) parseExpr(c);
    else {
      c.accept("SUFFICES");
      if (startsSequent(c)) parseSequent(c);
      else parseExpr(c);
    }
    return true;
  }
  return false;
}

function parseDefinitions(c: Cursor): void {
  do {
    const { start } = c.raw();
    parseDefinition(c, start, c.accept("LOCAL"));
  } while (c.is("LOCAL") || isDefinitionStart(c));
}

/** BY, USE or HIDE with the facts and definitions that they list. */
export function parseFacts(c: Cursor): void {
  const word = c.take().type;
  if (word !== "HIDE") c.accept("ONLY");
  if (startsFact(c)) parseFactList(c);
  if (c.accept("DEF") || c.accept("DEFS")) parseFactList(c);
}

const notFacts = new Set(["DEF", "DEFS", "BY", "PROOF", "OBVIOUS", "OMITTED", "QED", "IN"]);

/** Whether a fact may start here; what cannot is left to the unit or step that follows. */
function startsFact(c: Cursor): boolean {
  const { type, text } = c.raw();
  // `<1>2.` and `<1>` can only start a step; `<1>2` right after BY is the fact.
  if (type === "step") return !/[>.]$/.test(text) && !text.startsWith("<+>") && c.proofs.length > 0;
  return !isUnitKeyword(type) && !notFacts.has(type) && !isDefinitionStart(c);
}

function parseFactList(c: Cursor): void {
  do {
    if (c.accept("MODULE")) c.anyName("a module's name");
    else if (isBareOperator(c)) c.take();
    else parseExpr(c);
  } while (c.accept(","));
}

/** An operator symbol whose definition is meant. */
function isBareOperator(c: Cursor): boolean {
  const type = c.type();
  return (infixOp(type) !== undefined || postfixOp(type) !== undefined) && c.raw(1).type !== "(";
}
