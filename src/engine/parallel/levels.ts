/**
 * How the threads of a search go through its levels together. States of a level are taken a few at a time from a common
 * counter; who finds none left waits, and the last one opens the next level. So behaviours found are shortest ones.
 *
 * Levels of very few states are expanded by whoever opens them, before the others are woken. In the middle of a level all
 * may have to meet, since the states need more room (`SharedStates.maintain`): each comes when it has no successor put
 * off, those that wait for the next level are there already, and the last one does what is to be done.
 *
 * Everything that decides who is the last one happens with the lock held, and joining too: whoever joins late takes part
 * in the level that is open.
 */

import type { Position } from "../explore/explore-snapshot.js";
import { Stop } from "../explore/explore-watch.js";
import type { Expander } from "./expander.js";
import type { Lock } from "./lock.js";
import { At, PER_THREAD, type SearchMemory, TAKING, Tally, tallied } from "./memory.js";
import type { SharedStates } from "./states-shared.js";

/** At most so many states are taken at once. */
const MOST_TAKEN = 64;
/** In parts of what is left for each thread, so that all come to the end together. */
const PARTS = 4;
/** Fewer states than this for each thread are not shared out. */
const FEW = 2;
/** A level of so many states for each index in a block: gaps are to be few. */
const STATES_PER_BLOCK = 256;
const MOST_BLOCK = 64;
/** How often a waiting thread looks itself before it sleeps, and how long it sleeps at most. */
const SPINS = 2000;
const WAIT_MS = 50;
/** How long the search that ends waits for who counts those that take part. */
const CLOSE_MS = 1000;

/** In times of `WAIT_MS`: how long the thread that asks waits for the others before it looks whether they are alive. */
const FEW_WAITS = 20;

const never = (): boolean => false;

/** Thrown where others do not come to meet: the thread that asks is to look after them, and to expand the state anew. */
export class Leave extends Stop {
  constructor() {
    super({ kind: "cancelled" });
  }
}

export class Levels {
  private readonly memory: SearchMemory;
  private readonly control: Int32Array;
  private readonly states: SharedStates;
  private readonly thread: number;
  private readonly lock: Lock;
  /** The epoch for whose end this thread waits, if it does. */
  private waitsFor: number | undefined;
  /** States that it has taken: from here to before there. */
  private at = 0;
  private to = 0;

  constructor(memory: SearchMemory, states: SharedStates, thread: number) {
    this.memory = memory;
    this.control = memory.control;
    this.states = states;
    this.thread = thread;
    this.lock = states.lock;
  }

  /** Tells all to end at once. */
  static stop({ control }: SearchMemory): void {
    Atomics.store(control, At.stop, 1);
    Atomics.notify(control, At.epoch);
    Atomics.notify(control, At.met);
  }

  /** The first level: all states that there are. */
  begin(): void {
    this.states.leave();
    this.open(0, 1);
    this.states.sync();
  }

  /** The level in which a search was saved, from where it was on; its states are there. */
  resume({ current, level, levelEnd }: Position): void {
    const { control } = this;
    this.open(current, level);
    control[At.levelStates] = levelEnd;
    control[At.levelEnd] = levelEnd;
  }

  // ----------------------------------------------------------------------------------------------------------- rest

  /** Asks all other threads to rest, each where it is when it looks up the next time, until `goOn`. */
  halt(): void {
    Atomics.store(this.control, At.rest, 1);
  }

  /** Whether all others rest that take part; whoever joins rests before it does anything. */
  get isAtRest(): boolean {
    const { control } = this;
    return Atomics.load(control, At.resting) === Atomics.load(control, At.team) - 1;
  }

  /** Whether the search is over, and nobody will rest any more. */
  get isOver(): boolean {
    return Atomics.load(this.control, At.over) !== 0;
  }

  goOn(): void {
    Atomics.store(this.control, At.rest, 0);
    Atomics.notify(this.control, At.rest);
  }

  private rest(): void {
    const { control } = this;
    Atomics.add(control, At.resting, 1);
    while (Atomics.load(control, At.rest) !== 0 && Atomics.load(control, At.stop) === 0)
      Atomics.wait(control, At.rest, 1, WAIT_MS);
    Atomics.sub(control, At.resting, 1);
  }

  /** Takes part from now on; false if that is too late. */
  join(): boolean {
    const { control } = this;
    return this.locked(() => {
      if (control[At.closed] !== 0 || control[At.over] !== 0) return false;
      control[At.team] = control[At.team]! + 1;
      this.memory.tallies[this.thread * PER_THREAD + Tally.joined] = 1;
      this.states.sync();
      return true;
    });
  }

  /** From now on, no other thread can join. How many take part, with this one. */
  close(): number {
    const { control, lock } = this;
    // Who holds it may have ended; it is too late for that to matter.
    const isHeld = lock.acquireWithin(CLOSE_MS);
    control[At.closed] = 1;
    const team = control[At.team]!;
    if (isHeld) lock.release();
    return team;
  }

  /** Takes part until the search is over, or `isDue` says that something else is to be done: then false, and it may be
   * called again. Throws a Stop if all are stopped. */
  run(expander: Expander, isDue: () => boolean = never): boolean {
    if (this.thread !== 0) this.look(expander);
    for (;;) {
      if (this.waitsFor === undefined) {
        if (!this.takePart(expander, isDue)) return false;
        this.arrive();
      }
      if (this.waitsFor !== undefined && !this.await(expander, isDue)) return false;
      if (this.control[At.over] !== 0) return true;
    }
  }

  /** Says that the search ends with this level. */
  end(): void {
    Atomics.store(this.control, At.found, 1);
  }

  /** Also called in the middle of an expansion: throws a Stop if all are to end. */
  look(expander: Expander): void {
    this.tell(expander);
    if (this.control[At.rest] !== 0 && this.thread !== 0) this.rest();
    if (Atomics.load(this.control, At.stop) !== 0) throw new Stop({ kind: "cancelled" });
  }

  /** Puts down what the thread has counted. */
  tell({ generated, expanded }: Expander): void {
    const at = this.thread * PER_THREAD;
    this.memory.tallies[at + Tally.generated] = generated;
    this.memory.tallies[at + Tally.expanded] = expanded;
  }

  /** Waits for all others, so that one of them does what is wanted; called by who has no successor put off. */
  meet(expander: Expander): void {
    const { control } = this;
    const met = this.locked(() => {
      if (control[At.wanted] === 0) return undefined;
      const before = control[At.met]!;
      control[At.meeting] = control[At.meeting]! + 1;
      if (control[At.idle]! + control[At.meeting]! < control[At.team]!) return before;
      this.maintain();
      return undefined;
    });
    if (met !== undefined) {
      for (let i = 0; i < SPINS; i++) if (control[At.met] !== met) break;
      for (let waits = 0; Atomics.load(control, At.met) === met; waits++) {
        expander.look();
        Atomics.wait(control, At.met, met, WAIT_MS);
        if (this.thread === 0 && waits >= FEW_WAITS) this.leaveMeeting(met);
      }
    }
    this.states.sync();
  }

  /** Goes away from where others are waited for, if they have not come now. */
  private leaveMeeting(met: number): void {
    const { control } = this;
    this.locked(() => {
      if (control[At.met] !== met) return;
      control[At.meeting] = control[At.meeting]! - 1;
      throw new Leave();
    });
  }

  /** After a `Leave`: the state that was being expanded is expanded anew. */
  redo(expander: Expander): void {
    const mine = this.thread * PER_THREAD;
    this.at = this.memory.tallies[mine + Tally.at]!;
    expander.redo(this.memory.tallies[mine + Tally.begun]!);
    this.tell(expander);
  }

  // ---------------------------------------------------------------------------------------------------------- a level

  /** Expands states of the level until none is left; false if something else is due before. */
  private takePart(expander: Expander, isDue: () => boolean): boolean {
    const { control, states } = this;
    const { tallies } = this.memory;
    const mine = this.thread * PER_THREAD;
    const level = control[At.level]!;
    const end = control[At.levelEnd]!;
    for (;;) {
      while (this.at < this.to) {
        const index = this.at++;
        if (!states.isGap(index)) expander.expand(index, level);
        // Nothing interrupts between these two: it would count twice what it is taken up with.
        tallies[mine + Tally.at] = index + 1;
        tallies[mine + Tally.begun] = expander.generated;
        if (isDue()) return false;
      }
      const left = end - Atomics.load(control, At.next);
      if (left <= 0) break;
      const wanted = Math.max(1, Math.min(MOST_TAKEN, Math.floor(left / (control[At.team]! * PARTS))));
      tallies[mine + Tally.to] = TAKING;
      this.at = Atomics.add(control, At.next, wanted);
      this.to = Math.max(this.at, Math.min(end, this.at + wanted));
      tallies[mine + Tally.at] = this.at;
      tallies[mine + Tally.to] = this.to;
    }
    this.tell(expander);
    return true;
  }

  /** Nothing is left of this level. Who comes last opens the next one, and need not wait. */
  private arrive(): void {
    const { control, states } = this;
    states.leave();
    this.locked(() => {
      const { idle, team, meeting, wanted } = At;
      this.waitsFor = control[At.epoch]!;
      control[idle] = control[idle]! + 1;
      if (control[wanted] !== 0 && control[idle]! + control[meeting]! === control[team]) this.maintain();
      if (control[idle] === control[team]) this.advance();
    });
    if (this.waitsFor === undefined) states.sync();
  }

  /** When all others wait, with the lock held: opens the next level. */
  private advance(): void {
    const { control, states } = this;
    const found = states.size - control[At.levelStates]!;
    const isOver = found === 0 || control[At.found] !== 0;
    if (isOver) control[At.over] = 1;
    else this.open(control[At.levelEnd]!, control[At.level]! + 1);
    this.waitsFor = undefined;
    if (!isOver && found < FEW * control[At.team]!) {
      // The others go on waiting.
      control[At.idle] = control[At.idle]! - 1;
      return;
    }
    control[At.idle] = 0;
    Atomics.add(control, At.epoch, 1);
    Atomics.notify(control, At.epoch);
  }

  private locked<T>(work: () => T): T {
    this.lock.acquire();
    try {
      return work();
    } finally {
      this.lock.release();
    }
  }

  private open(next: number, level: number): void {
    const { control } = this;
    const states = this.states.size;
    const block = Math.floor((states - control[At.levelStates]!) / (STATES_PER_BLOCK * control[At.team]!));
    control[At.turning] = 1;
    control[At.block] = Math.max(1, Math.min(MOST_BLOCK, block));
    control[At.level] = level;
    control[At.levelStates] = states;
    control[At.levelEnd] = control[At.count]!;
    Atomics.store(control, At.next, next);
    control[At.turning] = 0;
  }

  /** With the lock held, when all others wait; wakes those that met. */
  private maintain(): void {
    const { control } = this;
    // Whoever did this before may have been interrupted in the middle.
    if (control[At.stop] !== 0) throw new Stop({ kind: "cancelled" });
    this.states.maintain();
    control[At.meeting] = 0;
    Atomics.add(control, At.met, 1);
    Atomics.notify(control, At.met);
  }

  /** Waits for the next level; false if something else is due before. */
  private await(expander: Expander, isDue: () => boolean): boolean {
    const { control, waitsFor } = this;
    for (let i = 0; i < SPINS; i++) if (control[At.epoch] !== waitsFor) break;
    while (waitsFor !== undefined && Atomics.load(control, At.epoch) === waitsFor) {
      expander.look();
      if (isDue()) return false;
      Atomics.wait(control, At.epoch, waitsFor, WAIT_MS);
    }
    this.waitsFor = undefined;
    this.states.sync();
    return true;
  }
}

/** Of the deepest state found; 1 before there is any. */
export function depthOf(memory: SearchMemory): number {
  const { control } = memory;
  const level = Math.max(1, control[At.level]!);
  return control[At.level]! > 0 && tallied(memory, Tally.kept) > control[At.levelStates]! ? level + 1 : level;
}
