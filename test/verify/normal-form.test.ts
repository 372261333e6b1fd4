/** The local steps of cases are those of their next-state relation, and damage to them is found. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Protocol } from "../../src/protocol/types.js";
import { readSpecification } from "../../src/spec/load.js";
import { parseCfg } from "../../src/tla/cfg.js";
import { checkNormalForm, type NormalFormGate } from "../../src/verify/normal-form.js";
import { readCase } from "../protocol/cases.js";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bumblebee-normal-form-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The gate on a case, with two nodes, after `damage`. */
async function gate(
  name: string,
  damage: (p: Protocol) => Protocol = (p) => p,
  constants = "",
): Promise<NormalFormGate> {
  const { module, mapping } = readCase(name);
  const title = /MODULE (\w+)/.exec(module)?.[1] ?? name;
  const file = join(dir, `${title}.tla`);
  writeFileSync(file, module);
  const read = await readSpecification(file, module, `${name}.json`, mapping, { cwd: dir });
  const { resolved, table, protocol, behaviour } = read;
  if (resolved === undefined || table === undefined || protocol === undefined || behaviour === undefined)
    throw new Error(`${name} is not read`);
  const { cfg } = parseCfg("model", `CONSTANTS\nNode = {n1, n2}\n${constants}\n`);
  const input = { spec: resolved, table, protocol: damage(protocol), behaviour, cfg };
  return await checkNormalForm(input, { states: 150, seconds: 20 });
}

const dropGuard = (p: Protocol, action: string, k: number): Protocol => ({
  ...p,
  actions: p.actions.map((a) =>
    a.name === action ? { ...a, guards: a.guards.filter((_, j) => j !== k) } : a,
  ),
});

describe("the gate normal form", () => {
  it.each([
    ["network-shrinks", ""],
    ["network-bag", ""],
    ["network-bag-module", ""],
    ["network-sent-once", ""],
    ["network-per-kind", ""],
    ["network-apart", ""],
    ["let-whole-value", ""],
    ["environment", "Value = {1, 2}\nMost = 1"],
    ["own-by-owner", "Ballot = {1, 2}"],
    ["own-by-sender", ""],
    ["handlers", "Nobody = Nobody"],
    ["witness-sunk", ""],
  ])("passes %s", async (name, constants) => {
    const found = await gate(name, undefined, constants);
    expect(found.diagnostics).toEqual([]);
    expect(found.steps).toBeGreaterThan(1);
    expect(found.never).toEqual([]);
  });

  it("finds a guard that was lost", async () => {
    const found = await gate("network-bag", (p) => dropGuard(p, "Ask", 0));
    expect(found.diagnostics.map((d) => d.code)).toEqual(["verify/normal-form"]);
    expect(found.diagnostics[0]?.message).toBe(
      "local step Ask leads where no step of the next-state relation does",
    );
    expect(found.diagnostics[0]?.notes?.map((n) => n.message).join("\n")).toContain("from the state");
  });

  it("finds a guard that was taken out and not kept aside", async () => {
    const found = await gate(
      "environment",
      (p) => ({ ...p, actions: p.actions.map((a) => ({ ...a, weakened: [] })) }),
      "Value = {1, 2}\nMost = 1",
    );
    expect(found.diagnostics.map((d) => d.code)).toEqual(["verify/normal-form"]);
  });

  it("finds a step that was lost", async () => {
    const found = await gate("network-per-kind", (p) => ({
      ...p,
      actions: p.actions.filter((a) => a.name !== "Answer"),
    }));
    expect(found.diagnostics[0]?.message).toBe(
      "the next-state relation has a step that none of the local steps is",
    );
  });

  it("finds a message that was lost, and an update", async () => {
    const noSend = await gate("network-shrinks", (p) => ({
      ...p,
      actions: p.actions.map((a) => ({ ...a, sends: [] })),
    }));
    expect(noSend.diagnostics.map((d) => d.code)).toEqual(["verify/normal-form"]);
    const noUpdate = await gate("network-sent-once", (p) => ({
      ...p,
      actions: p.actions.map((a) => (a.name === "Take" ? { ...a, updates: [] } : a)),
    }));
    expect(noUpdate.diagnostics.map((d) => d.code)).toEqual(["verify/normal-form"]);
  });

  it("finds a wrong start", async () => {
    const found = await gate("network-shrinks", (p) => ({
      ...p,
      slice: p.slice.map((v) => ({
        ...v,
        initial: { kind: "Number", id: 0, span: v.initial.span, text: "7" },
      })),
    }));
    expect(found.diagnostics.map((d) => d.code)).toContain("verify/normal-form-start");
  });

  it("says what it does not reach", async () => {
    const found = await gate("network-bag", (p) => ({
      ...p,
      actions: [...p.actions, ...p.actions.slice(0, 1).map((a) => ({ ...a, name: "Other" }))].map((a) =>
        a.name === "Other"
          ? {
              ...a,
              guards: [
                {
                  kind: "Apply",
                  id: 0,
                  span: a.guards[0]?.span ?? { start: 0, end: 0 },
                  path: [],
                  name: "FALSE",
                  args: [],
                },
              ],
            }
          : a,
      ),
    }));
    expect(found.diagnostics).toEqual([]);
    expect(found.never).toEqual(["Other"]);
  });
});
