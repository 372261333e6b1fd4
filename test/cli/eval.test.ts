import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, type Ran } from "./harness.js";

const dir = mkdtempSync(join(tmpdir(), "eval-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeAll(() => {
  writeFileSync(
    join(dir, "Clock.tla"),
    String.raw`---- MODULE Clock ----
EXTENDS Integers, TLC
CONSTANT Last
VARIABLES hour, bell
Init == hour \in {0, 1} /\ bell = FALSE
Tick == hour < Last /\ hour' = hour + 1 /\ bell' = (hour' = Last)
Set(h) == /\ bell
          /\ hour' = h
          /\ bell' = FALSE
Next == Tick \/ \E h \in 0..Last : Set(h)
Half(n) == n \div (n - Last)
Loud == PrintT(hour)
====
`,
  );
  writeFileSync(join(dir, "Clock.cfg"), "INIT Init\nNEXT Next\nCONSTANT Last = 2\n");
});

const evaluated = (...args: readonly string[]): Promise<Ran> =>
  cli(["eval", join(dir, "Clock.tla"), ...args], { cwd: dir });

function typed(...lines: readonly string[]): Promise<Ran> {
  const stdin = {
    isTTY: false,
    lines: async function* () {
      yield* lines;
    },
  };
  return cli(["eval", join(dir, "Clock.tla")], { cwd: dir, stdin });
}

describe("eval", () => {
  it("prints the values of expressions, with the model's constants", async () => {
    expect(await evaluated("Last + 1", "[n \\in 1..Last |-> {n}]")).toEqual({
      code: 0,
      out: "3\n<<{1}, {2}>>\n",
      err: "",
    });
    expect((await evaluated("--json", "[a |-> {1, 2}, b |-> <<TRUE>>]")).out).toBe(
      '{"a":[1,2],"b":[true]}\n',
    );
  });

  it("evaluates in a state, and takes actions from it", async () => {
    const { out, code } = await evaluated(
      "--state",
      "hour = 1 /\\ bell = FALSE",
      "hour * 10",
      "Tick",
      "Loud",
    );
    expect([code, out]).toEqual([0, "10\n1:\n   hour' = 2\n   bell' = TRUE\n1\nTRUE\n"]);
    expect((await evaluated("--state", "hour = 1", "hour + 1")).out).toBe("2\n");
  });

  it("takes definitions", async () => {
    expect((await evaluated("--define", "Twice(x) == 2 * x", "Twice(Last)")).out).toBe("4\n");
  });

  it("shows faults with a caret, and says so in the exit code", async () => {
    const { code, err } = await evaluated("1 + 1", "Lost + 1", "Half(Last)");
    expect(code).toBe(2);
    expect(err).toMatchInlineSnapshot(`
      "expression:1:1: error: \`Lost\` is not declared or defined here [names/unknown]
        1 | Lost + 1
          | ^^^^
        hint: did you mean \`Last\`?
      Clock.tla:11:12: error: the expression cannot be evaluated: The second argument of \\div is 0. [engine/evaluation]
        11 | Half(n) == n \\div (n - Last)
           |            ^^^^^^^^^^^^^^^^^
        note: here n = 2
        note: expression:1:1: in Half, where n = 2
        1 | Half(Last)
          | ^^^^^^^^^^
      "
    `);
    expect((await evaluated("hour")).err).toContain("there is no state yet");
    expect((await evaluated("--state", "hour = ")).code).toBe(2);
  });

  it("walks through states line by line", async () => {
    const { out, code, err } = await typed(
      ":init",
      ":init 2",
      ":next",
      ":step 1",
      "hour + 1",
      ":step Set(0)",
      ":back",
      ":why Tick",
      ":state",
      ":actions",
      "Late(h) == h > 1",
      "Late(hour)",
      ":quit",
      "Lost",
    );
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "1:
         /\\ hour = 0
         /\\ bell = FALSE
      2:
         /\\ hour = 1
         /\\ bell = FALSE
      /\\ hour = 1
      /\\ bell = FALSE
      1: Tick
         hour' = 2
         bell' = TRUE
      /\\ hour = 2
      /\\ bell = TRUE
      3
      /\\ hour = 0
      /\\ bell = FALSE
      /\\ hour = 2
      /\\ bell = TRUE
      Clock.tla:6: hour < Last: 2 against 2
      /\\ hour = 2
      /\\ bell = TRUE
      Tick
      Set: h
      TRUE
      "
    `);
  });

  it("goes on after a fault and fails at the end", async () => {
    const { out, code, err } = await typed(":nonsense", "F(x) == (", "1 +", ":step 1", ":step 7", "2");
    expect(code).toBe(2);
    expect(out).toBe("2\n");
    expect(err).toContain("no command :nonsense");
    expect(err).toContain("definition 1:1:");
  });
});
