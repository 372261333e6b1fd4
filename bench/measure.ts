/** Running things side by side and telling which is faster, and by how much. */

export interface Sample {
  /** Wall-clock time. */
  readonly milliseconds: number;
  /** Time on a processor, where the system tells: what a busy machine hardly changes. */
  readonly cpuMilliseconds: number | undefined;
  /** Highest resident memory of the process, where the system tells. */
  readonly peakBytes: number | undefined;
}

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

export function summary(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  return { median, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

export interface Contender {
  readonly name: string;
  run(): Promise<Sample>;
}

export interface Pairs {
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  /** For each round: the first contender's time divided by the second's. */
  readonly ratios: readonly number[];
}

/**
 * Runs two contenders in alternation, one round unmeasured, each round beginning with the other one: what slows the
 * machine for a while slows both. The ratio is taken within each round.
 */
export async function alternate(first: Contender, second: Contender, rounds: number): Promise<Pairs> {
  await first.run();
  await second.run();
  const a: Sample[] = [];
  const b: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ([first, second] as const) : ([second, first] as const);
    for (const contender of order) (contender === first ? a : b).push(await contender.run());
  }
  const ratios = a.map((sample, i) => sample.milliseconds / (b[i]?.milliseconds ?? Number.NaN));
  return {
    samples: new Map([
      [first.name, a],
      [second.name, b],
    ]),
    ratios,
  };
}
