/**
 * Tests with which the body of a loop begins, and which depend on nothing that the loop goes through, stand before it:
 *
 *     \E p \in Participants : Order("drop") \in wire /\ stage' = [stage EXCEPT ![p] = "dropped"]
 *
 * Loops over a constant set alone, that has elements: the test would be evaluated as the first thing inside, too, and is
 * as false, or as wrong, for each element.
 */
import type { Ir } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { isPureDeep, readsOf } from "./emit-analysis.js";
import { isPure } from "./emit-tables.js";

type Bind = Extract<Ir, { op: "bind" }>;

interface Head {
  /** What changes in the loop, as the code calls it. */
  readonly names: RegExp;
  readonly tests: string[];
}

export class LoopHeads {
  /** The loop whose body begins where code is written: nothing was written of it but tests that stand before it. */
  private head: Head | undefined;

  constructor(private readonly emitter: Emitter) {}

  /** To be called before any code is written but a test or a loop; what is given back is for `enter`. */
  leave(): Head | undefined {
    const { head } = this;
    this.head = undefined;
    return head;
  }

  /** No code was written since `leave`. */
  enter(head: Head | undefined): void {
    this.head = head;
  }

  /** Writes a loop; `loop` is given what is to write its body. */
  around(e: Bind, body: () => string, loop: (body: () => string) => string): string {
    const outer = this.leave();
    const head = this.headOf(e);
    const code = loop(() => {
      this.head = head;
      return body();
    });
    this.head = outer;
    const tests = (head?.tests ?? []).filter((test) => !this.takes(test));
    this.head = undefined;
    return tests.length === 0 ? code : `if (${tests.join(" && ")}) {\n${code}\n}`;
  }

  /** Whether a test need not be written here, since it stands before the loop. */
  isBefore(e: Ir, test: string): boolean {
    return this.head !== undefined && readsOf(e).n.size === 0 && isPureDeep(e, isPure) && this.takes(test);
  }

  private takes(test: string): boolean {
    if (this.head === undefined || this.head.names.test(test)) return false;
    this.head.tests.push(test);
    return true;
  }

  private headOf({ binders }: Bind): Head | undefined {
    for (const { domain, tuple } of binders) {
      if (tuple || domain === undefined) return undefined;
      if (this.emitter.constantList(domain)?.elements === undefined) return undefined;
    }
    const names = binders.flatMap((b) => b.locals).flatMap((local) => [`v${local}`, `i${local}`]);
    return { names: new RegExp(`\\b(?:${names.join("|")})\\b`), tests: [] };
  }
}
