/** The Raft of specs/raft, written as some are: a candidate asks each node, itself included, in a step of its own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adopting } from "./adopting.js";

export function asking(dir: string): string {
  adopting(dir);
  const text = readFileSync(join(dir, "Raft.tla"), "utf8")
    .replace("![i] = i]", "![i] = Nil]")
    .replace(
      /\/\\ Send\(\[kind \|-> "RequestVote".*\n.*\n {4}\/\\ UNCHANGED <<log, commitIndex>>\n/,
      `/\\ UNCHANGED <<msgs, log, commitIndex>>

\\* Candidate i asks server j.
Ask(i, j) ==
    /\\ role[i] = "Candidate"
    /\\ Send([kind |-> "RequestVote", term |-> currentTerm[i], source |-> i, dest |-> j,
             lastTerm |-> LastTerm(log[i]), lastIndex |-> Len(log[i])])
    /\\ UNCHANGED <<currentTerm, votedFor, log, role, commitIndex>>
`,
    )
    .replace("/\\ m.source # i\n", "/\\ m.dest = i\n")
    .replace("/\\ i \\in Q\n        /\\ \\A j \\in Q \\ {i} :", "/\\ \\A j \\in Q :")
    .replace(
      '/\\ role\' = [role EXCEPT ![i] = "Follower"]\n    /\\ Send([kind |-> "Vote"',
      '/\\ UNCHANGED role\n    /\\ Send([kind |-> "Vote"',
    )
    .replace("    \\/ Timeout(i)\n", "    \\/ Timeout(i)\n    \\/ \\E j \\in Server : Ask(i, j)\n");
  writeFileSync(join(dir, "Raft.tla"), text);
  return dir;
}
