/** Protocols of other shapes: leaderless, a leader for each object, refusals as messages. */
import { describe, expect, test } from "vitest";
import { type Analysis, analyse } from "../../src/analysis/index.js";
import { analysisSvg } from "../../src/analysis/picture.js";
import { showAnalysis } from "../../src/analysis/show.js";
import { caseText, protocolOf } from "./cases.js";

const analysed = async (name: string): Promise<Analysis> => analyse(await protocolOf(caseText(name)));

describe("a leaderless protocol", async () => {
  const a = await analysed("leaderless");

  test("is refused for counters, with the lines that say why", () => {
    expect(a.leadership.kind).toBe("leaderless");
    expect(a.verdict.counters).toBe("no");
    expect(a.verdict.history).toBe("yes");
    expect(a.verdict.reasons.map((r) => `${r.place.line}: ${r.text}`)).toEqual([
      "18: Propose writes one part of known; no counter of the node rises with it, so no number orders what Offer, " +
        "Seen speak for: the fold over certificates never stops early",
      "16: field before of Offer is computed from all of known",
      "23: field before of Seen is computed from all of known",
      "19: no quorum makes anybody a leader before it is proposed",
    ]);
    expect(showAnalysis(a)).toContain("strategy counters  no\n");
  });
});

describe("a leader for each object", async () => {
  const a = await analysed("objects");

  test("counters have a lane for each object", () => {
    expect(a.leadership).toMatchObject({ kind: "object", fields: ["object"] });
    expect(a.counters.map((c) => [c.events, c.lane])).toEqual([
      [["Propose"], ["bal", "object"]],
      [["Promise", "Accept"], ["object"]],
    ]);
    expect(a.rows.map((r) => `${r.name} ${r.kappa}`)).toEqual([
      "Propose (Propose) [once]",
      "Promise (Promise) [bal]",
      "Accepted (Accept) [bal]",
      "Ask (Ask) [–]".replace("[–]", "–"),
    ]);
    expect(a.verdict.counters).toBe("yes");
  });

  test("its picture has every action and kind, and nothing outside the file", () => {
    const svg = analysisSvg(a);
    for (const name of [...a.actions.map((x) => x.name), ...a.subKinds.map((k) => k.name)])
      expect(svg).toContain(`>${name}</text>`);
    expect(svg.match(/class="counted"/g)).toHaveLength(2);
    expect(svg).not.toContain("href");
  });
});

describe("refusals as messages", async () => {
  const protocol = await protocolOf(caseText("refusals"));

  test("a Boolean tells two kinds apart; the vote is a slot of its epoch", () => {
    const a = analyse(protocol);
    expect(a.subKinds.map((k) => k.name)).toEqual(["ask", "answer(agreed = TRUE)", "answer(agreed = FALSE)"]);
    expect(a.variables.map((v) => [v.name, v.role])).toEqual([
      ["term", "counter"],
      ["choice", "slot"],
      ["state", "role"],
      ["for", "collected"],
      ["against", "collected"],
    ]);
    expect(a.thresholds).toMatchObject([
      { action: "Win", of: ["answer"], collectedIn: "for", sort: "meeting" },
    ]);
    const granted = a.subKinds[1];
    expect(granted?.fields.map((f) => [f.name, f.class])).toEqual([
      ["is", "tag"],
      ["at", "key"],
      ["by", "sender"],
      ["to", "free"],
      ["agreed", "tag"],
    ]);
  });

  test("records of one kind that have not the same fields are analysed, and refused for counters", async () => {
    const { module, mapping } = caseText("refusals");
    const text = module
      .replace(
        "Win(n) ==",
        `Again(n) ==
    /\\ state[n] = "standing"
    /\\ net' = net \\cup {[is |-> "ask", at |-> term[n], by |-> n, tries |-> term[n]]}
    /\\ UNCHANGED <<term, choice, state, for, against>>

Win(n) ==`,
      )
      .replace("Stand(n) \\/ Win(n)", "Stand(n) \\/ Again(n) \\/ Win(n)");
    const { subKinds, verdict } = analyse(await protocolOf({ module: text, mapping }));
    const asked = subKinds.find((k) => k.name === "ask");
    expect(asked?.fields.map((f) => f.name)).toEqual(["is", "at", "by", "tries"]);
    expect([verdict.counters, verdict.history]).toEqual(["no", "yes"]);
    expect(verdict.reasons.map((r) => r.text)).toEqual([
      "ask has field tries here, and not in Stand (line 24): give them kinds of their own, or a Boolean or text that tells " +
        "them apart",
    ]);
  });

  test("a number that some step may lower is no counter: that step is named", async () => {
    const { module, mapping } = caseText("refusals");
    const text = module.replace("IF m.at > @ THEN m.at ELSE @", "m.at");
    const { verdict } = analyse(await protocolOf({ module: text, mapping }));
    expect(verdict.counters).toBe("no");
    expect(verdict.reasons[0]).toMatchObject({
      place: { line: 29 },
      text: expect.stringMatching(
        /^Stand raises term, but nothing shows that what Reply writes there is no lower, .* no number orders what ask, /,
      ),
    });
  });

  test("a refusal is inert exactly if nothing that is looked at depends on it", () => {
    const kinds = (observed?: ReadonlySet<string>): readonly string[] =>
      analyse(protocol, observed === undefined ? {} : { observed }).subKinds.map((k) => k.certificate.kind);
    expect(kinds(new Set(["state"]))).toEqual(["certified", "certified", "inert"]);
    expect(kinds(new Set(["against"]))).toEqual(["certified", "certified", "certified"]);
    expect(kinds()).toEqual(["certified", "certified", "certified"]);
  });
});

describe("steps that write and steps that speak", async () => {
  const a = await analysed("twostep");
  const certificate = Object.fromEntries(a.subKinds.map((k) => [k.tag, k.certificate.kind]));

  test("who has no quorum behind it certifies what it shows; a leader's list is certified where it is written", () => {
    expect(certificate).toEqual({
      ask: "certified",
      vote: "certified",
      share: "envelope",
      taken: "certified",
    });
    expect(a.events.map((e) => [e.name, e.subKind])).toEqual([
      ["Ask", "ask"],
      ["Add", undefined],
      ["Vote", "vote"],
      ["Take", "taken"],
    ]);
    expect(a.variables.filter((v) => v.spokenFor !== undefined).map((v) => v.name)).toEqual(["list"]);
    expect(a.rows.map((r) => r.kappa)).toEqual(["[at]", "[term.Len(list)]", "[at]", "[at.size]", "–"]);
  });

  test("quorums are found in sets of senders, and in what is written", () => {
    expect(a.thresholds.map((t) => [t.action, t.of, t.countsItself, t.collectedIn])).toEqual([
      ["Lead", ["vote"], true, undefined],
      ["Settle", ["taken"], true, "held"],
    ]);
    expect(a.leadership.kind).toBe("epoch");
  });
});
