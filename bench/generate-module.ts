/**
 * Modules of a given size for measuring: the same text for the same size and seed. They use every kind of expression in
 * about the mix of hand-written specifications, comments included, and SANY accepts them.
 */

export interface GeneratedModule {
  readonly name: string;
  readonly text: string;
}

/** Numbers from 0 up to a limit, the same ones for the same seed. */
type Random = (limit: number) => number;

function random(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A module of at least `bytes` bytes and the one that it extends and instantiates. */
export function generateModules(bytes: number, seed = 1): readonly GeneratedModule[] {
  const next = random(seed);
  const parts = [head()];
  let size = parts[0]?.length ?? 0;
  let sections = 0;
  while (size < bytes) {
    sections += 1;
    const part = section(sections, next);
    parts.push(part);
    size += part.length;
  }
  parts.push(tail(sections));
  return [
    { name: "BenchMain", text: parts.join("\n") },
    { name: "BenchBase", text: base(next) },
  ];
}

const head = (): string => `------------------------------ MODULE BenchMain ------------------------------
(* A made-up system of many small registers, for measuring how fast modules are read. *)
EXTENDS Integers, Sequences, FiniteSets, TLC, BenchBase

CONSTANTS Limit, Items

ASSUME LimitIsNatural == Limit \\in Nat /\\ Limit > 0

VARIABLE box

Other == INSTANCE BenchBase WITH Units <- Units \\X Items
`;

function section(k: number, next: Random): string {
  const step = next(7) + 1;
  const bound = next(90) + 10;
  const kinds = ["ask", "answer", "note", "close"];
  const kind = kinds[next(kinds.length)] ?? "ask";
  return [
    comment(k, kind),
    declarations(k),
    helpers(k, step, bound),
    actions(k, kind, step),
    facts(k, kind),
  ].join("\n");
}

const comment = (
  k: number,
  kind: string,
): string => `-----------------------------------------------------------------------------
(***************************************************************************)
(* Register ${k} of the system. It grows with every ${kind} that it sees, and  *)
(* keeps what it has seen in the order of arrival.                         *)
(***************************************************************************)`;

const declarations = (k: number): string => `VARIABLES level${k}, seen${k}, table${k}

vars${k} == <<level${k}, seen${k}, table${k}>>

Record${k} == [kind : STRING, from : Units, to : Units, value : 0..Limit, path : Seq(Units)]

TypeOK${k} == /\\ level${k} \\in [Units -> Nat]
${" ".repeat(10)}/\\ seen${k} \\in Seq(Record${k})
${" ".repeat(10)}/\\ table${k} \\in [Units -> [Items -> Int]]
`;

const helpers = (
  k: number,
  step: number,
  bound: number,
): string => `Above${k}(n, S) == {x \\in S : x > n * ${step}}

Best${k}(S) == LET top == {x \\in S : \\A y \\in S : y <= x}
             IN  IF top = {} THEN 0 ELSE CHOOSE x \\in top : TRUE

Sum${k}[n \\in 0..${bound}] == IF n = 0 THEN 0 ELSE n + Sum${k}[n - 1]

Grade${k}(n) == CASE n < ${step}  -> "low"
                [] n \\in ${step}..${bound} -> "middle"
                [] OTHER  -> "high"

RECURSIVE Fold${k}(_, _)
Fold${k}(zero, s) ==
  IF s = << >> THEN zero ELSE Head(s).value + Fold${k}(zero, Tail(s))  \\* from the right

Both${k}(Op(_, _), m, n) == Op(m.value, n.value)
`;

const actions = (k: number, kind: string, step: number): string => `Grow${k}(u) ==
  /\\ level${k}[u] + ${step} <= Limit
  /\\ level${k}' = [level${k} EXCEPT ![u] = @ + ${step}]
  /\\ \\E v \\in Units \\ {u}, n \\in Above${k}(0, 0..Limit) :
       /\\ \\/ n % 2 = 0
          \\/ /\\ n > ${step}
             /\\ Grade${k}(n) # "high"
       /\\ Post(box, [kind |-> "${kind}", from |-> u, to |-> v, value |-> n, path |-> <<u, v>>])
  /\\ UNCHANGED <<seen${k}, table${k}>>

Take${k}(u) ==
  \\E m \\in Arrived(box, u) :
    LET more == Append(seen${k}, m)
        cell == table${k}[u][CHOOSE i \\in Items : TRUE]
    IN  /\\ m.kind = "${kind}"
        /\\ Len(seen${k}) < Limit
        /\\ seen${k}' = more
        /\\ table${k}' = [table${k} EXCEPT ![u] = [i \\in Items |-> IF i \\in DOMAIN @ THEN cell + m.value ELSE 0]]
        /\\ box' = box \\ {m}
        /\\ UNCHANGED level${k}

Next${k} == \\E u \\in Units : Grow${k}(u) \\/ Take${k}(u)
`;

const facts = (k: number, kind: string): string => `Low${k} == \\A u \\in Units : level${k}[u] <= Limit
Ordered${k} == \\A i, j \\in 1..Len(seen${k}) : i < j => seen${k}[i].from \\in Units /\\ ~(seen${k}[j].value < 0)
Total${k} == Fold${k}(0, seen${k}) + Best${k}({level${k}[u] : u \\in Units})
Pair${k}(m, n) == Both${k}(LAMBDA a, b : a * b, m, n)
Spoken${k} == {<<m.from, m.to>> : m \\in {n \\in box : n.kind = "${kind}"}}
Live${k} == \\A u \\in Units : (level${k}[u] = 0) ~> (level${k}[u] > 0 \\/ Total${k} >= Limit)
Fair${k} == \\A u \\in Units : WF_vars${k}(Grow${k}(u)) /\\ SF_<<vars${k}, box>>(Take${k}(u))
THEOREM Bounded${k} == [](TypeOK${k} /\\ Low${k}) => []Ordered${k}
`;

function tail(sections: number): string {
  const all = Array.from({ length: sections }, (_, i) => i + 1);
  const list = (op: string, name: string): string => all.map((k) => `  ${op} ${name}${k}`).join("\n");
  const starts = all.map(
    (k) => `  /\\ level${k} = [u \\in Units |-> 0] /\\ seen${k} = << >>
  /\\ table${k} = [u \\in Units |-> [i \\in Items |-> 0]]`,
  );
  const tuple = all.map((k) => `vars${k}`).join(", ");
  return `-----------------------------------------------------------------------------
vars == <<box, ${tuple}>>

Init ==
  /\\ box = {}
${starts.join("\n")}

Next ==
${list("\\/", "Next")}

TypeOK ==
  /\\ Other!Usable(box)
${list("/\\", "TypeOK")}

Spec == Init /\\ [][Next]_vars
=============================================================================
`;
}

function base(next: Random): string {
  const numbers = Array.from({ length: 40 }, (_, i) => `Constant${i} == ${next(1000)} + ${next(9)} * ${i}`);
  return `------------------------------ MODULE BenchBase ------------------------------
EXTENDS Naturals, FiniteSets
CONSTANT Units

Post(b, m) == b' = b \\cup {m}
Arrived(b, u) == {m \\in b : m.to = u}
Usable(b) == IsFiniteSet(b) /\\ Cardinality(b) <= Cardinality(Units) * Cardinality(Units)
${numbers.join("\n")}
=============================================================================
`;
}
