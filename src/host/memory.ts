/** What memory the process has, and what more it can get. */
import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

/** Bytes of memory that the process occupies. */
export const memoryInUse = (): number => process.memoryUsage.rss();

/** What the machine, or the container, has at all. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

/** Left to the rest of the machine. */
const RESERVE_BYTES = 100e6;
/** Of the part of the heap that V8 would end the process for. */
const HEAP_SHARE = 0.9;

/**
 * Whether the process can have so many bytes more in arrays without being ended for it, by V8 (whose own heap is
 * limited) or by the system (which may promise more than there is). It is a guess: others take memory too.
 */
export function hasRoom(bytes: number): boolean {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  if (used_heap_size > HEAP_SHARE * heap_size_limit) return false;
  return availableBytes() > bytes + RESERVE_BYTES;
}

/** What the system says it can give, within the limit of a container. */
function availableBytes(): number {
  const limit = process.constrainedMemory();
  const withinLimit = limit > 0 && limit < Number.MAX_SAFE_INTEGER ? limit - memoryInUse() : Infinity;
  return Math.min(freeBytes(), withinLimit);
}

/** On Linux caches count as free: they are given up. */
function freeBytes(): number {
  try {
    const kibibytes = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  } catch {
    // Another system, or one that hides it.
  }
  return freemem();
}
