---- MODULE M ----
THEOREM x
  <1>1. y
    <2>1. z
    <1> QED
A == 1
THEOREM x
  <2>1. y
    <1>1. z
  <2> QED
THEOREM x
  <1>1. HAVE y
    BY z
  <1> QED
THEOREM x
  <1>1. y
B == <1>1
====
EXPECT
5:5 tla/proof-level
9:5 tla/proof-level
13:5 tla/proof-not-allowed
17:1 tla/unexpected-token
17:6 tla/step-outside-proof
