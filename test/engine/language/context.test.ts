import { describe, expect, it } from "vitest";
import type { EngineContext } from "../../../src/engine/natives/natives-context.js";
import { EvaluationError } from "../../../src/engine/values/bank-errors.js";
import { compiledText } from "./evaluate.js";

/** The assumptions of a module: what each gives, and what was printed and warned of meanwhile. */
async function assumed(modules: string, body: string, prepare = (_: EngineContext): void => {}) {
  const text = `---- MODULE M ----\nEXTENDS ${modules}\n${body}\n====\n`;
  const model = await compiledText("M", text, "", ".");
  const { context } = model;
  if (context === undefined) throw new Error("no context");
  const printed: string[] = [];
  const warned: string[] = [];
  context.printed = (line) => printed.push(line);
  context.warned = (line) => warned.push(line);
  prepare(context);
  const results = model.assumptions.map((a) => {
    try {
      return a.holds();
    } catch (error) {
      if (error instanceof EvaluationError) return `${error.fault}: ${error.message}`;
      throw error;
    }
  });
  return { results, printed, warned };
}

describe("the module TLC beside values", () => {
  it("prints in the order of evaluation", async () => {
    const { printed, results } = await assumed(
      "Naturals, TLC",
      'ASSUME PrintT(<<1, "a">>) /\\ PrintT({x \\in 1 .. 3 : x > 1})\nASSUME Print("sum", 1 + 1) = 2',
    );
    expect(results).toEqual([true, true]);
    expect(printed).toEqual(['<<1, "a">>', "{2, 3}", '"sum"  2']);
  });

  it("keeps registers, and knows the facts of the run", async () => {
    const { results } = await assumed(
      "Naturals, TLC",
      'ASSUME TLCSet(7, {1})\nASSUME TLCGet(7) = {1}\nASSUME TLCGet(8) = 0\nASSUME TLCGet("distinct") = 5\n' +
        'ASSUME TLCGet("config").mode = "bfs"\nASSUME TLCGet("nothing") = 0\nASSUME TLCGet("spec") = 0',
      (context) => context.facts.set("distinct", () => 11),
    );
    expect(results).toEqual([
      true,
      true,
      "undefined-register: TLCGet(8) was undefined.",
      true,
      true,
      'undefined-register: TLCGet("nothing") was undefined.',
      'beyond-engine: TLCGet("spec") is told by TLC alone: --engine tlc has it.',
    ]);
  });

  it("ends a run, and ends in an assertion that fails", async () => {
    let exits = 0;
    const { results } = await assumed(
      "TLC",
      'ASSUME TLCSet("exit", FALSE) /\\ TLCSet("exit", TRUE)\nASSUME Assert(1 = 2, <<"no", 3>>)',
      (context) => {
        context.exit = () => {
          exits += 1;
        };
      },
    );
    expect(exits).toBe(1);
    const message = 'The first argument of Assert evaluated to FALSE; the second argument was:\n<<"no", 3>>';
    expect(results).toEqual([true, `assertion: ${message}`]);
  });

  it("has registers with defaults, errors that are expected, and model values by name", async () => {
    const { results } = await assumed(
      "Naturals, TLC, TLCExt",
      'ASSUME TLCGetOrDefault(3, "none") = "none"\n' +
        "ASSUME TLCGetAndSet(4, LAMBDA a, b : a + b, 5, 10) = 10\nASSUME TLCGet(4) = 15\n" +
        'ASSUME AssertError("The second argument of \\\\div is 0.", 1 \\div 0 = 1)\n' +
        'ASSUME AssertError("something else", 1 \\div 0 = 1)\nASSUME ToString(TLCModelValue("m")) = "m"',
    );
    expect(results.slice(0, 4)).toEqual([true, true, true, true]);
    expect(results[4]).toMatch(/^assertion: /);
    expect(results[5]).toBe(true);
  });

  it("chooses at random among the elements", async () => {
    const { results } = await assumed(
      "Naturals, FiniteSets, TLC, Randomization",
      "ASSUME RandomElement(1 .. 4) = 3\nASSUME Cardinality(RandomSubset(2, 1 .. 4)) = 2\n" +
        "ASSUME RandomSetOfSubsets(3, 2, 1 .. 4) \\subseteq SUBSET (1 .. 4)\n" +
        "ASSUME Cardinality(RandomSubset(9, 1 .. 4)) = 4",
      (context) => {
        context.random = () => 0.5;
      },
    );
    expect(results).toEqual([true, true, true, true]);
  });

  it("shows the environment, and values as JSON", async () => {
    const { results } = await assumed(
      "Naturals, TLC, IOUtils, Json",
      'ASSUME IOEnv.HERE = "yes" /\\ "THERE" \\notin DOMAIN IOEnv\nASSUME atoi("41") + 1 = 42\nASSUME atoi("x") = 1\n' +
        'ASSUME ToJson([a |-> <<1, TRUE>>, b |-> "c"]) = "{\\"a\\":[1,true],\\"b\\":\\"c\\"}"\n' +
        'ASSUME ToJsonArray(<<1, 2>>) = "[1,2]" /\\ ToJsonObject([a |-> 1]) = "{\\"a\\":1}"',
      (context) => {
        context.environment = { HERE: "yes" };
      },
    );
    expect(results[2]).toMatch(/^wrong-argument/);
    expect(results.filter((_, i) => i !== 2)).toEqual([true, true, true, true]);
  });

  it("reads JSON from files", async () => {
    const { results } = await assumed(
      "Naturals, Json",
      'ASSUME ndJsonDeserialize("t.ndjson") = <<[a |-> 1], <<"x", TRUE>>>>\n' +
        'ASSUME JsonDeserialize("t.json") = [a |-> 1]\nASSUME JsonDeserialize("none") = 1',
      (context) => {
        const files: Record<string, string> = {
          "t.ndjson": '{"a": 1}\n["x", true]\n',
          "t.json": '{"a": 1}',
        };
        context.readFile = (path) => files[path];
      },
    );
    expect(results).toEqual([true, true, "unreadable: Cannot read a file as a value: none"]);
  });

  it("writes files as TLC's modules do", async () => {
    const files: Record<string, string> = {};
    const { results } = await assumed(
      "Naturals, TLC, Json, CSV, IOUtils",
      'ASSUME JsonSerialize("a", <<1, TRUE, "x\\"y", {3, 1}, 1 :> 2 @@ 5 :> 6>>)\n' +
        'ASSUME ndJsonSerialize("b", <<[z |-> 1], <<2>>, 7>>)\n' +
        'ASSUME CSVWrite("%2$s,%1$s;%%%4s|%-3s|", <<1, "two">>, "c") /\\ CSVWrite("%s", <<{1}>>, "c")\n' +
        'ASSUME CSVRecords("c") = 2 /\\ CSVRecords("none") = 0 /\\ CSVRead(<<"q">>, ",", "none") = <<>>\n' +
        'ASSUME CSVWriteRecord([a |-> "q", b |-> 1], ";", TRUE, "d")\n' +
        'ASSUME CSVRead(<<"m", "n">>, ";", "d") = <<[m |-> "a", n |-> "b"], [m |-> "\\"q\\"", n |-> "1"]>>\n' +
        'ASSUME JsonSerialize("a", 3)\nASSUME CSVWrite("%d", <<1>>, "c")\nASSUME ndJsonSerialize("full", <<>>)',
      (context) => {
        context.readFile = (path) => files[path];
        context.writeFile = (path, text, how) => {
          if (path === "full") return "no space left";
          files[path] = (how === "append" ? (files[path] ?? "") : "") + text;
          return undefined;
        };
      },
    );
    expect(results.slice(0, 6)).toEqual([true, true, true, true, true, true]);
    expect(results[6]).toBe(
      "wrong-argument: The second argument of JsonSerialize should be a sequence or record, but instead it is:\n3",
    );
    expect(results[7]).toBe("wrong-argument: The template %d cannot be filled in at %d.");
    expect(results[8]).toBe("unreadable: Cannot write the file full: no space left");
    expect(files).toEqual({
      a: '[1,true,"x\\"y",[1,3],{"1":2,"5":6}]',
      b: '{"z":1}\n[2]\n7\n',
      c: '"two",1;%   1|"two"|\n{1}\n',
      d: 'a;b\n"q";1\n',
    });
  });

  it("writes and reads text, with the outcome as a record", async () => {
    const files: Record<string, string> = {};
    const { results } = await assumed(
      "IOUtils",
      'T(ways) == [format |-> "TXT", charset |-> "UTF-8", openOptions |-> ways]\n' +
        'ASSUME Serialize("one", "g", T(<<"WRITE">>)).exitValue = 1\n' +
        'ASSUME Serialize("one", "g", T(<<"WRITE", "CREATE">>)).stdout = "Finish writing to the file with success!"\n' +
        'ASSUME Serialize("two", "g", T(<<"APPEND">>)).exitValue = 0\n' +
        'ASSUME Serialize("x", "g", T(<<"CREATE_NEW">>)).exitValue = 1\n' +
        'ASSUME Serialize("x", "g", T(<<"NONE">>)).exitValue = 1\n' +
        'ASSUME Deserialize("g", [format |-> "TXT", charset |-> "UTF-8"]) = ' +
        '[exitValue |-> 0, stdout |-> "onetwo", stderr |-> ""]\n' +
        'ASSUME Deserialize("h", [format |-> "TXT", charset |-> "UTF-8"]).exitValue = 1\n' +
        'ASSUME Deserialize("g", [format |-> "BIN"]).exitValue = 1',
      (context) => {
        context.readFile = (path) => files[path];
        context.writeFile = (path, text, how) => {
          files[path] = (how === "append" ? (files[path] ?? "") : "") + text;
          return undefined;
        };
      },
    );
    expect(results.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => true));
    expect(results[7]).toBe(
      'wrong-argument: Deserialize needs the format "TXT" and its options, but it is given:\n[format |-> "BIN"]',
    );
  });

  it("numbers values alike if they are equal", async () => {
    const { results } = await assumed(
      "TLCExt, Integers",
      "ASSUME TLCFP(<<1, {2, 3}>>) = TLCFP([i \\in 1..2 |-> IF i = 1 THEN 1 ELSE {3, 2}])\n" +
        'ASSUME TLCFP("a") # TLCFP("b") /\\ TLCFP(1..2) \\in Int',
    );
    expect(results).toEqual([true, true]);
  });

  it("refuses to run programs, with the place", async () => {
    const refused = assumed("IOUtils", 'ASSUME IOExec(<<"ls">>) = 1');
    await expect(refused).rejects.toThrow(
      "3: the operator IOUtils.IOExec cannot be evaluated by this engine",
    );
  });
});

it.each([
  ["SVG", "SVGElemToString(Group(<<>>, <<>>))", "SVG.SVGElemToString"],
  ["GraphViz", "DotDiGraph(1, ToString, ToString)", "GraphViz.DotDiGraph"],
])("refuses to draw: %s", async (module, formula, name) => {
  const refused = assumed(`${module}, TLC`, `ASSUME ${formula} = TRUE`);
  await expect(refused).rejects.toThrow(`3: the operator ${name} cannot be evaluated by this engine`);
});

describe("CHOOSE with more than one witness", () => {
  it("is warned of once for each place, in modules that are not the library's", async () => {
    const { warned, results } = await assumed(
      "Naturals, FiniteSetsExt",
      "Pick(S) == CHOOSE x \\in S : x > 1\nASSUME Pick({1, 2}) = 2\nASSUME Pick({1, 2, 3}) = 2 /\\ Pick({4, 5}) = 4\n" +
        "ASSUME Min({3, 4}) = 3 /\\ FoldSet(LAMBDA a, b : a, 0, {1, 2}) = 2\n" +
        "ASSUME (CHOOSE x \\in {1, 0} : x = 0 \\/ 1 \\div 0 = 1) = 0",
    );
    expect(results).toEqual([true, true, true, true]);
    expect(warned.length).toBe(1);
    expect(warned[0]).toMatch(
      /^CHOOSE at M\.tla:3:\d+ has more than one witness, 2 and 3: the first is taken/,
    );
  });
});
