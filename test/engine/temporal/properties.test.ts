/** Properties of small specifications; TLC gives the same verdicts, where its version takes them apart. */
import { describe, expect, it } from "vitest";
import { compileModel } from "../../../src/engine/compile.js";
import { explore } from "../../../src/engine/explore/explore.js";
import { linkCfg } from "../../../src/resolve/cfg.js";
import { loadText } from "../../../src/spec/modules.js";
import { parseCfg } from "../../../src/tla/cfg.js";

interface Options {
  readonly spec?: string;
  readonly cfg?: string;
}

/** The verdict in a few words; of a refusal, the codes. */
async function answer(
  text: string,
  property: string,
  { spec = "Spec", cfg = "" }: Options = {},
): Promise<string> {
  const module = `---- MODULE M ----\nEXTENDS Naturals, TLC\n${text}\nP == ${property}\n====\n`;
  const loaded = await loadText("M.tla", module, ".");
  if (loaded.spec === undefined) throw new Error(loaded.diagnostics.map((d) => d.message).join("; "));
  const config = `SPECIFICATION ${spec}\nPROPERTY P\nCHECK_DEADLOCK FALSE\n${cfg}`;
  const { linked } = linkCfg(loaded.spec, parseCfg("M.cfg", config).cfg);
  const { model, diagnostics } = compileModel(loaded.spec, linked);
  const codes = diagnostics.map((d) => d.code).join(" ");
  if (model === undefined) return codes;
  const { verdict } = await explore(model, { now: () => 0, pause: () => Promise.resolve() });
  if (verdict.kind === "evaluation-error") return `${verdict.during.kind}: ${verdict.message}`;
  if (verdict.kind !== "violated" || !("trace" in verdict)) return verdict.kind;
  const { states, loop } = verdict.trace;
  const end = loop.kind === "back" ? ` back to ${loop.to}` : loop.kind === "stuttering" ? " stuttering" : "";
  const shown = states.map((s) => s.text.replaceAll(/\/\\ |x = |\n/g, "")).join(" ");
  const what = verdict.what === "property" ? verdict.of : verdict.what;
  return `${codes}${codes === "" ? "" : " "}${what} ${verdict.name}: ${shown}${end}`;
}

const clock = `
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 4
Spec == Init /\\ [][Next]_x
Fair == Spec /\\ WF_x(Next)
Small == x < 3
Leads(a, b) == a ~> b
Always(a) == []a
`;

describe("properties are taken apart as TLC does it", () => {
  it.each([
    ["x = 0", "holds"],
    ["x = 1", "initial-state P: 0"],
    ["[]Small", "invariant Small: 0 1 2 3"],
    ["[](x < 3)", "invariant P: 0 1 2 3"],
    ["[](x < 4)", "holds"],
    ["[][x' > x]_x", "step P: 0 1 2 3 0"],
    ["[][x' # x]_x", "holds"],
    ["x = 0 /\\ [][Next]_x /\\ [](x < 9)", "holds"],
    ["LET Q == x > 7 IN Always(~Q)", "holds"],
    ["Always(Small)", "invariant P: 0 1 2 3"],
    ["\\A i \\in 1..2 : [](x # i)", "invariant P: 0 1"],
    ["\\A i \\in {} : [](x # i)", "engine/tautology"],
    ["[]<>(x = 1) <=> TRUE", "engine/temporal"],
    ["[]((x < 3) => <><<x' > x>>_x)", "engine/temporal-action"],
    ["\\A i \\in 0..x : <>(x = i)", "engine/temporal"],
    ["[Next]_x", "engine/action-property"],
  ])("%s", async (property, expected) => {
    expect(await answer(clock, property)).toBe(expected);
  });
});

describe("liveness", () => {
  it.each([
    ["<>(x = 3)", "Spec", "behaviour P: 0 stuttering"],
    ["<>(x = 3)", "Fair", "holds"],
    ["[]<>(x = 1)", "Fair", "holds"],
    ["<>[](x = 1)", "Fair", "behaviour P: 0 1 2 3 back to 1"],
    ["Leads(x = 1, x = 0)", "Fair", "holds"],
    ["Leads(x = 1, Always(x # 0))", "Fair", "behaviour P: 0 1 2 3 back to 1"],
    ["\\A i \\in 0..3, j \\in 0..3 : (x = i) ~> (x = j)", "Fair", "holds"],
    ["\\E i \\in 0..3 : <>[](x = i)", "Spec", "behaviour P: 0 1 2 3 back to 1"],
    ["[]<><<Next>>_x", "Spec", "behaviour P: 0 stuttering"],
    ["WF_x(Next)", "Spec", "behaviour P: 0 stuttering"],
    ["WF_x(Next)", "Fair", "holds"],
    ["<>[][x' > x]_x", "Fair", "behaviour P: 0 1 2 3 back to 1"],
    ["[]((x = 1) => <>[](x # 2))", "Fair", "behaviour P: 0 1 2 3 back to 1"],
    ["[]<>(ENABLED (Next /\\ x' = 0))", "Fair", "holds"],
    ["<>(x = 1) /\\ [][x' # 2]_x", "Fair", "step P: 0 1 2"],
    ["<>(2 \\div x = 1)", "Fair", "property: The second argument of \\div is 0."],
  ])("%s of %s", async (property, spec, expected) => {
    expect(await answer(clock, property, { spec })).toBe(expected);
  });

  const choice = `
VARIABLE x
Init == x = 0
Toggle == x < 2 /\\ x' = 1 - x
Leave == x = 1 /\\ x' = 2
Next == Toggle \\/ Leave
Loose == Init /\\ [][Next]_x
Weak == Loose /\\ WF_x(Next) /\\ WF_x(Leave)
Strong == Loose /\\ (WF_x(Next) /\\ SF_x(Leave))
Go(i) == Next /\\ x' = i
Each == Loose /\\ \\A i \\in 0..2 : SF_x(Go(i))
Let == LET fair == SF_x(Leave) IN Init /\\ [][Next]_x /\\ WF_x(Toggle) /\\ fair
Or == Loose /\\ (SF_x(Leave) \\/ []<>(x = 2)) /\\ WF_x(Next)
`;
  it.each([
    ["Loose", "behaviour P: 0 stuttering"],
    ["Weak", "behaviour P: 0 1 back to 1"],
    ["Strong", "holds"],
    ["Each", "holds"],
    ["Let", "holds"],
    ["Or", "holds"],
  ])("<>(x = 2) of %s", async (spec, expected) => {
    expect(await answer(choice, "<>(x = 2)", { spec })).toBe(expected);
  });
});

describe("refinement", () => {
  const inner = `
---- MODULE Inner ----
EXTENDS Naturals
CONSTANT N
VARIABLE n
Init == n = 0
Next == n' = (n + 1) % N
Spec == Init /\\ [][Next]_n
Fair == Spec /\\ WF_n(Next)
Can == [](ENABLED <<Next>>_n)
Each == WF_n(\\A k \\in {1} : n' = k)
RECURSIVE Down(_)
Down(k) == IF k = 0 THEN n' = (n + 1) % N ELSE Down(k - 1)
Deep == WF_n(Down(2))
Cased == WF_n((n < 1 => n' = n + 1) /\\ (n = 1 => n' = 0))
Cannot == []~(ENABLED (\\E k \\in 0..1 : n' = k /\\ n' < n /\\ (n' = 5 \\/ n = 1)))
====
VARIABLES x
I == INSTANCE Inner WITH n <- x \\div 2, N <- 2
Same == INSTANCE Inner WITH n <- x, N <- 4
At(k) == INSTANCE Inner WITH n <- x % k, N <- k
Spec == x = 0 /\\ [][x' = (x + 1) % 4]_x
Fair == Spec /\\ WF_x(x' = (x + 1) % 4)
Back == x = 0 /\\ [][x' = (x + 3) % 4]_x
Off == x = 2 /\\ [][x' = (x + 1) % 4]_x
`;
  it.each([
    ["I!Spec", "Spec", "holds"],
    ["Same!Fair", "Spec", "behaviour P: 0 stuttering"],
    ["Same!Fair", "Fair", "holds"],
    // ENABLED speaks of a next value of n, whatever x could become.
    ["I!Fair", "Spec", "behaviour P: 0 stuttering"],
    ["I!Fair", "Fair", "holds"],
    ["[](ENABLED I!Next)", "Fair", "invariant: the variable x is read before it has a value"],
    ["I!Can", "Fair", "holds"],
    ["I!Cannot", "Fair", "invariant P: 0 1 2"],
    // What cannot be rewritten is gone through, with n' beside the variables of the next state.
    ["I!Each", "Spec", "behaviour P: 0 stuttering"],
    ["I!Each", "Fair", "holds"],
    ["I!Deep", "Spec", "behaviour P: 0 stuttering"],
    ["I!Deep", "Fair", "holds"],
    ["I!Cased", "Spec", "behaviour P: 0 stuttering"],
    ["I!Cased", "Fair", "holds"],
    ["I!Spec", "Off", "initial-state P: 2"],
    ["At(4)!Spec", "Back", "step P: 0 3"],
    ["\\A k \\in {1, 2, 3, 4} : At(k)!Spec", "Spec", "holds"],
    ["\\A k \\in {2, 5} : At(k)!Spec", "Spec", "step P: 0 1 2 3 0"],
  ])("%s of %s", async (property, spec, expected) => {
    expect(await answer(inner, property, { spec })).toBe(expected);
  });
});

describe("a specification", () => {
  it.each([
    ["x = 0 /\\ <>(x = 1)", "engine/no-next"],
    ["x = 0 /\\ [][x' = 1]_x /\\ [][x' = 2]_x", "engine/several-next"],
    ["x = 0 /\\ x' = 1", "engine/specification-conjunct"],
    ["x = 0 /\\ [][x' = 1]_x /\\ \\EE y : y = x", "engine/temporal"],
  ])("%s", async (spec, expected) => {
    expect(await answer(`VARIABLE x\nS == ${spec}`, "[](x < 9)", { spec: "S" })).toBe(expected);
  });

  it("is taken with a warning where it only looks as if it kept states away", async () => {
    const text = `${clock}\nOnly == Init /\\ [][Next]_x /\\ []Small`;
    expect(await answer(text, "[](x # 3)", { spec: "Only" })).toBe(
      "engine/not-enforced invariant P: 0 1 2 3",
    );
    expect(await answer(text, "<>(x = 2)", { spec: "Only" })).toBe(
      "engine/not-enforced behaviour P: 0 stuttering",
    );
  });

  it("whose fairness cannot be checked is taken where fairness plays no part", async () => {
    const text = `${clock}\nOdd == Init /\\ [][Next]_x /\\ \\A i \\in Nat : WF_x(x' = i)`;
    expect(await answer(text, "[](x < 4)", { spec: "Odd" })).toBe("holds");
    expect(await answer(text, "<>(x = 2)", { spec: "Odd" })).toBe("engine/temporal");
  });

  it("with SYMMETRY is told that liveness does not go with it", async () => {
    const text = `${clock}\nCONSTANT S\nSym == Permutations(S)`;
    const cfg = "CONSTANT S = {a, b}\nSYMMETRY Sym";
    expect(await answer(text, "<>(x = 2)", { cfg })).toContain("symmetry-liveness");
  });

  it("may say more than fairness", async () => {
    expect(await answer(clock, "[]<>(x = 0)", { spec: "Fair" })).toBe("holds");
    const text = `${clock}\nMore == Fair /\\ []<>(x = 9)`;
    expect(await answer(text, "<>(x = 7)", { spec: "More" })).toBe("holds");
  });
});

it("liveness can be cancelled, and has a time limit", async () => {
  const loaded = await loadText(
    "M.tla",
    `---- MODULE M ----\nEXTENDS Naturals\n${clock}\nP == <>(x = 3)\n====`,
    ".",
  );
  if (loaded.spec === undefined) throw new Error("not read");
  const config = parseCfg("M.cfg", "SPECIFICATION Fair\nPROPERTY P\n").cfg;
  const { model } = compileModel(loaded.spec, linkCfg(loaded.spec, config).linked);
  if (model === undefined) throw new Error("not compiled");
  const cancel = new AbortController();
  let pauses = 0;
  // The first is before the search begins.
  const pause = async (): Promise<void> => {
    if (pauses++ > 0) cancel.abort();
  };
  const cancelled = await explore(model, { now: () => 0, pause, signal: cancel.signal });
  expect(cancelled.verdict.kind).toBe("cancelled");
  expect(cancelled.counts.distinct).toBe(4);
  let seconds = 0;
  const slow = async (): Promise<void> => {
    seconds = 10;
  };
  const late = await explore(model, { now: () => seconds, pause: slow, limits: { seconds: 5 } });
  expect(late.verdict).toEqual({ kind: "limit", limit: "seconds" });
});
