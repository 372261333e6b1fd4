/**
 * A search of several threads as it is saved: while all rest, or when all have ended, wherever each was.
 *
 * Everything is read from the memory that they share, not from what a thread keeps for itself, in the middle of which it
 * may have been ended. Of a state that was being expanded, nothing is taken for done: it is to be expanded once more, what
 * was found from it only is left out, and what it generated is not counted (see `explore-order.ts`).
 */
import type { Snapshot } from "../explore/explore-snapshot.js";
import { NO_PARENT } from "../explore/states.js";
import type { CompiledModel } from "../model.js";
import { type BankMemory, SharedBank } from "../values/bank-shared.js";
import { depthOf } from "./levels.js";
import { At, PER_THREAD, type SearchMemory, TAKING, Tally, tallied } from "./memory.js";
import { SharedStates } from "./states-shared.js";

/**
 * The search with what it took so far; undefined if a thread was ended in the middle of what cannot be told apart, or if
 * something wrong was found that only a thread knows of.
 */
export function savedSearch(
  model: CompiledModel,
  values: BankMemory,
  search: SearchMemory,
  seconds: number,
): Snapshot | undefined {
  const { control, tallies } = search;
  if (control[At.torn] !== 0 || control[At.turning] !== 0 || control[At.found] !== 0) return undefined;
  const level = control[At.level]!;
  const states = new SharedStates(search, model);
  const pending: (readonly [number, number])[] = [];
  for (let mine = 0; mine < tallies.length; mine += PER_THREAD) {
    const [at, to] = [tallies[mine + Tally.at]!, tallies[mine + Tally.to]!];
    const [free, freeEnd] = [tallies[mine + Tally.free]!, tallies[mine + Tally.freeEnd]!];
    if (to === TAKING || free === TAKING) return undefined;
    if (level > 0) {
      states.leaveFree(free, freeEnd);
      if (at < to) pending.push([at, to]);
    } else if (mine === 0) states.leaveFree(at, states.reserved);
  }
  const levelEnd = control[At.levelEnd]!;
  const bank = new SharedBank(values);
  const { usedWords, nameCount } = bank;
  return {
    position: {
      generated: tallied(search, Tally.begun),
      initial: tallied(search, Tally.initial),
      depth: depthOf(search),
      current: level === 0 ? NO_PARENT : Math.min(control[At.next]!, levelEnd),
      level,
      levelEnd,
      seconds,
    },
    pending,
    states: states.saved(states.reserved),
    bank: bank.saved(usedWords, nameCount),
    universes: model.universes?.saved(usedWords) ?? [],
    registers: [...(model.context?.registers ?? [])],
  };
}
