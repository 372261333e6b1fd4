/** The units of a module and of a LET. */
import type { Definition, Expr, Instance, Module, Name, Param, Substitution, Theorem, Unit } from "./ast.js";
import { infixOp, postfixOp, prefixOp } from "./operators.js";
import { parseDomainBounds } from "./parse-bracket.js";
import { type Cursor, faultLimit, SyntaxFault } from "./parse-cursor.js";
import { extendsNotFirst, missingEnd } from "./parse-errors.js";
import { parseExpr } from "./parse-expr.js";
import { isUnitKeyword, parseArgument } from "./parse-name.js";
import { parseFacts, parseProof, startsProof } from "./parse-proof.js";
import { parseSequent, startsSequent } from "./parse-sequent.js";

/** Whether a definition starts `ahead` of the position: its head is followed by `==`. */
export function isDefinitionStart(c: Cursor, ahead = 0): boolean {
  const type = c.raw(ahead).type;
  const second = c.raw(ahead + 1).type;
  const third = c.raw(ahead + 2).type;
  if (type !== "id") return prefixOp(type) !== undefined && type !== "-" && second === "id" && third === "==";
  if (second === "==") return true;
  if (postfixOp(second) !== undefined) return third === "==";
  if (infixOp(second) !== undefined) return third === "id" && c.raw(ahead + 3).type === "==";
  if (second !== "(" && second !== "[") return false;
  const end = c.afterBracket(ahead + 1);
  return end > 0 && c.raw(end).type === "==";
}

/** Whether a unit starts `ahead` of the position. */
export function isUnitStart(c: Cursor, ahead = 0): boolean {
  return isUnitKeyword(c.raw(ahead).type) || isDefinitionStart(c, ahead);
}

function commaList<T>(c: Cursor, item: () => T): readonly T[] {
  const items = [item()];
  while (c.accept(",")) {
    if (c.is("id") && c.raw(1).type === "==")
      c.unexpected("an item after `,`", "a definition starts here: drop the `,`");
    items.push(item());
  }
  return items;
}

/** `x`, `F(_, _)`, `_ + _`, `-. _`, `_ ^+`. */
export function parseParam(c: Cursor): Param {
  const { start } = c.raw();
  if (c.accept("_")) {
    const infix = infixOp(c.type()) !== undefined;
    if (!infix && postfixOp(c.type()) === undefined) c.unexpected("an operator");
    const name = c.operatorName();
    if (infix) c.expect("_");
    const arity = infix ? 2 : 1;
    return { kind: "Param", ...c.base(start), name, arity };
  }
  if (prefixOp(c.type()) !== undefined) {
    if (c.is("-")) c.unexpected("a name or an operator", "the unary minus is declared as `-. _`");
    const name = c.operatorName();
    c.expect("_");
    return { kind: "Param", ...c.base(start), name, arity: 1 };
  }
  const name = c.name();
  const open = c.raw();
  let arity = 0;
  if (c.accept("(")) {
    arity = commaList(c, () => c.expect("_", "an operator's parameters are written `_`")).length;
    c.close(")", open);
  }
  return { kind: "Param", ...c.base(start), name, arity };
}

export function plainParam(c: Cursor): Param {
  const name = c.name("a parameter");
  return { kind: "Param", id: c.id(), span: name.span, name, arity: 0 };
}

function parseSubstitution(c: Cursor): Substitution {
  const { start } = c.raw();
  const operator = (infixOp(c.type()) ?? prefixOp(c.type()) ?? postfixOp(c.type())) !== undefined;
  const name = operator ? c.operatorName() : c.name("a constant or variable");
  c.expect("<-", "INSTANCE substitutes with `<-`");
  const value = parseArgument(c);
  return { kind: "Substitution", ...c.base(start), name, value };
}

export function parseInstance(
  c: Cursor,
  start: number,
  head: Pick<Instance, "local" | "name" | "params">,
): Instance {
  c.expect("INSTANCE");
  // SANY looks for an identifier before it decides that an INSTANCE by itself starts here.
  const named = head.local || head.name !== undefined;
  const module = named ? c.anyName("a module's name") : c.name("a module's name");
  const substitutions = c.accept("WITH") ? commaList(c, () => parseSubstitution(c)) : [];
  return { kind: "Instance", ...c.base(start), ...head, module, substitutions };
}

function definitionHint(c: Cursor): string | undefined {
  if (c.is("=")) return "a definition is written with `==`: did you mean `==`?";
  if (c.is(":="))
    return "assignment is PlusCal, which belongs in a comment; a definition is written with `==`";
  return undefined;
}

type Head = Pick<Definition, "name" | "fixity" | "params">;

/** The left side of a definition that is not a function's. */
function parseHead(c: Cursor): Head {
  if (!c.is("id")) {
    if (!isDefinitionStart(c)) c.unexpected("a definition");
    const name = c.operatorName();
    return { name, fixity: "prefix", params: [plainParam(c)] };
  }
  const after = c.raw(1).type;
  if (postfixOp(after) !== undefined) {
    const params = [plainParam(c)];
    return { params, name: c.operatorName(), fixity: "postfix" };
  }
  if (infixOp(after) !== undefined && isDefinitionStart(c)) {
    const left = plainParam(c);
    const name = c.operatorName();
    return { name, fixity: "infix", params: [left, plainParam(c)] };
  }
  const name = c.name();
  const open = c.raw();
  let params: readonly Param[] = [];
  if (c.accept("(")) {
    params = commaList(c, () => parseParam(c));
    c.close(")", open);
  }
  return { name, fixity: "name", params };
}

/** One definition, of an operator, a function or an instance. */
export function parseDefinition(c: Cursor, start: number, local: boolean): Unit {
  if (c.is("id") && c.raw(1).type === "[") {
    const name = c.name();
    const open = c.take();
    const bounds = parseDomainBounds(c);
    c.close("]", open);
    c.expect("==", definitionHint(c));
    const body = parseExpr(c);
    return { kind: "FunctionDefinition", ...c.base(start), local, name, bounds, body };
  }
  const head = parseHead(c);
  c.expect("==", definitionHint(c));
  if (c.is("INSTANCE") && head.fixity === "name") {
    return parseInstance(c, start, { local, name: head.name, params: head.params });
  }
  const body = parseExpr(c);
  return { kind: "Definition", ...c.base(start), local, ...head, body };
}

/** `Name ==` before the statement of an ASSUME or THEOREM. */
function statementName(c: Cursor): Name | undefined {
  if (!c.is("id") || c.raw(1).type !== "==") return undefined;
  const name = c.name();
  c.take();
  return name;
}

function parseTheorem(c: Cursor): Theorem {
  const { start } = c.take();
  const name = statementName(c);
  const body = startsSequent(c) ? parseSequent(c) : parseExpr(c);
  const { end } = body.span;
  const first = c.raw();
  if (!startsProof(c)) {
    return { kind: "Theorem", id: c.id(), span: { start, end }, name, body, proof: undefined };
  }
  parseProof(c);
  const proof = { start: first.start, end: c.end() };
  return { kind: "Theorem", ...c.base(start), name, body, proof };
}

/** One unit of a module. */
function parseUnit(c: Cursor): Unit {
  const token = c.raw();
  const { start } = token;
  switch (token.type) {
    case "EXTENDS": {
      c.take();
      return { kind: "Extends", modules: commaList(c, () => c.anyName("a module's name")), ...c.base(start) };
    }
    case "CONSTANT":
    case "CONSTANTS":
      c.take();
      return { kind: "Constants", params: commaList(c, () => parseParam(c)), ...c.base(start) };
    case "VARIABLE":
    case "VARIABLES":
      c.take();
      return { kind: "Variables", names: commaList(c, () => c.name("a variable")), ...c.base(start) };
    case "RECURSIVE":
      c.take();
      return { kind: "Recursive", params: commaList(c, () => parseParam(c)), ...c.base(start) };
    case "LOCAL":
      c.take();
      if (c.is("INSTANCE")) return parseInstance(c, start, { local: true, name: undefined, params: [] });
      return parseDefinition(c, start, true);
    case "INSTANCE":
      return parseInstance(c, start, { local: false, name: undefined, params: [] });
    case "ASSUME":
    case "ASSUMPTION":
    case "AXIOM": {
      c.take();
      const name = statementName(c);
      const body: Expr = parseExpr(c);
      return { kind: "Assume", ...c.base(start), name, body };
    }
    case "THEOREM":
    case "LEMMA":
    case "PROPOSITION":
    case "COROLLARY":
      return parseTheorem(c);
    case "USE":
    case "HIDE":
      if (c.raw(1).type === "ONLY") c.unexpected("a definition or declaration");
      parseFacts(c);
      return { kind: "UseHide", ...c.base(start) };
    case "heading":
      return { kind: "NestedModule", module: parseModuleBody(c), ...c.base(start) };
    case "separator":
      c.take();
      return { kind: "Separator", ...c.base(start) };
    default:
      if (!c.startsLine() && !isDefinitionStart(c)) {
        return c.unexpected("an operator, or a new definition or declaration", definitionHint(c));
      }
      if (token.type === "id" || isDefinitionStart(c)) return parseDefinition(c, start, false);
      return c.unexpected("a definition or declaration");
  }
}

/** The definitions of a LET, up to IN. */
export function parseLetUnits(c: Cursor): readonly Unit[] {
  const units: Unit[] = [];
  do {
    const { start } = c.raw();
    if (c.is("RECURSIVE")) units.push(parseUnit(c));
    else if (c.accept("LOCAL")) units.push(parseDefinition(c, start, true));
    else if (c.is("id") || isDefinitionStart(c)) units.push(parseDefinition(c, start, false));
    else c.unexpected("a definition");
  } while (!c.is("IN") && (c.is("RECURSIVE") || c.is("LOCAL") || isDefinitionStart(c)));
  return units;
}

/** After a fault: on to the next unit that does not stand further right than the one given up. */
function recover(c: Cursor, from: number): void {
  const first = c.tokens[from];
  const column = first !== undefined && first.line !== c.tokens[from - 1]?.line ? first.column : 1;
  if (c.position === from) c.take();
  for (; c.raw().type !== "eof"; c.take()) {
    const token = c.raw();
    if (token.type === "end" || token.type === "separator" || token.type === "heading") return;
    if (token.column > column || token.line === c.tokens[c.position - 1]?.line) continue;
    if (isUnitStart(c) || (token.type === "id" && looksLikeDefinition(c))) return;
  }
}

/** A mistyped definition (`x = 1` at the start of a line) is worth its own diagnostic. */
function looksLikeDefinition(c: Cursor): boolean {
  return c.raw(1).type === "=" || c.raw(1).type === ":=";
}

function parseUnitOrRecover(c: Cursor): Unit | undefined {
  const from = c.position;
  const depth = c.depth;
  try {
    return parseUnit(c);
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    c.diagnostics.push(fault.diagnostic);
    c.bullet = 0;
    c.depth = depth;
    c.proofs.length = 0;
    if (c.diagnostics.length > faultLimit) c.giveUp();
    else recover(c, from);
    return undefined;
  }
}

/** A module from its first `----` to its `====`. */
export function parseModuleBody(c: Cursor): Module {
  c.enter();
  const { start } = c.expect("heading");
  c.expect("MODULE");
  const name = c.anyName("the module's name");
  c.expect("separator");
  const units: Unit[] = [];
  while (!c.is("end")) {
    if (c.is("eof")) {
      c.diagnostics.push(missingEnd(c.here(), name.text));
      return { kind: "Module", ...c.base(start), name, units };
    }
    const token = c.raw();
    if (token.type === "EXTENDS" && units.length > 0) c.diagnostics.push(extendsNotFirst(c.here()));
    const unit = parseUnitOrRecover(c);
    if (unit !== undefined) units.push(unit);
  }
  c.take();
  c.leave();
  return { kind: "Module", ...c.base(start), name, units };
}
