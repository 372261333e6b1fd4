/**
 * A part of the hybrid that strategy `counters` makes is broken, and an obligation must say so: one of the questions to
 * states and steps, or the reduction. Counters of this specification have heads of their own, one of them with lanes.
 */
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { ObligationName } from "../../src/obligations/index.js";
import type { LoadedSubject } from "../../src/verify/subject.js";
import { asked, broken, subjectOf } from "./made.js";

const paxos = fileURLToPath(new URL("../../specs/paxos", import.meta.url));

let loaded: Promise<LoadedSubject> | undefined;
const subject = (): Promise<LoadedSubject> => {
  loaded ??= subjectOf(paxos, "counters");
  return loaded;
};

const refutedIn = async (
  made: LoadedSubject,
  only: readonly ObligationName[],
): Promise<readonly string[]> => {
  const found = await asked(made, only, { model: "small" });
  return found.filter((o) => o.verdict === "refuted").map((o) => `${o.name} ${o.of ?? ""}`.trim());
};

it("of the hybrid as it is, nothing is refuted", async () => {
  const found = await asked(await subject(), ["coverage", "complete", "stable"], { model: "small" });
  expect(found.filter((o) => o.verdict !== "holds")).toEqual([]);
  expect(found.length).toBeGreaterThan(10);
}, 120_000);

it.each([
  [
    "receivers refuse a proposal on a full quorum",
    `\\A a \\in S : \\E m \\in e.promises`,
    `\\A a \\in Replica : \\E m \\in e.promises`,
    ["complete"],
    ["complete Accept"],
  ],
  [
    "receivers take a proposal without promises",
    `\\A a \\in S : \\E m \\in e.promises`,
    `\\A a \\in {} : \\E m \\in e.promises`,
    ["reduction"],
    ["reduction"],
  ],
  [
    "a promise is not certified",
    `[] e.action = "Promise" -> <<e.m.bal, 0>>`,
    `[] e.action = "Promise" -> <<>>`,
    ["coverage"],
    ["coverage maxBal"],
  ],
  [
    "what receivers take is refused when there are more messages",
    `On("Accepted.bal") => e.m.bal >= st.maxBal`,
    `On("Accepted.bal") => (e.m.bal >= st.maxBal /\\ Cardinality(msgs) < 5)`,
    ["stable"],
    // Of the original, and of the hybrid.
    ["stable Accepted", "stable Accepted"],
  ],
] as const)(
  "%s",
  async (_what, part, by, only, expected) => {
    expect(await refutedIn(broken(await subject(), part, by), only)).toEqual(expected);
  },
  120_000,
);
