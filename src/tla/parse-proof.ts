/**
 * Proofs are not checked: they are stepped over, as a whole, by the structure that ends them. A proof of
 * steps ends with
 * the proof of its QED step; the facts after BY, USE and HIDE end where something starts that is no fact.
 */
import type { Cursor } from "./parse-cursor.js";
import { isUnitStart } from "./parse-unit.js";

/** Whether a token of this type can start a proof. */
export function isProofStart(type: string): boolean {
  return type === "PROOF" || type === "BY" || type === "OBVIOUS" || type === "OMITTED" || type === "step";
}

const beforeFact = new Set(["BY", "USE", "HIDE", ",", "ONLY", "DEF", "DEFS", "MODULE"]);

/** Whether the step token at the position names a step as a fact rather than starting one. */
function isFact(c: Cursor): boolean {
  const previous = c.tokens[c.position - 1];
  return c.raw(1).type === "!" || (previous !== undefined && beforeFact.has(previous.type));
}

/** BY, USE, HIDE and what they list. */
export function skipFacts(c: Cursor): void {
  c.take();
  for (;;) {
    const { type } = c.raw();
    if (type === "step" ? !isFact(c) : isProofStart(type) || type === "QED" || isUnitStart(c)) return;
    c.take();
  }
}

const ends = new Set(["eof", "end", "separator", "EXTENDS", "THEOREM", "LEMMA", "PROPOSITION", "COROLLARY"]);

/** The text of a step up to its proof or the next step. */
function skipStatement(c: Cursor): void {
  for (;;) {
    const { type } = c.raw();
    if (ends.has(type) || (type === "step" ? !isFact(c) : isProofStart(type))) return;
    c.take();
  }
}

/** `<3>` in `<3>1.`; `<*>` is the level we are at and `<+>` the one below. */
function levelOf(text: string, current: number): number {
  const level = text.slice(1, text.indexOf(">"));
  if (level === "*") return Math.max(current, 0);
  return level === "+" ? current + 1 : Number(level);
}

/** Steps over a proof: `level` is that of the steps around it. */
export function skipProof(c: Cursor, level = -1): void {
  c.enter();
  c.accept("PROOF");
  if (c.accept("OBVIOUS") || c.accept("OMITTED")) {
    c.leave();
    return;
  }
  if (c.is("BY")) skipFacts(c);
  else if (c.is("step")) skipSteps(c, levelOf(c.raw().text, level));
  c.leave();
}

function skipSteps(c: Cursor, level: number): void {
  while (c.is("step") && levelOf(c.raw().text, level) === level) {
    c.take();
    const last = c.accept("QED");
    if (!last) skipStatement(c);
    const { type, text } = c.raw();
    if (type === "step" ? levelOf(text, level) > level : isProofStart(type)) skipProof(c, level);
    if (last) return;
  }
}
