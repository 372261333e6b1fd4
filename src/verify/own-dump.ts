/** The state graph of a search, written to a file when the search is over. */
import type { ExploreOptions } from "../engine/explore/explore.js";
import { StateGraph } from "../engine/explore/explore-graph.js";
import type { StateSet } from "../engine/explore/states.js";
import type { CompiledModel } from "../engine/model.js";
import { writePieces } from "../host/checkpoint-file.js";
import { DiagnosticError } from "../report/diagnostic.js";

const CHUNK = 1 << 20;

export interface Dump {
  readonly onStep: NonNullable<ExploreOptions["onStep"]>;
  /** Throws a DiagnosticError if the file cannot be written. */
  write(model: CompiledModel, states: StateSet): Promise<void>;
}

/** For Graphviz where the name ends in `.dot`, else JSON. */
export function dumpTo(file: string): Dump {
  const graph = new StateGraph();
  return {
    onStep: graph.onStep,
    async write(model, states) {
      const texts = file.endsWith(".dot") ? graph.dot(model, states) : graph.json(model, states);
      const fault = await writePieces(file, [...chunksOf(texts)]);
      if (fault !== undefined) throw new DiagnosticError([fault]);
    },
  };
}

/** Many short texts as few pieces: each is written by a call of its own. */
function* chunksOf(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < CHUNK) continue;
    yield encoder.encode(parts.join(""));
    parts = [];
    length = 0;
  }
  yield encoder.encode(parts.join(""));
}
