/**
 * Types of everything in a protocol description. Facts are kept by the identity of expressions, since node ids repeat
 * where operators were inlined.
 */

import { kindAsked } from "../../src/protocol/kinds.js";
import { conjunctsOf, nameOf, sameExpr } from "../../src/protocol/terms.js";
import { placeIn } from "../../src/protocol/texts.js";
import type { LocalAction, Protocol } from "../../src/protocol/types.js";
import type { Diagnostic } from "../../src/report/diagnostic.js";
import type { Bound, Definition, Expr } from "../../src/tla/ast.js";
import { canonicalOp } from "../../src/tla/operators.js";
import { infixType, prefixType, standardType, type Unifier } from "./standard.js";
import {
  any,
  bool,
  compatible,
  find,
  fnType,
  int,
  recordType,
  seqType,
  setType,
  type Type,
  TypeClash,
  text,
  unify,
} from "./types.js";

export interface Signature {
  readonly params: readonly Type[];
  readonly result: Type;
}

/** An operator as it is used at one choice of types. */
export interface Instance {
  /** Its name; with a number for other types than the first. */
  readonly name: string;
  readonly definition: Definition;
  readonly signature: Signature;
}

export interface Types {
  readonly of: (e: Expr) => Type;
  readonly slice: ReadonlyMap<string, Type>;
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, Type>>;
  readonly constants: ReadonlyMap<string, Type>;
  /** Operators defined in a LET. */
  readonly operators: ReadonlyMap<string, Signature>;
  /** The module's operators, in order, each once for each choice of types that it is used at. */
  readonly instances: readonly Instance[];
  /** Which of them a call means. */
  readonly calls: ReadonlyMap<Expr, Instance>;
  /** Parameters, inputs and lets of an action: `action/name`. */
  readonly locals: ReadonlyMap<string, Type>;
  readonly bound: (b: Bound) => Type;
  /** The kind of message that a record is. */
  readonly tags: ReadonlyMap<Expr, string>;
  readonly diagnostics: readonly Diagnostic[];
}

type Env = ReadonlyMap<string, Type>;

export function inferTypes(protocol: Protocol, decided?: { actor: string; value: Expr }): Types {
  const inference = new Inference(protocol);
  inference.run(decided);
  return inference;
}

class Inference implements Types, Unifier {
  readonly facts = new Map<Expr, Type>();
  readonly slice = new Map<string, Type>();
  readonly kinds = new Map<string, Map<string, Type>>();
  readonly constants = new Map<string, Type>();
  readonly operators = new Map<string, Signature>();
  readonly instances: Instance[] = [];
  readonly calls = new Map<Expr, Instance>();
  readonly locals = new Map<string, Type>();
  readonly bounds = new Map<Bound, Type>();
  readonly tags = new Map<Expr, string>();
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly protocol: Protocol) {}

  of = (e: Expr): Type => find(this.facts.get(e) ?? any());
  bound = (b: Bound): Type => find(this.bounds.get(b) ?? any());

  run(decided: { actor: string; value: Expr } | undefined): void {
    const { protocol } = this;
    for (const v of protocol.slice) this.slice.set(v.name, any());
    for (const c of protocol.constants) this.constants.set(c.name, any());
    this.unifyAt(this.constants.get(protocol.nodeSet) ?? any(), setType(text()), undefined);
    for (const k of protocol.kinds) {
      this.kinds.set(
        k.tag,
        new Map(k.fields.map((f) => [f, f === protocol.kindField ? text(k.tag) : any()] as const)),
      );
    }
    // Known before their bodies are, since operators may be recursive.
    for (const o of protocol.operators) {
      const signature = { params: o.params.map(() => any()), result: any() };
      this.instances.push({ name: o.name.text, definition: o, signature });
    }
    for (const instance of [...this.instances]) this.operator(instance);
    for (const v of protocol.slice) {
      const env = new Map([[v.initialSelf, text()]]);
      const type = v.origin === "sent" ? setType({ kind: "message" }) : this.infer(v.initial, env);
      this.unifyAt(this.slice.get(v.name) ?? any(), type, v.initial);
    }
    for (const a of protocol.actions) this.action(a);
    if (decided !== undefined) {
      this.unifyAt(this.infer(decided.value, this.base(decided.actor)), seqType(any()), decided.value);
    }
  }

  private base(actor: string): Map<string, Type> {
    return new Map([[actor, text()]]);
  }

  private operator({ definition, signature }: Instance): void {
    const { params, body } = definition;
    const env = new Map(params.map((p, k) => [p.name.text, signature.params[k] ?? any()] as const));
    this.unifyAt(signature.result, this.infer(body, env), body);
  }

  /** The instance of a module's operator that fits these arguments, made if there is none. */
  private instanceFor(name: string, args: readonly Type[]): Instance | undefined {
    const known = this.instances.filter((i) => i.definition.name.text === name);
    const [first] = known;
    if (first === undefined) return undefined;
    const fits = (i: Instance): boolean =>
      i.signature.params.every((p, k) => compatible(p, args[k] ?? any()));
    const found = known.reverse().find(fits);
    // Beyond that many, types are not what is wrong.
    if (found !== undefined || known.length > 8) return found ?? first;
    const definition = structuredClone(first.definition);
    const signature = { params: args.slice(0, definition.params.length), result: any() };
    const made = { name: `${name}${known.length + 1}`, definition, signature };
    this.instances.push(made);
    this.operator(made);
    return made;
  }

  private action(a: LocalAction): void {
    const env = this.base(a.actor);
    const local = (name: string, type: Type): void => {
      env.set(name, type);
      this.locals.set(`${a.name}/${name}`, type);
    };
    for (const name of a.order) {
      const input = a.inputs.find((i) => i.name === name);
      const param = a.params.find((p) => p.name === name);
      if (param !== undefined) {
        const type = this.element(this.infer(param.domain, env), param.domain);
        if (param.client) this.unifyAt(type, text(), param.domain);
        local(name, type);
      }
      if (input === undefined) continue;
      const tag = this.tagIn(input.filter, input.element);
      const message: Type = { kind: "message", tag };
      local(name, input.mode === "one" ? message : setType(message));
      const inner = new Map(env).set(input.element, message);
      for (const f of input.filter) this.boolean(f, inner);
    }
    for (const l of a.lets) {
      const params = l.params.map(() => any());
      const inner = new Map(env);
      for (const [k, p] of l.params.entries()) inner.set(p.name.text, params[k] ?? any());
      const result = this.infer(l.body, inner);
      if (l.params.length === 0) local(l.name.text, result);
      else this.operators.set(l.name.text, { params, result });
    }
    for (const g of a.guards) this.boolean(g, env);
    for (const u of a.updates)
      this.unifyAt(this.slice.get(u.variable) ?? any(), this.infer(u.value, env), u.value);
    for (const s of a.sends) this.messages(s.messages, env);
  }

  /** The kind that conjuncts ask of a message. */
  private tagIn(conjuncts: readonly Expr[], message: string): string | undefined {
    for (const c of conjuncts.flatMap(conjunctsOf)) {
      const tag = kindAsked(this.protocol, c, message);
      if (tag !== undefined) return tag;
    }
    return undefined;
  }

  private messages(e: Expr, env: Env): void {
    this.unifyAt(this.infer(e, env), setType({ kind: "message" }), e);
  }

  private boolean(e: Expr, env: Env): void {
    this.unifyAt(this.infer(e, env), bool(), e);
  }

  unifyAt(a: Type, b: Type, at: Expr | undefined): void {
    try {
      unify(a, b);
    } catch (fault) {
      if (!(fault instanceof TypeClash)) throw fault;
      const place = at === undefined ? undefined : placeIn(this.protocol.texts, at.span);
      this.diagnostics.push({
        code: "emit/type-clash",
        severity: "error",
        message: `used as ${fault.message} at once`,
        ...(place === undefined ? {} : { place }),
        hint: "give values of one variable, field or parameter one type",
      });
    }
  }

  element(t: Type, at: Expr): Type {
    const of = any();
    this.unifyAt(t, setType(of), at);
    return find(t).of ?? of;
  }

  private bind(bounds: readonly Bound[], env: Env): Map<string, Type> {
    const inner = new Map(env);
    for (const b of bounds) {
      const type = b.domain === undefined ? any() : this.element(this.infer(b.domain, env), b.domain);
      this.bounds.set(b, type);
      for (const n of b.names) inner.set(n.text, type);
    }
    return inner;
  }

  infer(e: Expr, env: Env): Type {
    const type = this.inferHere(e, env);
    this.facts.set(e, type);
    return type;
  }

  private inferHere(e: Expr, env: Env): Type {
    const go = (x: Expr): Type => this.infer(x, env);
    switch (e.kind) {
      case "Paren":
      case "Label":
        return go(e.body);
      case "Number":
        return int();
      case "String":
        return text(e.value);
      case "Apply":
        return this.apply(e, env);
      case "Junction":
        return this.junction(e.op, e.items, env);
      case "Prefix":
        return this.prefix(e, env);
      case "Infix":
        return this.infix(e, env);
      case "Quantifier": {
        const inner = this.bind(e.bounds, env);
        this.boolean(e.body, inner);
        return bool();
      }
      case "Choose": {
        const inner = this.bind([e.bound], env);
        this.boolean(e.body, inner);
        return this.bound(e.bound);
      }
      case "SetFilter": {
        const inner = this.bind([e.bound], env);
        const [name] = e.bound.names;
        const tag = name === undefined ? undefined : this.tagIn([e.body], name.text);
        const element = this.bound(e.bound);
        if (name !== undefined && tag !== undefined && element.kind === "message") {
          this.boolean(e.body, inner);
          return setType({ kind: "message", tag });
        }
        this.boolean(e.body, inner);
        return setType(element);
      }
      case "SetMap":
        return setType(this.infer(e.body, this.bind(e.bounds, env)));
      case "Function": {
        const inner = this.bind(e.bounds, env);
        const [b] = e.bounds;
        return fnType(b === undefined ? any() : this.bound(b), this.infer(e.body, inner));
      }
      case "FunctionSet":
        return setType(fnType(this.element(go(e.domain), e.domain), this.element(go(e.range), e.range)));
      case "Tuple": {
        const of = any();
        for (const item of e.items) this.unifyAt(of, go(item), item);
        return seqType(of);
      }
      case "Set": {
        const of = any();
        for (const item of e.items) this.unifyAt(of, go(item), item);
        return setType(of);
      }
      case "Record":
        return this.record(e, env);
      case "RecordSet":
        return setType(
          recordType(e.fields.map((f) => [f.name.text, this.element(go(f.value), f.value)] as const)),
        );
      case "Index": {
        const [arg] = e.args;
        const [key, of] = [arg === undefined ? any() : go(arg), any()];
        const fn = go(e.fn);
        this.unifyAt(fn, fnType(key, of), e);
        return find(fn).of ?? of;
      }
      case "Field":
        return this.field(e, env);
      case "Except":
        return this.except(e, env);
      case "If": {
        this.boolean(e.test, env);
        const t = go(e.then);
        this.unifyAt(t, go(e.else), e);
        return t;
      }
      case "Case": {
        const t = any();
        for (const arm of e.arms) {
          if (arm.test !== undefined) this.boolean(arm.test, env);
          this.unifyAt(t, go(arm.value), arm.value);
        }
        return t;
      }
      case "Let":
        return this.letIn(e, env);
      default:
        return any();
    }
  }

  private letIn(e: Extract<Expr, { kind: "Let" }>, env: Env): Type {
    const inner = new Map(env);
    for (const u of e.units) {
      if (u.kind !== "Definition") continue;
      const params = u.params.map(() => any());
      const body = new Map(inner);
      for (const [k, p] of u.params.entries()) body.set(p.name.text, params[k] ?? any());
      const result = this.infer(u.body, body);
      if (params.length === 0) inner.set(u.name.text, result);
      else this.operators.set(u.name.text, { params, result });
    }
    return this.infer(e.body, inner);
  }

  /** A record with the tag of a kind in the kind field is a message. */
  private record(e: Extract<Expr, { kind: "Record" }>, env: Env): Type {
    const fields = e.fields.map((f) => [f.name.text, this.infer(f.value, env)] as const);
    const { protocol } = this;
    const tagged = e.fields.find((f) => f.name.text === protocol.kindField);
    const kind =
      tagged === undefined
        ? undefined
        : protocol.kinds.find(
            (k) => k.sites.some((s) => s.record === e) || sameExpr(k.tagExpr, tagged.value),
          );
    if (kind === undefined || tagged === undefined) return recordType(fields);
    this.tags.set(e, kind.tag);
    const known = this.kinds.get(kind.tag);
    for (const [name, type] of fields) {
      if (name !== protocol.kindField) this.unifyAt(known?.get(name) ?? any(), type, e);
    }
    return { kind: "message", tag: kind.tag };
  }

  private field(e: Extract<Expr, { kind: "Field" }>, env: Env): Type {
    const name = e.name.text;
    if (nameOf(e.record) === this.protocol.names.slice && this.slice.has(name))
      return this.slice.get(name) ?? any();
    const record = this.infer(e.record, env);
    const t = find(record);
    if (t.kind === "message") {
      const kinds =
        t.tag === undefined ? [...this.kinds.values()] : [this.kinds.get(t.tag) ?? new Map<string, Type>()];
      const types = kinds.flatMap((k) => k.get(name) ?? []);
      if (name === this.protocol.kindField) return text(...this.kinds.keys());
      const [first, ...more] = types;
      for (const m of more) this.unifyAt(first ?? any(), m, e);
      return first ?? any();
    }
    const type = any();
    this.unifyAt(record, recordType([[name, type]]), e);
    return find(record).fields?.get(name) ?? type;
  }

  private except(e: Extract<Expr, { kind: "Except" }>, env: Env): Type {
    const base = this.infer(e.base, env);
    for (const u of e.updates) {
      let current = base;
      for (const step of u.path) {
        const of = any();
        if (step.kind === "PathField") {
          this.unifyAt(current, recordType([[step.name.text, of]]), e);
          current = find(current).fields?.get(step.name.text) ?? of;
        } else {
          const [arg] = step.args;
          this.unifyAt(current, fnType(arg === undefined ? any() : this.infer(arg, env), of), e);
          current = find(current).of ?? of;
        }
      }
      const inner = new Map(env).set("@", current);
      this.unifyAt(current, this.infer(u.value, inner), u.value);
    }
    return base;
  }

  private junction(op: string, items: readonly Expr[], env: Env): Type {
    let inner: Map<string, Type> = new Map(env);
    for (const item of items) {
      this.boolean(item, inner);
      if (op === "/\\") inner = this.narrowed(item, inner);
    }
    return bool();
  }

  /** After `m.kind = "Vote"` has held, m is a Vote. */
  private narrowed(conjunct: Expr, env: Env): Map<string, Type> {
    const out = new Map(env);
    for (const c of conjunctsOf(conjunct)) {
      for (const [name, type] of env) {
        if (find(type).kind !== "message") continue;
        const tag = kindAsked(this.protocol, c, name);
        if (tag !== undefined) out.set(name, { kind: "message", tag });
      }
    }
    return out;
  }

  private prefix(e: Extract<Expr, { kind: "Prefix" }>, env: Env): Type {
    const arg = this.infer(e.arg, env);
    return prefixType(this, arg, e);
  }

  private infix(e: Extract<Expr, { kind: "Infix" }>, env: Env): Type {
    const op = canonicalOp(e.op);
    if (op === "/\\") return this.junction(op, [e.left, e.right], env);
    const left = this.infer(e.left, env);
    const right = this.infer(e.right, op === "=>" ? this.narrowed(e.left, env) : env);
    return infixType(this, op, left, right, e);
  }

  /** Comparing a string with a literal does not make it one of the literals only. */
  compare(left: Type, right: Type, at: Expr): void {
    const [a, b] = [find(left), find(right)];
    const open = a.literals === undefined || b.literals === undefined;
    if (a.kind === "string" && b.kind === "string" && open) return;
    this.unifyAt(left, right, at);
  }

  private apply(e: Extract<Expr, { kind: "Apply" }>, env: Env): Type {
    const { name } = e;
    const local = env.get(name);
    if (local !== undefined && e.args.length === 0) return local;
    if (this.constants.has(name) && e.args.length === 0) return this.constant(name);
    const args = e.args.map((a) => this.infer(a, env));
    const instance = this.operators.has(name) ? undefined : this.instanceFor(name, args);
    if (instance !== undefined) this.calls.set(e, instance);
    const signature = instance?.signature ?? this.operators.get(name);
    if (signature !== undefined) {
      for (const [k, p] of signature.params.entries()) this.unifyAt(p, args[k] ?? any(), e.args[k] ?? e);
      return signature.result;
    }
    const type = standardType(this, name, args, e);
    if (type !== undefined) return type;
    this.diagnostics.push({
      code: "emit/unknown-operator",
      severity: "error",
      message: `operator ${name} cannot be translated`,
      place: placeIn(this.protocol.texts, e.span),
      hint: "write it with the operators of Naturals, Sequences and FiniteSets",
    });
    return any();
  }

  /** A constant that is compared with strings and nodes is a model value: a string. */
  private constant(name: string): Type {
    return this.constants.get(name) ?? any();
  }
}
