/** Which actions logs exercise, against all behaviours that explain them, each written down. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActionTally } from "../../src/conform/coverage/corpus.js";
import type { Subject } from "../../src/conform/prepare.js";
import { covered, readCase, subjectOfCase } from "./coverage-cases.js";

type State = readonly [number, number];
interface Line {
  readonly e: string;
  readonly level?: number;
  readonly hot?: number;
  readonly got?: number;
}

/** A line's ways: silent steps, then its own, with the state after them. */
interface Way {
  readonly silent: readonly string[];
  readonly own: readonly string[];
  readonly to: State;
}

interface Machine {
  readonly first: State;
  readonly ways: (line: Line, from: State) => readonly Way[];
}

function behaviours({ first, ways }: Machine, lines: readonly Line[]): readonly (readonly Way[])[] {
  let all: (readonly Way[])[] = [[]];
  for (const line of lines)
    all = all.flatMap((before) =>
      ways(line, before.at(-1)?.to ?? first).map((way): readonly Way[] => [...before, way]),
    );
  return all;
}

function expected(machine: Machine, lines: readonly Line[]): Record<string, ActionTally> {
  const all = behaviours(machine, lines);
  const silentIn = (b: readonly Way[]): number => b.reduce((n, w) => n + w.silent.length, 0);
  const least = Math.min(...all.map(silentIn));
  const short = all.filter((b) => silentIn(b) === least);
  const out: Record<string, ActionTally> = {};
  const add = (name: string, what: keyof ActionTally): void => {
    out[name] ??= { steps: 0, sure: 0, silent: 0 };
    out[name][what] += 1;
  };
  for (const k of lines.keys()) {
    for (const name of new Set(all.flatMap((b) => b[k]?.own ?? []))) {
      add(name, "steps");
      if (all.every((b) => b[k]?.own.includes(name) === true)) add(name, "sure");
    }
    for (const name of new Set(short.flatMap((b) => b[k]?.silent ?? []))) add(name, "silent");
  }
  return out;
}

/** The module of `excluded`: level and heat. */
const tank: Machine = {
  first: [0, 0],
  ways: (line, [level, hot]) => {
    const way = (own: readonly string[], to: State): Way => ({ silent: [], own, to });
    if (line.e === "heat") return line.hot === hot ? [way([], [level, hot])] : [];
    if (line.e === "drain") return level > 0 ? [way(["Drain"], [0, 0])] : [];
    if (level >= 3 || line.level !== level + 1) return [];
    return [way(["Cold"], [level + 1, hot]), way(["Warm"], [level + 1, hot + 1])];
  },
};

/** The module of `silent`: sent and got, with the bounds of its mapping. */
const channel: Machine = {
  first: [0, 0],
  ways: (line, from) => {
    const isGot = line.e === "got";
    const out: Way[] = [];
    const own = (silent: readonly string[], [sent, got]: State): void => {
      const most = isGot ? 1 : 3;
      for (let n = 1; n <= most && got + n <= sent; n++)
        if (got + n === line.got && (isGot || got + n === sent))
          out.push({ silent, own: Array.from({ length: n }, () => "Get"), to: [sent, got + n] });
    };
    const quietly = (silent: readonly string[], [sent, got]: State): void => {
      own(silent, [sent, got]);
      const taken = (name: string): number => silent.filter((s) => s === name).length;
      if (taken("Send") < 2) quietly([...silent, "Send"], [sent + 1, got]);
      if (isGot && taken("Lose") < 1 && got < sent) quietly([...silent, "Lose"], [sent - 1, got]);
    };
    quietly([], from);
    return out;
  },
};

/** Logs of behaviours: at each line one of the ways of some line is taken. */
function logs(machine: Machine, lines: readonly Line[]): fc.Arbitrary<readonly Line[]> {
  return fc.array(fc.nat(99), { minLength: 1, maxLength: 5 }).map((choices) => {
    const log: Line[] = [];
    let state = machine.first;
    for (const choice of choices) {
      const open = lines.flatMap((line) => machine.ways(line, state).map((way) => ({ line, way })));
      const chosen = open[choice % Math.max(1, open.length)];
      if (chosen === undefined) break;
      log.push(chosen.line);
      state = chosen.way.to;
    }
    return log;
  });
}

const upTo = (n: number): readonly number[] => Array.from({ length: n + 1 }, (_, i) => i);
const cases = [
  {
    name: "excluded",
    machine: tank,
    lines: [
      ...upTo(3).map((level): Line => ({ e: "fill", level })),
      { e: "drain", level: 0 },
      ...upTo(3).map((hot): Line => ({ e: "heat", hot })),
    ],
  },
  {
    name: "silent",
    machine: channel,
    lines: upTo(4).flatMap((got): Line[] => [
      { e: "got", got },
      { e: "all", got },
    ]),
  },
] as const;

describe.each(cases)("$name", ({ name, machine, lines }) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await subjectOfCase(name, readCase(name));
  });

  it("actions are those of the behaviours that explain the log", async () => {
    await fc.assert(
      fc.asyncProperty(logs(machine, lines), async (log) => {
        const text = log.map((line) => `${JSON.stringify(line)}\n`).join("");
        const { corpus, refused } = await covered(subject, readCase(name).mapping, [text]);
        expect(refused.map((d) => d.message)).toEqual([]);
        expect(Object.values(corpus.traces)[0]?.actions).toEqual(expected(machine, log));
      }),
      { numRuns: 25 },
    );
  });
});
