/** SANY as the reference for the library: what a module lets others see, and which levels its operators accept. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { capture } from "../../src/host/process.js";
import { findTlc } from "../../src/tlc/find.js";
import { findJava } from "../../src/tlc/java.js";
import { COMMUNITY, filesIn, moduleName, STANDARD, TLAPS } from "./modules.js";

export interface Sany {
  readonly java: string;
  /** `ours` comes before the jar, whose own modules it hides: SANY takes them from the class path. */
  readonly classPath: string;
}

/** An empty folder, gone when the test is. */
export function freshDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), "bumblebee-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** SANY with the jar's modules, and SANY with those of this repository instead. */
export async function bothSanys(): Promise<{ readonly theirs: Sany; readonly ours: Sany }> {
  const { java } = await findJava(process.env);
  const { jar } = await findTlc({ env: process.env });
  const dir = freshDirectory();
  const folder = join(dir, "tla2sany", "StandardModules");
  mkdirSync(folder, { recursive: true });
  const copied = new Set<string>();
  for (const path of [STANDARD, COMMUNITY, TLAPS].flatMap(filesIn)) {
    const name = moduleName(path);
    if (!copied.has(name)) copyFileSync(path, join(folder, `${name}.tla`));
    copied.add(name);
  }
  return { theirs: { java, classPath: jar }, ours: { java, classPath: [dir, jar].join(delimiter) } };
}

/** Runs a class of the jar in an empty folder with the files, by name. */
export async function start(sany: Sany, main: readonly string[], files: ReadonlyMap<string, string>) {
  const dir = freshDirectory();
  for (const [name, text] of files) writeFileSync(join(dir, name), text);
  // The jar's own modules are unpacked there: two processes at the same time must not share it.
  const args = [`-Djava.io.tmpdir=${freshDirectory()}`, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
  args.push("-cp", sany.classPath, ...main);
  const { end, stdout, stderr } = await capture(sany.java, args, {
    env: process.env,
    cwd: dir,
    timeoutMs: 120_000,
  });
  return { exitCode: end.kind === "exited" ? end.exitCode : -1, text: `${stdout}\n${stderr}`, stdout };
}

export interface Verdict {
  readonly exitCode: number;
  /** All that was printed. */
  readonly text: string;
}

/** What SANY says of a module `Root`. */
export async function verdict(sany: Sany, root: string): Promise<Verdict> {
  return start(sany, ["tla2sany.SANY", "Root.tla"], new Map([["Root.tla", root]]));
}

/** What SANY says of several files, by name, one after the other in one process. */
export async function verdicts(sany: Sany, files: ReadonlyMap<string, string>): Promise<Verdict> {
  return start(sany, ["tla2sany.SANY", ...files.keys()], files);
}

export interface Exported {
  /** SANY's word for it; "statement" for a named theorem or assumption. */
  readonly kind: string;
  readonly name: string;
  /** Arities of the parameters. */
  readonly params: readonly number[];
  readonly level: number;
  /** For each parameter, whether equals may be put for equals in it whatever their levels (Leibniz). */
  readonly leibniz: readonly boolean[];
}

const field = (text: string, tag: string): string =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? "";
const plain = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** The part of an entry that speaks of the symbol itself: without body, parameters and proof. */
function head(entry: string): string {
  const end = /<(body|params|definition|pre-comments)>/.exec(entry)?.index ?? entry.length;
  return entry.slice(0, end);
}

/** Reads SANY's XML: what the named modules see, what they extend included. */
function seen(xml: string, modules: readonly string[]): ReadonlyMap<string, readonly Exported[]> {
  const entries = new Map<string, string>();
  for (const entry of xml.split("<entry><UID>").slice(1))
    entries.set(entry.slice(0, entry.indexOf("<")), entry);
  const result = new Map<string, readonly Exported[]>();
  const symbol = (uid: string): Exported => {
    const entry = entries.get(uid) ?? "";
    const statement = /<definition><\w+Ref><UID>(\d+)/.exec(entry)?.[1];
    if (/^\d+<\/UID><(TheoremNode|AssumeNode)>/.test(entry) && statement !== undefined) {
      const named = entries.get(statement) ?? "";
      const level = Number(field(head(named), "level"));
      return { kind: "statement", name: field(named, "uniquename"), params: [], level, leibniz: [] };
    }
    const kind = /^\d+<\/UID><(\w+)>/.exec(entry)?.[1] ?? "?";
    const list = /<params>((?:<leibnizparam>.*?<\/leibnizparam>)*)<\/params>(?:<recursive\/>)?<\//g;
    const last = [...entry.matchAll(list)].at(-1)?.[1] ?? "";
    const uids = [...last.matchAll(/<FormalParamNodeRef><UID>(\d+)/g)].map((m) => m[1] ?? "");
    const params = uids.map((p) => Number(field(entries.get(p) ?? "", "arity")));
    return {
      kind,
      name: plain(field(entry, "uniquename")),
      params,
      level: Number(field(head(entry), "level")),
      leibniz: last
        .split("</leibnizparam>")
        .slice(0, -1)
        .map((p) => p.includes("<leibniz/>")),
    };
  };
  for (const entry of entries.values()) {
    const name = field(head(entry), "uniquename");
    if (!/^\d+<\/UID><ModuleNode>/.test(entry) || !modules.includes(name)) continue;
    const refs = entry.matchAll(/<(?:UserDefinedOpKind|OpDeclNode|TheoremNode|AssumeNode)Ref><UID>(\d+)/g);
    const symbols = [...refs].map((m) => symbol(m[1] ?? ""));
    result.set(
      name,
      symbols.filter((e) => e.name !== ""),
    );
  }
  return result;
}

/** What the named modules see that `Root` is made of, as SANY's XML export tells it. */
export async function exportsOf(
  sany: Sany,
  root: string,
  modules: readonly string[],
  others: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, readonly Exported[]>> {
  const files = new Map([...others, ["Root.tla", root]]);
  const { text, stdout } = await start(sany, ["tla2sany.xml.XMLExporter", "-o", "Root.tla"], files);
  const xml = stdout.slice(stdout.indexOf("<?xml"));
  expect(stdout.includes("<?xml"), text.slice(-2000)).toBe(true);
  return seen(xml, modules);
}
