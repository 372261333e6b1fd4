/** Generated TypeScript held against the strictest settings. */

/** Type errors in these files, as `file(line): message`; what they import is not reported. */
export async function typeFaults(files: readonly string[]): Promise<readonly string[]> {
  // Loaded here, since it is large.
  const { Project, ts } = await import("ts-morph");
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
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
  return files
    .map((f) => project.addSourceFileAtPath(f))
    .flatMap((f) => f.getPreEmitDiagnostics())
    .map((d) => {
      const message = d.getMessageText();
      const text = typeof message === "string" ? message : message.getMessageText();
      return `${d.getSourceFile()?.getFilePath() ?? ""}(${d.getLineNumber() ?? 0}): ${text}`;
    });
}
