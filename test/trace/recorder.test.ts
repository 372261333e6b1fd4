/** What the runtime's recorder writes is what validation reads. */
import { expect, test } from "vitest";
import { toJson } from "../../codegen/runtime/json.js";
import { recordedAction } from "../../codegen/runtime/recorder.js";
import type { AcceptedEvent } from "../../codegen/runtime/replay.js";
import { TlaMap, TlaSet, type Value } from "../../codegen/runtime/values.js";
import { printValue } from "../../src/tla/value.js";
import { readLog } from "../../src/trace/format.js";
import { jsonOfValue, valueOfJson } from "../../src/trace/json-value.js";

const none = new Set<string>();

test("a recorded action is a line of a log", () => {
  const accepted = {
    certified: {
      node: "s1",
      index: 1,
      event: { action: "Vote", args: { k: 1 }, inputs: { m: ["s2:1:0"] } },
    },
    before: { term: 0, seen: TlaSet.of([]) },
    slice: { term: 0, seen: TlaSet.of([1]) },
    out: [{ kind: "Vote" }],
  } as unknown as AcceptedEvent<object, object>;
  const text = `${JSON.stringify(recordedAction(accepted))}\n{"v":1,"node":"s1","end":1}\n`;
  const { log, diagnostics } = readLog("s1.jsonl", text, { partial: false });
  expect(diagnostics).toEqual([]);
  expect(log?.own[0]).toMatchObject({ action: "Vote", changed: { seen: { "#set": [1] } }, out: ["s1:1:0"] });
});

test.each<[Value, string]>([
  [TlaSet.of([2, 1]), "{1, 2}"],
  [TlaMap.of([["a b", 1]]), '("a b" :> 1)'],
  [TlaMap.of([[1, true]]), "<<TRUE>>"],
  [{ "#odd": [], n: -1 }, "[#odd |-> <<>>, n |-> -1]"],
  [[], "<<>>"],
])("the runtime's %j is %s", (value, text) => {
  const read = valueOfJson(JSON.parse(JSON.stringify(toJson(value))), none);
  expect(read && printValue(read)).toBe(text);
  if (read !== undefined) expect(valueOfJson(jsonOfValue(read), none)).toEqual(read);
});

test("what stands for no value is refused", () => {
  const deep = JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`) as unknown;
  for (const json of [null, 0.5, 2 ** 60, { "#set": 1 }, { "#map": [[1]] }, { "#x": 1 }, deep])
    expect(valueOfJson(json, none)).toBeUndefined();
});

test("a string spelled like a model value is that model value", () => {
  expect(valueOfJson(["s1", "s2"], new Set(["s1"]))).toMatchObject({
    items: [{ kind: "model" }, { kind: "string" }],
  });
});
