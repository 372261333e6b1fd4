/** Real threads, in the program as it is built: the answers are those of one worker. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { capture } from "../../../src/host/process.js";
import { bin, build } from "../../built.js";

beforeAll(build, 120_000);

/** Bags of values that no other state has: threads make the same values at once. */
const SPEC = `---- MODULE Heap ----
EXTENDS Naturals, Sequences, FiniteSets, TLC
CONSTANTS Node, Max, Worst
VARIABLES sent, log, seen
vars == <<sent, log, seen>>
Init == sent = {} /\\ log = [n \\in Node |-> << >>] /\\ seen = "none"
Send(n) == /\\ Len(log[n]) < Max
           /\\ \\E k \\in 1..3 :
                /\\ log' = [log EXCEPT ![n] = Append(@, k)]
                /\\ sent' = sent \\cup {[from |-> n, log |-> log'[n], size |-> ToString(Len(log'[n]) * 100 + k)]}
           /\\ UNCHANGED seen
Take(n) == \\E m \\in sent :
             /\\ m.from # n
             /\\ seen' = m.size
             /\\ log' = [log EXCEPT ![n] = m.log]
             /\\ UNCHANGED sent
Next == \\E n \\in Node : Send(n) \\/ Take(n)
Spec == Init /\\ [][Next]_vars
Few == Cardinality(sent) <= Worst
Bound == Cardinality(sent) <= Worst
Undefined == Cardinality(sent) <= Worst \\/ log[1][99] = 0
Sym == Permutations(Node)
Once == [][Cardinality(sent') <= Worst]_vars
====
`;

interface Facts {
  readonly kind: string;
  readonly distinct?: number;
  readonly generated?: number;
  readonly depth?: number;
  readonly trace?: { readonly states: readonly unknown[] };
}

async function checked(cfg: string, workers: number, more: readonly string[] = []): Promise<Facts> {
  const dir = mkdtempSync(join(tmpdir(), "threads-"));
  writeFileSync(join(dir, "Heap.tla"), SPEC);
  writeFileSync(join(dir, "Heap.cfg"), cfg);
  const args = [bin, "check", "Heap.tla", "--json", "--workers", String(workers), ...more];
  const { stdout, stderr } = await capture(process.execPath, args, { cwd: dir });
  expect(stderr).not.toContain("one-worker");
  return JSON.parse(stdout) as Facts;
}

const model = (worst: number, more: string, nodes = "{1, 2}"): string =>
  `SPECIFICATION Spec\nCONSTANTS Node = ${nodes} Max = 3 Worst = ${worst}\nCHECK_DEADLOCK FALSE\n${more}`;

describe("several workers", () => {
  it.each([
    ["a model", model(5, "CONSTRAINT Bound\n")],
    ["symmetry", model(3, "CONSTRAINT Bound\nSYMMETRY Sym\n", "{a, b, c}")],
  ])("count as one does: %s", async (_title, cfg) => {
    const one = await checked(cfg, 1);
    expect(one.kind).toBe("holds");
    for (const workers of [2, 3]) {
      const { kind, distinct, generated, depth } = await checked(cfg, workers);
      expect({ kind, distinct, generated, depth }).toEqual({
        ...{ kind: one.kind, distinct: one.distinct },
        ...{ generated: one.generated, depth: one.depth },
      });
    }
  });

  it.each([
    ["INVARIANT Few\n", "violated"],
    ["INVARIANT Undefined\n", "spec-fault"],
    ["PROPERTY Once\n", "violated"],
  ])("find a shortest behaviour: %s", async (line, kind) => {
    const one = await checked(model(5, line), 1);
    const two = await checked(model(5, line), 2);
    expect([one.kind, two.kind]).toEqual([kind, kind]);
    expect(two.trace?.states.length).toBe(one.trace?.states.length);
  });

  it("end at limits", async () => {
    expect(await checked(model(6, ""), 2, ["--time-limit", "2"])).toMatchObject({ kind: "timeout" });
    const states = await checked(model(6, ""), 2, ["--max-states", "60000"]);
    expect(states).toMatchObject({ kind: "state-limit", counts: { distinct: expect.any(Number) } });
  });
});

/** Starts a search that keeps itself in `kept` each second. */
function searching(dir: string, more: readonly string[]): ChildProcess {
  const args = [bin, "check", "Heap.tla", "--json", "--checkpoint-every", "1", ...more];
  return spawn(process.execPath, args, { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
}

const closed = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let said = "";
    child.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
    });
    child.once("close", () => resolve(said));
  });

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
}

describe("a search of several workers", () => {
  // So large that it is not over when it is first kept, after a second.
  const cfg = model(6, "CONSTRAINT Bound\n");
  /** What one worker counts without a break. */
  const whole = { kind: "holds", distinct: 2_854_933, generated: 27_242_875, depth: 17 };
  const counts = async (dir: string, file: string, workers: number): Promise<unknown> => {
    const args = [bin, "check", "Heap.tla", "--json", "--workers", String(workers), "--resume", file];
    const { stdout } = await capture(process.execPath, args, { cwd: dir });
    const { kind, distinct, generated, depth } = JSON.parse(stdout) as Facts;
    return { kind, distinct, generated, depth };
  };

  it("is taken up after SIGKILL, and after Ctrl-C, by any number of workers", async () => {
    const dir = mkdtempSync(join(tmpdir(), "threads-"));
    writeFileSync(join(dir, "Heap.tla"), SPEC);
    writeFileSync(join(dir, "Heap.cfg"), cfg);
    const killed = searching(dir, ["--workers", "3", "--checkpoint", "kept"]);
    const gone = closed(killed);
    await until(() => existsSync(join(dir, "kept")));
    killed.kill("SIGKILL");
    await gone;
    copyFileSync(join(dir, "kept"), join(dir, "first"));
    const interrupted = searching(dir, ["--workers", "2", "--resume", "kept"]);
    const said = closed(interrupted);
    const before = statSync(join(dir, "kept")).mtimeMs;
    await until(() => statSync(join(dir, "kept")).mtimeMs !== before);
    interrupted.kill("SIGINT");
    expect(await said).toContain("is kept in");
    for (const [file, workers] of [
      ["first", 1],
      ["kept", 2],
    ] as const) {
      expect(await counts(dir, file, workers)).toEqual(whole);
    }
  });
});
