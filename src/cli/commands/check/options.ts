/** What a command line of `check` asks for; combinations that mean nothing are refused. */
import { randomHex } from "../../../host/own-files.js";
import type { EngineChoice, Job } from "../../../verify/engines.js";
import { type Args, UsageError } from "../../command.js";
import { engineChoice } from "../../engines.js";

export const SIMULATED_BEHAVIOURS = 1000;
const MIB = 2 ** 20;

export interface CheckOptions {
  readonly engine: EngineChoice;
  /** Everything of the job that is not the model itself. */
  readonly job: Omit<Job, "dir" | "module" | "cfgFile">;
  /** Checks of a hybrid that are taken away. */
  readonly without: readonly string[];
  readonly exhaust: boolean;
  readonly json: boolean;
}

/** Throws a UsageError. */
export function checkOptions(args: Args): CheckOptions {
  const engine = engineChoice(args) ?? "own";
  refuse(args, engine);
  const seconds = args.number("time-limit") ?? args.number("timeout");
  const maxStates = args.number("max-states");
  const maxMib = args.number("max-memory");
  const heapMb = args.number("heap");
  const depth = args.number("depth");
  const seed = args.number("seed") ?? randomSeed();
  const workers = args.number("workers") ?? (engine === "both" ? 1 : undefined);
  return {
    engine,
    job: {
      ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
      ...(maxStates === undefined ? {} : { maxStates }),
      ...(maxMib === undefined ? {} : { maxBytes: maxMib * MIB }),
      ...(heapMb === undefined ? {} : { heapMb }),
      ...(workers === undefined ? {} : { workers }),
      ...(args.flag("simulate")
        ? {
            simulate: {
              num: args.number("simulate") ?? SIMULATED_BEHAVIOURS,
              ...(depth === undefined ? {} : { depth }),
              seed,
            },
          }
        : {}),
    },
    without: args.all("without"),
    exhaust: args.flag("exhaust"),
    json: args.flag("json"),
  };
}

/** 31 bits: as much as both engines take. */
const randomSeed = (): number => Number.parseInt(randomHex(4), 16) >>> 1;

type Rule = readonly [applies: boolean, message: string, hint: string];

function refuse(args: Args, engine: EngineChoice): void {
  const given = (name: string): boolean => args.flag(name);
  const compares = engine === "tlc" || engine === "both";
  const rules: readonly Rule[] = [
    [
      given("time-limit") && given("timeout"),
      "--time-limit and --timeout are the same limit",
      "give one of them",
    ],
    [
      compares && given("max-states"),
      `--max-states is a limit of our engine, not for --engine ${engine}`,
      "take --engine own, or --time-limit",
    ],
    [
      compares && given("max-memory"),
      `--max-memory is a limit of our engine, not for --engine ${engine}`,
      "take --engine own, or --heap for TLC",
    ],
    [engine === "own" && given("heap"), "--heap is for TLC", "our engine takes --max-memory MIB"],
    [
      engine === "own" && (args.number("workers") ?? 1) > 1,
      "our engine has one worker so far",
      "leave --workers out, or take --engine tlc",
    ],
    [
      given("simulate") && engine === "both",
      "random behaviours of two engines cannot be compared",
      "take --engine own or --engine tlc with --simulate",
    ],
    [
      given("simulate") && given("max-states"),
      "random behaviours are not told apart, so --max-states does not bound them",
      "bound them with --simulate N or --time-limit S",
    ],
    ...["depth", "seed"].map(
      (name): Rule => [
        given(name) && !given("simulate"),
        `--${name} is of simulated behaviours`,
        `add --simulate, or leave --${name} out`,
      ],
    ),
    [given("exhaust") && !given("without"), "--exhaust is for --without", "name the check to take away"],
  ];
  for (const [applies, message, hint] of rules) if (applies) throw new UsageError(message, hint);
}
