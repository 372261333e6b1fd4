/** A translation taken apart: its variables and its definitions, as words. */
import type { Span } from "../tla/ast.js";
import type { Words } from "./normal.js";
import { type Token, tokenize } from "./tokens.js";

export interface TranslatedDefinition {
  readonly name: string;
  readonly offset: number;
  readonly body: Words;
}

export interface Translation {
  readonly words: Words;
  readonly variables: readonly { readonly name: string; readonly offset: number }[];
  readonly definitions: readonly TranslatedDefinition[];
}

export function readTranslation(source: string, body: Span): Translation {
  const tokens = tokenize(source, body.start, body.end);
  const starts = definitionStarts(source, tokens);
  const definitions = starts.map((start, i): TranslatedDefinition => {
    const end = starts[i + 1]?.at ?? tokens.length;
    const name = tokens[start.at];
    return {
      name: name?.text ?? "",
      offset: name?.offset ?? body.start,
      body: words(tokens.slice(start.body, end)),
    };
  });
  return { words: words(tokens), variables: variablesOf(tokens), definitions };
}

const words = (tokens: readonly Token[]): Words => tokens.map((token) => token.text);

function indentation(source: string, offset: number): number | undefined {
  const line = source.lastIndexOf("\n", offset - 1) + 1;
  return source.slice(line, offset).trim() === "" ? offset - line : undefined;
}

/** Definitions begin at the left margin of the translation. */
function definitionStarts(
  source: string,
  tokens: readonly Token[],
): readonly { readonly at: number; readonly body: number }[] {
  const columns = tokens.map((token) => indentation(source, token.offset));
  const margin = Math.min(...columns.filter((column) => column !== undefined));
  const starts: { at: number; body: number }[] = [];
  for (const [i, token] of tokens.entries()) {
    if (columns[i] !== margin || token.kind !== "name") continue;
    if (tokens[i + 1]?.text === "==") starts.push({ at: i, body: i + 2 });
    else if (tokens[i + 1]?.text === "(" && tokens[i + 3]?.text === ")" && tokens[i + 4]?.text === "==") {
      starts.push({ at: i, body: i + 5 });
    }
  }
  return starts;
}

function variablesOf(
  tokens: readonly Token[],
): readonly { readonly name: string; readonly offset: number }[] {
  const found: { name: string; offset: number }[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.text !== "VARIABLES" && tokens[i]?.text !== "VARIABLE") continue;
    do {
      i += 1;
      const token = tokens[i];
      if (token !== undefined) found.push({ name: token.text, offset: token.offset });
      i += 1;
    } while (tokens[i]?.text === ",");
    i -= 1;
  }
  return found;
}
