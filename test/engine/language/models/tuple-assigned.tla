---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == <<x, y>> = <<0, 0>>
Next == <<x', y'>> = <<1, 2>>
====
INIT Init
NEXT Next
EXPECT fault
