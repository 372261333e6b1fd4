/** Coverage as one page: the modules' text, coloured by what became of each part, with counts where the pointer rests. */
import { grouped } from "../../report/table.js";
import { lineStarts } from "../../tla/place.js";
import type { Coverage, PointCount } from "./coverage.js";
import { basis, type CoverageGap, type Gap, gapsOf } from "./coverage-report.js";

const CLASSES: Readonly<Record<Gap, string>> = {
  "never evaluated": "dead",
  "never true": "untrue",
  "never false": "always",
};

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1c1c1c; background: #fff; }
pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; counter-reset: line; }
pre > span.line::before { counter-increment: line; content: counter(line); display: inline-block; width: 3.5em;
  padding-right: 1em; text-align: right; color: #888; }
.seen { background: #e9f7e9; }
.dead { background: #ffd6d6; }
.untrue { background: #ffe9b8; }
.always { background: #dbe8ff; }
table { border-collapse: collapse; } td { padding: 0 1.5em 0 0; } td + td { text-align: right; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #161616; } .seen { background: #14341a; } .dead { background: #5a1d1d; }
  .untrue { background: #574311; } .always { background: #1f3357; }
}
`;

/** The page; `sources` are the modules' texts by file, `more` gaps that are shown too. Nothing is loaded from elsewhere. */
export function coverageHtml(
  coverage: Coverage,
  title: string,
  sources: ReadonlyMap<string, string>,
  more: readonly CoverageGap[] = [],
): string {
  const files = [...new Set(coverage.points.map((p) => p.place.file))].filter((f) => sources.has(f));
  const gaps = new Map([...more, ...gapsOf(coverage)].map((g) => [g.point.id, g.gap]));
  const rows = coverage.actions.map(
    ({ name, taken, untaken = "never taken" }) =>
      `<tr><td>${escaped(name)}</td><td>${taken === 0 ? untaken : grouped(taken)}</td></tr>`,
  );
  const modules = files.map((file) => {
    const points = coverage.points.filter((p) => p.place.file === file);
    const name = file.slice(file.lastIndexOf("/") + 1);
    return `<h2>${escaped(name)}</h2>\n<pre>${marked(sources.get(file) ?? "", points, gaps)}</pre>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}: coverage</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
<p>Coverage ${escaped(basis(coverage))}. <span class="dead">Never evaluated</span>,
<span class="untrue">never true</span>, ${more.length > 0 ? '<span class="always">never false</span>, ' : ""}<span class="seen">evaluated</span>.</p>
<table>
${rows.join("\n")}
</table>
${modules.join("\n")}
</html>
`;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly open: string;
}

/** The text with a span around each point. Points nest, as expressions do; spans end and begin again at line ends. */
function marked(source: string, points: readonly PointCount[], gaps: ReadonlyMap<number, Gap>): string {
  const starts = lineStarts(source);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  const marks = points
    .map((p): Mark => {
      const gap = gaps.get(p.id) ?? (p.evaluated === 0 ? "never evaluated" : undefined);
      const open = `<span class="${gap === undefined ? "seen" : CLASSES[gap]}" title="${counts(p)}">`;
      const { line, column, endLine, endColumn } = p.place;
      return { start: offset(line, column), end: offset(endLine, endColumn), open };
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const out: string[] = ['<span class="line">'];
  const open: Mark[] = [];
  let next = 0;
  for (let at = 0; at <= source.length; at++) {
    while (open.length > 0 && open[open.length - 1]!.end <= at) {
      open.pop();
      out.push("</span>");
    }
    for (; next < marks.length && marks[next]!.start <= at; next++) {
      const mark = marks[next]!;
      if (mark.end <= at) continue;
      open.push(mark);
      out.push(mark.open);
    }
    const char = source[at];
    if (char === undefined) break;
    if (char === "\n") {
      out.push("</span>".repeat(open.length), '</span>\n<span class="line">', ...open.map((m) => m.open));
    } else out.push(escaped(char));
  }
  out.push("</span>".repeat(open.length + 1));
  return out.join("");
}

function counts(p: PointCount): string {
  if (p.evaluated === 0) return "never evaluated";
  const times = `evaluated ${grouped(p.evaluated)} times`;
  if (!p.isTest) return times;
  return p.isWay
    ? `${times}, true in ${grouped(p.true)} ways`
    : `${times}, true ${grouped(p.true)}, false ${grouped(p.false)}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}
