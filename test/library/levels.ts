/** Modules that ask which levels an operator's parameters accept, and what level comes of them. */
import { resolve } from "../../src/resolve/resolve.js";
import { parseModule } from "../../src/tla/parse.js";
import { libraryModules } from "./modules.js";
import { type Exported, exportsOf, type Sany, verdict } from "./sany.js";

/** A constant, a state function, an action, a temporal formula. */
const AT = ["0", "probe", "probe'", "[](probe = 0)"];

/** For each use of an operator its level, or "rejected". */
export type Levels = ReadonlyMap<string, number | "rejected">;

function lambda(arity: number, body: string): string {
  const names = Array.from({ length: arity }, (_, i) => `probe${i}`);
  return `LAMBDA ${names.join(", ")} : ${body}`;
}

function applied(op: Exported, args: readonly string[]): string {
  if (args.length === 0) return op.name;
  if (op.name === "-.") return `-(${args[0]})`;
  if (/^\w+$/.test(op.name)) return `${op.name}(${args.join(", ")})`;
  return `(${args[0]}) ${op.name} (${args[1]})`;
}

/** Each parameter in turn at each level, the others constant, then states; operators also prime their argument. */
function usesOf(op: Exported): readonly string[] {
  if (op.params.length === 0) return [op.name];
  return op.params.flatMap((arity, at) => {
    const own = arity === 0 ? AT : [...AT.map((e) => lambda(arity, e)), lambda(arity, "probe0'")];
    return own.flatMap((value) =>
      ["0", "probe"].map((other) => {
        const rest = op.params.map((n, i) => (i === at ? value : n === 0 ? other : lambda(n, other)));
        return applied(op, rest);
      }),
    );
  });
}

/** The uses to ask about; theorems and variables have none. */
export function allUses(ops: readonly Exported[]): readonly string[] {
  return ops.filter((op) => op.kind === "UserDefinedOpKind").flatMap(usesOf);
}

const FIRST_LINE = 4;

/** `Use<i>` is the i-th use, on line `i + FIRST_LINE`; those not kept leave an empty line. */
function probeModule(
  modules: readonly string[],
  uses: readonly string[],
  kept: (i: number) => boolean,
): string {
  const definitions = uses.map((use, i) => (kept(i) ? `Use${i} == ${use}` : ""));
  const lines = [
    "---- MODULE Root ----",
    `EXTENDS ${modules.join(", ")}`,
    "VARIABLE probe",
    ...definitions,
    "====",
  ];
  return lines.join("\n");
}

/** What SANY says. */
export async function levelsOf(
  sany: Sany,
  modules: readonly string[],
  uses: readonly string[],
): Promise<Levels> {
  const { text: said } = await verdict(
    sany,
    probeModule(modules, uses, () => true),
  );
  const lines = [...said.matchAll(/^line (\d+), col \d+ to line \d+, col \d+ of module Root/gm)];
  const rejected = new Set(lines.map((m) => Number(m[1]) - FIRST_LINE));
  const found = await exportsOf(
    sany,
    probeModule(modules, uses, (i) => !rejected.has(i)),
    ["Root"],
  );
  const levels = new Map(found.get("Root")?.map((e) => [e.name, e.level]));
  return new Map(
    uses.map((use, i) => [use, rejected.has(i) ? "rejected" : (levels.get(`Use${i}`) ?? "rejected")]),
  );
}

/** What our own resolver says, with the library of this repository. */
export function ownLevels(modules: readonly string[], uses: readonly string[]): Levels {
  const library = libraryModules();
  const resolved = (kept: (i: number) => boolean) => {
    const { parsed, diagnostics } = parseModule("Root.tla", probeModule(modules, uses, kept));
    if (parsed === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
    return resolve(parsed, library);
  };
  const faults = resolved(() => true).diagnostics.filter((d) => d.severity === "error");
  const rejected = new Set(faults.map((d) => (d.place?.line ?? 0) - FIRST_LINE));
  const { spec, diagnostics } = resolved((i) => !rejected.has(i));
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  const levels = new Map(spec.root.definitions.map((d) => [d.name, spec.level(d.node)]));
  return new Map(
    uses.map((use, i) => [use, rejected.has(i) ? "rejected" : (levels.get(`Use${i}`) ?? "rejected")]),
  );
}
