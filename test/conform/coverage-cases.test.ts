/** What traces exercise of a specification: `test/cases/coverage`. */
import { describe, expect, it } from "vitest";
import { caseNames, covered, readCase, subjectOfCase, told } from "./coverage-cases.js";

describe.each(caseNames)("%s", (name) => {
  const given = readCase(name);
  it.each(given.logs.map(({ log, expected }, i) => [i + 1, log, expected] as const))(
    "log %i",
    async (_, log, expected) => {
      const subject = await subjectOfCase(name, given);
      expect(told(await covered(subject, given.mapping, [log]), subject)).toBe(expected);
    },
  );
});
