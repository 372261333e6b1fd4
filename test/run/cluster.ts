import { readFileSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts } from "../../src/host/ports.js";
import { type Prepared, prepare } from "../../src/run/prepare.js";
import type { RoundOptions } from "../../src/run/round.js";
import { policy } from "../runtime/fixture-election.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = ["test/run/fixture-program.ts", "test/runtime/fixture-election.ts"];

/** The hand-written protocol with elections, compiled into a fresh folder. */
export async function fixture(): Promise<{ readonly folder: string; readonly prepared: Prepared }> {
  const folder = await mkdtemp(join(tmpdir(), "round-"));
  const sources = files.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  return { folder, prepared: await prepare(sources, files[0]!, join(folder, "program")) };
}

export async function roundOptions(
  { folder, prepared }: Awaited<ReturnType<typeof fixture>>,
  name: string,
  change: Partial<RoundOptions>,
): Promise<RoundOptions> {
  const nodes = ["a", "b", "c"];
  const ports = await freePorts(nodes.length);
  await mkdir(join(folder, name));
  const { decided: _, obsolete: __, ...driven } = policy;
  return {
    prepared,
    folder: join(folder, name),
    nodes,
    ports: Object.fromEntries(nodes.map((node, k) => [node, ports[k]!])),
    constants: {},
    // Without a restart a leader of an old term stays one for ever.
    policy: { ...driven, timeoutActions: ["Timeout", "Restart"] },
    commands: 60,
    clients: 4,
    faults: 1,
    kills: true,
    signal: new AbortController().signal,
    progress: () => {},
    ...change,
  };
}
