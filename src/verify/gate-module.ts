/** The module and model in which local steps and next-state relation are explored side by side. */
import { presentMessages } from "../protocol/present.js";
import type { ModuleTable } from "../protocol/table.js";
import { freshName } from "../protocol/terms.js";
import type { Protocol } from "../protocol/types.js";
import { type WrittenNames, writtenStart, writtenSteps } from "../protocol/written.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Expr, Unit } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type Cfg, type CfgItem, printCfg } from "../tla/cfg.js";
import { prettyModule } from "../tla/pretty.js";
import { constantsOf } from "./plan.js";
import { testsOf } from "./vacuity.js";

export interface NormalFormInput {
  readonly spec: ResolvedSpec;
  readonly table: ModuleTable;
  readonly protocol: Protocol;
  /** The initial predicate and the next-state relation that it was read from. */
  readonly behaviour: { readonly init: Expr; readonly next: Expr };
  /** The model, and the module that it is of if that is another than the protocol's. */
  readonly cfg: Cfg;
  readonly module?: string;
  /** Invariants that must hold, and be put to the test. */
  readonly invariants?: readonly string[];
}

/** The comparison as a module: each step of either side, told apart by a variable. */
export interface Written {
  readonly module: string;
  readonly text: string;
  readonly cfg: string;
  readonly side: string;
  readonly start: string;
  /** Variables that are compared. */
  readonly compared: readonly string[];
  readonly step: (action: string) => string;
  /** Definitions that tell when an invariant is put to the test; none for one that always is. */
  readonly tests: ReadonlyMap<string, readonly string[]>;
}

export function writtenModule({
  spec,
  table,
  protocol,
  behaviour,
  cfg,
  module: of,
  invariants = [],
}: NormalFormInput): Written {
  const { init, next } = behaviour;
  const taken = new Set(table.names);
  const fresh = (wanted: string): string => {
    const name = freshName(wanted, taken);
    taken.add(name);
    return name;
  };
  const actions = new Map(protocol.actions.map((a) => [a.name, fresh(`Local_${a.name}`)] as const));
  const step = (action: string): string => actions.get(action) ?? action;
  const [side, gateInit, gateNext, start] = ["side", "GateInit", "GateNext", "GateStart"].map(fresh) as [
    string,
    string,
    string,
    string,
  ];
  const { transport } = protocol;
  const ever = transport === undefined ? protocol.network : fresh("ever");
  const names: WrittenNames = {
    present: fresh("Present"),
    ever,
    step,
    node: fresh("node"),
    message: fresh("message"),
  };
  const compared = [...protocol.slice.filter((v) => v.origin === "declared").map((v) => v.name), ever];
  const others = [...table.variables.keys()].filter((v) => !compared.includes(v));
  const present = b.definition(names.present, [], presentMessages(protocol, taken));
  const now = b.apply(names.present);
  const own = (n: number): Expr => b.eq(b.prime(b.apply(side)), b.num(n));
  const history =
    transport === undefined
      ? []
      : [b.eq(b.prime(b.apply(ever)), b.union(b.apply(ever), b.paren(b.prime(now))))];
  const steps = writtenSteps(protocol, names, others);
  const tests = new Map<string, readonly string[]>();
  const testing = invariants.flatMap((invariant) => {
    const made = testsOf(table, invariant).map((test) =>
      b.definition(fresh(`Tested_${invariant}`), [], test),
    );
    tests.set(
      invariant,
      made.map((d) => d.name.text),
    );
    return made;
  });
  const name = fresh(`${protocol.module}LocalSteps`);
  const visible = spec.root.names;
  const called = (e: Expr): Expr => calledByName(spec, table, e);
  const units: readonly Unit[] = [
    b.extendsUnit(
      of ?? protocol.module,
      ...["Naturals", "FiniteSets"].filter((m) => !protocol.extends.includes(m)),
    ),
    b.variables(...(transport === undefined ? [side] : [side, ever])),
    present,
    ...protocol.operators.filter((o) => !visible.has(o.name.text)),
    ...steps.map((s) => ({ ...s, body: b.and([s.body, own(2)]) })),
    ...testing,
    b.definition(start, [], writtenStart(protocol, names)),
    b.definition(
      gateInit,
      [],
      b.and([
        called(init),
        b.eq(b.apply(side), b.num(1)),
        ...(transport === undefined ? [] : [b.eq(b.apply(ever), now)]),
      ]),
    ),
    b.definition(
      gateNext,
      [],
      b.or([b.and([called(next), ...history, own(1)]), ...steps.map((s) => b.apply(s.name.text))]),
    ),
  ];
  const items: readonly CfgItem[] = [
    ...constantsOf(cfg),
    { kind: "definition", keyword: "INIT", name: gateInit },
    { kind: "definition", keyword: "NEXT", name: gateNext },
  ];
  return {
    module: name,
    text: prettyModule(b.module(name, units)),
    cfg: printCfg({ entries: items }),
    side,
    start,
    compared,
    step,
    tests,
  };
}

/** A definition's body as a call of it, so that names need not be looked for again. */
function calledByName(spec: ResolvedSpec, table: ModuleTable, e: Expr): Expr {
  for (const [name, d] of table.definitions)
    if (d.body === e && d.params.length === 0 && spec.root.names.has(name)) return b.apply(name);
  return e;
}
