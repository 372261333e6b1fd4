/** How a protocol is run: its nodes, constants and policy, from the mapping's `run` section and the model. Pure. */
import type { HostConfig } from "../../codegen/runtime/host.js";
import type { Json } from "../../codegen/runtime/json.js";
import type { Mapping } from "../protocol/mapping.js";
import type { Protocol } from "../protocol/types.js";
import { type Cfg, cfgConstant } from "../tla/cfg.js";
import { jsonOfValue } from "../trace/json-value.js";
import { cannotStart } from "./faults.js";

export interface Settings {
  readonly nodes: readonly string[];
  /** How many replicas may lie: the most of which two quorums still share a correct one. */
  readonly faults: number;
  readonly constants: HostConfig["constants"];
  readonly policy: HostConfig["policy"];
  /** The operator that says what a node has decided. */
  readonly decided: string;
}

/** Integer constants of a model bound its exploration; a run has no bounds. */
const UNBOUNDED = 1_000_000;

/** Throws a DiagnosticError if the mapping does not say how, or names what is not there. */
export function settingsOf(
  protocol: Protocol,
  mapping: Mapping,
  mappingFile: string,
  cfg: Cfg,
  count: number,
): Settings {
  const { run } = mapping;
  if (run === undefined) throw cannotStart.noRunSection(mappingFile);
  if (count < 3) throw cannotStart.tooFew(count);
  const known = protocol.actions.map((a) => a.name);
  const wanted = [run.clientAction, ...run.timeouts, ...(run.restart === undefined ? [] : [run.restart])];
  for (const name of wanted)
    if (!known.includes(name)) throw cannotStart.unknownName("the action", name, known);
  const params = protocol.actions.find((a) => a.name === run.clientAction)?.params.map((p) => p.name) ?? [];
  if (!params.includes(run.clientParameter)) {
    throw cannotStart.unknownName(`${run.clientAction}'s parameter`, run.clientParameter, params);
  }
  const nodes = nodeNames(protocol, cfg, count);
  const quiet = new Set(wanted);
  const eager = protocol.actions
    .filter((a) => a.inputs.length === 0 && !quiet.has(a.name))
    .map((a) => a.name);
  return {
    nodes,
    faults: Math.floor((count - 1) / 2),
    constants: Object.fromEntries(
      protocol.constants
        .filter((c) => c.arity === 0)
        .map((c) => [c.name, constant(protocol, mapping, cfg, nodes, c.name)]),
    ),
    policy: {
      clientAction: { action: run.clientAction, param: run.clientParameter },
      // A node that is stuck in a role may also start anew, as after a crash.
      timeoutActions: [...run.timeouts, ...(run.restart === undefined ? [] : [run.restart])],
      ...(run.restart === undefined ? {} : { restartAction: run.restart }),
      eager,
    },
    decided: run.decided,
  };
}

/** The model's names, further ones like the last of them, or n1, n2, … */
function nodeNames(protocol: Protocol, cfg: Cfg, count: number): readonly string[] {
  const value = cfgConstant(cfg, protocol.nodeSet);
  const given = value?.kind === "set" ? value.items.flatMap((v) => (v.kind === "model" ? [v.name] : [])) : [];
  const stem = /^(.*?)\d+$/.exec(given.at(-1) ?? "n1")?.[1] ?? "n";
  const names = new Set(given.slice(0, count));
  for (let k = 1; names.size < count; k++) names.add(`${stem}${k}`);
  return [...names];
}

function constant(
  protocol: Protocol,
  mapping: Mapping,
  cfg: Cfg,
  nodes: readonly string[],
  name: string,
): Json {
  const given = mapping.run?.constants?.[name];
  if (given !== undefined) return typeof given === "object" ? { "#set": given } : given;
  if (name === protocol.nodeSet) return { "#set": nodes };
  // Replicas are offered values, whatever they are.
  if (mapping.clientValues?.includes(name) === true) return { "#set": [] };
  const value = cfgConstant(cfg, name);
  if (value === undefined) throw cannotStart.noConstant(name, cfg.file);
  return value.kind === "int" ? UNBOUNDED : jsonOfValue(value);
}
