/** Generated TypeScript held against the strictest settings. */

/** Type errors in these files, as `file(line): message`; what they import is not reported. */
export async function typeFaults(files: readonly string[]): Promise<readonly string[]> {
  // Loaded here, since it is large.
  const { ts } = await import("ts-morph");
  const program = ts.createProgram({
    rootNames: [...files],
    options: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2023.d.ts"],
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitOverride: true,
      noFallthroughCasesInSwitch: true,
      skipLibCheck: true,
      noEmit: true,
    },
  });
  const wanted = new Set(files);
  return program
    .getSourceFiles()
    .filter((f) => wanted.has(f.fileName))
    .flatMap((f) => [...program.getSyntacticDiagnostics(f), ...program.getSemanticDiagnostics(f)])
    .map((d) => {
      const line = d.file === undefined ? 0 : d.file.getLineAndCharacterOfPosition(d.start ?? 0).line + 1;
      return `${d.file?.fileName ?? ""}(${line}): ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`;
    });
}
