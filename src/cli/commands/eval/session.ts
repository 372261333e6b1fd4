/** What is asked of a model line by line: expressions, definitions, and commands that begin with a colon. */

import { type DeadEnd, type Explanation, findingText } from "../../../engine/explain/explain-action.js";
import type { SpecModel, Step } from "../../../engine/library/library-face.js";
import type { State } from "../../../engine/library/library-values.js";
import { DiagnosticError } from "../../../report/diagnostic.js";
import { parseExpression } from "../../../tla/parse.js";

export const HELP = `an expression        its value; with primes (Next, x' = x + 1) the states it leads to
F(x) == …            a definition for this session
:init                the initial states; :init N takes the Nth
:next                the steps from the state; :step N takes the Nth
:step ACTION         takes an action with its arguments, as in :step x' = x + 1
:why ACTION          why an action cannot be taken, conjunct by conjunct
:back                the state before
:state               the state; :state x = 1 /\\ y = {} sets it
:actions             the actions of the next-state relation, with what they choose
:help, :quit
`;

/** At most so many states are listed. */
const MOST = 50;
/** At most so many reasons are given. */
const REASONS = 8;

export class EvalSession {
  state: State | undefined;
  private readonly past: State[] = [];
  /** What the numbers of :init and :step mean. */
  private listed: readonly (State | Step)[] = [];

  constructor(
    readonly model: SpecModel,
    private readonly print: (line: string) => void,
  ) {}

  /** One line of input; false if it asks to end. Throws a DiagnosticError, or an Error with a message for the user. */
  line(text: string): boolean {
    const line = text.trim();
    if (line === "" || line.startsWith("\\*")) return true;
    if (!line.startsWith(":")) {
      this.ask(line);
      return true;
    }
    const [command = "", ...words] = line.slice(1).split(/\s+/);
    return this.command(command, words.join(" "));
  }

  private ask(text: string): void {
    if (isDefinition(text)) {
      this.model.define(text);
      return;
    }
    const level = this.model.level(text);
    if (level === 2) {
      const from = this.current();
      this.list(this.model.take(from, text));
      return;
    }
    if (level === 1) this.current();
    this.print(String(this.model.evaluate(text, this.state)));
  }

  private command(command: string, rest: string): boolean {
    switch (command) {
      case "q":
      case "quit":
      case "exit":
        return false;
      case "h":
      case "help":
        this.print(HELP.trimEnd());
        return true;
      case "init":
        this.listed = this.model.init();
        if (rest === "" && this.listed.length !== 1) this.list(this.listed, undefined);
        else this.pick(rest === "" ? "1" : rest);
        return true;
      case "next":
        this.list(this.model.next(this.current()));
        return true;
      case "step":
        if (/^\d+$/.test(rest)) {
          if (!this.listed.some((x) => "action" in x)) this.listed = this.model.next(this.current());
        } else {
          this.listed = this.model.take(this.current(), rest);
          if (this.listed.length === 0) return this.why(rest);
          if (this.listed.length > 1) this.list(this.listed);
        }
        if (/^\d+$/.test(rest) || this.listed.length === 1) this.pick(/^\d+$/.test(rest) ? rest : "1");
        return true;
      case "back": {
        const before = this.past.pop();
        if (before === undefined) throw new Error("there is no state before");
        this.state = before;
        this.listed = [];
        this.print(String(before));
        return true;
      }
      case "state":
        if (rest !== "") this.go(this.model.state(rest));
        else this.print(String(this.current()));
        return true;
      case "why":
        return this.why(rest);
      case "actions":
        for (const { name, params } of this.model.actions) {
          this.print(params.length === 0 ? name : `${name}: ${params.map((p) => p.name).join(", ")}`);
        }
        return true;
      default:
        throw new Error(`no command :${command}; :help lists them`);
    }
  }

  /** Why an action, given by its name or as a formula, cannot be taken. */
  private why(text: string): boolean {
    const from = this.current();
    const named = this.model.actions.filter((a) => a.name === text);
    const found: readonly Explanation[] =
      named.length > 0 ? named.map((a) => a.explain(from)) : [this.model.explain(from, text)];
    const ways = found.reduce((sum, e) => sum + e.ways, 0);
    if (ways > 0) {
      this.print(`it can be taken in ${ways} ${ways === 1 ? "way" : "ways"}`);
      return true;
    }
    const ends = found.flatMap((e) => e.failures).sort((a, b) => b.before.length - a.before.length);
    const alike = new Map<string, DeadEnd[]>();
    for (const end of ends) {
      const text = reason(end);
      const before = alike.get(text);
      if (before === undefined) alike.set(text, [end]);
      else before.push(end);
    }
    for (const [text, same] of [...alike].slice(0, REASONS)) this.print(`${text}${chosen(same)}`);
    if (alike.size > REASONS) this.print(`and ${alike.size - REASONS} more`);
    if (ends.length === 0) this.print("nothing in it is true");
    return true;
  }

  current(): State {
    if (this.state === undefined)
      throw new Error("there is no state yet: take one with :init, or give one with :state (or --state)");
    return this.state;
  }

  private pick(number: string): void {
    const found = this.listed[Number(number) - 1];
    if (found === undefined) {
      throw new Error(
        this.listed.length === 0
          ? "there is none to take"
          : `there are ${this.listed.length}: 1..${this.listed.length}`,
      );
    }
    this.go("action" in found ? found.state : found);
  }

  private go(state: State): void {
    if (this.state !== undefined) this.past.push(this.state);
    this.state = state;
    this.listed = [];
    this.print(String(state));
  }

  private list(found: readonly (State | Step)[], from = this.state): void {
    this.listed = found;
    if (found.length === 0) this.print("none");
    for (const [i, x] of found.slice(0, MOST).entries()) {
      const [name, state] = "action" in x ? [` ${x.action}`, x.state] : ["", x];
      this.print(`${i + 1}:${name}\n${indented(changes(from, state))}`);
    }
    if (found.length > MOST) this.print(`and ${found.length - MOST} more`);
  }
}

/** What is different from the state before; all of it where there is none. */
function changes(before: State | undefined, state: State): string {
  if (before === undefined) return String(state);
  const changed = state.variables.filter((v) => String(before.get(v)) !== String(state.get(v)));
  if (changed.length === 0) return "(the same state)";
  return changed.map((v) => `${v}' = ${state.get(v) ?? "?"}`).join("\n");
}

function reason({ at }: DeadEnd): string {
  const where = at.place === undefined ? "" : `${baseName(at.place.file)}:${at.place.line}: `;
  return `${where}${findingText(at)}`;
}

/** What was chosen where several ways end alike. */
function chosen([first, ...more]: readonly DeadEnd[]): string {
  const names = (first?.choices ?? []).map((c) => `${c.name} = ${c.value}`).join(", ");
  if (names === "") return "";
  return `  (with ${names}${more.length === 0 ? "" : `, and in ${more.length} more ways`})`;
}

const baseName = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

const indented = (text: string): string => text.replace(/^/gm, "   ");

/** Whether a line defines something: what is no expression and has `==`. */
function isDefinition(text: string): boolean {
  if (!/==|^\s*RECURSIVE\b/.test(text)) return false;
  return parseExpression("input", text).expr === undefined;
}

/** What can be told to the user of an error, as text; undefined for a bug. */
export function toldOf(error: unknown): string | undefined {
  if (error instanceof DiagnosticError) return undefined;
  return error instanceof Error && error.constructor === Error ? error.message : undefined;
}
