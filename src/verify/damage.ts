/** Ways to damage a record of a run, each of which validation must notice. Pure. */

export interface Damage {
  readonly name: string;
  make(text: string): string;
}

const linesOf = (text: string): string[] => text.split("\n").filter((l) => l !== "");
const textOf = (lines: readonly string[]): string => lines.map((l) => `${l}\n`).join("");

/** Own events, by the number of their line, that change something. */
function changing(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, k) => {
    const record = JSON.parse(line) as { accepted?: boolean; changed?: Readonly<Record<string, unknown>> };
    return record.accepted !== true && Object.keys(record.changed ?? {}).length > 0 ? [k] : [];
  });
}

/** The element in the middle. */
const middle = (list: readonly number[]): number => list[Math.floor(list.length / 2)] ?? 0;

export const damages: readonly Damage[] = [
  { name: "empty", make: () => "" },
  { name: "truncated", make: (text) => text.slice(0, Math.floor(text.length / 2)) },
  {
    name: "an event missing",
    make(text) {
      const lines = linesOf(text);
      lines.splice(middle(changing(lines)), 1);
      return textOf(lines);
    },
  },
  {
    name: "a value changed",
    make(text) {
      const lines = linesOf(text);
      for (const k of changing(lines).slice(Math.floor(changing(lines).length / 2))) {
        const record = JSON.parse(lines[k] ?? "{}") as { changed: Record<string, unknown> };
        const numeric = Object.entries(record.changed).find(([, v]) => typeof v === "number");
        if (numeric === undefined) continue;
        record.changed[numeric[0]] = Number(numeric[1]) + 1;
        lines[k] = JSON.stringify(record);
        break;
      }
      return textOf(lines);
    },
  },
  {
    name: "two events swapped",
    make(text) {
      const lines = linesOf(text);
      const own = changing(lines);
      const at = Math.floor(own.length / 2);
      const [a, b] = [own[at] ?? 0, own[at + 1] ?? 0];
      [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
      return textOf(lines);
    },
  },
];
