/**
 * Pass 5, what the adversary can do besides, and what stops it (see `../capabilities.ts`).
 *
 *     Starts(z), Claim(z, …)   ⇒   the same, also with a counter that certifies twice and commands nobody asked for
 *
 * A liar that withholds what it has certified stops: its next event is replayed after that one, or not at all.
 */
import { units } from "../../tla/quote.js";
import { reliedOn, renew, withCapabilities } from "../capabilities.js";
import type { Draft, Pass, PassContext } from "../pass.js";
import { checks } from "./replay.js";

/** What the adversary can do, and what stops it. */
export const stops = {
  lie: ["exist", "guard", "out", "prefix"],
  equivocate: ["fork"],
  client: ["signed"],
  rollback: ["fresh"],
  unattested: ["authentic"],
  counter: ["unique"],
} as const;

/** Everything that can be in `Off`: the receivers' checks, and what else is relied on. */
export const defences = [...checks, "signed", "fresh", "authentic", "unique"] as const;
export type Defence = (typeof defences)[number];

/** What each check of the receivers asks, and what else is relied on. */
export const meaningsOfDefences: Readonly<Record<Defence, string>> = {
  exist: "the messages that the event consumes exist",
  guard: "the step may be taken",
  out: "the claimed output is what the step computes",
  prefix: "the event starts from the last accepted state",
  fork: "a state has one successor",
  ...reliedOn,
  unique: "the counter certifies each value once",
};

export const capabilities: Pass = {
  name: "capabilities",
  summary: "what the adversary can do besides, each with a switch: client, disk, counter, key",
  needs: ["step", "adversary", "certificates", "checks"],
  gives: ["capabilities"],
  run: (draft, context) => {
    const w = context.words.of;
    return withCapabilities(draft, context, {
      stops,
      arms: () => [],
      still: [w.past, w.counter, w.certified],
      remembering: (d) => remembering(d, context),
    });
  },
};

/** Older slices: of liars for their forks, of correct nodes for what their disks may bring back. */
function remembering(draft: Draft, { words }: PassContext): Draft {
  const w = words.of;
  const forks = `~ ${w.on}("fork") \\/ ~ ${w.on}("unique")`;
  const made = units`
${w.later}(${w.node}) ==
  IF IF ${w.node} \in ${w.byz} THEN ${forks} ELSE ~ ${w.on}("fresh")
  THEN [${w.past} EXCEPT ![${w.node}] = @ \cup {${w.slices}[${w.node}]}] ELSE ${w.past}

${w.starts}(${w.liar}) ==
  {${w.slices}[${w.liar}]}
    \cup (IF ${w.on}("prefix") THEN {} ELSE {${w.slice0}(${w.liar})})
    \cup (IF ${forks} THEN ${w.past}[${w.liar}] ELSE {})

${w.exact} == ${w.off} \cap {${checks.map((c) => `"${c}"`).join(", ")}} = {}`;
  return made.reduce(renew, draft);
}
