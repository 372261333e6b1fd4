/** A chart as one SVG file: steps on the left, lifelines in the middle, what changed on the right. */
import type { Chart, ChartArrow, ChartRow } from "./chart.js";

const letter = 6.6;
const line = 15;
const margin = 16;
const spacing = 150;
const top = 78;
/** Changes of one step, and characters of one. */
const MOST_CHANGES = 8;
const MOST_CHARACTERS = 70;

const escapeXml = (s: string): string =>
  s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const cut = (s: string, most: number): string => (s.length > most ? `${s.slice(0, most - 1)}…` : s);

interface Plan {
  readonly chart: Chart;
  /** The middle of each row. */
  readonly y: readonly number[];
  readonly heights: readonly number[];
  x(node: string): number;
  readonly changesAt: number;
  readonly width: number;
  readonly bottom: number;
}

export function chartSvg(chart: Chart): string {
  const plan = planOf(chart);
  const { width, bottom, lifelines } = { ...plan, lifelines: chart.lifelines };
  const height = bottom + (chart.loop.kind === "none" ? margin : margin + 2 * line);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(chart.title)}</title>`,
    "<style>.life{stroke:#bbb;stroke-dasharray:3 3}.row{stroke:#eee}.step{fill:#36648b}.changes{fill:#555;font-family:ui-monospace,monospace;font-size:11px}" +
      "path{fill:none;stroke-width:1.4;marker-end:url(#tip)}.received{stroke:#36648b}.names{stroke:#36648b;stroke-dasharray:5 3}" +
      ".sent{stroke:#888}.label{font-size:11px;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3px}</style>",
    '<rect width="100%" height="100%" fill="#fff"/>',
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0,0 L8,4 L0,8 z" style="fill:#36648b;stroke:none;marker-end:none"/></marker></defs>',
    `<text x="${margin}" y="${margin + 8}" font-size="15" font-weight="600">${escapeXml(chart.title)}</text>`,
    ...(lifelines.length === 0 ? [] : [legend]),
    ...lifelines.flatMap((node) => lifeline(plan, node)),
    ...chart.rows.flatMap((row, i) => rowParts(plan, row, i)),
    ...chart.arrows.map((arrow, i) => arrowPart(plan, arrow, i)),
    ...loopPart(plan),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

const legend =
  `<text x="${margin}" y="${margin + 26}" fill="#666" font-size="11">` +
  "arrow: from the step that sent a message to the step that received it · dashed: the message names the node, " +
  "nobody is seen to receive it · short: neither is known</text>";

function planOf(chart: Chart): Plan {
  const titles = Math.max(80, ...chart.rows.map((r) => (cut(r.title, 40).length + 4) * letter));
  const middle = margin + titles + (chart.lifelines.length === 0 ? 0 : spacing / 2);
  const changesAt =
    middle + chart.lifelines.length * spacing - (chart.lifelines.length === 0 ? 0 : spacing / 4);
  const widest = Math.max(
    0,
    ...chart.rows.flatMap((r) => r.changes.map((c) => Math.min(c.length, MOST_CHARACTERS))),
  );
  const heights = chart.rows.map((r) =>
    Math.max(36, 14 + line * Math.min(r.changes.length, MOST_CHANGES + 1)),
  );
  const y: number[] = [];
  let at = top;
  for (const height of heights) {
    y.push(at + height / 2);
    at += height;
  }
  const width = Math.ceil(Math.max(640, changesAt + widest * letter + margin));
  return {
    chart,
    y,
    heights,
    x: (node) => middle + chart.lifelines.indexOf(node) * spacing,
    changesAt,
    width,
    bottom: at,
  };
}

function lifeline({ x, bottom }: Plan, node: string): readonly string[] {
  return [
    `<line class="life" x1="${x(node)}" y1="${top - 8}" x2="${x(node)}" y2="${bottom}"/>`,
    `<text x="${x(node)}" y="${top - 14}" text-anchor="middle" font-weight="600">${escapeXml(node)}</text>`,
  ];
}

function rowParts({ y, heights, x, changesAt, width }: Plan, row: ChartRow, i: number): readonly string[] {
  const middle = y[i] ?? 0;
  const start = middle - (heights[i] ?? 0) / 2;
  const shown = row.changes.slice(0, MOST_CHANGES);
  const more = row.changes.length - shown.length;
  const lines = more > 0 ? [...shown, `… ${more} more`] : shown;
  const first = middle - ((lines.length - 1) * line) / 2 + 4;
  return [
    `<line class="row" x1="0" y1="${start}" x2="${width}" y2="${start}"/>`,
    `<g><title>${escapeXml(row.detail)}</title><text x="${margin}" y="${middle + 4}">${row.number}  ${escapeXml(cut(row.title, 40))}</text></g>`,
    ...row.nodes.map((node) => `<circle class="step" cx="${x(node)}" cy="${middle}" r="4"/>`),
    ...lines.map(
      (text, k) =>
        `<g><title>${escapeXml(text)}</title><text class="changes" x="${changesAt}" y="${first + k * line}">${escapeXml(cut(text, MOST_CHARACTERS))}</text></g>`,
    ),
  ];
}

function arrowPart({ y, x }: Plan, { from, to, how, label, text }: ChartArrow, i: number): string {
  const [start, end] = [from ?? to, to ?? from];
  if (start === undefined || end === undefined) return "";
  const [y1, y2] = [y[start.row] ?? 0, y[end.row] ?? 0];
  const x1 = from === undefined ? x(start.node) - spacing / 3 : x(start.node);
  const x2 = to === undefined ? x(end.node) + spacing / 3 : x(end.node);
  // Several messages between the same two are told apart by where their labels stand.
  const at = 0.35 + 0.1 * (i % 4);
  const isSame = x1 === x2;
  const path = isSame
    ? `M${x1},${y1} C${x1 + 40},${y1} ${x1 + 40},${y2} ${x2},${y2}`
    : `M${x1},${y1} L${x2},${y2}`;
  const [labelX, labelY] = isSame ? [x1 + 34, (y1 + y2) / 2] : [x1 + (x2 - x1) * at, y1 + (y2 - y1) * at - 4];
  return (
    `<g><title>${escapeXml(text)}</title><path class="${how}" d="${path}"/>` +
    `<text class="label" x="${Math.round(labelX)}" y="${Math.round(labelY)}">${escapeXml(cut(label, 20))}</text></g>`
  );
}

function loopPart({ chart, bottom }: Plan): readonly string[] {
  const { loop } = chart;
  if (loop.kind === "none") return [];
  const text =
    loop.kind === "stuttering" ? "nothing happens any more" : `back to state ${loop.to}, again and again`;
  return [`<text x="${margin}" y="${bottom + line + 4}" font-style="italic">${escapeXml(text)}</text>`];
}
