/**
 * Latency: acknowledgements go to everyone, and everyone decides. (transformation.md §3)
 *
 *     s.role = "Leader"   ⇒   \/ s.role = "Leader"
 *                             \/ EveryoneDecides /\ \E m \in acks : m.source = i
 *     m.dest = i          ⇒   EveryoneDecides \/ m.dest = i
 *
 * A step that only learns, after a quorum of acknowledgements, need not wait for who leads to say so. Who does not lead has
 * no entry of its own that would count without a message: its own acknowledgement must be among those counted.
 */
import type { Analysis, Threshold } from "../../analysis/types.js";
import { conjunctsOf, equation, freshName, nameOf, stripParens } from "../../protocol/terms.js";
import type { Input, LocalAction, MessageKind, Protocol } from "../../protocol/types.js";
import type { Expr } from "../../tla/ast.js";
import * as b from "../../tla/build.js";
import { type Change, type Extended, type Extension, namesIn, withSwitch } from "./extension.js";

export const latency: Extension = {
  name: "latency",
  summary: "acknowledgements go to everyone, and everyone decides",
  run,
};

function run(protocol: Protocol, analysis: Analysis): Extended {
  const taken = namesIn(protocol);
  const name = freshName("EveryoneDecides", taken);
  const changes: Change[] = [];
  const left: Change[] = [];
  const actions = protocol.actions.map((action) => {
    const threshold = learns(analysis, action);
    if (threshold === undefined) return action;
    const made = opened({ protocol, analysis, action, threshold, name, taken });
    if ("why" in made)
      left.push({ text: `${action.name} is as it was: ${made.why}`, place: threshold.place });
    else changes.push(...made.changes);
    return "why" in made ? action : made.action;
  });
  const [first] = changes;
  if (first === undefined) return { protocol, changes, left };
  return { protocol: withSwitch({ ...protocol, actions }, name, first.place), changes, left };
}

/** The quorum after which the action decides; undefined if it makes a leader, sends something, or certifies. */
function learns(analysis: Analysis, action: LocalAction): Threshold | undefined {
  const facts = analysis.actions.find((a) => a.name === action.name);
  if (facts?.phase !== "learning" || facts.certifies || action.sends.length > 0) return undefined;
  return analysis.thresholds.find((t) => t.action === action.name && t.sort === "meeting");
}

interface Site {
  readonly protocol: Protocol;
  readonly analysis: Analysis;
  readonly action: LocalAction;
  readonly threshold: Threshold;
  /** Of the switch. */
  readonly name: string;
  readonly taken: ReadonlySet<string>;
}

interface Opened {
  readonly action: LocalAction;
  readonly changes: readonly Change[];
}

function opened(site: Site): Opened | { readonly why: string } {
  const { action, threshold, protocol } = site;
  if (threshold.collectedIn !== undefined)
    return { why: `its quorum is collected in ${threshold.collectedIn}, by the leader only` };
  const kind = protocol.kinds.find((k) => threshold.of.length === 1 && k.tag === threshold.of[0]);
  const input = kind && action.inputs.find((i) => i.mode === "set" && takes(protocol, i, kind));
  if (kind === undefined || input === undefined) return { why: "it counts messages of several kinds" };
  if (kind.sender.by !== "field") return { why: `who sends ${kind.tag} is told by a key` };
  const routed = routing(site);
  if (routed === undefined) return { why: `only who it is for tells what ${kind.tag} acknowledges` };
  const changes: Change[] = [];
  const add = (text: string): number => changes.push({ text, place: threshold.place });
  const guards = action.guards.flatMap(conjunctsOf).map((guard) => {
    const role = roleIn(site, guard);
    if (role === undefined) return guard;
    add(
      `${action.name} is for every node, whatever its ${role}, that finds its own ${kind.tag} among those counted`,
    );
    return b.or([guard, b.and([b.apply(site.name), ownAmong(site, input, kind.sender.field)])]);
  });
  const filter = input.filter.flatMap(conjunctsOf).map((test) => {
    const sides = equation(test);
    const to = sides && routed.find((f) => isField(sides.left, input, f) || isField(sides.right, input, f));
    if (to === undefined) return test;
    add(`${action.name} takes every ${kind.tag}, whatever its ${to}`);
    return b.or([b.apply(site.name), test]);
  });
  const inputs = action.inputs.map((i) => (i === input ? { ...i, filter } : i));
  return { action: { ...action, guards, inputs }, changes };
}

/** `\E m \in acks : m.source = i` */
function ownAmong({ action, taken }: Site, input: Input, sender: string): Expr {
  const m = freshName(
    input.element,
    new Set([...taken].filter((n) => n !== input.element || isOwn(action, n))),
  );
  return b.exists(b.bound(m, b.apply(input.name)), b.eq(b.field(b.apply(m), sender), b.apply(action.actor)));
}

const isOwn = (action: LocalAction, name: string): boolean => [action.actor, ...action.order].includes(name);

const takes = ({ kindField }: Protocol, input: Input, kind: MessageKind): boolean =>
  input.filter.flatMap(conjunctsOf).some((test) => {
    const sides = equation(test);
    if (sides === undefined) return false;
    const other = isField(sides.left, input, kindField) ? sides.right : sides.left;
    if (other === sides.left && !isField(sides.right, input, kindField)) return false;
    const bare = stripParens(other);
    return (bare.kind === "String" ? bare.value : nameOf(bare)) === kind.tag;
  });

function isField(e: Expr, input: Input, name: string): boolean {
  const bare = stripParens(e);
  return bare.kind === "Field" && bare.name.text === name && nameOf(bare.record) === input.element;
}

/**
 * Fields that say for whom a message is. They may be overlooked only where another one (an epoch) tells the proposals
 * apart; undefined if none does.
 */
function routing({ threshold }: Site): readonly string[] | undefined {
  const fields = threshold.key.filter((k) => k.isSelf).map((k) => k.field);
  const told = threshold.key.some((k) => !k.isSelf && k.relation === "=");
  return fields.length === 0 || told ? fields : undefined;
}

/** `s.role = "Leader"`: the role variable. */
function roleIn({ protocol, analysis }: Site, guard: Expr): string | undefined {
  const sides = equation(guard);
  if (sides === undefined) return undefined;
  for (const side of [sides.left, sides.right]) {
    const bare = stripParens(side);
    if (bare.kind !== "Field" || nameOf(bare.record) !== protocol.names.slice) continue;
    const name = bare.name.text;
    if (analysis.variables.some((v) => v.name === name && v.role === "role")) return name;
  }
  return undefined;
}
