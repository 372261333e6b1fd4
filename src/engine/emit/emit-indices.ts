/** Numbers of locals that run through small constant sets: what depends on nothing else has a place in a table. */

/** The number of a local that runs through a constant set, and how many numbers there are. */
export interface Index {
  readonly name: string;
  readonly size: number;
}

/** JavaScript of one number that tells all of them. */
export function indexText(indices: readonly Index[]): string {
  return indices.reduce((text, { name, size }) => (text === "" ? name : `(${text}) * ${size} + ${name}`), "");
}
