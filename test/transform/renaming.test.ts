/** No name means anything: renaming all of them changes nothing but names. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Facts, protocolFacts } from "../../src/protocol/facts.js";
import type { Mapping } from "../../src/protocol/mapping.js";
import { readProtocol } from "../../src/protocol/read.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { parsedModule, resolved } from "../resolved.js";
import { back, KEPT, namesOf, type Renaming, rename, renaming } from "./names.js";

const at = (path: string): string => fileURLToPath(new URL(`../../specs/${path}`, import.meta.url));

/** Words of the facts themselves, which no name may become. */
const WORDS = ["set", "one", "field", "owner", "declared", "sent"];

interface Source {
  readonly module: string;
  readonly mapping: Mapping;
}

interface Read {
  readonly facts: Facts;
  readonly text: string;
}

function load(name: string): Source {
  const folder = name.toLowerCase();
  return {
    module: readFileSync(at(`${folder}/${name}.tla`), "utf8"),
    mapping: {
      init: "Init",
      next: "Next",
      ...JSON.parse(readFileSync(at(`${folder}/${name}.mapping.json`), "utf8")),
    },
  };
}

function read({ module, mapping }: Source): Read {
  const parsed = parsedModule("M.tla", module);
  const { spec, diagnostics: names } = resolved(parsed);
  if (spec === undefined) throw new Error(names.map((d) => d.message).join("\n"));
  const { protocol, table, diagnostics } = readProtocol(spec, {
    file: "M.json",
    mapping,
    placeAt: () => undefined,
  });
  if (protocol === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  const hybrid = transformHistory(protocol, table, mapping.invariants ?? []);
  return { facts: protocolFacts(protocol), text: hybrid.stages.at(-1)?.text ?? "" };
}

function renameFacts(facts: Facts, to: Renaming): Facts {
  if (typeof facts === "string") return rename(facts, to);
  if (typeof facts !== "object" || facts === null) return facts;
  if (Array.isArray(facts)) return facts.map((f: Facts) => renameFacts(f, to));
  const entries = Object.entries(facts).filter(([key]) => key !== "assumptions" && key !== "file");
  return Object.fromEntries(entries.map(([key, value]) => [key, renameFacts(value, to)]));
}

function renameMapping(mapping: Mapping, to: Renaming): Mapping {
  const { init, next, owners, clientValues, invariants } = mapping;
  return {
    init: to(init ?? "Init"),
    next: to(next ?? "Next"),
    owners: (owners ?? []).map((o) => ({ keys: to(o.keys), field: to(o.field) })),
    clientValues: (clientValues ?? []).map(to),
    invariants: (invariants ?? []).map(to),
  };
}

const id: Renaming = (name) => name;

describe("renaming everything in a specification", () => {
  it.each(["Raft", "Paxos", "Leaderless"])("changes only names: %s", (name) => {
    const source = load(name);
    const before = read(source);
    const names = namesOf(source.module);
    const avoid = new Set([...KEPT, ...namesOf(before.text), ...WORDS]);
    const expected = { facts: renameFacts(before.facts, id), text: rename(before.text, id) };
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), (seeds) => {
        let k = 0;
        // A few numbers stretched to as many as are needed.
        const letters = (): number => ((seeds[k % 50] ?? 0) + 7 * k++ * k) >>> 0;
        const map = renaming(names, avoid, letters);
        const to: Renaming = (n) => map.get(n) ?? n;
        const after = read({ module: rename(source.module, to), mapping: renameMapping(source.mapping, to) });
        const undo = back(map);
        expect(renameFacts(after.facts, undo)).toEqual(expected.facts);
        expect(rename(after.text, undo)).toBe(expected.text);
      }),
      { numRuns: 12 },
    );
  });
});
