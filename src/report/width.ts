/** How many columns text takes on a terminal. */

const TAB = 8;

/** Zero wide: marks that combine with what stands before, joiners, variation selectors. */
const combining = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Two wide: East Asian wide and full-width forms, and pictures shown in colour. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}])$/u;

// Made when it is needed: it takes 10 ms.
let segmenter: Intl.Segmenter | undefined;

/** Characters of a text, with where each begins. */
function segments(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (/^[\t -~]*$/.test(text)) return [...text].map((segment, index) => ({ segment, index }));
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** One character as a reader sees it, and where it starts in the text, in UTF-16 units. */
export interface Cell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Columns it takes. */
  readonly width: number;
}

/**
 * A line as cells in order, without a gap. Tabs become blanks up to the next multiple of eight columns and
 * other control characters a replacement sign, so that what is printed has the width that is counted.
 */
export function cells(line: string): readonly Cell[] {
  const out: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segments(line)) {
    const width = segment === "\t" ? TAB - (column % TAB) : graphemeWidth(segment);
    out.push({ text: shown(segment, width), start: index, end: index + segment.length, width });
    column += width;
  }
  return out;
}

/** Columns of a text on one line that starts at the left edge. */
export function displayWidth(text: string): number {
  return cells(text).reduce((sum, cell) => sum + cell.width, 0);
}

function shown(segment: string, width: number): string {
  if (segment === "\t") return " ".repeat(width);
  return /^\p{Cc}/u.test(segment) ? "\ufffd" : segment;
}

function graphemeWidth(grapheme: string): number {
  // A variation selector asks for the picture: two columns.
  if (grapheme.includes("\ufe0f")) return 2;
  let width = 0;
  for (const char of grapheme) {
    const own = combining.test(char) ? 0 : wide.test(char) ? 2 : 1;
    // Of a joined sequence (a family, a flag) only the first shows as a cell of its own.
    width = Math.max(width, own);
  }
  return width;
}
