/** Text of generated TypeScript: names, parentheses, small forms. */

const reserved = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const constructor continue debugger declare " +
    "default delete do else enum eval export extends false finally for from function get if implements import in " +
    "instanceof interface is let module namespace never new null number object of package private protected public " +
    "require return set static string super switch symbol this throw true try type typeof undefined unknown var void " +
    "while with yield eval NaN Infinity undefined c s self event slice inbox config ops steps result step sender enabled " +
    "initial protocol decided constantsOf " +
    // What generated modules import from the runtime.
    "all append at cardinality choose concat digest div domain done equal except exceptField exists field filter " +
    "forall head holds intersect isClientValue isInt isNat isSTRING len map mapOver member merge minus mod noCase " +
    "offeredOr " +
    "old old2 old3 one ownerOf perConstants range refused selectSeq seqOver setOf subSeq subset subsets tail union " +
    "unionAll messagesOf within Undefined TlaSet TlaMap Value Config Event Protocol StepResult Result Slice Message Constants"
  ).split(" "),
);

/** A TLA+ identifier as one of TypeScript that clashes with nothing of ours. */
export function identifier(name: string): string {
  const plain = /^[0-9]/.test(name) ? `_${name}` : name;
  return reserved.has(plain) ? `${plain}_` : plain;
}

export function lowerFirst(name: string): string {
  return identifier(name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (x) => x.toLowerCase()));
}

/** The code with every string literal emptied. */
export function withoutStrings(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
}

/** Names for functions of one module: lower case at first, no two alike. */
export function functionNames(names: readonly string[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    let wanted = lowerFirst(name);
    while (taken.has(wanted)) wanted = `${wanted}_`;
    taken.add(wanted);
    out.set(name, wanted);
  }
  return out;
}

/** `\b101`, `\hff`, `\o17` as TypeScript has them. */
export function numeral(text: string): string {
  const based = /^\\([bBoOhH])(\w+)$/.exec(text);
  if (based === null) return String(Number(text));
  const prefix = (based[1] ?? "").toLowerCase().replace("h", "x");
  return String(Number(`0${prefix}${based[2]}`));
}

/** `(a && b)` → `a && b`, where nothing stands around it. */
export function unwrapped(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    if (text[k] === "(") depth++;
    if (text[k] === ")" && --depth === 0 && k < text.length - 1) return text;
  }
  return text.slice(1, -1);
}

/** An operand of && or ||: parentheses only where the other of the two, or a conditional, stands inside. */
export function operand(op: "&&" | "||", text: string): string {
  const inner = unwrapped(text);
  const other = op === "&&" ? " || " : " && ";
  const outside = outermost(inner);
  return outside.includes(other) || outside.includes(" ? ") || outside.includes("=>") ? text : inner;
}

/** The text without what stands in brackets and strings. */
export function outermost(text: string): string {
  let out = "";
  let depth = 0;
  let quote = "";
  for (let k = 0; k < text.length; k++) {
    const c = text[k] ?? "";
    if (quote !== "") {
      if (c === "\\") k++;
      else if (c === quote) quote = "";
    } else if (c === '"') quote = c;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (depth === 0) out += c;
  }
  return out;
}

export function parenthesized(text: string): string {
  return text.startsWith("(") || /^[\w.]+\([^()]*\)$/.test(text) ? text : `(${text})`;
}

/** `(x) => body`, the name marked where it is not used. */
export function arrow(name: string, body: string): string {
  const used = new RegExp(`\\b${name}\\b`).test(body);
  const value = unwrapped(body);
  return `(${used ? name : `_${name}`}) => ${value.startsWith("{") ? body : value}`;
}

/** Record literals need parentheses as the body of an arrow function. */
export function arrowBody(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}

export function shorthand(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`;
}

export function comment(text: string): string {
  return text.length <= 110 ? `/** ${text.replaceAll("*/", "* /")} */\n` : "";
}

/** What has no value is not enabled. */
export function guarded(test: string, plain = `(${test})`): string {
  const partial = /\b(?:at|head|tail|subSeq|choose|field|noCase|div|mod|ops\.\w+)\(/.test(test);
  return partial ? `holds(() => ${test})` : plain === "" ? test : plain;
}

export function grouped(text: string): string {
  return text.startsWith("(") || /^[\w.]+\(/.test(text) ? text : `(${text})`;
}

/** A string literal that needs no escapes where that can be. */
export function quoted(text: string): string {
  if (!text.includes('"') || /['\n]/.test(text)) return JSON.stringify(text);
  return `'${text.replaceAll("\\", "\\\\")}'`;
}

export const field = (name: string, value: string): string => (name === value ? name : `${name}: ${value}`);

export const list = (items: readonly string[]): string => (items.length === 0 ? "" : ` ${items.join(", ")} `);

/** Imports of local modules that the body does not use go. */
export function unusedImports(body: string): string {
  return body
    .replace(/^import \* as (\w+) from "[^"]*";\n/gm, (line, name: string) =>
      new RegExp(`\\b${name}\\.`).test(body.replace(line, "")) ? line : "",
    )
    .replace(/^import type \{ ([^}]*) \} from "([^"]*)";\n/gm, (line, names: string, from: string) => {
      const rest = body.replace(line, "");
      const used = names.split(", ").filter((n) => new RegExp(`\\b${n}\\b`).test(rest));
      return used.length === 0 ? "" : `import type { ${used.join(", ")} } from "${from}";\n`;
    });
}

/** Parameters and constants that a function of the index does not use. */
export function quieted(body: string): string {
  return body.replace(
    /function\*? (\w+)\(([^)]*)\)([^{]*)\{\n([\s\S]*?)\n\}\n/g,
    (_whole, name: string, params: string, result: string, inner: string) => {
      let text = inner;
      const rest = text.replace(/^ {2}const c = constantsOf\(config\);\n/m, "");
      if (!/\bc\b/.test(rest)) text = rest;
      const named = params.split(", ").map((p) => {
        const id = p.split(":")[0] ?? p;
        return new RegExp(`\\b${id}\\b`).test(text) ? p : `_${p}`;
      });
      const star = body.includes(`function* ${name}(`) ? "*" : "";
      return `function${star} ${name}(${named.join(", ")})${result}{\n${text}\n}\n`;
    },
  );
}
