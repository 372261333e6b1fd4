/** Lines over two logarithmic axes: states from left to right, seconds upwards. */

export interface Series {
  readonly name: string;
  /** States and seconds, both above 0. */
  readonly points: readonly (readonly [number, number])[];
}

const WIDTH = 680;
const HEIGHT = 420;
const EDGE = { left: 70, right: 150, top: 40, bottom: 50 };
const COLOURS = ["#2f6fb3", "#b3262e", "#2e8b3d", "#b8860b", "#7b4fa3", "#555555"];

interface Scale {
  readonly decades: readonly number[];
  at(value: number): number;
}

/** From a power of ten to a power of ten. */
function scale(values: readonly number[], start: number, end: number): Scale {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    decades: Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)),
    at: (value) => start + ((Math.log10(value) - from) / (to - from)) * (end - start),
  };
}

export function seriesPlot(title: string, series: readonly Series[]): string {
  const points = series.flatMap((s) => s.points);
  if (points.length === 0) throw new Error("nothing was measured to the end");
  const right = WIDTH - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  const x = scale(
    points.map(([states]) => states),
    EDGE.left,
    right,
  );
  const y = scale(
    points.map(([, s]) => s),
    bottom,
    EDGE.top,
  );
  const grid = [
    ...x.decades.flatMap((v) => [
      `<line x1="${x.at(v)}" y1="${EDGE.top}" x2="${x.at(v)}" y2="${bottom}" stroke="#ddd"/>`,
      `<text x="${x.at(v)}" y="${bottom + 18}" text-anchor="middle">${v.toLocaleString("en")}</text>`,
    ]),
    ...y.decades.flatMap((v) => [
      `<line x1="${EDGE.left}" y1="${y.at(v)}" x2="${right}" y2="${y.at(v)}" stroke="#ddd"/>`,
      `<text x="${EDGE.left - 8}" y="${y.at(v) + 4}" text-anchor="end">${v} s</text>`,
    ]),
  ];
  const lines = series.flatMap(({ name, points: own }, k) => {
    const colour = COLOURS[k % COLOURS.length] ?? "#000";
    const places = own.map(([a, b]) => [x.at(a).toFixed(1), y.at(b).toFixed(1)] as const);
    const key = EDGE.top + 20 * k;
    return [
      `<polyline points="${places.map((p) => p.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`),
      `<text x="${right + 12}" y="${key}" fill="${colour}">${name}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${EDGE.left}" y="22" font-size="14">${title}</text>`,
    ...grid,
    ...lines,
    `<text x="${(EDGE.left + right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">distinct states</text>`,
    "</svg>",
    "",
  ].join("\n");
}
