/** Loads what `bundle/build.js` has made, with the code that V8 made of it then, which spares it from doing so again. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const folder = join(__dirname, "..", "dist", "bundle");

/** Code is of one version of V8 and one architecture; V8 itself refuses that of other versions and flags. */
const codeFile = (file) => `${file}.${process.version}-${process.arch}.code`;

function codeOf(file) {
  try {
    return readFileSync(codeFile(file));
  } catch {
    return undefined; // Built by another version of Node.
  }
}

/** Scripts cannot do it themselves. */
const importPackage = (name) => import(name);

/** The exports of the chunk that the command begins with; `seen` gets each chunk's file and script. */
function load(seen) {
  const { main } = JSON.parse(readFileSync(join(folder, "entry.json"), "utf8"));
  const loaded = new Map();
  const chunk = (name) => {
    const before = loaded.get(name);
    if (before !== undefined) return before.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const filename = join(folder, name);
    const script = new Script(readFileSync(filename, "utf8"), { filename, cachedData: codeOf(filename) });
    seen?.(filename, script);
    const get = (id) => (id.startsWith("./") ? chunk(id.slice(2)) : require(id));
    script.runInThisContext()(module.exports, get, module, filename, importPackage);
    return module.exports;
  };
  return chunk(main);
}

module.exports = { codeFile, load };
