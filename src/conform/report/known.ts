/**
 * Known divergences: rejections that somebody has looked at and answers for until a day. They are told as warnings; one that
 * has expired is a rejection again, and one that no longer occurs is to be taken off the list.
 *
 *     [{ "trace": "*restart*.ndjson", "event": "Commit", "conjunct": "commitIndex",
 *        "reason": "issue 17: the log is written before the commit", "owner": "ada", "expires": "2030-01-31" }]
 */
import { z } from "zod";
import { type Diagnostic, DiagnosticError, type Place } from "../../report/diagnostic.js";
import type { TraceResult } from "../validate.js";
import type { Rejection } from "../verdict.js";

const entrySchema = z
  .strictObject({
    /** Name of the trace's file, with `*` for anything. */
    trace: z.string().min(1).optional(),
    /** Name of the event that is rejected. */
    event: z.string().min(1).optional(),
    /** Text in the first false conjunct of a candidate. */
    conjunct: z.string().min(1).optional(),
    reason: z.string().min(1),
    owner: z.string().min(1),
    /** The last day on which it counts. */
    expires: z.iso.date(),
  })
  .refine((e) => e.trace !== undefined || e.event !== undefined || e.conjunct !== undefined, {
    message: "needs at least one of trace, event, conjunct: it would cover everything",
  });

const listSchema = z.array(entrySchema);

export type KnownEntry = z.infer<typeof entrySchema>;

/** A divergence of the list, and whether it has occurred. */
interface Tracked {
  readonly entry: KnownEntry;
  readonly index: number;
  /** Whether a trace was seen that it is about. */
  concerned: boolean;
  occurred: boolean;
}

export class KnownDivergences {
  private readonly tracked: readonly Tracked[];

  /** `today`: as `2030-01-31`. */
  constructor(
    private readonly file: string,
    entries: readonly KnownEntry[],
    private readonly today: string,
  ) {
    this.tracked = entries.map((entry, index) => ({ entry, index, concerned: false, occurred: false }));
  }

  /** The entry that covers a rejection; an expired one covers nothing. */
  covering(result: TraceResult): KnownEntry | undefined {
    for (const t of this.tracked) t.concerned ||= concerns(t.entry, result.files);
    if ("faults" in result || result.verdict.kind !== "rejected") return undefined;
    const { rejection } = result.verdict;
    const matching = this.tracked.filter(({ entry }) => matches(entry, result.files, rejection));
    for (const t of matching) t.occurred = true;
    return matching.find(({ entry }) => entry.expires >= this.today)?.entry;
  }

  /** What is to be done about the list, once all traces were seen. */
  finish(): readonly Diagnostic[] {
    const place: Place = { file: this.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    return this.tracked.flatMap(({ entry, index, concerned, occurred }): readonly Diagnostic[] => {
      if (!concerned) return [];
      const named = `entry ${index + 1} (${entry.reason}; ${entry.owner})`;
      if (!occurred) return [{ ...stale(named), place }];
      return entry.expires < this.today ? [{ ...expired(named, entry.expires), place }] : [];
    });
  }
}

const stale = (named: string): Diagnostic => ({
  code: "conform/known-stale",
  severity: "warning",
  message: `${named} no longer occurs`,
  hint: "take it off the list",
});

const expired = (named: string, day: string): Diagnostic => ({
  code: "conform/known-expired",
  severity: "error",
  message: `${named} has expired on ${day}`,
  hint: "mend what diverges, or answer for it anew",
});

/** Whether an entry is about one of these files. */
function concerns({ trace }: KnownEntry, files: readonly string[]): boolean {
  return trace === undefined || files.some((f) => glob(trace).test(f.replace(/^.*[\\/]/, "")));
}

function matches(entry: KnownEntry, files: readonly string[], r: Rejection): boolean {
  const { event, conjunct } = entry;
  if (!concerns(entry, files)) return false;
  if (event !== undefined && r.event.name !== event) return false;
  return conjunct === undefined || r.candidates.some((c) => c.at?.text.includes(conjunct) === true);
}

function glob(pattern: string): RegExp {
  const parts = pattern.split("*").map((p) => p.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** Throws a DiagnosticError for a list that has not its form. */
export function parseKnown(file: string, text: string, today: string): KnownDivergences {
  const place: Place = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message = `the list of known divergences is no JSON: ${error instanceof Error ? error.message : ""}`;
    throw new DiagnosticError([{ ...badList(message), place }]);
  }
  const parsed = listSchema.safeParse(json);
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue) => badList(`${issue.path.join(".")}: ${issue.message}`));
    throw new DiagnosticError(found.map((d) => ({ ...d, place })));
  }
  return new KnownDivergences(file, parsed.data, today);
}

const badList = (message: string): Diagnostic => ({
  code: "conform/known-list",
  severity: "error",
  message,
  hint: "each entry has reason, owner, expires (a date), and trace, event or conjunct",
});
