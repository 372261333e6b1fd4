import type { Command } from "../command.js";
import { command as check } from "./check.js";
import { command as doctor } from "./doctor.js";
import { command as fmt } from "./fmt.js";
import { command as generate } from "./generate.js";
import { command as inspect } from "./inspect.js";
import { command as parse } from "./parse.js";
import { command as run } from "./run.js";
import { command as transform } from "./transform.js";
import { command as validate } from "./validate.js";
import { command as verify } from "./verify.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  verify,
  inspect,
  transform,
  run,
  check,
  generate,
  validate,
  parse,
  fmt,
  doctor,
];
