---- MODULE PluscalUntranslated ----
EXTENDS Naturals
CONSTANT Node
(* --algorithm PluscalUntranslated
variables msgs = {};
process p \in Node
variables v = 0;
begin
  say: msgs := msgs \cup {[kind |-> "Say", from |-> self, val |-> v]};
  hear: with m \in msgs do v := m.val end with;
end process
end algorithm *)
====
CFG
CONSTANT Node = {n1, n2, n3}
SPECIFICATION Spec
CHECK_DEADLOCK FALSE
EXPECT
history
4:4 warning pluscal/absent
    algorithm `PluscalUntranslated` has no translation: the module says nothing of it in TLA+
    hint: `bumblebee parse --translate` asks the translator, on a copy of the module
1:13 error protocol/no-definition
    the module defines no Init
    hint: define Init, or name the init in the mapping file ("init")
1:13 error protocol/no-definition
    the module defines no Next
    hint: define Next, or name the next in the mapping file ("next")
counters
4:4 warning pluscal/absent
    algorithm `PluscalUntranslated` has no translation: the module says nothing of it in TLA+
    hint: `bumblebee parse --translate` asks the translator, on a copy of the module
1:13 error protocol/no-definition
    the module defines no Init
    hint: define Init, or name the init in the mapping file ("init")
1:13 error protocol/no-definition
    the module defines no Next
    hint: define Next, or name the next in the mapping file ("next")
