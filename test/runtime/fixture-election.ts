import { at, subSeq } from "../../codegen/runtime/operators.js";
import type { Event, Policy, Protocol, StepResult } from "../../codegen/runtime/protocol.js";

/**
 * A replicated log with elections, written by hand after specs/raft in the form that generated protocols
 * have: it tries out
 * what the simple fixture does not, time-outs, eager actions, messages that are consumed more than once.
 */
interface Entry {
  readonly term: number;
  readonly value: string;
}

export interface Slice {
  readonly term: number;
  readonly votedFor: string;
  readonly log: readonly Entry[];
  readonly role: "Follower" | "Candidate" | "Leader";
  readonly commit: number;
}

interface Base {
  readonly source: string;
  readonly term: number;
}
type Request = Base & { readonly kind: "Request"; readonly lastTerm: number; readonly lastIndex: number };
type Vote = Base & { readonly kind: "Vote"; readonly candidate: string };
type Entries = Base & {
  readonly kind: "Entries";
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entry: Entry;
  readonly commit: number;
};
type Ack = Base & { readonly kind: "Ack"; readonly match: number };
export type Message = Request | Vote | Entries | Ack;

type Arm = (self: string, s: Slice, event: Event<Message>) => StepResult<Slice, Message>;

const nodes = ["a", "b", "c"];
const no = (conjunct: string) => ({ ok: false, conjunct }) as const;
const done = (slice: Slice, ...out: readonly Message[]) => ({ ok: true, slice, out }) as const;
const termAt = (log: readonly Entry[], k: number) => (k === 0 ? 0 : at(log, k).term);
const isQuorum = (sources: Iterable<string>) => 2 * new Set(sources).size > nodes.length;
const input = (event: Event<Message>, name: string) => at(event.inputs[name] ?? [], 1);

const arms: Readonly<Record<string, Arm>> = {
  Timeout(self, s) {
    if (s.role === "Leader") return no('role # "Leader"');
    const [term, lastIndex] = [s.term + 1, s.log.length];
    const request = {
      kind: "Request",
      source: self,
      term,
      lastTerm: termAt(s.log, lastIndex),
      lastIndex,
    } as const;
    return done({ ...s, term, votedFor: self, role: "Candidate" }, request);
  },
  Vote(self, s, event) {
    const m = input(event, "m");
    if (m.kind !== "Request" || m.source === self) return no("a request of another");
    if (!(m.term > s.term || (m.term === s.term && s.votedFor === ""))) return no("not voted");
    const last = termAt(s.log, s.log.length);
    if (m.lastTerm < last || (m.lastTerm === last && m.lastIndex < s.log.length)) return no("up to date");
    const vote = { kind: "Vote", source: self, term: m.term, candidate: m.source } as const;
    return done({ ...s, term: m.term, votedFor: m.source, role: "Follower" }, vote);
  },
  BecomeLeader(self, s, event) {
    const votes = event.inputs.votes ?? [];
    if (s.role !== "Candidate") return no("candidate");
    for (const m of votes) {
      if (m.kind !== "Vote" || m.term !== s.term || m.candidate !== self) return no("votes for self");
    }
    return isQuorum([self, ...votes.map((m) => m.source)]) ? done({ ...s, role: "Leader" }) : no("quorum");
  },
  ClientRequest(_self, s, event) {
    const value = event.args.v;
    if (s.role !== "Leader" || typeof value !== "string") return no("leader");
    return done({ ...s, log: [...s.log, { term: s.term, value }] });
  },
  AppendEntries(self, s, event) {
    const k = event.args.k;
    if (s.role !== "Leader" || typeof k !== "number") return no("leader");
    const prev = { prevIndex: k - 1, prevTerm: termAt(s.log, k - 1) };
    const commit = Math.min(s.commit, k);
    return done(s, { kind: "Entries", source: self, term: s.term, ...prev, entry: at(s.log, k), commit });
  },
  Acknowledge(self, s, event) {
    const m = input(event, "m");
    if (m.kind !== "Entries" || m.source === self || m.term < s.term) return no("entries of another");
    if (m.prevIndex > s.log.length || termAt(s.log, m.prevIndex) !== m.prevTerm) return no("prefix");
    const last = m.prevIndex + 1;
    const agrees = s.log.length >= last && at(s.log, last).term === m.entry.term;
    const log = agrees ? s.log : [...subSeq(s.log, 1, m.prevIndex), m.entry];
    const votedFor = m.term > s.term ? "" : s.votedFor;
    const next = {
      term: m.term,
      votedFor,
      log,
      role: "Follower",
      commit: Math.max(s.commit, m.commit),
    } as const;
    return done(next, { kind: "Ack", source: self, term: m.term, match: last });
  },
  AdvanceCommit(self, s, event) {
    const n = event.args.n;
    const acks = event.inputs.acks ?? [];
    if (s.role !== "Leader" || typeof n !== "number" || n <= s.commit) return no("leader");
    if (at(s.log, n).term !== s.term) return no("own term");
    for (const m of acks) if (m.kind !== "Ack" || m.term !== s.term || m.match < n) return no("acks");
    return isQuorum([self, ...acks.map((m) => m.source)]) ? done({ ...s, commit: n }) : no("quorum");
  },
  Restart: (_self, s) => done({ ...s, role: "Follower", commit: 0 }),
};

export const protocol: Protocol<Slice, Message> = {
  name: "Election",
  hash: "1".repeat(64),
  nodes,
  actions: Object.fromEntries(Object.keys(arms).map((name) => [name, { params: [], inputs: [] }])),
  initial: () => ({ term: 0, votedFor: "", log: [], role: "Follower", commit: 0 }),
  step: (self, slice, event) => arms[event.action]!(self, slice, event),
  sender: (message) => message.source,
  kind: (message) => message.kind,
  *enabled(self, s, inbox, config) {
    for (const m of inbox) {
      if (m.kind === "Request") yield { action: "Vote", args: {}, inputs: { m: [m] } };
      if (m.kind === "Entries") yield { action: "Acknowledge", args: {}, inputs: { m: [m] } };
    }
    const votes = inbox.filter((m) => m.kind === "Vote" && m.term === s.term && m.candidate === self);
    yield { action: "BecomeLeader", args: {}, inputs: { votes } };
    for (let n = s.log.length; n > s.commit; n--) {
      const acks = inbox.filter((m) => m.kind === "Ack" && m.term === s.term && m.match >= n);
      yield { action: "AdvanceCommit", args: { n }, inputs: { acks } };
    }
    for (let k = 1; k <= s.log.length; k++) yield { action: "AppendEntries", args: { k }, inputs: {} };
    for (const v of config.offered) yield { action: "ClientRequest", args: { v }, inputs: {} };
    yield { action: "Timeout", args: {}, inputs: {} };
    yield { action: "Restart", args: {}, inputs: {} };
  },
};

export const policy: Policy<Slice, Message> = {
  clientAction: { action: "ClientRequest", param: "v" },
  timeoutActions: ["Timeout"],
  restartAction: "Restart",
  eager: ["AppendEntries"],
  decided: (s) => s.log.slice(0, s.commit).map(({ value }) => value),
  obsolete: (m, s) => m.term < s.term,
};
