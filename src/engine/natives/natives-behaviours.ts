/** What TLCExt tells of behaviours, and what it asks of them. */
import { graph, statesOfGraph } from "../modes/behaviour-values.js";
import { TRUE } from "../values/bank.js";
import { noTrace, onlyInteractive, wrongOnlyArgument } from "../values/bank-errors.js";
import { force } from "../values/lazy.js";
import { show } from "../values/show.js";
import { type Native, native, operator, predicate, value } from "./natives-kind.js";

const effects = { effects: true };

export const behaviours: Readonly<Record<string, Native>> = {
  "TLCExt.Trace": native(
    0,
    ({ context }) =>
      () => {
        if (context.trace === undefined) throw noTrace();
        return context.trace();
      },
    effects,
  ),
  "TLCExt.CounterExample": native(
    0,
    ({ bank, context }) =>
      () =>
        context.counterexample ?? graph(bank, [], []),
    effects,
  ),
  /** Its states are numbered. */
  "TLCExt.ToTrace": native(1, ({ bank }) => (counterexample) => {
    const given = force(value(counterexample));
    const states = statesOfGraph(bank, given);
    if (states === undefined) throw wrongOnlyArgument("ToTrace", "a CounterExample", show(bank, given));
    return states;
  }),
  /** Evaluated never, as in TLC, but in simulation once the state is chosen. */
  "TLCExt.TLCDefer": native(
    1,
    ({ context }) =>
      (expression) => {
        context.defer(() => void operator(expression)());
        return TRUE;
      },
    { effects: true, unevaluated: [0] },
  ),
  "TLCExt.PickSuccessor": native(
    1,
    ({ bank }) =>
      (holds) => {
        if (predicate(bank, () => value(holds))()) return TRUE;
        throw onlyInteractive("PickSuccessor");
      },
    effects,
  ),
};
