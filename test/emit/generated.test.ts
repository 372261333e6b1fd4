import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { emitProtocol } from "../../codegen/emit/emit.js";
import { atNode } from "../../src/protocol/decided.js";
import { loadSubject } from "../../src/verify/subject.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("committed generated code is what the generator makes", () => {
  for (const name of ["raft", "paxos"]) {
    it(name, async () => {
      const subject = await loadSubject(`specs/${name}`, root);
      const { protocol, table, mapping, sha256 } = subject;
      const decided = mapping.run === undefined ? undefined : atNode(protocol, table, mapping.run.decided);
      const made = emitProtocol(protocol, { sha256, runtime: "../../runtime/index.js", decided });
      expect(made.diagnostics).toEqual([]);
      expect(made.files.map((f) => f.path)).toEqual(["types.ts", "operators.ts", "steps.ts", "index.ts"]);
      for (const f of made.files) {
        expect(f.text).toBe(readFileSync(`${root}codegen/generated/${name}/${f.path}`, "utf8"));
      }
    });
  }
});
