/** What correct replicas applied, judged: one order, every accepted command in it, exactly once. Pure. */

/** What one replica applied, in order: one list for each of its lives, the last one at the end. */
export interface Applied {
  readonly node: string;
  readonly lives: readonly (readonly string[])[];
}

/** The first thing that is wrong, or undefined. `accepted`: the commands whose clients have f + 1 equal replies. */
export function judge(applied: readonly Applied[], accepted: readonly string[]): string | undefined {
  const longest = applied
    .flatMap(({ node, lives }) => lives.map((commands, k) => ({ node, life: k + 1, commands })))
    .sort((a, b) => b.commands.length - a.commands.length);
  const reference = longest[0];
  if (reference === undefined) return "no correct replica applied anything";
  for (const other of longest) {
    const at = other.commands.findIndex((command, k) => command !== reference.commands[k]);
    if (at === -1) continue;
    const one = `${reference.node} applied ${quoted(reference.commands[at])} as number ${at + 1}`;
    return `${one}, ${other.node} (life ${other.life}) ${quoted(other.commands[at])}`;
  }
  const twice = firstTwice(reference.commands);
  if (twice !== undefined) return `${reference.node} applied ${quoted(twice)} more than once`;
  for (const { node, lives } of applied) {
    const known = new Set(lives.at(-1));
    const lost = accepted.find((command) => !known.has(command));
    if (lost !== undefined) return `${quoted(lost)} was accepted, but ${node} has not applied it`;
  }
  return undefined;
}

const quoted = (command: string | undefined): string => (command === undefined ? "nothing" : `"${command}"`);

function firstTwice(commands: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return commands.find((command) => seen.size === seen.add(command).size);
}
