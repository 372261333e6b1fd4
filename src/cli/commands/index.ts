import type { Command } from "../command.js";

interface CommandModule {
  readonly command: Command;
}

/** Every command, in the order of the help. A command's code is read when it is asked for: most need few libraries. */
const modules: Readonly<Record<string, () => Promise<CommandModule>>> = {
  verify: () => import("./verify.js"),
  ablate: () => import("./ablate.js"),
  obligations: () => import("./obligations.js"),
  inspect: () => import("./inspect.js"),
  transform: () => import("./transform.js"),
  run: () => import("./run.js"),
  check: () => import("./check.js"),
  eval: () => import("./eval.js"),
  generate: () => import("./generate.js"),
  validate: () => import("./validate.js"),
  trace: () => import("./trace.js"),
  parse: () => import("./parse.js"),
  fmt: () => import("./fmt.js"),
  doctor: () => import("./doctor.js"),
};

export const commandNames: readonly string[] = Object.keys(modules);

/** The command of a name, if there is one. */
export async function commandNamed(name: string): Promise<Command | undefined> {
  return Object.hasOwn(modules, name) ? (await modules[name]?.())?.command : undefined;
}

export async function allCommands(): Promise<readonly Command[]> {
  const loaded = await Promise.all(Object.values(modules).map((load) => load()));
  return loaded.map((m) => m.command);
}
