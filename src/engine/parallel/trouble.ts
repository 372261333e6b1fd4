/** What a thread finds wrong, as data that can be passed on; the behaviour that leads there is added where all is known. */
import { unreachable } from "../../report/diagnostic.js";
import type { During, Verdict } from "../explore/explore-verdict.js";
import type { Beyond } from "../explore/path.js";
import type { Row } from "../model.js";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Traced = Extract<Verdict, { readonly trace: unknown }>;

/** A verdict short of its behaviour. */
export type Untraced = Without<Traced, "trace">;

export interface Trouble {
  readonly what: Untraced;
  /** The state that the behaviour leads to, and one further, as in a path. */
  readonly at: number;
  readonly beyond: Beyond | undefined;
  /** The state in which it ends. */
  readonly row: Row;
}

/** Of several in one level the one that is told, whoever found it: shortest behaviours first, then by what and where. */
export function ordered(a: Trouble, b: Trouble, textOf: (row: Row) => string): number {
  const first = keyOf(a);
  const second = keyOf(b);
  for (let i = 0; i < first.length; i++) {
    const difference = first[i]! - second[i]!;
    if (difference !== 0) return difference;
  }
  const [x, y] = [textOf(a.row), textOf(b.row)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Of so many troubles of one thread that are equal in kind and place, the least is told. */
const MOST_COMPARED = 2000;

/** The least of what one thread finds. */
export class Least {
  trouble: Trouble | undefined;
  private compared = 0;
  private readonly textOf: (row: Row) => string;

  constructor(textOf: (row: Row) => string) {
    this.textOf = textOf;
  }

  add(trouble: Trouble): void {
    if (this.trouble === undefined) this.trouble = trouble;
    else if (++this.compared <= MOST_COMPARED && ordered(trouble, this.trouble, this.textOf) < 0)
      this.trouble = trouble;
  }
}

function keyOf({ what, beyond }: Trouble): readonly number[] {
  const steps = beyond === undefined ? 0 : 1;
  switch (what.kind) {
    case "deadlock":
      return [steps, 2, 0, 0];
    case "violated":
      return [steps, what.what === "invariant" ? 0 : 1, what.place.line, what.place.column];
    case "evaluation-error":
      return [steps, 3, ...placeOf(what.during)];
    default:
      return unreachable(what);
  }
}

const placeOf = (during: During): readonly [number, number] =>
  during.kind === "initial" ? [0, 0] : [during.place.line, during.place.column];
