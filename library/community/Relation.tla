----------------------------- MODULE Relation ------------------------------
(* Binary relations on a set S, given as a Boolean function of pairs (R)   *)
(* or, in the operators ending in Under, as an operator (op).              *)
EXTENDS Naturals, FiniteSets

(* The relation of an operator, as a function.                             *)
LOCAL AsFunction(op(_, _), S) == [pair \in S \X S |-> op(pair[1], pair[2])]

IsReflexive(R, S) == \A s \in S : R[s, s]
IsReflexiveUnder(op(_, _), S) == IsReflexive(AsFunction(op, S), S)

IsIrreflexive(R, S) == \A s \in S : R[s, s] = FALSE
IsIrreflexiveUnder(op(_, _), S) == IsIrreflexive(AsFunction(op, S), S)

IsSymmetric(R, S) == \A s, t \in S : R[s, t] => R[t, s]
IsSymmetricUnder(op(_, _), S) == IsSymmetric(AsFunction(op, S), S)

IsAntiSymmetric(R, S) == \A s, t \in S : s # t => ~(R[s, t] /\ R[t, s])
IsAntiSymmetricUnder(op(_, _), S) == IsAntiSymmetric(AsFunction(op, S), S)

IsAsymmetric(R, S) == \A s, t \in S : R[s, t] => ~R[t, s]
IsAsymmetricUnder(op(_, _), S) == IsAsymmetric(AsFunction(op, S), S)

IsTransitive(R, S) == \A s, t, u \in S : (R[s, t] /\ R[t, u]) => R[s, u]
IsTransitiveUnder(op(_, _), S) == IsTransitive(AsFunction(op, S), S)

(* Orders: like < (strict) and like =<; total if any two are comparable.   *)
IsStrictlyPartiallyOrdered(R, S) ==
  IsIrreflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsStrictlyPartiallyOrderedUnder(op(_, _), S) ==
  IsStrictlyPartiallyOrdered(AsFunction(op, S), S)

IsPartiallyOrdered(R, S) ==
  IsReflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsPartiallyOrderedUnder(op(_, _), S) == IsPartiallyOrdered(AsFunction(op, S), S)

IsStrictlyTotallyOrdered(R, S) ==
  /\ IsStrictlyPartiallyOrdered(R, S)
  /\ \A s, t \in S : s = t \/ R[s, t] \/ R[t, s]
IsStrictlyTotallyOrderedUnder(op(_, _), S) ==
  IsStrictlyTotallyOrdered(AsFunction(op, S), S)

IsTotallyOrdered(R, S) ==
  IsPartiallyOrdered(R, S) /\ (\A s, t \in S : R[s, t] \/ R[t, s])
IsTotallyOrderedUnder(op(_, _), S) == IsTotallyOrdered(AsFunction(op, S), S)

-----------------------------------------------------------------------------
(* The least transitive relation that contains R. Each step doubles the    *)
(* length of the chains that are joined: Cardinality(S) steps are enough.  *)
TransitiveClosure(R, S) ==
  LET joined[n \in Nat] ==
        IF n = 0 THEN {pair \in S \X S : R[pair[1], pair[2]]}
        ELSE LET old == joined[n - 1]
             IN  old \cup {pair \in S \X S :
                             \E s \in S : <<pair[1], s>> \in old /\ <<s, pair[2]>> \in old}
      closed == joined[Cardinality(S)]
  IN  [s, t \in S |-> <<s, t>> \in closed]

ReflexiveTransitiveClosure(R, S) ==
  LET closure == TransitiveClosure(R, S) IN [s, t \in S |-> closure[s, t] \/ s = t]

(* A chain of R leads from everything to everything.                       *)
IsConnected(R, S) ==
  LET closure == ReflexiveTransitiveClosure(R, S) IN \A s \in S : \A t \in S : closure[s, t]
=============================================================================
