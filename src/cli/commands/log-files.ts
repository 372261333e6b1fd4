import { listDirectory, pathKind } from "../../host/files.js";
import { join, resolve } from "../../host/paths.js";

/** The logs that are named: files, `-` for the standard input, and those in folders that look like logs. */
export async function logFiles(paths: readonly string[], cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths.map((p) => (p === "-" ? p : resolve(cwd, p)))) {
    if (path === "-" || (await pathKind(path)) !== "directory") files.push(path);
    else
      for (const name of [...(await listDirectory(path))].sort())
        if (/\.(?:ndjson|jsonl|json|csv|log)(?:\.gz)?$/.test(name)) files.push(join(path, name));
  }
  return files;
}
