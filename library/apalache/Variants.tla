---------------------------- MODULE Variants ----------------------------
(***************************************************************************)
(* Values with a tag, as Apalache types them, in definitions of our own:   *)
(* here a variant is a record of its tag and its value.                    *)
(***************************************************************************)
UNIT == "U_OF_UNIT"

Variant(tag, value) == [tag |-> tag, value |-> value]
VariantTag(variant) == variant.tag
VariantFilter(tag, S) == {v.value : v \in {w \in S : w.tag = tag}}
VariantGetOrElse(tag, variant, default) == IF variant.tag = tag THEN variant.value ELSE default
VariantGetUnsafe(tag, variant) == variant.value
==========================================================================
