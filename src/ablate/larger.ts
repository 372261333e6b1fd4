/**
 * The same specification with a bound raised, or with more nodes and one liar more: what a size hides. Models with more nodes are
 * not exhausted, so the liars' alphabet is bounded there by what random behaviours of the original say.
 */

import { writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import type { ModuleTable } from "../protocol/table.js";
import { mentions, nameOf } from "../protocol/terms.js";
import type { Node } from "../tla/ast.js";
import { type Cfg, printCfg } from "../tla/cfg.js";
import { canonicalOp } from "../tla/operators.js";
import { int, model, modelNames, printValue, type Value } from "../tla/value.js";
import { walk } from "../tla/visit.js";
import { readSeen, type Seen } from "../transform/seen.js";
import { collecting } from "../verify/collecting.js";
import type { Job } from "../verify/engines.js";
import { writeModule } from "../verify/execute.js";
import type { Subject } from "../verify/hybrid.js";
import { ownEngine } from "../verify/own-engine.js";
import { nodesOf } from "../verify/plan.js";

export const fartherModel = "larger";

/** Subjects whose model `larger` has one number raised by one that only bounds it, for each; none like the model `unlike`. */
export function withRaisedBounds(
  subject: Subject,
  modelName: string,
  unlike: string,
): readonly { readonly constant: string; readonly subject: Subject }[] {
  const cfg = subject.models.get(modelName);
  if (cfg === undefined) return [];
  const printed = (entries: Cfg["entries"]): string =>
    entries
      .flatMap((e) => (e.kind === "constant" ? [`${e.name}=${printValue(e.value)}`] : []))
      .sort()
      .join();
  const known = printed(subject.models.get(unlike)?.entries ?? []);
  return [...boundsIn(subject.table)].flatMap((constant) => {
    const entries = cfg.entries.map((e) =>
      e.kind === "constant" && e.name === constant && e.value.kind === "int"
        ? { ...e, value: int(e.value.value + 1) }
        : e,
    );
    const now = printed(entries);
    if (now === printed(cfg.entries) || now === known) return [];
    const models = new Map([...subject.models, [fartherModel, { ...cfg, entries }]]);
    return [{ constant, subject: { ...subject, models } }];
  });
}

const comparisons = new Set(["<", "=<", ">", ">="]);

/** Constants that are nothing but the end of an interval, or compared with; how many there are of something is no bound. */
export function boundsIn({ constants, definitions }: ModuleTable): ReadonlySet<string> {
  const asBound = new Set<Node>();
  const named = new Map<string, Node[]>();
  for (const { body } of definitions.values())
    walk(body, (node) => {
      const name = node.kind === "Apply" ? nameOf(node) : undefined;
      if (name !== undefined && constants.has(name)) named.set(name, [...(named.get(name) ?? []), node]);
      if (node.kind !== "Infix") return;
      const op = canonicalOp(node.op);
      if (op === "..") asBound.add(node.right);
      if (!comparisons.has(op)) return;
      const isCount = [node.left, node.right].some((side) => mentions(side, new Set(["Cardinality"])));
      if (!isCount) for (const side of [node.left, node.right]) asBound.add(side);
    });
  const all = [...named].filter(([, nodes]) => nodes.every((node) => asBound.has(node)));
  return new Set(all.map(([name]) => name));
}

/** A subject whose model `larger` has two nodes and a liar more than the given one; undefined if it cannot be made. */
export function withMoreNodes(subject: Subject, modelName: string): Subject | undefined {
  const cfg = subject.models.get(modelName);
  if (cfg === undefined) return undefined;
  const byzantine = subject.byzantine + 1;
  const nodes = nodesOf(subject.protocol, cfg);
  const wider = widened(nodes, 2 * byzantine + 1, taken(cfg));
  if (wider === undefined) return undefined;
  const entries = cfg.entries.map((e) =>
    e.kind === "constant" && e.name === subject.protocol.nodeSet ? { ...e, value: wider } : e,
  );
  const models = new Map([...subject.models, [fartherModel, { ...cfg, entries }]]);
  return { ...subject, models, byzantine };
}

/** All names that the model uses. */
function taken(cfg: Cfg): Set<string> {
  const names = new Set<string>();
  for (const e of cfg.entries) {
    if ("name" in e) names.add(e.name);
    if (e.kind === "constant") modelNames(e.value, names);
  }
  return names;
}

/** New nodes stand in front: the last ones lie, and those that lied go on doing so. */
function widened(nodes: Value, count: number, names: Set<string>): Value | undefined {
  if (nodes.kind !== "set" || nodes.items.length >= count) return undefined;
  const first = nodes.items[0];
  if (first?.kind !== "model") return undefined;
  const stem = first.name.replace(/\d+$/, "");
  const more: Value[] = [];
  for (let k = 1; nodes.items.length + more.length < count; k++) {
    const name = `${stem}${k}`;
    if (!names.has(name)) more.push(model(name));
    names.add(name);
  }
  // Not in order, as sets elsewhere are: it is only printed, and its end tells who lies.
  return { kind: "set", items: [...more, ...nodes.items] };
}

export interface Sampling {
  readonly seconds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress?: NonNullable<Job["onProgress"]>;
}

/** What the original says in random behaviours; undefined if it says nothing, or has a fault. */
export async function sampleSeen(
  subject: Subject,
  cfg: Cfg,
  dir: string,
  { seconds, seed, signal, onProgress }: Sampling,
): Promise<Seen | undefined> {
  const { protocol } = subject;
  const { made, modules } = collecting(subject, cfg);
  for (const { name, text } of modules) await writeModule(dir, name, text);
  const cfgFile = join(dir, `${made.module}.cfg`);
  await writeAtomic(cfgFile, printCfg({ entries: made.cfg }));
  const job: Job = {
    dir,
    module: made.module,
    cfgFile,
    timeoutMs: seconds * 1000,
    byProcessor: true,
    simulate: { depth: 60, seed },
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const { outcome } = await ownEngine.run(job, signal);
  return outcome.kind === "timeout" ? readSeen(protocol, outcome.printed) : undefined;
}
