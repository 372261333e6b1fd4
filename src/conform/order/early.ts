/**
 * Lines that tell of a step after its effect was seen: with `early`, the step may be taken right before one of the lines
 * logged before it. It is taken once, with all that its line says of it; where the line stands nothing is left to do.
 *
 *     use(b)  grant(b)      "grant": early for "use", within 1     ⇒   also grant(b)  use(b)
 */
import type { LogLine } from "../../log/types.js";
import type { Event } from "../reader.js";
import type { Cut, Orders } from "./orders.js";

/** The first line that is not matched, and those after it that are. */
interface EarlyCut extends Cut {
  readonly next: number;
  readonly taken: readonly number[];
}

export class EarlyOrders implements Orders<EarlyCut> {
  readonly none: EarlyCut = cutOf(0, []);
  /** Of each line, the later ones that may come right before it. */
  private readonly comers: readonly (readonly number[])[];

  constructor(
    readonly lines: readonly LogLine[],
    private readonly events: readonly (Event | undefined)[],
  ) {
    this.comers = comersOf(events);
  }

  after({ next, taken }: EarlyCut): readonly { readonly line: number; readonly to: EarlyCut }[] {
    if (next >= this.events.length) return [];
    const comers = (this.comers[next] ?? []).filter((line) => !taken.includes(line));
    return [
      { line: next, to: cutOf(next + 1, taken) },
      ...comers.map((line) => ({
        line,
        to: cutOf(
          next,
          [...taken, line].sort((a, b) => a - b),
        ),
      })),
    ];
  }
}

/** `within` counts lines that the mapping has rules for. */
function comersOf(events: readonly (Event | undefined)[]): readonly (readonly number[])[] {
  const comers = events.map((): number[] => []);
  const earlier: number[] = [];
  for (const [k, event] of events.entries()) {
    if (event === undefined) continue;
    const { early } = event.rule.source;
    if (early !== undefined)
      for (const at of earlier.slice(-early.within))
        if (early.for.includes(events[at]?.name ?? "")) comers[at]?.push(k);
    earlier.push(k);
  }
  return comers;
}

function cutOf(first: number, all: readonly number[]): EarlyCut {
  let next = first;
  const taken = new Set(all);
  while (taken.delete(next)) next += 1;
  const left = [...taken];
  // Of two that leave off at the same line, the one with fewer lines after it says more.
  return {
    next,
    taken: left,
    key: `${next} ${left.join()}`,
    rank: next - left.length / (left.length + 1) / 2,
  };
}

/** The lines that come before others which were logged before them. */
export function movedIn(
  lines: readonly LogLine[],
  order: readonly number[],
): readonly { readonly line: LogLine; readonly before: LogLine }[] {
  let next = 0;
  const done = new Set<number>();
  return order.flatMap((k) => {
    done.add(k);
    const at = next;
    while (done.has(next)) next += 1;
    const [line, before] = [lines[k], lines[at]];
    return k === at || line === undefined || before === undefined ? [] : [{ line, before }];
  });
}
