/** Behaviours as values, as TLCExt's Trace and CounterExample show them, and actions as `TLCGet("action")` does. */
import type { ActionLocation } from "../../tlc/counterexample.js";
import type { Path } from "../explore/path.js";
import type { CompiledModel, Row } from "../model.js";
import { type Bank, Kind, type Ref } from "../values/bank.js";
import { fromTree } from "../values/show.js";

/** The states one after the other, each a record of the variables. */
export function traceValue(model: CompiledModel, rows: readonly Row[]): Ref {
  const { bank, variables } = model;
  return bank.tupleOf(
    rows.map((row) => bank.recordOf(variables.map((name, i) => [name, model.valueOf(row, i)] as const))),
  );
}

const NOWHERE: ActionLocation = {
  module: "--TLA+ BUILTINS--",
  line: 0,
  column: 0,
  endLine: 0,
  endColumn: 0,
};

/** Without an action, what TLC says where it does not know which. */
export function actionValue(
  bank: Bank,
  name: string = "UnnamedAction",
  { module, line, column, endLine, endColumn }: ActionLocation = NOWHERE,
): Ref {
  const location = bank.recordOf([
    ["beginLine", bank.int(line)],
    ["beginColumn", bank.int(column)],
    ["endLine", bank.int(endLine)],
    ["endColumn", bank.int(endColumn)],
    ["module", bank.string(module)],
  ]);
  return bank.recordOf([
    ["name", bank.string(name)],
    ["location", location],
  ]);
}

/** The graph of a counterexample: its states with their numbers, and the steps between them, with that of a loop. */
export function counterexampleValue(bank: Bank, { states, loop }: Path): Ref {
  const nodes = states.map(({ number, values }) => {
    const fields = [...values].map(([name, value]) => [name, fromTree(bank, value)] as const);
    return bank.tupleOf([bank.int(number), bank.recordOf(fields)]);
  });
  const edges = states.slice(1).map(({ action, location }, i) => {
    return bank.tupleOf([nodes[i]!, actionValue(bank, action, location), nodes[i + 1]!]);
  });
  const last = nodes.at(-1);
  const back = loop.kind === "back" ? nodes[loop.to - 1] : loop.kind === "stuttering" ? last : undefined;
  if (last !== undefined && back !== undefined) {
    const action = loop.kind === "back" ? loop.action : undefined;
    edges.push(bank.tupleOf([last, actionValue(bank, action), back]));
  }
  return graph(bank, nodes, edges);
}

export function graph(bank: Bank, nodes: readonly Ref[], edges: readonly Ref[]): Ref {
  return bank.recordOf([
    ["action", bank.setOf(edges)],
    ["state", bank.setOf(nodes)],
  ]);
}

/** The states of such a graph by their numbers, as a sequence; undefined for another value. */
export function statesOfGraph(bank: Bank, given: Ref): Ref | undefined {
  if (bank.kind(given) !== Kind.record) return undefined;
  const at = bank.list(bank.domainOf(given)).findIndex((name) => bank.textOf(name) === "state");
  if (at < 0) return undefined;
  const numbered = bank
    .list(bank.at(given, at))
    .map((node) => [Number(bank.intOf(bank.at(node, 0))), bank.at(node, 1)] as const);
  return bank.tupleOf([...numbered].sort(([a], [b]) => a - b).map(([, state]) => state));
}
