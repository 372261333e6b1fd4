/**
 * Do the quorums that a protocol asks for meet? Families of quorums are evaluated for 2f + 1 nodes, f = 1 and 2: what
 * the smallest are, and in how many nodes two of them meet at least.
 */
import { compile, type SpecModel } from "../engine/library/library-face.js";
import type { Protocol } from "../protocol/types.js";
import { type Diagnostic, DiagnosticError } from "../report/diagnostic.js";
import type { ResolvedSpec } from "../resolve/types.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import { model as modelValue, printValue, setOf, type Value } from "../tla/value.js";
import { mapExpr } from "../tla/visit.js";
import { nameOf } from "./steps.js";
import type { Threshold } from "./types.js";

export interface QuorumSize {
  readonly nodes: number;
  /** Members of the smallest quorum; of so many nodes as are silent at most, f, it must be possible without. */
  readonly smallest: number;
  /** In how many nodes any two quorums meet at least: of this threshold, and with each other one. */
  readonly meeting: number;
  readonly meetingOthers: readonly { readonly action: string; readonly nodes: number }[];
}

export interface QuorumFact {
  readonly threshold: Threshold;
  /** Empty if the quorums could not be evaluated; then `fault` says why. */
  readonly sizes: readonly QuorumSize[];
  readonly fault: string | undefined;
}

type Family = readonly (readonly string[])[];

const SIZES = [3, 5];

/** `model` is a model's constants and behaviour; its nodes are replaced. */
export function evaluateQuorums(
  protocol: Protocol,
  thresholds: readonly Threshold[],
  spec: ResolvedSpec,
  model: readonly CfgItem[],
): readonly QuorumFact[] {
  const runs = SIZES.map((nodes) => {
    const cfg = printCfg({ entries: withNodes(model, protocol.nodeSet, nodes) });
    let known: SpecModel | undefined;
    const made = (): SpecModel => {
      known ??= compile(spec, { cfg, interpreted: true });
      return known;
    };
    return { nodes, families: thresholds.map((t) => familyOf(protocol, t, made)) };
  });
  return thresholds.map((threshold, k): QuorumFact => {
    const faults = runs.flatMap((r) => r.families[k]?.fault ?? []);
    if (faults.length > 0) return { threshold, sizes: [], fault: faults[0] };
    const sizes = runs.map(({ nodes, families }): QuorumSize => {
      const own = families[k]?.family ?? [];
      const others = thresholds.flatMap((t, j) => {
        const family = families[j]?.family;
        return j === k || family === undefined ? [] : [{ action: t.action, nodes: least(own, family) }];
      });
      const smallest = Math.min(...own.map((q) => q.length));
      return { nodes, smallest, meeting: least(own, own), meetingOthers: others };
    });
    return { threshold, sizes, fault: undefined };
  });
}

function least(one: Family, other: Family): number {
  return Math.min(...one.flatMap((p) => other.map((q) => p.filter((x) => q.includes(x)).length)));
}

function withNodes(constants: readonly CfgItem[], nodeSet: string, count: number): readonly CfgItem[] {
  const names = Array.from({ length: count }, (_, k) => modelValue(`node${k + 1}`));
  const others = constants.filter((c) => c.kind !== "constant" || c.name !== nodeSet);
  return [...others, { kind: "constant", name: nodeSet, value: setOf(names) }];
}

interface Evaluated {
  readonly family: Family | undefined;
  readonly fault: string | undefined;
}

function familyOf(protocol: Protocol, threshold: Threshold, made: () => SpecModel): Evaluated {
  const text = prettyExpr(familyExpr(protocol, threshold), 1_000_000);
  try {
    const value = made().evaluate(text).data;
    const family = setsIn(value);
    const fault = family === undefined || family.length === 0 ? `${text} is no set of sets` : undefined;
    return { family: fault === undefined ? family : undefined, fault };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [first]: readonly (Diagnostic | undefined)[] = error.diagnostics;
    return { family: undefined, fault: first?.message ?? error.message };
  }
}

/** The family; of a comparison of sizes, all sets of nodes that satisfy it; of a plain set, itself alone. */
function familyExpr(protocol: Protocol, { form, quorum }: Threshold): Expr {
  const name = "candidateQuorum";
  const nodes = b.apply(protocol.nodeSet);
  if (form === "count") {
    let replaced = false;
    const compared = mapExpr(quorum, (e) => {
      if (
        replaced ||
        e.kind !== "Apply" ||
        e.name !== "Cardinality" ||
        nameOf(e.args[0] ?? e) === protocol.nodeSet
      )
        return e;
      replaced = true;
      return { ...e, args: [b.apply(name)] };
    });
    return b.setFilter(b.bound(name, b.prefix("SUBSET", nodes)), compared);
  }
  return nameOf(quorum) === protocol.nodeSet ? b.set(nodes) : quorum;
}

function setsIn(value: Value): Family | undefined {
  if (value.kind !== "set") return undefined;
  const out: string[][] = [];
  for (const item of value.items) {
    if (item.kind !== "set") return undefined;
    out.push(item.items.map(printValue));
  }
  return out;
}
