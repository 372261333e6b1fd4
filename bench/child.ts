/** Runs a program to its end and measures it from outside: time from start to exit, highest resident memory. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Sample } from "./measure.js";

export interface ChildResult extends Sample {
  readonly exitCode: number | null;
  readonly output: string;
}

const WATCH_MS = 5;

export function runChild(program: string, args: readonly string[], cwd?: string): Promise<ChildResult> {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(cwd === undefined ? {} : { cwd }),
    });
    let output = "";
    let peakBytes: number | undefined;
    let cpuMilliseconds: number | undefined;
    const watch = setInterval(() => {
      peakBytes = highWater(child.pid) ?? peakBytes;
      cpuMilliseconds = cpuTime(child.pid) ?? cpuMilliseconds;
    }, WATCH_MS);
    const keep = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", (error) => {
      clearInterval(watch);
      fail(error);
    });
    child.once("close", (exitCode) => {
      clearInterval(watch);
      done({ milliseconds: performance.now() - start, cpuMilliseconds, peakBytes, exitCode, output });
    });
  });
}

/** The kernel's own record of the highest resident memory (Linux only). */
function highWater(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

const TICKS_PER_SECOND = 100;

/** User and system time so far, in steps of 10 ms (Linux only). */
function cpuTime(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isNaN(ticks) || ticks === 0 ? undefined : (ticks * 1000) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}
