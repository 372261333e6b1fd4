/**
 * *Goals*: a hybrid in which nothing happens fulfils everything. Derived of any specification: somebody decides, without a
 * liar and with one; after a liar's message of a later-overruled kind, a correct node sends one at a later epoch; what one
 * node has proposed and nobody knows to be decided is proposed again by another. Beside them the mapping's own goals.
 */
import type { Analysis, SubKind } from "../analysis/types.js";
import { stopwatch } from "../host/clock.js";
import { writeAtomic } from "../host/files.js";
import { join } from "../host/paths.js";
import { type Diagnostic, DiagnosticError, type Place } from "../report/diagnostic.js";
import type { Expr } from "../tla/ast.js";
import * as b from "../tla/build.js";
import { type CfgItem, printCfg } from "../tla/cfg.js";
import { expr } from "../tla/quote.js";
import { draftText } from "../transform/pass.js";
import { reachGoals } from "../verify/own-reach.js";
import type { LoadedSubject } from "../verify/subject.js";
import { constantsIn, eventsOf } from "./behaviour.js";
import { analysisOf, type Decision, decisionsOf } from "./decisions.js";
import type { Running } from "./explored.js";
import { freshIn, notedSteps } from "./noted.js";
import type { Obligation } from "./obligation.js";
import type { Site } from "./site.js";
import { epochFields } from "./well-founded.js";

interface Goal {
  readonly name: string;
  readonly holds: Expr;
  readonly place: Place | undefined;
  /** A hybrid that does not reach it is of no use. */
  readonly isNeeded: boolean;
}

/** `sites`: the first one that answers counts; `usual`: the model in which what is needed must be reached. */
export async function goalObligations(
  subject: LoadedSubject,
  sites: readonly Site[],
  usual: string,
  running: Running,
): Promise<readonly Obligation[]> {
  let open = goalsOf(subject);
  const out = new Map<Goal, Obligation>();
  for (const site of sites) {
    if (open.length === 0 || running.signal.aborted) break;
    for (const [goal, found] of await looked(subject, site, open, usual, running)) {
      const known = out.get(goal);
      if (known === undefined || known.verdict === "unknown") out.set(goal, found);
    }
    open = open.filter((g) => out.get(g)?.verdict === "unknown");
  }
  return [...out.values()];
}

async function looked(
  subject: LoadedSubject,
  site: Site,
  goals: readonly Goal[],
  usual: string,
  running: Running,
): Promise<readonly (readonly [Goal, Obligation])[]> {
  const elapsed = stopwatch();
  const { model } = site.setting;
  const fresh = freshIn(subject.hybrid, model);
  const module = fresh(`Goals${model.module}`);
  const names = goals.map(() => fresh("Goal"));
  const uses = decisionsOf(subject).flatMap((d) => d.uses);
  const definitions = goals.map((g, k) => b.definition(names[k]!, [], g.holds));
  const steps = notedSteps(subject.hybrid, undefined, fresh);
  const units = [
    b.extendsUnit(model.module, "Naturals", "Sequences"),
    ...uses,
    ...steps.units,
    ...definitions,
  ];
  const comments = new Map(definitions.map((d, k) => [d.id, goals[k]!.name] as const));
  await writeAtomic(join(site.dir, `${module}.tla`), draftText({ name: module, units, comments }));
  const cfgFile = join(site.dir, `${module}.cfg`);
  const cfg: readonly CfgItem[] = [
    ...constantsIn(site.defended),
    { kind: "definition", keyword: "INIT", name: steps.init },
    { kind: "definition", keyword: "NEXT", name: steps.next },
    { kind: "definition", keyword: "VIEW", name: steps.view },
    { kind: "deadlock", check: false },
  ];
  await writeAtomic(cfgFile, printCfg({ entries: cfg }));
  const job = {
    dir: site.dir,
    module,
    cfgFile,
    timeoutMs: running.seconds * 1000,
    onProgress: (_: string, p: Parameters<Running["onProgress"]>[1]) => running.onProgress("goals", p),
  };
  const { goals: found, outcome } = await reachGoals(job, names, running.signal);
  if (outcome.kind === "spec-fault" || outcome.kind === "unsupported")
    throw new DiagnosticError(diagnosticsOf(outcome));
  const states = outcome.counts?.distinct;
  const naming = { protocol: subject.protocol, hybrid: subject.hybrid, probe: steps };
  return goals.map((goal, k) => {
    const path = found[k]?.path;
    const common = {
      name: "goals",
      of: goal.name,
      on: "hybrid",
      bound: site.defended.bound,
      ...(goal.place && { place: goal.place }),
      ...(states === undefined ? {} : { states }),
      seconds: elapsed(),
    } as const;
    if (path !== undefined) {
      const steps = eventsOf(path, naming);
      return [
        goal,
        { ...common, verdict: "holds", found: `reached in ${steps.length} steps: ${steps.join(", ")}` },
      ];
    }
    if (outcome.kind !== "holds")
      return [
        goal,
        { ...common, verdict: "unknown", found: `not reached in what was seen (${outcome.kind})` },
      ];
    if (!goal.isNeeded || site.model !== usual)
      return [goal, { ...common, verdict: "unreached", found: "no state at these bounds fulfils it" }];
    const refuting = { steps: [], what: "all states were seen, and it holds in none" };
    return [goal, { ...common, verdict: "refuted", found: "never reached", refuting }];
  });
}

const diagnosticsOf = (outcome: object): readonly Diagnostic[] =>
  "diagnostics" in outcome ? (outcome.diagnostics as readonly Diagnostic[]) : [];

function goalsOf(subject: LoadedSubject): readonly Goal[] {
  const analysis = analysisOf(subject);
  const decisions = decisionsOf(subject);
  return [
    ...decisions.flatMap((d) => decisionGoals(subject, d)),
    ...epochGoals(subject, analysis, decisions),
  ];
}

/** `D(q) # D0`: what the node q has decided is no more what it was at first. */
function hasDecided({ hybrid }: LoadedSubject, decision: Decision, node: string): Expr {
  const w = hybrid.words.of;
  const q = b.apply(node);
  return b.neq(decision.at(q, b.index(b.apply(w.slices), q)), decision.at(q, b.apply(w.slice0, q)));
}

function decisionGoals(subject: LoadedSubject, decision: Decision): readonly Goal[] {
  const { hybrid, protocol } = subject;
  const w = hybrid.words.of;
  const decided = hasDecided(subject, decision, w.node);
  const sent = expr`${w.sender}(${w.message}) \in ${w.byz}`;
  const isLying = expr`\E ${w.message} \in ${protocol.network} : ${sent}`;
  const { place } = decision;
  const goal = (name: string, holds: Expr): Goal => ({ name, holds, place, isNeeded: false });
  const of = `(${decision.name})`;
  const any = expr`\E ${w.node} \in ${w.correct} : ${decided}`;
  return [
    { name: `a correct node decides ${of}`, holds: any, place, isNeeded: true },
    goal(
      `a correct node decides, no liar says anything ${of}`,
      expr`
      (\E ${w.node} \in ${w.correct} : ${decided}) /\ ~ ${b.paren(isLying)}`,
    ),
    goal(
      `a correct node decides with a liar's part: another correct node has done nothing ${of}`,
      expr`
      (\E ${w.node} \in ${w.correct} : ${decided} /\
        \E ${w.other} \in ${w.correct} \ {${w.node}} : ${w.slices}[${w.other}] = ${w.slice0}(${w.other})) /\ ${b.paren(isLying)}`,
    ),
  ];
}

/** Kinds that a leader sends: with an epoch, and not counted by those that receive them. */
function epochGoals(
  subject: LoadedSubject,
  analysis: Analysis,
  decisions: readonly Decision[],
): readonly Goal[] {
  const fields = epochFields(analysis);
  const { hybrid, protocol } = subject;
  const w = hybrid.words.of;
  const leading = analysis.subKinds.filter(
    (k) => k.receivers.length > 0 && k.receivers.every((r) => r.use !== "counted"),
  );
  return leading.flatMap((kind): readonly Goal[] => {
    const field = kind.fields.find((f) => fields.has(f.name))?.name;
    const tag = protocol.kinds.find((k) => k.tag === kind.tag)?.tagExpr;
    if (field === undefined || tag === undefined) return [];
    const [m, n] = [w.message, w.other];
    const both = (more: Expr): Expr => expr`\E ${m}, ${n} \in ${protocol.network} :
      /\ ${m}.${protocol.kindField} = ${tag} /\ ${n}.${protocol.kindField} = ${tag}
      /\ ${m}.${field} < ${n}.${field}
      /\ ${more}`;
    const place = kind.sites[0]?.place;
    const replaced = both(expr`${w.sender}(${m}) \in ${w.byz} /\ ${w.sender}(${n}) \in ${w.correct}`);
    const none = decisions.map(
      (d) => expr`\A ${w.node} \in ${w.correct} : ${b.paren(b.not(b.paren(hasDecided(subject, d, w.node))))}`,
    );
    const values = valueFields(kind);
    const again = values.map((v) => ({
      name: `${kind.name}: a ${v} that nobody knows to be decided is sent again by another node at a later ${field}`,
      holds: b.and([both(expr`${m}.${v} = ${n}.${v} /\ ${w.sender}(${m}) # ${w.sender}(${n})`), ...none]),
      place,
      isNeeded: false,
    }));
    const name = `${kind.name}: a liar's, then a correct node's at a later ${field}`;
    return [{ name, holds: replaced, place, isNeeded: false }, ...again];
  });
}

/** What is no number and no address: what is proposed. */
const valueFields = (kind: SubKind): readonly string[] =>
  kind.fields
    .filter((f) => f.sort === "other" && (f.class === "bound" || f.class === "derived" || f.class === "free"))
    .map((f) => f.name);
