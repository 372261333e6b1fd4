/** The analysis as plain data for other programs: expressions as TLA+ text, places as file, line and column. */
import type { Facts } from "../protocol/facts.js";
import type { Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { printCfg } from "../tla/cfg.js";
import { prettyExpr } from "../tla/pretty.js";
import type { KappaReport } from "./kappa/types.js";
import type { QuorumFact } from "./quorums.js";
import { stripParens } from "./steps.js";
import type { Analysis, Evidence, SubKind, Threshold, VariableAnalysis } from "./types.js";

const placed = ({ file, line, column }: Place): { [key: string]: Facts } => ({ file, line, column });
const evidence = (e: Evidence): Facts => ({ text: e.text, ...placed(e.place) });
const text = (e: Expr): string => prettyExpr(stripParens(e), 1_000_000);

/** Keys are stable: new ones may be added. */
export function analysisFacts(
  a: Analysis,
  more: { readonly quorums?: readonly QuorumFact[]; readonly kappa?: KappaReport } = {},
): Facts {
  const { leadership } = a;
  return {
    verdict: { ...a.verdict, reasons: a.verdict.reasons.map(evidence) },
    leadership: {
      kind: leadership.kind,
      fields: leadership.kind === "object" ? leadership.fields : [],
      evidence: leadership.evidence.map(evidence),
    },
    kinds: a.subKinds.map(kind),
    variables: a.variables.map(variable),
    actions: a.actions.map(({ place, ...rest }) => ({ ...rest, ...placed(place) })),
    thresholds: a.thresholds.map((t) => threshold(t, more.quorums)),
    counters: a.counters.map((c) => ({ ...c, evidence: evidence(c.evidence) })),
    events: a.events.map((e) => ({
      name: e.name,
      action: e.action,
      subKind: e.subKind ?? null,
      counter: e.counter,
      components: e.components.map((c) => ({ ...c, epoch: c.epoch ?? null, expr: text(c.expr) })),
      binds: e.binds,
      writes: e.writes,
      chain: { kind: e.chain.kind, evidence: evidence(e.chain.evidence) },
      evidence: evidence(e.evidence),
    })),
    derivation: a.rows.map(({ place, event, ...row }) => ({
      ...row,
      event: event ?? null,
      ...placed(place),
    })),
    kappa: more.kappa === undefined ? null : kappaFacts(more.kappa),
  };
}

function kind(k: SubKind): Facts {
  return {
    name: k.name,
    tag: k.tag,
    fixed: k.fixed.map((f) => ({ field: f.field, value: text(f.value) })),
    phase: k.phase,
    certificate: { kind: k.certificate.kind, evidence: evidence(k.certificate.evidence) },
    fields: k.fields.map((f) => ({ ...f, shows: f.shows ?? null, reason: evidence(f.reason) })),
    sites: k.sites.map((s) => ({ action: s.action, ...placed(s.place) })),
    receivers: k.receivers.map(({ place, ...r }) => ({ ...r, ...placed(place) })),
  };
}

function variable(v: VariableAnalysis): Facts {
  return {
    name: v.name,
    role: v.role,
    reason: evidence(v.reason),
    sort: v.sort,
    spokenFor: v.spokenFor === undefined ? null : evidence(v.spokenFor),
    observed: v.observed,
    writes: v.writes.map((w) => ({
      action: w.action,
      form: w.form,
      value: text(w.value),
      provenance: { ...w.provenance },
      condition: w.condition.map(text),
      ...placed(w.place),
    })),
  };
}

function threshold(t: Threshold, quorums: readonly QuorumFact[] | undefined): Facts {
  const fact = quorums?.find((q) => q.threshold === t);
  return {
    action: t.action,
    of: t.of,
    form: t.form,
    quorum: text(t.quorum),
    key: t.key.map((k) => ({ field: k.field, relation: k.relation, value: text(k.value), isSelf: k.isSelf })),
    countsItself: t.countsItself,
    sort: t.sort,
    collectedIn: t.collectedIn ?? null,
    evaluated:
      fact === undefined
        ? null
        : {
            fault: fact.fault ?? null,
            sizes: fact.sizes.map((s) => ({ ...s, meetingOthers: s.meetingOthers.map((o) => ({ ...o })) })),
          },
    ...placed(t.place),
  };
}

function kappaFacts(r: KappaReport): Facts {
  return {
    states: r.states,
    exhausted: r.exhausted,
    depth: r.depth,
    randomSteps: r.randomSteps,
    seconds: r.seconds,
    model: printCfg({ entries: r.constants }),
    counters: r.counters.map((c) => ({
      counter: c.counter,
      seen: c.seen,
      kappa: Object.fromEntries(c.kappa),
      events: c.events.map((e) => ({
        ...e,
        winner: e.winner ?? null,
        tried: e.tried.map((t) => ({
          components: t.components,
          refuted: t.refuted === undefined ? null : { ...t.refuted },
        })),
      })),
      orders: c.orders.map((o) => ({ ...o, refuted: o.refuted === undefined ? null : { ...o.refuted } })),
    })),
  };
}
