/** What a command line of `check` asks for; combinations that mean nothing are refused. */
import { resolve } from "node:path";
import { randomHex } from "../../../host/own-files.js";
import type { EngineChoice, Job } from "../../../verify/engines.js";
import { type Args, UsageError } from "../../command.js";
import { engineChoice } from "../../engines.js";
import { exportForm } from "./export.js";

export const SIMULATED_BEHAVIOURS = 1000;
/** Between two checkpoints, unless the user says otherwise. */
const CHECKPOINT_SECONDS = 300;
const MIB = 2 ** 20;

/** What else than the verdict is wanted. */
export type Mode =
  | { readonly kind: "verdict" }
  /** Ways to states. */
  | { readonly kind: "reach"; readonly goals: readonly string[] }
  /** Whether the behaviour of a file is one of the model. */
  | { readonly kind: "replay"; readonly file: string }
  /** The compiled program, in a file. */
  | { readonly kind: "emit"; readonly file: string }
  /** What the states exercise of the formulas. */
  | { readonly kind: "coverage"; readonly report: string | undefined };

export interface CheckOptions {
  readonly engine: EngineChoice;
  readonly mode: Mode;
  /** Everything of the job that is not the model itself. */
  readonly job: Omit<Job, "dir" | "module" | "cfgFile">;
  /** Checks of a hybrid that are taken away. */
  readonly without: readonly string[];
  readonly exhaust: boolean;
  readonly json: boolean;
  /** Where the counterexample is to be written. */
  readonly exportTo: string | undefined;
}

/** Files are named as seen from `cwd`. Throws a UsageError. */
export function checkOptions(args: Args, cwd: string): CheckOptions {
  const engine = engineChoice(args) ?? "own";
  for (const [applies, message, hint] of [...ofEngines(args, engine), ...ofModes(args)])
    if (applies) throw new UsageError(message, hint);
  const exportTo = args.string("export");
  if (exportTo !== undefined) exportForm(exportTo);
  return {
    engine,
    exportTo,
    mode: modeOf(args),
    job: jobOf(args, engine, cwd),
    without: args.all("without"),
    exhaust: args.flag("exhaust"),
    json: args.flag("json"),
  };
}

function modeOf(args: Args): Mode {
  const file = args.string("emit");
  if (file !== undefined) return { kind: "emit", file };
  const replayed = args.string("replay");
  if (replayed !== undefined) return { kind: "replay", file: replayed };
  if (args.flag("coverage")) return { kind: "coverage", report: args.string("coverage-report") };
  const goals = args.all("reach");
  return goals.length === 0 ? { kind: "verdict" } : { kind: "reach", goals };
}

function jobOf(args: Args, engine: EngineChoice, cwd: string): CheckOptions["job"] {
  const seconds = args.number("time-limit") ?? args.number("timeout");
  const maxStates = args.number("max-states");
  const maxMib = args.number("max-memory");
  const heapMb = args.number("heap");
  const depth = args.number("depth");
  const workers = args.number("workers") ?? (engine === "both" ? 1 : undefined);
  const resume = args.string("resume");
  const dump = args.string("dump");
  const kept = args.string("checkpoint") ?? resume;
  const random = () => ({
    num: args.number("simulate") ?? SIMULATED_BEHAVIOURS,
    seed: args.number("seed") ?? randomSeed(),
    ...(depth === undefined ? {} : { depth }),
  });
  return {
    ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }),
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxMib === undefined ? {} : { maxBytes: maxMib * MIB }),
    ...(heapMb === undefined ? {} : { heapMb }),
    ...(workers === undefined ? {} : { workers }),
    ...(args.flag("simulate") ? { simulate: random() } : {}),
    ...(kept === undefined
      ? {}
      : {
          checkpoint: {
            file: resolve(cwd, kept),
            seconds: args.number("checkpoint-every") ?? CHECKPOINT_SECONDS,
          },
        }),
    ...(resume === undefined ? {} : { resume: resolve(cwd, resume) }),
    ...(dump === undefined ? {} : { dump: resolve(cwd, dump) }),
    ...(args.flag("depth-first") ? { depthFirst: depth ?? Number.POSITIVE_INFINITY } : {}),
  };
}

/** 31 bits: as much as both engines take. */
const randomSeed = (): number => Number.parseInt(randomHex(4), 16) >>> 1;

type Rule = readonly [applies: boolean, message: string, hint: string];

/** What only one of the engines has. */
function ofEngines(args: Args, engine: EngineChoice): readonly Rule[] {
  const given = (name: string): boolean => args.flag(name);
  const withTlc = engine === "tlc" || engine === "both";
  const ours = [
    "max-states",
    "max-memory",
    "depth-first",
    "reach",
    "replay",
    "emit",
    "coverage",
    ...keeping,
  ].map(
    (name): Rule => [
      withTlc && given(name),
      `--${name} is an option of our engine, not for --engine ${engine}`,
      "take --engine own",
    ],
  );
  return [
    ...ours,
    [engine === "own" && given("heap"), "--heap is for TLC", "our engine takes --max-memory MIB"],
    [
      given("simulate") && engine === "both",
      "random behaviours of two engines cannot be compared",
      "take --engine own or --engine tlc with --simulate",
    ],
  ];
}

/** Keeping a search of all states, or its graph. */
const keeping = ["checkpoint", "checkpoint-every", "resume", "dump"] as const;

/** Ways of going through the states: one at a time. */
const modes = ["simulate", "depth-first", "reach", "replay", "emit", "coverage"] as const;

function ofModes(args: Args): readonly Rule[] {
  const given = (name: string): boolean => args.flag(name);
  const [first, second] = modes.filter(given);
  const kept = keeping.find(given);
  return [
    [
      kept !== undefined && first !== undefined,
      `--${kept} is of searches of all states, not for --${first}`,
      `leave --${kept} out`,
    ],
    [
      given("dump") && (args.number("workers") ?? 1) > 1,
      "--dump needs the steps in order, which several workers do not keep",
      "leave --workers out",
    ],
    [
      given("dump") && !/\.(dot|json)$/.test(args.string("dump") ?? ""),
      `--dump does not know the form of ${args.string("dump")}`,
      "name it *.dot or *.json",
    ],
    [
      given("checkpoint-every") && !given("checkpoint") && !given("resume"),
      "--checkpoint-every needs a file",
      "add --checkpoint FILE",
    ],
    [second !== undefined, `--${first} and --${second} do not go together`, "give one of them"],
    [
      given("time-limit") && given("timeout"),
      "--time-limit and --timeout are the same limit",
      "give one of them",
    ],
    [
      given("simulate") && given("max-states"),
      "random behaviours are not told apart, so --max-states does not bound them",
      "bound them with --simulate N or --time-limit S",
    ],
    [
      given("seed") && !given("simulate"),
      "--seed is of random behaviours",
      "add --simulate, or leave --seed out",
    ],
    [
      given("depth") && !given("simulate") && !given("depth-first"),
      "--depth is of random behaviours and of behaviours depth first",
      "add --simulate or --depth-first, or leave --depth out",
    ],
    [
      given("export") && (given("emit") || given("replay")),
      `--export and --${given("emit") ? "emit" : "replay"} do not go together`,
      "give one of them",
    ],
    [given("coverage-report") && !given("coverage"), "--coverage-report is of --coverage", "add --coverage"],
    [given("exhaust") && !given("without"), "--exhaust is for --without", "name the check to take away"],
  ];
}
