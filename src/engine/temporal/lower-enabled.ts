/** ENABLED lowered, also in instantiated modules (see `enabled.ts`). */
import type { Declaration } from "../../resolve/types.js";
import type { Expr } from "../../tla/ast.js";
import { type Binding, bindHome, type Env } from "../lower/env.js";
import type { Ir } from "../lower/ir.js";
import { Lowering } from "../lower/lower.js";
import type { Here } from "../lower/lower-references.js";
import { GhostError, hasGhosts, withoutGhosts } from "./enabled.js";
import { levelOf } from "./level.js";

/** What a variable of an instantiated module stands for, and its slot where it is primed under ENABLED. */
type Ghost = Binding & { readonly ghost: number };

export class EnabledLowering extends Lowering {
  private readonly ghosts = new Map<Declaration, number>();

  protected override expr(e: Expr, here: Here): Ir {
    if (e.kind === "Prefix" && e.op === "ENABLED") return this.enabledOf(e.arg, e, here);
    return super.expr(e, here);
  }

  /** ENABLED of an action; see `enabled.ts`. */
  protected enabledOf(action: Expr, at: Expr, here: Here): Ir {
    const ghosts = this.ghostsIn(here.env);
    if (ghosts.length === 0 || here.primed) return { op: "enabled", action: this.expr(action, here), at };
    const first = this.spec.root.variables.length;
    const ir = this.expr(action, { ...here, env: bindHome(here.env, ghosts) });
    if (!hasGhosts(ir, first)) return { op: "enabled", action: ir, at };
    try {
      const predicate = withoutGhosts(ir, first, () => this.local());
      return levelOf(predicate) === 2 ? { op: "enabled", action: predicate, at } : { ...predicate, at };
    } catch (error) {
      if (!(error instanceof GhostError)) throw error;
      // Then the next state has them beside its variables.
      return { op: "enabled", action: ir, at };
    }
  }

  /** The variables of the instantiated module that an environment is of; none if they are the model's own. */
  private ghostsIn(env: Env): readonly (readonly [Declaration, Ghost])[] {
    const found = new Map<Declaration, Ghost>();
    for (let at: Env | undefined = env; at !== undefined; at = at.outer) {
      const { declaration, binding } = at;
      if (declaration?.kind !== "variable" || binding === undefined || found.has(declaration)) continue;
      if (binding.kind !== "closure" && binding.kind !== "alias") continue;
      found.set(declaration, { ...binding, ghost: this.ghostOf(declaration) });
    }
    return this.isRenaming(found, env) ? [] : [...found];
  }

  /** Whether each variable stands for one of the model's own, no two for the same: then nothing is to be told apart. */
  private isRenaming(bindings: ReadonlyMap<Declaration, Binding>, env: Env): boolean {
    const at: Expr = { kind: "At", id: 0, span: { start: 0, end: 0 } };
    const slots = new Set<number>();
    for (const [declaration, binding] of bindings) {
      const ir = this.bound(binding, declaration, [], at, { env, primed: false, at: undefined });
      if (ir.op !== "state" || slots.has(ir.slot)) return false;
      slots.add(ir.slot);
    }
    return true;
  }

  private ghostOf(declaration: Declaration): number {
    const before = this.ghosts.get(declaration);
    if (before !== undefined) return before;
    const slot = this.spec.root.variables.length + this.ghosts.size;
    this.ghosts.set(declaration, slot);
    return slot;
  }

  protected override bound(
    binding: Binding,
    to: Declaration,
    args: readonly Expr[],
    at: Expr,
    here: Here,
  ): Ir {
    if (here.primed && "ghost" in binding) {
      return { op: "state", slot: (binding as Ghost).ghost, primed: true, at };
    }
    return super.bound(binding, to, args, at, here);
  }
}
