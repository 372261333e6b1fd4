import type { Diagnostic } from "../report/diagnostic.js";
import type { Counterexample } from "./counterexample.js";
import type { Counts } from "./messages.js";

/** What every run gives, however it ended. */
export interface RunFacts {
  /** The command line, quoted for a shell. */
  readonly command: string;
  /** Undefined when the program was ended by a signal or never started. */
  readonly exitCode: number | undefined;
  /** Wall clock. */
  readonly seconds: number;
  /** The last lines of output as they came, at most 20. */
  readonly lastLines: readonly string[];
  /** What the specification printed (`PrintT`), line by line. */
  readonly printed: readonly string[];
  readonly warnings: readonly string[];
  /** TLC's own version line, once it was printed. */
  readonly version: string | undefined;
  /** The last counts seen: partial unless the outcome says otherwise. */
  readonly counts: Counts | undefined;
}

export type ViolatedWhat = "invariant" | "property" | "assumption" | "postcondition" | "assertion";

/** The answer of TLC, or of our engine in the same form. Each kind adds its own facts to those every run has. */
export type TlcVerdict =
  | {
      readonly kind: "holds";
      /** False in simulation: nothing was found in the behaviours tried. */
      readonly exhaustive: boolean;
      readonly distinct: number | undefined;
      readonly generated: number;
      readonly depth: number | undefined;
    }
  | {
      readonly kind: "violated";
      readonly what: ViolatedWhat;
      /** The name in the specification; undefined where TLC does not say (several temporal properties). */
      readonly name: string | undefined;
      readonly message: string;
      readonly trace: Counterexample;
      /** What of it is false in the last state (or step), with the values that decide it: our engine says so. */
      readonly why?: readonly string[];
    }
  | { readonly kind: "deadlock"; readonly trace: Counterexample }
  | {
      readonly kind: "spec-fault";
      readonly diagnostics: readonly Diagnostic[];
      /** The behaviour that led to the fault, when there is one. */
      readonly trace: Counterexample;
    }
  /** The time given was over: no error in what was seen by then, which is not all. So are the three below. */
  | { readonly kind: "timeout" }
  | { readonly kind: "out-of-memory" }
  /** As many states as were asked for are found. */
  | { readonly kind: "state-limit" }
  /** Behaviours were followed only so far. */
  | { readonly kind: "depth-limit" }
  /** An engine refuses what it cannot evaluate: nothing was checked. */
  | { readonly kind: "unsupported"; readonly diagnostics: readonly Diagnostic[] }
  /** Two engines were asked, and one of them is wrong. */
  | {
      readonly kind: "disagreement";
      /** In what they differ, as words. */
      readonly difference: string;
      readonly own: TlcOutcome;
      readonly tlc: TlcOutcome;
    }
  | { readonly kind: "not-installed"; readonly program: string; readonly reason: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "crashed"; readonly signal: string | undefined; readonly reason: string };

export type TlcOutcome = RunFacts & TlcVerdict;

export interface Progress {
  readonly distinct: number | undefined;
  readonly generated: number;
  readonly queue: number | undefined;
  readonly depth: number | undefined;
  /** Generated states per second since the last report. */
  readonly rate: number;
  /** Since the start of the run. */
  readonly seconds: number;
  /** Bytes in use, where that is known. */
  readonly memory?: number;
  /** An estimate of what is left, where the curve of the queue allows one. */
  readonly remainingSeconds?: number | undefined;
}
