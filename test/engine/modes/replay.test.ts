import { describe, expect, it } from "vitest";
import { explore } from "../../../src/engine/explore/explore.js";
import { type Path, pathOf } from "../../../src/engine/explore/path.js";
import { simulate } from "../../../src/engine/explore/simulate.js";
import type { CompiledModel } from "../../../src/engine/model.js";
import { type RecordedBehaviour, recorded } from "../../../src/engine/trace/export-behaviour.js";
import { behaviourToItf, behaviourToJson } from "../../../src/engine/trace/export-json.js";
import { readBehaviour } from "../../../src/engine/trace/export-read.js";
import { replay } from "../../../src/engine/trace/replay.js";
import { misfitLines } from "../../../src/engine/trace/replay-report.js";
import { kinds, kindsCfg } from "./behaviours.js";
import { modelOf, still } from "./models.js";

/** As TLC prints a behaviour. */
function printed(path: Path): string {
  const states = path.states.map(({ number, action, text }) => {
    const by =
      action === undefined ? "Initial predicate" : `${action} line 1, col 2 to line 3, col 4 of module M`;
    return `State ${number}: <${by}>\n${text}\n`;
  });
  return `Error: Invariant Inv is violated.\nError: The behavior up to this point is:\n${states.join("\n")}\n2 states`;
}

const forms: readonly (readonly [string, (path: Path) => string])[] = [
  ["JSON", (path) => behaviourToJson(recorded(path, "M"))],
  ["ITF", (path) => behaviourToItf(recorded(path, "M"))],
  ["what TLC prints", printed],
  ["a verdict as JSON", (path) => JSON.stringify({ kind: "violated", trace: path })],
];

function read(text: string): RecordedBehaviour {
  const behaviour = readBehaviour(text);
  if ("message" in behaviour) throw new Error(behaviour.message);
  return behaviour;
}

async function simulated(model: CompiledModel): Promise<readonly Path[]> {
  const paths: Path[] = [];
  const onBehaviour = (way: Parameters<typeof pathOf>[1]): void => void paths.push(pathOf(model, way));
  await simulate(model, {
    now: still.now,
    pause: still.pause,
    seed: 3,
    behaviours: 20,
    depth: 12,
    onBehaviour,
  });
  return paths;
}

describe("counterexamples in files", () => {
  it.each(forms)("written as %s are read and replayed, also in a model compiled anew", async (_, write) => {
    const model = modelOf(kinds, kindsCfg);
    const other = modelOf(kinds, kindsCfg);
    for (const path of await simulated(model)) {
      const behaviour = read(write(path));
      expect(behaviour.states).toEqual(recorded(path, "M").states);
      const again = replay(other, behaviour);
      if (again.kind !== "replayed") throw new Error(again.kind);
      expect(again.path.states.map((s) => s.text)).toEqual(path.states.map((s) => s.text));
      expect(again.broken).toBeUndefined();
    }
  });

  it("keep loops", async () => {
    const body = `VARIABLE x
Init == x = 0
Step == x < 3 /\\ x' = x + 1
Back == x = 3 /\\ x' = 1
Next == Step \\/ Back
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
P == <>[](x = 3)
Q == <>(x = 4)
Weak == Init /\\ [][Next]_x`;
    for (const [spec, property, loop] of [
      ["Spec", "P", { kind: "back", to: 2, action: "Back" }],
      ["Weak", "Q", { kind: "stuttering" }],
    ] as const) {
      const model = modelOf(body, `SPECIFICATION ${spec}\nPROPERTY ${property}\n`);
      const { verdict } = await explore(model, still);
      if (verdict.kind !== "violated" || !("trace" in verdict)) throw new Error(verdict.kind);
      expect(verdict.trace.loop).toEqual(loop);
      const ours = read(behaviourToJson(recorded(verdict.trace, "M")));
      expect(ours).toEqual(recorded(verdict.trace, "M"));
      expect(replay(model, ours)).toMatchObject({ kind: "replayed", path: { loop } });
      const itf = read(behaviourToItf(recorded(verdict.trace, "M")));
      expect(itf.loop).toMatchObject(loop.kind === "back" ? { kind: "back", to: 2 } : loop);
      const wrong: RecordedBehaviour = { ...ours, loop: { kind: "back", to: 1, action: undefined } };
      const kind = loop.kind === "back" ? "diverges" : "replayed";
      expect(replay(model, wrong).kind).toBe(kind);
    }
  });

  it("close where a VIEW takes two states for one", async () => {
    const body = `VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == x' = (x + 1) % 3 /\\ y' = y + 1
Spec == Init /\\ [][Next]_<<x, y>> /\\ WF_<<x, y>>(Next)
View == x
P == <>(x = 5)`;
    const model = modelOf(body, "SPECIFICATION Spec\nPROPERTY P\nVIEW View\n");
    const { verdict } = await explore(model, still);
    if (verdict.kind !== "violated" || !("trace" in verdict)) throw new Error(verdict.kind);
    expect(replay(model, recorded(verdict.trace, "M")).kind).toBe("replayed");
    const plain = modelOf(body, "SPECIFICATION Spec\nPROPERTY P\n");
    expect(replay(plain, recorded(verdict.trace, "M")).kind).toBe("diverges");
  });

  it("are read from texts of TLC: with -tool, the last of several, a lone initial state", () => {
    const tool = `@!@!@STARTMSG 2217:4 @!@!@
1: <Initial predicate>
x = 0

@!@!@ENDMSG 2217 @!@!@
@!@!@STARTMSG 2217:4 @!@!@
2: <Next line 3, col 9 to line 3, col 18 of module M>
x = 1

@!@!@ENDMSG 2217 @!@!@
@!@!@STARTMSG 2122:4 @!@!@
1: Back to state: <Next line 3, col 9 to line 3, col 18 of module M>
@!@!@ENDMSG 2122 @!@!@`;
    const looped = read(tool);
    expect(looped.states.map((s) => s.action)).toEqual([undefined, "Next"]);
    expect(looped.loop).toEqual({ kind: "back", to: 1, action: "Next" });
    const twice = read("State 1: <Initial predicate>\nx = 0\n\nState 1: <Initial predicate>\nx = 5\n");
    expect(twice.states.map((s) => s.values.get("x"))).toEqual([{ kind: "int", value: 5 }]);
    const alone = read(
      "Error: Invariant I is violated by the initial state:\n/\\ x = 3\n/\\ y = {}\n\n1 state",
    );
    expect(alone.states.map((s) => [...s.values.keys()])).toEqual([["x", "y"]]);
    const stopped = read("State 1: <Initial predicate>\nx = 0\n\nState 2: Stuttering\n");
    expect(stopped.loop).toEqual({ kind: "stuttering" });
  });

  it.each([
    ["", "no states"],
    ["{", "no JSON"],
    ["{}", "`states`"],
    ['{"states": []}', "no states"],
    ['{"format": 2, "states": [1]}', "format is 2"],
    ['{"format": 1, "states": [{}]}', "state 1"],
    ['{"format": 1, "states": [{"values": {"x": 1.5}}]}', "x in state 1"],
    ['{"format": 1, "states": [{"values": {"x": 1}}], "loop": {"backTo": 2}}', "loop"],
    ['{"states": [{"x": {"#set": [{"#map": [[1]]}]}}]}', "x in state 0"],
    ["State 1: <Initial predicate>\n/\\ x = {1,\n", "state 1"],
  ])("that cannot be read say why: %s", (text, why) => {
    const behaviour = readBehaviour(text);
    expect("message" in behaviour ? behaviour.message : "").toContain(why);
  });
});

describe("a replay", () => {
  const states = (...texts: readonly string[]): string =>
    texts
      .map((text, i) => {
        const [action = "", values = ""] = text.split(": ");
        const by =
          action === "Init" ? "Initial predicate" : `${action} line 1, col 2 to line 3, col 4 of module M`;
        return `State ${i + 1}: <${by}>\n${values
          .split(", ")
          .map((v) => `/\\ ${v}`)
          .join("\n")}\n`;
      })
      .join("\n");

  const model = (): CompiledModel =>
    modelOf(
      `VARIABLES x, y
Init == x = 0 /\\ y \\in {"a", "b"}
Up == x < 3 /\\ x' = x + 1 /\\ y' = y
Swap == x > 0 /\\ y' = "c" /\\ x' = x
Fail == x = 2 /\\ y = "c" /\\ x' = x + y /\\ y' = y
Next == Up \\/ Swap \\/ Fail
Inv == x < 3 \\/ y # "c"`,
      "INIT Init\nNEXT Next\nINVARIANT Inv\n",
    );

  it("says what the behaviour breaks", () => {
    const inv = replay(
      model(),
      read(states('Init: x = 0, y = "a"', 'Up: x = 1, y = "a"', 'Swap: x = 1, y = "c"')),
    );
    expect(inv).toMatchObject({ kind: "replayed", broken: undefined });
    const three = [
      'Init: x = 0, y = "b"',
      ...[1, 2, 3].map((n) => `Up: x = ${n}, y = "b"`),
      'Swap: x = 3, y = "c"',
    ];
    const broken = replay(model(), read(states(...three)));
    expect(broken).toMatchObject({ kind: "replayed", broken: { what: "invariant", name: "Inv" } });
  });

  it.each([
    [["Init: x = 0"], ["state 1 does not say what y is"]],
    [
      ['Init: x = 0, y = "a", z = 1'],
      ["state 1 has z, which the model has not", expect.stringContaining("ALIAS")],
    ],
    [
      ['Init: x = 1, y = "a"'],
      [
        "state 1 is no initial state",
        "  the initial state that is most like it, differs in:",
        "    x = 1  (was 0)",
      ],
    ],
    [
      ['Init: x = 0, y = "a"', 'Up: x = 2, y = "a"'],
      [
        "no step leads from state 1 to state 2 by Up",
        "  the successor that is most like it, by Up, differs in:",
        "    x = 2  (was 1)",
      ],
    ],
    [
      ['Init: x = 0, y = "a"', 'Up: x = 1, y = "a"', 'Up: x = 1, y = "c"'],
      ["state 3 is no successor of state 2 by Up, but by Swap"],
    ],
    [
      ['Init: x = 0, y = "a"', 'Up: x = {1,"b"}, y = "a"'],
      [expect.stringMatching(/^state 2 is no state that the model can have: .*/)],
    ],
  ])("says which state does not fit, and why: %s", (texts, lines) => {
    const found = replay(model(), read(states(...texts)));
    if (found.kind !== "diverges") throw new Error(found.kind);
    expect(misfitLines(found.misfit)).toEqual(lines);
    expect(found.path.states).toHaveLength(found.misfit.at - 1);
  });

  it("takes an action that the model does not have for any", () => {
    const found = replay(model(), read(states('Init: x = 0, y = "a"', 'Other: x = 1, y = "a"')));
    expect(found.kind).toBe("replayed");
  });

  it("tells an evaluation that fails on the way", () => {
    const found = replay(
      model(),
      read(
        states(
          'Init: x = 0, y = "a"',
          'Up: x = 1, y = "a"',
          'Up: x = 2, y = "a"',
          'Swap: x = 2, y = "c"',
          'Up: x = 3, y = "c"',
        ),
      ),
    );
    expect(found).toMatchObject({
      kind: "failed",
      verdict: { kind: "evaluation-error", during: { name: "Fail" }, trace: { states: [{}, {}, {}, {}] } },
    });
  });
});
