/** An algorithm's text to data: both syntaxes, `begin … end` (p) and `{ … }` (c). */
import type {
  Algorithm,
  Fairness,
  Macro,
  Procedure,
  Process,
  Statement,
  Tokens,
  VariableDeclaration,
} from "./ast.js";
import { Reader, SyntaxFault } from "./reader.js";
import { statements } from "./statement.js";
import { made, tokenize } from "./tokens.js";

export type ParsedAlgorithm =
  | { readonly kind: "algorithm"; readonly algorithm: Algorithm }
  | { readonly kind: "fault"; readonly offset: number; readonly message: string };

/** Reads the algorithm between two offsets of a module's text. The first fault ends the reading. */
export function parseAlgorithm(source: string, start: number, end: number): ParsedAlgorithm {
  const r = new Reader(tokenize(source, start, end), end);
  try {
    return { kind: "algorithm", algorithm: algorithm(r) };
  } catch (error) {
    if (error instanceof SyntaxFault) return { kind: "fault", offset: error.offset, message: error.message };
    throw error;
  }
}

function algorithm(r: Reader): Algorithm {
  r.expect("--");
  const fair = r.eat("fair");
  r.expect("algorithm");
  const name = r.word("the algorithm's name");
  r.braces = r.eat("{");
  const variables = r.is("variable", "variables") ? declarations(r) : [];
  const definitions = defineBlock(r);
  const macros: Macro[] = [];
  while (r.eat("macro")) macros.push(macro(r));
  const procedures: Procedure[] = [];
  while (r.is("procedure")) procedures.push(procedure(r));
  const rest = processesOrBody(r);
  if (!r.braces) r.ends("algorithm");
  else r.expect("}");
  const fairness: Fairness = fair || rest.fair ? "weak" : "none";
  const { processes, body } = rest;
  return {
    name,
    fairness,
    labelFairness: r.labelFairness,
    variables,
    definitions,
    macros,
    procedures,
    processes,
    body,
  };
}

function processesOrBody(r: Reader): {
  readonly processes: readonly Process[];
  readonly body: readonly Statement[];
  readonly fair: boolean;
} {
  const processes: Process[] = [];
  while (r.is("process") || (r.is("fair") && (r.is2("process") || r.is2("+")))) processes.push(process(r));
  if (processes.length > 0) return { processes, body: [], fair: false };
  const fair = r.eat("fair");
  r.expect(r.braces ? "{" : "begin");
  const body = statements(r);
  if (r.braces) r.expect("}");
  return { processes, body, fair };
}

function defineBlock(r: Reader): Tokens {
  if (!r.eat("define")) return [];
  if (r.braces) {
    r.expect("{");
    const tokens = r.balancedUntil((token) => token.text === "}");
    r.expect("}");
    r.eat(";");
    return tokens;
  }
  const tokens = r.until((token, next) => token.text === "end" && next?.text === "define");
  r.ends("define");
  r.eat(";");
  return tokens;
}

function bodyOf(r: Reader, what: string): readonly Statement[] {
  r.expect(r.braces ? "{" : "begin");
  const body = statements(r);
  if (r.braces) r.expect("}");
  else r.ends(what);
  r.eat(";");
  return body;
}

function macro(r: Reader): Macro {
  const name = r.word("the macro's name");
  const params: string[] = [];
  r.expect("(");
  while (!r.eat(")")) {
    params.push(r.word("a parameter"));
    r.eat(",");
  }
  return { name, params, body: bodyOf(r, "macro") };
}

function procedure(r: Reader): Procedure {
  const offset = r.offset();
  r.expect("procedure");
  const name = r.word("the procedure's name");
  const params: VariableDeclaration[] = [];
  r.expect("(");
  while (!r.eat(")")) {
    params.push(declaration(r));
    r.eat(",");
  }
  const variables = r.is("variable", "variables") ? declarations(r) : [];
  return { name, offset, params, variables, body: bodyOf(r, "procedure") };
}

function process(r: Reader): Process {
  const fair = r.eat("fair");
  const strong = fair && r.eat("+");
  const offset = r.offset();
  r.expect("process");
  const parens = r.eat("(");
  const name = r.word("the process's name");
  const op = r.eat("=") ? "=" : "\\in";
  if (op === "\\in") r.expect("\\in");
  const id = r.expression();
  if (parens) r.expect(")");
  r.eat(";");
  const variables = r.is("variable", "variables") ? declarations(r) : [];
  const fairness: Fairness = strong ? "strong" : fair ? "weak" : "none";
  return { name, offset, fairness, op, id, variables, body: bodyOf(r, "process") };
}

const AFTER_DECLARATIONS = ["begin", "{", "procedure", "process", "fair", "define", "macro"] as const;

function declarations(r: Reader): readonly VariableDeclaration[] {
  r.next();
  const list: VariableDeclaration[] = [];
  while (!r.is(...AFTER_DECLARATIONS) && !r.atEnd()) {
    list.push(declaration(r));
    if (!r.eat(";")) r.eat(",");
  }
  return list;
}

function declaration(r: Reader): VariableDeclaration {
  const offset = r.offset();
  const name = r.word("a variable");
  const op = r.is("=", "\\in") ? (r.next().text as "=" | "\\in") : undefined;
  return { name, offset, value: op === undefined ? undefined : { op, tokens: r.expression() } };
}

/** What the translator gives a variable that has no initial value. */
export const defaultValue: Tokens = made("defaultInitValue");
