/** The Raft of specs/raft, written as many are: who sees a higher term adopts it in a step of its own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const specs = fileURLToPath(new URL("../../specs/", import.meta.url));

/** A higher term is adopted in a step of its own, before the message is taken. */
export function adopting(dir: string): string {
  const text = readFileSync(join(specs, "raft", "Raft.tla"), "utf8")
    .replace(
      /\/\\ \\\/ m\.term > currentTerm\[i\]\n.*votedFor\[i\] = Nil/,
      "/\\ m.term = currentTerm[i] /\\ votedFor[i] \\in {Nil, m.source}",
    )
    .replace(
      "/\\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]\n    /\\ votedFor' = [votedFor EXCEPT ![i] = m.source]",
      "/\\ UNCHANGED currentTerm\n    /\\ votedFor' = [votedFor EXCEPT ![i] = m.source]",
    )
    .replace("/\\ m.term >= currentTerm[i]\n", "/\\ m.term = currentTerm[i]\n")
    .replace(
      /\/\\ currentTerm' = \[currentTerm EXCEPT !\[i\] = m\.term\]\n {4}\/\\ votedFor' = IF .*\n/,
      "/\\ UNCHANGED <<currentTerm, votedFor>>\n",
    )
    .replace(
      "\\* Candidate i has the votes",
      `Adopt(i, m) ==
    /\\ m.term > currentTerm[i]
    /\\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
    /\\ votedFor' = [votedFor EXCEPT ![i] = Nil]
    /\\ role' = [role EXCEPT ![i] = "Follower"]
    /\\ UNCHANGED <<msgs, log, commitIndex>>

\\* Candidate i has the votes`,
    )
    .replace("Vote(i, m) \\/ Acknowledge", "Vote(i, m) \\/ Adopt(i, m) \\/ Acknowledge");
  writeFileSync(join(dir, "Raft.tla"), text);
  for (const file of ["Raft.cfg", "Raft.small.cfg", "Raft.mapping.json"])
    writeFileSync(join(dir, file), readFileSync(join(specs, "raft", file)));
  return dir;
}
