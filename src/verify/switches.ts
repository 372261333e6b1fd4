/** Taking checks away in the model of a generated hybrid. */
import { pathKind, readText } from "../host/files.js";
import { join } from "../host/paths.js";
import { type CfgItem, parseCfg, printCfg } from "../tla/cfg.js";
import { setOf, string } from "../tla/value.js";
import { type Manifest, manifestFile } from "../transform/artifacts.js";
import { cannotRun } from "./faults.js";

/** The text of a model's configuration with some receivers' checks off. Throws a DiagnosticError for unknown ones. */
export async function switchedOff(dir: string, cfgFile: string, without: readonly string[]): Promise<string> {
  const file = join(dir, manifestFile);
  if ((await pathKind(file)) !== "file") throw cannotRun.notHybrid(dir);
  const manifest = JSON.parse(await readText(file)) as Manifest;
  const unknown = without.find((w) => !manifest.checks.includes(w));
  if (unknown !== undefined) throw cannotRun.noCheck(unknown, manifest.checks);
  const { cfg } = parseCfg(cfgFile, await readText(cfgFile));
  const entries = cfg.entries.map(
    (e): CfgItem =>
      e.kind === "constant" && e.name === manifest.off ? { ...e, value: setOf(without.map(string)) } : e,
  );
  return printCfg({ entries });
}
