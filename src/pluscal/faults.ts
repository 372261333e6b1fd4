/** The diagnostics about PlusCal, one constructor per message. */
import type { Diagnostic, Place } from "../report/diagnostic.js";

const AGAIN = "`bumblebee parse --translate` asks the translator, on a copy of the module";

export const absent = (name: string, place: Place): Diagnostic => ({
  code: "pluscal/absent",
  severity: "error",
  message: `algorithm \`${name}\` has no translation: the module says nothing of it in TLA+`,
  place,
  hint: AGAIN,
});

export const unended = (place: Place): Diagnostic => ({
  code: "pluscal/unended",
  severity: "error",
  message: "BEGIN TRANSLATION has no END TRANSLATION after it",
  place,
  hint: "restore the line `\\* END TRANSLATION`, or remove this line and translate again",
});

export const stale = (
  name: string,
  place: Place,
  differences: readonly { readonly message: string; readonly place: Place }[],
): Diagnostic => ({
  code: "pluscal/stale",
  severity: "error",
  message: `the translation of algorithm \`${name}\` is not that of the algorithm as it stands`,
  place,
  notes: differences,
  hint: AGAIN,
});

export const edited = (place: Place, noted: string, seen: string): Diagnostic => ({
  code: "pluscal/edited",
  severity: "warning",
  message: `the translation was changed by hand: its checksum is ${seen}, noted is ${noted}`,
  place,
  hint: `no difference in meaning was found; ${AGAIN} to be sure`,
});

export const unknown = (place: Place, reason: string): Diagnostic => ({
  code: "pluscal/unknown",
  severity: "warning",
  message: `whether the translation is current cannot be told: ${reason}`,
  place,
  hint: AGAIN,
});

export const rejected = (message: string, place: Place | undefined): Diagnostic => ({
  code: "pluscal/rejected",
  severity: "error",
  message: `the PlusCal translator rejects the algorithm: ${message}`,
  ...(place === undefined ? {} : { place }),
});

export const translatorFailed = (reason: string, lastLines: readonly string[]): Diagnostic => ({
  code: "pluscal/translator-failed",
  severity: "error",
  message: `the PlusCal translator did not finish: ${reason}`,
  notes: lastLines.slice(-3).map((message) => ({ message })),
  hint: "run `bumblebee doctor` to see whether Java and TLC's jar are in order",
});
