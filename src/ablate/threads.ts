/** Threads that explore for an ablation: each has one question at a time, and all that it has found out before. */
import { startThread, type Thread, type ThreadEnd } from "../host/workers.js";
import { sidesOfDefended } from "../reduction/explorer.js";
import { DiagnosticError } from "../report/diagnostic.js";
import type { CfgItem } from "../tla/cfg.js";
import type { Progress } from "../tlc/outcome.js";
import { noRun } from "../verify/own-ready.js";
import type { Hands, Left } from "./hands.js";
import type { Question, Reply } from "./own-hand.js";
import type { Site } from "./trials.js";

const WORK = new URL("./own-hand.js", import.meta.url);

/** How a thread is started, which is told what comes from it. */
export type Start = (
  onReply: (reply: Reply) => void,
) => Pick<Thread<Question>, "post" | "terminate" | "ended">;

const start: Start = (onReply) => startThread<undefined, Reply, Question>(WORK, "lend", undefined, onReply);

export interface ThreadsOptions {
  readonly width: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (what: string, progress: Progress) => void;
}

export function threadHands({ width, signal, onProgress }: ThreadsOptions, begin: Start = start): Hands {
  const hands = Array.from({ length: width }, (_, i) => new Hand(`${i + 1}-`, begin, onProgress));
  const free = [...hands];
  const waiting: ((hand: Hand) => void)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(hands.map((h) => h.end()));
  };
  signal.addEventListener("abort", () => void close(), { once: true });
  const withHand = async <T>(ask: (hand: Hand) => Promise<T>): Promise<T> => {
    const hand = free.pop() ?? (await new Promise<Hand>((resolve) => waiting.push(resolve)));
    try {
      return await ask(hand);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(hand);
      else next(hand);
    }
  };
  const leave = (
    site: Site,
    cfg: readonly CfgItem[],
    what: string,
    { base, seconds }: { readonly base?: readonly CfgItem[]; readonly seconds?: number | undefined },
  ) =>
    withHand(async (hand) => {
      if (site.session === undefined) return undefined;
      if (signal.aborted) return cut("cancelled");
      const reply = await hand.ask((told) => ({
        kind: "leave",
        ...boundsOf(site, hand, told),
        cfg,
        ...(base === undefined ? {} : { base }),
        seconds,
        what,
      }));
      if (reply.kind === "left") return reply.left;
      return cut(endOf(reply));
    });
  return {
    width,
    leave: (site, variant, what, seconds) =>
      leave(site, site.defended.hybrid.config(variant), what, { seconds }),
    beyond: (site, base, variant, what, seconds) => {
      const { config } = site.defended.hybrid;
      return leave(site, config(variant), what, { base: config(base), seconds });
    },
    allows: (site, variant, behaviour) =>
      withHand(async (hand) => {
        if (site.session === undefined || signal.aborted) return false;
        const cfg = site.defended.hybrid.config(variant);
        const reply = await hand.ask((told) => ({
          kind: "allows",
          ...boundsOf(site, hand, told),
          cfg,
          behaviour,
        }));
        if (reply.kind === "allowed") return reply.isAllowed;
        endOf(reply);
        return false;
      }),
    run: ({ onProgress: _, onNote: __, ...job }) =>
      withHand(async (hand) => {
        if (signal.aborted) return { ...noRun, kind: "cancelled" };
        const reply = await hand.ask(() => ({ kind: "run", job }));
        return reply.kind === "ran" ? reply.outcome : { ...noRun, kind: endOf(reply) };
      }),
    close,
  };
}

type Ended = { readonly kind: "ended"; readonly end: ThreadEnd };
type Answer = Exclude<Reply, { readonly kind: "progress" }> | Ended;

const cut = (why: "cancelled" | "out-of-memory"): Left => ({
  extra: undefined,
  violated: undefined,
  states: 0,
  seconds: 0,
  ended: "cut",
  why: why === "cancelled" ? why : "out of memory",
});

/** Why there is no answer; throws if it is a fault of the specification, or of ours. */
function endOf(reply: Answer): "cancelled" | "out-of-memory" {
  if (reply.kind === "faulty") throw new DiagnosticError(reply.diagnostics);
  if (reply.kind !== "ended") throw new Error(`an answer to another question: ${reply.kind}`);
  if (reply.end.kind === "failed") throw reply.end.error;
  return reply.end.kind === "out-of-memory" ? "out-of-memory" : "cancelled";
}

/** Where the models lie; what they are only to a thread that does not know. */
const boundsOf = (site: Site, hand: Hand, told: ReadonlySet<string>) => ({
  dir: site.dir,
  told: told.has(site.dir) ? undefined : toldOf(site, hand.prefix),
});

function toldOf({ dir, defended, session }: Site, prefix: string) {
  return { sides: sidesOfDefended(defended), dir, prefix, seconds: session?.options.seconds ?? 0 };
}

/** A thread, started when it is first asked, and again where it ended for want of memory. */
class Hand {
  private thread: ReturnType<Start> | undefined;
  private readonly told = new Set<string>();
  private answered: ((answer: Answer) => void) | undefined;

  constructor(
    /** Of the models' files that it writes. */
    readonly prefix: string,
    private readonly begin: Start,
    private readonly onProgress: ((what: string, progress: Progress) => void) | undefined,
  ) {}

  /** `question` gets the bounds that the thread knows. */
  ask(question: (told: ReadonlySet<string>) => Question): Promise<Answer> {
    return new Promise((resolve) => {
      this.answered = resolve;
      this.thread ??= this.started();
      const asked = question(this.told);
      if (asked.kind !== "run") this.told.add(asked.dir);
      this.thread.post(asked);
    });
  }

  async end(): Promise<void> {
    await this.thread?.terminate();
  }

  private started(): ReturnType<Start> {
    this.told.clear();
    const thread = this.begin((reply) => {
      if (reply.kind === "progress") this.onProgress?.(reply.what, reply.progress);
      else this.answered?.(reply);
    });
    void thread.ended.then((end) => {
      this.thread = undefined;
      this.answered?.({ kind: "ended", end });
    });
    return thread;
  }
}
