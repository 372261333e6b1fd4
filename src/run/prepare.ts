/**
 * From the TypeScript of a protocol to something that Node runs: the runtime and the protocol's files, without their
 * types, in one folder.
 */
import { listDirectory, makeDirectory, readText, writeAtomic } from "../host/files.js";
import { packageFolder } from "../host/own-files.js";
import { basename, dirname, join } from "../host/paths.js";

/** A source file; the runtime is at `codegen/runtime` of the same tree. */
export interface SourceFile {
  /** From the tree's root, with slashes: `codegen/generated/mine/index.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Prepared {
  /** What a host runs, and a counter. */
  readonly host: string;
  readonly counter: string;
  /** The module that exports the protocol. */
  readonly program: string;
}

const RUNTIME = "codegen/runtime";

/** Writes the compiled tree into `folder`; `entry` is the path of the file that exports the protocol. */
export async function prepare(
  files: readonly SourceFile[],
  entry: string,
  folder: string,
): Promise<Prepared> {
  const runtime = join(packageFolder(), RUNTIME);
  const names = (await listDirectory(runtime)).filter((name) => name.endsWith(".ts"));
  const sources = await Promise.all(
    names.map(async (name) => ({ path: `${RUNTIME}/${name}`, text: await readText(join(runtime, name)) })),
  );
  // Loaded here, since it is large.
  const { ts } = await import("ts-morph");
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  const compiled = (path: string): string => join(folder, path.replace(/\.ts$/, ".js"));
  for (const { path, text } of [...sources, ...files]) {
    const target = compiled(path);
    await makeDirectory(dirname(target));
    const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: basename(path) });
    await writeAtomic(target, outputText);
  }
  await writeAtomic(join(folder, "package.json"), '{ "type": "module" }\n');
  return {
    host: compiled(`${RUNTIME}/host-main.ts`),
    counter: compiled(`${RUNTIME}/counter-main.ts`),
    program: compiled(entry),
  };
}
