/** Small models, each with what TLC finds: module and model in one file, `EXPECT` last. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What `models/` has TLC 2.18 says; `later/` needs a later one, which said it once (`-Dtlc2.tool.impl.Tool.cdot=true`). */
export type Folder = "models" | "later";

export interface SmallModel {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly cfg: string;
  /** `holds 5 distinct 9 generated`, `violated …`, `fault`; undefined while it is not recorded. */
  readonly expected: string | undefined;
}

export function smallModels(from: Folder = "models"): readonly SmallModel[] {
  const folder = fileURLToPath(new URL(`./${from}/`, import.meta.url));
  return readdirSync(folder).map((name): SmallModel => {
    const file = `${folder}${name}`;
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    const end = lines.lastIndexOf("====");
    const rest = lines.slice(end + 1);
    const last = rest.at(-1) ?? "";
    const expected = last.startsWith("EXPECT ") ? last.slice("EXPECT ".length) : undefined;
    const cfg = expected === undefined ? rest : rest.slice(0, -1);
    const text = `${lines.slice(0, end + 1).join("\n")}\n`;
    return { name: name.replace(".tla", ""), file, text, cfg: `${cfg.join("\n")}\n`, expected };
  });
}

export const withExpectation = ({ text, cfg }: SmallModel, expected: string): string =>
  `${text}${cfg}EXPECT ${expected}\n`;
