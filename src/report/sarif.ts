/**
 * Diagnostics as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code hosts and
 * editors show beside the text. One run; a rule for every code that occurs; notes are related locations; the
 * hint stands in the message, since a `fix` would need an edit.
 */
import type { Diagnostic, Place, Severity } from "./diagnostic.js";

export interface SarifOptions {
  /** The tool's version. */
  readonly version: string;
  /** The working directory, absolute: URIs of files inside it are relative to it. */
  readonly cwd: string;
  /** Where the tool is described. */
  readonly informationUri?: string;
  /** What a code means, in a sentence; the code itself where that is not known. */
  readonly describe?: (code: string) => string | undefined;
}

interface Message {
  readonly text: string;
}
export interface SarifLocation {
  readonly id?: number;
  readonly message?: Message;
  readonly physicalLocation: {
    readonly artifactLocation: {
      readonly uri: string;
      readonly uriBaseId?: "SRCROOT";
      readonly index: number;
    };
    readonly region: {
      readonly startLine: number;
      readonly startColumn: number;
      readonly endLine: number;
      readonly endColumn: number;
    };
  };
}
export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly help: Message;
  readonly defaultConfiguration: { readonly level: SarifLevel };
}
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: Message;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
}
export type SarifLevel = "error" | "warning" | "note";

export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly informationUri?: string;
        readonly rules: readonly SarifRule[];
      };
    };
    readonly columnKind: "utf16CodeUnits";
    readonly originalUriBaseIds: { readonly SRCROOT: { readonly uri: string } };
    readonly artifacts: readonly {
      readonly location: { readonly uri: string; readonly uriBaseId?: "SRCROOT" };
    }[];
    readonly results: readonly SarifResult[];
  }[];
}

const levels: Readonly<Record<Severity, SarifLevel>> = { error: "error", warning: "warning", info: "note" };

/** A log with one run. Diagnostics without a place become results without a location. */
export function sarifLog(diagnostics: readonly Diagnostic[], options: SarifOptions): SarifLog {
  const files = [...new Set(diagnostics.flatMap(filesOf))];
  const rules = rulesOf(diagnostics, options);
  const locate = (place: Place): SarifLocation => ({
    physicalLocation: {
      artifactLocation: { ...artifact(place.file, options.cwd), index: files.indexOf(place.file) },
      region: region(place),
    },
  });
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "bumblebee",
            version: options.version,
            ...(options.informationUri === undefined ? {} : { informationUri: options.informationUri }),
            rules,
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${fileUri(options.cwd).replace(/\/$/, "")}/` } },
        artifacts: files.map((file) => ({ location: artifact(file, options.cwd) })),
        results: diagnostics.map((d) => result(d, rules, locate)),
      },
    ],
  };
}

/** The log as text, with a line end. */
export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): string {
  return `${JSON.stringify(sarifLog(diagnostics, options), undefined, 2)}\n`;
}

function result(
  d: Diagnostic,
  rules: readonly SarifRule[],
  locate: (place: Place) => SarifLocation,
): SarifResult {
  const related: SarifLocation[] = [];
  const unplaced: string[] = [];
  for (const note of d.notes ?? []) {
    if (note.place === undefined) unplaced.push(note.message);
    else related.push({ id: related.length, message: { text: note.message }, ...locate(note.place) });
  }
  const text = [d.message, ...unplaced, ...(d.hint === undefined ? [] : [`Hint: ${d.hint}`])].join("\n");
  return {
    ruleId: d.code,
    ruleIndex: rules.findIndex((r) => r.id === d.code),
    level: levels[d.severity],
    message: { text },
    locations: d.place === undefined ? [] : [locate(d.place)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

/** A rule for each code that occurs, in the order of first use; its level is that of its first diagnostic. */
function rulesOf(diagnostics: readonly Diagnostic[], options: SarifOptions): readonly SarifRule[] {
  const rules = new Map<string, SarifRule>();
  for (const { code, severity, hint } of diagnostics) {
    if (rules.has(code)) continue;
    const text = options.describe?.(code) ?? code.replace("/", ": ").replaceAll("-", " ");
    rules.set(code, {
      id: code,
      name: code.replace(/(?:^|[/-])([a-z0-9])/g, (_, c: string) => c.toUpperCase()),
      shortDescription: { text },
      help: { text: hint ?? text },
      defaultConfiguration: { level: levels[severity] },
    });
  }
  return [...rules.values()];
}

function filesOf(d: Diagnostic): readonly string[] {
  return [d.place, ...(d.notes ?? []).map((n) => n.place)].flatMap((place) => (place ? [place.file] : []));
}

/**
 * Lines and columns as SARIF has them: from 1, the end exclusive, as ours; a region is never turned around.
 */
function region(place: Place): SarifLocation["physicalLocation"]["region"] {
  const startLine = Math.max(1, place.line);
  const startColumn = Math.max(1, place.column);
  const endLine = Math.max(startLine, place.endLine);
  const least = endLine === startLine ? startColumn : 1;
  return { startLine, startColumn, endLine, endColumn: Math.max(least, place.endColumn) };
}

function artifact(file: string, cwd: string): { readonly uri: string; readonly uriBaseId?: "SRCROOT" } {
  const path = slashes(file);
  const base = `${slashes(cwd).replace(/\/$/, "")}/`;
  if (path.startsWith(base)) return { uri: encoded(path.slice(base.length)), uriBaseId: "SRCROOT" };
  return isAbsolute(path) ? { uri: fileUri(file) } : { uri: encoded(path), uriBaseId: "SRCROOT" };
}

const slashes = (path: string): string => path.replaceAll("\\", "/");
const isAbsolute = (path: string): boolean => path.startsWith("/") || /^[A-Za-z]:\//.test(path);

function fileUri(file: string): string {
  const path = slashes(file);
  return `file://${path.startsWith("/") ? "" : "/"}${encoded(path)}`;
}

function encoded(path: string): string {
  return path
    .split("/")
    .map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
    .join("/");
}
