/**
 * What a hybrid stands on, and which rule put what into it: the text of `ASSUMPTIONS.md`. Each row of the second part is
 * a check with its switch, where the output asks for it, and which text of the source it comes from.
 */
import { placeIn } from "../protocol/texts.js";
import type { Assumption, Protocol } from "../protocol/types.js";
import type { Place } from "../report/diagnostic.js";
import { prettyExpr } from "../tla/pretty.js";
import { counterRules, eventRules, guardConjuncts, meaningOf } from "./counters/checks.js";
import { meaningsOfDefences } from "./history/capabilities.js";
import type { Transformed } from "./history/index.js";

export const assumptionsFile = "ASSUMPTIONS.md";

/** What holds only if the following does, whatever is transformed. */
export const generalAssumptions: readonly string[] = [
  "At most f of 2f + 1 nodes are Byzantine; the others crash and recover, with what is durable kept.",
  "Channels are authentic: a message bears the identity of the node whose trusted counter certified it.",
  "The trusted counter keeps its contract on every node, Byzantine ones included: one certificate for each value, " +
    "values only go up, its key stays inside.",
  "A correct node that comes back with a disk older than its counter says takes no part until it has caught up.",
  "Digests have no collisions, and certificates cannot be forged without the key.",
  "Clients are correct, or their requests are signed; a client takes what f + 1 replicas say equally.",
];

/** `text`: the hybrid's module as it is written; `bounds`: those of its models. */
export function assumptionsText(
  protocol: Protocol,
  hybrid: Transformed,
  line: string,
  text: string,
  bounds: readonly { readonly module: string; readonly bound: string }[],
): string {
  const { module } = protocol;
  return [
    `<!-- ${line} -->`,
    `# What ${hybrid.name} stands on`,
    "",
    "## Assumed of the world",
    "",
    ...generalAssumptions.map((a) => `- ${a}`),
    "",
    `## Taken for granted in reading ${module}`,
    "",
    ...listed(protocol.assumptions, protocol),
    ...strategyAssumptions(protocol, hybrid),
    "",
    "## Bounds",
    "",
    ...(bounds.length === 0
      ? ["No models were written: nothing bounds what liars may say."]
      : bounds.map((b) => `- \`${b.module}\`: ${b.bound}`)),
    "",
    "## Which rule added what",
    "",
    `Lines of \`${hybrid.name}.tla\` where a check is asked for, and the place of ${module} that it is made from. Each`,
    `can be switched off: \`${hybrid.words.of.off}\` holds the names of those that are.`,
    "",
    "| check | what it asks | in the output | in the source |",
    "|---|---|---|---|",
    ...ruleRows(protocol, hybrid, text).map((row) => `| ${row.map(cell).join(" | ")} |`),
    "",
  ].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export function listed(assumptions: readonly Assumption[], protocol: Protocol): readonly string[] {
  return assumptions.map((a) => `- ${a.text}${a.place ? ` (${where(a.place, protocol)})` : ""}.`);
}

/** `line 7`, with the file's name where it is not the specification's. */
export function where(place: Place, { file }: Protocol): string {
  const line = `line ${place.line}`;
  return place.file === file ? line : `${line} of ${place.file.split("/").at(-1)}`;
}

/** What a strategy leaves to the original besides. */
function strategyAssumptions(protocol: Protocol, hybrid: Transformed): readonly string[] {
  const { strategy, words } = hybrid;
  if (strategy.kind === "history")
    return ["- Every event of a node is certified, and kept for whoever replays it: no message is left out."];
  const { plan } = strategy;
  const left = protocol.actions.filter((a) => plan.attests.has(a.name) && a.sends.length > 0);
  const observed =
    plan.observed.length === 0
      ? []
      : [`- No message depends on ${plan.observed.join(", ")}: receivers leave them out of what they check.`];
  const again = [...plan.readdressed].map(
    ([action, { tag, field }]) =>
      `- The certificate of ${action} does not cover \`${field}\` of ${tag}: the channel says whom a message is for, and one ` +
      "certificate is shown to several.",
  );
  return [
    ...observed,
    ...again,
    `- A correct node leaves out what its counter does not allow any more (\`${words.of.attest}\`): the messages of ` +
      `${left.map((a) => `${a.name} (${where(a.place, protocol)})`).join(", ") || "no step"}; the whole step where it ` +
      `writes ${[...plan.bound, ...plan.slots].join(", ") || "nothing that messages speak for"}. The original stands omission.`,
    ...protocol.actions.flatMap((a) =>
      guardConjuncts({ protocol, words }, a)
        .filter((c) => c.check === undefined && isWritten(c.expr, protocol))
        .map(
          (c) =>
            `- \`${prettyExpr(c.expr, 1_000)}\` of ${a.name} (${where(placeIn(protocol.texts, c.expr.span), protocol)}) ` +
            `has no switch: it says which events are ${a.name}'s, or bounds the model, liars included.`,
        ),
    ),
  ];
}

const isWritten = (
  { span }: { readonly span: { readonly start: number; readonly end: number } },
  p: Protocol,
) => span.end > span.start && p.texts.length > 0;

type Row = readonly [check: string, asks: string, output: string, source: string];

function ruleRows(protocol: Protocol, hybrid: Transformed, text: string): readonly Row[] {
  const { on } = hybrid.words.of;
  const asking = text
    .split("\n")
    .map((line, k) => ({ line, number: k + 1 }))
    .filter(({ line }) => line.includes(`${on}("`) || line.includes(BY_RULE));
  const at = (check: string): string => {
    const found = linesWith(asking, on, check);
    return found.length === 0 ? "the whole of it" : `line ${found.join(", ")}`;
  };
  if (hybrid.strategy.kind === "history") {
    const named = (list: Protocol["actions"]): string => list.map((a) => a.name).join(", ");
    const all = `every action (${named(protocol.actions)})`;
    const asking = named(protocol.actions.filter((a) => a.params.some((p) => p.client))) || "no action";
    return hybrid.switches.map((s) => {
      const asks = (meaningsOfDefences as Readonly<Record<string, string | undefined>>)[s] ?? s;
      return [`\`${s}\``, asks, at(s), s === "signed" ? asking : all];
    });
  }
  const sources = sourcesOf(protocol, hybrid);
  return hybrid.switches.map((s) => [
    `\`${s}\``,
    meaningOf(s),
    at(s),
    sources.get(s) ?? "the counter's contract",
  ]);
}

/** Where each switch of strategy `counters` comes from. */
function sourcesOf(protocol: Protocol, { words }: Transformed): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const action of protocol.actions) {
    for (const rule of eventRules) out.set(`${action.name}.${rule}`, where(action.place, protocol));
    for (const { expr, check } of guardConjuncts({ protocol, words }, action)) {
      if (check === undefined) continue;
      const place = isWritten(expr, protocol) ? placeIn(protocol.texts, expr.span) : action.place;
      out.set(check, `${where(place, protocol)}: \`${prettyExpr(expr, 1_000)}\``);
    }
  }
  for (const rule of counterRules) out.delete(rule);
  return out;
}

interface Line {
  readonly line: string;
  /** From 1. */
  readonly number: number;
}

/** How a line goes on that asks for a rule of an action that is a parameter. */
const BY_RULE = `\\o ".`;

/** Numbers of the lines that ask whether a check is on: by its name, or by its rule where the action is a parameter. */
function linesWith(lines: readonly Line[], on: string, check: string): readonly number[] {
  const rule = check.slice(check.lastIndexOf(".") + 1);
  const find = (wanted: string): readonly number[] =>
    lines.flatMap(({ line, number }) => (line.includes(wanted) ? [number] : []));
  const named = find(`${on}("${check}")`);
  if (named.length > 0 || !check.includes(".")) return named;
  return find(`${BY_RULE}${rule}")`);
}
