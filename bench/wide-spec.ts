/**
 * Specifications of a given length for measuring `inspect` and `transform`: replicas keep several registers, each with
 * epochs, promises, proposals and acceptances of its own, one written out after the other.
 */

export interface WideSpec {
  readonly name: string;
  readonly text: string;
  readonly cfg: string;
  readonly mapping: string;
}

const PER_REGISTER = ["epoch", "seen", "kept", "known"] as const;

/** At least `lines` lines. Its model has no epoch, so that nothing is explored: the text alone is what costs. */
export function wideSpec(lines: number): WideSpec {
  const perRegister = section(0, 1).split("\n").length;
  const count = Math.ceil(lines / perRegister);
  const ids = Array.from({ length: count }, (_, k) => k);
  const variables = ids.flatMap((k) => PER_REGISTER.map((v) => `${v}${k}`));
  const text = `---- MODULE Wide ----
EXTENDS Naturals, FiniteSets
CONSTANTS Node, Value, None, MaxEpoch
VARIABLES msgs, ${variables.join(", ")}

Majority == {Q \\in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Send(m) == msgs' = msgs \\cup {m}

Init ==
    /\\ msgs = {}
${ids.map(start).join("\n")}

${ids.map((k) => section(k, count)).join("\n")}
Next == \\E n \\in Node :
${ids.map(steps).join("\n")}
====
`;
  const cfg = `CONSTANTS
    Node = {n1, n2, n3}
    Value = {v1}
    None = None
    MaxEpoch = 0
INIT Init
NEXT Next
INVARIANTS ${ids.map((k) => `Agreement${k}`).join(" ")}
CHECK_DEADLOCK FALSE
`;
  return { name: "Wide", text, cfg, mapping: JSON.stringify({ clientValues: ["Value"] }) };
}

const start = (k: number): string => `    /\\ epoch${k} = [n \\in Node |-> 0]
    /\\ seen${k} = [n \\in Node |-> 0]
    /\\ kept${k} = [n \\in Node |-> None]
    /\\ known${k} = [n \\in Node |-> None]`;

const steps = (k: number): string => `    \\/ Open${k}(n)
    \\/ \\E v \\in Value : Propose${k}(n, v) \\/ Learn${k}(n, v)
    \\/ \\E m \\in msgs : Promise${k}(n, m) \\/ Accept${k}(n, m)`;

/** Register k of so many. */
function section(k: number, count: number): string {
  const rest = (...changed: readonly (typeof PER_REGISTER)[number][]): string => {
    const own = PER_REGISTER.filter((v) => !changed.includes(v)).map((v) => `${v}${k}`);
    return `UNCHANGED <<${[...own, ...(count > 1 ? [`others${k}`] : [])].join(", ")}>>`;
  };
  const others = Array.from({ length: count }, (_, j) => j)
    .filter((j) => j !== k)
    .map((j) => `<<${PER_REGISTER.map((v) => `${v}${j}`).join(", ")}>>`);
  return `-----------------------------------------------------------------------------
\\* Register ${k}.
others${k} == <<${others.join(", ")}>>

\\* Node n opens an epoch of its own.
Open${k}(n) ==
    /\\ epoch${k}[n] < MaxEpoch
    /\\ epoch${k}' = [epoch${k} EXCEPT ![n] = @ + 1]
    /\\ Send([kind |-> "Open${k}", source |-> n, epoch |-> epoch${k}[n] + 1])
    /\\ ${rest("epoch")}

\\* Node n promises to accept nothing below m's epoch, and reports what it has accepted.
Promise${k}(n, m) ==
    /\\ m.kind = "Open${k}"
    /\\ m.epoch > epoch${k}[n]
    /\\ epoch${k}' = [epoch${k} EXCEPT ![n] = m.epoch]
    /\\ Send([kind |-> "Promise${k}", source |-> n, to |-> m.source, epoch |-> m.epoch,
             seen |-> seen${k}[n], kept |-> kept${k}[n]])
    /\\ ${rest("epoch")}

\\* Node n proposes what was accepted last among a majority, or a client's value.
Propose${k}(n, v) ==
    /\\ ~ \\E m \\in msgs : m.kind = "Propose${k}" /\\ m.source = n /\\ m.epoch = epoch${k}[n]
    /\\ \\E Q \\in Majority :
        LET found == {m \\in msgs : m.kind = "Promise${k}" /\\ m.to = n /\\ m.epoch = epoch${k}[n] /\\ m.source \\in Q}
        IN  /\\ \\A q \\in Q \\ {n} : \\E m \\in found : m.source = q
            /\\ \\/ \\A m \\in found : m.seen = 0
               \\/ \\E m \\in found : m.kept = v /\\ m.seen > 0 /\\ \\A o \\in found : o.seen <= m.seen
    /\\ Send([kind |-> "Propose${k}", source |-> n, epoch |-> epoch${k}[n], value |-> v])
    /\\ ${rest()}

\\* Node n accepts m's value.
Accept${k}(n, m) ==
    /\\ m.kind = "Propose${k}"
    /\\ m.epoch >= epoch${k}[n]
    /\\ epoch${k}' = [epoch${k} EXCEPT ![n] = m.epoch]
    /\\ seen${k}' = [seen${k} EXCEPT ![n] = m.epoch]
    /\\ kept${k}' = [kept${k} EXCEPT ![n] = m.value]
    /\\ Send([kind |-> "Accept${k}", source |-> n, epoch |-> m.epoch, value |-> m.value])
    /\\ ${rest("epoch", "seen", "kept")}

\\* Node n learns that a majority has accepted v in one epoch.
Learn${k}(n, v) ==
    /\\ \\E Q \\in Majority : \\A q \\in Q : \\E m \\in msgs :
        m.kind = "Accept${k}" /\\ m.source = q /\\ m.epoch = epoch${k}[n] /\\ m.value = v
    /\\ known${k}' = [known${k} EXCEPT ![n] = v]
    /\\ UNCHANGED msgs
    /\\ ${rest("known")}

Agreement${k} == \\A a, b \\in Node :
    known${k}[a] # None /\\ known${k}[b] # None => known${k}[a] = known${k}[b]
`;
}
