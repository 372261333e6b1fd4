/** An ablation as one page: the matrix, each label with its evidence folded under it. Nothing is loaded from elsewhere. */

import type { Counterexample } from "../tlc/counterexample.js";
import { traceLines } from "../tlc/report.js";
import type { Ablation } from "./ablation.js";
import type { Outcome } from "./findings.js";
import { type Label, labelText, lookedText } from "./labels.js";
import type { MatrixRow } from "./matrix.js";
import { byLabelLines, fartherBounds, reductionLines, stepNames, verdictLines } from "./text.js";

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1c1c1c; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3em 1em .3em .5em; border-bottom: 1px solid #ccc; }
pre { font: 13px/1.4 ui-monospace, monospace; overflow-x: auto; white-space: pre-wrap; }
.violates { border-left: 6px solid #2e8b3d; }
.only-reduction { border-left: 6px solid #2f6fb3; }
.redundant, .covered { border-left: 6px solid #b8860b; }
.survives, .unknown { border-left: 6px solid #b3262e; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616; } th, td { border-color: #444; } }
`;

export function ablationHtml(ablation: Ablation): string {
  const { module, strategy, bounds, matrix } = ablation;
  const rows = (matrix?.rows ?? []).map(rowHtml);
  const title = escaped(`${module}, strategy ${strategy}`);
  const more = fartherBounds(ablation).map(([name, bound]) => escaped(`${name}: ${bound}`));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}: ablation</title>
<style>${STYLE}</style>
<h1>${title}: what each check is for</h1>
<p>Smallest bounds: ${escaped(bounds.small)}<br>Usual bounds: ${[escaped(bounds.usual), ...more].join("<br>")}</p>
<p>${[...byLabelLines(matrix?.rows ?? []), ...verdictLines(ablation)].map(escaped).join("<br>")}</p>
<pre>${escaped(reductionLines(ablation.reduction).join("\n"))}</pre>
<table>
<tr><th>without</th><th>which asks whether</th><th>label</th></tr>
${rows.join("\n")}
</table>
</html>
`;
}

function rowHtml({ check, label, outcome }: MatrixRow): string {
  const cells = [
    `<td class="${label.kind}">${escaped(check.name)}</td>`,
    `<td>${escaped(check.what)}</td>`,
    `<td>${escaped(labelText(label))}${evidence(label, outcome)}</td>`,
  ];
  return `<tr>${cells.join("")}</tr>`;
}

function evidence(label: Label, outcome: Outcome | undefined): string {
  const shown = label.kind === "redundant" ? label.outcome : outcome;
  const { violated } = shown ?? {};
  const extra = label.kind === "covered" ? label.extra : shown?.extra;
  const looked =
    label.kind === "survives" || label.kind === "covered" ? label.looked.map(lookedText).join("\n") : "";
  return [
    violated === undefined ? "" : folded(`how ${violated.name} is violated`, violated.behaviour),
    extra === undefined ? "" : folded("a state that no correct node could have caused", extra.behaviour),
    looked === "" ? "" : `<pre>${escaped(looked)}</pre>`,
  ].join("");
}

function folded(title: string, behaviour: Counterexample): string {
  const lines = traceLines(behaviour).join("\n");
  const summary = `${title}: ${stepNames(behaviour)}`;
  return `<details><summary>${escaped(summary)}</summary><pre>${escaped(lines)}</pre></details>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}
