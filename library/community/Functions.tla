----------------------------- MODULE Functions -----------------------------
(* Restrictions, images, inverses, injections and folds of functions.      *)
EXTENDS Integers, Folds

(* f, defined on S alone.                                                  *)
Restrict(f, S) == [d \in S |-> f[d]]

(* f on the arguments, or on the arguments whose values, pass Test.        *)
RestrictDomain(f, Test(_)) == [d \in {e \in DOMAIN f : Test(e)} |-> f[d]]
RestrictValues(f, Test(_)) == [d \in {e \in DOMAIN f : Test(f[e])} |-> f[d]]

(* narrow agrees with wide wherever it is defined.                         *)
IsRestriction(narrow, wide) ==
  /\ \A d \in DOMAIN narrow : d \in DOMAIN wide
  /\ \A d \in DOMAIN narrow : narrow[d] = wide[d]

(* The set of values of f.                                                 *)
Range(f) == {f[d] : d \in DOMAIN f}

(* f and g joined argument by argument; the domain is that of f.           *)
Pointwise(f, g, T(_, _)) == [d \in DOMAIN f |-> T(f[d], g[d])]

(* Maps each t of T to an argument in S with value t; to some element of S *)
(* when t is no value of f.                                                *)
Inverse(f, S, T) ==
  [t \in T |-> CHOOSE s \in S : f[s] = t \/ t \notin Range(f)]
AntiFunction(f) == Inverse(f, DOMAIN f, Range(f))

IsInjective(f) == \A d \in DOMAIN f : \A e \in DOMAIN f : d # e => f[d] # f[e]

(* The injective, surjective, bijective functions from S to T.             *)
Injection(S, T) == {f \in [S -> T] : IsInjective(f)}
Surjection(S, T) == {f \in [S -> T] : T \subseteq Range(f)}
Bijection(S, T) == {f \in Surjection(S, T) : IsInjective(f)}

ExistsInjection(S, T) == \E f \in [S -> T] : f \in Injection(S, T)
ExistsSurjection(S, T) == \E f \in [S -> T] : f \in Surjection(S, T)
ExistsBijection(S, T) == \E f \in [S -> T] : f \in Bijection(S, T)

-----------------------------------------------------------------------------
(* Folds over the values of a function, in the order of an arbitrary but   *)
(* fixed CHOOSE of the arguments.                                          *)
FoldFunctionOnSet(op(_, _), base, fun, indices) ==
  LET RECURSIVE Rest(_, _)
      Rest(T, acc) == IF T = {} THEN acc
                      ELSE LET i == CHOOSE i \in T : TRUE
                           IN  Rest(T \ {i}, op(fun[i], acc))
  IN  Rest(indices, base)
FoldFunction(op(_, _), base, fun) == FoldFunctionOnSet(op, base, fun, DOMAIN fun)

SumFunctionOnSet(fun, indices) ==
  LET Plus(m, n) == m + n IN FoldFunctionOnSet(Plus, 0, fun, indices)
SumFunction(fun) == SumFunctionOnSet(fun, DOMAIN fun)
=============================================================================
