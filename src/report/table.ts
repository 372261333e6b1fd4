/** Text laid out in columns. */
export type Align = "left" | "right";

/**
 * Rows as lines of aligned columns, two spaces between them; a header is underlined. Cells that are missing at the end
 * of a row are empty. Widths count UTF-16 units.
 */
export function table(
  rows: readonly (readonly string[])[],
  options: { readonly header?: readonly string[]; readonly align?: readonly Align[] } = {},
): readonly string[] {
  const all = options.header === undefined ? rows : [options.header, ...rows];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...all.map((row) => (row[i] ?? "").length)),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, i) => {
        const cell = row[i] ?? "";
        return options.align?.[i] === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  if (options.header === undefined) return rows.map(line);
  return [line(options.header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)];
}

/** A count with thin groups: 1234567 as `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Seconds as a person reads them: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return minutes < 60
    ? `${minutes} min ${rest} s`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
