/** ENABLED, and `A \\cdot B` of two states, as functions. */
import { ghostsIn } from "../lower/ghosts.js";
import type { Ir } from "../lower/ir.js";
import type { Emitter } from "./emit.js";
import { ActionEmitter, type Compose, surroundings } from "./emit-actions.js";
import { Keyed } from "./emit-recursion.js";

/** ENABLED A: a function that looks for one step. `A \cdot B` of two states: one that looks for the state between. */
export function emitEnabled(emitter: Emitter, e: Extract<Ir, { op: "enabled" | "compose" }>): string {
  if (e.op === "compose") return emitComposed(emitter, e);
  const { params, width } = surroundings(emitter, e.action);
  const name = emitter.text.name("enabled");
  const row = `${name}_row`;
  const ghosts = ghostsIn(e.action, emitter.context.variables.length);
  emitter.text.declare(`const ${row} = new Int32Array(${width + ghosts});`);
  const outer = emitter.missing;
  const code = new ActionEmitter(emitter, "enabled", ghosts).code(e.action);
  emitter.missing = outer;
  emitter.text.add(
    `${emitter.remark(e)}function ${name}(s${params}) {\n` +
      `const n = ${row};\nR.copy(s, 0, n, 0, ${width});\n${code}\nreturn false;\n}`,
  );
  return `${name}(${givenRow(emitter, e, "s")}${params})`;
}

function emitComposed(emitter: Emitter, e: Compose): string {
  const { params } = surroundings(emitter, e);
  const [name, outer] = [emitter.text.name("composed"), emitter.missing];
  const seconds = new Keyed(() => emitter.text.name("second"));
  const first = new ActionEmitter(emitter, "enabled");
  first.finishWith = (now) => `if (${seconds.of(now)}(n, next${params})) return true;`;
  const code = first.code(e.first);
  for (const [second, between] of seconds.all) {
    const absent = emitter.context.variables.map((_, slot) => slot).filter((slot) => !between.has(slot));
    emitter.missing = { s: new Set(absent), n: outer.n };
    const test = emitter.scoped(() => `return ${emitter.test(e.second)};`);
    emitter.text.add(`function ${second}(s, n${params}) {\n${test}\n}`);
  }
  emitter.missing = outer;
  emitter.text.add(
    `${emitter.remark(e)}function ${name}(s, next${params}) {\n` +
      `const n = new Int32Array(s);\n${code}\nreturn false;\n}`,
  );
  return `${name}(${givenRow(emitter, e, "s")}, ${givenRow(emitter, e, "n")}${params})`;
}

/** The row, or any where none is read: what is the same in all states is evaluated where there is no state. */
function givenRow(emitter: Emitter, e: Ir, row: "s" | "n"): string {
  return emitter.needed(e).split(", ").includes(row) ? row : `new Int32Array(${emitter.width})`;
}
