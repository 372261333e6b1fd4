import type { Found, Looked, Outcome } from "../../src/ablate/findings.js";
import type { Trials } from "../../src/ablate/matrix.js";
import { lend, type Question } from "../../src/ablate/own-hand.js";
import type { Start } from "../../src/ablate/threads.js";
import type { ThreadEnd } from "../../src/host/workers.js";

export const behaviour = {
  states: [
    { number: 1, action: undefined, args: [], location: undefined, text: "x = 0" },
    { number: 2, action: "Claim", args: [], location: undefined, text: "x = 1" },
  ],
  loop: { kind: "none" },
} as const;

export const found: Found = { where: "usual", steps: 1, isShortest: true, seconds: 2, behaviour };
export const looked: Looked = { where: "usual", isExhausted: true, states: 1234, seeds: [], seconds: 3 };

export const nothing = (off: readonly string[], more: readonly Looked[] = [looked]): Outcome => ({
  off,
  violated: undefined,
  extra: undefined,
  looked: more,
});

export const violating = (off: readonly string[]): Outcome => ({
  ...nothing(off),
  violated: { ...found, name: "Inv" },
});

export const beyond = (off: readonly string[]): Outcome => ({ ...nothing(off), extra: found });

export interface FakeTrials extends Trials {
  readonly asked: string[];
}

/** Trials in which something happens exactly when one of the sets, or more, is off. */
export function fake(
  bad: readonly string[],
  outcome: (off: readonly string[]) => Outcome = violating,
  further: (off: readonly string[]) => Outcome = (off) => nothing(off, []),
  covered: readonly string[] = [],
): FakeTrials {
  const asked: string[] = [];
  const isBad = (off: readonly string[]): boolean =>
    bad.some((set) => set.split("").every((name) => off.includes(name)));
  return {
    asked,
    tried: async (off) => {
      asked.push(off.join(""));
      return isBad(off) ? outcome(off) : nothing(off);
    },
    triedTogether: async (off) => {
      asked.push(`${off.join("")}?`);
      return isBad(off) ? outcome(off) : nothing(off);
    },
    triedJointly: async (off) => {
      asked.push(off.join(""));
      return isBad(off) ? outcome(off) : nothing(off);
    },
    triedBeyond: async (off, base) => {
      asked.push(`${off.join("")}/${base.join("")}`);
      return covered.includes(off.join("")) ? beyond(off) : nothing(off);
    },
    allows: async (_found, off) => isBad(off),
    triedFurther: async (off) => further(off),
  };
}

export const checksOf = (names: string) => names.split("").map((name) => ({ name, what: `is ${name}` }));

/** What a thread runs, in this one; what passes between them is cloned, too. */
export const inProcess: Start = (onReply) => {
  let handle: (question: Question) => void = () => {};
  let end: (ended: ThreadEnd) => void = () => {};
  const ended = new Promise<ThreadEnd>((resolve) => {
    end = resolve;
  });
  lend(
    undefined,
    (reply) => onReply(structuredClone(reply)),
    (handler) => {
      handle = handler;
    },
  );
  return {
    ended,
    post: (question) => handle(structuredClone(question)),
    terminate: async () => end({ kind: "terminated" }),
  };
};
