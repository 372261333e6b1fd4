/** All steps over one growing set of messages, those of the environment left out, with what was taken for granted. */
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { canonicalOp } from "../tla/operators.js";
import { prettyExpr } from "../tla/pretty.js";
import type { Branch } from "./branches.js";
import { fingerprint, sameExpr, stripParens } from "./terms.js";
import { type Carried, type CarryContext, carried, isPlain } from "./transport.js";
import type { Assumption } from "./types.js";

export interface Carrying {
  readonly branches: readonly Branch[];
  readonly assumptions: readonly Assumption[];
  /** The messages were one growing set all along. */
  readonly plain: boolean;
}

export function carry(context: CarryContext, branches: readonly Branch[]): Carrying {
  const { transport, table } = context;
  if (isPlain(transport) && !transport.removes) return { branches, assumptions: [], plain: true };
  const all = branches.map((branch) => carried(context, branch));
  const earlier = new Set(branches.flatMap((b) => b.weakened ?? []));
  const steps = merged(all.filter((c) => !c.environment).map((c) => c.branch));
  const place = (branch: Branch): Place =>
    table.place(branch.at.kind === "Definition" ? branch.at.name : branch.at);
  const assumptions: Assumption[] = [
    ...formAssumptions(context, all),
    ...all
      .filter((c) => c.environment)
      .map((c) => ({
        text: `${c.branch.name} only drops or copies messages: left out, as the environment does that`,
        place: place(c.branch),
      })),
    ...steps.flatMap((s) =>
      (s.weakened ?? [])
        .filter((w) => !earlier.has(w))
        .map((w) => ({
          text: `${s.name} may be taken again with a message that was sent before: its guard ${prettyExpr(w, 1000)} is left out`,
          place: w.span.end > 0 ? table.place(w) : place(s),
        })),
    ),
  ];
  return { branches: steps, assumptions, plain: false };
}

function formAssumptions({ transport }: CarryContext, all: readonly Carried[]): readonly Assumption[] {
  const names = transport.parts.map((p) => p.variable).join(", ");
  const [first] = all.flatMap((c) => c.removes);
  const out: Assumption[] = [];
  if (transport.parts.some((p) => p.form === "bag")) {
    out.push({ text: `${names}: copies of a message are not counted, only that it was sent` });
  }
  if (transport.parts.length > 1) {
    const how =
      transport.kindField === undefined
        ? ""
        : `, told apart by the field ${transport.kindField.name}${transport.kindField.added ? ", which we add" : ""}`;
    out.push({ text: `${names} are read as one set of messages, ${transport.name}${how}` });
  }
  if (first !== undefined) {
    out.push({
      text: `${names}: a message that was taken out may be received again, so that none is a lock`,
      place: first,
    });
  }
  return out;
}

/** Branches that differ only in whether a message was there already are one. */
function merged(branches: readonly Branch[]): readonly Branch[] {
  const groups = new Map<string, Branch[]>();
  for (const branch of branches) {
    const { name: _, weakened: __, at: ___, ...rest } = branch;
    const place = `${branch.at.span.start}`;
    const key = `${place} ${printOf(rest)}`;
    groups.set(key, [...(groups.get(key) ?? []), branch]);
  }
  const named = new Set<string>();
  return [...groups.values()].flatMap((group): Branch[] => {
    const [first] = group;
    if (first === undefined) return [];
    const base = first.name.replace(/\d+$/, "");
    const alone = group.length > 1 && !branches.some((x) => !group.includes(x) && x.name.startsWith(base));
    const name = alone && !named.has(base) ? base : first.name;
    named.add(name);
    const rows = group.map((g) => g.weakened ?? []);
    const common = (first.weakened ?? []).filter((w) => rows.every((r) => r.some((x) => sameExpr(x, w))));
    const rest = rows.map((r) => r.filter((x) => !common.some((w) => sameExpr(x, w))));
    return [{ ...first, name, weakened: [...common, ...eitherOf(rest)] }];
  });
}

function printOf({ binders, lets, parts }: Pick<Branch, "binders" | "lets" | "parts">): string {
  return [
    ...binders.map((x) => `${x.name}:${fingerprint(x.domain)}`),
    ...lets.map((l) => `${l.name.text}=${fingerprint(l.body)}`),
    ...parts.map(fingerprint),
  ].join(";");
}

/** What was taken out of one branch or of another: nothing, if one of them always held. */
function eitherOf(rows: readonly (readonly Expr[])[]): readonly Expr[] {
  const [first, second] = rows;
  if (first === undefined || rows.some((r) => r.length === 0)) return [];
  if (second === undefined) return first;
  const [one, other] = [first[0], second[0]];
  if (rows.length === 2 && first.length === 1 && second.length === 1 && one && other && opposite(one, other))
    return [];
  return [b.or(rows.map((r) => b.and(r)))];
}

function opposite(x: Expr, y: Expr): boolean {
  const [p, q] = [positive(x), positive(y)];
  return p.negated !== q.negated && sameExpr(p.e, q.e);
}

function positive(whole: Expr): { readonly e: Expr; readonly negated: boolean } {
  const e = stripParens(whole);
  if (e.kind === "Prefix" && canonicalOp(e.op) === "~") {
    const inner = positive(e.arg);
    return { ...inner, negated: !inner.negated };
  }
  if (e.kind === "Infix" && canonicalOp(e.op) === "\\notin") {
    return { e: { ...e, op: "\\in" }, negated: true };
  }
  return { e, negated: false };
}
