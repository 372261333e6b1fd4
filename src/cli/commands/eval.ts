import { compile, type SpecModel } from "../../engine/library/library-face.js";
import { readText } from "../../host/files.js";
import { standardInput } from "../../host/input.js";
import { join } from "../../host/paths.js";
import { type Diagnostic, DiagnosticError } from "../../report/diagnostic.js";
import { renderDiagnostics, wantsColor } from "../../report/render.js";
import { loadSpec } from "../../spec/modules.js";
import { parseCfg } from "../../tla/cfg.js";
import { listModels, locateModel, locateSpec, type Model } from "../../tlc/locate.js";
import { type Command, type Context, type Io, UsageError } from "../command.js";
import { Exit, type ExitCode, exitFor } from "../exit-codes.js";
import { displayPath, printDiagnostics } from "../print.js";
import { EvalSession, toldOf } from "./eval/session.js";

interface Loaded {
  readonly model: SpecModel;
  readonly texts: ReadonlyMap<string, string>;
}

async function run({ io, args }: Context): Promise<ExitCode> {
  const [path = ".", ...texts] = args.positionals;
  const loaded = await load({ io, args }, path);
  const session = new EvalSession(loaded.model, (line) => io.stdout.write(`${line}\n`));
  for (const text of args.all("define")) {
    if (!attempt(io, loaded, () => loaded.model.define(text))) return Exit.badInput;
  }
  const state = args.string("state");
  if (state !== undefined) {
    const given = attempt(io, loaded, () => {
      session.state = loaded.model.state(state);
    });
    if (!given) return Exit.badInput;
  }
  if (texts.length > 0) {
    const asked = texts.map((text) =>
      attempt(io, loaded, () => answer(session, text, args.flag("json"), io)),
    );
    return asked.every(Boolean) ? Exit.ok : Exit.badInput;
  }
  return converse(io, loaded, session);
}

function answer(session: EvalSession, text: string, asJson: boolean, io: Io): void {
  if (!asJson || text.startsWith(":")) session.line(text);
  else io.stdout.write(`${JSON.stringify(session.model.evaluate(text, session.state))}\n`);
}

/** Line by line from standard input; faults end nothing when somebody types, and decide the exit code when not. */
async function converse(io: Io, loaded: Loaded, session: EvalSession): Promise<ExitCode> {
  const input = io.stdin ?? standardInput;
  if (input.isTTY) io.stdout.write(`${loaded.model.spec.root.name}: :help lists what can be asked\n`);
  let faults = 0;
  for await (const line of input.lines("> ")) {
    let goesOn = true;
    const worked = attempt(io, loaded, () => {
      goesOn = session.line(line);
    });
    if (!worked) faults += 1;
    if (!goesOn) break;
  }
  return faults > 0 && !input.isTTY ? Exit.badInput : Exit.ok;
}

/** Does something, telling the user what is wrong with it; whether it worked. Bugs are thrown on. */
function attempt(io: Io, { model, texts }: Loaded, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof DiagnosticError) {
      const rendered = renderDiagnostics(error.diagnostics, {
        color: wantsColor(io.stderr, io.env),
        source: (file) => model.sources.get(file) ?? texts.get(file),
        display: (file) => (model.sources.has(file) ? file : displayPath(file, io.cwd)),
      });
      io.stderr.write(rendered);
      return false;
    }
    const told = toldOf(error);
    if (told === undefined) throw error;
    io.stderr.write(`error: ${told}\n`);
    return false;
  }
}

async function load({ io, args }: Context, path: string): Promise<Loaded> {
  const spec = await locateSpec(path, io.cwd);
  const name = args.string("model");
  const found = name !== undefined || (await listModels(spec)).length > 0;
  const model = found ? await modelOf(() => locateModel(spec, name), name) : undefined;
  const file = model === undefined ? spec.file : join(spec.dir, `${model.module}.tla`);
  const loaded = await loadSpec(file, io.cwd, { searchPath: args.all("include") });
  if (loaded.spec === undefined) throw new DiagnosticError(loaded.diagnostics.filter(isError));
  const onPrint = (text: string): void => io.stdout.write(`${text}\n`);
  if (model === undefined) return { model: compile(loaded.spec, { onPrint }), texts: loaded.texts };
  const { cfg, diagnostics } = parseCfg(model.cfgFile, await readText(model.cfgFile));
  printDiagnostics(diagnostics, io);
  if (exitFor(diagnostics) !== Exit.ok) throw new UsageError(`the model ${model.name} has faults`);
  return { model: compile(loaded.spec, { cfg, onPrint }), texts: loaded.texts };
}

const isError = (d: Diagnostic): boolean => d.severity === "error";

/** Without a name a specification need not have a default model: what needs no constants can be asked all the same. */
async function modelOf(locate: () => Promise<Model>, name: string | undefined): Promise<Model | undefined> {
  try {
    return await locate();
  } catch (error) {
    if (name === undefined && error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

export const command: Command = {
  name: "eval",
  summary: "evaluate expressions of a specification, and walk through its states",
  usage: "SPEC [EXPRESSION…] [--model NAME] [--state FORMULA] [--define DEFINITION]… [--json] [-I DIR]…",
  description: [
    "Evaluates expressions in the scope of the root module, with the constants of a model: those given, or else lines of",
    "standard input. A line may also define an operator, F(x) == …, or begin with a colon: :init, :next, :step and :why walk",
    "through states and say why an action cannot be taken; :help lists all.",
  ],
  positionals: { min: 1, max: Number.POSITIVE_INFINITY },
  options: [
    { name: "model", type: "string", value: "NAME", help: "the model whose constants count" },
    {
      name: "state",
      type: "string",
      value: "FORMULA",
      help: "the state: x = 1 /\\ y = {}; variables that are not asked for may be missing",
    },
    {
      name: "define",
      type: "string",
      value: "DEFINITION",
      multiple: true,
      help: "F(x) == …; may be repeated",
    },
    { name: "json", type: "flag", help: "print values as JSON" },
    {
      name: "include",
      short: "I",
      type: "string",
      value: "DIR",
      multiple: true,
      help: "a folder to look for modules in; may be repeated",
    },
  ],
  examples: ["eval Spec.tla 'Cardinality(Quorum)'", "eval Spec.tla --state 'x = 1' 'x + 1'", "eval Spec.tla"],
  exitCodes: [Exit.ok, Exit.badInput, Exit.usage],
  run,
};
