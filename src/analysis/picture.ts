/**
 * Phases from left to right, each with its kinds and the actions that send or count them; a kind shows its counter and
 * whether it is certified, and quorums stand between the kind that is counted and the action that counts. One SVG.
 */
import type { Analysis, Phase, SubKind } from "./types.js";

const phases: readonly Phase[] = ["client", "election", "agreement", "learning", "none"];
const names: Readonly<Record<Phase, string>> = {
  client: "client",
  election: "election",
  agreement: "agreement",
  learning: "learning",
  none: "in no phase",
};

const letter = 7.2;
const boxHeight = 26;
const rowHeight = 62;
const margin = 24;
const gap = 70;
const top = 90;

interface Box {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly style: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export function analysisSvg(analysis: Analysis): string {
  const columns = phases.flatMap((phase) => {
    const actions = analysis.actions
      .filter((a) => a.phase === phase)
      .map((a) => ({
        key: `action ${a.name}`,
        label: a.name,
        note: a.certifies ? "certifies" : "",
        style: "action",
      }));
    const kinds = analysis.subKinds
      .filter((k) => k.phase === phase)
      .map((k) => ({
        key: `kind ${k.name}`,
        label: k.name,
        note: noteOf(analysis, k),
        style: k.certificate.kind,
      }));
    return [actions, kinds].flatMap((items, i) =>
      items.length === 0 ? [] : [{ title: i === 0 || actions.length === 0 ? names[phase] : "", items }],
    );
  });
  const boxes: Box[] = [];
  let x = margin;
  const titles: string[] = [];
  for (const { title, items } of columns) {
    const width = Math.max(
      80,
      ...items.map((i) => Math.round(Math.max(i.label.length, i.note.length) * letter) + 24),
    );
    items.forEach((item, k) => {
      boxes.push({ ...item, x, y: top + k * rowHeight, width });
    });
    if (title !== "") titles.push(label(title, x, top - 16, "phase"));
    x += width + gap;
  }
  const height = top + Math.max(1, ...columns.map((c) => c.items.length)) * rowHeight + margin;
  const width = Math.max(400, x - gap + margin);
  const counters = analysis.counters.map(
    (c) => `${c.name}: ${c.events.join(", ")}${c.lane.length === 0 ? "" : `, lane ${c.lane.join(", ")}`}`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + counters.length * 16}" viewBox="0 0 ${width} ${height + counters.length * 16}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(analysis.module)}: phases, kinds, quorums and counters</title>`,
    "<style>.action{fill:#fff;stroke:#444}.certified{fill:#dde8f5;stroke:#36648b}.envelope{fill:#fff;stroke:#36648b;stroke-dasharray:4 3}" +
      ".stateless,.inert{fill:#f3f3f3;stroke:#999}.send{stroke:#444}.consumed{stroke:#36648b;stroke-dasharray:6 3}" +
      ".counted{stroke:#b06000;stroke-width:2.2}.read{stroke:#36648b;stroke-dasharray:2 3}path{fill:none;stroke-width:1.2}" +
      "text.phase{font-size:13px;font-weight:600}text.note{font-size:10px;fill:#666}</style>",
    `<text x="${margin}" y="${margin}" font-size="16" font-weight="600">${escapeXml(analysis.module)}</text>`,
    label(
      "blue: certified · dashed border: envelope · grey: no certificate · thick: a quorum is counted",
      margin,
      margin + 18,
      "note",
    ),
    ...titles,
    ...edges(analysis, boxes),
    ...boxes.map(box),
    ...counters.map((c, k) => label(c, margin, height + k * 16, "note")),
    "</svg>",
  ].join("\n")}\n`;
}

function noteOf({ rows }: Analysis, kind: SubKind): string {
  if (kind.certificate.kind !== "certified") return kind.certificate.kind;
  const row = rows.find((r) => r.event !== undefined && r.name.startsWith(`${kind.name} (`));
  return row === undefined ? "" : `${row.counter} ${row.kappa}`;
}

function edges(analysis: Analysis, boxes: readonly Box[]): readonly string[] {
  const find = (key: string): Box | undefined => boxes.find((b) => b.key === key);
  return analysis.subKinds.flatMap((k) => [
    ...[...new Set(k.sites.map((s) => s.action))].map((a) =>
      line(find(`action ${a}`), find(`kind ${k.name}`), "send"),
    ),
    ...k.receivers.map((r) => line(find(`kind ${k.name}`), find(`action ${r.action}`), r.use)),
  ]);
}

function line(from: Box | undefined, to: Box | undefined, style: string): string {
  if (from === undefined || to === undefined) return "";
  const forward = from.x < to.x;
  const [x1, x2] = forward ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
  const [y1, y2] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  const bend = forward ? (x2 - x1) / 2 : -gap;
  return `<path class="${style}" d="M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}"/>`;
}

function box({ label: text, note, style, x, y, width }: Box): string {
  const round = style === "action" ? 4 : boxHeight / 2;
  return (
    `<g><rect class="${style}" x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="${round}"/>` +
    `<text x="${x + width / 2}" y="${y + 17}" text-anchor="middle">${escapeXml(text)}</text>` +
    `${note === "" ? "" : `<text class="note" x="${x + width / 2}" y="${y + boxHeight + 12}" text-anchor="middle">${escapeXml(note)}</text>`}</g>`
  );
}

const label = (text: string, x: number, y: number, style: string): string =>
  `<text class="${style}" x="${x}" y="${y}">${escapeXml(text)}</text>`;

const escapeXml = (s: string): string =>
  s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
