/** Statements of PlusCal. */
import type { Statement, Target, Tokens } from "./ast.js";
import type { Reader } from "./reader.js";
import { RESERVED } from "./reader.js";

/** Statements up to what ends the block, which is left to the caller. */
export function statements(r: Reader): readonly Statement[] {
  const list: Statement[] = [];
  while (!r.atEnd() && !(r.braces ? r.is("}") : r.is("end", "else", "elsif", "or"))) {
    list.push(...labelled(r));
  }
  return list;
}

function label(r: Reader): string | undefined {
  const token = r.peek();
  if (token?.kind !== "name" || RESERVED.has(token.text) || !r.is2(":")) return undefined;
  r.next();
  r.next();
  if (r.eat("+") || r.eat("-")) r.labelFairness = true;
  return token.text;
}

function labelled(r: Reader): readonly Statement[] {
  return r.nested(() => labelledInner(r));
}

/** One statement, or in the c-syntax a block, whose label goes to its first statement. */
function labelledInner(r: Reader): readonly Statement[] {
  const name = label(r);
  if (!r.braces || !r.is("{")) return [statement(r, name)];
  r.next();
  const list = statements(r);
  r.expect("}");
  r.eat(";");
  const [first, ...rest] = list;
  if (first === undefined || name === undefined) return list;
  return [{ ...first, label: first.label ?? name }, ...rest];
}

function statement(r: Reader, at: string | undefined): Statement {
  const base = { label: at, offset: r.offset() };
  const word = r.peek()?.text;
  switch (word) {
    case "if":
      r.next();
      return ifStatement(r, base);
    case "either":
      r.next();
      return eitherStatement(r, base);
    case "while":
      r.next();
      return whileStatement(r, base);
    case "with":
      r.next();
      if (r.braces) r.expect("(");
      return withStatement(r, base);
    default: {
      const simple = simpleStatement(r, base, word);
      r.semicolon();
      return simple;
    }
  }
}

interface Base {
  readonly label: string | undefined;
  readonly offset: number;
}

function simpleStatement(r: Reader, base: Base, word: string | undefined): Statement {
  switch (word) {
    case "when":
    case "await":
      r.next();
      return { kind: "await", ...base, condition: r.expression() };
    case "print":
      r.next();
      return { kind: "print", ...base, value: r.expression() };
    case "assert":
      r.next();
      return { kind: "assert", ...base, value: r.expression() };
    case "skip":
    case "return":
      r.next();
      return { kind: word, ...base };
    case "goto":
      r.next();
      return { kind: "goto", ...base, to: r.next().text.replaceAll('"', "") };
    case "call":
      r.next();
      return { kind: "call", ...base, to: r.word("a procedure"), args: args(r) };
    default:
      if (r.is2("(")) return { kind: "macro", ...base, name: r.word("a macro"), args: args(r) };
      return assignment(r, base);
  }
}

function args(r: Reader): readonly Tokens[] {
  const list: Tokens[] = [];
  r.expect("(");
  while (!r.eat(")")) {
    list.push(r.expression());
    if (!r.is(")")) r.expect(",");
  }
  return list;
}

function assignment(r: Reader, base: Base): Statement {
  const targets: Target[] = [];
  do {
    if (r.peek()?.kind !== "name") r.fail("a statement");
    const variable = r.next();
    const path = r.is("[", ".") ? r.path() : [];
    r.expect(":=");
    targets.push({ variable, path, value: r.expression() });
  } while (r.eat("||"));
  return { kind: "assign", ...base, targets };
}

/** `( test )` in the c-syntax, `test` in the p-syntax. */
function test(r: Reader): Tokens {
  if (r.braces) r.expect("(");
  const tokens = r.expression();
  if (r.braces) r.expect(")");
  return tokens;
}

function ifStatement(r: Reader, base: Base, inner = false): Statement {
  const condition = test(r);
  if (r.braces) {
    const yes = labelled(r);
    const no = r.eat("else") ? labelled(r) : [];
    return { kind: "if", ...base, test: condition, yes, no };
  }
  r.expect("then");
  const yes = statements(r);
  let no: readonly Statement[] = [];
  if (r.eat("else")) no = statements(r);
  else if (r.is("elsif")) {
    const offset = r.offset();
    r.next();
    no = [r.nested(() => ifStatement(r, { label: undefined, offset }, true))];
  }
  if (!inner) {
    r.ends("if");
    r.eat(";");
  }
  return { kind: "if", ...base, test: condition, yes, no };
}

function eitherStatement(r: Reader, base: Base): Statement {
  const clauses: (readonly Statement[])[] = [];
  do clauses.push(r.braces ? labelled(r) : statements(r));
  while (r.eat("or"));
  if (!r.braces) {
    r.ends("either");
    r.eat(";");
  }
  return { kind: "either", ...base, clauses };
}

function whileStatement(r: Reader, base: Base): Statement {
  const condition = test(r);
  if (r.braces) return { kind: "while", ...base, test: condition, body: labelled(r) };
  r.expect("do");
  const body = statements(r);
  r.ends("while");
  r.eat(";");
  return { kind: "while", ...base, test: condition, body };
}

/** `with x \in S, y = e do … end with`: one statement within the other. */
function withStatement(r: Reader, base: Base): Statement {
  const variable = r.word("a variable");
  const op = r.eat("=") ? "=" : "\\in";
  if (op === "\\in") r.expect("\\in");
  const value = r.expression();
  if (!r.eat(";")) r.eat(",");
  if (!r.is(r.braces ? ")" : "do")) {
    const inner = { label: undefined, offset: r.offset() };
    const body = [r.nested(() => withStatement(r, inner))];
    return { kind: "with", ...base, variable, op, value, body };
  }
  r.next();
  const body = r.braces ? labelled(r) : statements(r);
  if (!r.braces) {
    r.ends("with");
    r.eat(";");
  }
  return { kind: "with", ...base, variable, op, value, body };
}
