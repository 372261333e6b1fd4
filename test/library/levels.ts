/** Modules that ask SANY which levels an operator's parameters accept, and what level comes of them. */
import { type Exported, exportsOf, type Sany, verdict } from "./sany.js";

/** A constant, a state function, an action, a temporal formula. */
const AT = ["0", "probe", "probe'", "[](probe = 0)"];

function lambda(arity: number, body: string): string {
  const names = Array.from({ length: arity }, (_, i) => `probe${i}`);
  return `LAMBDA ${names.join(", ")} : ${body}`;
}

function applied(op: Exported, args: readonly string[]): string {
  if (args.length === 0) return op.name;
  if (/^-\.$/.test(op.name)) return `-(${args[0]})`;
  if (/^\w+$/.test(op.name)) return `${op.name}(${args.join(", ")})`;
  return `(${args[0]}) ${op.name} (${args[1]})`;
}

/** Each parameter in turn at each level, the others constant; then all others states; operators also priming. */
function probesOf(op: Exported): readonly string[] {
  const out: string[] = [];
  op.params.forEach((arity, at) => {
    const own = arity === 0 ? AT : [...AT.map((e) => lambda(arity, e)), lambda(arity, "probe0'")];
    for (const value of own)
      for (const other of ["0", "probe"]) {
        const rest = (n: number): string => (n === 0 ? other : lambda(n, other));
        out.push(
          applied(
            op,
            op.params.map((n, i) => (i === at ? value : rest(n))),
          ),
        );
      }
  });
  return out.length === 0 ? [applied(op, [])] : out;
}

/** For each use of an operator its level, or "rejected". */
export async function levelsOf(
  sany: Sany,
  modules: readonly string[],
  ops: readonly Exported[],
): Promise<ReadonlyMap<string, number | "rejected">> {
  const uses = ops.filter((op) => op.kind === "UserDefinedOpKind").flatMap(probesOf);
  const text = (kept: (i: number) => boolean): string =>
    [
      "---- MODULE Root ----",
      `EXTENDS ${modules.join(", ")}`,
      "VARIABLE probe",
      ...uses.map((use, i) => (kept(i) ? `Use${i} == ${use}` : "")),
      "====",
    ].join("\n");
  const { text: said } = await verdict(
    sany,
    text(() => true),
  );
  const lines = [...said.matchAll(/^line (\d+), col \d+ to line \d+, col \d+ of module Root/gm)];
  const rejected = new Set(lines.map((m) => Number(m[1]) - 4));
  const found = await exportsOf(
    sany,
    text((i) => !rejected.has(i)),
    ["Root"],
  );
  const levels = new Map(found.get("Root")?.map((e) => [e.name, e.level]));
  return new Map(
    uses.map((use, i) => [use, rejected.has(i) ? "rejected" : (levels.get(`Use${i}`) ?? "rejected")]),
  );
}
