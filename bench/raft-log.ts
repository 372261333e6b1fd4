/**
 * Logs of runs of `specs/raft`, for measuring how long they take to validate: three servers that elect leaders, append,
 * acknowledge and commit, term after term; lines have the form of `bumblebee-tla/record`. The messages that were ever sent
 * become more and more, as they do in the specification; a server's log does not outgrow a few entries.
 */

const SERVERS = ["s1", "s2", "s3"] as const;
const MOST_ENTRIES = 8;
/** After so many rounds of appending a leader is gone. */
const ROUNDS = 3;

interface Entry {
  readonly term: number;
  readonly value: string;
}

interface Server {
  readonly name: string;
  term: number;
  vote: string;
  role: "Follower" | "Candidate" | "Leader";
  commit: number;
  log: Entry[];
}

/** Constants of `specs/raft` that are strings, as they are in logs. */
export const raftMapping = {
  log: { name: "$.event", node: "$.node", sequence: { path: "$.seq", first: 1 }, end: "$.end" },
  constants: {
    Server: `{${SERVERS.map((s) => JSON.stringify(s)).join(", ")}}`,
    Value: '{"v1", "v2"}',
    Nil: '"Nil"',
    MaxTerm: "1000000",
    MaxLog: "1000000",
  },
  events: [
    rule("Timeout", [], ["currentTerm", "votedFor", "role"]),
    rule("Vote", ["$.args.m"], ["currentTerm", "votedFor", "role"]),
    rule("BecomeLeader", [], ["role"]),
    rule("ClientRequest", ["$.args.v"], ["log"]),
    rule("AppendEntries", ["$.args.k"], []),
    rule("Acknowledge", ["$.args.m"], ["currentTerm", "role", "log", "commitIndex"]),
    rule("AdvanceCommit", ["$.args.n"], ["commitIndex"]),
    rule("Restart", [], ["role", "commitIndex"]),
  ],
  ignore: { fields: { "$.v": "the form's version", "$.ts": "the logger's" } },
};

function rule(action: string, args: readonly string[], after: readonly string[]): object {
  const compared = after.map((v) => [`${v}[$.node]`, `$.after.${v}`] as const);
  return {
    on: action,
    do: `${action}(${["$.node", ...args].join(", ")})`,
    ...(compared.length === 0 ? {} : { after: Object.fromEntries(compared) }),
  };
}

/** The lines of a run of at least so many events, with the end markers. */
export function* raftLog(events: number, seed: number): Generator<string> {
  const run = new RaftRun(seed);
  while (run.events < events) {
    run.term();
    yield* run.lines.splice(0);
  }
  run.end();
  yield* run.lines;
}

class RaftRun {
  readonly lines: string[] = [];
  events = 0;
  private readonly servers = SERVERS.map(
    (name): Server => ({ name, term: 0, vote: "Nil", role: "Follower", commit: 0, log: [] }),
  );
  private readonly numbers = new Map<string, number>();

  constructor(private seed: number) {}

  /** A server becomes leader, and appends for a while. */
  term(): void {
    const leader = this.candidate();
    const others = this.servers.filter((s) => s !== leader);
    if (leader.role === "Leader") this.restart(leader);
    leader.term += 1;
    leader.vote = leader.name;
    leader.role = "Candidate";
    this.event(leader, "Timeout", {}, ["currentTerm", "votedFor", "role"]);
    const message = {
      kind: "RequestVote",
      term: leader.term,
      source: leader.name,
      lastTerm: lastTerm(leader),
      lastIndex: leader.log.length,
    };
    // A server of a higher term does not vote: the next candidate is one of them.
    const voters = others.filter((s) => s.term < leader.term && upToDate(leader, s));
    for (const voter of voters) {
      Object.assign(voter, { term: leader.term, vote: leader.name, role: "Follower" });
      this.event(voter, "Vote", { m: message }, ["currentTerm", "votedFor", "role"]);
    }
    if (voters.length === 0) return;
    leader.role = "Leader";
    this.event(leader, "BecomeLeader", {}, ["role"]);
    for (let round = 0; round < ROUNDS; round++) this.append(leader, others);
    if (this.random(4) === 0) this.restart(others[0]!);
  }

  end(): void {
    for (const { name } of this.servers) {
      const number = (this.numbers.get(name) ?? 0) + 1;
      this.lines.push(`${JSON.stringify({ v: 1, node: name, seq: number, ts: 0, end: number - 1 })}\n`);
    }
  }

  /** One of those whose log is not behind: the last leader would be gone otherwise. */
  private candidate(): Server {
    const best = this.servers.filter((s) =>
      this.servers.every((o) => upToDate(s, o) && s.term >= o.term - 1),
    );
    return best[this.random(best.length)] ?? this.servers[this.random(SERVERS.length)]!;
  }

  private append(leader: Server, others: readonly Server[]): void {
    if (leader.log.length < MOST_ENTRIES) {
      const value = `v${1 + this.random(2)}`;
      leader.log = [...leader.log, { term: leader.term, value }];
      this.event(leader, "ClientRequest", { v: value }, ["log"]);
    }
    for (const k of leader.log.keys()) {
      if (leader.log.length - k > 2 && this.random(3) > 0) continue;
      this.event(leader, "AppendEntries", { k: k + 1 }, []);
      const message = {
        kind: "AppendEntries",
        term: leader.term,
        source: leader.name,
        prevIndex: k,
        prevTerm: leader.log[k - 1]?.term ?? 0,
        entry: leader.log[k]!,
        commit: Math.min(leader.commit, k + 1),
      };
      const accepting = others.filter((s) => this.acknowledge(s, message));
      if (accepting.length > 0 && leader.log[k]?.term === leader.term && k + 1 > leader.commit) {
        leader.commit = k + 1;
        this.event(leader, "AdvanceCommit", { n: k + 1 }, ["commitIndex"]);
      }
    }
  }

  private acknowledge(
    server: Server,
    message: { term: number; prevIndex: number; prevTerm: number; entry: Entry; commit: number },
  ): boolean {
    const { prevIndex, entry } = message;
    if (message.term < server.term || prevIndex > server.log.length) return false;
    if ((server.log[prevIndex - 1]?.term ?? 0) !== message.prevTerm) return false;
    if (message.term > server.term) server.vote = "Nil";
    server.term = message.term;
    server.role = "Follower";
    if (server.log[prevIndex]?.term !== entry.term) server.log = [...server.log.slice(0, prevIndex), entry];
    server.commit = Math.max(server.commit, message.commit);
    this.event(server, "Acknowledge", { m: message }, ["currentTerm", "role", "log", "commitIndex"]);
    return true;
  }

  private restart(server: Server): void {
    server.role = "Follower";
    server.commit = 0;
    this.event(server, "Restart", {}, ["role", "commitIndex"]);
  }

  private event(server: Server, event: string, args: object, after: readonly string[]): void {
    const all: Readonly<Record<string, unknown>> = {
      currentTerm: server.term,
      votedFor: server.vote,
      role: server.role,
      log: server.log,
      commitIndex: server.commit,
    };
    const seq = (this.numbers.get(server.name) ?? 0) + 1;
    this.numbers.set(server.name, seq);
    this.events += 1;
    const told = after.length === 0 ? {} : { after: Object.fromEntries(after.map((v) => [v, all[v]])) };
    const line = { v: 1, node: server.name, seq, ts: this.events, event, ...told };
    this.lines.push(`${JSON.stringify(Object.keys(args).length === 0 ? line : { ...line, args })}\n`);
  }

  private random(below: number): number {
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (this.seed >>> 8) % below;
  }
}

const lastTerm = (server: Server): number => server.log.at(-1)?.term ?? 0;

/** As the specification's UpToDate: the first server's log against the other's. */
const upToDate = (server: Server, other: Server): boolean =>
  lastTerm(server) > lastTerm(other) ||
  (lastTerm(server) === lastTerm(other) && server.log.length >= other.log.length);
