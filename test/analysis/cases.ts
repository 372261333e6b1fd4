import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analyse } from "../../src/analysis/index.js";
import { checkKappa, type KappaReport } from "../../src/analysis/kappa/index.js";
import type { Protocol } from "../../src/protocol/types.js";
import { loadSpecification, readSpecification } from "../../src/spec/load.js";
import { parsedModule, resolved } from "../resolved.js";

/** A module's text, and that of its mapping file if there is one. */
export interface SpecText {
  readonly module: string;
  readonly mapping: string | undefined;
}

export function caseText(name: string): SpecText {
  const file = fileURLToPath(new URL(`../cases/analysis/${name}.tla`, import.meta.url));
  const [module, mapping] = readFileSync(file, "utf8").split("\nMAPPING\n");
  return { module: `${module ?? ""}\n`, mapping };
}

export async function protocolOf({ module, mapping }: SpecText): Promise<Protocol> {
  const { protocol, diagnostics } = await readSpecification("case.tla", module, "case.json", mapping);
  if (protocol === undefined)
    throw new Error(diagnostics.map((d) => `${d.place?.line}: ${d.message}`).join("\n"));
  return protocol;
}

export const specFile = (name: string): string =>
  fileURLToPath(new URL(`../../specs/${name}`, import.meta.url));

export async function ownProtocol(name: string): Promise<Protocol> {
  const { protocol } = await loadSpecification(specFile(name), { cwd: "/" });
  if (protocol === undefined) throw new Error(`${name} is no protocol`);
  return protocol;
}

/** Counter values tried in a model of these constants. */
export function kappaTried(
  protocol: Protocol,
  constants: Parameters<typeof checkKappa>[2]["constants"],
  states: number,
  seconds = 60,
): Promise<KappaReport> {
  return checkKappa(protocol, analyse(protocol), {
    constants,
    states,
    seconds,
    now: () => performance.now() / 1000,
    pause: async () => {},
    resolve: async (name, text) => {
      const { spec } = resolved(parsedModule(`${name}.tla`, text));
      if (spec === undefined) throw new Error(text);
      return spec;
    },
  });
}
