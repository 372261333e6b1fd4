/** Cases of coverage: a module, a `MAPPING`, and `LOG`s, each with what is expected of it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { corpusReport, corpusText } from "../../src/conform/coverage/corpus-report.js";
import { type Covered, coverLogs } from "../../src/conform/coverage/cover.js";
import { mappingOf } from "../../src/conform/mapping/mapping.js";
import type { Subject } from "../../src/conform/prepare.js";
import { batches, subjectOf } from "./conform.js";

const directory = fileURLToPath(new URL("../cases/coverage/", import.meta.url));

export const caseNames: readonly string[] = readdirSync(directory)
  .filter((name) => name.endsWith(".tla"))
  .map((name) => name.slice(0, -".tla".length));

export interface CoverageCase {
  readonly module: string;
  readonly mapping: unknown;
  readonly logs: readonly { readonly log: string; readonly expected: string }[];
}

export function readCase(name: string): CoverageCase {
  const [before = "", ...logs] = readFileSync(`${directory}${name}.tla`, "utf8").split("\nLOG\n");
  const [module = "", mapping = ""] = before.split("\nMAPPING\n");
  if (logs.length === 0) throw new Error(`${name}: no LOG`);
  return {
    module: `${module}\n`,
    mapping: JSON.parse(mapping),
    logs: logs.map((text) => {
      const [log, expected] = `${text}\n`.split("\nEXPECT\n");
      if (log === undefined || expected === undefined || expected.trim() === "")
        throw new Error(`${name}: a LOG without EXPECT`);
      return { log: `${log}\n`, expected: expected.trim() };
    }),
  };
}

export const subjectOfCase = (name: string, { module }: CoverageCase): Promise<Subject> =>
  subjectOf(/MODULE (\w+)/.exec(module)?.[1] ?? name, module);

export function covered(
  subject: Subject,
  mapping: unknown,
  logs: readonly string[],
  more: { readonly mostKept?: number } = {},
): Promise<Covered> {
  return coverLogs({
    subject,
    mapping: mappingOf("mapping.json", mapping),
    files: logs.map((_, i) => `${i}.ndjson`),
    read: (file) => batches(logs[Number.parseInt(file, 10)] ?? ""),
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    guardStates: 50,
    nameOf: (files) => files.join(", "),
    ...more,
  });
}

/** What the command prints of a log, and what it refuses. */
export function told({ corpus, refused }: Covered, subject: Subject): string {
  const report = corpusText(corpusReport(corpus, [subject.file]), (file) => file.split("/").at(-1) ?? file);
  const lines = refused.map((d) => `${d.message} [${d.code}]`);
  return [...lines, ...(Object.keys(corpus.traces).length === 0 ? [] : [report.trim()])].join("\n");
}
