/** What a person would say of a specification before it is transformed, though nothing of it is refused. */
import { analyse } from "../analysis/index.js";
import { evaluateQuorums } from "../analysis/quorums.js";
import type { LocalAction, Protocol } from "../protocol/types.js";
import type { Diagnostic } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import { type Cfg, cfgItems } from "../tla/cfg.js";
import { walk } from "../tla/visit.js";
import { quorumsApart, unbounded } from "./faults.js";
import type { LoadedSubject } from "./subject.js";

export function inputRemarks(subject: LoadedSubject): readonly Diagnostic[] {
  const cfg = subject.models.get(subject.defaultModel);
  return cfg === undefined ? [] : [...apartIn(subject, cfg), ...unboundedIn(subject.protocol, cfg)];
}

/** Quorums that meet no quorum at all, their own included: two of them can say opposite things. */
function apartIn({ protocol, gate, planned }: LoadedSubject, cfg: Cfg): readonly Diagnostic[] {
  const { thresholds } = planned?.analysis ?? analyse(protocol);
  const facts = evaluateQuorums(protocol, thresholds, gate.spec, cfgItems(cfg));
  return facts.flatMap(({ threshold, sizes }) => {
    const apart = sizes.find((s) => s.meeting === 0 && s.meetingOthers.every((o) => o.nodes === 0));
    return apart === undefined
      ? []
      : [quorumsApart(threshold.action, apart.nodes, apart.smallest, threshold.place)];
  });
}

/** A step that may always be taken again raises a variable, and neither its guards nor the model say how far. */
function unboundedIn(protocol: Protocol, cfg: Cfg): readonly Diagnostic[] {
  const isCut = cfgItems(cfg).some((i) => i.kind === "definition" && i.keyword.endsWith("CONSTRAINT"));
  if (isCut) return [];
  return protocol.actions.flatMap((action) => {
    if (action.inputs.length > 0) return [];
    return action.updates
      .filter(({ variable, value }) => grows(protocol, variable, value) && !asks(protocol, action, variable))
      .map(({ variable, place }) => unbounded(action.name, variable, place));
  });
}

const slot = (protocol: Protocol, e: Expr, variable: string): boolean =>
  e.kind === "Field" &&
  e.name.text === variable &&
  e.record.kind === "Apply" &&
  e.record.name === protocol.names.slice;

/** `s.v + 1`, `Append(s.v, e)` */
function grows(protocol: Protocol, variable: string, value: Expr): boolean {
  if (value.kind === "Paren") return grows(protocol, variable, value.body);
  if (value.kind === "Infix" && value.op === "+")
    return [value.left, value.right].some((side) => slot(protocol, side, variable));
  if (value.kind !== "Apply" || value.name !== "Append") return false;
  const [first] = value.args;
  return first !== undefined && slot(protocol, first, variable);
}

/** Some guard, or domain, looks at it: it may be the bound. */
function asks(protocol: Protocol, action: LocalAction, variable: string): boolean {
  let found = false;
  for (const e of [...action.guards, ...action.params.map((p) => p.domain)])
    walk(e, (node) => {
      if (slot(protocol, node as Expr, variable)) found = true;
      return !found;
    });
  return found;
}
