/** A specification of several modules, one of them of the CommunityModules, through TLC: original and hybrid. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { execute } from "../../src/verify/execute.js";
import { hybridSetting, runOriginal } from "../../src/verify/hybrid.js";
import { reductionRun } from "../../src/verify/plan.js";
import { loadSubject } from "../../src/verify/subject.js";
import { cli } from "../cli/harness.js";
import { tlcChecker } from "./checker.js";

const files = {
  "Votes.tla": `---- MODULE Votes ----
EXTENDS Integers, FiniteSetsExt
CONSTANTS Node, Limit
VARIABLES msgs, level
LOCAL Higher(n, m) == Max({level[n], m.level})
Init == msgs = {} /\\ level = [n \\in Node |-> 0]
Say(n, k) == msgs' = msgs \\cup {[kind |-> "Level", from |-> n, level |-> k]}
Start(n) == /\\ level[n] = 0
            /\\ level' = [level EXCEPT ![n] = 1]
            /\\ Say(n, 1)
Follow(n) == \\E m \\in msgs : /\\ m.level > level[n]
                             /\\ level' = [level EXCEPT ![n] = Higher(n, m)]
                             /\\ Say(n, Higher(n, m))
====
`,
  "Known.tla": `---- MODULE Known ----
EXTENDS Integers
CONSTANT Bound
VARIABLE at
Holds == \\A n \\in DOMAIN at : at[n] <= Bound
====
`,
  "System.tla": `---- MODULE System ----
EXTENDS Votes
K == INSTANCE Known WITH Bound <- Limit, at <- level
OneLimit == 1
Low == \\A n \\in Node : level[n] <= Limit
Bounded == K!Holds
Steps == \\E n \\in Node : Start(n) \\/ Follow(n)
System == Init /\\ [][Steps]_<<msgs, level>>
====
`,
  "System.cfg": `CONSTANTS
  Node = {n1, n2, n3}
  Limit <- OneLimit
SPECIFICATION System
INVARIANTS Low Bounded
CHECK_DEADLOCK FALSE
`,
};

it("finds all modules, and the hybrid has the original's states", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-modules-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const subject = await loadSubject(join(dir, "System.tla"), dir);
    const { java } = await findJava(process.env);
    const { jar } = await findTlc({ env: process.env });
    const checker = tlcChecker({ jar, java, env: process.env });
    const report = { begin() {}, progress() {}, done() {} };
    const tlc = join(dir, "tlc");
    const original = await runOriginal(subject, "System", tlc, checker, report);
    expect(original.finished.row).toMatchObject({ expected: true });
    expect(original.distinct).toBe(8);
    const setting = await hybridSetting(subject, "System", original.seen, original.distinct, tlc);
    expect(readFileSync(join(tlc, "HybridSystem.tla"), "utf8")).toContain("OneLimit == 1");
    const { row } = await execute(reductionRun(setting), tlc, checker, report);
    expect(row).toMatchObject({ expected: true, status: "ran" });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

it("checks the specification where it stands", async () => {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-modules-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    const { code, out } = await cli(["check", join(dir, "System.tla")]);
    expect(out).toContain("8");
    expect(code).toBe(0);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
