/**
 * Reads TLC's configuration files, with TLC's verdict on their syntax. Stricter in what can never be meant:
 * TLC takes any token for a name (`INVARIANT ,`) and finds out later, stops without a word at what is no
 * token, and takes a file that ends inside a comment.
 */
import type { Diagnostic, Place } from "../report/diagnostic.js";
import type { Span } from "./ast.js";
import type { Cfg, CfgEntry, CfgItem } from "./cfg.js";
import { cfgFaults, nearestKeyword } from "./cfg-faults.js";
import { type CfgKeyword, isObsolete, isSingle, type Section, sectionOf } from "./cfg-keywords.js";
import { type CfgLexicalFault, type CfgToken, lexCfg } from "./cfg-lexer.js";
import { placeOf } from "./place.js";
import { boolean, int, model, setOf, string, type Value } from "./value.js";

const MAX_INT = 2147483647;

/** Reads a file; never throws. What cannot be read is reported and passed over. */
export function parseCfg(
  file: string,
  source: string,
): { readonly cfg: Cfg; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new CfgReader(file, source);
  reader.read();
  return { cfg: { file, entries: reader.entries, words: reader.words }, diagnostics: reader.diagnostics };
}

/** A name as it stands, `A!B` in one. */
interface Named {
  readonly text: string;
  readonly span: Span;
}

class CfgReader {
  readonly entries: CfgEntry[] = [];
  readonly words: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly file: string;
  private readonly source: string;
  private readonly tokens: readonly CfgToken[];
  private readonly seen = new Map<Section, Place>();
  private at = 0;

  constructor(file: string, source: string) {
    this.file = file;
    this.source = source;
    const { tokens, faults } = lexCfg(source);
    this.tokens = tokens;
    for (const fault of faults) this.lexical(fault);
  }

  private lexical({ kind, span }: CfgLexicalFault): void {
    const place = this.place(span);
    if (kind === "unclosed-comment") this.report(cfgFaults.unclosedComment(place));
    else if (kind === "bad-string") this.report(cfgFaults.badString(place));
    else this.report(cfgFaults.unknownCharacter(place, this.source.slice(span.start, span.end)));
  }

  read(): void {
    while (this.peek().kind !== "end") {
      const token = this.next();
      const section = token.kind === "word" ? sectionOf(token.text) : undefined;
      if (section === undefined) {
        this.report(cfgFaults.unknownKeyword(this.place(token.span), token));
        // What follows belongs to the unknown keyword, up to the next one that is known.
        while (!this.atSection()) this.at += 1;
      } else if (section === "CONSTANT") this.constants();
      else if (section === "CHECK_DEADLOCK") this.deadlock(token);
      else if (isSingle(section)) this.single(section, token);
      else this.list(section);
    }
  }

  // --------------------------------------------------------------------------------------------- constants

  private constants(): void {
    while (!this.atSection() && !this.looksLikeKeyword()) {
      const start = this.at;
      const item = this.assignment();
      if (item === undefined) this.skip(start);
    }
  }

  /** After a fault: on to the next keyword or the next assignment, at least one token. */
  private skip(start: number): void {
    if (this.at === start) this.at += 1;
    while (!this.atSection() && !this.startsAssignment(this.at)) this.at += 1;
  }

  private startsAssignment(at: number): boolean {
    const after = this.tokens[at + 1];
    return this.tokens[at]?.kind === "word" && (after?.text === "=" || after?.text === "<-");
  }

  private assignment(): CfgItem | undefined {
    const name = this.qualified();
    if (this.peek().text === "<-") {
      this.at += 1;
      return this.substitution(name);
    }
    const args = this.peek().text === "(" ? this.values(")", name.text) : undefined;
    if (this.peek().text !== "=") {
      this.report(cfgFaults.expectedAssignment(this.placeHere(), this.peek()));
      return undefined;
    }
    this.at += 1;
    const module = this.module();
    if (module === "bad") return undefined;
    const start = this.peek().span.start;
    const value = this.value(name.text);
    if (value === undefined) return undefined;
    const item: CfgItem = {
      kind: "constant",
      name: name.text,
      value,
      ...(args === undefined ? {} : { args }),
      ...(module === undefined ? {} : { module: module.text }),
    };
    return this.add(item, name, { start, end: this.lastEnd() }, module);
  }

  private substitution(name: Named): CfgItem | undefined {
    const module = this.module();
    if (module === "bad") return undefined;
    const token = this.peek();
    const isName = token.kind === "operator" || (token.kind === "word" && this.isNameHere());
    if (!isName) {
      this.report(cfgFaults.expectedName(this.placeHere(), token));
      return undefined;
    }
    const operator = this.qualified();
    if (operator.text !== token.text) this.report(cfgFaults.qualifiedName(this.place(operator.span)));
    const item = {
      kind: "substitution",
      name: name.text,
      module: module?.text,
      operator: operator.text,
    } as const;
    return this.add(item, name, operator.span, module);
  }

  /** `[M]`, if it stands here. */
  private module(): CfgToken | "bad" | undefined {
    if (this.peek().text !== "[") return undefined;
    const name = this.tokens[this.at + 1];
    const close = this.tokens[this.at + 2];
    if (name?.kind === "word" && close?.text === "]") {
      this.at += 3;
      return name;
    }
    this.at += name?.kind === "word" ? 2 : 1;
    this.report(cfgFaults.expectedModule(this.placeHere(), this.peek()));
    return "bad";
  }

  /** A token and all that `!` joins to it. */
  private qualified(): Named {
    const first = this.next();
    let text = first.text;
    while (this.peek().text === "!" && this.tokens[this.at + 1]?.kind !== "end") {
      text += `!${this.tokens[this.at + 1]?.text ?? ""}`;
      this.at += 2;
    }
    return { text, span: { start: first.span.start, end: this.lastEnd() } };
  }

  // ------------------------------------------------------------------------------------------------ values

  /** A value; undefined, and reported, where none can be read. */
  private value(of: string): Value | undefined {
    const token = this.peek();
    if (token.text === "{" && token.kind === "mark") {
      const items = this.values("}", of);
      return items === undefined ? undefined : setOf(items);
    }
    if (token.text === "-" && /^\d+$/.test(this.tokens[this.at + 1]?.text ?? "")) {
      this.at += 1;
      const digits = this.next();
      this.report(cfgFaults.negative(this.place({ start: token.span.start, end: digits.span.end })));
      return int(-Number(digits.text));
    }
    if (token.kind === "string") {
      this.at += 1;
      if (token.text.includes("\\")) this.report(cfgFaults.escape(this.place(token.span)));
      this.words.push(token.text.slice(1, -1));
      return string(token.text.slice(1, -1));
    }
    if (token.kind !== "word" || !this.isNameHere()) {
      this.report(cfgFaults.badValue(this.placeHere(), of));
      return undefined;
    }
    this.at += 1;
    return this.atom(token);
  }

  private atom(token: CfgToken): Value {
    if (token.text === "TRUE" || token.text === "FALSE") return boolean(token.text === "TRUE");
    if (!/^\d+$/.test(token.text)) {
      this.words.push(token.text);
      return model(token.text);
    }
    if (Number(token.text) > MAX_INT) this.report(cfgFaults.numberRange(this.place(token.span), token.text));
    return int(Number(token.text));
  }

  /** Values between the bracket that stands here and `close`. */
  private values(close: string, of: string): readonly Value[] | undefined {
    this.at += 1;
    const items: Value[] = [];
    if (this.peek().text === close) {
      this.at += 1;
      return items;
    }
    for (;;) {
      const item = this.value(of);
      if (item === undefined) return undefined;
      items.push(item);
      const after = this.peek();
      if (after.text !== "," && after.text !== close) {
        this.report(cfgFaults.badValue(this.placeHere(), of));
        return undefined;
      }
      this.at += 1;
      if (after.text === close) return items;
    }
  }

  // ------------------------------------------------------------------------------------------- definitions

  private single(keyword: CfgKeyword, first: CfgToken): void {
    const place = this.place(first.span);
    if (isObsolete(first.text)) this.report(cfgFaults.obsolete(place, first.text));
    if (this.peek().kind !== "word" || !this.isNameHere()) {
      this.report(cfgFaults.expectedName(this.placeHere(), this.peek()));
      return;
    }
    this.once(keyword, place);
    this.definition(keyword);
  }

  private definition(keyword: CfgKeyword): void {
    const name = this.qualified();
    if (name.text.includes("!")) this.report(cfgFaults.qualifiedName(this.place(name.span)));
    this.add({ kind: "definition", keyword, name: name.text }, name);
  }

  private list(keyword: CfgKeyword): void {
    while (!this.atSection() && !this.looksLikeKeyword()) {
      if (this.peek().kind === "word") this.definition(keyword);
      else {
        this.report(cfgFaults.expectedName(this.placeHere(), this.peek()));
        this.at += 1;
      }
    }
  }

  private deadlock(keyword: CfgToken): void {
    const token = this.peek();
    if (token.text !== "TRUE" && token.text !== "FALSE") {
      this.report(cfgFaults.expectedTruth(this.placeHere(), token));
      if (token.kind === "word" && !this.atSection()) this.at += 1;
      return;
    }
    this.at += 1;
    this.once("CHECK_DEADLOCK", this.place(keyword.span));
    const span = { start: keyword.span.start, end: token.span.end };
    this.add({ kind: "deadlock", check: token.text === "TRUE" }, { text: keyword.text, span });
  }

  private once(keyword: Section, place: Place): void {
    const first = this.seen.get(keyword);
    if (first === undefined) this.seen.set(keyword, place);
    else this.report(cfgFaults.duplicate(place, keyword, first));
  }

  /**
   * A word in a list of names that starts a line, has another word after it and is nearly a keyword is one
   * misspelt.
   */
  private looksLikeKeyword(): boolean {
    const token = this.peek();
    if (!token.leads || !/^[A-Z_]+$/.test(token.text)) return false;
    const after = this.tokens[this.at + 1];
    return after?.kind === "word" && !after.leads && nearestKeyword(token.text) !== undefined;
  }

  // ----------------------------------------------------------------------------------------------- the text

  private atSection(at = this.at): boolean {
    const token = this.tokens[at];
    if (token === undefined || token.kind === "end") return true;
    if (token.kind !== "word" || sectionOf(token.text) === undefined) return false;
    return !isObsolete(token.text) || (token.leads && this.tokens[at + 1]?.kind === "word");
  }

  /**
   * Whether the word here is a name: TLC takes a keyword for one too, but where that would leave the rest
   * without sense the name is missing and the keyword is what it looks like.
   */
  private isNameHere(): boolean {
    if (!this.atSection()) return true;
    return this.peek().kind === "word" && (this.atSection(this.at + 1) || this.startsAssignment(this.at + 1));
  }

  private peek(): CfgToken {
    return this.tokens[this.at] ?? this.tokens.at(-1)!;
  }

  private next(): CfgToken {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private lastEnd(): number {
    return this.tokens[this.at - 1]?.span.end ?? 0;
  }

  private place(span: Span): Place {
    return placeOf(this.file, this.source, span);
  }

  private placeHere(): Place {
    return this.place(this.peek().span);
  }

  private add(item: CfgItem, name: Named, target?: Span, module?: CfgToken): CfgItem {
    const span = { start: name.span.start, end: target?.end ?? name.span.end };
    const parts = {
      name: this.place(name.span),
      ...(target === undefined ? {} : { target: this.place(target) }),
      ...(module === undefined ? {} : { module: this.place(module.span) }),
    };
    this.entries.push({ ...item, span, place: this.place(span), parts });
    return item;
  }

  private report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }
}
