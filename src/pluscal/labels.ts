/** The labels that the translator adds where the algorithm leaves them out (`Lbl_1`, `Lbl_2`, …). */
import type { Algorithm, Procedure, Statement } from "./ast.js";

/** Statements of an algorithm with all labels in place. */
export interface Bodies {
  readonly processes: readonly (readonly Statement[])[];
  readonly procedures: readonly (readonly Statement[])[];
  readonly main: readonly Statement[];
  /** How many labels were added. */
  readonly added: number;
}

/** What a step has assigned so far, while labels are being placed. */
type Assigned = ReadonlySet<string>;

interface Placed {
  readonly list: readonly Statement[];
  readonly assigned: Assigned;
  /** The statement after this sequence begins a step. */
  readonly breaks: boolean;
}

class Labeller {
  added = 0;
  private current: string | undefined;
  private readonly taken: ReadonlySet<string>;
  private readonly procedures: readonly Procedure[];

  constructor(taken: ReadonlySet<string>, procedures: readonly Procedure[]) {
    this.taken = taken;
    this.procedures = procedures;
  }

  body(list: readonly Statement[], procedure?: string): readonly Statement[] {
    this.current = procedure;
    return this.sequence(list, true, false, new Set()).list;
  }

  private label(s: Statement): Statement {
    if (s.label !== undefined) return s;
    let name: string;
    do {
      this.added += 1;
      name = `Lbl_${this.added}`;
    } while (this.taken.has(name));
    return { ...s, label: name };
  }

  private sequence(list: readonly Statement[], first: boolean, inWith: boolean, before: Assigned): Placed {
    let assigned = before;
    let needs = first;
    let had = false;
    const out: Statement[] = [];
    for (const [i, item] of list.entries()) {
      if (list[i - 1]?.kind === "call" && isJoined(item)) {
        out.push(item);
        needs = true;
        continue;
      }
      let s = needs ? this.label(item) : item;
      if (s.label !== undefined) assigned = new Set();
      needs = false;
      const sets = this.sets(s);
      if (s.kind === "while") {
        s = this.label(s);
        assigned = new Set();
      } else if (sets.some((v) => assigned.has(v)) && !inWith) {
        s = this.label(s);
        assigned = new Set();
      }
      had ||= s.label !== undefined;
      const inner = this.inside(s, inWith, assigned);
      out.push(inner.statement);
      assigned = new Set([...inner.assigned, ...sets]);
      needs = inner.breaks;
      had ||= s.kind === "with" && inner.statement.label !== undefined;
    }
    return { list: out, assigned, breaks: had || needs };
  }

  private inside(
    s: Statement,
    inWith: boolean,
    assigned: Assigned,
  ): { readonly statement: Statement; readonly assigned: Assigned; readonly breaks: boolean } {
    switch (s.kind) {
      case "if": {
        const yes = this.sequence(s.yes, false, inWith, assigned);
        const no = this.sequence(s.no, false, inWith, assigned);
        const both = new Set([...yes.assigned, ...no.assigned]);
        const statement = { ...s, yes: yes.list, no: no.list };
        return { statement, assigned: both, breaks: yes.breaks || no.breaks };
      }
      case "either": {
        const clauses = s.clauses.map((clause) => this.sequence(clause, false, inWith, assigned));
        const all = new Set(clauses.flatMap((clause) => [...clause.assigned]));
        const statement = { ...s, clauses: clauses.map((clause) => clause.list) };
        return { statement, assigned: all, breaks: clauses.some((clause) => clause.breaks) };
      }
      case "while": {
        const body = this.sequence(s.body, false, false, new Set());
        return { statement: { ...s, body: body.list }, assigned: new Set(), breaks: false };
      }
      case "with": {
        const body = this.sequence(s.body, false, true, inWith ? assigned : new Set());
        const clash = !inWith && [...body.assigned].some((v) => assigned.has(v));
        const statement = { ...(clash ? this.label(s) : s), body: body.list };
        return {
          statement,
          assigned: clash ? body.assigned : new Set([...assigned, ...body.assigned]),
          breaks: body.breaks,
        };
      }
      default:
        return {
          statement: s,
          assigned,
          breaks: s.kind === "call" || s.kind === "return" || s.kind === "goto",
        };
    }
  }

  /** The variables that a simple statement assigns. */
  private sets(s: Statement): readonly string[] {
    if (s.kind === "assign") return s.targets.map((t) => t.variable.text);
    if (s.kind !== "call" && s.kind !== "return") return [];
    if (s.kind === "call" && s.to !== this.current) return ["stack"];
    const own = this.procedures.flatMap((p) => [...p.params, ...p.variables].map((v) => v.name));
    return ["stack", ...own];
  }
}

/** True: with the call before it, the statement is one step. */
export function isJoined(after: Statement | undefined): boolean {
  return (
    after !== undefined && after.label === undefined && (after.kind === "return" || after.kind === "goto")
  );
}

export function labelsOf(list: readonly Statement[]): readonly string[] {
  return list.flatMap((s) => [...(s.label === undefined ? [] : [s.label]), ...parts(s).flatMap(labelsOf)]);
}

/** The statement lists within a statement. */
export function parts(s: Statement): readonly (readonly Statement[])[] {
  switch (s.kind) {
    case "if":
      return [s.yes, s.no];
    case "either":
      return s.clauses;
    case "while":
    case "with":
      return [s.body];
    default:
      return [];
  }
}

/** Adds the labels that are missing, in the translator's order: of processes first, of procedures before a main body. */
export function addLabels(algorithm: Algorithm): Bodies {
  const all = [
    ...algorithm.processes.map((p) => p.body),
    ...algorithm.procedures.map((p) => p.body),
    algorithm.body,
  ];
  const labeller = new Labeller(new Set(all.flatMap(labelsOf)), algorithm.procedures);
  const processes = algorithm.processes.map((p) => labeller.body(p.body));
  const procedures = algorithm.procedures.map((p) => labeller.body(p.body, p.name));
  const main = labeller.body(algorithm.body);
  return { processes, procedures, main, added: labeller.added };
}
