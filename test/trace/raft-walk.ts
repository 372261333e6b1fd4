/**
 * A random run of Raft with its logs: the rules of `specs/raft/Raft.tla` written a second time, by hand, so that the
 * tests of validation have logs that come neither from the generator nor from the model checker.
 */

type Message = Readonly<Record<string, unknown>> & { readonly kind: string; readonly source: string };
interface Entry {
  readonly term: number;
  readonly value: string;
}
interface Slice {
  readonly currentTerm: number;
  readonly votedFor: string;
  readonly log: readonly Entry[];
  readonly role: string;
  readonly commitIndex: number;
}
interface Choice {
  readonly action: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, readonly string[]>>;
  readonly next: Partial<Slice>;
  readonly out?: Message;
  readonly weight: number;
}

export interface WalkOptions {
  readonly seed: number;
  readonly events: number;
  readonly nodes?: readonly string[];
  /** Its events appear only as accepted by the others. */
  readonly byzantine?: string;
}

export type LogLine = Record<string, unknown>;

/** The logs by node, as lines; without that of the Byzantine node. */
export function walk(options: WalkOptions): ReadonlyMap<string, LogLine[]> {
  const nodes = options.nodes ?? ["s1", "s2", "s3"];
  const random = generator(options.seed);
  const slices = new Map<string, Slice>();
  for (const n of nodes)
    slices.set(n, { currentTerm: 0, votedFor: "Nil", log: [], role: "Follower", commitIndex: 0 });
  const sent = new Map<string, Message>();
  const logs = new Map<string, LogLine[]>(nodes.map((n) => [n, []]));
  const counts = new Map<string, number>(nodes.map((n) => [n, 0]));
  for (let k = 0; k < options.events; k++) {
    const all = nodes.flatMap((n) =>
      choices(n, slices.get(n)!, sent, nodes.length).map((c) => [n, c] as const),
    );
    let at = random() * all.reduce((sum, [, c]) => sum + c.weight, 0);
    let picked = 0;
    for (; picked < all.length - 1 && at >= all[picked]![1].weight; picked++) at -= all[picked]![1].weight;
    const [node, choice] = all[picked]!;
    const before = slices.get(node)!;
    const after = { ...before, ...choice.next };
    slices.set(node, after);
    const index = counts.get(node)! + 1;
    counts.set(node, index);
    const id = `${node}:${index}:0`;
    if (choice.out !== undefined) sent.set(id, choice.out);
    const changed = Object.fromEntries(
      Object.entries(after).filter(
        ([name, v]) => JSON.stringify(v) !== JSON.stringify(before[name as keyof Slice]),
      ),
    );
    const common = {
      v: 1,
      node,
      index,
      action: choice.action,
      args: choice.args ?? {},
      inputs: choice.inputs ?? {},
      out: choice.out === undefined ? [] : [id],
      messages: choice.out === undefined ? [] : [choice.out],
    };
    logs.get(node)!.push({ ...common, changed });
    if (node === options.byzantine)
      for (const n of nodes) if (n !== node) logs.get(n)!.push({ ...common, accepted: true, by: n });
  }
  for (const n of nodes) logs.get(n)!.push({ v: 1, node: n, end: counts.get(n)! });
  if (options.byzantine !== undefined) logs.delete(options.byzantine);
  return logs;
}

/** A log as a file's text. */
export const textOf = (lines: readonly LogLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const lastTerm = (log: readonly Entry[]): number => log.at(-1)?.term ?? 0;
const termAt = (log: readonly Entry[], k: number): number => (k === 0 ? 0 : log[k - 1]!.term);

function choices(
  self: string,
  s: Slice,
  sent: ReadonlyMap<string, Message>,
  size: number,
): readonly Choice[] {
  const found: Choice[] = [{ action: "Restart", next: { role: "Follower", commitIndex: 0 }, weight: 0.02 }];
  if (s.role !== "Leader") {
    const term = s.currentTerm + 1;
    const out = {
      kind: "RequestVote",
      term,
      source: self,
      lastTerm: lastTerm(s.log),
      lastIndex: s.log.length,
    };
    found.push({
      action: "Timeout",
      next: { currentTerm: term, votedFor: self, role: "Candidate" },
      out,
      weight: 0.05,
    });
  }
  for (const [id, m] of sent) found.push(...onMessage(self, s, id, m as never));
  const quorum = (ok: (m: Record<string, unknown>) => boolean): readonly string[] | undefined => {
    const ids = [...sent].filter(([, m]) => ok(m)).map(([id]) => id);
    const sources = new Set(ids.map((id) => sent.get(id)!.source).filter((n) => n !== self));
    return 2 * (sources.size + 1) > size ? ids : undefined;
  };
  if (s.role === "Candidate") {
    const votes = quorum((m) => m.kind === "Vote" && m.term === s.currentTerm && m.candidate === self);
    if (votes !== undefined)
      found.push({ action: "BecomeLeader", inputs: { votes }, next: { role: "Leader" }, weight: 5 });
  }
  if (s.role !== "Leader") return found;
  const entry = { term: s.currentTerm, value: s.log.length % 2 === 0 ? "v1" : "v2" };
  found.push({
    action: "ClientRequest",
    args: { v: entry.value },
    next: { log: [...s.log, entry] },
    weight: 0.5,
  });
  s.log.forEach((e, k) => {
    const out = {
      kind: "AppendEntries",
      term: s.currentTerm,
      source: self,
      prevIndex: k,
      prevTerm: termAt(s.log, k),
      entry: e,
      commit: Math.min(s.commitIndex, k + 1),
    };
    found.push({ action: "AppendEntries", args: { k: k + 1 }, next: {}, out, weight: 0.3 });
    const acks = quorum((m) => m.kind === "Ack" && m.term === s.currentTerm && (m.match as number) >= k + 1);
    if (k + 1 > s.commitIndex && e.term === s.currentTerm && acks !== undefined)
      found.push({
        action: "AdvanceCommit",
        args: { n: k + 1 },
        inputs: { acks },
        next: { commitIndex: k + 1 },
        weight: 5,
      });
  });
  return found;
}

interface Any {
  readonly kind: string;
  readonly source: string;
  readonly term: number;
  readonly lastTerm: number;
  readonly lastIndex: number;
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entry: Entry;
  readonly commit: number;
}

function onMessage(self: string, s: Slice, id: string, m: Any): readonly Choice[] {
  if (m.source === self) return [];
  if (m.kind === "RequestVote") {
    const free = m.term > s.currentTerm || (m.term === s.currentTerm && s.votedFor === "Nil");
    const current =
      m.lastTerm > lastTerm(s.log) || (m.lastTerm === lastTerm(s.log) && m.lastIndex >= s.log.length);
    if (!free || !current) return [];
    const out = { kind: "Vote", term: m.term, source: self, candidate: m.source };
    const next = { currentTerm: m.term, votedFor: m.source, role: "Follower" };
    return [{ action: "Vote", inputs: { m: [id] }, next, out, weight: 1 }];
  }
  if (m.kind !== "AppendEntries" || m.term < s.currentTerm || m.prevIndex > s.log.length) return [];
  if (termAt(s.log, m.prevIndex) !== m.prevTerm) return [];
  const last = m.prevIndex + 1;
  const agrees = s.log[m.prevIndex]?.term === m.entry.term;
  const next = {
    currentTerm: m.term,
    votedFor: m.term > s.currentTerm ? "Nil" : s.votedFor,
    role: "Follower",
    log: agrees ? s.log : [...s.log.slice(0, m.prevIndex), m.entry],
    commitIndex: Math.max(s.commitIndex, m.commit),
  };
  const out = { kind: "Ack", term: m.term, source: self, match: last };
  return [{ action: "Acknowledge", inputs: { m: [id] }, next, out, weight: agrees ? 0.1 : 1 }];
}

/** Numbers in [0, 1), always the same for a seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}
