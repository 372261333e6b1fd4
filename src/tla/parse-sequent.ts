/** ASSUME … PROVE. */
import type { Expr, NewLevel, NewParam, Sequent } from "./ast.js";
import type { Cursor } from "./parse-cursor.js";
import { parseExpr } from "./parse-expr.js";
import { parseParam, plainParam } from "./parse-unit.js";

/** Whether the token `ahead` is ASSUME, or the `[]` written right before it. */
function isAssume(c: Cursor, ahead: number): boolean {
  return c.raw(ahead).type === "ASSUME" || isBoxed(c, "ASSUME", ahead);
}

/** Whether `[]` stands `ahead` with the word right after it. */
function isBoxed(c: Cursor, word: string, ahead: number): boolean {
  const token = c.raw(ahead);
  const next = c.raw(ahead + 1);
  return token.text === "[]" && next.text === word && next.start === token.end;
}

/** Whether an ASSUME … PROVE starts at the position, labels disregarded. */
export function startsSequent(c: Cursor): boolean {
  return isAssume(c, 0);
}

/** From ASSUME, or the label before it, to the end of what is to be proved. */
export function parseSequent(c: Cursor): Sequent {
  c.enter();
  const { start } = c.raw();
  const label = c.is("id") ? c.name() : undefined;
  if (label !== undefined) c.expect("::");
  const box = c.accept("[]");
  c.expect("ASSUME");
  const assumptions = [parseAssumption(c)];
  while (c.accept(",")) assumptions.push(parseAssumption(c));
  if (isBoxed(c, "PROVE", 0)) c.take();
  c.expect("PROVE");
  const prove = parseExpr(c);
  c.leave();
  return { kind: "Sequent", ...c.base(start), label, box, assumptions, prove };
}

function parseAssumption(c: Cursor): Expr | Sequent | NewParam {
  if (isAssume(c, 0) || (c.is("id") && c.raw(1).type === "::" && isAssume(c, 2))) return parseSequent(c);
  return c.is("NEW") || levels.has(c.type()) ? parseNew(c) : parseExpr(c);
}

const levels: ReadonlyMap<string, NewLevel> = new Map([
  ["CONSTANT", "CONSTANT"],
  ["CONSTANTS", "CONSTANT"],
  ["VARIABLE", "VARIABLE"],
  ["VARIABLES", "VARIABLE"],
  ["STATE", "STATE"],
  ["ACTION", "ACTION"],
  ["TEMPORAL", "TEMPORAL"],
]);

/** `NEW`, a word for the level, or both, with a name or an operator; a plain constant may have a domain. */
function parseNew(c: Cursor): NewParam {
  const { start } = c.raw();
  c.accept("NEW");
  const written = levels.get(c.type());
  if (written !== undefined) c.take();
  const level = written ?? "CONSTANT";
  const param = level === "VARIABLE" ? plainParam(c) : parseParam(c);
  const hasDomain = level === "CONSTANT" && param.arity === 0 && c.accept("\\in");
  const domain = hasDomain ? parseExpr(c) : undefined;
  return { kind: "NewParam", ...c.base(start), level, param, domain };
}
