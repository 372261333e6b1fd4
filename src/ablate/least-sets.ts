/** Sets of names some of which have a property that every set around them has, too: which are to be asked next, and a least one. */

/** So many ways are kept to leave out something of each set. */
const MOST_WAYS = 1000;

/**
 * The largest sets of `all` in which none of `known` lies whole, those with most names first: whatever has the property and
 * is not yet known lies in one of them. (Liffiton, Previti, Malik, Marques-Silva: *Fast, flexible MUS enumeration*,
 * Constraints 21, 2016)
 */
export function largestWithout(
  all: readonly string[],
  known: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  let ways: readonly (readonly string[])[] = [[]];
  for (const set of known) {
    const hit = ways.filter((way) => way.some((name) => set.includes(name)));
    const missed = ways.filter((way) => !way.some((name) => set.includes(name)));
    const more = missed.flatMap((way) => set.map((name) => [...way, name]));
    const least = more.filter((way) => !hit.some((other) => isWithin(other, way)));
    ways = [...hit, ...least].sort((a, b) => a.length - b.length).slice(0, MOST_WAYS);
  }
  return ways.map((way) => all.filter((name) => !way.includes(name)));
}

/**
 * A least part of `names` that holds: none of it can be left out. All of `names` holds. It asks about as often as the part
 * has names times the logarithm of how many there are. (Junker: *QuickXplain*, AAAI 2004)
 */
export async function leastPart(
  names: readonly string[],
  holds: (some: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  const asked = (some: readonly string[]) => holds(names.filter((name) => some.includes(name)));
  const part = async (kept: readonly string[], left: readonly string[]): Promise<readonly string[]> => {
    if (left.length < 2) return left;
    const half = Math.ceil(left.length / 2);
    const [one, other] = [left.slice(0, half), left.slice(half)];
    if (await asked([...kept, ...one])) return part(kept, one);
    if (await asked([...kept, ...other])) return part(kept, other);
    const ofOne = await part([...kept, ...other], one);
    return [...ofOne, ...(await part([...kept, ...ofOne], other))];
  };
  const least = await part([], names);
  return names.filter((name) => least.includes(name));
}

export const isWithin = (some: readonly string[], all: readonly string[]): boolean =>
  some.every((name) => all.includes(name));
