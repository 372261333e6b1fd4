---- MODULE M ----
A ≜ ∀ x ∈ S : ∃ y ∈ T : x ≤ y ∧ ¬ (x ∪ y ≠ ⟨1, 2⟩)
====
EXPECT
ok
