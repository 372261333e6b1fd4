/**
 * Reads of the network become reads of the step's inputs. An existential over messages that was hoisted is one
 * consumed message; one that stands deeper, and a set of messages, is a set input: any subset of what the filter lets
 * through may have been received. The absence of a message can be seen only among the node's own: they are kept in
 * the slice.
 */
import type { Bound, Expr } from "../tla/ast.js";
import { canonicalOp } from "../tla/operators.js";
import { freeNames, mapChildren, substitute } from "../tla/visit.js";
import type { ActedBranch, Frame } from "./actor.js";
import { absence, networkElsewhere } from "./faults.js";
import { kindTest } from "./kinds.js";
import { sliceField } from "./new-values.js";
import { conjunctsOf, equation, fingerprint, freshName, nameOf, stripParens } from "./terms.js";
import type { Input, LocalAction, MessageKind, Parameter } from "./types.js";
import { sinkWitnesses } from "./witness.js";

export interface NetworkFrame extends Frame {
  readonly kinds: readonly MessageKind[];
  readonly kindField: string;
  readonly sentName: string;
  readonly clientSets: ReadonlySet<string>;
  /** Kinds of a node's own messages that some action reads: filled on the way. */
  readonly ownKindsRead: Set<string>;
}

/**
 * +1: true of more messages received stays true; -1: the other way round, so that it speaks of absence; 0: a value is
 * computed from messages, namely from those received.
 */
type Polarity = 1 | 0 | -1;

interface Scope {
  /** Names bound inside the expression, with their domains where these speak of the action's names only. */
  readonly bound: ReadonlyMap<string, Expr | undefined>;
  readonly polarity: Polarity;
}

export function withInputs(frame: NetworkFrame, branch: ActedBranch): LocalAction {
  return sinkWitnesses(new InputReader(frame, branch).read());
}

class InputReader {
  private readonly inputs: Input[] = [];
  private readonly order: string[] = [];
  private readonly params: Parameter[] = [];
  private readonly guards: Expr[] = [];
  private readonly taken: Set<string>;
  private readonly byFilter = new Map<string, Input>();

  constructor(
    private readonly frame: NetworkFrame,
    private readonly branch: ActedBranch,
  ) {
    this.taken = new Set([...frame.table.names, ...branch.binders.map((b) => b.name), frame.sliceName]);
  }

  read(): LocalAction {
    const { branch } = this;
    for (const binder of branch.binders) this.binder(binder.name, binder.domain);
    const lets: LocalAction["lets"][number][] = [];
    for (const definition of branch.lets) {
      const bound = new Map(definition.params.map((p) => [p.name.text, undefined] as const));
      const name = definition.name.text;
      const asInput = definition.params.length === 0 ? this.namedSet(name, definition.body) : false;
      if (!asInput) lets.push({ ...definition, body: this.rewrite(definition.body, { bound, polarity: 0 }) });
    }
    const top = (polarity: Polarity): Scope => ({ bound: new Map(), polarity });
    const guards = branch.guards.map((g) => this.rewrite(g, top(1)));
    const all = [...this.guards, ...guards];
    const updates = branch.updates.map((u) => ({ ...u, value: this.rewrite(u.value, top(0)) }));
    const sends = branch.sends.map((s) => ({ ...s, messages: this.rewrite(s.messages, top(0)) }));
    // Only now are all inputs known.
    return {
      name: branch.name,
      place: branch.place,
      actor: branch.actor,
      ownedKey: branch.ownedKey,
      params: this.params,
      inputs: this.inputs.map((input) => (input.mode === "one" ? this.kindFilter(input, all) : input)),
      order: this.sorted(lets),
      lets,
      guards: all,
      updates,
      sends,
      ...(branch.weakened.length > 0 ? { weakened: branch.weakened } : {}),
    };
  }

  /** The order of choices, each put after what its domain or filter reads, through LETs too. */
  private sorted(lets: LocalAction["lets"]): readonly string[] {
    const speaks = new Map<string, readonly Expr[]>([
      ...lets.map((l) => [l.name.text, [l.body]] as const),
      ...this.params.map((p) => [p.name, [p.domain]] as const),
      ...this.inputs.map((i) => [i.name, i.filter] as const),
    ]);
    const seen = new Set<string>();
    const out: string[] = [];
    const put = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const e of speaks.get(name) ?? [])
        for (const read of freeNames(e)) if (speaks.has(read)) put(read);
      if (this.order.includes(name)) out.push(name);
    };
    for (const name of this.order) put(name);
    return out;
  }

  private binder(name: string, domain: Expr): void {
    const { frame } = this;
    const bare = stripParens(domain);
    this.order.push(name);
    if (nameOf(bare) === frame.network) {
      const place = frame.table.place(domain);
      this.inputs.push({ name, mode: "one", filter: [], element: name, place });
      return;
    }
    const filtered = bare.kind === "SetFilter" && bare.bound.domain !== undefined ? bare.bound : undefined;
    const inner = filtered?.names[0]?.text;
    if (
      bare.kind === "SetFilter" &&
      inner !== undefined &&
      nameOf(filtered?.domain ?? bare) === frame.network
    ) {
      const { id, span } = bare;
      const message: Expr = { kind: "Apply", id, span, path: [], name, args: [] };
      this.inputs.push({ name, mode: "one", filter: [], element: name, place: frame.table.place(domain) });
      this.guards.push(...conjunctsOf(substitute(bare.body, new Map([[inner, message]]))));
      return;
    }
    const client = frame.clientSets.has(nameOf(bare) ?? "");
    this.params.push({ name, domain: this.rewrite(domain, { bound: new Map(), polarity: 0 }), client });
  }

  /** `promises == {m \in msgs : …}` names a set input, if nothing of its filter is lost. */
  private namedSet(name: string, body: Expr): boolean {
    const e = stripParens(body);
    if (e.kind !== "SetFilter" || nameOf(e.bound.domain ?? e) !== this.frame.network) return false;
    const element = e.bound.names[0]?.text;
    if (element === undefined || e.bound.tuple || this.ownTest(conjunctsOf(e.body), element)) return false;
    this.addSet(name, element, conjunctsOf(e.body), e);
    return true;
  }

  private addSet(name: string, element: string, filter: readonly Expr[], at: Expr): Input {
    const key = filter.map(fingerprint).join("&").replaceAll(JSON.stringify(element), "#");
    const known = this.byFilter.get(key);
    if (known !== undefined) return known;
    const input: Input = { name, mode: "set", filter, element, place: this.frame.table.place(at) };
    this.taken.add(name);
    this.byFilter.set(key, input);
    this.inputs.push(input);
    this.order.push(name);
    return input;
  }

  /** The one consumed message is of the kind that the guards ask for. */
  private kindFilter(input: Input, guards: readonly Expr[]): Input {
    const { table, kindField } = this.frame;
    const filter = guards
      .flatMap(conjunctsOf)
      .filter((g) => kindTest(table, g, input.name, kindField) !== undefined);
    return { ...input, filter };
  }

  private rewrite(e: Expr, scope: Scope): Expr {
    const { frame } = this;
    const same = (child: Expr): Expr => this.rewrite(child, scope);
    const as = (polarity: Polarity) => (child: Expr) => this.rewrite(child, { ...scope, polarity });
    const flipped = (0 - scope.polarity) as Polarity;
    switch (e.kind) {
      case "Paren":
      case "Label":
      case "Junction":
        return mapChildren(e, same);
      case "Prefix":
        return mapChildren(e, canonicalOp(e.op) === "~" ? as(flipped) : as(0));
      case "Infix": {
        const op = canonicalOp(e.op);
        if (op === "/\\" || op === "\\/") return mapChildren(e, same);
        if (op === "=>") return { ...e, left: as(flipped)(e.left), right: same(e.right) };
        if (op === "\\in" && nameOf(e.right) === frame.network) return this.membership(e, scope);
        if (op === "=" && scope.polarity >= 0) this.refuseEmpty(e);
        return mapChildren(e, as(0));
      }
      case "If":
        return { ...e, test: as(0)(e.test), then: same(e.then), else: same(e.else) };
      case "Quantifier":
        return this.quantifier(e, scope);
      case "SetFilter":
        return this.comprehension(e, [e.bound], conjunctsOf(e.body), scope);
      case "SetMap":
        return this.comprehension(e, e.bounds, [], scope);
      case "Function":
      case "Choose":
      case "Lambda":
      case "Let":
        return mapChildren(e, (child) => this.rewrite(child, this.inside(e, { ...scope, polarity: 0 })));
      case "Apply":
        if (e.name === frame.network && e.path.length === 0) {
          frame.diagnostics.push(networkElsewhere(frame.network, frame.table.place(e)));
          return e;
        }
        return mapChildren(e, as(0));
      default:
        return mapChildren(e, as(0));
    }
  }

  /** The scope inside a construct that binds names whose members are not known. */
  private inside(e: Expr, scope: Scope): Scope {
    const bound = new Map(scope.bound);
    const bounds = e.kind === "Function" ? e.bounds : e.kind === "Choose" ? [e.bound] : [];
    for (const b of bounds) for (const n of b.names) bound.set(n.text, undefined);
    if (e.kind === "Lambda") for (const n of e.params) bound.set(n.text, undefined);
    if (e.kind === "Let") {
      for (const u of e.units) {
        if (u.kind !== "Definition" && u.kind !== "FunctionDefinition") continue;
        bound.set(u.name.text, undefined);
        if (u.kind === "Definition") for (const p of u.params) bound.set(p.name.text, undefined);
      }
    }
    return { ...scope, bound };
  }

  private quantifier(e: Extract<Expr, { kind: "Quantifier" }>, scope: Scope): Expr {
    const [only] = e.bounds;
    if (e.bounds.length === 1 && only?.domain !== undefined && nameOf(only.domain) === this.frame.network) {
      const element = only.names[0]?.text ?? "";
      const conjuncts = e.op === "\\E" ? conjunctsOf(e.body) : antecedent(e.body);
      const seen = e.op === "\\E" ? scope.polarity >= 0 : scope.polarity <= 0;
      const domain = this.source(only.domain, element, conjuncts, scope, seen);
      const names = new Map(scope.bound);
      for (const n of only.names) names.set(n.text, undefined);
      const body = this.rewrite(e.body, { ...scope, bound: names });
      return { ...e, bounds: [{ ...only, domain }], body };
    }
    return this.binding(e, e.bounds, scope, scope.polarity);
  }

  private comprehension(
    e: Extract<Expr, { kind: "SetFilter" | "SetMap" }>,
    bounds: readonly Bound[],
    conjuncts: readonly Expr[],
    scope: Scope,
  ): Expr {
    const [only] = bounds;
    if (bounds.length !== 1 || only?.domain === undefined || nameOf(only.domain) !== this.frame.network) {
      return this.binding(e, bounds, scope, 0);
    }
    const domain = this.source(only.domain, only.names[0]?.text ?? "", conjuncts, scope, true);
    const names = new Map(scope.bound);
    for (const n of only.names) names.set(n.text, undefined);
    const body = this.rewrite(e.body, { polarity: 0, bound: names });
    if (e.kind === "SetFilter") return { ...e, bound: { ...e.bound, domain }, body };
    return { ...e, bounds: [{ ...only, domain }], body };
  }

  /** A binder over something else than the network. */
  private binding(
    e: Extract<Expr, { kind: "Quantifier" | "SetFilter" | "SetMap" }>,
    bounds: readonly Bound[],
    scope: Scope,
    polarity: Polarity,
  ): Expr {
    const names = new Map(scope.bound);
    const rewritten = bounds.map((b) => {
      const domain = b.domain === undefined ? undefined : this.rewrite(b.domain, { ...scope, polarity: 0 });
      const plain =
        domain !== undefined && !b.tuple && ![...freeNames(domain)].some((n) => scope.bound.has(n));
      for (const n of b.names) names.set(n.text, plain ? domain : undefined);
      return domain === undefined ? b : { ...b, domain };
    });
    const body = this.rewrite(e.body, { bound: names, polarity });
    const [first] = rewritten;
    if (e.kind === "SetFilter") return first === undefined ? e : { ...e, bound: first, body };
    return { ...e, bounds: rewritten, body };
  }

  /** `{m \in msgs : …} = {}` speaks of absence; any subset that was received could be empty. */
  private refuseEmpty(e: Extract<Expr, { kind: "Infix" }>): void {
    const sides = [stripParens(e.left), stripParens(e.right)];
    const set = sides.find((x) => x.kind === "SetFilter");
    if (set?.kind !== "SetFilter" || !sides.some((x) => x.kind === "Set" && x.items.length === 0)) return;
    const { frame } = this;
    if (nameOf(set.bound.domain ?? set) !== frame.network) return;
    if (this.ownTest(conjunctsOf(set.body), set.bound.names[0]?.text ?? "")) return;
    frame.diagnostics.push(absence(this.branch.name, frame.network, frame.table.place(e)));
  }

  /** `r \in msgs` deep inside a guard: `\E m \in msgs : m = r`. */
  private membership(e: Extract<Expr, { kind: "Infix" }>, scope: Scope): Expr {
    const { id, span } = e;
    const element = freshName("received", this.taken);
    const message: Expr = { kind: "Apply", id, span, path: [], name: element, args: [] };
    const name = { kind: "Name" as const, id, span, text: element };
    const bound: Bound = { kind: "Bound", id, span, names: [name], tuple: false, domain: e.right };
    const body: Expr = { kind: "Infix", id, span, op: "=", left: message, right: e.left };
    return this.quantifier({ kind: "Quantifier", id, span, op: "\\E", bounds: [bound], body }, scope);
  }

  /** What is read instead of the network: the node's own messages, or a set input. */
  private source(
    domain: Expr,
    element: string,
    conjuncts: readonly Expr[],
    scope: Scope,
    seen: boolean,
  ): Expr {
    const { frame, branch } = this;
    const known = conjuncts.flatMap((c) => [c, ...fieldsGiven(c, element)]);
    if (this.ownTest(known, element)) {
      const kinds = known.flatMap((c) => kindTest(frame.table, c, element, frame.kindField) ?? []);
      for (const kind of kinds.length > 0 ? kinds : frame.kinds.map((k) => k.tag))
        frame.ownKindsRead.add(kind);
      return sliceField(frame.sliceName, frame.sentName, domain);
    }
    const place = frame.table.place(domain);
    if (!seen) frame.diagnostics.push(absence(branch.name, frame.network, place));
    const filter = conjuncts.flatMap((c) => this.kept(c, element, scope));
    const input = this.addSet(this.inputName(filter, element), element, filter, domain);
    const { id, span } = domain;
    return { kind: "Apply", id, span, path: [], name: input.name, args: [] };
  }

  /** A conjunct of a filter, freed of names bound around it: `m.source = j` with j in D becomes `m.source \in D`. */
  private kept(conjunct: Expr, element: string, scope: Scope): readonly Expr[] {
    const inner = [...freeNames(conjunct)].filter((n) => n !== element && scope.bound.has(n));
    if (inner.length === 0) return [conjunct];
    const sides = equation(conjunct);
    const [name] = inner;
    if (sides === undefined || inner.length > 1 || name === undefined) return [];
    const domain = scope.bound.get(name);
    const other =
      nameOf(sides.right) === name ? sides.left : nameOf(sides.left) === name ? sides.right : undefined;
    if (domain === undefined || other === undefined) return [];
    const { id, span } = conjunct;
    return [{ kind: "Infix", id, span, op: "\\in", left: other, right: domain }];
  }

  /** Is one conjunct `m.sender = actor`, or `m.key = the owned key`, for every kind that the conjuncts let through? */
  private ownTest(conjuncts: readonly Expr[], element: string): boolean {
    const { kinds, kindField, table } = this.frame;
    const asked = conjuncts.flatMap((c) => kindTest(table, c, element, kindField) ?? []);
    const possible = asked.length === 0 ? kinds : kinds.filter((k) => asked.includes(k.tag));
    return (
      possible.length > 0 && possible.every((k) => conjuncts.some((c) => this.namesSender(c, element, k)))
    );
  }

  private namesSender(conjunct: Expr, element: string, kind: MessageKind): boolean {
    const { actor, ownedKey } = this.branch;
    const wanted = kind.sender.by === "field" ? actor : ownedKey?.param;
    const sides = equation(conjunct);
    if (sides === undefined || wanted === undefined) return false;
    return [[sides.left, sides.right] as const, [sides.right, sides.left] as const].some(([one, other]) => {
      const field = stripParens(one);
      if (field.kind !== "Field" || nameOf(field.record) !== element) return false;
      return field.name.text === kind.sender.field && nameOf(other) === wanted;
    });
  }

  private inputName(filter: readonly Expr[], element: string): string {
    const { table, kindField } = this.frame;
    const kind = filter.map((c) => kindTest(table, c, element, kindField)).find((k) => k !== undefined);
    const plain = kind?.replace(/[^A-Za-z0-9_]/g, "").replace(/^./, (c) => c.toLowerCase());
    const base = plain === undefined || !/^[A-Za-z_]/.test(plain) ? "received" : `${plain}s`;
    return freshName(base, this.taken);
  }
}

/** `m = [kind |-> "Ask", from |-> n]` says what each field is, too. */
function fieldsGiven(conjunct: Expr, element: string): readonly Expr[] {
  const sides = equation(conjunct);
  const pair = sides === undefined ? [] : [stripParens(sides.left), stripParens(sides.right)];
  const record = pair.find((e) => e.kind === "Record");
  const name = pair.find((e) => nameOf(e) === element);
  if (record?.kind !== "Record" || name === undefined) return [];
  return record.fields.map(({ id, span, name: label, value }): Expr => {
    const left: Expr = { kind: "Field", id, span, record: name, name: label };
    return { kind: "Infix", id, span, op: "=", left, right: value };
  });
}

/** The conjuncts of P in `P => Q` (or of ~P in `~P \/ Q`, not looked for). */
function antecedent(body: Expr): readonly Expr[] {
  const e = stripParens(body);
  return e.kind === "Infix" && canonicalOp(e.op) === "=>" ? conjunctsOf(e.left) : [];
}
