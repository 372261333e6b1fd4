/** The module Bags. */
import { binary, type Native, native, nullary, operator, unary, value } from "./natives-kind.js";
import * as O from "./operators-bags.js";

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
};
