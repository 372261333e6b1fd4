/** Protocols of several modules: what EXTENDS and INSTANCE bring is read as if it stood in the module. */
import { describe, expect, it } from "vitest";
import { noMapping, type ReadProtocol, readProtocol } from "../../src/protocol/read.js";
import { showProtocol } from "../../src/protocol/show.js";
import { prettyUnit } from "../../src/tla/pretty.js";
import { transformHistory } from "../../src/transform/history/index.js";
import { parsedModule, resolved } from "../resolved.js";

function read(text: string, ...others: readonly string[]): ReadProtocol {
  const modules = others.map((other) => {
    const name = /MODULE (\w+)/.exec(other)?.[1] ?? "";
    return parsedModule(`${name}.tla`, other);
  });
  const { spec, diagnostics } = resolved(parsedModule("Root.tla", text), modules);
  if (spec === undefined) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  return readProtocol(spec, noMapping);
}

function protocolOf(found: ReadProtocol): NonNullable<ReadProtocol["protocol"]> {
  if (found.protocol === undefined) throw new Error(found.diagnostics.map((d) => d.message).join("\n"));
  return found.protocol;
}

const definitions = ({ table }: ReadProtocol): readonly string[] =>
  [...table.definitions.values()].map((d) => prettyUnit(d, { width: 200 }).trim());

const base = `---- MODULE Base ----
EXTENDS Naturals
CONSTANT Node
VARIABLES msgs, x
LOCAL Twice(k) == k + k
Send(m) == msgs' = msgs \\cup {m}
Grow(n) == x' = [x EXCEPT ![n] = Twice(@)]
Start == msgs = {} /\\ x = [n \\in Node |-> 1]
====
`;

const root = `---- MODULE Root ----
EXTENDS Base
Twice(S) == S \\cup S
Tell(n) == Grow(n) /\\ Send([kind |-> "A", from |-> n])
Spec == Start /\\ [][\\E n \\in Node : Tell(n)]_<<msgs, x>>
====
`;

describe("a module that extends the user's own", () => {
  it("has its constants, variables and definitions, with their places", () => {
    const protocol = protocolOf(read(root, base));
    expect(protocol.constants.map((c) => c.name)).toEqual(["Node"]);
    expect(protocol.slice.map((v) => [v.name, v.place.file, v.place.line])).toEqual([["x", "Base.tla", 4]]);
    const [tell] = protocol.actions;
    expect(tell?.place).toMatchObject({ file: "Root.tla", line: 4 });
    expect(tell?.updates.map((u) => [u.place.file, u.place.line])).toEqual([["Base.tla", 7]]);
    expect(showProtocol(protocol)).toContain("sets      s.x := Twice2(s.x)  (Base.tla:7)");
    expect(protocol.operators.map((o) => o.name.text)).toEqual(["Twice2"]);
  });

  it("is transformed", () => {
    const found = read(root, base);
    const { stages } = transformHistory(protocolOf(found), found.table, []);
    expect(stages.at(-1)?.text).toContain("Twice2(k) == k + k");
  });

  it("says in which file a fault is", () => {
    const { diagnostics } = read(
      root,
      base.replace("x' = [x EXCEPT ![n] = Twice(@)]", "x' = [k \\in {} |-> 1]"),
    );
    expect(diagnostics.map((d) => [d.code, d.place?.file, d.place?.line])).toContainEqual([
      "protocol/update-shape",
      "Base.tla",
      7,
    ]);
  });

  it("keeps a name that is bound in one module and declared in another apart", () => {
    const helper = "---- MODULE Helper ----\nPick(S) == CHOOSE x \\in S : TRUE\n====\n";
    const text = root
      .replace("EXTENDS Base", "EXTENDS Base, Helper")
      .replace("Tell(n) ==", "Tell(n) == Pick({n}) = n /\\");
    expect(definitions(read(text, base, helper))).toContain("Pick(S) == CHOOSE x2 \\in S : TRUE");
  });
});

describe("INSTANCE", () => {
  const ring = `---- MODULE Ring ----
EXTENDS Integers
CONSTANTS N, First
VARIABLE at
Up(k) == (k + First) % N
Here(k) == Up(at) = k
====
`;

  it("is no fault where nothing that the protocol needs uses it", () => {
    const text = root.replace(
      "Spec ==",
      "R == INSTANCE Ring WITH N <- 3, First <- 1, at <- x\nHolds == R!Here(1)!1\nSpec ==",
    );
    protocolOf(read(text, base, ring));
  });

  it("brings definitions with what is substituted", () => {
    const text = `---- MODULE Root ----
EXTENDS Base
R(First) == INSTANCE Ring WITH N <- Twice(2), at <- x[First]
Twice(k) == k * 2
Tell(n) == R(n)!Here(R(1)!Up(2)) /\\ Grow(n) /\\ Send([kind |-> "A", from |-> n])
Spec == Start /\\ [][\\E n \\in Node : Tell(n)]_<<msgs, x>>
====
`.replace(/(R\(First\).*\n)(Twice.*\n)/, "$2$1");
    const found = read(text, base, ring);
    const all = definitions(found);
    expect(all).toContain("R_Up(First2, k) == (k + First2) % Twice(2)");
    expect(all).toContain("R_Here(First2, k) == R_Up(First2, x[First2]) = k");
    const protocol = protocolOf(found);
    expect(protocol.extends).toEqual(["Naturals"]);
    expect(showProtocol(protocol)).toContain("R_Up(n, s.x) = R_Up(1, 2)");
  });

  it("without a name brings the behaviour too", () => {
    const text = "---- MODULE Root ----\nCONSTANT Node\nVARIABLES msgs, x\nINSTANCE Whole\n====\n";
    const whole = root.replace("MODULE Root", "MODULE Whole");
    const protocol = protocolOf(read(text, base, whole));
    expect(protocol.actions.map((a) => [a.name, a.place.file])).toEqual([["Tell", "Whole.tla"]]);
    expect(protocol.slice.map((v) => v.place.file)).toEqual(["Root.tla"]);
  });
});
