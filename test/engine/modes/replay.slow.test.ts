/** Counterexamples go from our engine to TLC and back. */
import { describe, expect, it } from "vitest";
import type { RecordedBehaviour } from "../../../src/engine/trace/export-behaviour.js";
import { readBehaviour } from "../../../src/engine/trace/export-read.js";
import { replay } from "../../../src/engine/trace/replay.js";
import { kinds, kindsCfg } from "./behaviours.js";
import { modelOf } from "./models.js";
import { tlcOn } from "./tlc.js";
import { exported, traceCases } from "./traces.js";

describe("TLC", () => {
  it.each(traceCases)("replays what is exported: $name", async (of) => {
    const { trace, length } = await exported(of);
    const outcome = await tlcOn(trace.module, { M: of.text, [trace.module]: trace.tla }, trace.cfg);
    expect(outcome).toMatchObject({ kind: "violated", what: "invariant", name: "Trace_Unfinished" });
    if (outcome.kind === "violated") expect(outcome.trace.states).toHaveLength(length);
  });

  it.each([{}, { simulate: { num: 200, depth: 30, seed: 4 } }])(
    "prints what is replayed, %o",
    async (how) => {
      const text = `---- MODULE M ----\nEXTENDS Naturals, FiniteSets, Sequences, TLC\n${kinds}\n====\n`;
      const outcome = await tlcOn("M", { M: text }, `${kindsCfg}INVARIANT Inv\n`, how);
      if (outcome.kind !== "violated") throw new Error(outcome.kind);
      const behaviour = readBehaviour(JSON.stringify(outcome)) as RecordedBehaviour;
      expect(replay(modelOf(kinds, `${kindsCfg}INVARIANT Inv\n`), behaviour)).toMatchObject({
        kind: "replayed",
        broken: { what: "invariant", name: "Inv" },
      });
    },
  );
});
