/**
 * The specification as written beside its hybrid, definition by definition: what an action became stands beside it, and
 * what has no counterpart stands alone. Rows first, then text for a terminal or one HTML page.
 */
import { diffArrays } from "diff";
import type { Protocol } from "../protocol/types.js";
import { cells } from "../report/width.js";
import type { Unit } from "../tla/ast.js";
import { parseModule } from "../tla/parse.js";
import { prettyUnit } from "../tla/pretty.js";
import type { Transformed } from "./history/index.js";
import { unitName } from "./pass.js";
import { parts } from "./vocabulary.js";

/** `same`: on both sides; `changed`: one for the other; `title`: what the rows after it are about. */
export interface Row {
  readonly kind: "same" | "changed" | "removed" | "added" | "title";
  readonly left: string;
  readonly right: string;
}

/** `source`: the specification's text, as written. */
export function sideBySide(protocol: Protocol, hybrid: Transformed, source: string): readonly Row[] {
  const { parsed } = parseModule(protocol.file, source);
  const draft = hybrid.stages.at(-1)?.draft;
  if (parsed === undefined || draft === undefined) return [];
  const left = draft.units;
  const shown = (unit: Unit): readonly string[] => prettyUnit(unit, { comments: draft.comments }).split("\n");
  const used = new Set<Unit>();
  const rows: Row[] = [];
  for (const unit of parsed.module.units) {
    const name = unitName(unit);
    if (unit.kind === "Separator") continue;
    const text = source.slice(unit.span.start, unit.span.end).split("\n");
    const became = left.filter((u) => !used.has(u) && belongs(protocol, hybrid, unit, u));
    for (const u of became) used.add(u);
    rows.push(title(name ?? unit.kind.toUpperCase()));
    rows.push(
      ...paired(
        text,
        became.flatMap((u, k) => [...(k > 0 ? [""] : []), ...shown(u)]),
      ),
    );
  }
  for (const unit of left) {
    if (used.has(unit) || unit.kind === "Separator") continue;
    rows.push(title(`added: ${unitName(unit) ?? unit.kind.toUpperCase()}`), ...paired([], shown(unit)));
  }
  return rows;
}

const title = (text: string): Row => ({ kind: "title", left: text, right: "" });

/** What a unit of the source became: the same name, the arms of an action, declarations beside declarations. */
function belongs({ actions }: Protocol, { words }: Transformed, from: Unit, to: Unit): boolean {
  const name = unitName(from);
  if (name === undefined) return from.kind === to.kind && from.kind !== "Instance";
  const other = unitName(to);
  if (other === undefined) return false;
  if (name === other) return true;
  // Several actions may come from one definition: `Reply1`, `Reply2`.
  return actions
    .filter((a) => a.name === name || (a.name.startsWith(name) && /^\d+$/.test(a.name.slice(name.length))))
    .some(
      (a) =>
        a.name === other ||
        (Object.keys(parts) as (keyof typeof parts)[]).some((part) => words.part(a.name, part) === other),
    );
}

function paired(left: readonly string[], right: readonly string[]): readonly Row[] {
  const out: Row[] = [];
  let gone: string[] = [];
  const flush = (come: readonly string[]): void => {
    for (let k = 0; k < Math.max(gone.length, come.length); k++) {
      const [a, b] = [gone[k], come[k]];
      const kind = a === undefined ? "added" : b === undefined ? "removed" : "changed";
      out.push({ kind, left: a ?? "", right: b ?? "" });
    }
    gone = [];
  };
  for (const part of diffArrays([...left], [...right])) {
    if (part.removed) gone = [...gone, ...part.value];
    else if (part.added) flush(part.value);
    else {
      flush([]);
      out.push(...part.value.map((line): Row => ({ kind: "same", left: line, right: line })));
    }
  }
  flush([]);
  return out;
}

const signs = { same: " ", changed: "|", removed: "<", added: ">" } as const;

/** Two columns, a sign between them; long lines go on in the next row. At least 40 columns. */
export function sideBySideText(rows: readonly Row[], columns: number): string {
  const width = Math.floor((Math.max(columns, 40) - 3) / 2);
  const lines = rows.flatMap((row): string[] => {
    if (row.kind === "title")
      return [`== ${row.left} ${"=".repeat(Math.max(0, columns - row.left.length - 4))}`];
    const [left, right] = [folded(row.left, width), folded(row.right, width)];
    const sign = signs[row.kind];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, k) => {
      const [a, b] = [left[k], right[k]];
      return `${a?.text ?? ""}${" ".repeat(width - (a?.width ?? 0))} ${sign} ${b?.text ?? ""}`.trimEnd();
    });
  });
  return `${lines.join("\n")}\n`;
}

interface Piece {
  readonly text: string;
  /** In columns. */
  readonly width: number;
}

function folded(line: string, width: number): readonly Piece[] {
  const out: Piece[] = [];
  let now = { text: "", width: 0 };
  for (const cell of cells(line)) {
    if (now.width + cell.width > width) {
      out.push(now);
      now = { text: "", width: 0 };
    }
    now = { text: now.text + cell.text, width: now.width + cell.width };
  }
  return [...out, now];
}

const STYLE = `
body { font: 13px/1.4 ui-monospace, monospace; margin: 1rem; color: #1c1c1c; background: #fff; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 .5em; }
th { padding-top: 1em; border-bottom: 1px solid #ccc; }
.added td:last-child, .changed td:last-child { background: #e3f4e6; }
.removed td:first-child, .changed td:first-child { background: #fbe9e7; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #161616; }
  .added td:last-child, .changed td:last-child { background: #17351d; }
  .removed td:first-child, .changed td:first-child { background: #3a1d1a; }
}
`;

/** One page; nothing is loaded from elsewhere. `names`: of both sides. */
export function sideBySideHtml(rows: readonly Row[], names: readonly [string, string], line: string): string {
  const body = rows.map(({ kind, left, right }) =>
    kind === "title"
      ? `<tr><th colspan="2">${escaped(left)}</th></tr>`
      : `<tr class="${kind}"><td>${escaped(left)}</td><td>${escaped(right)}</td></tr>`,
  );
  return `<!doctype html>
<!-- ${line} -->
<html lang="en">
<meta charset="utf-8">
<title>${escaped(names.join(" and "))}</title>
<style>${STYLE}</style>
<table>
<tr><th>${escaped(names[0])}</th><th>${escaped(names[1])}</th></tr>
${body.join("\n")}
</table>
</html>
`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
