/** The module Bags. */

import { force } from "../values/lazy.js";
import * as O from "../values/operators-bags.js";
import { apply, domain } from "../values/operators-functions.js";
import { asInt } from "../values/operators-numbers.js";
import { binary, type Native, native, nullary, operator, unary, value } from "./natives-kind.js";

export const bags: Readonly<Record<string, Native>> = {
  "Bags.IsABag": unary(O.isABag),
  "Bags.BagToSet": unary(O.bagToSet, { ref: false }),
  "Bags.SetToBag": unary(O.setToBag),
  "Bags.BagIn": binary(O.bagIn),
  "Bags.EmptyBag": nullary(O.emptyBag),
  "Bags.CopiesIn": binary(O.copiesIn),
  "Bags.\\oplus": binary(O.bagSum),
  "Bags.\\ominus": binary(O.bagDifference),
  "Bags.\\sqsubseteq": binary(O.subBag),
  "Bags.BagCardinality": unary(O.bagCardinality),
  "Bags.BagUnion": unary(O.bagUnion),
  "Bags.BagOfAll": native(
    2,
    ({ bank }) =>
      (image, bag) =>
        O.bagOfAll(bank, operator(image), value(bag)),
  ),
  /** `op(… op(op(base, x1), x1) …, xn)`: each element as often as it is there, in the order of CHOOSE. */
  "BagsExt.FoldBag": native(
    3,
    ({ bank }) =>
      (op, base, bag) => {
        const combine = operator(op);
        const counts = force(value(bag));
        let acc = value(base);
        for (const x of bank.list(force(domain(bank, counts)))) {
          for (let n = asInt(bank, apply(bank, counts, x), "third", "FoldBag"); n > 0; n--)
            acc = combine(acc, x);
        }
        return acc;
      },
    { ref: false },
  ),
};
