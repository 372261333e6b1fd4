/** A picture of how cost grows with states: both axes logarithmic, a line for each engine. */

export interface Point {
  readonly states: number;
  /** Seconds of processor time. */
  readonly ours: number;
  readonly tlc: number | undefined;
  /** Our process's highest memory. */
  readonly bytes: number;
}

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 20;
const TOP = 40;
const BOTTOM = 50;
const TITLE = "Atomic commitment, 2 to 8 participants: processor time of the process";

interface Axis {
  readonly from: number;
  readonly to: number;
  at(value: number): number;
}

/** From a power of ten to a power of ten, between two places of the picture. */
function axis(values: readonly number[], start: number, end: number): Axis {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return { from, to, at: (value) => start + ((Math.log10(value) - from) / (to - from)) * (end - start) };
}

const decades = ({ from, to }: Axis): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));

const label = (value: number): string =>
  value >= 1e6
    ? `${value / 1e6} M`
    : value >= 1000
      ? `${value / 1000} k`
      : String(Number(value.toPrecision(1)));

export function curvePlot(points: readonly Point[]): string {
  const theirs = points.flatMap(({ states, tlc }) => (tlc === undefined ? [] : [[states, tlc] as const]));
  const ours = points.map((p) => [p.states, p.ours] as const);
  const x = axis(
    points.map((p) => p.states),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(
    [...ours, ...theirs].map(([, s]) => s),
    HEIGHT - BOTTOM,
    TOP,
  );
  const line = (series: readonly (readonly [number, number])[], colour: string, name: string): string[] => {
    const places = series.map(([states, s]) => `${x.at(states).toFixed(1)},${y.at(s).toFixed(1)}`);
    const last = places.at(-1)?.split(",") ?? ["0", "0"];
    return [
      `<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...places.map((place) => {
        const [cx, cy] = place.split(",");
        return `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`;
      }),
      `<text x="${last[0]}" y="${Number(last[1]) - 10}" text-anchor="end" fill="${colour}">${name}</text>`,
    ];
  };
  const grid = [
    ...decades(x).flatMap((value) => {
      const at = x.at(value).toFixed(1);
      return [
        `<line x1="${at}" y1="${TOP}" x2="${at}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/>`,
        `<text x="${at}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${label(value)}</text>`,
      ];
    }),
    ...decades(y).flatMap((value) => {
      const at = y.at(value).toFixed(1);
      return [
        `<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" stroke="#ddd"/>`,
        `<text x="${LEFT - 8}" y="${Number(at) + 4}" text-anchor="end">${label(value)} s</text>`,
      ];
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${TITLE}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="14">${TITLE}</text>`,
    ...grid,
    ...line(theirs, "#b5651d", "TLC, 1 worker"),
    ...line(ours, "#1f6f8b", "our engine"),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">distinct states</text>`,
    "</svg>",
    "",
  ].join("\n");
}
