import type { Command } from "../command.js";
import { command as check } from "./check.js";
import { command as doctor } from "./doctor.js";
import { command as parse } from "./parse.js";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [check, parse, doctor];
