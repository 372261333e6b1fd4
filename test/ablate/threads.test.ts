import { describe, expect, it } from "vitest";
import type { Question, Reply } from "../../src/ablate/own-hand.js";
import { type Start, threadHands } from "../../src/ablate/threads.js";
import type { ThreadEnd } from "../../src/host/workers.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { noRun } from "../../src/verify/own-ready.js";

const job = (module: string) => ({ dir: "/nowhere", module, cfgFile: "m.cfg" });

interface Fake {
  readonly asked: string[];
  answer(reply: Reply): void;
  readonly end: (end: ThreadEnd) => void;
}

/** Threads that answer when they are told to; those begun, in order. */
function fakes(): { readonly begun: Fake[]; readonly start: Start } {
  const begun: Fake[] = [];
  const start: Start = (onReply) => {
    let end: (ended: ThreadEnd) => void = () => {};
    const ended = new Promise<ThreadEnd>((resolve) => {
      end = resolve;
    });
    const asked: string[] = [];
    begun.push({ asked, answer: onReply, end });
    const post = (question: Question) =>
      void asked.push(question.kind === "run" ? question.job.module : "leave");
    return { ended, post, terminate: async () => end({ kind: "terminated" }) };
  };
  return { begun, start };
}

const ran = { kind: "ran", outcome: { ...noRun, kind: "timeout" } } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("threads of an ablation", () => {
  it("have one question each, and the next one waits until one is free", async () => {
    const { begun, start } = fakes();
    const hands = threadHands({ width: 2, signal: new AbortController().signal }, start);
    expect(begun).toEqual([]);
    const all = ["A", "B", "C"].map((name) => hands.run(job(name)));
    await turn();
    expect(begun.map((t) => t.asked)).toEqual([["A"], ["B"]]);
    begun[1]?.answer(ran);
    expect(await all[1]).toMatchObject({ kind: "timeout" });
    await turn();
    expect(begun.map((t) => t.asked)).toEqual([["A"], ["B", "C"]]);
    for (const thread of begun) thread.answer(ran);
    await Promise.all(all);
    await hands.close();
  });

  it("tell of progress meanwhile", async () => {
    const { begun, start } = fakes();
    const seen: number[] = [];
    const signal = new AbortController().signal;
    const hands = threadHands({ width: 1, signal, onProgress: (_, p) => seen.push(p.generated) }, start);
    const one = hands.run(job("A"));
    await turn();
    const progress = { distinct: 1, generated: 7, queue: 0, depth: 1, rate: 1, seconds: 1 };
    begun[0]?.answer({ kind: "progress", what: "A", progress });
    begun[0]?.answer(ran);
    await one;
    expect(seen).toEqual([7]);
  });

  it("that end for want of memory are begun anew; the question has no answer", async () => {
    const { begun, start } = fakes();
    const hands = threadHands({ width: 1, signal: new AbortController().signal }, start);
    const one = hands.run(job("A"));
    await turn();
    begun[0]?.end({ kind: "out-of-memory" });
    expect(await one).toMatchObject({ kind: "out-of-memory" });
    const other = hands.run(job("B"));
    await turn();
    begun[1]?.answer(ran);
    expect(await other).toMatchObject({ kind: "timeout" });
    expect(begun.map((t) => t.asked)).toEqual([["A"], ["B"]]);
  });

  it("that fail are a fault of ours; what is wrong with a specification is told", async () => {
    const { begun, start } = fakes();
    const hands = threadHands({ width: 1, signal: new AbortController().signal }, start);
    const one = hands.run(job("A"));
    await turn();
    begun[0]?.end({ kind: "failed", error: new Error("broken") });
    await expect(one).rejects.toThrow("broken");
    const other = hands.run(job("B"));
    await turn();
    const diagnostic = { code: "x/y", severity: "error", message: "no" } as const;
    begun[1]?.answer({ kind: "faulty", diagnostics: [diagnostic] });
    await expect(other).rejects.toThrow(DiagnosticError);
  });

  it("are ended with what they do when the user interrupts, and asked nothing more", async () => {
    const { begun, start } = fakes();
    const controller = new AbortController();
    const hands = threadHands({ width: 1, signal: controller.signal }, start);
    const [one, other] = [hands.run(job("A")), hands.run(job("B"))];
    await turn();
    controller.abort();
    expect(await one).toMatchObject({ kind: "cancelled" });
    expect(await other).toMatchObject({ kind: "cancelled" });
    expect(begun.map((t) => t.asked)).toEqual([["A"]]);
  });
});
