/** Counterexamples whose steps name the action, the node and what it chose, where the specification can be read. */
import { withTempDir, writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { parseState } from "../tla/value.js";
import type { Counterexample } from "../tlc/counterexample.js";
import type { Checker } from "./engines.js";
import type { Subject } from "./hybrid.js";
import { type NamedStep, namedEvent, readSteps, type State, stepsModel } from "./steps.js";

const WALK_S = 60;

/** The counterexample with its steps named as far as can be told; any trouble leaves it as it is. */
export async function nameSteps(
  subject: Pick<Subject, "protocol" | "hybrid">,
  trace: Counterexample,
  constants: readonly CfgItem[],
  checker: Pick<Checker, "ask">,
): Promise<Counterexample> {
  const states = trace.states.map((s) => stateOf(s.text));
  if (states.length < 2 || states.includes(undefined)) return trace;
  const known = states as readonly State[];
  const certified = subject.hybrid.words.of.certified;
  const steps = known.every((s) => s.has(certified))
    ? fromCertificates(subject, known, certified)
    : await fromWalk(subject, known, constants, checker);
  return {
    ...trace,
    states: trace.states.map((s, k) => ({ ...s, ...(k === 0 ? undefined : steps.get(k)) })),
  };
}

function stateOf(text: string): State | undefined {
  try {
    return parseState(text);
  } catch {
    return undefined;
  }
}

/** In a hybrid each step leaves the certificate of its event in the state. */
function fromCertificates(
  { protocol, hybrid }: Pick<Subject, "protocol" | "hybrid">,
  states: readonly State[],
  certified: string,
): ReadonlyMap<number, NamedStep> {
  const out = new Map<number, NamedStep>();
  for (const [k, state] of states.entries()) {
    const certificate = state.get(certified);
    if (certificate?.kind !== "record") continue;
    const field = (name: string) => certificate.fields.find(([f]) => f === name)?.[1];
    const [node, event] = [field("node"), field("event")];
    const step =
      node === undefined || event === undefined ? undefined : namedEvent(protocol, hybrid, node, event);
    if (step !== undefined) out.set(k, step);
  }
  return out;
}

async function fromWalk(
  { protocol, hybrid }: Pick<Subject, "protocol" | "hybrid">,
  states: readonly State[],
  constants: readonly CfgItem[],
  checker: Pick<Checker, "ask">,
): Promise<ReadonlyMap<number, NamedStep>> {
  const made = stepsModel(protocol, hybrid, constants, states);
  return withTempDir(async (dir) => {
    await writeAtomic(join(dir, `${made.base.module}.tla`), made.base.text);
    await writeAtomic(join(dir, `${made.module}.tla`), made.text);
    const cfgFile = join(dir, `${made.module}.cfg`);
    await writeAtomic(cfgFile, printCfg({ entries: made.cfg }));
    const outcome = await checker.ask({
      dir,
      module: made.module,
      cfgFile,
      workers: 1,
      timeoutMs: WALK_S * 1000,
    });
    return outcome.kind === "holds"
      ? readSteps(protocol, hybrid, outcome.printed)
      : new Map<number, NamedStep>();
  });
}
