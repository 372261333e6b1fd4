/** Macro calls replaced by what the macros say, as the translator does it before anything else. */
import type { Macro, Statement, Target, Tokens } from "./ast.js";
import { made, type Token } from "./tokens.js";

type Arguments = ReadonlyMap<string, Tokens>;

const MAX_DEPTH = 50;
/** Calls replaced at most in one body: macros that call each other twice over would double with every level. */
const MAX_CALLS = 10_000;
const OPEN = made("(");
const CLOSE = made(")");

/** The statements without macro calls; calls of unknown macros stay. Positions are those in the macro. */
export function expandMacros(list: readonly Statement[], macros: readonly Macro[]): readonly Statement[] {
  const context = { macros: new Map(macros.map((macro) => [macro.name, macro])), calls: MAX_CALLS };
  return expandAll(list, context, new Map(), 0);
}

interface Context {
  readonly macros: ReadonlyMap<string, Macro>;
  /** How many calls may still be replaced. */
  calls: number;
}

function expandAll(
  list: readonly Statement[],
  context: Context,
  args: Arguments,
  depth: number,
): readonly Statement[] {
  return list.flatMap((s) => expand(s, context, args, depth));
}

function expand(s: Statement, context: Context, args: Arguments, depth: number): readonly Statement[] {
  const seq = (list: readonly Statement[]): readonly Statement[] => expandAll(list, context, args, depth);
  const expr = (tokens: Tokens): Tokens => replace(tokens, args);
  switch (s.kind) {
    case "macro": {
      const macro = context.macros.get(s.name);
      if (macro === undefined || depth > MAX_DEPTH || context.calls <= 0) return [s];
      context.calls -= 1;
      const values = new Map(macro.params.map((param, i) => [param, expr(s.args[i] ?? [])]));
      const [first, ...rest] = expandAll(macro.body, context, values, depth + 1);
      if (first === undefined) return [];
      return [{ ...first, label: s.label ?? first.label, offset: s.offset }, ...rest];
    }
    case "assign":
      return [{ ...s, targets: s.targets.map((t) => target(t, args)) }];
    case "await":
      return [{ ...s, condition: expr(s.condition) }];
    case "print":
    case "assert":
      return [{ ...s, value: expr(s.value) }];
    case "call":
      return [{ ...s, args: s.args.map(expr) }];
    case "if":
      return [{ ...s, test: expr(s.test), yes: seq(s.yes), no: seq(s.no) }];
    case "either":
      return [{ ...s, clauses: s.clauses.map(seq) }];
    case "while":
      return [{ ...s, test: expr(s.test), body: seq(s.body) }];
    case "with":
      return [{ ...s, value: expr(s.value), body: seq(s.body) }];
    default:
      return [s];
  }
}

function target(t: Target, args: Arguments): Target {
  const path = replace(t.path, args);
  const value = replace(t.value, args);
  const [variable, ...more] = args.get(t.variable.text) ?? [t.variable];
  return { variable: variable ?? t.variable, path: [...more, ...path], value };
}

/** The tokens with parameters replaced; a record's field names and those after `.` are no parameters. */
export function replace(tokens: Tokens, args: ReadonlyMap<string, Tokens>): Tokens {
  if (args.size === 0) return tokens;
  return tokens.flatMap((token, i): Tokens => {
    const value = token.kind === "name" ? args.get(token.text) : undefined;
    if (value === undefined || isField(tokens, i)) return [token];
    return value.length > 1 ? [...OPEN, ...value, ...CLOSE] : value;
  });
}

function isField(tokens: Tokens, i: number): boolean {
  const before: Token | undefined = tokens[i - 1];
  if (before?.text === "." || before?.text === "!") return true;
  return (
    tokens[i + 1]?.text === "|->" && before !== undefined && (before.text === "[" || before.text === ",")
  );
}
