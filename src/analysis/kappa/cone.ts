/**
 * What the certificates depend on: actions, variables, kinds and fields from which something flows into a certificate.
 * What is outside can be left out of a model without changing any certificate, or when it can be made.
 */
import type { Expr } from "../../tla/ast.js";
import { walk } from "../../tla/visit.js";
import { kindsOfInput } from "../inputs.js";
import { nameOf, type Reader, type Step, type StepInput } from "../steps.js";
import type { Analysis } from "../types.js";
import { isOwn, ownTags } from "./own.js";

export interface Cone {
  readonly variables: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  /** Tags of the kinds that somebody inside receives. */
  readonly tags: ReadonlySet<string>;
  /** `tag field` */
  readonly fields: ReadonlySet<string>;
  /** Tags of the kinds of which somebody inside reads what it has sent itself. */
  readonly own: ReadonlySet<string>;
}

export function coneOf(reader: Reader, analysis: Analysis): Cone {
  const cone = {
    variables: new Set<string>(),
    actions: new Set(analysis.events.map((e) => e.action)),
    tags: new Set<string>(),
    fields: new Set<string>(),
    own: new Set<string>(),
  };
  for (const e of analysis.events) for (const v of e.binds) cone.variables.add(v);
  const size = (): number => Object.values(cone).reduce((all, part) => all + part.size, 0);
  for (let before = -1; before !== size(); ) {
    before = size();
    for (const step of reader.steps) {
      const isIn =
        cone.actions.has(step.action.name) ||
        writtenIn(reader, cone, step).length > 0 ||
        step.sends.some((s) => cone.tags.has(s.tag));
      if (isIn) take(reader, analysis, step, cone);
    }
  }
  return cone;
}

/** What a step writes of the variables inside; of the node's own messages only the kinds that are read. */
export function writtenIn(reader: Reader, cone: Cone, step: Step): Step["updates"] {
  return step.updates.filter(
    ({ variable }) =>
      cone.variables.has(variable) &&
      (!isOwn(reader, variable) || step.sends.some((s) => cone.own.has(s.tag))),
  );
}

type Growing = { readonly [K in keyof Cone]: Set<string> };

function take(reader: Reader, analysis: Analysis, step: Step, cone: Growing): void {
  const { action } = step;
  cone.actions.add(action.name);
  const needed: Expr[] = [...step.guards, ...action.params.map((p) => p.domain)];
  for (const i of step.inputs) {
    needed.push(...i.filter);
    for (const k of kindsOfInput(reader, step, i)) cone.tags.add(k.tag);
  }
  const written = writtenIn(reader, cone, step);
  for (const u of written) if (!isOwn(reader, u.variable)) needed.push(u.value);
  const certified = analysis.events.filter((e) => e.action === action.name);
  for (const e of certified) needed.push(...e.components.map((c) => c.expr));
  for (const s of step.sends) {
    const kinds = analysis.subKinds.filter((k) => certified.some((e) => e.subKind === k.name));
    for (const [field, value] of s.fields) {
      const isContent = kinds.some(
        (k) => k.tag === s.tag && k.fields.some((f) => f.name === field && f.class !== "derived"),
      );
      if (isContent || (cone.tags.has(s.tag) && cone.fields.has(`${s.tag} ${field}`))) needed.push(value);
    }
    needed.push(...s.condition, ...s.bounds.flatMap((b) => b.domain ?? []));
  }
  const all = reader.protocol.kinds.map((k) => k.tag);
  for (const e of needed) for (const tag of ownTags(reader, e) ?? all) cone.own.add(tag);
  // To its own messages a node only adds: that reads none of them.
  const added = written.filter((u) => isOwn(reader, u.variable)).map((u) => u.value);
  for (const e of [...needed, ...added]) {
    for (const v of reader.reads(e, action.place).keys()) cone.variables.add(v);
    for (const i of step.inputs) noteFields(reader, step, i, e, cone);
  }
}

/** Which fields of an input an expression looks at; all if the message is used as a whole. */
function noteFields(reader: Reader, step: Step, input: StepInput, e: Expr, cone: Growing): void {
  const kinds = kindsOfInput(reader, step, input);
  const add = (field: string): void => {
    for (const k of kinds) if (k.fields.includes(field)) cone.fields.add(`${k.tag} ${field}`);
  };
  let isRead = false;
  const elements = new Set<string>([input.name]);
  walk(e, (node) => {
    if (node.kind === "Bound" && node.domain !== undefined && nameOf(node.domain) === input.name)
      for (const n of node.names) elements.add(n.text);
    if (input.mode === "set" && node.kind === "Bound" && node.domain !== undefined)
      // `m \in (received)` is the set's own place to stand; anywhere else it is used as a whole.
      return nameOf(node.domain) !== input.name;
    if (node.kind === "Field") {
      // Elements of sets have many names: a field of any name may be theirs.
      if (input.mode === "set" || nameOf(node.record) === input.name) add(node.name.text);
      if (elements.has(nameOf(node.record) ?? "")) return false;
    }
    if (node.kind === "Apply" && elements.has(node.name)) isRead = true;
    return true;
  });
  if (isRead) for (const k of kinds) for (const f of k.fields) add(f);
  for (const k of kinds)
    for (const f of [reader.protocol.kindField, k.sender.field]) cone.fields.add(`${k.tag} ${f}`);
}
