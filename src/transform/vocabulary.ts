/**
 * The names that generated modules bring in. Each is as below unless the specification uses it; then it gets a tail, so
 * that nothing of the user's is ever renamed or shadowed.
 */
import { freshName } from "../protocol/terms.js";

const wanted = {
  slices: "slice",
  counter: "counter",
  certified: "certified",
  past: "past",
  owner: "owner",
  byz: "Byz",
  correct: "Correct",
  alphabet: "Alphabet",
  seen: "Seen",
  off: "Off",
  forge: "Forge",
  init: "Init",
  next: "Next",
  spec: "Spec",
  vars: "vars",
  view: "View",
  slice0: "Slice0",
  step: "Step",
  refused: "Refused",
  unguarded: "Unguarded",
  perform: "Perform",
  inputs: "Inputs",
  sender: "Sender",
  few: "Few",
  sets: "Sets",
  claim: "Claim",
  lie: "Lie",
  babble: "Babble",
  starts: "Starts",
  on: "On",
  mine: "Mine",
  pool: "Pool",
  bounded: "Bounded",
  replay: "Replay",
  exists: "Exists",
  collect: "Collect",
  node: "q",
  liar: "z",
  event: "e",
  result: "r",
  out: "o",
  message: "m",
  pick: "x",
  set: "S",
  part: "T",
  size: "size",
  tag: "action",
  whole: "Whole",
  undefended: "Undefended",
  exact: "Exact",
  later: "Later",
  can: "Can",
  stops: "Stops",
  unasked: "Unasked",
  granted: "Granted",
  asked: "Asked",
  counterfeit: "Counterfeit",
  restore: "Restore",
  usual: "Usual",
  nextUndefended: "NextUndefended",
  head: "head",
  below: "Below",
  spokenFor: "SpokenFor",
  certifiesFor: "CertifiesFor",
  zero: "Zero",
  reached: "Reached",
  own: "Own",
  put: "Put",
  table: "table",
  last: "Last",
  id: "id",
  value: "CounterValue",
  attest: "Attest",
  checked: "Checked",
  eventsOf: "EventsOf",
  states: "X",
  attesting: "Certified",
  imagined: "Imagined",
  owed: "Owed",
  further: "Further",
  since: "Since",
  remembers: "Remembers",
  claimed: "Claimed",
  core: "Core",
  claims: "Claims",
  outputs: "Outputs",
  afters: "Afters",
  contents: "Contents",
  certify: "Certify",
  show: "Show",
  from: "h",
  content: "c",
  after: "t",
  which: "A",
  position: "n",
  earlier: "k",
  other: "p",
  fewer: "Fewer",
  readdressed: "Readdressed",
  showAgain: "ShowAgain",
} as const;

export type Word = keyof typeof wanted;

/** Suffixes of the operators that belong to one action. */
export const parts = {
  guard: "Guard",
  defined: "Defined",
  effect: "Effect",
  events: "Events",
  check: "Check",
} as const;

export interface Vocabulary {
  readonly of: Readonly<Record<Word, string>>;
  /** The operator of an action's part: `Vote_Guard`. */
  part(action: string, part: keyof typeof parts): string;
}

/** `kept`: the names that the generated module takes over from the specification. */
export function vocabulary(kept: ReadonlySet<string>, actions: readonly string[]): Vocabulary {
  const taken = new Set([...kept, ...actions]);
  const of = {} as Record<Word, string>;
  for (const word of Object.keys(wanted) as Word[]) {
    of[word] = freshName(wanted[word], taken);
    taken.add(of[word]);
  }
  const made = new Map<string, string>();
  for (const action of actions) {
    for (const part of Object.keys(parts) as (keyof typeof parts)[]) {
      const name = freshName(`${action}_${parts[part]}`, taken);
      taken.add(name);
      made.set(`${action}/${part}`, name);
    }
  }
  return {
    of,
    part: (action, part) => {
      const name = made.get(`${action}/${part}`);
      if (name === undefined) throw new Error(`no action ${action}`);
      return name;
    },
  };
}
