import { readFileSync } from "node:fs";

/** Our own version, from the package.json above this file (it stands at another depth when built). */
export function ownVersion(): string {
  for (const up of ["../../", "../../../"]) {
    try {
      const text = readFileSync(new URL(`${up}package.json`, import.meta.url), "utf8");
      const facts: unknown = JSON.parse(text);
      if (isOurs(facts)) return facts.version;
    } catch {
      // Not at this depth.
    }
  }
  return "unknown";
}

function isOurs(facts: unknown): facts is { readonly version: string } {
  return (
    typeof facts === "object" &&
    facts !== null &&
    "name" in facts &&
    facts.name === "bumblebee-tla" &&
    "version" in facts &&
    typeof facts.version === "string"
  );
}
