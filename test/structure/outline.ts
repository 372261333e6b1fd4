/** A structure in few lines, for goldens: stable whatever `inspect` prints. */
import type { Diagnostic } from "../../src/report/diagnostic.js";
import type { ActionFact, Structure } from "../../src/structure/types.js";

export function outline(s: Structure, diagnostics: readonly Diagnostic[]): string {
  const b = s.behaviour;
  const lines = [
    `behaviour ${b.init?.name ?? "?"}, ${b.next?.name ?? "?"} by ${b.by}${b.candidates.length > 0 ? `; not ${b.candidates.map((c) => c.name).join(", ")}` : ""}`,
    ...b.fairness.map((f) => `fairness ${f.text}`),
    ...s.assumptions.map((a) => `assume ${a.text}`),
    ...s.variables.map((v) => `var ${v.name}: ${v.shown}${v.ghost ? " (ghost)" : ""}`),
    ...s.networks.map(
      (n) =>
        `network ${n.variable}${n.path}: ${n.representation}${n.tag === undefined ? "" : ` by ${n.tag}`}`,
    ),
    ...s.kinds.map(
      (k) =>
        `kind ${k.name}(${k.fields.map((f) => `${f.name}: ${f.shown}`).join(", ")}) ${k.sentBy.join("+")} -> ${k.receivedBy.join("+") || "-"}, sender ${k.sender ?? "?"}`,
    ),
    ...s.roles.map(
      (r) =>
        `role ${r.set}: ${r.variables.map((v) => (v.position === 1 ? v.name : `${v.name}#${v.position}`)).join(", ")}`,
    ),
    ...s.actions.flatMap(action),
    ...s.notFound.map((n) => `not found: ${n.what}: ${n.reason}`),
    ...diagnostics.map(
      (d) => `${d.place?.line ?? "-"}:${d.place?.column ?? "-"} ${d.severity} ${d.code} ${d.message}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function action(a: ActionFact): readonly string[] {
  const params = a.parameters.map((p) => `${p.name} \\in ${p.domain}`).join(", ");
  const by = a.environment ? " (environment)" : a.actors.length === 0 ? "" : ` by ${a.actors.join(", ")}`;
  const reads = a.reads.map((r) => (r.path === "whole" ? r.variable : `${r.variable}${r.path}`)).join(", ");
  const writes = a.writes.flatMap((w) =>
    w.paths.map((p) => `${w.variable}${p === "whole" ? "" : p}${w.how === "in" ? "?" : ""}`),
  );
  const line = (title: string, text: string): readonly string[] =>
    text === "" ? [] : [`  ${title} ${text}`];
  return [
    `action ${a.name}(${params})${by} @${a.place.line}`,
    ...a.guards.flatMap((g) => line("if", g.text)),
    ...line("reads", reads),
    ...line("writes", [...new Set(writes)].join(", ")),
    ...line(
      "receives",
      a.receives.map((r) => `${r.kind} ${r.mode}${r.removes ? " removed" : ""}`).join(", "),
    ),
    ...line("sends", a.sends.map((x) => `${x.kind} ${x.count}`).join(", ")),
    ...line("frame", a.frameFaults.map((f) => `${f.fault} ${f.variable}`).join(", ")),
  ];
}
