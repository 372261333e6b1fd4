/**
 * Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines: `::error file=…,line=…::text`.
 * Other places of a diagnostic (its notes) become notices of their own.
 */
import type { Diagnostic, Place, Severity } from "./diagnostic.js";

export interface GithubOptions {
  /** A path as the repository has it. */
  readonly display: (file: string) => string;
}

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

export function renderGithub(diagnostics: readonly Diagnostic[], { display }: GithubOptions): string {
  const line = (command: string, place: Place | undefined, title: string, text: string): string => {
    const at =
      place === undefined
        ? []
        : [
            `file=${property(display(place.file))}`,
            `line=${place.line}`,
            `endLine=${place.endLine}`,
            ...(place.line === place.endLine ? [`col=${place.column}`, `endColumn=${place.endColumn}`] : []),
          ];
    return `::${command} ${[...at, `title=${property(title)}`].join(",")}::${data(text)}\n`;
  };
  return diagnostics
    .map((d) => {
      const hint = d.hint === undefined ? "" : `\nhint: ${d.hint}`;
      const placed = (d.notes ?? []).filter((n) => n.place !== undefined);
      const loose = (d.notes ?? []).filter((n) => n.place === undefined).map((n) => `\n${n.message}`);
      const main = line(commands[d.severity], d.place, d.code, `${d.message}${loose.join("")}${hint}`);
      return main + placed.map((n) => line("notice", n.place, d.code, n.message)).join("");
    })
    .join("");
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
