/** What a thread of an ablation runs: `threads.ts` starts it and asks it, one question after the other. */

import type { Behaviour, Sides } from "../reduction/explorer.js";
import { Explorer } from "../reduction/explorer.js";
import type { Diagnostic } from "../report/diagnostic.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { CfgItem } from "../tla/cfg.js";
import type { Progress, TlcOutcome } from "../tlc/outcome.js";
import type { Job } from "../verify/engines.js";
import { ownEngine } from "../verify/own-engine.js";
import { type Left, leftOf } from "./hands.js";

/** Both sides at some bounds, and where they are written. */
export interface Told {
  readonly sides: Sides;
  readonly dir: string;
  readonly prefix: string;
  readonly seconds: number;
}

export type Question =
  | {
      readonly kind: "leave";
      /** The folder stands for the bounds; what they are is told once. */
      readonly dir: string;
      readonly told: Told | undefined;
      readonly cfg: readonly CfgItem[];
      /** The variant whose states are allowed, if not the original's. */
      readonly base?: readonly CfgItem[];
      /** Of processor time, if not as long as was told. */
      readonly seconds: number | undefined;
      readonly what: string;
    }
  | {
      readonly kind: "allows";
      readonly dir: string;
      readonly told: Told | undefined;
      readonly cfg: readonly CfgItem[];
      readonly behaviour: Behaviour;
    }
  | { readonly kind: "run"; readonly job: Job };

export type Reply =
  | { readonly kind: "progress"; readonly what: string; readonly progress: Progress }
  | { readonly kind: "left"; readonly left: Left | undefined }
  | { readonly kind: "allowed"; readonly isAllowed: boolean }
  | { readonly kind: "ran"; readonly outcome: TlcOutcome }
  | { readonly kind: "faulty"; readonly diagnostics: readonly Diagnostic[] };

/** Called in a thread of its own, which is ended from outside: so are its searches. */
export function lend(
  _: undefined,
  post: (reply: Reply) => void,
  listen: (handler: (question: Question) => void) => void,
): void {
  const { signal } = new AbortController();
  const explorers = new Map<string, Explorer>();
  const onProgress = (what: string, progress: Progress): void => post({ kind: "progress", what, progress });
  const answer = async (question: Question): Promise<Reply> => {
    if (question.kind === "run") {
      const { outcome } = await ownEngine.run({ ...question.job, onProgress }, signal);
      return { kind: "ran", outcome };
    }
    const { dir, told, cfg } = question;
    if (told !== undefined) {
      const { sides, ...options } = told;
      explorers.set(dir, new Explorer(sides, { ...options, signal, keepsSteps: false, onProgress }));
    }
    const explorer = explorers.get(dir);
    if (question.kind === "allows") {
      const isAllowed = await explorer?.allows(cfg, question.behaviour);
      return { kind: "allowed", isAllowed: isAllowed === true };
    }
    const { base, seconds, what } = question;
    const found =
      base === undefined ? explorer?.leaving(cfg, what, seconds) : explorer?.beyond(base, cfg, what, seconds);
    return { kind: "left", left: leftOf(await found) };
  };
  listen((question) => {
    void answer(question).catch(faulty).then(post);
  });
}

function faulty(error: unknown): Reply {
  if (error instanceof DiagnosticError) return { kind: "faulty", diagnostics: error.diagnostics };
  throw error;
}
