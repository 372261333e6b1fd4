/**
 * Actions and message kinds as a picture: who sends what on the left, the kinds in the middle, who receives them on the
 * right; what neither sends nor receives stands below. Steps of one operator stand together. As Graphviz's text, and as
 * SVG drawn here.
 */
import type { Structure } from "./types.js";

interface Flow {
  readonly names: readonly string[];
  readonly senders: readonly string[];
  readonly kinds: readonly string[];
  readonly receivers: readonly string[];
  readonly local: readonly string[];
  /** From a sender to a kind. */
  readonly sends: readonly (readonly [string, string])[];
  /** From a kind to a receiver; `absent`: only that there is none is looked at. */
  readonly receives: readonly (readonly [string, string, "one" | "set" | "absent"])[];
}

function flowOf(structure: Structure): Flow {
  const { actions } = structure;
  const sends = unique(actions.flatMap((a) => a.sends.map((s) => [a.operator, s.kind] as const)));
  const receives = unique(
    actions.flatMap((a) => a.receives.map((r) => [r.kind, a.operator, r.mode] as const)),
  );
  const kinds = [
    ...new Set([
      ...structure.kinds.map((k) => k.name),
      ...sends.map((s) => s[1]),
      ...receives.map((r) => r[0]),
    ]),
  ];
  const sending = new Set(sends.map((s) => s[0]));
  const receiving = new Set(receives.map((r) => r[1]));
  const names = [...new Set(actions.map((a) => a.operator))];
  const position = (kind: string): number => kinds.indexOf(kind);
  const nearest = (list: readonly number[]): number =>
    list.reduce((a, b) => a + b, 0) / Math.max(1, list.length);
  const bySends = (a: string): number => nearest(sends.filter((s) => s[0] === a).map((s) => position(s[1])));
  const byReceives = (a: string): number =>
    nearest(receives.filter((r) => r[1] === a).map((r) => position(r[0])));
  return {
    names,
    senders: names.filter((n) => sending.has(n)).sort((a, b) => bySends(a) - bySends(b)),
    kinds,
    receivers: names.filter((n) => receiving.has(n)).sort((a, b) => byReceives(a) - byReceives(b)),
    local: names.filter((n) => !sending.has(n) && !receiving.has(n)),
    sends,
    receives,
  };
}

function unique<T extends readonly string[]>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((r) => [r.join("\n"), r])).values()];
}

/** Graphviz: one node for each action, so that an action that receives and sends stands between the kinds. */
export function structureDot(structure: Structure): string {
  const flow = flowOf(structure);
  const quote = (s: string): string => `"${s.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const lines = [
    `digraph ${quote(structure.module)} {`,
    "  rankdir=LR;",
    '  node [fontname="sans-serif", fontsize=11];',
    ...flow.names.map((n) => `  ${quote(`action ${n}`)} [shape=box, label=${quote(n)}];`),
    ...flow.kinds.map(
      (k) => `  ${quote(`kind ${k}`)} [shape=ellipse, style=filled, fillcolor="#dde8f5", label=${quote(k)}];`,
    ),
    ...flow.sends.map(([a, k]) => `  ${quote(`action ${a}`)} -> ${quote(`kind ${k}`)};`),
    ...flow.receives.map(([k, a, mode]) => {
      const style = mode === "one" ? "dashed" : "dotted";
      return `  ${quote(`kind ${k}`)} -> ${quote(`action ${a}`)} [style=${style}${mode === "absent" ? ', label="none"' : ""}];`;
    }),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

const rowHeight = 34;
const boxHeight = 24;
const letter = 7.2;
const gap = 130;
const margin = 24;

const escapeXml = (s: string): string =>
  s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

interface Box {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function column(
  names: readonly string[],
  x: number,
  rows: number,
  top: number,
): { readonly boxes: readonly Box[]; readonly width: number } {
  const width = Math.max(60, ...names.map((n) => Math.round(n.length * letter) + 20));
  const step = Math.min(2 * rowHeight, (rows * rowHeight) / Math.max(1, names.length));
  const start = top + (rows * rowHeight - names.length * step) / 2 + (step - boxHeight) / 2;
  return { width, boxes: names.map((name, i) => ({ name, x, y: Math.round(start + i * step), width })) };
}

/** One SVG file without anything outside it. */
export function structureSvg(structure: Structure): string {
  const flow = flowOf(structure);
  const rows = Math.max(1, flow.senders.length, flow.kinds.length, flow.receivers.length);
  const top = margin + 50;
  const left = column(flow.senders, margin, rows, top);
  const middle = column(flow.kinds, margin + left.width + gap, rows, top);
  const right = column(flow.receivers, margin + left.width + middle.width + 2 * gap, rows, top);
  const width = 2 * margin + left.width + middle.width + right.width + 2 * gap;
  const below = top + rows * rowHeight + 30;
  const perRow = Math.max(1, Math.floor((width - 2 * margin) / 170));
  const height =
    flow.local.length === 0 ? below : below + 24 + Math.ceil(flow.local.length / perRow) * rowHeight;
  const at = (boxes: readonly Box[], name: string): Box | undefined => boxes.find((b) => b.name === name);
  const parts = [
    ...heading(left.boxes, "sends", margin, top),
    ...heading(middle.boxes, "message kind", margin + left.width + gap, top),
    ...heading(right.boxes, "receives", margin + left.width + middle.width + 2 * gap, top),
    ...flow.sends.map(([a, k]) => edge(at(left.boxes, a), at(middle.boxes, k), "send")),
    ...flow.receives.map(([k, a, mode]) =>
      edge(at(middle.boxes, k), at(right.boxes, a), mode === "one" ? "receive" : mode),
    ),
    ...left.boxes.map((b) => box(b, "action")),
    ...middle.boxes.map((b) => box(b, "kind")),
    ...right.boxes.map((b) => box(b, "action")),
    ...(flow.local.length === 0 ? [] : [label("neither sends nor receives", margin, below)]),
    ...flow.local.map((name, i) =>
      box(
        {
          name,
          x: margin + (i % perRow) * 170,
          y: below + 12 + Math.floor(i / perRow) * rowHeight,
          width: 160,
        },
        "local",
      ),
    ),
  ];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(structure.module)}: actions and message kinds</title>`,
    "<style>.action{fill:#fff;stroke:#444}.kind{fill:#dde8f5;stroke:#36648b}.local{fill:#f3f3f3;stroke:#999}" +
      ".send{stroke:#444}.receive{stroke:#36648b;stroke-dasharray:6 3}.set{stroke:#36648b;stroke-dasharray:2 3}" +
      ".absent{stroke:#b03030;stroke-dasharray:2 3}path{fill:none;stroke-width:1.3;marker-end:url(#tip)}</style>",
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0,0 L8,4 L0,8 z" style="fill:#555;stroke:none;marker-end:none"/></marker></defs>',
    `<text x="${margin}" y="${margin}" font-size="16" font-weight="600">${escapeXml(structure.module)}</text>`,
    label(
      "solid: sends · dashed: receives one · dotted: looks at a set of them · red: that there is none",
      margin,
      margin + 18,
    ),
    ...parts,
    "</svg>",
  ].join("\n")}\n`;
}

function heading(boxes: readonly Box[], text: string, x: number, top: number): readonly string[] {
  return boxes.length === 0 ? [] : [label(text, x, top - 8)];
}

function label(text: string, x: number, y: number): string {
  return `<text x="${x}" y="${y}" fill="#666" font-size="11">${escapeXml(text)}</text>`;
}

function box({ name, x, y, width }: Box, style: string): string {
  const round = style === "kind" ? boxHeight / 2 : 4;
  const most = Math.floor((width - 12) / letter);
  const shown = name.length > most ? `${name.slice(0, most - 1)}…` : name;
  return (
    `<g><title>${escapeXml(name)}</title>` +
    `<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="${round}"/>` +
    `<text x="${x + width / 2}" y="${y + boxHeight / 2 + 4}" text-anchor="middle">${escapeXml(shown)}</text></g>`
  );
}

function edge(from: Box | undefined, to: Box | undefined, style: string): string {
  if (from === undefined || to === undefined) return "";
  const [x1, y1] = [from.x + from.width, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const bend = (x2 - x1) / 2;
  return `<path class="${style}" d="M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}"/>`;
}
